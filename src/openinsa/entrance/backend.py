"""Who may be signed in at all: a login that is in use and in time. Asked at the door and at every request."""

from allauth.account.auth_backends import AuthenticationBackend

from openinsa.people.models import User


class TimedBackend(AuthenticationBackend):
    def user_can_authenticate(self, user: User) -> bool:
        return bool(super().user_can_authenticate(user)) and user.is_in_time and not user.is_integration
