"""Laws of arithmetic that every shift obeys, whatever its hours."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.engine import day_number, load_rule_book

BOOK = load_rule_book()
MONDAY = day_number(date(2026, 6, 8))
times = st.integers(0, 1439)


def run(target: str, **given_columns: int | bool) -> int:
    columns = {
        name: np.array([value], np.bool_ if isinstance(value, bool) else np.int64)
        for name, value in given_columns.items()
    }
    return BOOK.run([target], columns)[target].item()


@given(times, st.integers(1, 1440))
def test_night_minutes_are_those_a_person_would_count(start: int, length: int) -> None:
    counted = sum(minute % 1440 < 360 or minute % 1440 >= 1320 for minute in range(start, start + length))
    night = run("interval_night_minutes", work_date=MONDAY, interval_start=start, interval_end=start + length)
    assert night == counted


@given(times, st.integers(1, 1440), st.integers(0, 1440))
def test_an_interval_cut_in_two_keeps_its_minutes_and_its_night(start: int, length: int, cut: int) -> None:
    middle, end = start + cut % (length + 1), start + length
    for target in ("interval_minutes", "interval_minutes_next_date", "interval_night_minutes"):
        whole = run(target, work_date=MONDAY, interval_start=start, interval_end=end)
        parts = [
            run(target, work_date=MONDAY, interval_start=begin, interval_end=until)
            for begin, until in ((start, middle), (middle, end))
        ]
        assert whole == sum(parts)


@given(
    st.integers(0, 1440),
    st.integers(0, 1440),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 720),
    st.integers(0, 5000),
    st.integers(0, 3120),
)
def test_every_worked_minute_of_a_shift_has_exactly_one_kind(
    before: int,
    after: int,
    holiday: bool,
    next_holiday: bool,
    part_time: bool,
    counts: bool,
    exempt: bool,
    flexible: bool,
    plan: int,
    week: int,
    planned_week: int,
) -> None:
    shift = {
        "work_date": MONDAY,
        "week_end": MONDAY + 6,
        "worked_start_date": before,
        "worked_next_date": after,
        "worked_minutes": before + after,
        "begins_on_holiday": holiday,
        "goes_on_into_holiday": next_holiday,
        "exempt": exempt,
        "part_time": part_time,
        "holiday_counts_toward_week": counts,
        "scheduled_minutes": plan,
        "counted_before_in_week": week,
        "flexible": flexible,
        "week_planned_minutes": planned_week,
    }
    kinds = [
        run(kind, **shift)
        for kind in (
            "regular_minutes",
            "overtime_minutes",
            "holiday_first8_minutes",
            "holiday_beyond8_minutes",
        )
    ]
    assert sum(kinds) == before + after
    assert min(kinds) >= 0
    assert not exempt or sum(kinds[2:]) == 0
    assert not exempt or part_time or kinds[1] == 0
