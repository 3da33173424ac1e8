"""보호 - working time of people under eighteen (Labour Standards Act art. 69, 70).

One row is one day of one person; the week is the seven days to which the day belongs.
"""

from __future__ import annotations

from openinsa.rules.engine import Count, Day, Flag, Minutes, rule
from openinsa.rules.insurance.dates import birthday


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
