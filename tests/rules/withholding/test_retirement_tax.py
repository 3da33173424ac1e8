"""Tax on retirement pay, step by step by hand."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.rows import run

RATES = [(14_000_000, 6), (50_000_000, 15), (88_000_000, 24), (150_000_000, 35), (300_000_000, 38)]
RATES += [(500_000_000, 40), (1_000_000_000, 42), (10**15, 45)]
CONVERTED = [(8_000_000, 100), (70_000_000, 60), (100_000_000, 55), (300_000_000, 45), (10**15, 35)]
SERVICE = [(5, 1_000_000), (10, 2_000_000), (20, 2_500_000), (10**6, 3_000_000)]


def by_bands(bands: list[tuple[int, int]], value: int) -> int:
    total, start = 0, 0
    for end, rate in bands:
        total += max(min(value, end) - start, 0) * rate
        start = end
    return total


def tax_by_hand(pay: int, years: int) -> int:
    converted = (pay - min(by_bands(SERVICE, years), pay)) * 12 // years
    base = converted - by_bands(CONVERTED, converted) // 100
    tax = by_bands(RATES, base) // 100 * years // 12 // 10 * 10
    return tax if tax >= 1000 else 0


def retirement(pay: int, years: int) -> dict[str, Any]:
    return {"retired_on": date(2026, 6, 30), "retirement_pay": pay, "service_years": years}


@given(st.integers(0, 3_000_000_000), st.integers(1, 45))
def test_retirement_tax_is_what_the_act_says_by_hand(pay: int, years: int) -> None:
    assert run("retirement_income_tax", [retirement(pay, years)]) == [tax_by_hand(pay, years)]


@given(st.integers(0, 1_000_000_000), st.integers(1, 44))
def test_a_longer_service_never_costs_more_tax(pay: int, years: int) -> None:
    shorter, longer = run("retirement_income_tax", [retirement(pay, years), retirement(pay, years + 1)])
    assert longer <= shorter
