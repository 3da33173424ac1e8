"""Flags of a payslip: pay below the minimum wage, weeks beyond the limits."""

from __future__ import annotations

import numpy as np

from openinsa.compute.layout import Batch
from openinsa.compute.running import run_rules
from openinsa.compute.stretches import Stretches, allowances_in_force
from openinsa.compute.tables import EVERY_MONTH, Flags, Whole
from openinsa.rules.choices import AllowanceKind, AllowanceMinimumWage, PayBasis


def flags_of(batch: Batch, weeks: dict[str, np.ndarray], stretches: Stretches) -> dict[str, Flags]:
    """The flags by name, each by slip."""
    return {
        "minimum_wage": below_minimum_wage(batch, stretches),
        "weekly_limit_12": _any_of(batch, weeks["row"][weeks["week_over_limit"]]),
        "part_time_limit_12": _any_of(batch, weeks["row"][weeks["week_over_part_time_limit"]]),
    }


def _any_of(batch: Batch, rows: Whole) -> Flags:
    """Which slips stand among the rows."""
    among = np.zeros(len(batch.slips), np.bool_)
    among[rows] = True
    return among


def below_minimum_wage(batch: Batch, stretches: Stretches) -> Flags:
    """Whether any stretch of a slip's month pays less per hour than the year's minimum wage."""
    items = batch.tables.allowances
    monthly = (items.kind == AllowanceKind.MONTHLY) & (items.months == EVERY_MONTH)
    first_cells = stretches.cells[stretches.begins]

    def in_force(part: AllowanceMinimumWage) -> Whole:
        chosen = monthly & (items.minimum_wage == part)
        return allowances_in_force(batch, chosen, items.valid_from).ravel()[first_cells]

    by_month = stretches.pay_basis == PayBasis.MONTHLY
    given = {
        "month": batch.slips.month[stretches.row],
        "hourly_part_numerator": stretches.hourly_part_numerator,
        "hourly_part_denominator": stretches.hourly_part_denominator,
        "standard_hours_numerator": stretches.hours_numerator,
        "standard_hours_denominator": stretches.hours_denominator,
        "monthly_counted_pay": in_force(AllowanceMinimumWage.COUNTED) + np.where(by_month, stretches.rate, 0),
        "monthly_bonus": np.zeros(len(stretches.row), np.int64),
        "monthly_welfare": in_force(AllowanceMinimumWage.WELFARE),
    }
    slips = batch.slips.slip[stretches.row]
    meets = run_rules(["meets_minimum_wage"], given, slips)["meets_minimum_wage"]
    return _any_of(batch, stretches.row[~meets])
