"""The logins that the demonstration offers on its sign-in page, one per role."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from openinsa.people.roles import Role

DEMO_PASSWORD = "openinsa-demo"  # noqa: S105  # nosec B105


@dataclass(frozen=True)
class DemoLogin:
    username: str
    role: Any  # a member of Role
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
