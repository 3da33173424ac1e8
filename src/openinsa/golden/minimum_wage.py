"""Answers to the topics of labor.json about minimum and living wages."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from openinsa.golden.one_row import month, value_of
from openinsa.rules.choices import MonthlyHoursRounding
from openinsa.rules.engine.kinds import PPM

FULL_WEEK_HOURS = 40
WEEK_HOLIDAY_SHARE = 5
"""A week's paid holiday is a fifth of its hours."""


def of_year(year: int, weekly_hours: int = FULL_WEEK_HOURS) -> dict[str, Any]:
    """A year's January and the monthly hours of a week, brought up to whole hours (209 for 40)."""
    week = weekly_hours * 60
    return {
        "month": month(f"{year}-01"),
        "work_date": month(f"{year}-01"),
        "weekly_scheduled_minutes": week,
        "weekly_holiday_minutes": week // WEEK_HOLIDAY_SHARE,
        "monthly_hours_rounding": MonthlyHoursRounding.CEIL_HOUR.value,
    }


def monthly_pay(counted: int, welfare: int) -> dict[str, int]:
    return {
        "hourly_part_numerator": 0,
        "hourly_part_denominator": 1,
        "monthly_counted_pay": counted,
        "monthly_bonus": 0,
        "monthly_welfare": welfare,
    }


def living_wage_monthly(year: int, hourly: int, hours: int) -> Mapping[str, Any]:
    row = {"month": month(f"{year}-01"), "standard_hours_numerator": hours, "standard_hours_denominator": 1}
    return {"monthly": value_of("living_monthly_wage", living_hourly_wage=hourly, **row)}


def minimum_wage_monthly(year: int, hourly: int, hours: int) -> Mapping[str, Any]:
    row = {"month": month(f"{year}-01"), "standard_hours_numerator": hours, "standard_hours_denominator": 1}
    return {"monthly": value_of("minimum_monthly_wage", minimum_hourly_wage=hourly, **row)}


def minimum_wage_inclusion(year: int, hourly_minimum: int) -> Mapping[str, Any]:
    row = of_year(year) | {"minimum_hourly_wage": hourly_minimum}
    return {
        "monthly_equivalent": value_of("minimum_monthly_wage", **row),
        "bonus_not_counted": value_of("bonus_not_counted", **row),
        "welfare_not_counted": value_of("welfare_not_counted", **row),
    }


def minimum_wage_check(
    year: int, hourly_minimum: int, base: int, weekly_hours: int, cash_meal: int = 0
) -> Mapping[str, Any]:
    row = of_year(year, weekly_hours) | {"minimum_hourly_wage": hourly_minimum} | monthly_pay(base, cash_meal)
    minimum = value_of("minimum_monthly_wage", **row)
    share = Fraction(value_of("welfare_excluded_share", month=row["month"]), PPM.highest)
    return {
        "minimum": minimum,
        "counted": base + max(cash_meal - share * minimum, Fraction(0)),
        "compliant": value_of("meets_minimum_wage", **row),
    }


def minimum_wage_check_daily(
    year: int, hourly_minimum: int, daily_wage: int, daily_hours: int
) -> Mapping[str, Any]:
    by_day = {"hourly_part_numerator": daily_wage, "hourly_part_denominator": daily_hours}
    row = of_year(year) | monthly_pay(0, 0) | by_day | {"minimum_hourly_wage": hourly_minimum}
    return {
        "hourly": Fraction(daily_wage, daily_hours),
        "compliant": value_of("meets_minimum_wage", **row),
    }


ANSWERS = {
    "living_wage_monthly": living_wage_monthly,
    "minimum_wage_check": minimum_wage_check,
    "minimum_wage_check_daily": minimum_wage_check_daily,
    "minimum_wage_inclusion": minimum_wage_inclusion,
    "minimum_wage_monthly": minimum_wage_monthly,
}
