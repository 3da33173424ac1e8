"""Answers to the topics of labor.json about annual leave.

Each function takes the fields of its topic by name and gives the expected fields; fields that only
describe the situation are named and left alone.
"""

from __future__ import annotations

from openinsa.golden.rows import NOW, Fields, value_of
from openinsa.golden.text import both_ends, minutes, service_in, whole_months


def annual_leave_tenure(completed_years: int, attendance_rate: int = 1) -> Fields:
    return {"days": tenure_days(completed_years)}


def annual_leave_80(
    scheduled_days: int, attended_days: int, perfect_months: int, completed_years: int = 1
) -> Fields:
    given = {
        "leave_grant_date": NOW,
        "scheduled_days": scheduled_days,
        "attended_days": attended_days,
        "perfect_months": perfect_months,
        "completed_years": completed_years,
    }
    return {"days": value_of("yearly_leave_days", **given)}


def annual_leave_parttime(fulltime_days: int, part_weekly_hours: int, full_weekly_hours: int) -> Fields:
    hours = value_of(
        "part_time_leave_hours",
        leave_grant_date=NOW,
        full_time_leave_days=fulltime_days,
        weekly_scheduled_minutes=minutes(part_weekly_hours),
        full_time_weekly_minutes=minutes(full_weekly_hours),
    )
    return {"leave_hours": hours}


def annual_leave_unused_pay(
    hourly_ordinary_wage: int, daily_scheduled_hours: int, unused_days: int
) -> Fields:
    pay = value_of(
        "unused_leave_pay",
        unused_leave_days=unused_days,
        hourly_ordinary_wage=hourly_ordinary_wage,
        daily_scheduled_minutes=minutes(daily_scheduled_hours),
    )
    return {"pay": pay}


def tenure_days(completed_years: int) -> int:
    return int(value_of("leave_days_of_tenure", leave_grant_date=NOW, completed_years=completed_years))


def month_grant(*, employed: bool) -> int:
    """Days of one month of the first year, attended in full."""
    given = {"attended_every_day_of_month": True, "employed_on_grant_day": employed}
    return int(value_of("month_grant_days", leave_grant_date=NOW, **given))


def year_grant(year: int, *, employed: bool) -> int:
    """Days of one year of service, attended in full."""
    given = {"attended_days": 1, "scheduled_days": 1, "completed_years": year, "perfect_months": 12}
    return int(value_of("year_grant_days", leave_grant_date=NOW, employed_on_grant_day=employed, **given))


def annual_leave_months(
    contract_months_exactly: int, attendance: str = "", contract_ends: str = ""
) -> Fields:
    return {"max_days": days_of_service(contract_months_exactly, goes_on="after" in contract_ends)}


def annual_leave_days(contract: str = "", service: str = "", attendance: str = "", years: int = 0) -> Fields:
    """Most days over the whole service, told as "1 year exactly" or "more than 1 year, up to 2 years"."""
    told = contract or service or f"{years} years"
    months, goes_on = service_in(told, contract=bool(contract))
    return {"max_days": days_of_service(months, goes_on=goes_on)}


def annual_leave_overuse(contract: str, days_used: int, employer_paid_for_days: int, paid: int) -> Fields:
    months, goes_on = whole_months(*both_ends(contract))
    entitled = days_of_service(months, goes_on=goes_on)
    refund = value_of(
        "unused_leave_pay_refund",
        entitled_leave_days=entitled,
        used_leave_days=days_used,
        paid_leave_days=employer_paid_for_days,
        paid_for_leave=paid,
    )
    return {"entitled_days": entitled, "refund_due": refund}


def days_of_service(months: int, *, goes_on: bool) -> int:
    """Days of a service of whole months, attended in full; goes_on: at least a day more."""
    cap = int(value_of("monthly_leave_cap", leave_grant_date=NOW))
    of_months = [month_grant(employed=goes_on or month < months) for month in range(1, min(months, cap) + 1)]
    years = range(1, months // 12 + 1)
    of_years = [year_grant(year, employed=goes_on or 12 * year < months) for year in years]
    return sum(of_months) + sum(of_years)
