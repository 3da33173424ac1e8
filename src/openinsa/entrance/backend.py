"""Who may be signed in at all: a login that is in use and in time. Asked at the door and at every request."""

from allauth.account.auth_backends import AuthenticationBackend

from openinsa.people.models import User


class TimedBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """The user of a session, with the institution that every request asks whether it is suspended."""
        try:
            user = User.objects.select_related("institution").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        return bool(super().user_can_authenticate(user)) and user.is_in_time and not user.is_integration
