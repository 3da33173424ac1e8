"""Health premium and employment insurance of a year settled on the pay that was really paid. Writes nothing.

For everybody of a year, or for one who leaves: `settle(year, [person])`. What is due is reckoned month by month by
the rules of each month; what was charged is what payslips took.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Max, Q, Sum

from openinsa.payroll.models import PayRun, Payslip, PayslipLine, PremiumSettlement
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract

CHARGED = ("health", "long_term_care", "employment")
SETTLEMENT_OF = {name: f"{name}_settlement" for name in CHARGED}
Amounts = dict[str, int]


@dataclass(frozen=True)
class Settled:
    """One person's year: pay and months of the slips, premiums due and charged. `pk` is the person's."""

    pk: int
    name: str
    birth_date: date
    pay: int
    months: int
    base: int
    due: Amounts
    charged: Amounts
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


def settle(year: int, person_ids: Iterable[int] | None = None) -> list[Settled]:
    """Everybody with slips of a year's months, or some people. Four statements.

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
    last = _last_days(of_month)
    decided = set(
        PremiumSettlement.objects.filter(year=year, person__in=of_month).values_list("person_id", flat=True)
    )
    found = [
        _settled(person, known[person], months, charged[person], last.get(person), person in decided)
        for person, months in of_month.items()
    ]
    return sorted(found, key=lambda one: (one.name, one.pk))


def _charged(slips: Iterable[int]) -> dict[int, dict[str, dict[date, int]]]:
    """Premiums taken by person, line and month of the slip."""
    lines = PayslipLine.objects.filter(slip__in=slips, code__in=CHARGED).order_by()
    sums = lines.values_list("slip__person_id", "code", "slip__run__month").annotate(won=Sum("amount"))
    found: dict[int, dict[str, dict[date, int]]] = defaultdict(lambda: {name: {} for name in CHARGED})
    for person, code, month, won in sums:
        found[person][code][month] = won
    return found


def _last_days(people: Iterable[int]) -> dict[int, date]:
    held = Contract.objects.filter(person__in=list(people)).order_by()
    return dict(held.values_list("person_id").annotate(last=Max("ends_on", filter=Q(ends_on__isnull=False))))


def _settled(
    person: int,
    known: tuple[str, date],
    months: dict[date, int],
    charged: dict[str, dict[date, int]],
    last: date | None,
    decided: bool,
) -> Settled:
    pay, count = sum(months.values()), len(months)
    base = _base(pay, count, max(months))
    due = _health_due(base, sorted(charged["health"]))
    due["employment"] = _employment_due(months, charged["employment"])
    taken = {line: sum(won.values()) for line, won in charged.items()}
    year = max(months).year
    left = last if last is not None and last.year == year and last < date(year, 12, 31) else None
    return Settled(person, *known, pay, count, base, due, taken, left, decided)


def _base(pay: int, months: int, last: date) -> int:
    given = {
        "premium_month": _days([last]),
        "yearly_pay": np.array([pay]),
        "settled_months": np.array([months]),
    }
    return int(load_rule_book().run(["settled_health_base"], given)["settled_health_base"][0])


def _health_due(base: int, months: Sequence[date]) -> Amounts:
    """Health and care premium of the worker in the months that were charged, on one monthly pay."""
    if not months:
        return {"health": 0, "long_term_care": 0}
    given = {"premium_month": _days(months), "health_base": np.full(len(months), base)}
    found = load_rule_book().run(["health_share", "long_term_care_share"], given)
    return {
        "health": int(found["health_share"].sum()),
        "long_term_care": int(found["long_term_care_share"].sum()),
    }


def _employment_due(months: dict[date, int], charged: dict[date, int]) -> int:
    """Unemployment premium on all pay of the insured, by spans of one rate; nothing for who was in no month."""
    if not charged:
        return 0
    book, ordered = load_rule_book(), sorted(months)
    rates = book.run(["employment_rate"], {"premium_month": _days(ordered)})["employment_rate"].tolist()
    spans: dict[int, list[date]] = defaultdict(list)
    for month, rate in zip(ordered, rates, strict=True):
        spans[rate].append(month)
    given = {
        "premium_month": _days([some[0] for some in spans.values()]),
        "yearly_pay": np.array([sum(months[month] for month in some) for some in spans.values()]),
        "employment_charged": np.array(
            [sum(charged.get(month, 0) for month in some) for some in spans.values()]
        ),
    }
    return int(book.run(["employment_due"], given)["employment_due"].sum())


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
