"""Limits of pay that is not taxed."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.rows import run

MONTHS = st.dates(date(2021, 1, 1), date(2027, 12, 1)).map(lambda day: day.replace(day=1))
WON = st.integers(0, 5_000_000)


@given(MONTHS, WON)
def test_meal_money_is_free_up_to_the_limit_of_its_month(month: date, paid: int) -> None:
    limit = 200_000 if month.year >= 2023 else 100_000
    assert run("non_taxable_meal", [{"month": month, "meal_allowance": paid}]) == [min(paid, limit)]


@given(MONTHS, WON, st.integers(0, 4))
def test_childcare_money_is_free_per_worker_to_2025_and_per_child_from_2026(
    month: date, paid: int, children: int
) -> None:
    limit = 100_000 if month.year < 2024 else 200_000
    times = children if month.year >= 2026 else min(children, 1)
    row = {"month": month, "childcare_allowance": paid, "children_to_6": children}
    assert run("non_taxable_childcare", [row]) == [min(paid, limit * times)]


def cleaner(**changed: Any) -> dict[str, Any]:
    return {
        "month": date(2026, 6, 1),
        "overtime_pay": 300_000,
        "production_job": True,
        "daily_worker": False,
        "monthly_fixed_pay": 2_400_000,
        "last_year_gross_pay": 30_000_000,
        "overtime_exempt_this_year": 0,
    } | changed


def test_overtime_of_a_cleaner_is_free_below_both_pay_limits() -> None:
    rows = [
        cleaner(),
        cleaner(monthly_fixed_pay=2_600_001),
        cleaner(last_year_gross_pay=37_000_001),
        cleaner(month=date(2025, 6, 1)),
    ]
    assert run("non_taxable_overtime", rows) == [300_000, 0, 0, 0]


@given(st.integers(0, 3_000_000), st.integers(0, 3_000_000))
def test_a_year_of_free_overtime_never_passes_its_limit(before: int, paid: int) -> None:
    free = run("non_taxable_overtime", [cleaner(overtime_exempt_this_year=before, overtime_pay=paid)])[0]
    assert free == min(paid, max(2_400_000 - before, 0))
