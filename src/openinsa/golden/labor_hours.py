"""Answers to the topics of labor.json about working time, holidays and premiums.

Each function takes the fields of its topic by name and gives the expected fields; fields that only
describe the situation are named and left alone.
"""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

import numpy as np

from openinsa.golden.rows import NOW, Fields, value_of, values_of
from openinsa.golden.text import NotUnderstood, minutes, span_minutes
from openinsa.rules.calendar.calendar import public_holidays
from openinsa.rules.engine import day_number, load_rule_book

DAY = 24 * 60
SATURDAY, SUNDAY = 5, 6
INTERVAL = ["interval_minutes", "interval_minutes_next_date", "interval_night_minutes"]
HOURS_OF_WEIGHT = 6000
"""Minutes times per cent in one hour at the full rate."""
PREMIUM_WEIGHTS = [
    "base_weight",
    "overtime_weight",
    "holiday_first8_weight",
    "holiday_beyond8_weight",
    "night_weight",
]


def premium_stacking(
    hourly_ordinary_wage: int,
    day: str,
    span: str = "",
    breaks: str = "",
    break_h: float = 0,
    hours: float | None = None,
    night: float = 0,
) -> Fields:
    """Pay of one shift on one day; a shift past midnight belongs to the day it began."""
    if hours is None:
        worked, next_date, at_night = shift_minutes(span or span_in(day), breaks, minutes(break_h))
    else:
        worked, next_date, at_night = minutes(hours), 0, minutes(night)
    holiday = is_holiday(day)
    weights = values_of(
        PREMIUM_WEIGHTS,
        work_date=NOW,
        week_end=NOW,
        part_time=False,
        scheduled_minutes=minutes(8),
        worked_minutes=worked,
        worked_start_date=worked - next_date,
        worked_next_date=next_date,
        exempt=False,
        flexible=False,
        week_planned_minutes=0,
        holiday_start_date=holiday,
        holiday_next_date=holiday,
        holiday_counts_toward_week=False,
        counted_before_in_week=0,
        night_minutes=at_night,
    )
    equivalent = Fraction(sum(weights.values()), HOURS_OF_WEIGHT)
    return {"pay": int(equivalent * hourly_ordinary_wage), "equivalent_hours": equivalent}


def shift_minutes(span: str, breaks: str, unplaced_break: int) -> tuple[int, int, int]:
    """Minutes worked, those of them after midnight, and at night, of a span less its breaks.

    A break without a time of day is taken off the first day's daytime.
    """
    start, end = span_minutes(span)
    worked, next_date, at_night = interval(start, end)
    for part in filter(None, breaks.split(",")):
        begin, finish = span_minutes(part)
        shift = DAY if begin < start else 0
        off = interval(begin + shift, finish + shift)
        worked, next_date, at_night = worked - off[0], next_date - off[1], at_night - off[2]
    return worked - (0 if breaks else unplaced_break), next_date, at_night


def interval(start: int, end: int) -> tuple[int, int, int]:
    """Minutes of an interval, those after midnight, and those at night."""
    found = values_of(INTERVAL, work_date=NOW, interval_start=start, interval_end=end)
    return found[INTERVAL[0]], found[INTERVAL[1]], found[INTERVAL[2]]


def span_in(day: str) -> str:
    """The span of "2026-09-24 22:00 to 2026-09-25 06:00"."""
    return "-".join(re.findall(r"\d\d:\d\d", day))


def is_holiday(day: str) -> bool:
    """Whether the first day of "holiday", "ordinary workday into holiday" or a dated span is a holiday."""
    if dates := re.findall(r"\d{4}-\d\d-\d\d", day):
        first = datetime.date.fromisoformat(dates[0])
        return bool(public_holidays(first, first))
    first_day = day.split(" into ")[0]
    if "holiday" not in first_day and "ordinary" not in first_day and "workday" not in first_day:
        raise NotUnderstood(f"day '{day}'")
    return "holiday" in first_day


def weekly_limit(daily_hours: list[float]) -> Fields:
    """One week of ordinary workdays: the limit looks at the week, the premium at days and week."""
    worked = np.array([minutes(hours) for hours in daily_hours], np.int64)
    no, zero = np.zeros(len(worked), np.bool_), np.zeros(len(worked), np.int64)
    days = {
        "work_date": np.full_like(worked, day_number(NOW)),
        "week_end": np.full_like(worked, day_number(NOW)),
        "worked_minutes": worked,
        "worked_start_date": worked,
        "worked_next_date": zero,
        "scheduled_minutes": np.full_like(worked, minutes(8)),
        "part_time": no,
        "exempt": no,
        "flexible": no,
        "week_planned_minutes": zero,
        "holiday_start_date": no,
        "holiday_next_date": no,
        "holiday_counts_toward_week": no,
    }
    book = load_rule_book()
    counted = book.run(["counted_minutes"], days)["counted_minutes"]
    before = {"counted_before_in_week": np.cumsum(counted) - counted}
    overtime = int(book.run(["overtime_minutes"], days | before)["overtime_minutes"].sum())
    week = values_of(
        ["weekly_limit_test_minutes", "week_over_limit"],
        work_date=NOW,
        week_end=NOW,
        week_worked_minutes=int(worked.sum()),
        week_exempt_minutes=0,
        flexible=False,
        week_planned_minutes=0,
        week_overtime_minutes=overtime,
        part_time=False,
    )
    return {
        "hours_over_40": Fraction(week["weekly_limit_test_minutes"], 60),
        "limit_12_breached": week["week_over_limit"],
        "premium_overtime_hours": Fraction(overtime, 60),
    }


def substitute_holiday(date: str, holiday: str = "") -> Fields:
    return {"substitute": substitute_of(datetime.date.fromisoformat(date))}


def substitute_of(day: datetime.date) -> datetime.date | None:
    """The substitute that a day off lost to a weekend or to another holiday has, found by the names of both.

    Seollal and Chuseok have none for a Saturday; the three days of each share one name.
    """
    names = {
        part.strip().removesuffix(" 전날").removesuffix(" 다음날")
        for found in public_holidays(day, day)
        for part in found.name_ko.split(";")
    }
    if day.weekday() == SATURDAY:
        names -= {"설날", "추석"}
    elif day.weekday() != SUNDAY and len(names) < 2:
        return None
    last = min(day + datetime.timedelta(days=14), datetime.date(day.year, 12, 31))
    substitutes = (one for one in public_holidays(day, last) if one.kind == "substitute_holiday")
    return next((one.date for one in substitutes if any(name in one.name_ko for name in names)), None)


def weekly_holiday_pay(
    weekly_scheduled_hours: int,
    scheduled_days_per_week: int,
    hourly_wage: int,
    all_scheduled_days_attended: bool,
    note: str = "",
) -> Fields:
    earned, paid_minutes = values_of(
        ["weekly_holiday_earned", "weekly_holiday_minutes"],
        week_end=NOW,
        work_date=NOW,
        weekly_scheduled_minutes=minutes(weekly_scheduled_hours),
        weekly_scheduled_days=scheduled_days_per_week,
        weekly_holiday_formula="by_date",
        employed_at_week_end=True,
        week_absent_days=0 if all_scheduled_days_attended else 1,
        week_present_days=scheduled_days_per_week,
        week_scheduled_days_before_hire=0,
        whole_week_excused_is_paid=False,
        joiner_partial_week_is_paid=False,
    ).values()
    hours = Fraction(paid_minutes if earned else 0, 60)
    return {"paid_hours": hours, "pay": int(hours * hourly_wage)}


def premium_monthly_contract(
    hourly: int,
    work_days: int,
    weekly_holidays: int,
    regular_hours_per_day: int,
    overtime_hours_per_day: int,
    night_hours_per_day: int,
) -> Fields:
    weights = values_of(
        ["base_weight", "weekly_holiday_weight", "overtime_weight", "night_weight"],
        work_date=NOW,
        regular_minutes=minutes(regular_hours_per_day) * work_days,
        weekly_holiday_paid_minutes=minutes(regular_hours_per_day) * weekly_holidays,
        overtime_minutes=minutes(overtime_hours_per_day) * work_days,
        night_minutes=minutes(night_hours_per_day) * work_days,
    )
    names = ["base", "weekly_holiday_pay", "overtime_pay", "night_premium"]
    paid = {
        name: int(Fraction(weight, HOURS_OF_WEIGHT) * hourly)
        for name, weight in zip(names, weights.values(), strict=True)
    }
    return {**paid, "subtotal": sum(paid.values())}


def breaks(continuous_scheme_hours_worked: int) -> Fields:
    worked = minutes(continuous_scheme_hours_worked)
    return {"minimum_break_minutes": value_of("minimum_break_minutes", work_date=NOW, working_minutes=worked)}
