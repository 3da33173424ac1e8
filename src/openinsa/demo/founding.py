"""The demo district put into the database, by the same actions that the screens call."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from openinsa.demo.plan import (
    YEAR_END,
    YEAR_START,
    DemoContract,
    DemoProject,
    District,
    Size,
    make_district,
)
from openinsa.demo.samples import write_samples
from openinsa.people.actions import make_department, make_user
from openinsa.people.models import Department, Institution, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.contracts import add_allowance, change_contract
from openinsa.staffing.actions.imports import save_register, summary, take_register
from openinsa.staffing.actions.projects import assign_clerks, make_project
from openinsa.staffing.founding import found_institution
from openinsa.staffing.importing import read_import
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.schedules import ordinary_schedule
from openinsa.web.demo_logins import DEMO_PASSWORD

DISTRICT_CODE = "GAON"
ACCIDENT_RATE_PPM = 9_660
UNREVIEWED_EACH = 12
"""Of so many projects one has no prior review of its hiring, so that the notice is to be seen."""

REVIEWED_ON = date(2025, 12, 1)


@dataclass
class Founded:
    """The stored district: its institution, its logins, and the stored twins of its plan."""

    district: District
    institution: Institution
    users: dict[str, User] = field(default_factory=dict)
    clerks: dict[tuple[str, int], User] = field(default_factory=dict)
    heads: dict[str, User] = field(default_factory=dict)
    projects: dict[DemoProject, Project] = field(default_factory=dict)
    contracts: list[Contract] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    registered: Mapping[str, Any] = field(default_factory=dict)

    def clerk_of(self, project: DemoProject) -> User:
        return self.clerks[project.department, project.clerk]

    def odd_marks(self, month: date, project: DemoProject) -> dict[tuple[int, date], str]:
        """What is not ordinary in a project's month, by stored contract and day."""
        planned = self.district.marks[month]
        return {
            (self.contracts[number].pk, day): mark
            for number in self.members[project]
            for day, mark in planned.get(number, {}).items()
        }

    @cached_property
    def planned_of(self) -> dict[int, int]:
        """The place in the plan of each stored contract."""
        return {contract.pk: number for number, contract in enumerate(self.contracts)}

    @cached_property
    def members(self) -> dict[DemoProject, list[int]]:
        """The places of each project's people in the plan."""
        found: dict[DemoProject, list[int]] = defaultdict(list)
        for number, contract in enumerate(self.district.contracts):
            found[contract.project].append(number)
        return found


def found_district(size: Size) -> Founded:
    """Offices, projects, people and contracts of the district; no month yet."""
    district = make_district(size)
    institution = found_institution(
        DISTRICT_CODE,
        district.name,
        valid_from=date(2021, 1, 1),
        accident_rate_ppm=ACCIDENT_RATE_PPM,
        source="시연용으로 지어낸 값",
    )
    founded = Founded(district, institution)
    with within(None):
        operator = {"name": "운영자", "roles": [Role.OPERATOR]}
        founded.users["operator"] = User.objects.create_user("operator", DEMO_PASSWORD, **operator)
    with within(institution.pk):
        add_offices(founded)
        add_projects(founded)
    with within(institution.pk):
        add_people(founded)
        add_what_files_cannot_say(founded)
    return founded


def add_offices(founded: Founded) -> None:
    """Departments, their heads and clerks, and the officers who see the whole institution.

    Only the logins of the sign-in page get a password; the others wait for their invitation.
    """
    hr = User.objects.create_user(
        "hr", DEMO_PASSWORD, name="인사담당", roles=[Role.HR_OFFICER], institution=founded.institution
    )
    founded.users["hr"] = hr
    for login, role in (("payroll", Role.PAYROLL_OFFICER), ("auditor", Role.AUDITOR)):
        founded.users[login] = with_password(make_user(hr, login, str(role.label), [role]))
    for number, name in enumerate(founded.district.departments):
        _add_department(founded, hr, number, make_department(hr, name))
    founded.users["head"] = with_password(founded.heads[founded.district.departments[0]])
    founded.users["clerk"] = with_password(founded.clerks[founded.district.departments[0], 0])


def _add_department(founded: Founded, hr: User, number: int, department: Department) -> None:
    """One head and so many clerks; the first department's are the ones of the sign-in page."""
    head = "head" if number == 0 else f"head-{number + 1}"
    founded.heads[department.name] = make_user(
        hr, head, f"{department.name} 부서장", [Role.DEPARTMENT_HEAD], department
    )
    for place in range(founded.district.clerks_per_department):
        login = "clerk" if number == place == 0 else f"clerk-{number + 1}-{place + 1}"
        founded.clerks[department.name, place] = make_user(
            hr, login, f"{department.name} 담당 {place + 1}", [Role.PROJECT_CLERK], department
        )


def with_password(user: User) -> User:
    user.set_password(DEMO_PASSWORD)
    user.save(update_fields=["password"])
    return user


def add_projects(founded: Founded) -> None:
    """The projects of the year with their budgets, each with its clerk."""
    hr = founded.users["hr"]
    departments = {department.name: department for department in Department.objects.all()}
    for number, plan in enumerate(founded.district.projects):
        department = departments[plan.department]
        review = {} if number % UNREVIEWED_EACH == 0 else _review(number)
        project = make_project(hr, department, plan.name, YEAR_START, YEAR_END, plan.budget, **review)
        assign_clerks(hr, project.pk, [founded.clerk_of(plan)])
        founded.projects[plan] = project


def _review(number: int) -> dict[str, Any]:
    """The prior review that allowed a project's hiring."""
    return {"review_approval": f"인사담당관-{1000 + number}", "review_approved_on": REVIEWED_ON}


def add_people(founded: Founded) -> None:
    """Register everybody from the sample workbook, and give the first of them a login to see the own slips."""
    samples = write_samples(founded.district)
    founded.files += samples
    founded.registered = upload_register(founded.users["hr"], samples[0])
    founded.contracts = stored_contracts(founded)
    first = founded.contracts[0].person
    worker = make_user(founded.users["hr"], "worker", first.name, [Role.WORKER])
    worker.person = first
    worker.save(update_fields=["person"])
    founded.users["worker"] = with_password(worker)


def upload_register(by: User, path: Path) -> Mapping[str, Any]:
    """Upload a register, confirm it as it is read, and save it; the counts that were read back."""
    file = take_register(by, path.name, path.read_bytes())
    saved = save_register(by, file.pk, summary(read_import(by, file)))
    return saved.counts


def stored_contracts(founded: Founded) -> list[Contract]:
    """The stored contracts in the order of the plan; in it no resident number stands twice."""
    sealer = Sealer(founded.institution.pk)
    stored = {
        bytes(contract.person.resident_number_token): contract
        for contract in Contract.objects.select_related("person")
    }
    return [stored[sealer.token(planned.resident_number)] for planned in founded.district.contracts]


def add_what_files_cannot_say(founded: Founded) -> None:
    """Contract versions from a later day, and pay items beside the wage."""
    hr = founded.users["hr"]
    for planned, stored in zip(founded.district.contracts, founded.contracts, strict=True):
        if planned.later is not None:
            change_contract(hr, stored.pk, planned.later.valid_from, later_fields(planned), reason="변경계약")
        for allowance in planned.allowances:
            period = {"valid_from": planned.starts_on, "valid_to": planned.ends_on}
            add_allowance(hr, stored.pk, {**asdict(allowance), **period})


def later_fields(planned: DemoContract) -> dict[str, object]:
    """What the later version changes, as fields of ContractVersion."""
    later = planned.later
    if later is None:
        return {}
    return {
        "rate": later.rate,
        "daily_scheduled_minutes": later.daily_minutes,
        "weekly_scheduled_minutes": later.daily_minutes * planned.weekly_days,
        "part_time": later.daily_minutes * planned.weekly_days
        < law_value("weekly_limit_minutes", later.valid_from),
        "schedule": ordinary_schedule(later.daily_minutes, planned.weekly_days),
    }
