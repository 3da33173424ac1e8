"""Pay items beside the wage: how often each counts in a month, and the lines they come to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.exact import Exact, FractionTooFine, product, round_line, sum_by
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.refusals import SlipsRefused, SumTooFine, fault
from openinsa.compute.stretches import Stretches, paid_this_month
from openinsa.compute.tables import EMPTY, Allowances, Flags, Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceKind, AllowanceMeasure, AllowanceProration

MINUTES_PER_HOUR = 60
MILLION = 10**6
MEASURED = {
    AllowanceMeasure.WORKED: ("worked_minutes",),
    AllowanceMeasure.OVERTIME: ("overtime_minutes",),
    AllowanceMeasure.HOLIDAY: ("holiday_first8_minutes", "holiday_beyond8_minutes"),
    AllowanceMeasure.NIGHT: ("night_minutes",),
}
"""Which minutes of a day an item by the hour counts."""


@dataclass(frozen=True)
class AllowanceLines:
    """One row per slip, name and tax kind that pays something, in that order.

    items: how many allowances make up the line; the rest says how the first of them was reckoned: unit won
    (a month, a day, an hour; of a share parts per million) times counted (months, days, minutes; of a share the
    won it is taken of) over divisor.
    """

    row: Whole
    name: Whole
    tax: Whole
    amount: Whole
    items: Whole
    kind: Whole
    measure: Whole
    months: Whole
    unit: Whole
    counted: Whole
    divisor: Whole


def allowance_lines(
    batch: Batch, cells: Cells, worked: WorkedDays, stretches: Stretches, basic_pay: Whole
) -> AllowanceLines:
    """Allowances of the month by name. basic_pay: the base line of each slip."""
    items = batch.tables.allowances.take(paid_this_month(batch))
    row = batch.position(items.slip)
    order = np.lexsort((items.tax, items.name, row))
    items, row = items.take(order), row[order]
    span = days_in_force(batch, items.valid_from, items.valid_to, row)
    times, divisor = counted(batch, cells, worked, stretches, items, row, span, basic_pay)
    group = _groups(row, items.name, items.tax)
    first = np.flatnonzero(np.diff(group, prepend=-1))
    summed = exact_sum(batch, group, product(items.amount, times, divisor), len(first))
    own = items.rounding[first]
    amount = round_line(summed, np.where(own == EMPTY, batch.settings.line_rounding[row[first]], own))
    paid = np.flatnonzero(amount)
    rows = first[paid]
    return AllowanceLines(
        row=row[rows],
        name=items.name[rows],
        tax=items.tax[rows],
        amount=amount[paid],
        items=np.bincount(group, minlength=len(first))[paid],
        kind=items.kind[rows],
        measure=items.measure[rows],
        months=items.months[rows],
        unit=items.amount[rows],
        counted=times[rows],
        divisor=divisor[rows],
    )


def days_in_force(batch: Batch, since: Whole, to: Whole, row: Whole) -> tuple[Whole, Whole]:
    """First and last employed day of the month on which each item is in force; none where they cross."""
    slips, month = batch.slips, batch.slips.month[row]
    begin = np.maximum.reduce([since, slips.employed_from[row], month])
    end = np.minimum.reduce([to, slips.employed_to[row], month + batch.days_in_month[row] - 1])
    return begin, end


def counted(
    batch: Batch,
    cells: Cells,
    worked: WorkedDays,
    stretches: Stretches,
    items: Allowances,
    row: Whole,
    span: tuple[Whole, Whole],
    basic_pay: Whole,
) -> tuple[Whole, Whole]:
    """How often each item's amount counts in the month, as a fraction of two whole numbers."""
    days = np.maximum(span[1] - span[0] + 1, 0)
    prorated = items.proration == AllowanceProration.CALENDAR_DAYS
    times = np.where(prorated, days, (days > 0).astype(np.int64))
    divisor = np.where(prorated, batch.days_in_month[row], 1)

    def put(of: Whole, counts: Whole, over: int) -> None:
        times[of], divisor[of] = counts, over

    def among(of: Whole) -> tuple[Whole, Whole, Whole]:
        return row[of], span[0][of], span[1][of]

    if len(of := np.flatnonzero(items.kind == AllowanceKind.PER_WORKED_DAY)):
        put(of, worked_days(batch, cells, worked, *among(of)), 1)
    for measure, kinds in MEASURED.items():
        hourly = (items.kind == AllowanceKind.PER_HOUR) & (items.measure == measure)
        if len(of := np.flatnonzero(hourly)):
            minutes = sum((getattr(worked, kind) for kind in kinds), np.zeros_like(cells.date))
            put(of, _sum_within(batch, cells, minutes, *among(of)), MINUTES_PER_HOUR)
    for mark in np.unique(items.mark[items.kind == AllowanceKind.PER_MARKED_DAY]):
        of = np.flatnonzero((items.kind == AllowanceKind.PER_MARKED_DAY) & (items.mark == mark))
        put(of, _sum_within(batch, cells, cells.mark == mark, *among(of)), 1)
    if len(of := np.flatnonzero(items.kind == AllowanceKind.SHARE)):
        whole = _shared_pay(batch, stretches, items.take(of), row[of], (span[0][of], span[1][of]), basic_pay)
        put(of, whole, MILLION)
    return times, divisor


def _shared_pay(
    batch: Batch,
    stretches: Stretches,
    items: Allowances,
    row: Whole,
    span: tuple[Whole, Whole],
    basic_pay: Whole,
) -> Whole:
    """Won that each share is taken of, a part of a won dropped: the month's basic pay by the days in force, or
    the ordinary wage of a month, each wage by its days in force; by the month's days where the item is prorated."""
    days = np.maximum(span[1] - span[0] + 1, 0)
    employed = np.bincount(stretches.row, stretches.days, len(batch.slips)).astype(np.int64)[row]
    prorated = items.proration == AllowanceProration.CALENDAR_DAYS
    over = np.where(prorated, batch.days_in_month[row], np.maximum(days, 1))
    return np.where(
        items.measure == AllowanceMeasure.BASIC_PAY,
        basic_pay[row] * days // np.maximum(employed, 1),
        _ordinary_wage_days(stretches, row, span) // over,
    )


def _ordinary_wage_days(stretches: Stretches, row: Whole, span: tuple[Whole, Whole]) -> Whole:
    """The ordinary wage of a month of each stretch, a part of a won dropped, times the stretch's days in force."""
    by_month = product(
        stretches.hours_numerator, stretches.ordinary_numerator, stretches.ordinary_denominator
    )
    month_wage = by_month.floor() // stretches.hours_denominator
    begins = np.searchsorted(stretches.row, row)
    count = np.searchsorted(stretches.row, row, side="right") - begins
    item = np.repeat(np.arange(len(row)), count)
    stretch = np.arange(len(item)) + np.repeat(begins - np.cumsum(count) + count, count)
    first, last = stretches.since[stretch], stretches.since[stretch] + stretches.days[stretch] - 1
    days = np.minimum(span[1][item], last) - np.maximum(span[0][item], first) + 1
    won = np.zeros(len(row), np.int64)
    np.add.at(won, item, month_wage[stretch] * np.maximum(days, 0))
    return won


def worked_days(
    batch: Batch, cells: Cells, worked: WorkedDays, row: Whole, begin: Whole, end: Whole
) -> Whole:
    """Dates with worked minutes from begin to end, both within the month."""
    return _sum_within(batch, cells, worked.worked_minutes > 0, row, begin, end)


def _sum_within(
    batch: Batch, cells: Cells, values: np.ndarray, row: Whole, begin: Whole, end: Whole
) -> Whole:
    """Sum of what stands on a slip's cells from begin to end."""
    dates = cells.date.reshape(len(batch.slips), -1)[row]
    inside = (dates >= begin[:, None]) & (dates <= end[:, None])
    return (values.reshape(len(batch.slips), -1)[row] * inside).sum(axis=1)


def exact_sum(batch: Batch, row: Whole, amounts: Exact, count: int) -> Exact:
    """One exact sum per row. Raises SlipsRefused when a sum is too fine to be exact."""
    try:
        return sum_by(row, amounts, count)
    except FractionTooFine as refused:
        slips = batch.slips.slip[np.unique(refused.rows)]
        raise SlipsRefused([fault(slip, SumTooFine()) for slip in slips]) from refused


def _groups(*keys: Whole) -> Whole:
    """Numbers of the runs of equal keys, from 0."""
    changed: Flags = np.zeros(len(keys[0]), np.bool_)
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.cumsum(changed)
