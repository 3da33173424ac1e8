"""Sign-in as allauth does it, narrowed: nobody signs up, and the demonstration shows its logins."""

from dataclasses import dataclass

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.functional import Promise

from openinsa.people.roles import Role

DEMO_PASSWORD = "openinsa-demo"  # noqa: S105


class ClosedToStrangers(DefaultAccountAdapter):
    """Logins are made by an institution's HR officer, never by their owners."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@dataclass(frozen=True)
class DemoLogin:
    username: str
    role: Role
    password: str = DEMO_PASSWORD

    @property
    def label(self) -> str | Promise:
        return self.role.label


DEMO_LOGINS = (
    DemoLogin("clerk", Role.PROJECT_CLERK),
    DemoLogin("head", Role.DEPARTMENT_HEAD),
    DemoLogin("payroll", Role.PAYROLL_OFFICER),
    DemoLogin("hr", Role.HR_OFFICER),
    DemoLogin("auditor", Role.AUDITOR),
    DemoLogin("operator", Role.OPERATOR),
    DemoLogin("worker", Role.WORKER),
)
