"""공정수당 - the allowance planned for the end of public contracts below a year (plan of 2026-04-28).

One row is one contract that ends. The plan is no law yet: every value is marked unverified.
"""

from __future__ import annotations

from openinsa.rules.engine import Count, Ppm, Won, divide_half_up, divide_up, rule
from openinsa.rules.engine.kinds import PPM

MONTHS_PER_BAND = 2
HALVES = 2


@rule(law="2026-04-28 관계부처 합동 공공부문 비정규직 처우개선 대책")
def fairness_band(worked_months: Count) -> Count:
    """근무 개월 수의 구간: 1~2개월은 1, 3~4개월은 2, … 11~12개월은 6.

    Band of months worked.
    """
    return divide_up(worked_months, MONTHS_PER_BAND)


@rule(law="2026-04-28 관계부처 합동 공공부문 비정규직 처우개선 대책")
def fairness_allowance(
    fairness_base: Won, fairness_rate: Ppm, fairness_half_months: Count, fairness_rounding: Won
) -> Won:
    """기준금액 × 지급률 × 구간의 가운데 개월 수, 1,000원 단위로 반올림.

    Allowance at the end of the contract; the published amounts follow this formula.
    """
    exact = fairness_base * fairness_rate * fairness_half_months
    return divide_half_up(exact, PPM.highest * HALVES * fairness_rounding) * fairness_rounding
