"""Flags of a payslip: pay below the minimum wage, weeks beyond the limits."""

from __future__ import annotations

import numpy as np

from openinsa.compute.layout import Batch, Cells
from openinsa.compute.running import run_rules
from openinsa.compute.stretches import Stretches, allowances_in_force, by_worked_hour, with_time_items
from openinsa.compute.tables import EVERY_MONTH, Flags, Whole
from openinsa.rules.choices import AllowanceKind, AllowanceMinimumWage, PayBasis

MILLION = 10**6
AT_THE_AGREED_WAGE = ("regular_minutes", "public_holiday_paid_minutes", "paid_leave_minutes")


def flags_of(
    batch: Batch, cells: Cells, weeks: dict[str, np.ndarray], stretches: Stretches
) -> dict[str, Flags]:
    """The flags by name, each by slip."""
    return {
        "minimum_wage": below_minimum_wage(batch, stretches),
        "living_wage": below_living_wage(batch, stretches),
        "above_contract": above_contract(batch, cells, stretches),
        "weekly_limit_12": _any_of(batch, weeks["row"][weeks["week_over_limit_unapproved"]]),
        "part_time_limit_12": _any_of(batch, weeks["row"][weeks["week_over_part_time_limit"]]),
    }


def _any_of(batch: Batch, rows: Whole) -> Flags:
    """Which slips stand among the rows."""
    among = np.zeros(len(batch.slips), np.bool_)
    among[rows] = True
    return among


def below_minimum_wage(batch: Batch, stretches: Stretches) -> Flags:
    """Whether any stretch of a slip's month pays less per hour than the year's minimum wage, or the part of it
    that is enough in probation."""
    given = _hourly_pay(batch, stretches)
    probation = batch.slips.probation_to[stretches.row] >= stretches.since
    if probation.any():
        needed = ["needed_hourly_ppm", "counted_monthly_pay"]
        given |= run_rules(needed, given, batch.slips.slip[stretches.row])
        given |= {"in_probation": probation}
        given["needed_hourly_ppm"] = _run(batch, stretches, "needed_in_probation_ppm", given)
    return _any_of(batch, stretches.row[~_run(batch, stretches, "meets_minimum_wage", given)])


def below_living_wage(batch: Batch, stretches: Stretches) -> Flags:
    """Whether any stretch pays less per hour than the institution's living wage, where it has one."""
    living = batch.settings.living_hourly_wage[stretches.row]
    if not living.any():
        return np.zeros(len(batch.slips), np.bool_)
    given = _hourly_pay(batch, stretches)
    given |= {
        "needed_hourly_ppm": living * MILLION,
        "counted_monthly_pay": given["monthly_counted_pay"] + given["monthly_welfare"],
    }
    return _any_of(batch, stretches.row[~_run(batch, stretches, "meets_minimum_wage", given)])


def above_contract(batch: Batch, cells: Cells, stretches: Stretches) -> Flags:
    """Whether more time is paid at the agreed wage than the contract plans for the employed days of the month."""
    paid = sum(
        (stretches.minutes[name] for name in AT_THE_AGREED_WAGE), np.zeros(len(stretches.row), np.int64)
    )
    monthly = stretches.pay_basis == PayBasis.MONTHLY
    more = np.zeros(len(batch.slips), np.int64)
    np.add.at(more, stretches.row, np.where(monthly, stretches.minutes["extra_regular_minutes"], paid))
    covered = stretches.cells
    by_month = batch.versions.pay_basis[cells.version[covered]] == PayBasis.MONTHLY
    planned = np.where(by_month, 0, cells.scheduled_minutes[covered])
    np.subtract.at(more, cells.row[covered], planned)
    return more > 0


def _run(batch: Batch, stretches: Stretches, rule: str, given: dict[str, np.ndarray]) -> np.ndarray:
    return run_rules([rule], given, batch.slips.slip[stretches.row])[rule]


def _hourly_pay(batch: Batch, stretches: Stretches) -> dict[str, np.ndarray]:
    """What the minimum wage asks about each stretch. Only what is paid every month counts."""
    items = batch.tables.allowances
    monthly = (items.kind == AllowanceKind.MONTHLY) & (items.months == EVERY_MONTH)
    first_cells = stretches.cells[stretches.begins]

    def in_force(part: AllowanceMinimumWage, among: Flags = monthly) -> Whole:
        chosen = among & (items.minimum_wage == part)
        return allowances_in_force(batch, chosen, items.valid_from).ravel()[first_cells]

    def by_time(kind: Flags) -> Whole:
        among = kind & (items.months == EVERY_MONTH)
        if not among.any():
            return np.zeros_like(first_cells)
        given = {
            "month": batch.slips.month[stretches.row],
            "time_items": in_force(AllowanceMinimumWage.COUNTED, among),
            "time_welfare": in_force(AllowanceMinimumWage.WELFARE, among),
        }
        return _run(batch, stretches, "counted_time_items", given)

    hourly = with_time_items(
        (stretches.hourly_part_numerator, stretches.hourly_part_denominator),
        by_time(items.kind == AllowanceKind.PER_WORKED_DAY),
        by_time(by_worked_hour(batch)),
        batch.versions.daily_scheduled_minutes[stretches.version],
        batch.slips.slip[stretches.row],
    )
    by_month = stretches.pay_basis == PayBasis.MONTHLY
    return {
        "month": batch.slips.month[stretches.row],
        "hourly_part_numerator": hourly[0],
        "hourly_part_denominator": hourly[1],
        "standard_hours_numerator": stretches.scheduled_hours_numerator,
        "standard_hours_denominator": stretches.scheduled_hours_denominator,
        "monthly_counted_pay": in_force(AllowanceMinimumWage.COUNTED) + np.where(by_month, stretches.rate, 0),
        "monthly_bonus": np.zeros(len(stretches.row), np.int64),
        "monthly_welfare": in_force(AllowanceMinimumWage.WELFARE),
    }
