"""가산임금 - what each kind of minute weighs (Labour Standards Act art. 56).

A weight is minutes times per cent: 60 minutes of overtime weigh 9,000, which is one and a half hours.
Pay is weight times the wage per hour over 6,000, exact; `compute` sums it over the month and rounds each
line once. All arguments have one entry per stretch of days with one wage.
"""

from __future__ import annotations

from typing import Annotated

from openinsa.rules.engine import Minutes, Percent, rule
from openinsa.rules.engine.kinds import Kind, Whole

WEIGHT = Kind("minutes times per cent", -(10**9), 10**9)
Weight = Annotated[Whole, WEIGHT]
FULL_PERCENT = 100


@rule(law="근로기준법 제43조")
def base_weight(regular_minutes: Minutes) -> Weight:
    """일반근로시간 × 100%.

    Regular work of hourly and daily pay.
    """
    return regular_minutes * FULL_PERCENT


@rule(law="근로기준법 제43조")
def extra_regular_weight(extra_regular_minutes: Minutes) -> Weight:
    """소정근로시간을 넘었으나 연장근로는 아닌 시간 × 100%.

    Regular work beyond the schedule of monthly pay.
    """
    return extra_regular_minutes * FULL_PERCENT


@rule(law="근로기준법 제55조제1항")
def weekly_holiday_weight(weekly_holiday_paid_minutes: Minutes) -> Weight:
    """주휴시간 × 100%.

    Weekly holidays earned by hourly and daily pay.
    """
    return weekly_holiday_paid_minutes * FULL_PERCENT


@rule(law="근로기준법 제55조제2항")
def public_holiday_weight(public_holiday_paid_minutes: Minutes) -> Weight:
    """유급공휴일 시간 × 100%.

    Public holidays of hourly and daily pay.
    """
    return public_holiday_paid_minutes * FULL_PERCENT


@rule(law="근로기준법 제60조제5항; 취업규칙")
def paid_leave_weight(paid_leave_minutes: Minutes) -> Weight:
    """유급휴가 시간 × 100%.

    Paid leave of hourly and daily pay.
    """
    return paid_leave_minutes * FULL_PERCENT


@rule(law="근로기준법 제56조제1항")
def overtime_weight(overtime_minutes: Minutes, overtime_percent: Percent) -> Weight:
    """연장근로시간 × 150%.

    Overtime, the premium included.
    """
    return overtime_minutes * overtime_percent


@rule(law="근로기준법 제56조제2항제1호")
def holiday_first8_weight(holiday_first8_minutes: Minutes, holiday_first8_percent: Percent) -> Weight:
    """8시간 이내 휴일근로시간 × 150%.

    Holiday work of the first eight hours, on top of the holiday's own pay.
    """
    return holiday_first8_minutes * holiday_first8_percent


@rule(law="근로기준법 제56조제2항제2호")
def holiday_beyond8_weight(holiday_beyond8_minutes: Minutes, holiday_beyond8_percent: Percent) -> Weight:
    """8시간 초과 휴일근로시간 × 200%.

    Holiday work beyond eight hours, on top of the holiday's own pay.
    """
    return holiday_beyond8_minutes * holiday_beyond8_percent


@rule(law="근로기준법 제56조제3항")
def night_weight(night_minutes: Minutes, night_percent: Percent) -> Weight:
    """야간근로시간 × 50%.

    The night premium, on top of any kind of work.
    """
    return night_minutes * night_percent


@rule(law="근로기준법 제57조")
def banked_minutes(
    overtime_weight: Weight,
    holiday_first8_weight: Weight,
    holiday_beyond8_weight: Weight,
    night_weight: Weight,
) -> Minutes:
    """(연장 × 150% + 휴일 × 150%·200% + 야간 × 50%)의 시간만큼 보상휴가.

    Minutes of leave in place of pay for overtime, holiday and night work, the premiums included; a part of a
    minute is left out.
    """
    weight = overtime_weight + holiday_first8_weight + holiday_beyond8_weight + night_weight
    return weight // FULL_PERCENT
