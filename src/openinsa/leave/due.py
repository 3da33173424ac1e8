"""Leave that fell due for pay: what could not be taken any more, less what was promoted and what was paid."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from django.db.models import Max, Sum

from openinsa.leave.banking import banked_ledgers_of
from openinsa.leave.employments import Employment
from openinsa.leave.ledger import Unused, unused_by_work
from openinsa.leave.ledgers import ledgers_of
from openinsa.leave.models import LeavePromotion, UnusedLeavePay
from openinsa.leave.promotions import promoted_by_day
from openinsa.rules.engine import day_number, load_rule_book

ONE_DAY = timedelta(days=1)
Kind = UnusedLeavePay.Kind
Place = tuple[int, str, date | None, date, bool]
"""A person, the kind of leave, the month that earned it (of compensatory leave), the last day of use, and whether
the end of the employment cut the leave off."""


@dataclass(frozen=True)
class Due:
    """Unused leave of one person whose use ended on one day, in minutes.

    person, contract   the contract is the one in force on that day, in whose pay it goes
    kind, earned_in    annual leave, or compensatory leave of a month of work
    wage_place         the contract and the day whose ordinary wage pays it: the last day of use
    last_contract      the one with which the employment ends
    due_on             the last day on which the leave could be taken
    employment_over    the end of the employment cut it off, otherwise it lapsed
    unused, promoted, paid, owed   owed: below 0 where more was paid than was left
    set_off   paid under another last day of the same employment, below 0 where it was paid under this one
    payments  the number of the last payment for it, 0 where none was made
    """

    person: int
    contract: int
    last_contract: int
    due_on: date
    employment_over: bool
    unused: int
    promoted: int
    paid: int
    owed: int
    set_off: int = 0
    payments: int = 0
    kind: str = Kind.ANNUAL.value
    earned_in: date | None = None

    @property
    def claim_on(self) -> date:
        """The day on which the claim to pay arises."""
        return self.due_on + ONE_DAY

    @property
    def wage_place(self) -> tuple[int, date]:
        return self.contract, self.due_on


def due_of(person_ids: Iterable[int], until: date) -> list[Due]:
    """What fell due for some people up to a day, in the order of days. Eleven statements."""
    people = sorted(person_ids)
    ledgers = ledgers_of(people)
    paid = _paid(people)
    lots = {
        (person, Kind.ANNUAL.value, None, lot.due_on, lot.cut_off): (employment, lot)
        for person, ledger in ledgers.items()
        for employment in ledger.employments
        for lot in ledger.unused_in(employment)
        if lot.due_on <= until
    } | _banked_lots(people, until)
    for place in paid:
        person, _kind, earned_in, day, cut_off = place
        if day <= until:
            nothing_left = (ledgers[person].employment_on(day), Unused(day, cut_off, 0, earned_in))
            lots.setdefault(place, nothing_left)
    promoted = promoted_by_day(LeavePromotion.objects.filter(person__in=people))
    return (
        sorted(
            _dues(lots, promoted, paid),
            key=lambda one: (one.due_on, one.person, one.kind, one.employment_over),
        )
        if lots
        else []
    )


def _banked_lots(people: Sequence[int], until: date) -> dict[Place, tuple[Employment, Unused]]:
    """Compensatory leave that nobody can take any more, month of work by month of work."""
    return {
        (person, Kind.COMPENSATORY.value, _month(lot), lot.due_on, lot.cut_off): (employment, lot)
        for person, ledger in banked_ledgers_of(people).items()
        for employment in ledger.employments
        for lot in unused_by_work(*ledger.between(employment.since, employment.until), employment.until)
        if lot.due_on <= until
    }


def _month(lot: Unused) -> date | None:
    return lot.earned_on.replace(day=1) if lot.earned_on else None


def _paid(people: Sequence[int]) -> Mapping[Place, tuple[int, int]]:
    """Minutes paid, and the number of the last payment, by person, last day of use and whether the employment
    cut it off."""
    paid = UnusedLeavePay.objects.filter(person__in=people).order_by()
    of = paid.values_list("person_id", "kind", "earned_in", "due_on", "employment_over")
    sums = of.annotate(Sum("minutes"), Max("number"))
    return {tuple(place): (minutes, number) for *place, minutes, number in sums}  # type: ignore[misc]


def _dues(
    lots: Mapping[Place, tuple[Employment, Unused]],
    promoted: Mapping[tuple[int, date], int],
    paid: Mapping[Place, tuple[int, int]],
) -> list[Due]:
    over = [cut_off for *_place, cut_off in lots]
    given = {
        "leave_claim_date": [day_number(lot.due_on + ONE_DAY) for _employment, lot in lots.values()],
        "unused_leave_minutes": [lot.minutes for _employment, lot in lots.values()],
        "promoted_leave_minutes": [
            promoted.get((person, day), 0) if kind == Kind.ANNUAL else 0
            for person, kind, _in, day, _over in lots
        ],
    }
    columns = {name: np.array(values, np.int64) for name, values in given.items()}
    columns["employment_over"] = np.array(over, np.bool_)
    payable = load_rule_book().run(["paid_leave_minutes_unused"], columns)["paid_leave_minutes_unused"]
    by_employment: dict[tuple[int, date, str, date | None], list[Due]] = defaultdict(list)
    for (place, (employment, lot)), ended, minutes in zip(lots.items(), over, payable.tolist(), strict=True):
        paid_minutes, payments = paid.get(place, (0, 0))
        one = Due(
            person=place[0],
            contract=employment.contract_on(lot.due_on) or 0,
            last_contract=employment.contract_on(employment.until) or 0,
            due_on=lot.due_on,
            employment_over=ended,
            unused=lot.minutes,
            promoted=lot.minutes - minutes,
            paid=paid_minutes,
            owed=minutes - paid_minutes,
            payments=payments,
            kind=place[1],
            earned_in=place[2],
        )
        by_employment[one.person, employment.since, one.kind, one.earned_in].append(one)
    return [one for dues in by_employment.values() for one in _paid_once(dues)]


def _paid_once(dues: Sequence[Due]) -> Iterable[Due]:
    """One employment's dues with what was paid under a last day that no longer holds set off against the
    others: when the end of work or a lapse moves to another day, the leave is the same and so is its pay.
    Wages paid too much for other reasons may be set off only near in time and told beforehand, or after the end
    of work (대법원 93다38529)."""
    over_paid = sum(max(-one.owed, 0) for one in dues)
    moved = min(over_paid, sum(max(one.owed, 0) for one in dues))
    here = away = moved
    for one in sorted(dues, key=lambda one: one.due_on):
        if one.owed < 0:
            part = min(-one.owed, away)
            away -= part
            part = -part
        else:
            part = min(one.owed, here)
            here -= part
        yield replace(one, owed=one.owed - part, set_off=part)
