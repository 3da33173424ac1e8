"""Sign-in is by invitation: nobody makes an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from openinsa.people.models import User
from openinsa.people.tenancy import within


class InvitationOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store a password from an invitation, at a moment when nobody is signed in yet."""
        with within(user.institution_id, user.pk):
            super().set_password(user, password)


def shown_name(user: User) -> str:
    """The name by which pages greet a user."""
    return user.name
