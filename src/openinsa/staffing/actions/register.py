"""Registering people from a checked spreadsheet: all of them, or nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Department, Person, User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.actions import record_access
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.law import law_value, monthly_standard_hours
from openinsa.staffing.models import Contract, ContractVersion, Project
from openinsa.staffing.schedules import ordinary_schedule
from openinsa.staffing.scope import projects_of

BATCH = 2_000


@dataclass(frozen=True)
class Registration:
    """One row of a register as read and normalised: whom to employ, where, from when to when, for how much.

    `schedule` as ContractVersion.schedule; None is the ordinary five days from nine to six. `place` says
    where the row stands in the file ("사업명단!7행"), for messages.
    """

    place: str
    name: str
    resident_number: str
    department: str
    project: str
    starts_on: date
    ends_on: date
    rate: int
    pay_basis: str = "daily"
    job: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""
    address: str = ""
    family_members: int = 1
    children_8_to_20: int = 0
    tax_mode: str = "table"
    daily_scheduled_minutes: int = 480
    weekly_scheduled_days: int = 5
    schedule: dict[str, object] | None = field(default=None, hash=False)

    @property
    def weekly_scheduled_minutes(self) -> int:
        return self.daily_scheduled_minutes * self.weekly_scheduled_days


@dataclass(frozen=True)
class RegistrationFault:
    """A row that cannot be registered as it is, found against what is already stored."""

    place: str
    field: str
    severity: Literal["error", "warning"]
    text: str


@dataclass(frozen=True)
class RegistrationResult:
    """What was stored, read back from the database."""

    people: int
    new_people: int
    projects: int
    rate_sum: int
    earliest_start: date
    latest_end: date


class NothingToRegister(Refused):
    sentence = _("등록할 사람이 없습니다. 파일에 성명과 주민등록번호가 있는 행이 있는지 확인해 주세요. (아무것도 저장되지 않았습니다.)")


class RegistrationHasFaults(Refused):
    sentence = _("%(place)s: %(text)s 모두 %(count)d건입니다. (아무것도 저장되지 않았습니다.)")


class RegistrationDiffers(Refused):
    status = 500
    sentence = _("저장한 뒤 다시 읽은 합계가 파일과 달라 모두 되돌렸습니다. 운영자에게 알려 주세요. (아무것도 저장되지 않았습니다.)")


@dataclass
class Register:
    """The stored rows that a file of registrations touches."""

    departments: dict[str, Department]
    projects: dict[tuple[str, str], Project]
    people: dict[bytes, Person]
    contracts: dict[tuple[int, int], list[Contract]]


def check_registrations(by: User, rows: Sequence[Registration]) -> list[RegistrationFault]:
    """Compare a file with what is stored; nothing is written. Four statements, whatever the number of rows."""
    sealer = Sealer(by.institution_id or 0)
    return _faults(by, rows, _load(by, rows, sealer), sealer)


@action(permission="staffing.register", record="people_registered")
def register(
    by: User, rows: Sequence[Registration], *, progress: Callable[[int, int], None] | None = None
) -> RegistrationResult:
    """Store persons, contracts and their first versions in one transaction; sums are read back.

    Projects that are not there yet are made where the user may manage projects. People already known by
    their resident number keep their record and get the file's bank, account and telephone.
    Raises NothingToRegister, RegistrationHasFaults, RegistrationDiffers.
    """
    require(rows, NothingToRegister())
    sealer = Sealer(by.institution_id or 0)
    register = _load(by, rows, sealer)
    errors = [fault for fault in _faults(by, rows, register, sealer) if fault.severity == "error"]
    if errors:
        raise RegistrationHasFaults(place=errors[0].place, text=errors[0].text, count=len(errors))
    known = len(register.people)
    _add_projects(by, rows, register)
    _add_people(rows, register, sealer, progress)
    contracts = _add_contracts(rows, register, sealer)
    record_access(by, "register", "resident_number", count=len(rows))
    return _read_back(rows, contracts, new_people=len(register.people) - known)


def _load(by: User, rows: Sequence[Registration], sealer: Sealer) -> Register:
    tokens = {sealer.token(row.resident_number) for row in rows}
    people = {bytes(p.resident_number_token): p for p in Person.objects.filter(resident_number_token__in=tokens)}
    reachable = projects_of(by, "staffing.register").select_related("department")
    projects = {(p.department.name, p.name): p for p in reachable}
    contracts: dict[tuple[int, int], list[Contract]] = {}
    for contract in Contract.objects.filter(person__in=[p.pk for p in people.values()]):
        contracts.setdefault((contract.project_id, contract.person_id), []).append(contract)
    return Register({d.name: d for d in Department.objects.all()}, projects, people, contracts)


def _faults(
    by: User, rows: Sequence[Registration], register: Register, sealer: Sealer
) -> list[RegistrationFault]:
    faults: list[RegistrationFault] = []
    may_make_projects = by.may("staffing.manage_projects")
    taken: dict[tuple[str, str, str], list[Registration]] = {}
    for row in rows:
        project = register.projects.get((row.department, row.project))
        if row.department not in register.departments:
            text = _("부서 '%s'이(가) 없습니다. 부서 이름을 확인하거나 인사담당에게 부서를 만들어 달라고 하세요.")
            faults.append(_error(row, "department", text, row.department))
        elif project is None and not may_make_projects:
            text = _("'%s' 사업을 담당하고 있지 않거나 그런 사업이 없습니다. 사업명을 확인해 주세요.")
            faults.append(_error(row, "project", text, row.project))
        person = register.people.get(sealer.token(row.resident_number))
        if person is not None and person.name != row.name:
            text = _("같은 주민등록번호가 다른 이름(%s)으로 등록되어 있습니다. 성명이나 번호를 확인해 주세요.")
            faults.append(_error(row, "resident_number", text, person.name))
        if project is not None and person is not None:
            for contract in register.contracts.get((project.pk, person.pk), []):
                if contract.starts_on <= row.ends_on and row.starts_on <= contract.ends_on:
                    text = _("이 사업에 겹치는 계약(%s)이 이미 있습니다. 계약 기간을 확인해 주세요.")
                    faults.append(_error(row, "starts_on", text, f"{contract.starts_on} ~ {contract.ends_on}"))
        same = taken.setdefault((row.department, row.project, row.resident_number), [])
        for other in same:
            if other.starts_on <= row.ends_on and row.starts_on <= other.ends_on:
                text = _("%s과(와) 같은 사람의 계약 기간이 겹칩니다. 한 행을 지우거나 기간을 고쳐 주세요.")
                faults.append(_error(row, "resident_number", text, other.place))
        same.append(row)
    return faults


def _error(row: Registration, column: str, text: object, value: str) -> RegistrationFault:
    return RegistrationFault(row.place, column, "error", str(text) % value)


def _add_projects(by: User, rows: Sequence[Registration], register: Register) -> None:
    wanted: dict[tuple[str, str], list[Registration]] = {}
    for row in rows:
        if (row.department, row.project) not in register.projects:
            wanted.setdefault((row.department, row.project), []).append(row)
    made = Project.objects.bulk_create(
        Project(
            institution_id=by.institution_id,
            department=register.departments[department],
            name=name,
            starts_on=min(row.starts_on for row in members),
            ends_on=max(row.ends_on for row in members),
        )
        for (department, name), members in wanted.items()
    )
    register.projects.update(zip(wanted, made, strict=True))


def _add_people(
    rows: Sequence[Registration],
    register: Register,
    sealer: Sealer,
    progress: Callable[[int, int], None] | None,
) -> None:
    added: dict[bytes, Person] = {}
    changed: dict[int, Person] = {}
    for position, row in enumerate(rows):
        token = sealer.token(row.resident_number)
        person = register.people.get(token) or added.get(token)
        if person is None:
            person = added[token] = _person(row, sealer, token)
        elif person.pk:
            changed[person.pk] = person
        for name in ("phone", "account", "address"):
            if value := getattr(row, name):
                setattr(person, f"{name}_sealed", sealer.seal(value))
        person.bank = row.bank or person.bank
        if progress is not None and position % 500 == 0:
            progress(position, len(rows))
    Person.objects.bulk_create(added.values(), batch_size=BATCH)
    Person.objects.bulk_update(
        changed.values(), ["phone_sealed", "account_sealed", "address_sealed", "bank"], batch_size=500
    )
    register.people.update(added)


def _person(row: Registration, sealer: Sealer, token: bytes) -> Person:
    return Person(
        institution_id=sealer.institution_id,
        name=row.name,
        birth_date=birth_date_of(row.resident_number),
        foreigner=is_foreigner(row.resident_number),
        resident_number_sealed=sealer.seal(row.resident_number),
        resident_number_token=token,
        family_members=row.family_members,
        children_8_to_20=row.children_8_to_20,
    )


def birth_date_of(resident_number: str) -> date:
    """The date of birth in a resident or foreigner's number (850412-1234567). Raises ValueError."""
    century = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "5": 1900, "6": 1900}.get(resident_number[7], 2000)
    year, month, day = (int(resident_number[n : n + 2]) for n in (0, 2, 4))
    return date(century + year, month, day)


def is_foreigner(resident_number: str) -> bool:
    return resident_number[7] in "5678"


def _add_contracts(rows: Sequence[Registration], register: Register, sealer: Sealer) -> list[Contract]:
    contracts = Contract.objects.bulk_create(
        [
            Contract(
                institution_id=sealer.institution_id,
                project=register.projects[row.department, row.project],
                person=register.people[sealer.token(row.resident_number)],
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                job=row.job,
                tax_mode=row.tax_mode,
                monthly_scheduled_hours=monthly_standard_hours(
                    row.weekly_scheduled_minutes, row.weekly_scheduled_days, row.starts_on
                ),
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    ContractVersion.objects.bulk_create(
        [
            ContractVersion(
                institution_id=sealer.institution_id,
                contract=contract,
                valid_from=row.starts_on,
                valid_to=row.ends_on,
                pay_basis=row.pay_basis,
                rate=row.rate,
                daily_scheduled_minutes=row.daily_scheduled_minutes,
                weekly_scheduled_minutes=row.weekly_scheduled_minutes,
                weekly_scheduled_days=row.weekly_scheduled_days,
                part_time=row.weekly_scheduled_minutes < law_value("weekly_limit_minutes", row.starts_on),
                schedule=row.schedule or ordinary_schedule(row.daily_scheduled_minutes, row.weekly_scheduled_days),
            )
            for contract, row in zip(contracts, rows, strict=True)
        ],
        batch_size=BATCH,
    )
    return contracts


def _read_back(rows: Sequence[Registration], contracts: Sequence[Contract], new_people: int) -> RegistrationResult:
    stored = ContractVersion.objects.filter(contract__in=[c.pk for c in contracts]).values_list(
        "rate", "valid_from", "valid_to", "contract__project_id"
    )
    rates, starts, ends, projects = zip(*stored, strict=True)
    asked = (len(rows), sum(row.rate for row in rows), min(r.starts_on for r in rows), max(r.ends_on for r in rows))
    found = (len(rates), sum(rates), min(starts), max(ends))
    require(asked == found, RegistrationDiffers())
    return RegistrationResult(found[0], new_people, len(set(projects)), *found[1:])
