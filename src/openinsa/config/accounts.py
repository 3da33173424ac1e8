"""Sign-in is by invitation: nobody makes an account for themselves, and every try is counted and written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse

from openinsa.entrance import attempts
from openinsa.entrance.doors import WRONG, refused_at_the_door, tried_in_vain
from openinsa.entrance.factor_seals import open_factor, seal_factor
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.tenancy import within


class InvitationOnly(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, "username_password_mismatch": WRONG}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store a password from an invitation, at a moment when nobody is signed in yet."""
        with within(user.institution_id, user.pk):
            super().set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """No mail opens a login: a forgotten password or lost factor is a matter for an HR officer."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address under which the library counts; where there is none it lets nobody in."""
        address = address_of(request)
        if address is None:
            raise PermissionDenied
        return address

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Count the try, refuse it while locked, and take the count back when it was right."""
        login = str(credentials.get("username") or "")
        tried = attempts.count_try(login, address_of(request))
        if tried.locked_until:
            raise ValidationError(tried_in_vain(request, login, tried))
        user = super().authenticate(request, **credentials)
        if user is None:
            tried_in_vain(request, login, tried)
        else:
            attempts.take_back(tried)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The library's own count lies in a cache; ours stands in the database."""

    def pre_login(self, request: HttpRequest, user: User, **named: Any) -> HttpResponse | None:
        return super().pre_login(request, user, **named) or refused_at_the_door(request, user)


class SealedFactors(DefaultMFAAdapter):
    """Secrets of second factors are stored sealed."""

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)


def shown_name(user: User) -> str:
    """The name by which pages greet a user."""
    return user.name
