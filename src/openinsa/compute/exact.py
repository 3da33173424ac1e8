"""Exact amounts: whole numbers with a proper fraction beside them, one per row.

value = whole + remainder / denominator, with 0 <= remainder < denominator. Money stays exact through all
sums of a month and is rounded once, at the end of a line. Products keep below 2**63 because the whole
part is split off before anything is multiplied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openinsa.compute.tables import Whole
from openinsa.rules.choices import GrossRounding, HourlyOrdinaryRounding, LineRounding

LARGEST_DENOMINATOR = 2**61


class FractionTooFine(ValueError):
    """A sum needs a common denominator beyond what the numbers hold; `rows` are the groups concerned."""

    def __init__(self, rows: Whole) -> None:
        super().__init__(f"sums of {len(rows)} rows need a denominator beyond {LARGEST_DENOMINATOR}")
        self.rows = rows


@dataclass(frozen=True)
class Exact:
    """Columns of exact amounts. Make them with `ratio` or `product`."""

    whole: Whole
    remainder: Whole
    denominator: Whole

    def __len__(self) -> int:
        return len(self.whole)

    def take(self, rows: np.ndarray) -> Exact:
        """The chosen rows (positions or a mask)."""
        return Exact(self.whole[rows], self.remainder[rows], self.denominator[rows])

    def floor(self) -> Whole:
        """Whole won, the fraction dropped downwards."""
        return self.whole

    def ceil(self) -> Whole:
        """Whole won, any fraction counting as one more."""
        return self.whole + (self.remainder > 0)

    def half_up(self) -> Whole:
        """The nearest whole won, a half counting as one more."""
        return self.whole + (2 * self.remainder >= self.denominator)


def ratio(numerator: Whole, denominator: Whole | int) -> Exact:
    """numerator / denominator in lowest terms; denominators are positive."""
    denominator = np.broadcast_to(np.asarray(denominator, np.int64), numerator.shape)
    whole, remainder = np.divmod(numerator, denominator)
    return _reduced(whole, remainder, denominator)


def product(factor: Whole, numerator: Whole, denominator: Whole) -> Exact:
    """factor x numerator / denominator, without ever multiplying two large numbers."""
    whole, rest = np.divmod(numerator, denominator)
    carried, remainder = np.divmod(factor * rest, denominator)
    return _reduced(factor * whole + carried, remainder, denominator)


def divide(amount: Exact, divisor: int) -> Exact:
    """The amount over a whole number."""
    whole, rest = np.divmod(amount.whole, divisor)
    return _reduced(whole, rest * amount.denominator + amount.remainder, amount.denominator * divisor)


def add(first: Exact, second: Exact) -> Exact:
    """The sum row by row. Raises FractionTooFine."""
    if np.array_equal(first.denominator, second.denominator):
        common = first.denominator
        remainder = first.remainder + second.remainder
    else:
        share = np.gcd(first.denominator, second.denominator)
        too_fine = first.denominator // share > LARGEST_DENOMINATOR // second.denominator
        if too_fine.any():
            raise FractionTooFine(np.flatnonzero(too_fine))
        common = first.denominator // share * second.denominator
        remainder = first.remainder * (common // first.denominator)
        remainder = remainder + second.remainder * (common // second.denominator)
    carried, remainder = np.divmod(remainder, common)
    return _reduced(first.whole + second.whole + carried, remainder, common)


def sum_all(terms: Sequence[Exact]) -> Exact:
    """The sum of several columns row by row. Raises FractionTooFine."""
    total = terms[0]
    for term in terms[1:]:
        total = add(total, term)
    return total


def sum_by(groups: Whole, amounts: Exact, count: int) -> Exact:
    """One exact sum per group 0 .. count - 1; groups ascend. Raises FractionTooFine with the groups.

    Amounts are added rank by rank: the first of every group, then every second, and so on. Where every group has
    one, as most slips have, that is the sum.
    """
    if len(groups) == count and (groups == np.arange(count)).all():
        return amounts
    total = Exact(np.zeros(count, np.int64), np.zeros(count, np.int64), np.ones(count, np.int64))
    first_of_group = np.searchsorted(groups, np.arange(count))
    rank = np.arange(len(groups)) - first_of_group[groups]
    for step in range(int(rank.max(initial=-1)) + 1):
        rows = rank == step
        members = groups[rows]
        try:
            summed = add(total.take(members), amounts.take(rows))
        except FractionTooFine as fault:
            raise FractionTooFine(members[fault.rows]) from None
        total.whole[members] = summed.whole
        total.remainder[members] = summed.remainder
        total.denominator[members] = summed.denominator
    return total


def _reduced(whole: Whole, remainder: Whole, denominator: Whole) -> Exact:
    share = np.gcd(remainder, denominator)
    return Exact(whole, remainder // share, denominator // share)


def round_line(amount: Exact, rounding: Whole) -> Whole:
    """Won of a line by LineRounding, one choice per row. Amounts are not negative."""
    if (rounding == LineRounding.FLOOR_1).all():
        return amount.floor()
    return np.select(
        [
            rounding == LineRounding.HALF_UP_1,
            rounding == LineRounding.CEIL_1,
            rounding == LineRounding.FLOOR_10,
            rounding == LineRounding.CEIL_10,
        ],
        [amount.half_up(), amount.ceil(), amount.floor() // 10 * 10, -(-amount.ceil() // 10) * 10],
        amount.floor(),
    )


def round_hourly(numerator: Whole, denominator: Whole, rounding: Whole) -> tuple[Whole, Whole]:
    """A wage per hour by HourlyOrdinaryRounding, in lowest terms: numerator and denominator."""
    share = np.gcd(numerator, denominator)
    exact = rounding == HourlyOrdinaryRounding.EXACT
    if exact.all():
        return numerator // share, denominator // share
    hourly = ratio(numerator, denominator)
    rounded = np.select(
        [rounding == HourlyOrdinaryRounding.FLOOR_1, rounding == HourlyOrdinaryRounding.HALF_UP_1],
        [hourly.floor(), hourly.half_up()],
        hourly.ceil(),
    )
    return np.where(exact, numerator // share, rounded), np.where(exact, denominator // share, 1)


def gross_rounding(gross: Whole, rounding: Whole) -> Whole:
    """What brings a sum of lines to ten won by GrossRounding; 0 where nothing is rounded."""
    return np.select(
        [rounding == GrossRounding.CEIL_10, rounding == GrossRounding.FLOOR_10],
        [-gross % 10, -(gross % 10)],
        np.zeros_like(gross),
    )
