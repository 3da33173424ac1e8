"""How a person is insured and taxed: declared from a day on, never an edit of what already held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Dependant, InsuredState, OtherWork, Person, User, WithholdingChoice
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.staffing.actions.contracts import OutsideContract
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.models import Contract, ContractVersion
from openinsa.staffing.scope import contracts_of, people_of, reach

Standing, Ground, Insurance = InsuredState.Standing, InsuredState.Ground, InsuredState.Insurance
BASED = (Insurance.PENSION, Insurance.HEALTH)
"""Insurances whose premiums are on a reported monthly income."""


class NotAMinor(Refused):
    sentence = _(
        "%(name)s님은 %(day)s에 18세 미만이 아니어서 국민연금 가입을 거부할 수 없습니다. 생년월일과 적용일을 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class NoForeigner(Refused):
    sentence = _(
        "%(name)s님은 외국인으로 등록되어 있지 않습니다. 주민등록번호를 확인하거나 다른 사유를 골라 주세요. (아무것도 저장되지 않았습니다.)"
    )


class JobsNotAddedYet(Refused):
    sentence = _(
        "고용보험은 %(since)s부터 다른 사업장의 보수를 합산해 신청할 수 있습니다. 적용일(%(day)s)을 확인하거나 다른 사유를 골라 주세요. (아무것도 저장되지 않았습니다.)"
    )


class MonthlyPayByTheDay(Refused):
    sentence = _(
        "%(name)s님은 월급을 받기로 한 계약이어서 일용근로소득으로 과세할 수 없습니다. 임금 형태를 먼저 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class EndsBeforeItBegins(Refused):
    sentence = _("마지막 날(%(day)s)이 적용일(%(since)s)보다 앞섭니다. 두 날짜를 확인해 주세요.")


@dataclass(frozen=True)
class Declaration:
    """What is declared of an insurance from a day on; `base` None lets premiums follow the month's taxable pay."""

    insurance: str
    valid_from: date
    standing: str
    ground: str
    base: int | None = None
    note: str = ""


@action(permission="staffing.insure", record="insurance_declared")
def declare_insurance(by: User, contract_ids: Sequence[int], told: Declaration) -> list[InsuredState]:
    """Declare the persons of some contracts inside or outside an insurance, or on what income.

    A minor's refusal ends with the 18th birthday, a transferred official's exception with the month.
    Statements: a fixed number. Raises NotFound, OutsideContract, PaidMonthsFollow, NotAMinor, NoForeigner, JobsNotAddedYet.
    """
    contracts = _contracts(by, contract_ids)
    for contract in contracts:
        _require_inside(contract, told.valid_from)
        _require_fitting(contract.person, told)
    people = {one.person_id for one in contracts}
    require_unpaid(told.valid_from, project__contracts__person__in=people)
    wanted = {
        (one.person_id, state.valid_from): state for one in contracts for state in _states(one.person, told)
    }
    kept = InsuredState.objects.filter(person__in=people)
    kept.filter(insurance=told.insurance, valid_from__in={day for _person, day in wanted}).delete()
    return InsuredState.objects.bulk_create(wanted.values())


@action(permission="staffing.insure", record="bases_declared")
def declare_bases(
    by: User, insurance: str, valid_from: date, bases: Mapping[int, int], note: str = ""
) -> list[InsuredState]:
    """Report an income for each of some contracts' persons from a day on; where they stand stays as it is.

    Statements: a fixed number. Raises NotFound, OutsideContract, PaidMonthsFollow.
    """
    contracts = _contracts(by, list(bases))
    for contract in contracts:
        _require_inside(contract, valid_from)
    people = {one.person_id for one in contracts}
    require_unpaid(valid_from, project__contracts__person__in=people)
    kept = InsuredState.objects.filter(person__in=people, insurance=insurance)
    before = kept.filter(valid_from__lte=valid_from).order_by("valid_from")
    held = {state.person_id: state for state in before}
    kept.filter(valid_from=valid_from).delete()
    return InsuredState.objects.bulk_create(
        InsuredState(
            institution_id=one.institution_id,
            person_id=one.person_id,
            insurance=insurance,
            valid_from=valid_from,
            standing=held[one.person_id].standing if one.person_id in held else Standing.BY_LAW,
            base=bases[one.pk],
            ground=Ground.REPORT,
            note=note,
        )
        for one in {contract.person_id: contract for contract in contracts}.values()
    )


@action(permission="staffing.insure", record="hire_bases_declared")
def declare_hire_bases(by: User, bases: Mapping[int, Mapping[str, int]]) -> list[InsuredState]:
    """Report incomes of some contracts' persons from the day of each hire, by insurance; where they stand stays.

    Statements: a fixed number. Raises NotFound, PaidMonthsFollow.
    """
    contracts = _contracts(by, list(bases))
    people = {one.person_id for one in contracts}
    require_unpaid(min(one.starts_on for one in contracts), project__contracts__person__in=people)
    kept = InsuredState.objects.filter(
        person__in=people, valid_from__in={one.starts_on for one in contracts}, insurance__in=BASED
    )
    held = {(one.person_id, one.insurance, one.valid_from): one for one in kept}
    told = []
    for contract in contracts:
        for insurance, base in bases[contract.pk].items():
            state = held.get((contract.person_id, insurance, contract.starts_on))
            standing = state.standing if state else Standing.BY_LAW
            declared = Declaration(insurance, contract.starts_on, standing, Ground.REPORT, base)
            told.append(_state(contract.person, declared, contract.starts_on, standing))
    kept.filter(pk__in=[held[key].pk for one in told if (key := _key(one)) in held]).delete()
    return InsuredState.objects.bulk_create(told)


def _key(state: InsuredState) -> tuple[int, str, date]:
    return state.person_id, state.insurance, state.valid_from


@action(permission="staffing.insure", record="kind_of_work_set")
def set_kind_of_work(
    by: User,
    contract_ids: Sequence[int],
    *,
    tax_mode: str,
    day_labour: bool,
    short_hours_pension_wish: bool | None = None,
    pension_first_month_requested: bool | None = None,
    employment_before_65: bool | None = None,
    reason: str = "",
) -> list[Contract]:
    """Say of some contracts how they are taxed and what the insurances ask about the hire; None stays as it is.

    Raises NotFound, MonthlyPayByTheDay.
    """
    contracts = _contracts(by, contract_ids)
    daily = tax_mode == Contract.TaxMode.DAILY
    monthly = ContractVersion.objects.filter(contract__in=contracts, pay_basis="monthly")
    by_month = monthly.select_related("contract__person").first() if daily else None
    if by_month is not None:
        raise MonthlyPayByTheDay(name=by_month.contract.person.name)
    told = {
        "tax_mode": tax_mode,
        "day_labour": day_labour,
        "short_hours_pension_wish": short_hours_pension_wish,
        "pension_first_month_requested": pension_first_month_requested,
        "employment_before_65": employment_before_65,
    }
    told = {name: value for name, value in told.items() if value is not None}
    Contract.objects.filter(pk__in=[one.pk for one in contracts]).update(**told)
    return contracts


@action(permission="staffing.insure", record="withholding_chosen")
def choose_withholding(
    by: User, person_id: int, valid_from: date, percent: int, *, reason: str = ""
) -> WithholdingChoice:
    """Withhold 80, 100 or 120 percent of the table from the next pay to the end of the year. Raises NotFound."""
    person = reach(people_of(by, "staffing.insure"), person_id)
    chosen, _made = WithholdingChoice.objects.update_or_create(
        institution_id=person.institution_id,
        person=person,
        valid_from=valid_from,
        defaults={"percent": percent},
    )
    return chosen


@action(permission="staffing.insure", record="dependant_added")
def add_dependant(
    by: User,
    person_id: int,
    *,
    relation: str,
    birth_date: date,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
) -> Dependant:
    """Count somebody in a person's family from a day on. Raises NotFound, EndsBeforeItBegins."""
    person = reach(people_of(by, "staffing.insure"), person_id)
    _require_order(valid_from, valid_to)
    return Dependant.objects.create(
        institution_id=person.institution_id,
        person=person,
        relation=relation,
        birth_date=birth_date,
        valid_from=valid_from,
        valid_to=valid_to,
    )


@action(permission="staffing.insure", record="other_work_added")
def add_other_work(
    by: User,
    person_id: int,
    *,
    employer: str,
    valid_from: date,
    valid_to: date | None = None,
    main_workplace: bool = False,
    pension_income: int = 0,
    reason: str = "",
) -> OtherWork:
    """Know of a person's work for another employer. Raises NotFound, EndsBeforeItBegins."""
    person = reach(people_of(by, "staffing.insure"), person_id)
    _require_order(valid_from, valid_to)
    return OtherWork.objects.create(
        institution_id=person.institution_id,
        person=person,
        employer=employer,
        valid_from=valid_from,
        valid_to=valid_to,
        main_workplace=main_workplace,
        pension_income=pension_income,
    )


@action(permission="staffing.insure", record="dependant_ended")
def end_dependant(by: User, dependant_id: int, valid_to: date, *, reason: str = "") -> Dependant:
    """Count a dependant no longer after a day. Raises NotFound, EndsBeforeItBegins."""
    people = people_of(by, "staffing.insure")
    dependant = reach(Dependant.objects.filter(person__in=people), dependant_id)
    _require_order(dependant.valid_from, valid_to)
    dependant.valid_to = valid_to
    dependant.save(update_fields=["valid_to"])
    return dependant


@action(permission="staffing.insure", record="other_work_ended")
def end_other_work(by: User, other_work_id: int, valid_to: date, *, reason: str = "") -> OtherWork:
    """Work elsewhere that ended. Raises NotFound, EndsBeforeItBegins."""
    people = people_of(by, "staffing.insure")
    work = reach(OtherWork.objects.filter(person__in=people), other_work_id)
    _require_order(work.valid_from, valid_to)
    work.valid_to = valid_to
    work.save(update_fields=["valid_to"])
    return work


def _contracts(by: User, contract_ids: Sequence[int]) -> list[Contract]:
    reachable = contracts_of(by, "staffing.insure").select_related("person")
    contracts = list(reachable.filter(pk__in=set(contract_ids)).select_for_update(of=("self",)))
    require(contracts and len(contracts) == len(set(contract_ids)), NotFound())
    return contracts


def _states(person: Person, told: Declaration) -> list[InsuredState]:
    """The declared state, and the return to the law where the reason itself ends."""
    ends = {
        Ground.MINOR: _of_age(person, told.valid_from),
        Ground.TRANSFER: (told.valid_from.replace(day=1) + timedelta(days=32)).replace(day=1),
    }
    states = [_state(person, told, told.valid_from, told.standing)]
    if told.standing == Standing.OUT and told.ground in ends:
        states.append(_state(person, told, ends[Ground(told.ground)], Standing.BY_LAW))
    return states


def _state(person: Person, told: Declaration, since: date, standing: str) -> InsuredState:
    return InsuredState(
        institution_id=person.institution_id,
        person=person,
        insurance=told.insurance,
        valid_from=since,
        standing=standing,
        base=told.base,
        ground=told.ground,
        note=told.note,
    )


def _require_fitting(person: Person, told: Declaration) -> None:
    """The reason must hold of the person."""
    if told.ground == Ground.MINOR:
        minor = told.valid_from < _of_age(person, told.valid_from)
        require(
            minor and told.insurance == Insurance.PENSION, NotAMinor(name=person.name, day=told.valid_from)
        )
    if told.ground == Ground.FOREIGNER:
        require(person.foreigner, NoForeigner(name=person.name))
    if told.ground == Ground.OTHER_JOBS and told.insurance == Insurance.EMPLOYMENT:
        since = _jobs_added_since(told.valid_from)
        require(told.valid_from >= since, JobsNotAddedYet(since=since, day=told.valid_from))


def _jobs_added_since(day: date) -> date:
    """The first day on which the pay of several employers is added up for employment insurance."""
    since = load_rule_book().parameters["employment_income_test_since"]
    return day_of(since.value_on(day_number(day)).value)


def _of_age(person: Person, since: date) -> date:
    """The day from which a worker cannot refuse the pension any more."""
    given = {
        "birth_date": np.array([day_number(person.birth_date)]),
        "premium_month": np.array([day_number(since)]),
    }
    return day_of(load_rule_book().run(["pension_refusal_ends"], given)["pension_refusal_ends"][0])


def _require_inside(contract: Contract, day: date) -> None:
    inside = contract.starts_on <= day <= contract.ends_on
    require(inside, OutsideContract(day=day, starts_on=contract.starts_on, ends_on=contract.ends_on))


def _require_order(since: date, until: date | None) -> None:
    require(until is None or since <= until, EndsBeforeItBegins(day=until, since=since))
