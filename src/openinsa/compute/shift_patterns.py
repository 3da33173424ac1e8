"""Shift patterns: from a cycle of shifts and free days to the planned days of many people at once.

A pattern repeats its cycle for ever. Its crews walk through the same cycle, each some days ahead of the
anchor; a person follows one crew for some days. Nothing here knows of law, of months or of a calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openinsa.compute.tables import EMPTY, Flags, Table, Whole, padded_breaks

AFTER_NIGHT = -1
"""비번 in a cycle: the free day that a night shift ended on."""
DAY_OFF = -2
"""휴무 in a cycle: a whole free day."""
MINUTES_PER_DAY = 24 * 60
DAYS_PER_WEEK = 7
FREE, AFTER_A_NIGHT, WEEK_END, NEVER = range(4)
"""Which day of a week becomes its paid holiday: the lowest number there is, NEVER excepted."""


@dataclass(frozen=True)
class Shifts(Table):
    """Kinds of shifts.

    shift               number, once in the table
    start, end          minutes after 00:00 of the day it begins; end may pass 1440
    breaks              n by B by 2, as in `tables.Days`
    scheduled_minutes   agreed minutes (소정근로시간), at most the minutes less breaks
    """

    shift: Whole
    start: Whole
    end: Whole
    breaks: Whole
    scheduled_minutes: Whole

    @classmethod
    def _column(cls, name: str, flag: bool, rows: list[dict[str, object]]) -> np.ndarray:
        if name == "breaks":
            return padded_breaks([row["breaks"] for row in rows])  # type: ignore[misc]
        return super()._column(name, flag, rows)


@dataclass(frozen=True)
class Cycles(Table):
    """The days of patterns' cycles. what: a number of `Shifts`, AFTER_NIGHT or DAY_OFF.

    Positions of a pattern count from 0 without a gap; the order of rows has no meaning.
    """

    pattern: Whole
    position: Whole
    what: Whole


@dataclass(frozen=True)
class Crews(Table):
    """Who follows which crew, from first to last, both included.

    person   whatever the caller calls a person; several rows of one person must not overlap
    anchor   a day on which a crew of offset 0 begins the cycle; earlier days count backwards
    offset   days by which the crew is ahead
    """

    person: Whole
    pattern: Whole
    anchor: Whole
    offset: Whole
    first: Whole
    last: Whole


@dataclass(frozen=True)
class PlannedDays(Table):
    """One row per person and day, in the order of `Crews` and days.

    crew                row of `Crews`
    what                as in `Cycles`
    start, end, breaks, scheduled_minutes   of the shift; EMPTY, and no breaks, on a free day
    """

    person: Whole
    date: Whole
    crew: Whole
    what: Whole
    start: Whole
    end: Whole
    breaks: Whole
    scheduled_minutes: Whole

    @property
    def works(self) -> Flags:
        return self.what >= 0

    @property
    def minutes(self) -> Whole:
        """Planned minutes less breaks; 0 on a free day."""
        length = self.end - self.start
        return np.where(self.works, length - (self.breaks[:, :, 1] - self.breaks[:, :, 0]).sum(axis=1), 0)


def plan_days(crews: Crews, cycles: Cycles, shifts: Shifts, first: int, last: int) -> PlannedDays:
    """What every person is planned for on each day from first to last on which the person has a crew.

    The plan of a day does not depend on which days are asked for. Raises KeyError for a pattern without
    a cycle and for a shift that is not in the table.
    """
    row, date = _days(crews, first, last)
    what = _on_cycle(cycles, crews.pattern[row], date - crews.anchor[row] + crews.offset[row])
    place = _places(shifts.shift, what[what >= 0])
    works = what >= 0
    planned = {
        name: _spread(getattr(shifts, name), place, works, EMPTY)
        for name in ("start", "end", "scheduled_minutes")
    }
    breaks = _spread(shifts.breaks, place, works, 0)
    return PlannedDays(person=crews.person[row], date=date, crew=row, what=what, breaks=breaks, **planned)


def _days(crews: Crews, first: int, last: int) -> tuple[Whole, Whole]:
    """Rows of `Crews` and the days from first to last in each."""
    begin = np.maximum(crews.first, first)
    count = np.maximum(np.minimum(crews.last, last) - begin + 1, 0)
    row = np.repeat(np.arange(len(crews)), count)
    before = np.cumsum(count) - count
    return row, np.arange(len(row)) - before[row] + begin[row]


def _on_cycle(cycles: Cycles, pattern: Whole, days_from_anchor: Whole) -> Whole:
    order = np.lexsort((cycles.position, cycles.pattern))
    patterns, begins, lengths = np.unique(cycles.pattern[order], return_index=True, return_counts=True)
    place = _places(patterns, pattern)
    return cycles.what[order][begins[place] + days_from_anchor % lengths[place]]


def _places(known: Whole, wanted: Whole) -> Whole:
    """Positions of numbers in a column of different numbers. Raises KeyError."""
    order = np.argsort(known)
    found = np.searchsorted(known[order], wanted)
    missing = found == len(known)
    missing[~missing] = known[order[found[~missing]]] != wanted[~missing]
    if missing.any():
        raise KeyError(int(wanted[missing][0]))
    return order[found]


def _spread(column: np.ndarray, place: Whole, works: Flags, empty: int) -> np.ndarray:
    spread = np.full((len(works), *column.shape[1:]), empty, np.int64)
    spread[works] = column[place]
    return spread


def weekly_holidays(planned: PlannedDays, week_ends_on: Whole, on_a_free_day: Flags) -> Flags:
    """Which planned days are the paid holiday of their week; one a week at most.

    week_ends_on: by day, the weekday (0 Monday) on which the person's week ends. on_a_free_day: by day,
    whether the pattern gives it on a free day. Then it is the week's first whole free day, else its first
    day after a night shift; the week's last day where there is neither, or where the pattern does not.
    Whole weeks must be planned: a week cut off is judged by the days that are there.
    """
    week_end = planned.date + (week_ends_on - planned.date - 3) % DAYS_PER_WEEK
    last_of_week = planned.date == week_end
    rank = np.select(
        [on_a_free_day & (planned.what == DAY_OFF), on_a_free_day & (planned.what == AFTER_NIGHT)],
        [FREE, AFTER_A_NIGHT],
        np.where(last_of_week, WEEK_END, NEVER),
    )
    order = np.lexsort((planned.date, rank, week_end, planned.person))
    person, week = planned.person[order], week_end[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (person[1:] != person[:-1]) | (week[1:] != week[:-1])
    chosen = np.zeros(len(order), np.bool_)
    chosen[order[first]] = rank[order[first]] < NEVER
    return chosen


def crews_on_duty(cycle: Sequence[int], shifts: Shifts, offsets: Sequence[int]) -> Whole:
    """How many of a pattern's crews are on duty at each minute of one cycle, breaks counted as duty."""
    length = len(cycle) * MINUTES_PER_DAY
    change = np.zeros(length, np.int64)
    what = np.array(cycle, np.int64)
    days = np.flatnonzero(what >= 0)
    place = _places(shifts.shift, what[days])
    for offset in offsets:
        midnight = (days - offset) * MINUTES_PER_DAY
        np.add.at(change, (midnight + shifts.start[place]) % length, 1)
        np.add.at(change, (midnight + shifts.end[place]) % length, -1)
    running = np.cumsum(change)
    return running - running[0] + _at_midnight(days, place, shifts, offsets, len(cycle))


def _at_midnight(days: Whole, place: Whole, shifts: Shifts, offsets: Sequence[int], length: int) -> int:
    """Crews on duty in the cycle's first minute: shifts that begin then, or that began the day before."""
    on_duty = 0
    for offset in offsets:
        ahead = (days - offset) % length
        on_duty += int(((ahead == 0) & (shifts.start[place] == 0)).sum())
        on_duty += int(((ahead == length - 1) & (shifts.end[place] > MINUTES_PER_DAY)).sum())
    return on_duty
