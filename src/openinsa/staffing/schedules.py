"""The plan of a week: for contracts that name only hours and days, and as people type and read it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from openinsa.staffing.marks import TIMES, DayContext, Plan, read_mark, tidy
from openinsa.staffing.models import ContractVersion
from openinsa.staffing.patterns import clock
from openinsa.staffing.sheet import WEEKDAYS

NINE, NOON, ONE = 9 * 60, 12 * 60, 13 * 60
ORDINARY_DAY, ORDINARY_DAYS = 8 * 60, 5
Shift = list[Any]
"""One weekday of a schedule: [start, end, [[from, to], ...]]."""


class UnreadableShift(ValueError):
    """A text that is no time from and to, such as 09:00-18:00/12:00-13:00."""


def ordinary_schedule(daily_minutes: int, weekly_days: int) -> dict[str, list[object]]:
    """So many days from Monday on, from nine o'clock, with the noon hour free when work goes on after it."""
    return {weekday: _from_nine(daily_minutes) for weekday in WEEKDAYS[:weekly_days]}


def following_schedule(
    held: Mapping[str, Any], daily_minutes: int, weekly_days: int
) -> dict[str, list[object]]:
    """The ordinary plan of new hours, on the weekdays that were agreed where there are as many of them."""
    weekdays = [weekday for weekday in WEEKDAYS if weekday in held]
    if len(weekdays) != weekly_days:
        return ordinary_schedule(daily_minutes, weekly_days)
    return {weekday: _from_nine(daily_minutes) for weekday in weekdays}


def _from_nine(minutes: int) -> list[object]:
    past_noon = minutes > NOON - NINE
    return [NINE, NINE + minutes + (ONE - NOON if past_noon else 0), [[NOON, ONE]] if past_noon else []]


def shift_typed(text: str) -> Shift:
    """A weekday's plan as typed into a cell of the month: 09:00-18:00/12:00-13:00. Raises UnreadableShift."""
    if not TIMES.fullmatch(tidy(text)):
        raise UnreadableShift(text)
    read = read_mark(text, DayContext(None, Plan(0, 0)), {})
    if read.fault or read.starts is None or read.ends is None:
        raise UnreadableShift(text)
    breaks = [list(pair) for pair in zip(read.breaks[::2], read.breaks[1::2], strict=True)]
    return [read.starts, read.ends, breaks]


def shift_told(times: str, rest: str, daily_minutes: int | None) -> Shift:
    """A day's plan from 09:00-18:00, its break as 12:00-13:00 or 1:00 and its hours, as far as they are told.

    Raises UnreadableShift.
    """
    if not times:
        return _from_nine(ORDINARY_DAY if daily_minutes is None else daily_minutes)
    since, to, _breaks = shift_typed(times)
    if not rest and daily_minutes is not None and (free := to - since - daily_minutes) > 0:
        rest = f"{free // 60}:{free % 60:02d}"
    at_noon = since <= NOON and to >= ONE
    if at_noon and (rest == "1:00" or (not rest and daily_minutes is None)):
        rest = f"{clock(NOON)}-{clock(ONE)}"
    return shift_typed(f"{times}/{rest}" if rest else times)


def shift_in_words(shift: Sequence[Any]) -> str:
    """A weekday's plan as it is typed."""
    starts, ends, breaks = shift
    rests = ",".join(f"{clock(since)}-{clock(to)}" for since, to in breaks)
    return f"{clock(starts)}-{clock(ends)}" + (f"/{rests}" if rests else "")


def week_in_words(schedule: Mapping[str, Any]) -> list[str]:
    """A week's plan, a line for each run of weekdays with one plan: 월–금 09:00-18:00/12:00-13:00."""
    labels = [str(label) for label in ContractVersion.Weekday.labels]
    runs = groupby(range(len(WEEKDAYS)), lambda day: schedule.get(WEEKDAYS[day]))
    told = [(list(days), shift) for shift, days in runs if shift]
    return [
        f"{labels[days[0]]}{f'–{labels[days[-1]]}' if len(days) > 1 else ''} {shift_in_words(shift)}"
        for days, shift in told
    ]


def hours_of(schedule: Mapping[str, Any]) -> dict[str, int]:
    """The hours that a week's plan makes; a day has those that most of its days have."""
    minutes = [
        ends - starts - sum(to - since for since, to in breaks) for starts, ends, breaks in schedule.values()
    ]
    usual = max(Counter(minutes).items(), key=lambda found: (found[1], found[0]))[0]
    return {
        "daily_scheduled_minutes": usual,
        "weekly_scheduled_minutes": sum(minutes),
        "weekly_scheduled_days": len(minutes),
    }
