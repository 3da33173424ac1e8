"""사용촉진 - the steps that urge workers to take their leave, with their days (Labour Standards Act art. 61).

One row is one worker and the leave that lapses after one day, its last day of use. Leave of a first year has two
parts: what arose before the first window began, and what arises later.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Days, Flag, Minutes, rule
from openinsa.rules.severance.dates import months_before


@rule(law="근로기준법 제61조제1항제1호, 제2항제1호", on="leave_last_day")
def promotion_from(
    leave_last_day: Day,
    first_year_leave: Flag,
    arose_after_first_notice: Flag,
    promotion_months: Count,
    first_year_promotion_months: Count,
    later_promotion_months: Count,
) -> Day:
    """사용 기한 6개월 전(1년 미만 연차 3개월 전, 그 뒤 생긴 연차 1개월 전).

    First day of the window in which each worker is told in writing how much leave is left.
    """
    of_first_year = np.where(arose_after_first_notice, later_promotion_months, first_year_promotion_months)
    months = np.where(first_year_leave, of_first_year, promotion_months)
    return months_before(leave_last_day + 1, months, np.zeros_like(first_year_leave))


@rule(law="근로기준법 제61조제1항제1호, 제2항제1호", on="leave_last_day")
def promotion_until(
    promotion_from: Day,
    first_year_leave: Flag,
    arose_after_first_notice: Flag,
    promotion_window_days: Days,
    later_promotion_window_days: Days,
) -> Day:
    """촉진 시작일부터 10일(1년 미만 연차로 뒤에 생긴 것은 5일) 안.

    Last day on which the first notice counts.
    """
    later = first_year_leave & arose_after_first_notice
    return promotion_from + np.where(later, later_promotion_window_days, promotion_window_days) - 1


@rule(law="근로기준법 제61조제1항제1호, 제2항제1호", on="leave_last_day")
def plan_until(first_noticed_on: Day, plan_days: Days) -> Day:
    """촉구받은 날부터 10일.

    Last day for the worker to say when the leave will be taken.
    """
    return first_noticed_on + plan_days


@rule(law="근로기준법 제61조제1항제2호, 제2항제2호", on="leave_last_day")
def second_notice_until(
    leave_last_day: Day,
    first_year_leave: Flag,
    arose_after_first_notice: Flag,
    second_notice_months: Count,
    first_year_second_notice_months: Count,
    later_second_notice_days: Days,
) -> Day:
    """사용 기한 2개월 전까지(1년 미만 연차 1개월 전, 그 뒤 생긴 연차 10일 전까지).

    Last day on which the employer may name the days of leave that the worker did not name.
    """
    months = np.where(first_year_leave, first_year_second_notice_months, second_notice_months)
    by_month = months_before(leave_last_day + 1, months, np.zeros_like(first_year_leave))
    by_day = leave_last_day + 1 - later_second_notice_days
    return np.where(first_year_leave & arose_after_first_notice, by_day, by_month) - 1


@rule(law="근로기준법 제61조", on="leave_last_day")
def promotion_complete(
    first_noticed_on: Day,
    promotion_from: Day,
    promotion_until: Day,
    plan_received: Flag,
    plan_received_on: Day,
    second_noticed: Flag,
    second_noticed_on: Day,
    second_notice_until: Day,
) -> Flag:
    """1차 촉구를 기간 안에 하고, 근로자가 사용 시기를 알렸거나 2차 통보를 기한까지 함.

    Whether the employer did all that the law asks before leave may lapse without pay.
    """
    noticed = (first_noticed_on >= promotion_from) & (first_noticed_on <= promotion_until)
    named = plan_received & (plan_received_on >= first_noticed_on)
    appointed = second_noticed & (second_noticed_on <= second_notice_until)
    return noticed & (named | (appointed & (second_noticed_on >= first_noticed_on)))


@rule(law="근로기준법 제61조", on="leave_last_day")
def promoted_minutes(promotion_complete: Flag, noticed_minutes: Minutes) -> Minutes:
    """절차를 다 밟은 촉진의 촉구한 시간.

    Minutes of leave that need not be paid when they lapse; 0 where a step is missing or late.
    """
    return np.where(promotion_complete, noticed_minutes, 0)
