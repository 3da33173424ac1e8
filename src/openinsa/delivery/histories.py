"""Where the history of delivery is read: settings and texts on the institution, invitations on the login."""

from openinsa.delivery.models import Invitation, MailSetting, MailText
from openinsa.people.models import Institution, User
from openinsa.privacy.histories import Part, add_parts, name_by


def register() -> None:
    """Make the room's records known."""
    add_parts(Institution, Part(MailSetting, "institution"), Part(MailText, "institution"))
    add_parts(User, Part(Invitation, "user"))
    name_by(MailSetting, "from_address")
    name_by(MailText, "purpose", "language")
    name_by(Invitation, "made_at")
