"""Flexible hours: each minute is overtime once, and a plan of five days of eight hours changes nothing."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.engine import day_number, load_rule_book

BOOK = load_rule_book()
MONDAY = day_number(date(2026, 6, 1))
WEEKS = 2
hours = st.lists(st.integers(0, 900), min_size=6 * WEEKS, max_size=6 * WEEKS)
plans = st.lists(st.integers(0, 720), min_size=6 * WEEKS, max_size=6 * WEEKS)


def kinds(worked: list[int], plan: list[int], flexible: bool) -> dict[str, np.ndarray]:
    """Regular and overtime minutes of two weeks from Monday to Saturday."""
    minutes = np.array(worked)
    week = np.arange(len(worked)) // 6
    days = {
        "work_date": MONDAY + week * 7 + np.arange(len(worked)) % 6,
        "week_end": MONDAY + week * 7 + 6,
        "worked_minutes": minutes,
        "worked_start_date": minutes,
        "worked_next_date": minutes * 0,
        "scheduled_minutes": np.array(plan),
        "week_planned_minutes": np.bincount(week, plan).astype(np.int64)[week],
        **dict.fromkeys(
            ("exempt", "part_time", "holiday_start_date", "holiday_next_date"), np.zeros(len(worked), bool)
        ),
        "holiday_counts_toward_week": np.ones(len(worked), bool),
        "flexible": np.full(len(worked), flexible),
    }
    counted = BOOK.run(["counted_minutes"], days)["counted_minutes"]
    before = [int(counted[week == one][:place].sum()) for one in range(WEEKS) for place in range(6)]
    return BOOK.run(
        ["regular_minutes", "overtime_minutes"], days | {"counted_before_in_week": np.array(before)}
    )


def settled(regular: int) -> int:
    given = {"unit_regular_minutes": regular, "unit_days": 7 * WEEKS, "week_end": MONDAY + 13}
    columns = {name: np.array([value]) for name, value in given.items()}
    return int(BOOK.run(["settled_minutes"], columns)["settled_minutes"][0])


@given(hours, plans)
def test_every_worked_minute_is_regular_or_overtime_and_overtime_once(
    worked: list[int], plan: list[int]
) -> None:
    found = kinds(worked, plan, True)
    regular, overtime = int(found["regular_minutes"].sum()), int(found["overtime_minutes"].sum())
    at_the_end = settled(regular)
    assert regular + overtime == sum(worked)
    assert 0 <= at_the_end <= regular
    assert regular - at_the_end <= 40 * 60 * WEEKS


@given(hours)
def test_a_plan_of_five_days_of_eight_hours_is_the_ordinary_rule(worked: list[int]) -> None:
    plan = [480, 480, 480, 480, 480, 0] * WEEKS
    flexible, ordinary = kinds(worked, plan, True), kinds(worked, plan, False)
    assert flexible["overtime_minutes"].tolist() == ordinary["overtime_minutes"].tolist()
    assert settled(int(flexible["regular_minutes"].sum())) == 0


@given(plans)
def test_who_works_by_the_plan_has_overtime_only_beyond_the_average(plan: list[int]) -> None:
    found = kinds(plan, plan, True)
    assert found["overtime_minutes"].sum() == 0
    assert settled(sum(plan)) == max(sum(plan) - 4800, 0)
