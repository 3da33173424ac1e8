"""What the sign-in library says in English and has no Vietnamese for (django-allauth): without these it spoke Korean."""

from django.utils.translation import gettext_noop as _

DOOR = (
    _("Username"),
    _("Password"),
    _("Forgot your password?"),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
)
PASSWORDS = (
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Password (again)"),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("Incorrect password."),
)
FACTORS = (
    _("Code"),
    _("Authenticator code"),
    _("Incorrect code."),
    _("Passwordless"),
    _("Master key"),
    _("Backup key"),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
)
