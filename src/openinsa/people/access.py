"""How long a login may be used, and what a session is bound to."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from openinsa.people.roles import Role


class TimedAccess(AbstractBaseUser):
    """A login that ends by itself: wholly after `valid_to`, in all but the worker's role after `staff_until`."""

    valid_to = models.DateField(_("사용 마지막 날"), null=True, blank=True)
    staff_until = models.DateField(_("직원 역할 마지막 날"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_in_time(self) -> bool:
        return self.valid_to is None or _today() <= self.valid_to

    @property
    def roles_in_force(self) -> list[str]:
        """The roles that hold today."""
        if self.staff_until is None or _today() <= self.staff_until:
            return list(self.roles)  # type: ignore[attr-defined]
        return [role for role in self.roles if role == Role.WORKER]  # type: ignore[attr-defined]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: a change of password, roles, department or person ends it."""
        bound = (
            self.password,
            sorted(map(str, self.roles)),  # type: ignore[attr-defined]
            self.department_id,  # type: ignore[attr-defined]
            self.person_id,  # type: ignore[attr-defined]
            self.valid_to,
            self.staff_until,
        )
        salt = "openinsa.people.User.get_session_auth_hash"
        return salted_hmac(salt, repr(bound), secret=secret, algorithm="sha256").hexdigest()


def _today() -> date:
    return timezone.localdate()
