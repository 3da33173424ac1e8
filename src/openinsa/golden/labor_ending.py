"""Answers to the topics of labor.json about severance and the end of employment.

Each function takes the fields of its topic by name and gives the expected fields; fields that only
describe the situation are named and left alone.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from openinsa.golden.rows import NOW, Fields, value_of, values_of
from openinsa.golden.text import (
    DAYS_OF_A_YEAR,
    MONTHS_OF_A_YEAR,
    NotUnderstood,
    both_ends,
    minutes,
    service_in,
)

DAYS_OF_PAY = 30
"""Days that a monthly average wage stands for."""


def average_wage(three_month_total: int, days: int, added_overtime_pay: int = 0) -> Fields:
    total = three_month_total + added_overtime_pay
    return {
        "daily_average_wage": value_of("average_daily_wage", three_month_wages=total, three_month_days=days)
    }


def severance(
    daily_average_wage: int | str | None = None,
    service_days: int | None = None,
    period: str = "",
    monthly_wage: int = 0,
    monthly_average_wage: int = 0,
    wage_months: str = "",
    days: int = 0,
    days_per_year: int = 0,
    hourly_ordinary: int = 0,
    daily_hours: int = 8,
    note: str = "",
) -> Fields:
    served = service_days or (days_of(period) if period else days)
    if daily_average_wage is not None:
        average = Fraction(daily_average_wage)
    elif monthly_average_wage:
        average = Fraction(monthly_average_wage, DAYS_OF_PAY)
    elif days or wage_months:
        average = Fraction(monthly_wage * len(wage_months.split(",")), days or days_of_months(wage_months))
    else:
        raise NotUnderstood("no wage to average")
    ordinary = hourly_ordinary * daily_hours
    return {
        "average_daily_exact": average,
        "ordinary_daily": ordinary,
        "daily_used": max(average, Fraction(ordinary)),
        "service_days": served,
        "severance": severance_of(average, served, ordinary, days_per_year),
    }


def severance_of(average: Fraction, service_days: int, ordinary: int = 0, days_per_year: int = 0) -> int:
    given = {
        "three_month_wages": average.numerator,
        "three_month_days": average.denominator,
        "daily_ordinary_wage": ordinary,
        "service_days": service_days,
    } | ({"severance_year_days": days_per_year} if days_per_year > DAYS_OF_PAY else {})
    return int(value_of("severance_amount", employment_ended=NOW, **given))


def severance_days(daily_average_wage: int, days: int) -> Fields:
    return {"severance": severance_of(Fraction(daily_average_wage), days)}


def severance_eligibility(weekly_hours: int, service_days: int = 0, contract: str = "") -> Fields:
    years = service_in(contract)[0] // MONTHS_OF_A_YEAR if contract else service_days // DAYS_OF_A_YEAR
    eligible = value_of(
        "severance_eligible",
        employment_ended=NOW,
        completed_years=years,
        average_weekly_minutes=minutes(weekly_hours),
    )
    return {"eligible": eligible}


def late_interest(unpaid: int, payment_ground_date: str, paid: str, annual_rate: str) -> Fields:
    found = values_of(
        ["late_days", "late_interest"],
        payment_ground_date=date.fromisoformat(payment_ground_date),
        paid_on=date.fromisoformat(paid),
        unpaid_amount=unpaid,
        late_interest_rate=int(Fraction(annual_rate) * 10**6),
    )
    return {"days": found["late_days"], "interest": found["late_interest"]}


def dismissal_notice_pay(daily_ordinary_wage: int, service_months: int) -> Fields:
    given = {"daily_ordinary_wage": daily_ordinary_wage, "service_months": service_months}
    return {"minimum_pay": value_of("dismissal_notice_pay", payment_ground_date=NOW, **given)}


def days_of(period: str) -> int:
    """Days of "2025-07-01..2026-06-30", both ends included."""
    first, last = both_ends(period)
    return (last - first).days + 1


def days_of_months(months: str) -> int:
    """Days of "2026-04,05,06"; a month without a year lies in the year of the one before."""
    days, year = 0, 0
    for word in months.split(","):
        *named, month = word.strip().split("-")
        year = int(named[0]) if named else year
        if not (year and month.isdigit()):
            raise NotUnderstood(f"months '{months}'")
        days += monthrange(year, int(month))[1]
    return days
