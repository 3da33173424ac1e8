"""연차휴가 - annual leave of a year or of months worked (Labour Standards Act art. 60, 18; Decree art. 9).

One row is one worker and one grant of leave. Grants of several months and years are added up by the caller.
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
    divide_up,
    multiply_divide_cut,
    rule,
)
from openinsa.rules.engine.kinds import PPM

MINUTES_PER_HOUR = 60


@rule(law="근로기준법 제60조제1항, 제4항")
def leave_days_of_tenure(
    completed_years: Count, basic_leave_days: Days, leave_years_per_added_day: Count, leave_days_cap: Days
) -> Days:
    """15일 + (근속연수 - 1) ÷ 2일, 25일까지.

    Days of leave that a year at sufficient attendance earns, by completed years of service.
    """
    added = np.maximum(completed_years - 1, 0) // leave_years_per_added_day
    return np.minimum(basic_leave_days + added, leave_days_cap)


@rule(law="근로기준법 제60조제1항")
def attended_enough(attended_days: Days, scheduled_days: Days, leave_attendance_share: Ppm) -> Flag:
    """출근일수 ÷ 소정근로일수가 80% 이상.

    Whether a year's attendance earns the whole leave. Days that the law counts as attended are in both.
    """
    return attended_days * PPM.highest >= scheduled_days * leave_attendance_share


@rule(law="근로기준법 제60조제1항, 제2항")
def yearly_leave_days(
    attended_enough: Flag, completed_years: Count, leave_days_of_tenure: Days, perfect_months: Count
) -> Days:
    """80% 이상 출근한 1년: 근속에 따른 일수; 그 밖에는 개근한 달마다 1일.

    Days granted for one past year, when employment goes on after it.
    """
    return np.where(attended_enough & (completed_years >= 1), leave_days_of_tenure, perfect_months)


@rule(law="근로기준법 제60조제2항; 고용노동부 행정해석 2021-12-16")
def monthly_leave_days(
    perfect_months: Count, employed_day_after_last_month: Flag, monthly_leave_cap: Days
) -> Days:
    """1년 미만: 개근한 달마다 1일, 11일까지; 마지막 달의 다음 날 재직하지 않으면 그 달 몫은 없음.

    Days of the first year. Each arises on the day after its month, so the month that ends the employment
    earns none.
    """
    arisen = perfect_months - np.where(employed_day_after_last_month, 0, 1)
    return np.clip(arisen, 0, monthly_leave_cap)


@rule(law="근로기준법 제60조제2항; 고용노동부 행정해석 2021-12-16")
def month_grant_days(attended_every_day_of_month: Flag, employed_on_grant_day: Flag) -> Days:
    """개근한 1개월마다 1일; 그 달의 다음 날 재직하지 않으면 0.

    Day of leave that one month of the first year earns. It arises on the day after the month, so the month
    that ends the employment earns none.
    """
    return np.where(attended_every_day_of_month & employed_on_grant_day, 1, 0)


@rule(law="근로기준법 제60조제1항, 제2항, 제4항; 대법원 2021다227100")
def year_grant_days(yearly_leave_days: Days, employed_on_grant_day: Flag) -> Days:
    """지난 1년의 연차일수; 그 1년의 다음 날 재직하지 않으면 0.

    Days of leave that one past year of service earns. They arise on the day after the year, so the year
    that ends the employment earns none.
    """
    return np.where(employed_on_grant_day, yearly_leave_days, 0)


@rule(law="근로기준법 제18조제3항; 시행령 제9조, 별표 2")
def part_time_leave_hours(
    full_time_leave_days: Days,
    weekly_scheduled_minutes: Minutes,
    full_time_weekly_minutes: Minutes,
    full_leave_day_hours: Count,
    leave_weekly_threshold: Minutes,
) -> Count:
    """통상근로자의 연차일수 × (소정근로시간 ÷ 통상근로자의 소정근로시간) × 8시간, 1시간 미만은 1시간.

    Hours of leave of a part-timer; none below 15 hours a week.
    """
    hours = divide_up(
        full_time_leave_days * full_leave_day_hours * weekly_scheduled_minutes, full_time_weekly_minutes
    )
    return np.where(weekly_scheduled_minutes >= leave_weekly_threshold, hours, 0)


@rule(law="근로기준법 제18조제3항, 제60조; 시행령 제9조, 별표 2")
def leave_grant_minutes(
    full_time_leave_days: Days,
    part_time_leave_hours: Count,
    part_time: Flag,
    daily_scheduled_minutes: Minutes,
    weekly_scheduled_minutes: Minutes,
    leave_weekly_threshold: Minutes,
) -> Minutes:
    """일수 × 1일 소정근로시간; 단시간근로자는 연차시간; 주 15시간 미만이면 0.

    Minutes of one grant, as the ledger of leave keeps them.
    """
    whole = full_time_leave_days * daily_scheduled_minutes
    entitled = weekly_scheduled_minutes >= leave_weekly_threshold
    return np.where(entitled, np.where(part_time, part_time_leave_hours * MINUTES_PER_HOUR, whole), 0)


@rule(law="근로기준법 제60조")
def unused_leave_days(entitled_leave_days: Days, used_leave_days: Days) -> Days:
    """발생 일수 - 사용 일수.

    Days of leave left; days used beyond the entitlement leave none.
    """
    return np.maximum(entitled_leave_days - used_leave_days, 0)


@rule(law="근로기준법 제60조제5항(2027-06-10부터 제6항); 시행령 제33조")
def unused_leave_pay(
    unused_leave_days: Days, hourly_ordinary_wage: Won, daily_scheduled_minutes: Minutes
) -> Won:
    """미사용 일수 × 시간급 통상임금 × 1일 소정근로시간, 원 미만 버림.

    Pay for leave that was not used.
    """
    per_day = hourly_ordinary_wage * daily_scheduled_minutes
    return multiply_divide_cut(per_day, unused_leave_days, MINUTES_PER_HOUR)


@rule(law="민법 제741조; 대법원 2021다227100")
def unused_leave_pay_refund(paid_for_leave: Won, paid_leave_days: Days, unused_leave_days: Days) -> Won:
    """미사용수당으로 받은 금액 중 남은 일수를 넘는 몫.

    What a worker has to give back of pay for leave that was not there.
    """
    overpaid_days = np.maximum(paid_leave_days - unused_leave_days, 0)
    return multiply_divide_cut(paid_for_leave, overpaid_days, np.maximum(paid_leave_days, 1))
