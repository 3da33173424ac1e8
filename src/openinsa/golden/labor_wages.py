"""Answers to the topics of labor.json about wages and the minimum wage.

Each function takes the fields of its topic by name and gives the expected fields; fields that only
describe the situation are named and left alone.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from openinsa.golden.rows import NOW, Fields, value_of, values_of
from openinsa.golden.text import both_ends, first_number, minutes


def monthly_hours(weekly_scheduled_hours: int, weekly_paid_holiday_hours: int) -> Fields:
    given = {
        "work_date": NOW,
        "weekly_scheduled_minutes": minutes(weekly_scheduled_hours),
        "weekly_holiday_minutes": minutes(weekly_paid_holiday_hours),
        "monthly_hours_rounding": "ceil_hour",
    }
    found = values_of(
        ["exact_hours_numerator", "exact_hours_denominator", "standard_hours_numerator"], **given
    )
    return {
        "monthly_hours_exact": Fraction(found["exact_hours_numerator"], found["exact_hours_denominator"]),
        "monthly_hours_rounded": found["standard_hours_numerator"],
    }


def ordinary_wage(monthly_wage: int, monthly_hours: int, daily_scheduled_hours: int = 8) -> Fields:
    hourly = monthly_part(monthly_wage, monthly_hours)
    return {
        "hourly_ordinary_wage": Fraction(int(hourly * 10_000), 10_000),
        "hourly": int(hourly),
        "daily": int(hourly) * daily_scheduled_hours,
    }


def proration_calendar_days(
    monthly_wage: int, days_employed: int = 0, days_in_month: int = 0, period: str = ""
) -> Fields:
    """Days that are not given are those of the period and of its month."""
    if period and not (days_employed and days_in_month):
        first, last = both_ends(period)
        days_employed = days_employed or (last - first).days + 1
        days_in_month = days_in_month or monthrange(first.year, first.month)[1]
    found = values_of(
        ["prorated_days", "prorated_days_divisor"],
        work_date=NOW,
        days_in_stretch=days_employed,
        days_in_month=days_in_month,
        scheduled_days_in_stretch=0,
        scheduled_days_in_month=0,
        whole_month_employed=days_employed == days_in_month,
        proration="calendar_days",
    )
    return {"pay": monthly_wage * found["prorated_days"] // found["prorated_days_divisor"]}


def minimum_wage_monthly(year: int, hourly: int, hours: int) -> Fields:
    return {"monthly": value_of("minimum_monthly_wage", minimum_hourly_wage=hourly, **hours_of_month(hours))}


def living_wage_monthly(year: int, hourly: int, hours: int) -> Fields:
    return {"monthly": value_of("living_monthly_wage", living_hourly_wage=hourly, **hours_of_month(hours))}


def minimum_wage_inclusion(year: int, hourly_minimum: int) -> Fields:
    given = {"minimum_hourly_wage": hourly_minimum, "month": date(year, 1, 1), **hours_of_week(40)}
    found = values_of(["minimum_monthly_wage", "bonus_not_counted", "welfare_not_counted"], **given)
    return {
        "monthly_equivalent": found["minimum_monthly_wage"],
        "bonus_not_counted": found["bonus_not_counted"],
        "welfare_not_counted": found["welfare_not_counted"],
    }


def minimum_wage_check(
    year: int, hourly_minimum: int, base: int, cash_meal: int, weekly_hours: int
) -> Fields:
    hours = hours_of_week(weekly_hours)
    given = {
        "month": date(year, 1, 1),
        "minimum_hourly_wage": hourly_minimum,
        "monthly_counted_pay": base,
        "monthly_bonus": 0,
        "monthly_welfare": cash_meal,
        "hourly_part_numerator": 0,
        "hourly_part_denominator": 1,
        **hours,
    }
    found = values_of(["meets_minimum_wage", "minimum_monthly_wage", "welfare_excluded_share"], **given)
    excluded = Fraction(found["minimum_monthly_wage"] * found["welfare_excluded_share"], 10**6)
    return {
        "counted": base + max(cash_meal - excluded, Fraction(0)),
        "minimum": found["minimum_monthly_wage"],
        "compliant": found["meets_minimum_wage"],
    }


def minimum_wage_check_daily(year: int, daily_wage: int, daily_hours: int, hourly_minimum: int) -> Fields:
    compliant = value_of(
        "meets_minimum_wage",
        month=date(year, 1, 1),
        minimum_hourly_wage=hourly_minimum,
        pay_basis="daily",
        rate=daily_wage,
        daily_scheduled_minutes=minutes(daily_hours),
        monthly_counted_pay=0,
        monthly_bonus=0,
        monthly_welfare=0,
        **hours_of_week(40),
    )
    return {"compliant": compliant, "hourly": Fraction(daily_wage, daily_hours)}


def fairness_allowance_2027_plan(base_monthly: int, months_band: str, rate_percent: float) -> Fields:
    amount = value_of(
        "fairness_allowance",
        contract_end=date(2027, 12, 31),
        worked_months=first_number(months_band),
        fairness_base=base_monthly,
        fairness_rate=int(Fraction(str(rate_percent)) * 10_000),
    )
    return {"amount": amount}


def monthly_part(monthly_wage: int, monthly_hours: int) -> Fraction:
    """Ordinary wage per hour of monthly pay, exact."""
    found = values_of(
        ["ordinary_hourly_numerator", "ordinary_hourly_denominator"],
        pay_basis="monthly",
        rate=monthly_wage,
        ordinary_allowances=0,
        daily_scheduled_minutes=minutes(8),
        standard_hours_numerator=monthly_hours,
        standard_hours_denominator=1,
    )
    return Fraction(found["ordinary_hourly_numerator"], found["ordinary_hourly_denominator"])


def hours_of_month(hours: int) -> dict[str, int]:
    return {"standard_hours_numerator": hours, "standard_hours_denominator": 1}


def hours_of_week(weekly_hours: int) -> dict[str, int]:
    """Monthly standard hours of a five-day week, rounded up to the hour."""
    targets = ["standard_hours_numerator", "standard_hours_denominator"]
    return values_of(
        targets,
        work_date=NOW,
        week_end=NOW,
        weekly_scheduled_minutes=minutes(weekly_hours),
        weekly_scheduled_days=5,
        weekly_holiday_formula="by_date",
        monthly_hours_rounding="ceil_hour",
    )
