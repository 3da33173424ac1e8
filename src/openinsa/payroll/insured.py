"""Who is in which insurance in a month and why, and how each is taxed, before the month is computed.

The same tables and rules as the pay run. What only the month's work can tell, the days of day labourers,
is left open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg import Cursor

from openinsa.compute.agreed_pay import agreed_hours, agreed_month_pay, income_tested_pay
from openinsa.compute.tables import MONTH_TAXABLE, MonthTables, Slips, Versions
from openinsa.payroll.month_queries import DECLARABLE
from openinsa.payroll.month_tables import load_month
from openinsa.payroll.pay_day import pay_date_of
from openinsa.people.models import InsuredState
from openinsa.people.settings_in_force import settings_on
from openinsa.rules.choices import Declared, TaxMode
from openinsa.rules.engine import day_of, load_rule_book
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

ASKED = (
    "pension_of_age",
    "pension_covers_hours",
    "pension_covers_short_hours",
    "pension_first_month",
    "health_covers_hours",
    "health_first_month",
    "employment_covers_work",
    "employment_extra_insured",
    "employment_insured",
    "regular_worker_month",
)
Text: TypeAlias = str | Promise
Facts = dict[str, np.ndarray]


@dataclass(frozen=True)
class Verdict:
    """One insurance of one person: inside, outside, or None while the month's work decides; and why."""

    insurance: str
    inside: bool | None
    why: Text
    base: int | None = None
    declared: InsuredState | None = None

    @property
    def name(self) -> Text:
        return InsuredState.Insurance(self.insurance).label

    @property
    def word(self) -> Text:
        return {True: _("가입"), False: _("제외"), None: _("그달 근무로 판단")}[self.inside]

    @property
    def tone(self) -> str:
        return {True: "success", False: "gray", None: "warning"}[self.inside]


@dataclass(frozen=True)
class Judged:
    """A contract's person in a month. `regular_from` is the month from which the table taxes a daily worker."""

    pension: Verdict
    health: Verdict
    employment: Verdict
    accident: Verdict
    by_the_day: bool
    regular_from: date | None
    family_members: int
    children: int
    withholding_percent: int

    @property
    def verdicts(self) -> list[Verdict]:
        return [getattr(self, name) for name in DECLARABLE]


def judge(contracts: Sequence[Contract], month: date) -> dict[int, Judged]:
    """The contracts that are paid in a month, by id. Statements: a fixed number, whatever the contracts."""
    people = {one.person_id for one in contracts}
    tables, held = _month_of(people, month)
    if not len(tables.slips):
        return {}
    facts = facts_of(tables)
    found = load_rule_book().run(ASKED, facts)
    states = _states(people, last_day(month))
    main = np.searchsorted(tables.slips.slip, tables.slips.main_slip)
    person = dict(held.values_list("pk", "person_id"))
    return {
        slip: _judged(tables.slips, facts, found, row, int(main[row]), states.get(person[slip], {}))
        for row, slip in enumerate(tables.slips.slip.tolist())
        if slip in person
    }


def agreed_pay_of(contracts: Sequence[Contract], month: date) -> dict[int, int]:
    """What a month of the person's contracts comes to as agreed, by contract. Statements: a fixed number."""
    people = {one.person_id for one in contracts}
    tables, held = _month_of(people, month)
    pay = _agreed(tables)[1]
    person_of = dict(held.values_list("pk", "person_id"))
    of_person = {
        person_of[slip]: won for slip, won in zip(tables.slips.slip.tolist(), pay.tolist(), strict=True)
    }
    return {one.pk: of_person.get(one.person_id, 0) for one in contracts}


def _month_of(people: Iterable[int], month: date) -> tuple[MonthTables, QuerySet[Contract]]:
    """The tables of some people's month as a pay run reads them, and their contracts in it."""
    held = Contract.objects.filter(person__in=people, starts_on__lte=last_day(month), ends_on__gte=month)
    projects = list(held.order_by().values_list("project_id", flat=True).distinct())
    with connection.cursor() as wrapped:
        cursor: Cursor = wrapped.cursor
        read = load_month(cursor, settings_on(month), month, pay_date_of(month), projects, sorted(people))
    return read, held


def _agreed(tables: MonthTables) -> tuple[Versions, np.ndarray]:
    """What each slip's contract says on the deciding day, and what the person's contracts come to in a month."""
    slips, versions = tables.slips, tables.versions
    judged_on = np.maximum(slips.month, slips.employed_from)
    row = np.searchsorted(slips.slip, versions.slip)
    held = (versions.valid_from <= judged_on[row]) & (versions.valid_to >= judged_on[row])
    version = np.zeros(len(slips), np.int64)
    version[row[held]] = np.flatnonzero(held)
    agreed = versions.take(version)
    settings = tables.institutions.take(np.zeros(len(slips), np.int64))
    everybody = np.searchsorted(slips.slip, slips.main_slip)
    return agreed, agreed_month_pay(slips, agreed, settings, tables.allowances, everybody)


def facts_of(tables: MonthTables) -> Facts:
    """What the rules ask of each slip; hours of a person's contracts added up, no work of the month known."""
    slips = tables.slips
    agreed, pay = _agreed(tables)
    everybody = np.searchsorted(slips.slip, slips.main_slip)
    nothing = np.zeros(len(slips), np.int64)
    first_month = tables.institutions.employment_first_month[:1].repeat(len(slips))
    return {
        **agreed_hours(slips, agreed, everybody),
        "premium_month": slips.premium_month,
        "payment_date": slips.payment_date,
        "month": slips.month,
        "birth_date": slips.birth_date,
        "employed_from": slips.hired_on,
        "contract_months": slips.contract_months,
        "daily_worker": agreed.daily_worker,
        "pension_first_month_requested": slips.pension_first_month_requested,
        "employment_before_65": slips.employment_before_65,
        "employment_first_month": first_month,
        "employment_base": income_tested_pay(slips, nothing, pay, everybody),
        "day_labour": slips.day_labour,
        "construction_site": slips.construction_site,
        "short_hours_pension_wish": slips.short_hours_pension_wish,
        "worked_days": nothing,
        "worked_hours": nothing,
        "monthly_income": nothing,
    }


def _states(people: set[int], until: date) -> dict[int, dict[str, InsuredState]]:
    """The latest declared state of each person and insurance."""
    latest: dict[int, dict[str, InsuredState]] = {}
    for state in InsuredState.objects.filter(person__in=people, valid_from__lte=until).order_by("valid_from"):
        latest.setdefault(state.person_id, {})[state.insurance] = state
    return latest


def _judged(
    slips: Slips, facts: Facts, found: Facts, row: int, main: int, states: dict[str, InsuredState]
) -> Judged:
    laws = {
        "pension": _pension(facts, found, main),
        "health": _health(facts, found, main),
        "employment": _employment(facts, found, main),
        "accident": (True, _("모든 근로자")),
    }
    verdicts = {}
    for name in DECLARABLE:
        declared = int(getattr(slips, f"declared_{name}")[main])
        base = int(getattr(slips, f"{name}_base")[main])
        state, (inside, why) = states.get(name), laws[name]
        if declared != Declared.BY_LAW and state is not None:
            inside, why = declared == Declared.IN, state.get_ground_display()
        verdicts[name] = Verdict(name, inside, why, None if base == MONTH_TAXABLE else base, state)
    by_the_day = bool(slips.tax_mode[row] == TaxMode.DAILY)
    regular = day_of(found["regular_worker_month"][row]) if by_the_day else None
    return Judged(
        **verdicts,
        by_the_day=by_the_day,
        regular_from=regular,
        family_members=int(slips.family_members[main]),
        children=int(slips.children_8_to_20[main]),
        withholding_percent=int(slips.withholding_percent[main]),
    )


def _first(reasons: Iterator[tuple[bool, bool | None, Text]]) -> tuple[bool | None, Text]:
    """The first reason that holds: whether one is inside, and why."""
    return next((inside, why) for holds, inside, why in reasons if holds)


def _pension(facts: Facts, found: Facts, row: int) -> tuple[bool | None, Text]:
    def reasons() -> Iterator[tuple[bool, bool | None, Text]]:
        day_labour, early = facts["day_labour"][row], facts["contract_months"][row] < 1
        yield not found["pension_of_age"][row], False, _("60세 이상")
        yield day_labour and early, False, _("1개월 미만 고용")
        yield day_labour, None, _("일용: 한 달 8일이나 60시간 이상 또는 소득 기준")
        waits = facts["premium_month"][row] < found["pension_first_month"][row]
        covered = found["pension_covers_hours"][row] or found["pension_covers_short_hours"][row]
        yield covered and waits, False, _("보험료는 입사 다음 달부터")
        yield found["pension_covers_hours"][row], True, _("월 60시간 이상")
        yield found["pension_covers_short_hours"][row], True, _("60시간 미만 희망 가입")
        yield True, None, _("월 60시간 미만: 소득이 기준 이상인 달만")

    return _first(reasons())


def _health(facts: Facts, found: Facts, row: int) -> tuple[bool | None, Text]:
    def reasons() -> Iterator[tuple[bool, bool | None, Text]]:
        day_labour, early = facts["day_labour"][row], facts["contract_months"][row] < 1
        yield day_labour and early, False, _("1개월 미만 고용")
        yield day_labour, None, _("일용: 한 달 8일 이상")
        yield not found["health_covers_hours"][row], False, _("월 60시간 미만")
        waits = facts["premium_month"][row] < found["health_first_month"][row]
        yield waits, False, _("보험료는 입사 다음 달부터")
        yield True, True, _("월 60시간 이상")

    return _first(reasons())


def _employment(facts: Facts, found: Facts, row: int) -> tuple[bool | None, Text]:
    def reasons() -> Iterator[tuple[bool, bool | None, Text]]:
        yield not found["employment_covers_work"][row], False, _("시간·기간·보수 기준 미달")
        yield not found["employment_extra_insured"][row], False, _("보험료는 입사 다음 달부터")
        yield not found["employment_insured"][row], False, _("65세 뒤 고용: 실업급여 제외")
        yield facts["daily_worker"][row], True, _("1개월 미만 일용")
        yield True, True, _("적용 대상 근로")

    return _first(reasons())
