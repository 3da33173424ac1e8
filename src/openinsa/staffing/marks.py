"""From what a clerk puts into a cell to what happened on that day. Pure: no database, no clock.

A mark is a code (출, 연, 반, ...), hours (8, 9.5, 4:30), hours of leave (연2, 연1:30) or of absence (결2), or
times (09:00-18:00, 22:00-07:00/60 with the minutes of its breaks, 09:00-18:00/13:00-14:00 with their times). A duty (숙직, 일직) stands alone on a day
without other work, or behind what else the day holds (출+숙직). Minutes count from 00:00 of the date and pass
1440 when work goes on after midnight: a shift belongs to the day it starts.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

DAY = 24 * 60
USUAL_START = 9 * 60
HOURS = re.compile(r"(?P<hours>\d{1,2})(?:\.(?P<tenths>\d{1,2})|:(?P<minutes>[0-5]\d))?")
LEAVE_HOURS = re.compile(rf"(?P<leave>\D+?)(?:{HOURS.pattern})")
SPAN = r"\d{1,2}:[0-5]\d[-~]\d{1,2}:[0-5]\d"
TIMES = re.compile(
    r"(?P<from>\d{1,2}:[0-5]\d)\s*[-~]\s*(?P<to>\d{1,2}:[0-5]\d)"
    rf"(?:/(?:(?P<rest>\d{{1,3}})|(?P<rest_hours>\d):(?P<rest_minutes>[0-5]\d)|(?P<rests>{SPAN}(?:,{SPAN})*)))?"
)
MARK_AT_MOST, BREAKS_AT_MOST = 80, 4

Pairs = tuple[tuple[int, int], ...]


class Code(Protocol):
    """What a mark needs to know of a day code; staffing.models.DayCode has it."""

    code: str
    kind: str
    starts: int | None
    ends: int | None
    as_work: bool


@dataclass(frozen=True)
class Plan:
    """The scheduled hours of a day: from, to and the breaks between, in minutes after 00:00."""

    starts: int
    ends: int
    breaks: Pairs = ()

    @property
    def minutes(self) -> int:
        return self.ends - self.starts - sum(to - since for since, to in self.breaks)


@dataclass(frozen=True)
class DayContext:
    """What is known of a person's day before anything is entered. `usual` is the plan of a working day.

    For somebody on a shift pattern, `shifts` are its shifts by mark and `ordinary` is the mark that the
    pattern has for the day.
    """

    plan: Plan | None
    usual: Plan
    weekly_holiday: bool = False
    public_holiday: bool = False
    shifts: Mapping[str, Plan] = field(default_factory=dict, hash=False)
    ordinary: str = ""


@dataclass(frozen=True)
class DayReading:
    """What a mark means. `fault` and `warning` name a message of staffing.faults; "" for none."""

    mark: str
    code: str = ""
    starts: int | None = None
    ends: int | None = None
    breaks: tuple[int, ...] = ()
    leave_code: str = ""
    leave_minutes: int = 0
    fault: str = ""
    warning: str = ""

    @property
    def worked_minutes(self) -> int:
        return minutes_of(self.starts, self.ends, self.breaks)


def minutes_of(starts: int | None, ends: int | None, breaks: Sequence[int]) -> int:
    """From start to end less breaks (from, to, from, to); 0 for a day without work."""
    if starts is None or ends is None:
        return 0
    return ends - starts - sum(breaks[1::2]) + sum(breaks[::2])


@lru_cache(maxsize=1024)
def tidy(mark: str) -> str:
    """One spelling of a mark: composed Hangul, half-width signs, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", mark))


def read_mark(mark: str, context: DayContext, codes: Mapping[str, Code]) -> DayReading:
    """Read one cell. `codes` is keyed by mark. An unknown mark comes back whole, with its fault."""
    text = tidy(mark)[:MARK_AT_MOST]
    if not text:
        return DayReading("")
    before, plus, behind = text.rpartition("+")
    if plus and (duty := codes.get(behind)) and duty.kind == "duty":
        day = read_mark(before, context, codes)
        return replace(_read_with_duty(day, duty, context, codes), mark=text)
    if code := codes.get(text):
        return replace(_READ_KIND[code.kind](code, context), mark=text)
    if shift := context.shifts.get(text):
        return replace(_worked("work", (shift.starts, shift.ends, shift.breaks), context), mark=text)
    if match := TIMES.fullmatch(text):
        return replace(_read_times(match, context), mark=text)
    if match := HOURS.fullmatch(text):
        return replace(_read_hours(match, context), mark=text)
    if (
        (match := LEAVE_HOURS.fullmatch(text))
        and (code := codes.get(match["leave"]))
        and code.kind == "leave"
    ):
        return replace(_read_part_leave(code, _minutes_in(match), context), mark=text)
    return DayReading(text, fault="unknown_mark")


def shift_of(plan: Plan, minutes: int) -> tuple[int, int, Pairs]:
    """The shift that starts as planned and holds so many worked minutes, planned breaks kept inside."""
    end, inside = plan.starts + minutes, []
    for since, to in plan.breaks:
        if since < end:
            inside.append((since, to))
            end += to - since
    return plan.starts, end, tuple(inside)


def default_mark(context: DayContext, marks: Mapping[str, str]) -> str:
    """The mark of an ordinary month: holiday, weekly holiday, work, or a day off. `marks` by code name.

    A shift pattern says itself what its days are.
    """
    if context.ordinary:
        return context.ordinary
    if context.weekly_holiday:
        return marks["weekly_holiday"]
    if context.public_holiday:
        return marks["public_holiday"]
    return marks["work"] if context.plan else marks["off"]


def _worked(code: str, shift: tuple[int, int, Pairs], context: DayContext) -> DayReading:
    starts, ends, breaks = shift
    on_holiday = context.weekly_holiday or context.public_holiday
    warning = "work_on_holiday" if on_holiday else "" if context.plan else "work_without_plan"
    flat = tuple(minute for pair in breaks for minute in pair)
    return DayReading("", code, starts, ends, flat, warning=warning)


def _read_work(code: Code, context: DayContext) -> DayReading:
    plan = context.plan or context.usual
    return _worked(code.code, (plan.starts, plan.ends, plan.breaks), context)


def _read_free(code: Code, context: DayContext) -> DayReading:
    if code.code == "public_holiday" and not context.public_holiday:
        return DayReading("", code.code, fault="not_a_public_holiday")
    if code.code == "weekly_holiday" and not context.weekly_holiday:
        return DayReading("", code.code, fault="not_the_weekly_holiday")
    free_by_rule = context.weekly_holiday or context.public_holiday or context.plan is None
    return DayReading("", code.code, warning="" if free_by_rule else "free_on_a_scheduled_day")


def _read_duty(code: Code, context: DayContext) -> DayReading:
    """A duty alone: no work, unless its content equals normal work; then its hours are worked."""
    if code.as_work and code.starts is not None and code.ends is not None:
        return _worked(code.code, (code.starts, code.ends, ()), context)
    return replace(_read_free(code, context), code=code.code)


def _read_with_duty(
    day: DayReading, duty: Code, context: DayContext, codes: Mapping[str, Code]
) -> DayReading:
    """A duty behind what else the day holds; as work it lengthens the shift, what lies between being a break."""
    kind = next((code.kind for code in codes.values() if code.code == day.code), "")
    if day.fault or not kind:
        return replace(day, fault=day.fault or "unknown_mark")
    if kind in ("leave", "duty"):
        return replace(day, fault="duty_beside_leave")
    if not duty.as_work or duty.starts is None or duty.ends is None:
        return replace(day, code=duty.code)
    if day.ends is None:
        return _worked(duty.code, (duty.starts, duty.ends, ()), context)
    if duty.starts < day.ends:
        return replace(day, fault="duty_within_the_shift")
    between = (day.ends, duty.starts) if day.ends < duty.starts else ()
    return replace(day, code=duty.code, ends=duty.ends, breaks=(*day.breaks, *between))


def _read_leave(code: Code, context: DayContext) -> DayReading:
    if context.plan is None or context.weekly_holiday or context.public_holiday:
        return DayReading("", code.code, fault="leave_on_a_free_day")
    return DayReading("", code.code)


def _read_half(code: Code, context: DayContext) -> DayReading:
    if context.plan is None or context.weekly_holiday or context.public_holiday:
        return DayReading("", code.code, fault="leave_on_a_free_day")
    half = context.plan.minutes // 2
    starts, ends, breaks = shift_of(context.plan, context.plan.minutes - half)
    if code.code == "morning_leave":
        starts, ends, breaks = _last_part(context.plan, context.plan.minutes - half)
    reading = _worked("work", (starts, ends, breaks), context)
    return replace(reading, leave_code=code.code, leave_minutes=half)


def _read_part_leave(code: Code, minutes: int, context: DayContext) -> DayReading:
    """Some hours of leave at the end of the day; the hours before them are worked."""
    if context.plan is None or context.weekly_holiday or context.public_holiday:
        return DayReading("", code.code, fault="leave_on_a_free_day")
    if not 0 < minutes < context.plan.minutes:
        return DayReading("", code.code, fault="leave_hours_beyond_the_day")
    reading = _worked("work", shift_of(context.plan, context.plan.minutes - minutes), context)
    return replace(reading, leave_code=code.code, leave_minutes=minutes)


def _last_part(plan: Plan, minutes: int) -> tuple[int, int, Pairs]:
    start, inside = plan.ends - minutes, []
    for since, to in reversed(plan.breaks):
        if to > start:
            inside.append((since, to))
            start -= to - since
    return start, plan.ends, tuple(reversed(inside))


def _read_hours(match: re.Match[str], context: DayContext) -> DayReading:
    minutes = _minutes_in(match)
    if not 0 < minutes <= DAY:
        return DayReading("", fault="hours_beyond_a_day")
    return _worked("work", shift_of(context.plan or context.usual, minutes), context)


def _minutes_in(match: re.Match[str]) -> int:
    """The length of time of a match of HOURS."""
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    if tenths := match["tenths"]:
        minutes += int(tenths.ljust(2, "0")) * 60 // 100
    return minutes


def _read_times(match: re.Match[str], context: DayContext) -> DayReading:
    starts, ends = (_minute_of_day(match[name]) for name in ("from", "to"))
    if ends <= starts:
        ends += DAY
    if starts >= DAY or ends > 2 * DAY:
        return DayReading("", fault="hours_beyond_a_day")
    plan = context.plan or context.usual
    inside = tuple((since, to) for since, to in plan.breaks if starts < since and to < ends)
    if match["rests"]:
        return _read_breaks(Plan(starts, ends), match["rests"], context)
    if (rest := _rest(match)) is not None:
        if rest >= ends - starts:
            return DayReading("", fault="break_longer_than_the_shift")
        inside = breaks_of(Plan(starts, ends, inside), rest)
    return _worked("work", (starts, ends, inside), context)


def _read_breaks(shift: Plan, rests: str, context: DayContext) -> DayReading:
    """Breaks at the times written, those before the start being of the next day; in order and inside the shift."""
    inside: list[tuple[int, int]] = []
    last = shift.starts
    for text in rests.split(","):
        since, to = (_minute_of_day(one) for one in re.split("[-~]", text))
        since += DAY * (since < shift.starts)
        to += DAY * (to <= since)
        if since < last or to > shift.ends:
            return DayReading("", fault="break_outside_the_shift")
        inside.append((since, to))
        last = to
    if len(inside) > BREAKS_AT_MOST:
        return DayReading("", fault="too_many_breaks")
    if sum(to - since for since, to in inside) >= shift.ends - shift.starts:
        return DayReading("", fault="break_longer_than_the_shift")
    return _worked("work", (shift.starts, shift.ends, _joined(inside)), context)


def _rest(match: re.Match[str]) -> int | None:
    """Minutes of breaks written behind the times, None where nothing was written."""
    if match["rest_hours"]:
        return int(match["rest_hours"]) * 60 + int(match["rest_minutes"])
    return int(match["rest"]) if match["rest"] else None


def breaks_of(shift: Plan, rest: int) -> Pairs:
    """Breaks of so many minutes: the planned ones first, the last of them cut or lengthened to fit.

    Without a planned one, a single break in the middle of the shift.
    """
    if not rest:
        return ()
    planned = shift.breaks or (((shift.starts + shift.ends - rest) // 2,) * 2,)
    taken: list[tuple[int, int]] = []
    for since, to in planned:
        length = min(to - since, rest - sum(end - begin for begin, end in taken))
        if length > 0 or not taken:
            taken.append((since, since + length))
    since, to = taken[-1]
    to += rest - sum(end - begin for begin, end in taken)
    over = max(to - shift.ends, 0)
    return _joined([*taken[:-1], (since - over, to - over)])


def _joined(breaks: Sequence[tuple[int, int]]) -> Pairs:
    """Breaks that touch or overlap as one, its minutes kept."""
    joined: list[tuple[int, int]] = []
    for since, to in reversed(breaks):
        if joined and to > joined[-1][0]:
            to, since = joined[-1][0], since - (to - joined[-1][0])
        joined.append((since, to))
    return tuple(reversed(joined))


def _minute_of_day(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


_READ_KIND = {
    "work": _read_work,
    "free": _read_free,
    "leave": _read_leave,
    "half": _read_half,
    "duty": _read_duty,
}
