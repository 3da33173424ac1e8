"""The withholding table by its statutory formula, in exact fractions: how its printed cells came about.

Note 1 of the table gives the special deduction; the pension share, the wage-tax credit and the midpoint of
a bracket were inferred from the cells and are frozen in them, so none of these numbers follows later law.
"""

from __future__ import annotations

from fractions import Fraction

BASIC_RATES = {
    "2021-02-17": [(0, 6), (12_000_000, 15), (46_000_000, 24), (88_000_000, 35), (150_000_000, 38)],
    "2023-02-28": [(0, 6), (14_000_000, 15), (50_000_000, 24), (88_000_000, 35), (150_000_000, 38)],
}
WAGE_DEDUCTION = [(0, 70), (5_000_000, 40), (15_000_000, 15), (45_000_000, 5), (100_000_000, 2)]
SPECIAL_DEDUCTION = {
    1: (3_100_000, [Fraction(4), Fraction(3, 2), Fraction(1, 2)]),
    2: (3_600_000, [Fraction(4), Fraction(2), Fraction(1)]),
    3: (5_000_000, [Fraction(7), Fraction(5), Fraction(3)]),
}


def monthly_tax(body: str, monthly_pay: Fraction, family: int) -> int:
    """The cell for the midpoint of a bracket, in whole won."""
    yearly_pay = 12 * monthly_pay
    base = yearly_pay - by_bands(WAGE_DEDUCTION, yearly_pay) - 1_500_000 * family
    base -= special_deduction(yearly_pay, family) + pension(monthly_pay)
    tax = by_bands(BASIC_RATES[body], max(base, Fraction(0)))
    cell = int(max(tax - credit(tax, yearly_pay), 0) / 12) // 10 * 10
    return cell if cell >= 1000 else 0


def by_bands(bands: list[tuple[int, int]], amount: Fraction) -> Fraction:
    """Each percentage on the part of the amount inside its band."""
    ends = [start for start, _ in bands[1:]] + [None]
    total = Fraction(0)
    for (start, percent), end in zip(bands, ends, strict=True):
        top = amount if end is None else min(amount, Fraction(end))
        total += max(top - start, Fraction(0)) * percent / 100
    return total


def special_deduction(pay: Fraction, family: int) -> Fraction:
    fixed, percents = SPECIAL_DEDUCTION[min(family, 3)]
    percent = percents[0 if pay <= 45_000_000 else 1 if pay <= 70_000_000 else 2]
    deduction = fixed + pay * percent / 100
    if pay <= 45_000_000:
        deduction -= max(pay - 30_000_000, Fraction(0)) * 5 / 100
    if family >= 3:
        deduction += max(pay - 40_000_000, Fraction(0)) * 4 / 100
    return deduction


def pension(monthly_pay: Fraction) -> int:
    income = min(max(int(monthly_pay) // 1000 * 1000, 290_000), 4_490_000)
    return income * 45 // 1000 // 10 * 10 * 12


def credit(tax: Fraction, pay: Fraction) -> Fraction:
    full = min(tax, Fraction(500_000)) * 55 / 100 + max(tax - 500_000, Fraction(0)) * 30 / 100
    limit = max(660_000 - max(pay - 55_000_000, Fraction(0)) / 2, Fraction(630_000))
    if pay > 70_000_000:
        limit = max(630_000 - (pay - 70_000_000) / 2, Fraction(500_000))
    return min(full, limit)
