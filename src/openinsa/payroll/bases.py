"""The incomes that pension and health premiums should be on: each July and April, and where pay has moved.

Proposals beside what is declared; nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
BASES = {
    Decision.PENSION: ("pension_base_of_july", "previous_income", "previous_days"),
    Decision.HEALTH: ("settled_health_base", "yearly_pay", "settled_months"),
}
"""The rule that an income follows from, with its names of the pay and of what the pay is divided by."""


@dataclass(frozen=True)
class Proposal:
    """One person's income as it should be, beside the one declared. `pk` is the contract's."""

    pk: int
    person_id: int
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
    counted = days if decision == Decision.PENSION else {person: len(some) for person, some in pay.items()}
    income = {person: sum(pay[person].values()) for person in contracts if person in pay}
    asked = [person for person, won in income.items() if won and counted.get(person)]
    bases = _bases(decision, since, [(income[person], counted[person]) for person in asked])
    moved = dict(zip(asked, bases, strict=True))
    if decision == Decision.CHANGE:
        moved = _moved(since, declared, moved)
    found = [
        Proposal(
            pk=contracts[person].pk,
            person_id=person,
            name=contracts[person].person.name,
            project=contracts[person].project.name,
            income=income[person],
            counted=counted[person],
            base=base,
            declared=declared.get(person),
        )
        for person, base in moved.items()
    ]
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


def _bases(decision: Decision, since: date, paid: Sequence[tuple[int, int]]) -> list[int]:
    """The income a month that follows from pay and the days or months it was paid for."""
    if decision == Decision.CHANGE or not paid:
        return [income for income, _counted in paid]
    rule, pay, over = BASES[decision]
    income, counted = np.array(paid, np.int64).T
    given = {"premium_month": np.full(len(paid), day_number(since)), pay: income, over: counted}
    return load_rule_book().run([rule], given)[rule].tolist()


def _moved(since: date, declared: Mapping[int, int], incomes: Mapping[int, int]) -> dict[int, int]:
    """Those of the incomes that are far enough from the declared one to be declared anew."""
    known = [person for person in incomes if person in declared]
    if not known:
        return {}
    given = {
        "premium_month": np.full(len(known), day_number(since)),
        "pension_base": np.array([declared[person] for person in known]),
        "monthly_income": np.array([incomes[person] for person in known]),
    }
    may_change = load_rule_book().run(["pension_base_may_change"], given)["pension_base_may_change"]
    return {person: incomes[person] for person, may in zip(known, may_change, strict=True) if may}
