"""What signing in leaves behind: the time, written inside the user's own institution."""

from typing import Any

from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in

from openinsa.people.models import User
from openinsa.people.tenancy import within


def note_sign_in(sender: type, user: User, **named: Any) -> None:
    """Store the time of sign-in. At that moment the request belongs to no institution yet."""
    with within(user.institution_id, user.pk):
        update_last_login(sender, user, **named)


def connect() -> None:
    """Let this stand in for Django's own, which knows no institutions."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    user_logged_in.connect(note_sign_in, dispatch_uid="note_sign_in")
