"""Registering people from a checked spreadsheet: all of them, or nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.api.events import announce
from openinsa.compute.bulk import as_json
from openinsa.exchange.values import birth_of
from openinsa.people.acting import action
from openinsa.people.models import Department, Person, User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.actions import record_access
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.pay_items import ordinary_from_by_law
from openinsa.staffing.contract_watch import notice_days
from openinsa.staffing.item_columns import items_named
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Allowance, Contract, ContractVersion, Project, ProjectMonth
from openinsa.staffing.registration import (
    Register,
    Registration,
    RegistrationFault,
    is_foreigner,
    law_day,
)
from openinsa.staffing.registration_checks import faults_of
from openinsa.staffing.registration_watch import term_of
from openinsa.staffing.schedules import ordinary_schedule
from openinsa.staffing.scope import projects_of
from openinsa.staffing.storing import OneOf, insert_all, insert_values, update_all

READ_BACK = """
    SELECT count(*), sum(rate), min(valid_from), max(valid_to), (
        SELECT count(DISTINCT project_id) FROM staffing_contract WHERE id = ANY(%(contracts)s)
    ) FROM staffing_contractversion WHERE contract_id = ANY(%(contracts)s)
"""
TOLD_OF_PEOPLE = (
    "phone_sealed",
    "email_sealed",
    "account_sealed",
    "address_sealed",
    "bank",
    "family_members",
    "children_8_to_20",
)
TERMS = (
    "valid_from",
    "valid_to",
    "pay_basis",
    "rate",
    "daily_scheduled_minutes",
    "weekly_scheduled_minutes",
    "weekly_scheduled_days",
    "monthly_scheduled_minutes",
    "part_time",
    "schedule",
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


@dataclass(frozen=True)
class Examined:
    """Rows beside the stored rows that they touch, and what is wrong with them."""

    register: Register
    faults: list[RegistrationFault]


def check_registrations(by: User, rows: Sequence[Registration]) -> list[RegistrationFault]:
    """What is wrong with rows, compared with what is stored; nothing is written."""
    return examine(by, rows).faults


def examine(by: User, rows: Sequence[Registration]) -> Examined:
    """Compare rows with what is stored. Statements: a fixed number, whatever the rows."""
    register = _load(by, rows, Sealer(by.institution_id or 0))
    return Examined(register, faults_of(rows, register))


@action(permission="staffing.register", record="people_registered")
def register(
    by: User,
    rows: Sequence[Registration],
    *,
    examined: Examined | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RegistrationResult:
    """Store persons, contracts and their first versions in one transaction; sums are read back.

    `examined` is what `examine` found of these rows in the same transaction, for one who has asked already.

    Projects that are not there yet are made where the user may manage projects. People already known by
    their resident number keep their record and get what the file says of them; what it leaves out stays.
    Raises NothingToRegister, RegistrationHasFaults, RegistrationDiffers.
    """
    require(rows, NothingToRegister())
    examined = examined or examine(by, rows)
    register = examined.register
    errors = [fault for fault in examined.faults if fault.severity == "error"]
    if errors:
        raise RegistrationHasFaults(place=errors[0].place, text=errors[0].text, count=len(errors))
    known = len(register.people)
    _add_projects(by, rows, register)
    _add_people(rows, register, Sealer(by.institution_id or 0), progress)
    contracts = _add_contracts(by, rows, register)
    _add_items(by, rows, register, contracts)
    record_access(by, "register", "resident_number", count=len(rows))
    announce(by.institution_id or 0, "people.registered", contracts)
    return _read_back(rows, contracts, new_people=len(register.people) - known)


def _load(by: User, rows: Sequence[Registration], sealer: Sealer) -> Register:
    tokens = {number: sealer.token(number) for number in {row.resident_number for row in rows}}
    named = Person.objects.filter(OneOf(F("resident_number_token"), tokens.values()))
    people = {bytes(p.resident_number_token): p for p in named}
    reachable = projects_of(by, "staffing.register").select_related("department")
    projects = {(p.department.name, p.name): p for p in reachable}
    contracts: dict[tuple[int, int], list[Contract]] = {}
    birth_dates = {p.pk: p.birth_date for p in people.values()}
    terms = []
    held = Contract.objects.filter(OneOf(F("person"), [*birth_dates]))
    for contract in held.annotate(weekly=Max("versions__weekly_scheduled_minutes")):
        contracts.setdefault((contract.project_id, contract.person_id), []).append(contract)
        terms.append(term_of(contract, birth_dates[contract.person_id], contract.weekly))
    departments = {d.name: d for d in Department.objects.all()}
    may_make_projects = by.may("staffing.manage_projects")
    touched = {projects[key].pk for row in rows if (key := (row.department, row.project)) in projects}
    paid = ProjectMonth.objects.filter(project__in=touched, state=ProjectMonth.State.PAID).order_by()
    paid_until = dict(paid.values_list("project").annotate(latest=Max("month")))
    return Register(
        departments,
        projects,
        people,
        contracts,
        tokens,
        may_make_projects,
        paid_until,
        terms,
        notice_days(timezone.localdate()),
        dict(items_named(sorted({name for row in rows for name, _amount in row.items}))),
    )


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
            **(review_in(members) or {}),
        )
        for (department, name), members in wanted.items()
    )
    known = _with_reviews(rows, register)
    register.projects.update(zip(wanted, made, strict=True))
    update_all(known, ("review_approval", "review_approved_on"))


def _with_reviews(rows: Sequence[Registration], register: Register) -> list[Project]:
    """Stored projects that got the number and day of their prior review from the file."""
    if not register.may_make_projects:
        return []
    told: dict[tuple[str, str], list[Registration]] = {}
    for row in rows:
        told.setdefault((row.department, row.project), []).append(row)
    changed = []
    for key, members in told.items():
        project, review = register.projects.get(key), review_in(members)
        if project is not None and review is not None and not project.review_approval:
            project.review_approval = review["review_approval"]
            project.review_approved_on = review["review_approved_on"]
            changed.append(project)
    return changed


def review_in(rows: Sequence[Registration]) -> dict[str, Any] | None:
    """The number and day of a prior review that the first of some rows to say both says."""
    for row in rows:
        if row.review_approval and row.review_approved_on is not None:
            return {"review_approval": row.review_approval, "review_approved_on": row.review_approved_on}
    return None


def _add_people(
    rows: Sequence[Registration],
    register: Register,
    sealer: Sealer,
    progress: Callable[[int, int], None] | None,
) -> None:
    added: dict[bytes, Person] = {}
    changed: dict[int, Person] = {}
    for position, row in enumerate(rows):
        token = register.tokens[row.resident_number]
        person = register.people.get(token) or added.get(token)
        if person is None:
            person = added[token] = _person(row, sealer, token)
        elif person.pk:
            changed[person.pk] = person
        _tell(person, row, sealer)
        if progress is not None and position % 500 == 0:
            progress(position, len(rows))
    insert_all([*added.values()])
    update_all([*changed.values()], TOLD_OF_PEOPLE)
    register.people.update(added)


def _tell(person: Person, row: Registration, sealer: Sealer) -> None:
    """Put what the row says of a person into the record; what it leaves out stays."""
    for name in ("phone", "email", "account", "address"):
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
        birth_date=birth_of(row.resident_number),
        foreigner=is_foreigner(row.resident_number),
        resident_number_sealed=sealer.seal(row.resident_number),
        resident_number_token=token,
    )


def _add_contracts(by: User, rows: Sequence[Registration], register: Register) -> list[int]:
    contracts = insert_values(
        Contract,
        (
            "institution_id",
            "project_id",
            "person_id",
            "starts_on",
            "ends_on",
            "job",
            "tax_mode",
            "day_labour",
            "exception_reason",
            "exception_document",
        ),
        [
            (
                by.institution_id,
                register.projects[row.department, row.project].pk,
                register.people[register.tokens[row.resident_number]].pk,
                row.starts_on,
                row.ends_on,
                row.job,
                row.tax_mode,
                row.day_labour,
                row.exception_reason,
                row.exception_document,
            )
            for row in rows
        ],
    )
    versions = [
        (by.institution_id, contract, *_first_terms(row))
        for contract, row in zip(contracts, rows, strict=True)
    ]
    insert_values(ContractVersion, ("institution_id", "contract_id", *TERMS), versions)
    return contracts


LIKE_BEFORE = (
    "name",
    "kind",
    "measure",
    "day_code",
    "proration",
    "condition",
    "tax",
    "minimum_wage",
    "months",
    "rounding",
    "average_wage",
)
"""What an item of a column takes over from the one that was agreed last under its name."""


def _add_items(by: User, rows: Sequence[Registration], register: Register, contracts: Sequence[int]) -> None:
    """Give each person the pay items that the file has an amount for."""
    like = {name: {key: getattr(one, key) for key in LIKE_BEFORE} for name, one in register.items.items()}
    ordinary: dict[tuple[str, date, date], date | None] = {}
    given = []
    for row, contract in zip(rows, contracts, strict=True):
        since = row.items_from or row.starts_on
        for name, amount in row.items:
            place = name, since, row.ends_on
            if place not in ordinary:
                ordinary[place] = ordinary_from_by_law(like[name], since, row.ends_on)
            given.append(
                Allowance(
                    institution_id=by.institution_id,
                    contract_id=contract,
                    amount=amount,
                    valid_from=since,
                    valid_to=row.ends_on,
                    ordinary_from=ordinary[place],
                    **like[name],
                )
            )
    insert_all(given)


def _first_terms(row: Registration) -> tuple[object, ...]:
    """What a contract's first version says, in the order of TERMS."""
    return (
        row.starts_on,
        row.ends_on,
        row.pay_basis,
        row.rate,
        row.daily_scheduled_minutes,
        row.weekly_scheduled_minutes,
        row.weekly_scheduled_days,
        row.monthly_scheduled_minutes,
        row.weekly_scheduled_minutes < law_value("weekly_limit_minutes", law_day(row))
        if row.part_time is None
        else row.part_time,
        as_json(row.schedule)
        if row.schedule
        else _ordinary(row.daily_scheduled_minutes, row.weekly_scheduled_days),
    )


@lru_cache(maxsize=256)
def _ordinary(daily_minutes: int, weekly_days: int) -> str:
    return as_json(ordinary_schedule(daily_minutes, weekly_days))


def _read_back(rows: Sequence[Registration], contracts: Sequence[int], new_people: int) -> RegistrationResult:
    with connection.cursor() as cursor:
        cursor.execute(READ_BACK, {"contracts": contracts})
        *found, projects = cursor.fetchone()
    asked = [
        len(rows),
        sum(row.rate for row in rows),
        min(row.starts_on for row in rows),
        max(row.ends_on for row in rows),
    ]
    require(asked == found, RegistrationDiffers())
    return RegistrationResult(found[0], new_people, projects, *found[1:])
