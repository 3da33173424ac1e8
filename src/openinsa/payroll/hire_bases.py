"""The monthly income to report of people hired in a month, and why that amount. Writes nothing.

Pay by the month is reckoned by the days of the month of the hire; pay by day or hour follows the average of the
month before among those who do the same work in the project for the same pay, else for whatever pay. Where nobody
is to be compared with, the agreed pay of a month stands in.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import F, QuerySet
from django.utils.translation import gettext as say

from openinsa.payroll.insurance_events import GAINED, Event, events_of
from openinsa.payroll.insured import agreed_pay_of
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.models import InsuredState
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract, ContractVersion
from openinsa.staffing.sheet import last_day

INSURANCES = ("pension", "health")
"""Insurances whose premiums are on a reported monthly income."""
MONTHLY = ContractVersion.PayBasis.MONTHLY
Terms = tuple[str, int, int]
"""Basis of pay, rate and weekly minutes: what makes two people's pay the same."""


@dataclass(frozen=True)
class HireBase:
    """What to report of one person hired; `insurances` are those that the person gains. `pk` is the contract's."""

    pk: int
    person_id: int
    name: str
    birth_date: date
    project: str
    hired_on: date
    due: date
    insurances: tuple[str, ...]
    certain: bool
    base: int
    why: str
    pension: int | None
    health: int | None

    @property
    def insurances_word(self) -> str:
        return ", ".join(str(InsuredState.Insurance(one).label) for one in self.insurances)

    @property
    def certain_word(self) -> str:
        return say("신고 대상") if self.certain else say("확인 필요")


@dataclass(frozen=True)
class Compared:
    """Pay of the month before of people who do the same work: won and how many."""

    won: int = 0
    people: int = 0

    def __add__(self, won: int) -> "Compared":
        return Compared(self.won + won, self.people + 1)


def hire_bases(month: date, within: QuerySet[Contract]) -> list[HireBase]:
    """The people hired in a month among some contracts, in the order of the days by which they are reported.

    Statements: a fixed number, whatever the number of people.
    """
    gained: dict[int, list[Event]] = defaultdict(list)
    for event in events_of(month, within):
        if event.kind == GAINED and event.code in INSURANCES:
            gained[event.contract_id].append(event)
    contracts = list(Contract.objects.filter(pk__in=gained).select_related("person", "project"))
    if not contracts:
        return []
    agreed = agreed_pay_of(contracts, month)
    terms = _terms(contracts)
    same_pay, same_work = _compared(contracts, month)
    ways = [_way(one, month, terms[one.pk], agreed[one.pk], same_pay, same_work) for one in contracts]
    bases = _bases(month, ways)
    declared = _declared(contracts)
    found = [
        HireBase(
            pk=one.pk,
            person_id=one.person_id,
            name=one.person.name,
            birth_date=one.person.birth_date,
            project=one.project.name,
            hired_on=one.starts_on,
            due=min(event.due for event in gained[one.pk]),
            insurances=tuple(sorted((event.code for event in gained[one.pk]), key=INSURANCES.index)),
            certain=all(event.certain for event in gained[one.pk]),
            base=base,
            why=way.why,
            **{name: declared.get((one.person_id, name, one.starts_on)) for name in INSURANCES},
        )
        for one, way, base in zip(contracts, ways, bases, strict=True)
    ]
    return sorted(found, key=lambda one: (one.due, one.name, one.pk))


@dataclass(frozen=True)
class Way:
    """A rule with the two numbers that it asks for, and the same in words."""

    rule: str
    given: tuple[int, int]
    why: str


def _way(
    one: Contract,
    month: date,
    terms: Terms,
    agreed: int,
    same_pay: Mapping[tuple[int, Terms], Compared],
    same_work: Mapping[int, Compared],
) -> Way:
    """How the income of one person is reckoned."""
    before = month - timedelta(days=1)
    named = {"month": f"{before:%Y-%m}", "won": f"{agreed:,}", "days": last_day(month).day}
    if terms[0] == MONTHLY:
        why = say("월급 %(won)s원 ÷ %(days)d일 × 30") % named
        return Way("pension_base_at_hire", (agreed, last_day(month).day), why)
    for compared, text in (
        (
            same_pay.get((one.project_id, terms)),
            say("같은 사업에서 같은 보수로 일한 %(people)d명의 %(month)s 평균"),
        ),
        (same_work.get(one.project_id), say("같은 사업에서 일한 %(people)d명의 %(month)s 평균")),
    ):
        if compared is not None:
            why = text % {**named, "people": compared.people}
            return Way("base_at_hire_by_comparison", (compared.won, compared.people), why)
    return Way("base_at_hire_by_comparison", (agreed, 1), say("견줄 사람이 없어 계약의 한 달 보수"))


ASKED = {
    "pension_base_at_hire": ("pay_of_period", "days_of_period"),
    "base_at_hire_by_comparison": ("comparable_pay", "comparable_people"),
}


def _bases(month: date, ways: Sequence[Way]) -> list[int]:
    """The incomes in the order of the ways, one rule run for each kind of way."""
    bases = [0] * len(ways)
    for rule, names in ASKED.items():
        rows = [row for row, way in enumerate(ways) if way.rule == rule]
        if not rows:
            continue
        numbers = np.array([ways[row].given for row in rows], np.int64).T
        columns = dict(zip(names, numbers, strict=True))
        columns["premium_month"] = np.full(len(rows), day_number(month))
        for row, won in zip(rows, load_rule_book().run([rule], columns)[rule].tolist(), strict=True):
            bases[row] = won
    return bases


def _terms(contracts: Sequence[Contract]) -> dict[int, Terms]:
    """What each contract says on its first day."""
    first = ContractVersion.objects.filter(contract__in=contracts, valid_from=F("contract__starts_on"))
    columns = first.values_list("contract_id", "pay_basis", "rate", "weekly_scheduled_minutes")
    return {pk: (basis, rate, minutes) for pk, basis, rate, minutes in columns}


def _compared(
    contracts: Sequence[Contract], month: date
) -> tuple[dict[tuple[int, Terms], Compared], dict[int, Compared]]:
    """Taxable pay of the month before by project and pay, and by project, of those who were there all month."""
    end = month - timedelta(days=1)
    first = end.replace(day=1)
    slips = Payslip.objects.filter(
        run__kind=PayRun.Kind.REGULAR,
        run__month=first,
        run__state__in=[PayRun.State.COMPUTED, PayRun.State.PAID],
        run__project__in={one.project_id for one in contracts},
        contract__starts_on__lte=first,
        contract__ends_on__gte=end,
        contract__versions__valid_from__lte=first,
        contract__versions__valid_to__gte=end,
    )
    names = ("pay_basis", "rate", "weekly_scheduled_minutes")
    rows = slips.values_list(
        "contract__project_id", *(f"contract__versions__{name}" for name in names), "taxable"
    )
    same_pay: dict[tuple[int, Terms], Compared] = defaultdict(Compared)
    same_work: dict[int, Compared] = defaultdict(Compared)
    for project, basis, rate, minutes, won in rows:
        same_pay[project, (basis, rate, minutes)] += won
        same_work[project] += won
    return dict(same_pay), dict(same_work)


def _declared(contracts: Sequence[Contract]) -> dict[tuple[int, str, date], int | None]:
    """Incomes declared on the day of the hire, by person, insurance and day."""
    states = InsuredState.objects.filter(
        person__in={one.person_id for one in contracts}, insurance__in=INSURANCES
    )
    return {(one.person_id, one.insurance, one.valid_from): one.base for one in states}
