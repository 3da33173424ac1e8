"""공정수당 - the allowance planned for the end of public contracts below a year (plan of 2026-04-28).

One row is one contract that ends. The plan is no law yet: every value is marked unverified.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import (
    Count,
    Days,
    Flag,
    Minutes,
    Ppm,
    Won,
    divide_half_up,
    divide_up,
    multiply_divide_cut,
    rule,
)
from openinsa.rules.engine.kinds import PPM

MONTHS_PER_BAND = 2
HALVES = 2


@rule(law="2026-04-28 관계부처 합동 공공부문 비정규직 처우개선 대책")
def fairness_band(worked_months: Count) -> Count:
    """근무 개월 수의 구간: 2개월까지는 1, 3~4개월은 2, … 11~12개월은 6.

    Band of months worked.
    """
    return divide_up(np.maximum(worked_months, 1), MONTHS_PER_BAND)


@rule(law="2026-04-28 관계부처 합동 공공부문 비정규직 처우개선 대책")
def fairness_allowance(
    fairness_base: Won, fairness_rate: Ppm, fairness_half_months: Count, fairness_rounding: Won
) -> Won:
    """기준금액 × 지급률 × 구간의 가운데 개월 수, 1,000원 단위로 반올림.

    Allowance at the end of the contract; the published amounts follow this formula.
    """
    exact = fairness_base * fairness_rate * fairness_half_months
    return divide_half_up(exact, PPM.highest * HALVES * fairness_rounding) * fairness_rounding


@rule(law="2026-04-28 관계부처 합동 공공부문 비정규직 처우개선 대책")
def fairness_for_months(
    worked_months: Count, contract_days: Days, fairness_allowance: Won, fairness_month_days: Days
) -> Won:
    """1개월 미만이면 첫 구간 금액 × 근무일수 ÷ 30, 원 미만 버림.

    The band's allowance; below a month its daily share.
    """
    daily = multiply_divide_cut(fairness_allowance, contract_days, fairness_month_days)
    return np.where(worked_months < 1, daily, fairness_allowance)


@rule(law="2026-04-28 관계부처 합동 공공부문 비정규직 처우개선 대책")
def fairness_for_hours(
    fairness_for_months: Won,
    average_weekly_minutes: Minutes,
    fairness_weekly_threshold: Minutes,
    fairness_full_week_minutes: Minutes,
) -> Won:
    """주 15시간 미만이면 시간에 비례: 금액 × 1주 소정근로시간 ÷ 40시간, 원 미만 버림.

    The allowance in proportion to hours for short weeks.
    """
    share = multiply_divide_cut(fairness_for_months, average_weekly_minutes, fairness_full_week_minutes)
    return np.where(average_weekly_minutes < fairness_weekly_threshold, share, fairness_for_months)


@rule(law="2026-04-28 관계부처 합동 공공부문 비정규직 처우개선 대책")
def fairness_due(severance_eligible: Flag, fairness_for_hours: Won) -> Won:
    """퇴직금을 받지 않는 사람의 공정수당.

    The allowance of who gets no severance: never both.
    """
    return np.where(severance_eligible, 0, fairness_for_hours)
