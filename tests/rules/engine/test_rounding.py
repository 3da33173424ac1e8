"""Cuts are decided for amounts taken back as well: a reversal is exactly minus the payment."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.engine import (
    cut_10,
    cut_1000,
    cut_to,
    divide_cut,
    divide_half_up,
    divide_up,
    half_up_to,
    multiply_divide_cut,
    multiply_ppm,
    up_to,
)

AMOUNTS = st.integers(-(10**12), 10**12)
DIVISORS = st.integers(1, 10**6)


def one(value: int) -> np.ndarray:
    return np.array([value], np.int64)


@pytest.mark.parametrize(
    ("amount", "cut", "half_up", "up"),
    [
        (1234, 1230, 1230, 1240),
        (1235, 1230, 1240, 1240),
        (1230, 1230, 1230, 1230),
        (0, 0, 0, 0),
        (-1234, -1230, -1230, -1240),
        (-1235, -1230, -1240, -1240),
        (-9, 0, -10, -10),
    ],
)
def test_tens_of_won(amount: int, cut: int, half_up: int, up: int) -> None:
    assert cut_10(one(amount)) == cut
    assert half_up_to(one(amount), 10) == half_up
    assert up_to(one(amount), 10) == up


def test_a_thousand_won() -> None:
    assert cut_1000(one(1_234_999)) == 1_234_000
    assert cut_1000(one(-1_234_999)) == -1_234_000


@given(AMOUNTS, DIVISORS)
def test_a_quotient_is_cut_rounded_or_raised_in_size(amount: int, divisor: int) -> None:
    exact = abs(Fraction(amount, divisor))
    sign = -1 if amount < 0 else 1
    assert divide_cut(one(amount), divisor) == sign * (exact.numerator // exact.denominator)
    assert divide_up(one(amount), divisor) == sign * -(-exact.numerator // exact.denominator)
    assert divide_half_up(one(amount), divisor) == sign * int(exact + Fraction(1, 2))


@given(AMOUNTS, st.integers(0, 10**6))
def test_a_share_in_parts_per_million_is_exact_to_the_won(amount: int, rate: int) -> None:
    share = abs(amount) * rate // 10**6
    assert multiply_ppm(one(amount), one(rate)) == (share if amount >= 0 else -share)


@given(st.integers(-(10**18), 10**18), st.integers(-(10**6), 10**6), DIVISORS)
def test_a_product_over_a_divisor_is_exact_even_where_the_product_would_wrap(
    amount: int, factor: int, divisor: int
) -> None:
    size = abs(amount * factor) // divisor
    if size < 2**62:
        exact = size if amount * factor >= 0 else -size
        assert multiply_divide_cut(one(amount), one(factor), divisor) == exact


@given(AMOUNTS, st.sampled_from([1, 10, 100, 1000]))
def test_taking_back_a_payment_is_minus_the_payment(amount: int, unit: int) -> None:
    for rounded in (cut_to, half_up_to, up_to):
        assert rounded(one(-amount), unit) == -rounded(one(amount), unit)


@given(AMOUNTS, st.sampled_from([10, 1000]))
def test_cutting_again_changes_nothing(amount: int, unit: int) -> None:
    assert cut_to(cut_to(one(amount), unit), unit) == cut_to(one(amount), unit)
