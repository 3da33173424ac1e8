"""Exact amounts: nothing is lost on the way, and each rounding is what its name says."""

from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.compute.exact import (
    Exact,
    FractionTooFine,
    add,
    divide,
    gross_rounding,
    product,
    ratio,
    round_hourly,
    round_line,
    sum_by,
)
from openinsa.rules.choices import GrossRounding, HourlyOrdinaryRounding, LineRounding

whole = st.integers(0, 10**9)
small = st.integers(1, 10**4)
pairs = st.tuples(whole, small)


def column(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def exact(value: Fraction) -> Exact:
    return ratio(column(value.numerator), column(value.denominator))


def value_of(amount: Exact, row: int = 0) -> Fraction:
    return int(amount.whole[row]) + Fraction(int(amount.remainder[row]), int(amount.denominator[row]))


@given(whole, pairs)
def test_a_product_is_exact_and_its_fraction_proper(factor: int, pair: tuple[int, int]) -> None:
    amount = product(column(factor % 10**7), column(pair[0]), column(pair[1]))
    assert value_of(amount) == factor % 10**7 * Fraction(*pair)
    assert 0 <= amount.remainder[0] < amount.denominator[0]


@given(pairs, small)
def test_a_quotient_is_exact(pair: tuple[int, int], divisor: int) -> None:
    assert value_of(divide(exact(Fraction(*pair)), divisor)) == Fraction(*pair) / divisor


@given(pairs, pairs)
def test_a_sum_is_exact_in_either_order(one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = exact(Fraction(*one)), exact(Fraction(*other))
    assert value_of(add(first, second)) == value_of(add(second, first)) == Fraction(*one) + Fraction(*other)


@given(st.lists(st.tuples(st.integers(0, 4), whole, st.integers(1, 60)), max_size=20))
def test_sums_by_group_are_exact(rows: list[tuple[int, int, int]]) -> None:
    rows.sort(key=lambda row: row[0])
    groups, numerators, denominators = np.array(rows, np.int64).reshape(-1, 3).T
    total = sum_by(groups, ratio(numerators, denominators), 5)
    for group in range(5):
        wanted = sum((Fraction(n, d) for g, n, d in rows if g == group), Fraction(0))
        assert value_of(total, group) == wanted


def test_a_sum_whose_fraction_no_longer_fits_is_refused_for_its_group_alone() -> None:
    primes = column(2_147_483_647, 2_147_483_629, 2_147_483_587)
    amounts = ratio(np.ones(4, np.int64), np.append(primes, 1))
    with pytest.raises(FractionTooFine) as refused:
        sum_by(column(0, 0, 0, 1), amounts, 2)
    assert refused.value.rows.tolist() == [0]


LINE = {
    LineRounding.FLOOR_1: floor,
    LineRounding.HALF_UP_1: lambda amount: floor(amount + Fraction(1, 2)),
    LineRounding.CEIL_1: ceil,
    LineRounding.FLOOR_10: lambda amount: floor(amount / 10) * 10,
    LineRounding.CEIL_10: lambda amount: ceil(amount / 10) * 10,
}


@pytest.mark.parametrize("rounding", LineRounding)
@given(pair=pairs)
def test_a_line_is_rounded_as_the_institution_chose(rounding: LineRounding, pair: tuple[int, int]) -> None:
    assert round_line(exact(Fraction(*pair)), column(rounding))[0] == LINE[rounding](Fraction(*pair))


HOURLY = {
    HourlyOrdinaryRounding.EXACT: lambda wage: wage,
    HourlyOrdinaryRounding.FLOOR_1: floor,
    HourlyOrdinaryRounding.HALF_UP_1: lambda wage: floor(wage + Fraction(1, 2)),
    HourlyOrdinaryRounding.CEIL_1: ceil,
}


@pytest.mark.parametrize("rounding", HourlyOrdinaryRounding)
@given(pair=pairs)
def test_a_wage_per_hour_is_rounded_as_the_institution_chose(
    rounding: HourlyOrdinaryRounding, pair: tuple[int, int]
) -> None:
    numerator, denominator = round_hourly(column(pair[0]), column(pair[1]), column(rounding))
    assert Fraction(int(numerator[0]), int(denominator[0])) == HOURLY[rounding](Fraction(*pair))


@pytest.mark.parametrize(
    ("gross", "rounding", "won"),
    [
        (2_359_049, GrossRounding.CEIL_10, 1),
        (2_359_049, GrossRounding.FLOOR_10, -9),
        (2_359_050, GrossRounding.CEIL_10, 0),
        (2_359_050, GrossRounding.FLOOR_10, 0),
        (2_359_049, GrossRounding.NONE, 0),
    ],
)
def test_the_gross_is_brought_to_ten_won(gross: int, rounding: GrossRounding, won: int) -> None:
    assert gross_rounding(column(gross), column(rounding))[0] == won
