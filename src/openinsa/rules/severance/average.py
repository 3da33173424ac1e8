"""평균임금 - the three months before the end, what they hold and what is left out of them.

One row is one worker and the end of one employment. `employment_ended` is the last day of employment; the
event that the law counts from is the day after it.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.engine import (
    Count,
    Day,
    Days,
    Flag,
    Kind,
    Minutes,
    Whole,
    Won,
    divide_cut,
    multiply_divide_cut,
    rule,
)
from openinsa.rules.severance.dates import months_before
from openinsa.rules.severance.severance import DailyPart

MINUTES_PER_HOUR = 60
MONTHS_PER_YEAR = 12
HourlyDivisor = Annotated[Whole, Kind("lower part of an hourly wage", 1, 10**9)]


@rule(law="근로기준법 제2조제1항제6호; 고용노동부 퇴직금 계산기")
def average_window_start(
    employment_ended: Day, employed_since: Day, average_window_months: Count, missing_day_is_march: Flag
) -> Day:
    """퇴직 다음 날의 3개월 전 같은 날(없는 날이면 그 달 말일, 2월이면 기관 설정에 따라 3월 1일); 입사일보다 앞서지 않음.

    First day of the three months. Who was employed for less is judged by the whole employment.
    """
    window = months_before(employment_ended + 1, average_window_months, missing_day_is_march)
    return np.maximum(window, employed_since)


@rule(law="근로기준법 제2조제1항제6호")
def average_window_days(employment_ended: Day, average_window_start: Day) -> Days:
    """3개월의 첫날부터 퇴직일까지의 날수.

    Calendar days of the three months.
    """
    return employment_ended - average_window_start + 1


@rule(law="근로기준법 시행령 제2조")
def three_month_days(average_window_days: Days, excluded_days: Days) -> Days:
    """3개월의 날수 - 평균임금에서 빼는 기간의 날수.

    Days that the wages of the three months are divided by.
    """
    return average_window_days - excluded_days


@rule(law="평균임금산정 특례 고시(고용노동부고시 제2015-77호) 제1조제1항; 대법원 2018두60380")
def window_moves_before_leave(
    average_window_start: Day, left_out_since: Day, employed_since: Day, left_out_window_moves: Flag
) -> Flag:
    """3개월이 모두 빼는 기간이면 그 기간의 첫날 전 3개월로 셈한다; 그 앞에 근로한 날이 있어야 한다.

    Whether the three months are those before the times left out. `left_out_since` is the first day of the
    times left out that reach to the end of employment without a day between.
    """
    fills_the_window = (left_out_since <= average_window_start) & left_out_window_moves
    return fills_the_window & (left_out_since > employed_since)


@rule(law="근로기준법 시행령 제2조제1항제1호, 제16조")
def probation_left_out_until(
    employed_since: Day, probation_ends: Day, probation_left_out_months: Count
) -> Day:
    """수습의 마지막 날과 수습을 시작한 날부터 3개월째 되는 날 가운데 이른 날.

    Last day of probation that the average wage leaves out, with its wages. The probation begins with the
    employment.
    """
    longest = months_before(employed_since, -probation_left_out_months, np.zeros_like(employed_since) > 0)
    return np.minimum(probation_ends, longest - 1)


@rule(law="근로기준법 제2조제1항제6호; 고용노동부 평균임금 산정 업무")
def yearly_pay_share(
    yearly_bonus: DailyPart, yearly_leave_pay: DailyPart, yearly_pay_share_months: Count
) -> DailyPart:
    """(1년의 상여금 + 지난해 연차수당) × 3 ÷ 12, 원 미만 버림.

    The part of a year's bonus and of last year's leave pay that belongs to three months.
    """
    return divide_cut((yearly_bonus + yearly_leave_pay) * yearly_pay_share_months, MONTHS_PER_YEAR)


@rule(law="근로기준법 제2조제1항제6호")
def three_month_wages(window_wages: DailyPart, yearly_pay_share: DailyPart) -> DailyPart:
    """3개월의 임금 + 상여금과 연차수당의 3개월분.

    Wages of the three months, the wages of times left out already gone.
    """
    return window_wages + yearly_pay_share


@rule(law="근로기준법 시행령 제6조; 판결 2017나29469")
def daily_ordinary_wage(
    hourly_ordinary_numerator: Won,
    hourly_ordinary_denominator: HourlyDivisor,
    daily_scheduled_minutes: Minutes,
) -> DailyPart:
    """시간급 통상임금 × 1일 소정근로시간, 원 미만 버림.

    Ordinary wage of a day. The hourly wage comes as the fraction that pay was reckoned with.
    """
    return multiply_divide_cut(
        hourly_ordinary_numerator, daily_scheduled_minutes, hourly_ordinary_denominator * MINUTES_PER_HOUR
    )
