"""주휴 - the weekly paid holiday (Labour Standards Act art. 55(1), 18(3); Decree art. 30(1)).

All arguments have one entry per worker and week, or per contract version for its usual week.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import WeeklyHolidayFormula, WeeklyHolidayRuling
from openinsa.rules.engine import Count, Days, Flag, Minutes, divide_up, rule


@rule(law="근로기준법 제18조제3항")
def entitled_to_holidays(weekly_scheduled_minutes: Minutes, weekly_holiday_threshold: Minutes) -> Flag:
    """1주 소정근로시간 15시간 이상.

    Whether a contract has weekly and public holidays at all.
    """
    return weekly_scheduled_minutes >= weekly_holiday_threshold


@rule(law="근로기준법 제55조제1항; 대법원 2022다291153")
def weekly_holiday_by_ruling(
    weekly_scheduled_minutes: Minutes, weekly_scheduled_days: Days, weekly_holiday_divisor_days: Days
) -> Minutes:
    """1주 소정근로시간 ÷ 소정근로일수(5일 미만이면 5일).

    The average scheduled day as the ruling of 2025-08-14 has it; a part of a minute counts as one more.
    """
    return divide_up(weekly_scheduled_minutes, np.maximum(weekly_scheduled_days, weekly_holiday_divisor_days))


@rule(law="행정해석 (1주 40시간 비례)")
def weekly_holiday_by_fifth(
    weekly_scheduled_minutes: Minutes, weekly_limit_minutes: Minutes, weekly_holiday_divisor_days: Days
) -> Minutes:
    """1주 소정근로시간(40시간까지) ÷ 5.

    The older office form: a fifth of the week, at most eight hours; a part of a minute counts as one more.
    """
    return divide_up(np.minimum(weekly_scheduled_minutes, weekly_limit_minutes), weekly_holiday_divisor_days)


@rule(law="행정해석 (1주 40시간 비례)", name="weekly_holiday_by_date", until="2025-08-13", on="week_end")
def weekly_holiday_before_ruling(weekly_holiday_by_fifth: Minutes) -> Minutes:
    """1주 소정근로시간(40시간까지) ÷ 5.

    Weeks that ended before the ruling of 2025-08-14 follow the office form.
    """
    return weekly_holiday_by_fifth


@rule(
    law="대법원 2025-08-14 선고 2022다291153",
    name="weekly_holiday_by_date",
    since="2025-08-14",
    on="week_end",
)
def weekly_holiday_since_ruling(weekly_holiday_by_ruling: Minutes) -> Minutes:
    """1주 소정근로시간 ÷ 소정근로일수(5일 미만이면 5일).

    Weeks that end on or after 2025-08-14 follow the ruling.
    """
    return weekly_holiday_by_ruling


@rule(law="근로기준법 제55조제1항, 제18조제3항")
def weekly_holiday_minutes(
    entitled_to_holidays: Flag,
    weekly_holiday_formula: Count,
    weekly_holiday_by_ruling: Minutes,
    weekly_holiday_by_fifth: Minutes,
    weekly_holiday_by_date: Minutes,
) -> Minutes:
    """1주 평균 1일 소정근로시간; 주 15시간 미만이면 0.

    Paid minutes of an earned weekly holiday by the institution's formula (WeeklyHolidayFormula).
    """
    return np.select(
        [
            ~entitled_to_holidays,
            weekly_holiday_formula == WeeklyHolidayFormula.DIVISOR_AT_LEAST_5,
            weekly_holiday_formula == WeeklyHolidayFormula.FIFTH_OF_40,
        ],
        [np.zeros_like(weekly_holiday_by_date), weekly_holiday_by_ruling, weekly_holiday_by_fifth],
        weekly_holiday_by_date,
    )


@rule(law="근로기준법 제55조제1항; 시행령 제30조제1항")
def weekly_holiday_earned(
    entitled_to_holidays: Flag,
    employed_at_week_end: Flag,
    week_absent_days: Count,
    week_present_days: Count,
    week_scheduled_days_before_hire: Count,
    whole_week_excused_is_paid: Flag,
    joiner_partial_week_is_paid: Flag,
) -> Flag:
    """주 15시간 이상, 주의 마지막 날 재직, 소정근로일 개근.

    Whether one week earns its paid holiday. Lateness is not absence; days lawfully off are left out, and
    a week without any day present, or one that began before the hire, follows the institution's setting.
    """
    attended = (week_absent_days == 0) & ((week_present_days > 0) | whole_week_excused_is_paid)
    whole = (week_scheduled_days_before_hire == 0) | joiner_partial_week_is_paid
    return entitled_to_holidays & employed_at_week_end & attended & whole


@rule(law="근로기준법 제55조제1항; 시행령 제30조제1항")
def weekly_holiday_lost_by_absence(
    entitled_to_holidays: Flag,
    employed_at_week_end: Flag,
    week_absent_days: Count,
    week_scheduled_days_before_hire: Count,
    joiner_partial_week_is_paid: Flag,
) -> Flag:
    """결근으로 주휴가 생기지 않은 주; 입사한 주에 어차피 생기지 않을 주휴는 잃지 않는다.

    Whether a week's holiday is lost because of an absence without leave. A week that began before the hire
    and earns nothing by the institution's setting has nothing to lose.
    """
    whole = (week_scheduled_days_before_hire == 0) | joiner_partial_week_is_paid
    return entitled_to_holidays & employed_at_week_end & (week_absent_days > 0) & whole


@rule(law="근로기준법 제55조제1항; 취업규칙")
def weekly_holiday_given(weekly_holiday_earned: Flag, weekly_holiday_ruling: Count) -> Flag:
    """법에 따른 주휴; 담당자가 정한 주에는 그 결정.

    Whether one week's holiday is paid: by the law's test, or as somebody decided of that week
    (WeeklyHolidayRuling).
    """
    granted = weekly_holiday_ruling == WeeklyHolidayRuling.GRANTED
    return granted | weekly_holiday_earned & (weekly_holiday_ruling != WeeklyHolidayRuling.WITHHELD)


@rule(law="근로기준법 제55조제1항; 취업규칙")
def weekly_holiday_lost(weekly_holiday_lost_by_absence: Flag, weekly_holiday_ruling: Count) -> Flag:
    """결근으로 없어진 주휴, 또는 담당자가 주지 않기로 한 주휴.

    Whether a week's holiday is lost, by absence or because somebody decided so.
    """
    withheld = weekly_holiday_ruling == WeeklyHolidayRuling.WITHHELD
    return withheld | weekly_holiday_lost_by_absence & (weekly_holiday_ruling != WeeklyHolidayRuling.GRANTED)
