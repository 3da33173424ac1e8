"""보호 - working time of people under eighteen, of expectant mothers and in the year after birth.

Labour Standards Act art. 69, 70, 71, 74. One row is one day of one person; the week is the seven days to which
the day belongs. Overtime is what lies beyond the hours of law, or beyond those agreed with a part-timer.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Days, Flag, Minutes, rule
from openinsa.rules.insurance.dates import birthday

DAYS_PER_WEEK = 7


@rule(law="근로기준법 제69조·제70조제2항")
def minor(birth_date: Day, work_date: Day, minor_below_age: Count) -> Flag:
    """만 18세 생일 전.

    Whether a person is under the age on the day of work.
    """
    return work_date < birthday(birth_date, minor_below_age)


@rule(law="근로기준법 제69조")
def minor_day_by_agreement(minor: Flag, worked_minutes: Minutes, minor_daily_minutes: Minutes) -> Flag:
    """18세 미만의 하루 근로가 7시간을 넘음.

    Whether a day of a minor stands only by agreement.
    """
    return minor & (worked_minutes > minor_daily_minutes)


@rule(law="근로기준법 제69조 단서")
def minor_day_over_limit(
    minor: Flag,
    worked_minutes: Minutes,
    minor_daily_minutes: Minutes,
    minor_daily_extension_minutes: Minutes,
) -> Flag:
    """18세 미만의 하루 근로가 7시간 + 1시간을 넘음.

    Whether a day of a minor is longer than an agreement may make it.
    """
    return minor & (worked_minutes > minor_daily_minutes + minor_daily_extension_minutes)


@rule(law="근로기준법 제69조")
def minor_week_by_agreement(minor: Flag, week_worked_minutes: Minutes, minor_weekly_minutes: Minutes) -> Flag:
    """18세 미만의 1주 근로가 35시간을 넘음.

    Whether a week of a minor stands only by agreement.
    """
    return minor & (week_worked_minutes > minor_weekly_minutes)


@rule(law="근로기준법 제69조 단서")
def minor_week_over_limit(
    minor: Flag,
    week_worked_minutes: Minutes,
    minor_weekly_minutes: Minutes,
    minor_weekly_extension_minutes: Minutes,
) -> Flag:
    """18세 미만의 1주 근로가 35시간 + 5시간을 넘음.

    Whether a week of a minor is longer than an agreement may make it.
    """
    return minor & (week_worked_minutes > minor_weekly_minutes + minor_weekly_extension_minutes)


@rule(law="근로기준법 제71조")
def year_after_birth(birth_given_on: Day, work_date: Day, after_birth_years: Count) -> Flag:
    """출산일부터 1년이 지나기 전.

    Whether a day lies in the year after a birth, the day of birth included.
    """
    return (birth_given_on <= work_date) & (work_date < birthday(birth_given_on, after_birth_years))


@rule(law="근로기준법 제74조제5항")
def pregnant_overtime(pregnant: Flag, day_overtime_minutes: Minutes) -> Flag:
    """임신 중의 시간외근로.

    Whether a day of an expectant mother holds overtime, which nobody may ask of her.
    """
    return pregnant & (day_overtime_minutes > 0)


@rule(law="근로기준법 제71조")
def after_birth_day_over_limit(
    year_after_birth: Flag, day_overtime_minutes: Minutes, after_birth_daily_minutes: Minutes
) -> Flag:
    """산후 1년 안의 하루 시간외근로가 2시간을 넘음.

    Whether a day in the year after birth holds more overtime than the law allows.
    """
    return year_after_birth & (day_overtime_minutes > after_birth_daily_minutes)


@rule(law="근로기준법 제71조")
def after_birth_week_over_limit(
    year_after_birth: Flag, week_overtime_minutes: Minutes, after_birth_weekly_minutes: Minutes
) -> Flag:
    """산후 1년 안의 1주 시간외근로가 6시간을 넘음.

    Whether the week of a day in the year after birth holds more overtime than the law allows.
    """
    return year_after_birth & (week_overtime_minutes > after_birth_weekly_minutes)


@rule(law="근로기준법 제71조")
def after_birth_year_over_limit(
    year_after_birth: Flag, year_overtime_minutes: Minutes, after_birth_yearly_minutes: Minutes
) -> Flag:
    """산후 1년의 시간외근로가 150시간을 넘음.

    Whether the overtime since the birth, the day included, is more than the law allows.
    """
    return year_after_birth & (year_overtime_minutes > after_birth_yearly_minutes)


@rule(law="근로기준법 제74조제7항")
def pregnancy_days(due_date: Day, work_date: Day, pregnancy_length_days: Days) -> Days:
    """출산예정일에서 거꾸로 센 임신 일수.

    Days of a pregnancy that are over, reckoned from the due date of the certificate.
    """
    return pregnancy_length_days - (due_date - work_date)


@rule(law="근로기준법 제74조제7항")
def shorter_hours_may_be_asked(
    pregnant: Flag,
    pregnancy_days: Days,
    shorter_hours_until_week: Count,
    shorter_hours_from_week: Count,
) -> Flag:
    """임신 후 12주 이내 또는 32주 이후.

    Whether an expectant mother may ask on that day to work shorter hours at full pay.
    """
    early = pregnancy_days <= shorter_hours_until_week * DAYS_PER_WEEK
    late = pregnancy_days >= shorter_hours_from_week * DAYS_PER_WEEK
    return pregnant & (early | late)


@rule(law="근로기준법 제74조제7항·제8항")
def shorter_hours_minutes(
    shorter_hours_may_be_asked: Flag,
    scheduled_minutes: Minutes,
    daily_limit_minutes: Minutes,
    shorter_hours_each_day: Minutes,
    shorter_hours_least_day: Minutes,
) -> Minutes:
    """1일 2시간; 하루 8시간 미만이면 6시간이 되도록 줄인 시간.

    Minutes of a day that are not worked and paid all the same.
    """
    short_day = np.maximum(scheduled_minutes - shorter_hours_least_day, 0)
    least = np.where(scheduled_minutes >= daily_limit_minutes, shorter_hours_each_day, short_day)
    return np.where(shorter_hours_may_be_asked, least, 0)
