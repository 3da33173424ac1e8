"""교대 - a shift pattern held against the week's limits (Labour Standards Act art. 50, 53, 55).

One row is one pattern, or one week of one of its crews. How long the shifts are, and how they follow each
other, is the institution's choice; here is only what the law measures them by.
"""

from __future__ import annotations

from openinsa.rules.engine import Days, Flag, Minutes, divide_up, rule

DAYS_PER_WEEK = 7


@rule(law="근로기준법 제50조제1항")
def cycle_weekly_minutes(cycle_minutes: Minutes, cycle_days: Days) -> Minutes:
    """순환의 근로시간 × 7일 ÷ 순환 일수.

    Average minutes a week of a pattern, breaks left out; a part of a minute counts as one more.
    """
    return divide_up(cycle_minutes * DAYS_PER_WEEK, cycle_days)


@rule(law="근로기준법 제53조제1항; 대법원 2020도15393")
def cycle_over_limit(
    cycle_minutes: Minutes,
    cycle_days: Days,
    weekly_limit_minutes: Minutes,
    weekly_overtime_limit_minutes: Minutes,
) -> Flag:
    """순환의 근로시간 × 7일 ÷ 순환 일수가 40시간 + 12시간을 넘음.

    Whether a pattern has more than twelve hours beyond forty in the average week, exactly.
    """
    return cycle_minutes * DAYS_PER_WEEK > (weekly_limit_minutes + weekly_overtime_limit_minutes) * cycle_days


@rule(law="근로기준법 제55조제1항")
def week_without_rest(week_free_days: Days) -> Flag:
    """1주에 쉬는 날이 하루도 없음.

    Whether a crew has a week without any day on which no shift begins.
    """
    return week_free_days == 0
