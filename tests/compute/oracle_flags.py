"""Flags of a month in plain Python: pay below the minimum wage, weeks beyond the limits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from compute.oracle_items import Case, hourly_items, in_force, months_of

if TYPE_CHECKING:
    from compute.oracle import Month

DAY = timedelta(days=1)
MINIMUM_WAGE = 10_320


def below_minimum(month: Month, day: date) -> bool:
    hours = month.monthly_hours(day)
    sums = dict.fromkeys(("counted", "welfare", "not_counted"), 0)
    for item in month.case["allowances"]:
        if item["kind"] == "monthly" and len(months_of(item)) == 12 and in_force(item, day):
            sums[item["minimum_wage"]] += item["amount"]
    counted = [
        item
        for item in month.case["allowances"]
        if len(months_of(item)) == 12 and in_force(item, day) and item["minimum_wage"] != "not_counted"
    ]
    hourly = month.base_hourly(day) + (sums["counted"] + sums["welfare"]) / hours
    return hourly + hourly_items(month, counted, day) < MINIMUM_WAGE


def flags_of(month: Month, weeks: list[Case]) -> list[str]:
    part_time = [month.version(date.fromisoformat(week["end"]))["part_time"] for week in weeks]
    found = {
        "minimum_wage": any(below_minimum(month, day) for day in month.paid_days()),
        "part_time_limit_12": any(
            part and week["overtime"] > 720 for part, week in zip(part_time, weeks, strict=True)
        ),
        "weekly_limit_12": any(
            sum(month.worked(end - n * DAY) for n in range(7) if not month.exempt(end - n * DAY))
            > month.week_limit(end) + 720
            for end in month.week_ends()
        ),
    }
    return [flag for flag, raised in found.items() if raised]
