"""Pay items of a month in plain Python: the part of the reference that reckons them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compute.oracle import Month

Case = dict[str, Any]
KINDS = ("regular", "overtime", "holiday_first8", "holiday_beyond8")


def months_of(item: Case) -> list[int]:
    """The months of the year in which an item is paid."""
    return item.get("months", [*range(1, 13)])


def average_month(item: Case) -> Fraction:
    return Fraction(item["amount"] * len(months_of(item)), 12)


def hourly_items(month: Month, items: list[Case], day: date) -> Fraction:
    """What an hour earns by items of so much a worked day and a worked hour."""
    if not items:
        return Fraction(0)
    by_day = sum(ceil(average_month(item)) for item in items if item["kind"] == "per_worked_day")
    by_hour = sum(
        ceil(average_month(item))
        for item in items
        if item["kind"] == "per_hour" and item["measure"] == "worked"
    )
    return Fraction(by_day * 60, month.version(day)["daily_scheduled_minutes"]) + by_hour


def counted_minutes(month: Month, item: Case, day: date) -> int:
    kinds = {"worked": KINDS, "overtime": ("overtime",), "holiday": KINDS[2:], "night": ("night",)}
    return sum(month.minutes(day, kind) for kind in kinds[item["measure"]])


def shared_pay(month: Month, item: Case, days: list[date], basic_pay: int) -> int:
    """What a share is taken of: the basic pay of the days in force, or the ordinary wage of a month."""
    if item["measure"] == "basic_pay":
        return basic_pay * len(days) // len(month.paid_days())
    won = sum(floor(month.ordinary_hourly(day) * month.monthly_hours(day)) for day in days)
    prorated = item["proration"] == "calendar_days"
    return won // (month.days_in_month if prorated else max(len(days), 1))


def in_force(item: Case, day: date) -> bool:
    return item["from"] <= day.isoformat() <= (item["to"] or "9999-12-31")


def allowances(month: Month, basic_pay: int) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for item in month.case["allowances"]:
        if month.first.month not in months_of(item):
            continue
        days = [day for day in month.paid_days() if in_force(item, day)]
        if item["kind"] == "per_worked_day":
            amount = Fraction(item["amount"] * sum(month.worked(day) > 0 for day in days))
        elif item["kind"] == "per_marked_day":
            amount = Fraction(item["amount"] * sum(month.code(day) == item["mark"] for day in days))
        elif item["kind"] == "per_hour":
            minutes = sum(counted_minutes(month, item, day) for day in days)
            amount = Fraction(item["amount"] * minutes, 60)
        elif item["kind"] == "share":
            amount = Fraction(item["amount"] * shared_pay(month, item, days, basic_pay), 10**6)
        elif item["proration"] == "calendar_days":
            amount = Fraction(item["amount"] * len(days), month.days_in_month)
        else:
            amount = Fraction(item["amount"] if days else 0)
        name = f"allowance:{item['name']}"
        total[name] = total.get(name, Fraction(0)) + amount
    return total


def day_item(month: Month, item: Case, day: date) -> Fraction:
    """What an item adds to one day."""
    if month.first.month not in months_of(item):
        return Fraction(0)
    if item["kind"] == "per_hour":
        return Fraction(item["amount"] * counted_minutes(month, item, day), 60)
    counts = month.code(day) == item["mark"] if item["kind"] == "per_marked_day" else month.worked(day) > 0
    return Fraction(item["amount"] * counts)


def extra_regular(month: Month, day: date) -> int:
    """Regular minutes of a day that the plan, less leave, does not hold."""
    planned = max(0, month.scheduled(day) - month.paid_leave(day))
    if month.public_holiday(day) or month.weekly_holiday(day):
        planned = 0  # the salary holds the holiday's own pay
    return max(0, month.minutes(day, "regular") - planned)


MONTHLY_HOURS: dict[str, Callable[[Fraction], Fraction]] = {
    "exact": lambda hours: hours,
    "ceil_hour": lambda hours: Fraction(ceil(hours)),
    "half_up_hour": lambda hours: Fraction(floor(hours + Fraction(1, 2))),
}
HOURLY: dict[str, Callable[[Fraction], Fraction]] = {
    "exact": lambda hourly: hourly,
    "floor_1": lambda hourly: Fraction(floor(hourly)),
    "half_up_1": lambda hourly: Fraction(floor(hourly + Fraction(1, 2))),
    "ceil_1": lambda hourly: Fraction(ceil(hourly)),
}
LINE: dict[str, Callable[[Fraction], int]] = {
    "floor_1": floor,
    "half_up_1": lambda amount: floor(amount + Fraction(1, 2)),
    "ceil_1": ceil,
    "floor_10": lambda amount: floor(amount / 10) * 10,
    "ceil_10": lambda amount: ceil(amount / 10) * 10,
}


def round_line(amount: Fraction, rounding: str) -> int:
    return LINE[rounding](amount)
