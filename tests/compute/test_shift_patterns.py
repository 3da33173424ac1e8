"""Shift patterns: the cycle repeats for ever, every crew is covered, and a week has one paid holiday."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from openinsa.compute.shift_patterns import (
    AFTER_NIGHT,
    DAY_OFF,
    Crews,
    Cycles,
    PlannedDays,
    Shifts,
    crews_on_duty,
    plan_days,
    weekly_holidays,
)
from openinsa.compute.tables import EMPTY
from openinsa.rules.engine import day_number, day_of

DAY, NIGHT = 7, 9
SHIFTS = Shifts.of(
    [
        {
            "shift": DAY,
            "start": 420,
            "end": 1140,
            "breaks": [(720, 780), (1020, 1050)],
            "scheduled_minutes": 480,
        },
        {"shift": NIGHT, "start": 1140, "end": 1860, "breaks": [(1440, 1500)], "scheduled_minutes": 480},
    ]
)
FOUR_CREWS = (DAY, NIGHT, AFTER_NIGHT, DAY_OFF)
NEW_YEAR = date(2026, 1, 1)
TEN_YEARS = some.dates(date(2020, 1, 1), date(2030, 12, 31))
DAYS_OF_A_CYCLE = some.lists(some.sampled_from(FOUR_CREWS), min_size=1, max_size=30)


def cycle_of(*days: int, pattern: int = 0) -> Cycles:
    return Cycles.of([{"pattern": pattern, "position": n, "what": what} for n, what in enumerate(days)])


def crew(person: int, first: date, last: date, *, offset: int = 0, pattern: int = 0) -> dict[str, object]:
    days = {"anchor": day_number(NEW_YEAR), "first": day_number(first), "last": day_number(last)}
    return {"person": person, "pattern": pattern, "offset": offset, **days}


def planned(crews: list[dict[str, object]], cycles: Cycles, first: date, last: date) -> PlannedDays:
    return plan_days(Crews.of(crews), cycles, SHIFTS, day_number(first), day_number(last))


def by_day(days: PlannedDays) -> dict[tuple[int, date], int]:
    keys = zip(days.person.tolist(), map(day_of, days.date.tolist()), strict=True)
    return dict(zip(keys, days.what.tolist(), strict=True))


def test_a_crew_walks_through_the_cycle_day_by_day() -> None:
    days = planned([crew(1, NEW_YEAR, date(2026, 1, 6))], cycle_of(*FOUR_CREWS), NEW_YEAR, date(2026, 1, 31))
    assert days.what.tolist() == [DAY, NIGHT, AFTER_NIGHT, DAY_OFF, DAY, NIGHT]


def test_a_planned_day_has_start_end_and_breaks_and_a_free_day_has_none() -> None:
    days = planned([crew(1, NEW_YEAR, date(2026, 1, 3))], cycle_of(*FOUR_CREWS), NEW_YEAR, date(2026, 1, 31))
    assert days.start.tolist() == [420, 1140, EMPTY]
    assert days.end.tolist() == [1140, 1860, EMPTY]
    assert days.breaks.tolist() == [[[720, 780], [1020, 1050]], [[1440, 1500], [0, 0]], [[0, 0], [0, 0]]]
    assert days.scheduled_minutes.tolist() == [480, 480, EMPTY]
    assert days.minutes.tolist() == [630, 660, 0]


@given(TEN_YEARS, DAYS_OF_A_CYCLE, some.integers(0, 40))
@settings(deadline=None)
def test_the_same_days_come_again_after_every_cycle(first: date, cycle: list[int], offset: int) -> None:
    last = first + timedelta(days=2 * len(cycle) - 1)
    what = planned([crew(1, first, last, offset=offset)], cycle_of(*cycle), first, last).what
    assert what[: len(cycle)].tolist() == what[len(cycle) :].tolist()
    assert sorted(what[: len(cycle)].tolist()) == sorted(cycle)


@given(TEN_YEARS, some.integers(0, 60), some.integers(0, 60), DAYS_OF_A_CYCLE)
@settings(deadline=None)
def test_a_day_is_planned_alike_whatever_days_are_asked_for(
    first: date, before: int, after: int, cycle: list[int]
) -> None:
    """Also across the ends of months and 29 February."""
    last = first + timedelta(days=40)
    people = [crew(1, first, last)]
    narrow = by_day(planned(people, cycle_of(*cycle), first + timedelta(10), first + timedelta(20)))
    wide = by_day(
        planned(people, cycle_of(*cycle), first - timedelta(days=before), last + timedelta(days=after))
    )
    assert narrow.items() <= wide.items()
    assert len(wide) == 41


def test_a_leap_day_is_a_day_of_the_cycle_like_any_other() -> None:
    first, last = date(2028, 2, 28), date(2028, 3, 1)
    days = planned([crew(1, first, last)], cycle_of(*FOUR_CREWS), first, last)
    place = (first - NEW_YEAR).days % 4
    assert days.what.tolist() == [FOUR_CREWS[(place + n) % 4] for n in range(3)]


def test_days_before_the_anchor_count_backwards() -> None:
    first = date(2025, 12, 29)
    days = planned([crew(1, first, NEW_YEAR)], cycle_of(*FOUR_CREWS), first, NEW_YEAR)
    assert days.what.tolist() == [NIGHT, AFTER_NIGHT, DAY_OFF, DAY]


def test_many_people_of_many_patterns_are_planned_at_once() -> None:
    cycles = Cycles.joined([cycle_of(DAY, DAY_OFF, pattern=4), cycle_of(*FOUR_CREWS, pattern=2)])
    crews = [
        crew(
            person,
            NEW_YEAR,
            NEW_YEAR + timedelta(days=person % 50),
            offset=person % 7,
            pattern=2 + 2 * (person % 2),
        )
        for person in range(400)
    ]
    days = planned(crews, cycles, NEW_YEAR, date(2026, 3, 31))
    assert len(days) == sum(1 + person % 50 for person in range(400))
    alone = [planned([one], cycles, NEW_YEAR, date(2026, 3, 31)) for one in crews]
    assert days.what.tolist() == [what for one in alone for what in one.what.tolist()]


def test_a_pattern_without_a_cycle_is_an_error_and_no_guess() -> None:
    with pytest.raises(KeyError):
        planned([crew(1, NEW_YEAR, NEW_YEAR, pattern=3)], cycle_of(*FOUR_CREWS), NEW_YEAR, NEW_YEAR)


def test_a_shift_that_nobody_described_is_an_error_and_no_guess() -> None:
    with pytest.raises(KeyError):
        planned([crew(1, NEW_YEAR, NEW_YEAR)], cycle_of(99), NEW_YEAR, NEW_YEAR)


def test_four_crews_leave_no_minute_without_exactly_one_of_them() -> None:
    assert set(crews_on_duty(FOUR_CREWS, SHIFTS, [0, 1, 2, 3]).tolist()) == {1}


def test_three_of_four_crews_leave_hours_without_anybody() -> None:
    on_duty = crews_on_duty(FOUR_CREWS, SHIFTS, [0, 1, 2])
    assert set(on_duty.tolist()) == {0, 1}
    assert int((on_duty == 0).sum()) == 2 * 12 * 60


@given(
    some.lists(some.sampled_from(FOUR_CREWS), min_size=1, max_size=8),
    some.lists(some.integers(0, 40), min_size=1, max_size=3),
)
@settings(deadline=None, max_examples=25)
def test_who_is_on_duty_is_counted_as_one_counts_on_ones_fingers(
    cycle: list[int], offsets: list[int]
) -> None:
    length = len(cycle) * 1440
    counted = [0] * length
    for offset in offsets:
        for day in range(len(cycle)):
            what = cycle[(day + offset) % len(cycle)]
            if what >= 0:
                begin, end = (420, 1140) if what == DAY else (1140, 1860)
                for minute in range(begin, end):
                    counted[(day * 1440 + minute) % length] += 1
    assert crews_on_duty(cycle, SHIFTS, offsets).tolist() == counted


def holidays(days: PlannedDays, week_ends_on: int = 6, *, on_a_free_day: bool = True) -> list[date]:
    ends_on = np.full(len(days), week_ends_on)
    chosen = weekly_holidays(days, ends_on, np.full(len(days), on_a_free_day))
    return [day_of(day) for day in days.date[chosen].tolist()]


def monday_to_sunday(*cycle: int) -> PlannedDays:
    """One week, from Monday 2026-01-05 on."""
    first = date(2026, 1, 5)
    begin = {"anchor": day_number(first), "first": day_number(first), "last": day_number(first) + 6}
    row = {"person": 1, "pattern": 0, "offset": 0, **begin}
    return plan_days(Crews.of([row]), cycle_of(*cycle), SHIFTS, day_number(first), day_number(first) + 6)


def test_the_paid_holiday_of_a_week_is_its_first_whole_free_day() -> None:
    week = monday_to_sunday(DAY, NIGHT, AFTER_NIGHT, DAY_OFF, DAY, NIGHT, AFTER_NIGHT)
    assert holidays(week) == [date(2026, 1, 8)]


def test_a_week_without_a_whole_free_day_has_its_holiday_after_a_night() -> None:
    week = monday_to_sunday(NIGHT, AFTER_NIGHT, DAY, NIGHT, AFTER_NIGHT, DAY, NIGHT)
    assert holidays(week) == [date(2026, 1, 6)]


def test_a_week_without_any_free_day_keeps_the_holiday_of_the_contract() -> None:
    assert holidays(monday_to_sunday(*[DAY] * 7)) == [date(2026, 1, 11)]
    assert holidays(monday_to_sunday(*[DAY] * 7), week_ends_on=2) == [date(2026, 1, 7)]


def test_a_pattern_may_leave_the_holiday_to_the_contracts_weekday() -> None:
    week = monday_to_sunday(DAY, NIGHT, AFTER_NIGHT, DAY_OFF, DAY, NIGHT, AFTER_NIGHT)
    assert holidays(week, on_a_free_day=False) == [date(2026, 1, 11)]


@given(TEN_YEARS, DAYS_OF_A_CYCLE, some.integers(0, 6))
@settings(deadline=None)
def test_every_whole_week_has_exactly_one_paid_holiday(
    first: date, cycle: list[int], week_ends_on: int
) -> None:
    start = first + timedelta(days=(week_ends_on - first.weekday()) % 7 + 1)
    last = start + timedelta(days=27)
    days = planned([crew(1, start, last)], cycle_of(*cycle), start, last)
    found = holidays(days, week_ends_on)
    assert [(day - start).days // 7 for day in found] == [0, 1, 2, 3]
