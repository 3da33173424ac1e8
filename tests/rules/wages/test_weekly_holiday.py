"""The weekly holiday on both sides of the ruling of 2025-08-14."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.choices import WeeklyHolidayFormula
from openinsa.rules.engine import day_number, load_rule_book


def weekly_holiday(week_end: date, minutes: int, days: int, formula: int) -> int:
    columns = {
        "week_end": day_number(week_end),
        "weekly_scheduled_minutes": minutes,
        "weekly_scheduled_days": days,
        "weekly_holiday_formula": formula,
    }
    arrays = {name: np.array([value], np.int64) for name, value in columns.items()}
    return load_rule_book().run(["weekly_holiday_minutes"], arrays)["weekly_holiday_minutes"].item()


@pytest.mark.parametrize(
    ("week_end", "minutes"), [(date(2025, 8, 13), 360), (date(2025, 8, 14), 300), (date(2026, 8, 16), 300)]
)
def test_six_days_of_five_hours_lose_an_hour_from_the_ruling_on(week_end: date, minutes: int) -> None:
    assert weekly_holiday(week_end, 1800, 6, WeeklyHolidayFormula.BY_DATE) == minutes


@given(st.integers(900, 2400), st.integers(1, 5))
def test_both_forms_agree_for_five_days_or_fewer(minutes: int, days: int) -> None:
    forms = [weekly_holiday(date(2026, 3, 8), minutes, days, formula) for formula in WeeklyHolidayFormula]
    assert len(set(forms)) == 1


@given(st.integers(0, 899), st.integers(1, 7), st.sampled_from(WeeklyHolidayFormula))
def test_below_fifteen_hours_there_is_none(minutes: int, days: int, formula: int) -> None:
    assert weekly_holiday(date(2026, 3, 8), minutes, days, formula) == 0


@given(st.integers(900, 2400), st.integers(1, 7))
def test_it_is_never_less_than_the_average_day_and_less_than_a_minute_more(minutes: int, days: int) -> None:
    paid = weekly_holiday(date(2026, 3, 8), minutes, days, WeeklyHolidayFormula.BY_DATE)
    assert 0 <= paid * max(days, 5) - minutes < max(days, 5)
