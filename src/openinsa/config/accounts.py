"""Sign-in is by invitation: nobody makes an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from openinsa.people.models import User


class InvitationOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def shown_name(user: User) -> str:
    """The name by which pages greet a user."""
    return user.name
