"""Visible cuts. Every cut works on the size of the amount, so that taking back a payment is exactly
minus the payment: cut_10(-1234) is -1230, where Python's own -1234 // 10 * 10 would give -1240.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from openinsa.rules.engine.kinds import Whole


def divide_cut(numerator: Whole, divisor: Whole | int) -> Whole:
    """Whole quotient, the fraction dropped (원 미만 버림). The divisor is positive."""
    return _on_size(numerator, lambda size: np.floor_divide(size, divisor))


def divide_half_up(numerator: Whole, divisor: Whole | int) -> Whole:
    """Nearest whole quotient, a half away from zero (반올림). The divisor is positive."""
    return _on_size(numerator, lambda size: np.floor_divide(2 * size + divisor, 2 * divisor))


def divide_up(numerator: Whole, divisor: Whole | int) -> Whole:
    """Whole quotient, any fraction counting as one more (올림). The divisor is positive."""
    return _on_size(numerator, lambda size: -np.floor_divide(-size, divisor))


def cut_to(amount: Whole, unit: Whole | int) -> Whole:
    """The amount without what is below the unit (끝수 버림)."""
    return divide_cut(amount, unit) * unit


def cut_10(amount: Whole) -> Whole:
    """10원 미만 버림 (국고금관리법 제47조)."""
    return cut_to(amount, 10)


def cut_1000(amount: Whole) -> Whole:
    """1,000원 미만 버림."""
    return cut_to(amount, 1000)


def half_up_to(amount: Whole, unit: Whole | int) -> Whole:
    """The nearest multiple of the unit, a half away from zero (반올림)."""
    return divide_half_up(amount, unit) * unit


def up_to(amount: Whole, unit: Whole | int) -> Whole:
    """The next multiple of the unit away from zero (올림)."""
    return divide_up(amount, unit) * unit


def multiply_ppm(amount: Whole, rate: Whole) -> Whole:
    """Amount times a rate in parts per million, the fraction of a won dropped."""
    return divide_cut(amount * rate, 10**6)


def multiply_divide_cut(amount: Whole, factor: Whole, divisor: Whole | int) -> Whole:
    """Amount times factor over divisor, the fraction dropped; exact where the product would wrap.

    The divisor times the factor must stay below 2**63.
    """
    times = np.abs(factor)

    def work(size: Whole) -> Whole:
        whole, rest = np.floor_divide(size, divisor), np.remainder(size, divisor)
        return whole * times + np.floor_divide(rest * times, divisor)

    return _on_size(np.where(factor < 0, -amount, amount), work)


def _on_size(amount: Whole, work: Callable[[Whole], Whole]) -> Whole:
    negative = amount < 0
    if not negative.any():
        return work(amount)
    size = work(np.abs(amount))
    return np.where(negative, -size, size)
