"""Registering people from a checked spreadsheet: all of them, or nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Department, Person, User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.actions import record_access
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Contract, ContractVersion, Project, ProjectMonth
from openinsa.staffing.registration import (
    Register,
    Registration,
    RegistrationFault,
    birth_date_of,
    faults_of,
    is_foreigner,
    law_day,
)
from openinsa.staffing.schedules import ordinary_schedule
from openinsa.staffing.scope import projects_of

BATCH = 2_000
READ_BACK = """
    SELECT v.rate, v.valid_from, v.valid_to, c.project_id
    FROM staffing_contractversion v JOIN staffing_contract c ON c.id = v.contract_id
    WHERE v.contract_id = ANY(%s)
"""
TOLD_OF_PEOPLE = (
    "phone_sealed",
    "account_sealed",
    "address_sealed",
    "bank",
    "family_members",
    "children_8_to_20",
)


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
    sentence = _(
        "등록할 사람이 없습니다. 파일에 성명과 주민등록번호가 있는 행이 있는지 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class RegistrationHasFaults(Refused):
    sentence = _("%(place)s: %(text)s 모두 %(count)d건입니다. (아무것도 저장되지 않았습니다.)")


class RegistrationDiffers(Refused):
    status = 500
    sentence = _(
        "저장한 뒤 다시 읽은 합계가 파일과 달라 모두 되돌렸습니다. 운영자에게 알려 주세요. (아무것도 저장되지 않았습니다.)"
    )


def check_registrations(by: User, rows: Sequence[Registration]) -> list[RegistrationFault]:
    """Compare a file with what is stored; nothing is written. Statements: a fixed number, whatever the rows."""
    sealer = Sealer(by.institution_id or 0)
    return faults_of(rows, _load(by, rows, sealer))


@action(permission="staffing.register", record="people_registered")
def register(
    by: User, rows: Sequence[Registration], *, progress: Callable[[int, int], None] | None = None
) -> RegistrationResult:
    """Store persons, contracts and their first versions in one transaction; sums are read back.

    Projects that are not there yet are made where the user may manage projects. People already known by
    their resident number keep their record and get what the file says of them; what it leaves out stays.
    Raises NothingToRegister, RegistrationHasFaults, RegistrationDiffers.
    """
    require(rows, NothingToRegister())
    sealer = Sealer(by.institution_id or 0)
    register = _load(by, rows, sealer)
    errors = [fault for fault in faults_of(rows, register) if fault.severity == "error"]
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
    people = {
        bytes(p.resident_number_token): p for p in Person.objects.filter(resident_number_token__in=tokens)
    }
    reachable = projects_of(by, "staffing.register").select_related("department")
    projects = {(p.department.name, p.name): p for p in reachable}
    contracts: dict[tuple[int, int], list[Contract]] = {}
    for contract in Contract.objects.filter(person__in=[p.pk for p in people.values()]):
        contracts.setdefault((contract.project_id, contract.person_id), []).append(contract)
    departments = {d.name: d for d in Department.objects.all()}
    may_make_projects = by.may("staffing.manage_projects")
    touched = {projects[key].pk for row in rows if (key := (row.department, row.project)) in projects}
    paid = ProjectMonth.objects.filter(project__in=touched, state=ProjectMonth.State.PAID).order_by()
    paid_until = dict(paid.values_list("project").annotate(latest=Max("month")))
    return Register(departments, projects, people, contracts, sealer.token, may_make_projects, paid_until)


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
        _tell(person, row, sealer)
        if progress is not None and position % 500 == 0:
            progress(position, len(rows))
    Person.objects.bulk_create(added.values(), batch_size=BATCH)
    Person.objects.bulk_update(changed.values(), TOLD_OF_PEOPLE, batch_size=500)
    register.people.update(added)


def _tell(person: Person, row: Registration, sealer: Sealer) -> None:
    """Put what the row says of a person into the record; what it leaves out stays."""
    for name in ("phone", "account", "address"):
        if value := getattr(row, name):
            setattr(person, f"{name}_sealed", sealer.seal(value))
    person.bank = row.bank or person.bank
    for name in ("family_members", "children_8_to_20"):
        if getattr(row, name) is not None:
            setattr(person, name, getattr(row, name))


def _person(row: Registration, sealer: Sealer, token: bytes) -> Person:
    return Person(
        institution_id=sealer.institution_id,
        name=row.name,
        birth_date=birth_date_of(row.resident_number),
        foreigner=is_foreigner(row.resident_number),
        resident_number_sealed=sealer.seal(row.resident_number),
        resident_number_token=token,
    )


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
                part_time=row.weekly_scheduled_minutes < law_value("weekly_limit_minutes", law_day(row)),
                schedule=row.schedule
                or ordinary_schedule(row.daily_scheduled_minutes, row.weekly_scheduled_days),
            )
            for contract, row in zip(contracts, rows, strict=True)
        ],
        batch_size=BATCH,
    )
    return contracts


def _read_back(
    rows: Sequence[Registration], contracts: Sequence[Contract], new_people: int
) -> RegistrationResult:
    with connection.cursor() as cursor:
        cursor.execute(READ_BACK, [[contract.pk for contract in contracts]])
        rates, starts, ends, projects = zip(*cursor.fetchall(), strict=True)
    asked = (
        len(rows),
        sum(row.rate for row in rows),
        min(r.starts_on for r in rows),
        max(r.ends_on for r in rows),
    )
    found = (len(rates), sum(rates), min(starts), max(ends))
    require(asked == found, RegistrationDiffers())
    return RegistrationResult(found[0], new_people, len(set(projects)), *found[1:])
