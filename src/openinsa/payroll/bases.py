"""The incomes that pension and health premiums should be on: each July and April, and where pay has moved.

Proposals beside what is declared; nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from django.db.models import QuerySet

from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.models import InsuredState
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract

ONE_DAY = timedelta(days=1)


class Decision(StrEnum):
    """Which income is decided, and why."""

    PENSION = "pension"
    HEALTH = "health"
    CHANGE = "change"


INSURANCE = {Decision.PENSION: "pension", Decision.HEALTH: "health", Decision.CHANGE: "pension"}


@dataclass(frozen=True)
class Proposal:
    """One person's income as it should be, beside the one declared. `pk` is the contract's."""

    pk: int
    name: str
    project: str
    income: int
    counted: int
    base: int
    declared: int | None

    @property
    def difference(self) -> int | None:
        return None if self.declared is None else self.base - self.declared


def first_day(decision: Decision, year: int, today: date) -> date:
    """From which day on the income holds: July, April, or the month after today's."""
    if decision == Decision.CHANGE:
        return (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return date(year, 7 if decision == Decision.PENSION else 4, 1)


def proposals(decision: Decision, since: date, within: QuerySet[Contract]) -> list[Proposal]:
    """The people who work on that day. Statements: a fixed number, whatever the number of people."""
    held = within.filter(starts_on__lte=since, ends_on__gte=since).select_related("person", "project")
    contracts = {one.person_id: one for one in held.order_by("-starts_on", "-pk")}
    declared = _declared(INSURANCE[decision], since, contracts)
    pay = _pay(decision, since, contracts)
    days = _days_of_year(since.year - 1, contracts) if decision == Decision.PENSION else {}
    found = []
    for person, contract in contracts.items():
        months = pay.get(person, {})
        counted = days.get(person, 0) if decision == Decision.PENSION else len(months)
        income = sum(months.values())
        if not income or not counted:
            continue
        base = _base(decision, since, income, counted)
        known = declared.get(person)
        if decision == Decision.CHANGE and (known is None or not _may_change(since, known, base)):
            continue
        names = (contract.person.name, contract.project.name)
        found.append(Proposal(contract.pk, *names, income, counted, base, known))
    return sorted(found, key=lambda one: (one.name, one.pk))


def _declared(insurance: str, since: date, people: Iterable[int]) -> dict[int, int]:
    states = InsuredState.objects.filter(person__in=list(people), insurance=insurance, valid_from__lte=since)
    latest = {one.person_id: one.base for one in states.order_by("valid_from")}
    return {person: base for person, base in latest.items() if base is not None}


def _pay(decision: Decision, since: date, people: Iterable[int]) -> dict[int, dict[date, int]]:
    """Taxable pay by person and month: of the year before, or of the last paid month for a change."""
    slips = Payslip.objects.filter(
        person__in=list(people), run__kind=PayRun.Kind.REGULAR, run__state=PayRun.State.PAID
    )
    if decision == Decision.CHANGE:
        slips = slips.filter(run__month__lt=since)
    else:
        slips = slips.filter(run__month__year=since.year - 1)
    found: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for person, month, won in slips.values_list("person_id", "run__month", "taxable"):
        found[person][month] += won
    if decision == Decision.CHANGE:
        return {person: {max(months): months[max(months)]} for person, months in found.items()}
    return found


def _days_of_year(year: int, people: Iterable[int]) -> dict[int, int]:
    """Calendar days of the year on which each person was employed, each once."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = Contract.objects.filter(person__in=list(people), starts_on__lte=last, ends_on__gte=first)
    days: dict[int, set[date]] = defaultdict(set)
    for person, since, to in held.values_list("person_id", "starts_on", "ends_on"):
        begin, end = max(since, first), min(to, last)
        days[person] |= {begin + ONE_DAY * number for number in range((end - begin).days + 1)}
    return {person: len(some) for person, some in days.items()}


def _base(decision: Decision, since: date, income: int, counted: int) -> int:
    if decision == Decision.CHANGE:
        return income
    given = {"premium_month": np.array([day_number(since)])}
    if decision == Decision.PENSION:
        rule = "pension_base_of_july"
        given |= {"previous_income": np.array([income]), "previous_days": np.array([counted])}
    else:
        rule = "settled_health_base"
        given |= {"yearly_pay": np.array([income]), "settled_months": np.array([counted])}
    return int(load_rule_book().run([rule], given)[rule][0])


def _may_change(since: date, declared: int, income: int) -> bool:
    given = {
        "premium_month": np.array([day_number(since)]),
        "pension_base": np.array([declared]),
        "monthly_income": np.array([income]),
    }
    return bool(load_rule_book().run(["pension_base_may_change"], given)["pension_base_may_change"][0])
