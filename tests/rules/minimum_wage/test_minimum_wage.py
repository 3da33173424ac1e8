"""The minimum-wage test against exact fractions."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.engine import DateBeforeFirstValue, UnknownKey
from rules.rows import run

MINIMUM = {2021: 8_720, 2022: 9_160, 2023: 9_620, 2024: 9_860, 2025: 10_030, 2026: 10_320}
BONUS = {2021: 15, 2022: 10, 2023: 5}
WELFARE = {2021: 3, 2022: 2, 2023: 1}


@st.composite
def wages(draw: st.DrawFn) -> dict[str, Any]:
    year = draw(st.integers(2021, 2026))
    minutes = draw(st.integers(60, 600))
    weekly = draw(st.integers(60, 4_000))
    near = st.integers(-2, 2)
    by_time = draw(st.booleans())
    hourly = MINIMUM[year] * minutes + draw(near) if by_time else 0
    need = MINIMUM[year] * weekly * 365 // 5_040
    monthly = draw(st.integers(0, 300_000)) if by_time else need + draw(st.integers(-400_000, 200_000) | near)
    return {
        "month": date(year, draw(st.integers(1, 12)), 1),
        "hourly_part_numerator": hourly,
        "hourly_part_denominator": minutes if by_time else 1,
        "monthly_counted_pay": max(monthly, 0),
        "monthly_bonus": draw(st.integers(0, 500_000)),
        "monthly_welfare": draw(st.integers(0, 300_000)),
        "standard_hours_numerator": weekly * 365,
        "standard_hours_denominator": 5_040,
    }


def meets_by_hand(row: dict[str, Any]) -> bool:
    year = row["month"].year
    hours = Fraction(row["standard_hours_numerator"], row["standard_hours_denominator"])
    full = MINIMUM[year] * hours
    bonus = max(row["monthly_bonus"] - full * BONUS.get(year, 0) / 100, Fraction(0))
    welfare = max(row["monthly_welfare"] - full * WELFARE.get(year, 0) / 100, Fraction(0))
    hourly = Fraction(row["hourly_part_numerator"], row["hourly_part_denominator"])
    return hourly + (row["monthly_counted_pay"] + bonus + welfare) / hours >= MINIMUM[year]


@given(st.lists(wages(), min_size=1, max_size=30))
def test_the_verdict_is_that_of_exact_fractions(rows: list[dict[str, Any]]) -> None:
    assert run("meets_minimum_wage", rows) == [meets_by_hand(row) for row in rows]


@given(st.integers(1, 10_000))
def test_the_minimum_of_a_month_is_the_least_pay_that_passes(weekly_minutes: int) -> None:
    row = {
        "month": date(2026, 6, 1),
        "hourly_part_numerator": 0,
        "hourly_part_denominator": 1,
        "monthly_bonus": 0,
        "monthly_welfare": 0,
        "standard_hours_numerator": weekly_minutes * 365,
        "standard_hours_denominator": 5_040,
    }
    least = run("minimum_monthly_wage", [row])[0]
    verdicts = run("meets_minimum_wage", [row | {"monthly_counted_pay": least - short} for short in (0, 1)])
    assert verdicts == [True, False]


def test_monthly_pay_without_hours_never_passes() -> None:
    row = {
        "month": date(2026, 6, 1),
        "hourly_part_numerator": 0,
        "hourly_part_denominator": 1,
        "monthly_counted_pay": 3_000_000,
        "monthly_bonus": 0,
        "monthly_welfare": 0,
        "standard_hours_numerator": 0,
        "standard_hours_denominator": 1,
    }
    assert run("meets_minimum_wage", [row]) == [False]


def test_a_body_without_a_living_wage_of_that_year_is_refused() -> None:
    hours = {"standard_hours_numerator": 209, "standard_hours_denominator": 1}
    with pytest.raises(DateBeforeFirstValue):
        run("living_monthly_wage", [hours | {"month": date(2025, 6, 1), "institution_name": "송파구"}])
    with pytest.raises(UnknownKey):
        run("living_monthly_wage", [hours | {"month": date(2026, 6, 1), "institution_name": "달나라"}])
