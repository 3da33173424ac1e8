"""탄력적 근로시간제 - days and weeks longer than eight and forty hours by plan (Labour Standards Act art. 51 to 51-3).

Grains: a shift, a week, and the settlement of a unit period for one worker. The plan of days and the sums
over the unit period are made by the caller and given as columns.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.engine import Count, Days, Flag, Minutes, Percent, rule
from openinsa.rules.engine.kinds import Kind, Whole

WEIGHT = Kind("minutes times per cent", -(10**9), 10**9)
Weight = Annotated[Whole, WEIGHT]
FULL_PERCENT = 100
DAYS_PER_WEEK = 7


@rule(law="근로기준법 제50조제2항, 제51조제1항·제2항, 제51조의2제1항")
def day_limit_minutes(
    flexible: Flag,
    scheduled_minutes: Minutes,
    daily_limit_minutes: Minutes,
    short_plan_keeps_daily_limit: Flag,
) -> Minutes:
    """1일 8시간; 탄력적 근로시간제의 날은 정한 시간과 8시간 가운데 긴 쪽.

    Minutes of a day that are worked without overtime. scheduled_minutes: what the plan has for the day, 0
    where it has nothing.
    """
    longer = np.maximum(scheduled_minutes, daily_limit_minutes)
    planned = np.where(short_plan_keeps_daily_limit, longer, scheduled_minutes)
    return np.where(flexible, planned, daily_limit_minutes)


@rule(law="근로기준법 제50조제1항, 제51조제1항·제2항, 제51조의2제1항")
def week_limit_minutes(
    flexible: Flag, week_planned_minutes: Minutes, weekly_limit_minutes: Minutes
) -> Minutes:
    """1주 40시간; 탄력적 근로시간제의 주는 정한 시간과 40시간 가운데 긴 쪽.

    Minutes of a week that are worked without overtime. week_planned_minutes: what the plan has for the week.
    """
    return np.where(flexible, np.maximum(week_planned_minutes, weekly_limit_minutes), weekly_limit_minutes)


@rule(law="근로기준법 제51조제1항·제2항, 제51조의2제1항, 제51조의3")
def unit_limit_minutes(unit_days: Days, weekly_limit_minutes: Minutes) -> Minutes:
    """40시간 × 일수 ÷ 7일.

    Minutes that average forty hours a week over the days of a unit period, or over the days worked of it; a
    part of a minute is left out.
    """
    return weekly_limit_minutes * unit_days // DAYS_PER_WEEK


@rule(law="근로기준법 제51조제1항·제2항, 제51조의2제1항, 제51조의3, 제56조제1항")
def settled_minutes(unit_regular_minutes: Minutes, unit_limit_minutes: Minutes) -> Minutes:
    """단위기간의 일반근로 - 40시간 × 일수 ÷ 7일, 0보다 작으면 0.

    Overtime found only when a unit period is settled. unit_regular_minutes: regular minutes of its days;
    what was overtime by the day or week, and holiday work, is not among them and is paid once.
    """
    return np.maximum(unit_regular_minutes - unit_limit_minutes, 0)


@rule(law="근로기준법 제43조, 제51조의3")
def settled_unpaid_minutes(
    settled_minutes: Minutes,
    unit_extra_regular_minutes: Minutes,
    paid_by_month: Flag,
    salary_holds_the_average: Flag,
) -> Minutes:
    """월급제: 정산한 시간 가운데 소정근로 외로 이미 지급하지 않은 시간.

    Settled minutes that a salary has not paid at all yet: it holds forty hours a week, and what was beyond the
    plan was paid beside it. Hourly and daily pay has paid every worked minute once.
    """
    unpaid = np.maximum(settled_minutes - unit_extra_regular_minutes, 0)
    return np.where(paid_by_month & salary_holds_the_average, unpaid, 0)


@rule(law="근로기준법 제51조의3, 제56조제1항")
def settled_overtime_weight(
    settled_minutes: Minutes, settled_unpaid_minutes: Minutes, overtime_percent: Percent
) -> Weight:
    """정산한 연장근로시간 × 50% (이미 지급하지 않은 시간은 150%).

    The premium of overtime found at the settlement; minutes not paid at all yet are paid with it.
    """
    return settled_minutes * (overtime_percent - FULL_PERCENT) + settled_unpaid_minutes * FULL_PERCENT


@rule(law="근로기준법 제51조제1항·제2항, 제51조의2제1항")
def plan_over_average(unit_planned_minutes: Minutes, unit_limit_minutes: Minutes) -> Flag:
    """정한 시간이 단위기간을 평균하여 1주 40시간을 넘음.

    Whether the plan of a unit period has more than forty hours in the average week.
    """
    return unit_planned_minutes > unit_limit_minutes


@rule(law="근로기준법 제51조제1항 단서, 제2항 단서, 제51조의2제1항 단서")
def plan_over_week(
    planned_week_minutes: Minutes,
    short_unit: Flag,
    short_unit_week_minutes: Minutes,
    long_unit_week_minutes: Minutes,
) -> Flag:
    """특정한 주에 정한 시간이 48시간(2주 이내), 52시간(그보다 긴 단위기간)을 넘음.

    Whether a week of the plan is longer than the kind of agreement allows.
    """
    return planned_week_minutes > np.where(short_unit, short_unit_week_minutes, long_unit_week_minutes)


@rule(law="근로기준법 제51조제2항 단서, 제51조의2제1항 단서")
def plan_over_day(planned_day_minutes: Minutes, short_unit: Flag, long_unit_day_minutes: Minutes) -> Flag:
    """특정한 날에 정한 시간이 12시간을 넘음; 2주 이내의 단위기간에는 1일의 한도가 없음.

    Whether a day of the plan is longer than the kind of agreement allows.
    """
    return (planned_day_minutes > long_unit_day_minutes) & ~short_unit


@rule(law="근로기준법 제51조제1항")
def unit_over_short(unit_days: Days, short_unit_weeks: Count) -> Flag:
    """단위기간이 2주를 넘음.

    Whether a unit period is longer than work rules alone may set.
    """
    return unit_days > short_unit_weeks * DAYS_PER_WEEK
