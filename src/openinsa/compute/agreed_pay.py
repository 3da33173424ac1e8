"""What the contracts of a person agree on for a month, added up on the main slip: hours, and what they come to.

The institution is one workplace: of a person's contracts those count that hold on the first day of the month, or
of the hire. The pay run and the page that tells beforehand who is insured ask here alike.
"""

from __future__ import annotations

import numpy as np

from openinsa.compute.running import run_rules
from openinsa.compute.tables import (
    EVERY_MONTH,
    MONTH_TAXABLE,
    Allowances,
    Institutions,
    Slips,
    Versions,
    Whole,
)
from openinsa.rules.choices import AllowanceKind, AllowanceTax
from openinsa.rules.engine import load_rule_book

HOURS = ("monthly_scheduled_minutes", "weekly_scheduled_minutes")


def agreed_hours(slips: Slips, agreed: Versions, main: Whole) -> dict[str, Whole]:
    """Agreed minutes for some main slips by position. agreed: each slip's version on its first day of the month."""
    return {name: _together(slips, getattr(agreed, name), main) for name in HOURS}


def agreed_month_pay(
    slips: Slips, agreed: Versions, settings: Institutions, allowances: Allowances, main: Whole
) -> Whole:
    """Won that the agreed hours of a month, the weekly holiday and the taxed amounts a month come to.

    settings: each slip's institution. Slips ascend.
    """
    given = {
        "work_date": slips.month,
        "week_end": slips.month,
        "pay_basis": agreed.pay_basis,
        "rate": agreed.rate,
        "daily_scheduled_minutes": agreed.daily_scheduled_minutes,
        "weekly_scheduled_minutes": agreed.weekly_scheduled_minutes,
        "weekly_scheduled_days": agreed.weekly_scheduled_days,
        "weekly_holiday_formula": settings.weekly_holiday_formula,
        "monthly_hours_rounding": settings.monthly_hours_rounding,
    }
    won = run_rules(["agreed_month_pay"], given, slips.slip)["agreed_month_pay"]
    return _together(slips, won + _monthly_items(slips, allowances), main)


def income_tested_pay(slips: Slips, earned: Whole, agreed: Whole, main: Whole) -> Whole:
    """What the income test of employment insurance looks at: the reported pay, or a month's agreed pay, or more
    if more was earned.

    A hire or leave within the month leaves pay of some days alone, which is no monthly pay.
    """
    reported = slips.employment_base[main]
    return np.where(reported != MONTH_TAXABLE, reported, np.maximum(earned, agreed))


def income_test_begins(months: Whole) -> bool:
    """Whether the income test is in force in any of the months."""
    since = load_rule_book().parameters["employment_income_test_since"]
    return bool(len(months)) and int(months.max()) >= since.value_on(int(months.max())).value


def _monthly_items(slips: Slips, allowances: Allowances) -> Whole:
    """Taxed amounts a month that are in force on the deciding day, by slip."""
    won = np.zeros(len(slips), np.int64)
    row = np.searchsorted(slips.slip, allowances.slip)
    judged_on = np.maximum(slips.month, slips.employed_from)[row]
    counted = (allowances.kind == AllowanceKind.MONTHLY) & (allowances.tax == AllowanceTax.TAXABLE)
    counted &= allowances.months == EVERY_MONTH
    counted &= (allowances.valid_from <= judged_on) & (allowances.valid_to >= judged_on)
    np.add.at(won, row[counted], allowances.amount[counted])
    return won


def _together(slips: Slips, of_slip: Whole, main: Whole) -> Whole:
    """Sums for the main slips over the contracts that hold on the first day of the month, or of the hire."""
    of = np.searchsorted(slips.slip, slips.main_slip)
    judged_on = np.maximum(slips.month, slips.employed_from)[of]
    held = np.flatnonzero(slips.employed_from <= judged_on)
    total = np.zeros(len(slips), np.int64)
    np.add.at(total, of[held], of_slip[held])
    return total[main]
