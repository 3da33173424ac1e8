"""The earning lines of a month: exact per stretch, summed exactly per slip, each rounded once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.allowances import AllowanceLines, allowance_lines, exact_sum
from openinsa.compute.closures import closure_pay
from openinsa.compute.exact import Exact, add, divide, gross_rounding, product, round_line
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.one_time import OneTimeLines, one_time_lines
from openinsa.compute.running import run_rules
from openinsa.compute.slips import LineCode, PaidClosures
from openinsa.compute.stretches import (
    Stretches,
    scheduled_days_in_month,
    whole_month_employed,
)
from openinsa.compute.tables import Flags, Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import PaidTimeRate, PayBasis

OVERTIME_PAY = (
    LineCode.OVERTIME,
    LineCode.SETTLED_OVERTIME,
    LineCode.HOLIDAY_FIRST8,
    LineCode.HOLIDAY_BEYOND8,
    LineCode.NIGHT,
)
"""What is paid for work beyond the agreed time, on holidays and at night."""
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
    LineCode.SETTLED_OVERTIME: "settled_overtime_weight",
    LineCode.HOLIDAY_FIRST8: "holiday_first8_weight",
    LineCode.HOLIDAY_BEYOND8: "holiday_beyond8_weight",
    LineCode.NIGHT: "night_weight",
}
"""Which weight of the rule book pays a line."""


@dataclass(frozen=True)
class Earnings:
    """Won of every earning line by slip; allowances apart, since a slip may have many.

    counted_days over days_divisor, by stretch, is the part of a month that a monthly rate pays.
    """

    lines: dict[LineCode, Whole]
    allowances: AllowanceLines
    closures: PaidClosures
    one_time: OneTimeLines
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
        code: round_line(exact_sum(batch, stretches.row, amounts, count), rounding)
        for code, amounts in exact.items()
    }
    lines[LineCode.ABSENCE_DEDUCTION] = -lines[LineCode.ABSENCE_DEDUCTION]
    closures = closure_pay(batch, cells, worked, stretches)
    lines[LineCode.CLOSURE] = np.zeros(count, np.int64)
    np.add.at(lines[LineCode.CLOSURE], batch.position(closures.slip), closures.amount)
    allowances = allowance_lines(batch, cells, worked, stretches, lines[LineCode.BASE])
    gross = sum(lines.values(), np.zeros(count, np.int64))
    np.add.at(gross, allowances.row, allowances.amount)
    lines[LineCode.GROSS_ROUNDING] = gross_rounding(gross, batch.settings.gross_rounding)
    one_time = one_time_lines(batch)
    gross = gross + lines[LineCode.GROSS_ROUNDING] + one_time.by_slip
    return Earnings(lines, allowances, closures, one_time, gross, counted_days, days_divisor)


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
