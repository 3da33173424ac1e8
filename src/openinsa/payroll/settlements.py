"""Health premium and employment insurance of a year settled on the pay that was really paid. Writes nothing.

For everybody of a year, or for one who leaves: `settle(year, [person])`. What is due is reckoned month by month by
the rules of each month; what was charged is what payslips took.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Max, Q, Sum

from openinsa.payroll.models import CarriedBill, PayRun, Payslip, PayslipLine, PremiumSettlement
from openinsa.people.settings_in_force import settings_on
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract

CHARGED = ("health", "long_term_care", "employment")
SETTLEMENT_OF = {name: f"{name}_settlement" for name in CHARGED}
HEALTH_SHARES = {"health": "health_share", "long_term_care": "long_term_care_share"}
EMPLOYER = "employer_"
EMPLOYER_HEALTH = {f"{EMPLOYER}{line}": share for line, share in HEALTH_SHARES.items()}
EMPLOYER_WORK = ("employer_employment", "employer_employment_extra", "employer_accident")
EMPLOYER_CHARGED = (*EMPLOYER_HEALTH, *EMPLOYER_WORK)
"""What the employer pays of the premiums that are settled: for the books, on no payslip."""
Amounts = dict[str, int]
ByMonth = Mapping[date, int]
Charged = Mapping[int, Mapping[str, ByMonth]]


@dataclass(frozen=True)
class Settled:
    """One person's year: pay and months of the slips, premiums due and charged. `pk` is the person's.

    What the employer owes is told beside it and carried into no pay.
    """

    pk: int
    name: str
    birth_date: date
    pay: int
    months: int
    base: int
    due: Amounts
    charged: Amounts
    employer_due: Amounts
    employer_charged: Amounts
    left_on: date | None
    decided: bool

    @property
    def amounts(self) -> Amounts:
        """What is still to be deducted by line, below 0 what comes back."""
        return {
            SETTLEMENT_OF[name]: self.due[name] - self.charged[name]
            for name in CHARGED
            if self.due[name] != self.charged[name]
        }

    @property
    def total(self) -> int:
        return sum(self.amounts.values())

    @property
    def health(self) -> int:
        return self.due["health"] - self.charged["health"]

    @property
    def long_term_care(self) -> int:
        return self.due["long_term_care"] - self.charged["long_term_care"]

    @property
    def employment(self) -> int:
        return self.due["employment"] - self.charged["employment"]

    @property
    def employer_total(self) -> int:
        return sum(self.employer_due.values()) - sum(self.employer_charged.values())

    def employer(self, line: str) -> int:
        """What the employer still owes of a line, below 0 what comes back."""
        return self.employer_due[line] - self.employer_charged[line]


def settle(year: int, person_ids: Iterable[int] | None = None) -> list[Settled]:
    """Everybody with slips of a year's months, or some people. Statements: five, and one for each month.

    Computed slips count with the paid ones, so that who leaves is settled in the last month's pay.
    """
    slips = Payslip.objects.filter(
        run__kind=PayRun.Kind.REGULAR,
        run__state__in=[PayRun.State.COMPUTED, PayRun.State.PAID],
        run__month__range=(date(year, 1, 1), date(year, 12, 1)),
    )
    if person_ids is not None:
        slips = slips.filter(person__in=list(person_ids))
    of_month: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    known: dict[int, tuple[str, date]] = {}
    columns = ("person_id", "person__name", "person__birth_date", "run__month", "taxable")
    for person, name, birth_date, month, taxable in slips.values_list(*columns):
        of_month[person][month] += taxable
        known[person] = (name, birth_date)
    charged = _charged(slips.values_list("pk", flat=True))
    _add_late_bills(charged, year, of_month)
    last = _last_days(of_month)
    decided = set(
        PremiumSettlement.objects.filter(year=year, person__in=of_month).values_list("person_id", flat=True)
    )
    bases = _bases(of_month)
    health = _health_dues(bases, charged, HEALTH_SHARES, "health")
    work = _work_dues(of_month, charged, ("employment", *EMPLOYER_WORK))
    employer = _health_dues(bases, charged, EMPLOYER_HEALTH, "employer_health")
    found = [
        Settled(
            pk=person,
            name=known[person][0],
            birth_date=known[person][1],
            pay=sum(months.values()),
            months=len(months),
            base=bases[person],
            due={**health[person], "employment": work["employment"][person]},
            charged={line: sum(charged[person][line].values()) for line in CHARGED},
            employer_due={**employer[person], **{line: work[line][person] for line in EMPLOYER_WORK}},
            employer_charged={line: sum(charged[person][line].values()) for line in EMPLOYER_CHARGED},
            left_on=_left_in(year, last.get(person)),
            decided=person in decided,
        )
        for person, months in of_month.items()
    ]
    return sorted(found, key=lambda one: (one.name, one.pk))


def _charged(slips: Iterable[int]) -> dict[int, dict[str, dict[date, int]]]:
    """Premiums taken by person, line and month of the slip."""
    codes = (*CHARGED, *EMPLOYER_CHARGED)
    lines = PayslipLine.objects.filter(slip__in=slips, code__in=codes).order_by()
    sums = lines.values_list("slip__person_id", "code", "slip__run__month").annotate(won=Sum("amount"))
    found: dict[int, dict[str, dict[date, int]]] = defaultdict(lambda: {name: {} for name in codes})
    for person, code, month, won in sums:
        found[person][code][month] = won
    return found


def _add_late_bills(charged: dict[int, dict[str, dict[date, int]]], year: int, people: Iterable[int]) -> None:
    """Add what bills of the year's months, which came after payment, take with later pay."""
    late = CarriedBill.objects.filter(person__in=people, bill__month__year=year).order_by()
    for person, month, lines in late.values_list("person_id", "bill__month", "lines"):
        for name in CHARGED:
            billed, taken = lines.get(name, (0, 0))
            if billed != taken:
                charged[person][name][month] = charged[person][name].get(month, 0) + billed - taken


def _last_days(people: Iterable[int]) -> dict[int, date]:
    held = Contract.objects.filter(person__in=list(people)).order_by()
    return dict(held.values_list("person_id").annotate(last=Max("ends_on", filter=Q(ends_on__isnull=False))))


def _left_in(year: int, last: date | None) -> date | None:
    """The last day of who leaves before the year is over."""
    return last if last is not None and last.year == year and last < date(year, 12, 31) else None


def _bases(of_month: Mapping[int, ByMonth]) -> dict[int, int]:
    """The monthly pay that everybody's health premium is settled on."""
    if not of_month:
        return {}
    given = {
        "premium_month": _days([max(months) for months in of_month.values()]),
        "yearly_pay": np.array([sum(months.values()) for months in of_month.values()]),
        "settled_months": np.array([len(months) for months in of_month.values()]),
    }
    found = load_rule_book().run(["settled_health_base"], given)["settled_health_base"]
    return dict(zip(of_month, found.tolist(), strict=True))


def _health_dues(
    bases: Mapping[int, int], charged: Charged, shares: Mapping[str, str], by: str
) -> Mapping[int, Amounts]:
    """Health and care premium of one side in the months in which a line was charged, on one monthly pay."""
    due: dict[int, Amounts] = defaultdict(lambda: dict.fromkeys(shares, 0))
    rows = [(person, month) for person in bases for month in charged[person][by]]
    if not rows:
        return due
    given = {
        "premium_month": _days([month for _person, month in rows]),
        "health_base": np.array([bases[person] for person, _month in rows]),
    }
    found = load_rule_book().run([*shares.values()], given)
    for line, share in shares.items():
        for (person, _month), won in zip(rows, found[share].tolist(), strict=True):
            due[person][line] += won
    return due


WORK_DUES = {
    "employment": ("employment_due", "employment_rate", "employment_charged"),
    "employer_employment": ("employment_due", "employment_rate", "employment_charged"),
    "employer_employment_extra": (
        "employment_extra_due",
        "employment_extra_rate",
        "employment_extra_charged",
    ),
    "employer_accident": ("accident_due", "accident_rate", "accident_charged"),
}
"""By line the rule of what is due, the rate that it asks for, and its name of what was charged."""


def _work_dues(
    of_month: Mapping[int, ByMonth], charged: Charged, lines: Sequence[str]
) -> Mapping[str, Mapping[int, int]]:
    """Premiums on all pay of the insured by line and person; nothing for who was in no month."""
    months = sorted({month for paid in of_month.values() for month in paid})
    settings = {month: settings_on(month) for month in months}
    kinds = [settings[month].employer_kind for month in months]
    given = {"premium_month": _days(months), "employer_kind": np.array(kinds, np.str_)}
    book = load_rule_book()
    wanted = ["employment_rate", "employment_extra_rate"]
    found = book.run(wanted, given) if months else dict.fromkeys(wanted, np.zeros(0, np.int64))
    rates = {name: dict(zip(months, found[name].tolist(), strict=True)) for name in wanted}
    rates["accident_rate"] = {month: settings[month].accident_rate_ppm for month in months}
    return {line: _work_due(of_month, charged, line, rates[WORK_DUES[line][1]]) for line in lines}


def _work_due(
    of_month: Mapping[int, ByMonth], charged: Charged, line: str, rates: Mapping[date, int]
) -> Mapping[int, int]:
    """A premium on all pay of the insured, by spans of one rate."""
    due: dict[int, int] = defaultdict(int)
    insured = {person: months for person, months in of_month.items() if charged[person][line]}
    if not insured:
        return due
    rule, rate_of, charged_as = WORK_DUES[line]
    spans: dict[tuple[int, int], list[date]] = defaultdict(list)
    for person, months in insured.items():
        for month in sorted(months):
            spans[person, rates[month]].append(month)
    taken = {person: charged[person][line] for person in insured}
    pay = [sum(insured[person][month] for month in some) for (person, _rate), some in spans.items()]
    paid = [sum(taken[person].get(month, 0) for month in some) for (person, _rate), some in spans.items()]
    given = {
        "premium_month": _days([some[0] for some in spans.values()]),
        "yearly_pay": np.array(pay),
        rate_of: np.array([rate for _person, rate in spans]),
        charged_as: np.array(paid),
    }
    for (person, _rate), won in zip(spans, load_rule_book().run([rule], given)[rule].tolist(), strict=True):
        due[person] += won
    return due


def shares_of(amounts: Amounts, first: date, instalments: int) -> list[tuple[date, Amounts]]:
    """(month, won by line) of each instalment, from a month on."""
    shares: dict[date, Amounts] = defaultdict(dict)
    for line, won in amounts.items():
        for number in range(1, instalments + 1):
            month = _later(first, number - 1)
            if part := _part(won, instalments, number, first):
                shares[month][line] = part
    return sorted(shares.items())


def _part(won: int, instalments: int, number: int, month: date) -> int:
    given = {
        "premium_month": _days([month]),
        "premium_settlement": np.array([won]),
        "instalments_wished": np.array([instalments]),
        "instalment_number": np.array([number]),
    }
    return int(load_rule_book().run(["settlement_instalment"], given)["settlement_instalment"][0])


def most_instalments(month: date) -> int:
    """In how many instalments the law lets a settlement be taken."""
    found = load_rule_book().run(["settlement_instalments_at_most"], {"premium_month": _days([month])})
    return int(found["settlement_instalments_at_most"][0])


def _later(month: date, count: int) -> date:
    years, rest = divmod(month.month - 1 + count, 12)
    return date(month.year + years, rest + 1, 1)


def _days(months: Sequence[date]) -> np.ndarray:
    return np.array([day_number(month) for month in months], np.int64)


def paid_months(people: Iterable[int]) -> set[tuple[int, date]]:
    """(person, month) of the paid slips of some people."""
    paid = Payslip.objects.filter(run__kind=PayRun.Kind.REGULAR, run__state=PayRun.State.PAID)
    return set(paid.filter(person__in=people).values_list("person_id", "run__month"))
