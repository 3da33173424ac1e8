"""A small made-up office for tests: one of every role, one project, and people as a test wants them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

from openinsa.people.models import Department, Institution, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import ensure_month
from openinsa.staffing.actions.register import Registration, register
from openinsa.staffing.founding import found_institution
from openinsa.staffing.models import Contract, Project, ProjectClerk, ProjectMonth

LIVING_WAGE_DAY = 96_968
JUNE = date(2026, 6, 1)
numbers = count(1)


@dataclass
class Office:
    """An institution inside which the current transaction works."""

    institution: Institution

    def enter(self) -> "Office":
        """Let the transaction see this office's rows and nobody else's."""
        set_context(self.institution.pk, None)
        return self

    @cached_property
    def department(self) -> Department:
        return Department.objects.create(institution=self.institution, name="공원녹지과")

    @cached_property
    def clerk(self) -> User:
        return self.user(Role.PROJECT_CLERK)

    @cached_property
    def head(self) -> User:
        return self.user(Role.DEPARTMENT_HEAD)

    @cached_property
    def payroll_officer(self) -> User:
        return self.user(Role.PAYROLL_OFFICER)

    @cached_property
    def hr_officer(self) -> User:
        return self.user(Role.HR_OFFICER)

    @cached_property
    def auditor(self) -> User:
        return self.user(Role.AUDITOR)

    def user(self, role: Role, **fields: Any) -> User:
        """A login with one role, in the office's department."""
        username = f"{role.value}-{next(numbers)}"
        usual = {"institution": self.institution, "department": self.department, "name": str(role.label)}
        given = {**usual, "roles": [role], **fields}
        return User.objects.create_user(username, "a long enough word", **given)

    @cached_property
    def project(self) -> Project:
        return self.new_project("공원 환경정비")

    def new_project(self, name: str, **fields: Any) -> Project:
        """A project of 2026 with the office's clerk in charge."""
        usual = {
            "department": self.department,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "review_approval": "인사-1",
            "review_approved_on": date(2025, 12, 1),
        }
        project = Project.objects.create(institution=self.institution, name=name, **{**usual, **fields})
        ProjectClerk.objects.create(institution=self.institution, project=project, clerk=self.clerk)
        return project

    def employ(self, name: str = "김하늘", **fields: Any) -> Contract:
        """Employ somebody in the office's project at the living wage, through the real registration."""
        number = next(numbers)
        usual: dict[str, Any] = {
            "place": "시험 1행",
            "name": name,
            "resident_number": f"850412-{1_000_000 + number}",
            "department": self.department.name,
            "project": self.project.name,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "rate": LIVING_WAGE_DAY,
            "bank": "농협",
            "account": f"3010{number:08}",
        }
        row = Registration(**{**usual, **fields})
        register(self.hr_officer, [row])
        return Contract.objects.latest("pk")

    def employ_many(self, count: int, **fields: Any) -> list[str]:
        """Employ so many people of the office's project at once; their names, in order."""
        names = [f"근로자{number:03}" for number in range(count)]
        rows = [
            Registration(
                place=f"{number}행",
                name=name,
                resident_number=f"850412-{1_900_000 + number}",
                department=self.department.name,
                project=self.project.name,
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 12, 31),
                rate=LIVING_WAGE_DAY,
                **fields,
            )
            for number, name in enumerate(names)
        ]
        register(self.hr_officer, rows)
        return names

    def month(self, month: date = JUNE, project: Project | None = None) -> ProjectMonth:
        return ensure_month(project or self.project, month)


def new_office(name: str = "가온구", code: str = "") -> Office:
    """Found an institution and enter it."""
    institution = found_institution(
        code or f"T{next(numbers)}",
        name,
        valid_from=date(2021, 1, 1),
        accident_rate_ppm=9_660,
        source="시험",
    )
    return Office(institution).enter()
