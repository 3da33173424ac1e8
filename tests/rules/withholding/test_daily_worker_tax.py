"""Day labourers' tax, by the day and by the payment."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.choices import DailyTaxUnit
from rules.rows import run

DAYS = st.lists(st.integers(0, 2_000_000), min_size=1, max_size=31)


def tax_of(days: list[int], unit: DailyTaxUnit) -> int:
    paid = date(2026, 6, 10)
    rows = [{"payment_date": paid, "day_taxable_pay": pay, "daily_tax_unit": unit.value} for pay in days]
    taxed = sum(run("daily_worker_taxed_pay", rows))
    return run("daily_worker_income_tax", [{"payment_date": paid, "payment_taxed_pay": taxed}])[0]


def day_by_hand(pay: int) -> Fraction:
    return max(pay - 150_000, 0) * Fraction(27, 1000)


def collected(tax: Fraction) -> int:
    return int(tax) // 10 * 10 if tax >= 1000 else 0


@given(DAYS)
def test_a_payment_adds_up_its_days_before_anything_is_dropped(days: list[int]) -> None:
    assert tax_of(days, DailyTaxUnit.PAYMENT) == collected(sum(map(day_by_hand, days), Fraction(0)))


@given(DAYS)
def test_by_the_day_small_days_are_dropped_first(days: list[int]) -> None:
    kept = [tax for tax in map(day_by_hand, days) if tax >= 1000]
    assert tax_of(days, DailyTaxUnit.DAY) == collected(sum(kept, Fraction(0)))


def test_one_won_decides_whether_a_day_is_taxed() -> None:
    assert tax_of([187_037], DailyTaxUnit.PAYMENT) == 0
    assert tax_of([187_038], DailyTaxUnit.PAYMENT) == 1000
