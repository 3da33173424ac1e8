"""What people were paid, by month of work: own pay of the month and differences that were paid later.

Three statements, whatever the number of people; two more for what is not taxed by kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, F, Max, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from openinsa.compute.slips import LineCode
from openinsa.payroll.models import Difference, PayRun, Payslip, PayslipLine
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Allowance
from openinsa.staffing.sheet import last_day

KINDS = {
    LineCode.PENSION: "pension",
    LineCode.PENSION_SETTLEMENT: "pension",
    LineCode.HEALTH: "health",
    LineCode.HEALTH_SETTLEMENT: "health",
    LineCode.LONG_TERM_CARE: "long_term_care",
    LineCode.LONG_TERM_CARE_SETTLEMENT: "long_term_care",
    LineCode.EMPLOYMENT: "employment",
    LineCode.EMPLOYMENT_SETTLEMENT: "employment",
    LineCode.INCOME_TAX: "income_tax",
    LineCode.ONE_TIME_INCOME_TAX: "income_tax",
    LineCode.LOCAL_INCOME_TAX: "local_income_tax",
    LineCode.OTHER_DEDUCTION: "other",
}
"""What each deduction is called on papers about a year."""
DEDUCTION_OF = {code.name.lower(): kind for code, kind in KINDS.items()}
ONE_TIME, ALLOWANCE = LineCode.ONE_TIME.name.lower(), LineCode.ALLOWANCE.name.lower()

LIMITED = {
    "meal": ("meal", "non_taxable_meal", "meal_allowance"),
    "car": ("car", "non_taxable_car", "car_allowance"),
    "research": ("research", "non_taxable_research", "research_allowance"),
    "work_abroad": ("work_abroad", "non_taxable_work_abroad", "work_abroad_pay"),
    "ship_or_construction_abroad": ("work_abroad", "non_taxable_work_abroad", "work_abroad_pay"),
}
"""Allowances that are not taxed up to a limit of the month, by `Allowance.Tax`: what papers call them, the rule and what
it asks for."""

Key = tuple[int, str]
"""Person and way of being taxed."""


@dataclass
class PaidMonth:
    """One person's pay for the work of one month. own: the part of non_taxable that was paid with the month itself,
    overtime: that of overtime pay within it."""

    month: date
    pay_date: date = date.min
    gross: int = 0
    one_time: int = 0
    non_taxable: int = 0
    own: int = 0
    overtime: int = 0
    deductions: dict[str, int] = field(default_factory=dict)

    @property
    def deductions_total(self) -> int:
        return sum(self.deductions.values())

    @property
    def net(self) -> int:
        return self.gross - self.deductions_total


Months = dict[date, PaidMonth]


def paid_months(people: Iterable[int], since: date, until: date) -> dict[Key, Months]:
    """Paid months of some people by person and way of being taxed. Three statements."""
    asked, span = list(people), (since.replace(day=1), until)
    found: dict[Key, Months] = defaultdict(dict)
    for person, tax, month, side, code, amount in _lines(asked, span):
        one = _month(found[person, tax], month)
        if side == PayslipLine.Side.EARNING:
            one.gross += amount
            one.one_time += amount if code == ONE_TIME else 0
        else:
            kind = DEDUCTION_OF[code]
            one.deductions[kind] = one.deductions.get(kind, 0) + amount
    for person, tax, month, paid_on, non_taxable, overtime in _slips(asked, span):
        one = _month(found[person, tax], month)
        one.pay_date, one.overtime = paid_on, overtime or 0
        one.non_taxable += non_taxable
        one.own += non_taxable
    for person, tax, paid_with, month, non_taxable in _differences(asked):
        if span[0] <= paid_with <= until:  # a slip holds the differences that it pays
            _month(found[person, tax], paid_with).non_taxable -= non_taxable
            _month(found[person, tax], paid_with).own -= non_taxable
        if span[0] <= month <= until:
            _month(found[person, tax], month).non_taxable += non_taxable
    return {key: dict(sorted(months.items())) for key, months in found.items()}


def _month(months: Months, month: date) -> PaidMonth:
    return months.setdefault(month, PaidMonth(month))


def _lines(people: list[int], span: tuple[date, date]) -> QuerySet[PayslipLine, Any]:
    paid = PayslipLine.objects.filter(slip__person__in=people, slip__run__state=PayRun.State.PAID)
    paid = paid.exclude(side=PayslipLine.Side.EMPLOYER).order_by()
    paid = paid.annotate(worked=Coalesce("month", "slip__run__month")).filter(worked__range=span)
    by = ("slip__person_id", "slip__contract__tax_mode", "worked", "side", "code")
    return paid.values_list(*by).annotate(won=Sum("amount"))


def _slips(people: list[int], span: tuple[date, date]) -> QuerySet[Payslip, Any]:
    paid = Payslip.objects.filter(person__in=people, run__state=PayRun.State.PAID, run__month__range=span)
    untaxed = Cast(KT("facts__untaxed_overtime"), BigIntegerField())
    by = ("person_id", "contract__tax_mode", "run__month")
    sums = {"paid_on": Max("run__pay_date"), "won": Sum("non_taxable"), "overtime": Sum(untaxed)}
    return paid.order_by().values_list(*by).annotate(**sums)


def _differences(people: list[int]) -> QuerySet[Difference, Any]:
    paid = Difference.objects.filter(slip__person__in=people, run__state=PayRun.State.PAID)
    by = ("slip__person_id", "slip__contract__tax_mode", "run__month", "month")
    return paid.order_by().values_list(*by).annotate(won=Sum("non_taxable"))


def non_taxable_kinds(
    people: Iterable[int], paid: Mapping[Key, Months], tax: str, since: date, until: date
) -> dict[int, dict[date, dict[str, int]]]:
    """What was not taxed of those taxed in one way, by person, month and kind. Two statements.

    A slip keeps the sum alone. Kinds come from the allowances and the limits of the month; what they do not
    explain is childcare where that was paid, else `other`. They always add up to the sum.
    """
    pays = _allowances_paid(list(people), tax, since, until)
    limited = _within_limits(pays)
    told: dict[int, dict[date, dict[str, int]]] = {}
    for (person, mode), months in paid.items():
        if mode == tax:
            told[person] = {
                month: _kinds_of(one, limited.get((person, month), {}), pays.get((person, month), {}))
                for month, one in months.items()
            }
    return told


Place = tuple[int, date]


def _allowances_paid(people: list[int], tax: str, since: date, until: date) -> dict[Place, dict[str, int]]:
    """Won of allowances by person, month and how they are taxed; of names with several ways in one month, none."""
    kinds: dict[tuple[int, int, str], list[Allowance]] = defaultdict(list)
    held = Allowance.objects.filter(contract__person__in=people).exclude(tax=Allowance.Tax.TAXABLE)
    for one in held.annotate(person=F("contract__person_id"), project=F("contract__project_id")):
        kinds[one.person, one.project, one.name].append(one)
    paid = PayslipLine.objects.filter(
        slip__person__in=people,
        slip__run__state=PayRun.State.PAID,
        slip__contract__tax_mode=tax,
        slip__run__month__range=(since.replace(day=1), until),
        code=ALLOWANCE,
        month=None,
    )
    by = ("slip__person_id", "slip__run__project_id", "slip__run__month", "label_ko")
    sums: dict[Place, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person, project, month, name, amount in paid.order_by().values_list(*by).annotate(won=Sum("amount")):
        asked = kinds.get((person, project, name), ())
        taxes = {one.tax for one in asked if one.valid_from <= last_day(month) and one.valid_to >= month}
        if len(taxes) == 1:
            sums[person, month][taxes.pop()] += amount
    return sums


def _within_limits(pays: Mapping[Place, Mapping[str, int]]) -> dict[Place, dict[str, int]]:
    """The part of limited allowances that is within the limit of the month, by kind."""
    found: dict[Place, dict[str, int]] = defaultdict(dict)
    for tax, (kind, rule, column) in LIMITED.items():
        places = [place for place, by_tax in pays.items() if by_tax.get(tax)]
        if not places:
            continue
        columns = {
            "month": np.array([day_number(month) for _person, month in places], np.int64),
            column: np.array([pays[place][tax] for place in places], np.int64),
        }
        if kind == "work_abroad":
            abroad = tax == "ship_or_construction_abroad"
            columns["ship_or_construction_abroad"] = np.full(len(places), abroad)
        for place, won in zip(places, load_rule_book().run([rule], columns)[rule].tolist(), strict=True):
            found[place][kind] = found[place].get(kind, 0) + won
    return found


def _kinds_of(one: PaidMonth, limited: Mapping[str, int], pays: Mapping[str, int]) -> dict[str, int]:
    known = {**limited, "overtime": one.overtime, "untaxed": pays.get("untaxed", 0)}
    rest = one.own - sum(known.values())
    if rest < 0:  # what was paid is told otherwise today
        known, rest = {}, one.own
    rest_is = "childcare" if pays.get("childcare") else "other"
    kinds = {**known, rest_is: rest, "difference": one.non_taxable - one.own}
    return {kind: won for kind, won in kinds.items() if won}
