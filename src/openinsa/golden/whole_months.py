"""Whole months as a clerk would tell them, `compute/cases/<month>/<situation>.yaml`, in the shape of months.json.

A month names its contract and what was out of the ordinary; `usual.yaml` beside them says what holds
otherwise. Every planned day that is no holiday is worked as planned, from the first day of a unit period in
`flexible` on. `days` gives single days: times with their
breaks, "09:00-20:00 (12:00-13:00)", behind them " + annual_leave 240" for minutes of leave, or the word of a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import openinsa.compute
from openinsa.rules.calendar.calendar import PublicHoliday, public_holidays
from openinsa.rules.engine.topic_file import read_yaml

FOLDER = Path(str(next(iter(openinsa.compute.__path__)))) / "cases"
ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_PER_DAY = 24 * 60
SHIFT = re.compile(
    r"(?P<span>\d\d:\d\d-\d\d:\d\d)(?: \((?P<breaks>[^)]*)\))?"
    r"(?: agreed (?P<agreed>\d+))?(?: \+ (?P<leave>\w+) (?P<minutes>\d+))?"
)
FREE_DAY = "off"
PAY_DAY = 9
"""Pay comes on the 10th of the month after, unless the case says otherwise: so many days after its 1st."""
MINUTES = (
    "worked",
    "regular",
    "overtime",
    "holiday_first8",
    "holiday_beyond8",
    "night",
    "leave_paid",
    "unpaid",
    "public_holiday_paid",
    "weekly_holiday_paid",
)
WEEK_MINUTES = ("worked", "overtime", "holiday_work", "limit_test_minutes", "weekly_holiday_minutes")
SIDES = {
    "employee": ("pension", "health", "ltc", "employment"),
    "employer": ("pension", "health", "ltc", "employment", "employment_extra", "accident"),
}
"""What `expect` leaves out of these is 0."""

Row = dict[str, Any]


def whole_months() -> Iterator[tuple[str, Row]]:
    """Every month as told, by the name of its file."""
    for path in sorted(FOLDER.glob("*/*.yaml")):
        yield path.stem, read_yaml(path)


def as_case(name: str, told: Mapping[str, Any]) -> Row:
    """A told month as a case of months.json."""
    return {"id": name, "topic": "payslip_month", "input": written(given(told)), "expected": expected(told)}


def given(told: Mapping[str, Any]) -> Row:
    """Everything the month is computed from, dates as dates."""
    usual = usual_month()
    first = first_of(told["month"])
    contracts = list(contracts_of(told, usual))
    worker = usual["worker"] | told.get("worker", {})
    holidays = paid_holidays(told, first, contracts[0]["week_ends_on"])
    codes = {name: usual["codes"][name] for name in ("none", "work")} | told.get("codes", {})
    codes |= {name: usual["codes"][name] for name in used_codes(told) if name not in codes}
    return {
        "month": told["month"],
        "premium_month": told.get("premium_month", told["month"]),
        "pay_date": told.get("pay_date", next_month(first) + PAY_DAY * ONE_DAY),
        "institution": {
            **usual["institution"],
            **told.get("institution", {}),
            "settings": usual["settings"] | told.get("settings", {}),
            "codes": codes,
        },
        "worker": worker,
        "insurance": usual["insurance"]
        | told.get("insurance", {})
        | {"bases": usual["insurance"]["bases"] | told.get("bases", {})},
        "contracts": contracts,
        "allowances": [usual["allowance"] | item for item in told.get("allowances", [])],
        "calendar": [{"date": day.date, "kind": day.kind} for day in holidays],
        "holiday_swaps": told.get("holiday_swaps", []),
        "days": list(days_of(told, worker, contracts, {day.date for day in holidays})),
        "flexible": told.get("flexible", []),
        "payments": told.get("payments", []),
        "other_deductions": told.get("other_deductions", []),
    }


def expected(told: Mapping[str, Any]) -> Row:
    """What the month must come to, in the words of months.json; minutes and premiums left out are 0."""
    wanted: Row = dict(told["expect"])
    if "minutes" in wanted:
        wanted["minutes"] = dict.fromkeys(MINUTES, 0) | wanted["minutes"]
    for side, names in SIDES.items():
        if side in wanted:
            wanted[side] = dict.fromkeys(names, 0) | wanted[side]
    if "ordinary_hourly" in wanted:
        wanted["ordinary_hourly"] = [
            {"from": since, "hourly": str(hourly)} for since, hourly in wanted["ordinary_hourly"].items()
        ]
    if "weeks" in wanted:
        wanted["weeks"] = [week_expected(end, week) for end, week in wanted["weeks"].items()]
    return dict(written(wanted))


def week_expected(end: date, told: Mapping[str, int]) -> Row:
    """One week that ends in the month; its holiday is earned where it has minutes."""
    minutes = {**dict.fromkeys(WEEK_MINUTES, 0), **told}
    return {"end": end, **minutes, "weekly_holiday_earned": minutes["weekly_holiday_minutes"] > 0}


@cache
def usual_month() -> Row:
    """What holds unless a month says otherwise."""
    return dict(read_yaml(FOLDER / "usual.yaml"))


def first_of(month: str) -> date:
    """The 1st of a month such as 2026-06."""
    return date.fromisoformat(f"{month}-01")


def next_month(first: date) -> date:
    """The 1st of the month after."""
    return (first + 31 * ONE_DAY).replace(day=1)


def contracts_of(told: Mapping[str, Any], usual: Mapping[str, Any]) -> Iterator[Row]:
    """The versions of the contract, each to the day before the next; the last to the employment's end."""
    worker = usual["worker"] | told.get("worker", {})
    versions = told.get("contracts") or [told["contract"]]
    begins = [version.get("from", worker["employed_from"]) for version in versions]
    ends = [*(begin - ONE_DAY for begin in begins[1:]), worker["employed_to"]]
    for version, begin, end in zip(versions, begins, ends, strict=True):
        full = {**usual["contract"], **version}
        week, roster = full.pop("week"), full.pop("roster", None)
        plans = roster_plans(roster) if roster else week_plans(week)
        holidays = full.pop("weekly_holiday_dates", None)
        yield {
            "to": end,
            **full,
            "from": begin,
            "weekly_holiday_dates": holidays,
            "schedule": {"kind": "roster" if roster else "weekly", "days": plans},
        }


def week_plans(week: Mapping[str, str]) -> Row:
    """Plans by weekday from {"mon-fri": "09:00-18:00 (12:00-13:00)"}."""
    return {weekday: plan_of(shift) for spans, shift in week.items() for weekday in WEEKDAYS[_between(spans)]}


def _between(weekdays: str) -> slice:
    first, _to, last = weekdays.partition("-")
    return slice(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def roster_plans(roster: Mapping[str, Any]) -> Row:
    """Plans by date from a cycle of shifts that begins on a day, as shift patterns are drawn, up to a last day."""
    cycle = roster["cycle"]
    days = dates_between(roster["begins"], roster["until"])
    turns = [(day, cycle[number % len(cycle)]) for number, day in enumerate(days)]
    return {written(day): plan_of(roster["shifts"][turn]) for day, turn in turns if turn != FREE_DAY}


def plan_of(shift: str) -> Row:
    """A plan from "07:00-19:00 (12:00-13:00) agreed 480"; without agreed minutes all of it is agreed."""
    read = shift_of(shift)
    worked = read["end"] - read["start"] - sum(to - since for since, to in read["breaks"])
    return read | {"scheduled_minutes": int(_parts(shift)["agreed"] or worked)}


def shift_of(shift: str) -> Row:
    """Start, end and breaks in minutes after 00:00 of the day on which the shift begins."""
    parts = _parts(shift)
    start, end = span_of(parts["span"], 0)
    breaks = [list(span_of(one, start)) for one in (parts["breaks"] or "").split(", ") if one]
    return {"start": start, "end": end, "breaks": breaks}


def span_of(span: str, not_before: int) -> tuple[int, int]:
    """From and to of "22:00-07:00": what is not after the start, or before the shift's, lies on the next day."""
    since, to = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("-"))
    since += MINUTES_PER_DAY * (since < not_before)
    return since, to + MINUTES_PER_DAY * -(-(since + 1 - to) // MINUTES_PER_DAY) if to <= since else to


def _parts(shift: str) -> Row:
    match = SHIFT.fullmatch(shift)
    if match is None:
        raise ValueError(f"'{shift}' is no shift such as 09:00-18:00 (12:00-13:00)")
    return match.groupdict()


def paid_holidays(told: Mapping[str, Any], first: date, week_ends_on: str) -> tuple[PublicHoliday, ...]:
    """Holidays of the law and of the institution from the first week's start to the day after the month."""
    own = [
        PublicHoliday(day, "institution_day", name, name, "")
        for day, name in told.get("holidays", {}).items()
    ]
    return public_holidays(week_start(looked_at(told, first), week_ends_on), next_month(first), own)


def looked_at(told: Mapping[str, Any], first: date) -> date:
    """The first day that the month asks about: of a unit period of flexible hours, or its own."""
    return min([first, *(since for _unit, since, _to in told.get("flexible", []))])


def week_start(day: date, week_ends_on: str) -> date:
    """First day of the week that a day belongs to."""
    return day - (day.weekday() - WEEKDAYS.index(week_ends_on) - 1) % 7 * ONE_DAY


def days_of(
    told: Mapping[str, Any], worker: Mapping[str, Any], contracts: list[Row], holidays: set[date]
) -> Iterator[Row]:
    """A record for every day of employment in the month, and for the earlier days of its first week."""
    month = first_of(told["month"])
    last = min(next_month(month) - ONE_DAY, worker["employed_to"] or date.max)
    swaps = told.get("holiday_swaps", [])
    free = holidays - {swap["holiday"] for swap in swaps} | {swap["instead"] for swap in swaps}
    told_days = told.get("days", {})
    begin = max(week_start(looked_at(told, month), contracts[0]["week_ends_on"]), worker["employed_from"])
    for day in dates_between(begin, last):
        version = next(one for one in reversed(contracts) if one["from"] <= day)
        yield {"date": day} | record_of(told_days[day] if day in told_days else usual_day(version, day, free))


def usual_day(version: Mapping[str, Any], day: date, free: set[date]) -> str | Row:
    """What an ordinary day holds: the plan, or nothing where there is none or it is a holiday."""
    weekly = version["weekly_holiday_dates"]
    rests = day in weekly if weekly is not None else WEEKDAYS[day.weekday()] == version["week_ends_on"]
    plans, kind = version["schedule"]["days"], version["schedule"]["kind"]
    plan = plans.get(day.isoformat() if kind == "roster" else WEEKDAYS[day.weekday()])
    return "none" if plan is None or rests or day in free else plan


def record_of(told: str | Mapping[str, Any]) -> Row:
    """A day's record from a plan that was worked, times, or the word of a code."""
    if not isinstance(told, str):
        return {"code": "work", **{name: told[name] for name in ("start", "end", "breaks")}, "leave": None}
    if ":" not in told:
        return {"code": told, "start": None, "end": None, "breaks": [], "leave": None}
    parts = _parts(told)
    leave = {"code": parts["leave"], "minutes": int(parts["minutes"])} if parts["leave"] else None
    return {"code": "work", **shift_of(told), "leave": leave}


def used_codes(told: Mapping[str, Any]) -> set[str]:
    """Codes that the month's days name."""
    named = {one["code"] for one in map(record_of, told.get("days", {}).values())}
    leaves = {one["leave"]["code"] for one in map(record_of, told.get("days", {}).values()) if one["leave"]}
    return named | leaves


def dates_between(first: date, last: date) -> list[date]:
    """All days from first to last."""
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def written(value: Any) -> Any:
    """Dates as in JSON, "2026-06-01"."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {written(key): written(one) for key, one in value.items()}
    return [written(one) for one in value] if isinstance(value, list | tuple) else value
