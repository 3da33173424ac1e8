"""The earning lines of a month: exact per stretch, summed exactly per slip, each rounded once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.exact import (
    Exact,
    FractionTooFine,
    add,
    divide,
    gross_rounding,
    product,
    ratio,
    round_line,
    sum_by,
)
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.refusals import SlipsRefused, SumTooFine, fault
from openinsa.compute.running import run_rules
from openinsa.compute.slips import LineCode
from openinsa.compute.stretches import (
    Stretches,
    scheduled_days_in_month,
    whole_month_employed,
)
from openinsa.compute.tables import Flags, Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceKind, AllowanceProration, PaidTimeRate, PayBasis

MINUTES_PER_HOUR = 60
WEIGHT_PER_HOUR = 100 * MINUTES_PER_HOUR
"""A weight is minutes times per cent; see rules.wages.premiums."""

PAID_TIME = {LineCode.WEEKLY_HOLIDAY, LineCode.PUBLIC_HOLIDAY, LineCode.PAID_LEAVE}
IN_SALARY = PAID_TIME | {LineCode.BASE}
BEYOND_SALARY = {LineCode.EXTRA_REGULAR}
WEIGHTS = {
    LineCode.BASE: "base_weight",
    LineCode.EXTRA_REGULAR: "extra_regular_weight",
    LineCode.WEEKLY_HOLIDAY: "weekly_holiday_weight",
    LineCode.PUBLIC_HOLIDAY: "public_holiday_weight",
    LineCode.PAID_LEAVE: "paid_leave_weight",
    LineCode.OVERTIME: "overtime_weight",
    LineCode.HOLIDAY_FIRST8: "holiday_first8_weight",
    LineCode.HOLIDAY_BEYOND8: "holiday_beyond8_weight",
    LineCode.NIGHT: "night_weight",
}
"""Which weight of the rule book pays a line."""


@dataclass(frozen=True)
class AllowanceLines:
    """One row per slip, name and tax kind that pays something, in that order.

    items: how many allowances make up the line; the rest says how the first of them was reckoned:
    unit won (a month or a day) times counted over divisor.
    """

    row: Whole
    name: Whole
    tax: Whole
    amount: Whole
    items: Whole
    kind: Whole
    unit: Whole
    counted: Whole
    divisor: Whole


@dataclass(frozen=True)
class Earnings:
    """Won of every earning line by slip; allowances apart, since a slip may have many.

    counted_days over days_divisor, by stretch, is the part of a month that a monthly rate pays.
    """

    lines: dict[LineCode, Whole]
    allowances: AllowanceLines
    gross: Whole
    counted_days: Whole
    days_divisor: Whole


def earn(batch: Batch, cells: Cells, worked: WorkedDays, stretches: Stretches) -> Earnings:
    """All earning lines. Raises SlipsRefused when a sum is too fine to be exact."""
    rounding = batch.settings.line_rounding
    count = len(batch.slips)
    exact = time_pay(batch, stretches, stretches.minutes)
    counted_days, days_divisor = _part_of_month(batch, cells, stretches)
    rate = np.where(stretches.pay_basis == PayBasis.MONTHLY, stretches.rate, 0)
    exact[LineCode.BASE] = add(exact[LineCode.BASE], product(counted_days, rate, days_divisor))
    exact[LineCode.ABSENCE_DEDUCTION] = _absence(batch, stretches)
    lines = {
        code: round_line(_sum(batch, stretches.row, amounts, count), rounding)
        for code, amounts in exact.items()
    }
    lines[LineCode.ABSENCE_DEDUCTION] = -lines[LineCode.ABSENCE_DEDUCTION]
    allowances = allowance_lines(batch, cells, worked)
    gross = sum(lines.values(), np.zeros(count, np.int64))
    np.add.at(gross, allowances.row, allowances.amount)
    lines[LineCode.GROSS_ROUNDING] = gross_rounding(gross, batch.settings.gross_rounding)
    gross = gross + lines[LineCode.GROSS_ROUNDING]
    return Earnings(lines, allowances, gross, counted_days, days_divisor)


def time_pay(batch: Batch, stretches: Stretches, minutes: dict[str, Whole]) -> dict[LineCode, Exact]:
    """Exact pay for time by line and row. `minutes` belong to the stretches' rows: their own sums, or the
    minutes of single days laid against the stretch of each day."""
    row = stretches.row
    given = {**minutes, "work_date": stretches.since}
    weights = run_rules(list(WEIGHTS.values()), given, batch.slips.slip[row])
    pay = {}
    for code, weight in WEIGHTS.items():
        amount = np.where(_earned_by(code, stretches), weights[weight], 0)
        at_base = _paid_at_base(code, batch, row)
        numerator = np.where(at_base, stretches.base_numerator, stretches.ordinary_numerator)
        denominator = np.where(at_base, stretches.base_denominator, stretches.ordinary_denominator)
        pay[code] = divide(product(amount, numerator, denominator), WEIGHT_PER_HOUR)
    return pay


def _earned_by(code: LineCode, stretches: Stretches) -> Flags:
    """Whether a line is paid for time: a salary holds some lines already, and only it leaves others out."""
    monthly = stretches.pay_basis == PayBasis.MONTHLY
    if code in IN_SALARY:
        return ~monthly
    return monthly if code in BEYOND_SALARY else np.ones_like(monthly)


def _paid_at_base(code: LineCode, batch: Batch, row: Whole) -> Flags:
    """Whether a line is paid at the base wage per hour; the others are paid at the ordinary wage."""
    if code in PAID_TIME:
        return batch.settings.paid_time_rate[row] == PaidTimeRate.BASE
    return np.full(len(row), code == LineCode.BASE)


def _part_of_month(batch: Batch, cells: Cells, stretches: Stretches) -> tuple[Whole, Whole]:
    """Days of each stretch that count, and what they are divided by, for monthly pay."""
    row = stretches.row
    given = {
        "work_date": stretches.since,
        "days_in_stretch": stretches.days,
        "scheduled_days_in_stretch": stretches.scheduled_days,
        "scheduled_days_in_month": scheduled_days_in_month(batch, cells)[row],
        "days_in_month": batch.days_in_month[row],
        "whole_month_employed": whole_month_employed(batch, stretches)[row],
        "proration": batch.settings.proration[row],
    }
    found = run_rules(["prorated_days", "prorated_days_divisor"], given, batch.slips.slip[row])
    return found["prorated_days"], found["prorated_days_divisor"]


def _absence(batch: Batch, stretches: Stretches) -> Exact:
    """What unpaid time takes from monthly pay, as a positive amount."""
    hourly = product(
        stretches.deducted_minutes,
        stretches.deducted_hourly_numerator,
        stretches.deducted_hourly_denominator,
    )
    daily = product(stretches.deducted_days, stretches.rate, batch.days_in_month[stretches.row])
    return add(divide(hourly, MINUTES_PER_HOUR), daily)


def _sum(batch: Batch, row: Whole, amounts: Exact, count: int) -> Exact:
    try:
        return sum_by(row, amounts, count)
    except FractionTooFine as refused:
        slips = batch.slips.slip[np.unique(refused.rows)]
        raise SlipsRefused([fault(slip, SumTooFine()) for slip in slips]) from refused


def allowance_lines(batch: Batch, cells: Cells, worked: WorkedDays) -> AllowanceLines:
    """Allowances of the month by name: an amount a month, prorated or not, or an amount a worked day."""
    items = batch.tables.allowances
    row = batch.position(items.slip)
    order = np.lexsort((items.tax, items.name, row))
    items, row = items.take(order), row[order]
    month = batch.slips.month[row]
    last = month + batch.days_in_month[row] - 1
    begin = np.maximum.reduce([items.valid_from, batch.slips.employed_from[row], month])
    end = np.minimum.reduce([items.valid_to, batch.slips.employed_to[row], last])
    in_force = np.maximum(end - begin + 1, 0)
    by_day = items.kind == AllowanceKind.PER_WORKED_DAY
    prorated = items.proration == AllowanceProration.CALENDAR_DAYS
    days = np.where(by_day, worked_days(batch, cells, worked, row, begin, end), in_force)
    times = np.select([by_day, prorated], [days, days], (in_force > 0).astype(np.int64))
    divisor = np.where(prorated & ~by_day, batch.days_in_month[row], 1)
    group = _groups(row, items.name, items.tax)
    first = np.flatnonzero(np.diff(group, prepend=-1))
    summed = _sum(batch, group, ratio(items.amount * times, divisor), len(first))
    amount = round_line(summed, batch.settings.line_rounding[row[first]])
    paid = np.flatnonzero(amount)
    rows = first[paid]
    return AllowanceLines(
        row=row[rows],
        name=items.name[rows],
        tax=items.tax[rows],
        amount=amount[paid],
        items=np.bincount(group, minlength=len(first))[paid],
        kind=items.kind[rows],
        unit=items.amount[rows],
        counted=times[rows],
        divisor=divisor[rows],
    )


def _groups(*keys: Whole) -> Whole:
    """Numbers of the runs of equal keys, from 0."""
    changed: Flags = np.zeros(len(keys[0]), np.bool_)
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.cumsum(changed)


def worked_days(
    batch: Batch, cells: Cells, worked: WorkedDays, row: Whole, begin: Whole, end: Whole
) -> Whole:
    """Dates with worked minutes from begin to end, both within the month."""
    dates = cells.date.reshape(len(batch.slips), -1)[row]
    present = worked.worked_minutes.reshape(len(batch.slips), -1)[row] > 0
    return (present & (dates >= begin[:, None]) & (dates <= end[:, None])).sum(axis=1)
