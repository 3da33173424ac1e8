"""A shift pattern as it is thought of: drawn, stored or shipped. No database here.

`usual_patterns` are forms that an institution begins with and adjusts; clock times are never law.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from openinsa.compute.shift_patterns import AFTER_NIGHT, DAY_OFF, Cycles, Shifts
from openinsa.rules.engine.topic_file import read_yaml
from openinsa.staffing.law import law_value
from openinsa.staffing.marks import DAY, Pairs, Plan
from openinsa.staffing.models import ShiftPattern

FREE_DAYS = {"after_night": AFTER_NIGHT, "off": DAY_OFF}
"""What a cycle calls a free day, and the number it has in `compute.shift_patterns`."""
CLOCK = re.compile(r"(\d{1,2}):?([0-5]\d)")
SHIFTS_PER_PATTERN = 10
"""Most kinds of shifts in a pattern; also keeps the numbers of shifts of different patterns apart."""


class UnreadableTime(ValueError):
    """A clock time or a break that is not written like 07:00 or 12:00-13:00."""


@dataclass(frozen=True)
class Shift:
    """One kind of shift: its mark in the month, its plan, and the agreed minutes of its day."""

    mark: str
    name: str
    plan: Plan
    scheduled_minutes: int


@dataclass(frozen=True)
class Pattern:
    """What makes a pattern; fields as in `ShiftPattern`, crews by their offsets."""

    name: str
    starts_on: date
    shifts: tuple[Shift, ...]
    cycle: tuple[str, ...]
    crew_offsets: tuple[int, ...]
    on_duty: int = 1
    works_on_public_holidays: bool = True
    weekly_holiday: str = ShiftPattern.WeeklyHoliday.FREE_DAY

    @property
    def holiday_on_a_free_day(self) -> bool:
        return self.weekly_holiday == ShiftPattern.WeeklyHoliday.FREE_DAY

    def shift(self, mark: str) -> Shift | None:
        return next((shift for shift in self.shifts if shift.mark == mark), None)


@dataclass(frozen=True)
class UsualPattern:
    """A shipped form: its name in both languages and the pattern it begins with."""

    key: str
    name_en: str
    pattern: Pattern

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.pattern.name


def minute_of(text: str) -> int:
    """Minutes after 00:00 of 7:00, 07:00 or 0700; 24:00 is the end of the day. Raises UnreadableTime."""
    match = CLOCK.fullmatch(text.strip())
    minute = int(match[1]) * 60 + int(match[2]) if match else DAY + 1
    if minute > DAY:
        raise UnreadableTime(text)
    return minute


def clock(minute: int) -> str:
    """Minutes after 00:00 as 07:00, on whatever day they lie."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def plan_of(starts: str, ends: str, breaks: Sequence[str]) -> Plan:
    """A plan from clock times; what is not later than the start lies on the next day. Raises UnreadableTime."""
    begin = minute_of(starts) % DAY
    pairs = [re.split(r"\s*[-~]\s*", text.strip()) for text in breaks]
    if any(len(pair) != 2 for pair in pairs):
        raise UnreadableTime(", ".join(breaks))
    inside = sorted((_after(begin, since), _after(begin, to)) for since, to in pairs)
    return Plan(begin, _after(begin, ends, same_is_next_day=True), tuple(inside))


def _after(begin: int, text: str, *, same_is_next_day: bool = False) -> int:
    minute = minute_of(text)
    earlier = minute <= begin if same_is_next_day else minute < begin
    return minute + DAY if earlier else minute


def breaks_in_words(breaks: Pairs) -> str:
    """12:00-13:00, 17:00-17:30."""
    return ", ".join(f"{clock(since)}-{clock(to)}" for since, to in breaks)


def agreed_minutes(plan: Plan, day: date) -> int:
    """Agreed minutes of a shift for which nothing else was agreed: its minutes, up to the day's limit."""
    return min(plan.minutes, law_value("daily_limit_minutes", day))


def stored(row: ShiftPattern) -> Pattern:
    """The pattern of a row and its shift types."""
    return Pattern(
        name=row.name,
        starts_on=row.starts_on,
        shifts=tuple(
            Shift(one.mark, one.name, Plan(one.starts, one.ends, in_pairs(one.breaks)), one.scheduled_minutes)
            for one in row.shift_types.all()
        ),
        cycle=tuple(row.cycle),
        crew_offsets=tuple(row.crew_offsets),
        on_duty=row.on_duty,
        works_on_public_holidays=row.works_on_public_holidays,
        weekly_holiday=row.weekly_holiday,
    )


def in_pairs(flat: Sequence[int]) -> Pairs:
    """From, to, from, to as pairs."""
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def tables_of(patterns: Sequence[Pattern]) -> tuple[Cycles, Shifts]:
    """The tables of some patterns, each named by its place among them.

    Shift n of pattern p has the number p × SHIFTS_PER_PATTERN + n.
    """
    cycles: list[dict[str, object]] = []
    shifts: list[dict[str, object]] = []
    for place, pattern in enumerate(patterns):
        numbers = dict(zip((s.mark for s in pattern.shifts), count(place * SHIFTS_PER_PATTERN), strict=False))
        for position, what in enumerate(pattern.cycle):
            number = FREE_DAYS[what] if what in FREE_DAYS else numbers[what]
            cycles.append({"pattern": place, "position": position, "what": number})
        shifts += [_shift_row(numbers[shift.mark], shift) for shift in pattern.shifts]
    return Cycles.of(cycles), Shifts.of(shifts)


def _shift_row(number: int, shift: Shift) -> dict[str, object]:
    return {
        "shift": number,
        "start": shift.plan.starts,
        "end": shift.plan.ends,
        "breaks": list(shift.plan.breaks),
        "scheduled_minutes": shift.scheduled_minutes,
    }


@cache
def usual_patterns(starts_on: date) -> tuple[UsualPattern, ...]:
    """The shipped forms, beginning on a day; a pattern of whole weeks wants a Monday."""
    content = read_yaml(Path(__file__).with_name("usual_patterns.yaml"))
    return tuple(_usual(key, entry, starts_on) for key, entry in content.items())


def _usual(key: str, entry: dict[str, Any], starts_on: date) -> UsualPattern:
    shifts = {name: _usual_shift(given, starts_on) for name, given in entry["shifts"].items()}
    pattern = Pattern(
        name=entry["name"]["ko"],
        starts_on=starts_on,
        shifts=tuple(shifts.values()),
        cycle=tuple(day if day in FREE_DAYS else shifts[day].mark for day in entry["cycle"]),
        crew_offsets=tuple(entry["crews"]),
        on_duty=entry["on_duty"],
    )
    return UsualPattern(key, entry["name"]["en"], pattern)


def _usual_shift(given: dict[str, Any], starts_on: date) -> Shift:
    plan = plan_of(given["from"], given["to"], given["breaks"])
    return Shift(given["mark"], given["name"], plan, agreed_minutes(plan, starts_on))
