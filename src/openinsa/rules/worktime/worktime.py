"""근로시간 - minutes worked and their kinds (Labour Standards Act art. 50, 55, 56; Fixed-term Act art. 6).

Grains: an interval is a shift or one of its breaks; a shift is all work of one day record, breaks
taken off; a day is one date of one worker. Sums from interval to shift and along the week are made by
the caller and given as columns.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Day, Flag, Minutes, rule

MINUTES_PER_DAY = 24 * 60


@rule(law="근로기준법 제50조")
def interval_minutes(interval_start: Minutes, interval_end: Minutes) -> Minutes:
    """끝 시각 - 시작 시각.

    Length of an interval; both ends are minutes after 00:00 of the shift's date and may pass 1440.
    """
    return interval_end - interval_start


@rule(law="근로기준법 제50조; 근기 68207-402")
def interval_minutes_next_date(interval_start: Minutes, interval_end: Minutes) -> Minutes:
    """다음 날 0시 이후의 시간.

    The part of an interval that lies after midnight.
    """
    return np.maximum(interval_end, MINUTES_PER_DAY) - np.maximum(interval_start, MINUTES_PER_DAY)


@rule(law="근로기준법 제56조제3항")
def interval_night_minutes(
    interval_start: Minutes, interval_end: Minutes, night_begins: Minutes, night_ends: Minutes
) -> Minutes:
    """오후 10시부터 다음 날 오전 6시 사이의 시간.

    The part of an interval inside the night; a shift may touch the night before and two after midnight.
    """
    night = np.zeros_like(interval_start)
    for midnight in (0, MINUTES_PER_DAY, 2 * MINUTES_PER_DAY):
        begins = midnight + night_begins - MINUTES_PER_DAY
        ends = midnight + night_ends
        night = night + np.maximum(np.minimum(interval_end, ends) - np.maximum(interval_start, begins), 0)
    return night


@rule(law="근로기준법 제63조")
def exempt(work_date: Day, exempt_from: Day, exempt_to: Day) -> Flag:
    """적용 제외를 승인받은 기간의 근무일.

    Whether the rules on hours, breaks and holidays do not bind a day; a span that ends before it begins is none.
    """
    return (exempt_from <= work_date) & (work_date <= exempt_to)


@rule(law="근로기준법 제63조")
def exempt_minutes(exempt: Flag, worked_minutes: Minutes) -> Minutes:
    """적용 제외 기간에 근로한 시간.

    Worked minutes of a day that no limit of hours looks at.
    """
    return np.where(exempt, worked_minutes, 0)


@rule(law="근로기준법 제56조제3항, 제63조")
def night_minutes(time_at_night: Minutes, exempt: Flag, exempt_keeps_night_premium: Flag) -> Minutes:
    """밤에 일한 시간; 적용 제외 기간에도 야간 가산은 그대로.

    Minutes of a shift that earn the night premium.
    """
    return np.where(exempt & ~exempt_keeps_night_premium, 0, time_at_night)


@rule(law="근로기준법 제56조제2항, 제63조")
def holiday_start_date(begins_on_holiday: Flag, exempt: Flag) -> Flag:
    """휴일에 시작한 근로, 적용 제외 기간이면 휴일근로가 아님.

    Whether the part of a shift before midnight is holiday work.
    """
    return begins_on_holiday & ~exempt


@rule(law="근로기준법 제56조제2항, 제63조")
def holiday_next_date(goes_on_into_holiday: Flag, exempt: Flag) -> Flag:
    """자정을 넘긴 몫이 휴일근로, 적용 제외 기간이면 휴일근로가 아님.

    Whether the part of a shift after midnight is holiday work.
    """
    return goes_on_into_holiday & ~exempt


@rule(law="근로기준법 제50조제2항, 제63조; 기간제 및 단시간근로자 보호 등에 관한 법률 제6조제3항")
def daily_overtime_begins_after(
    part_time: Flag,
    exempt: Flag,
    scheduled_minutes: Minutes,
    worked_minutes: Minutes,
    day_limit_minutes: Minutes,
) -> Minutes:
    """1일 8시간, 단시간근로자는 그날의 소정근로시간을 넘으면 연장근로; 적용 제외 기간에는 한도 없음.

    Worked minutes of a shift after which overtime begins; a part-timer's day without plan has 0. The agreed
    hours of part-timers stand in an Act of their own and bind exempt work too.
    """
    full_time = np.where(exempt, worked_minutes, day_limit_minutes)
    return np.where(part_time, scheduled_minutes, full_time)


@rule(law="근로기준법 제50조제2항")
def regular_start_date(
    worked_start_date: Minutes, holiday_start_date: Flag, daily_overtime_begins_after: Minutes
) -> Minutes:
    """휴일이 아닌 날의 근로 중 1일 한도까지 (시작한 날의 몫).

    Regular minutes, before the weekly limit, of the part of a shift on the date it began.
    """
    return np.where(holiday_start_date, 0, np.minimum(worked_start_date, daily_overtime_begins_after))


@rule(law="근로기준법 제50조제2항")
def regular_next_date(
    worked_start_date: Minutes,
    worked_next_date: Minutes,
    holiday_next_date: Flag,
    daily_overtime_begins_after: Minutes,
) -> Minutes:
    """휴일이 아닌 날의 근로 중 1일 한도까지 (자정을 넘긴 몫).

    Regular minutes, before the weekly limit, of the part after midnight; all minutes before count.
    """
    room = np.clip(daily_overtime_begins_after - worked_start_date, 0, worked_next_date)
    return np.where(holiday_next_date, 0, room)


@rule(law="근로기준법 제56조제2항")
def holiday_minutes(
    worked_start_date: Minutes, worked_next_date: Minutes, holiday_start_date: Flag, holiday_next_date: Flag
) -> Minutes:
    """휴일에 근로한 시간.

    Minutes of a shift on a weekly or public holiday.
    """
    return np.where(holiday_start_date, worked_start_date, 0) + np.where(
        holiday_next_date, worked_next_date, 0
    )


@rule(law="근로기준법 제56조제2항제1호")
def holiday_first8_minutes(holiday_minutes: Minutes, holiday_limit_minutes: Minutes) -> Minutes:
    """8시간 이내의 휴일근로.

    The first eight hours of a shift's holiday work.
    """
    return np.minimum(holiday_minutes, holiday_limit_minutes)


@rule(law="근로기준법 제56조제2항제2호")
def holiday_beyond8_minutes(holiday_minutes: Minutes, holiday_first8_minutes: Minutes) -> Minutes:
    """8시간을 초과한 휴일근로.

    Holiday work of a shift beyond its first eight hours.
    """
    return holiday_minutes - holiday_first8_minutes


@rule(law="근로기준법 제50조제1항; 대법원 2020도15393")
def counted_start_date(
    regular_start_date: Minutes,
    worked_start_date: Minutes,
    holiday_start_date: Flag,
    holiday_limit_minutes: Minutes,
    holiday_counts_toward_week: Flag,
) -> Minutes:
    """1주 40시간에 세는 시간 (시작한 날의 몫).

    Minutes of the part before midnight that count toward the weekly limit.
    """
    holiday = holiday_start_date & holiday_counts_toward_week
    return regular_start_date + np.where(holiday, np.minimum(worked_start_date, holiday_limit_minutes), 0)


@rule(law="근로기준법 제50조제1항; 대법원 2020도15393")
def counted_minutes(
    regular_start_date: Minutes,
    regular_next_date: Minutes,
    holiday_first8_minutes: Minutes,
    holiday_counts_toward_week: Flag,
) -> Minutes:
    """1주 40시간에 세는 시간: 일반근로와 (설정에 따라) 8시간 이내 휴일근로.

    Minutes of a shift that count toward the weekly limit; daily overtime is not counted twice.
    """
    holiday = np.where(holiday_counts_toward_week, holiday_first8_minutes, 0)
    return regular_start_date + regular_next_date + holiday


@rule(law="근로기준법 제50조제1항, 제63조")
def regular_minutes(
    regular_start_date: Minutes,
    regular_next_date: Minutes,
    counted_start_date: Minutes,
    counted_before_in_week: Minutes,
    part_time: Flag,
    exempt: Flag,
    week_limit_minutes: Minutes,
) -> Minutes:
    """1주 40시간을 넘지 않은 일반근로 (단시간근로자와 적용 제외 기간은 주 한도를 보지 않음).

    Regular minutes of a shift that stay regular after the weekly limit. counted_before_in_week: counted
    minutes of the week's earlier days.
    """
    room_first = np.maximum(week_limit_minutes - counted_before_in_week, 0)
    room_next = np.maximum(room_first - counted_start_date, 0)
    kept = np.minimum(regular_start_date, room_first) + np.minimum(regular_next_date, room_next)
    return np.where(part_time | exempt, regular_start_date + regular_next_date, kept)


@rule(law="근로기준법 제50조·제56조제1항; 기간제 및 단시간근로자 보호 등에 관한 법률 제6조제3항")
def overtime_minutes(worked_minutes: Minutes, regular_minutes: Minutes, holiday_minutes: Minutes) -> Minutes:
    """근로시간 - 일반근로 - 휴일근로.

    Overtime of a shift: every worked minute has exactly one of the three kinds.
    """
    return worked_minutes - regular_minutes - holiday_minutes


@rule(law="근로기준법 제43조; 취업규칙")
def paid_leave_minutes(
    scheduled_minutes: Minutes, holiday: Flag, code_is_paid: Flag, leave_is_paid: Flag, leave_minutes: Minutes
) -> Minutes:
    """유급 부호인 날의 소정근로시간, 또는 근무한 날의 유급휴가 시간.

    Paid minutes of leave on a day. A holiday is paid as a holiday, not as leave.
    """
    part = np.where(leave_is_paid, leave_minutes, 0)
    return np.where(holiday, 0, np.where(code_is_paid, scheduled_minutes, part))


@rule(law="근로기준법 제55조제2항; 시행령 제30조제2항; 임금근로시간과-743")
def public_holiday_paid_minutes(
    public_holiday: Flag,
    scheduled_day: Flag,
    scheduled_minutes: Minutes,
    daily_scheduled_minutes: Minutes,
    unscheduled_holiday_is_paid: Flag,
) -> Minutes:
    """공휴일인 근무일의 소정근로시간, 일했는지와 관계없이.

    Paid minutes of a public holiday. A day without plan has none, unless the institution grants a day.
    """
    granted = np.where(unscheduled_holiday_is_paid, daily_scheduled_minutes, 0)
    return np.where(public_holiday, np.where(scheduled_day, scheduled_minutes, granted), 0)


@rule(law="근로기준법 제43조")
def unpaid_minutes(
    scheduled_minutes: Minutes,
    day_off: Flag,
    code_is_unpaid: Flag,
    paid_leave_minutes: Minutes,
    worked_minutes: Minutes,
) -> Minutes:
    """소정근로시간 중 일하지 않고 유급도 아닌 시간.

    Scheduled minutes neither worked nor paid: the whole day for an unpaid code, the rest of an ordinary
    day otherwise. Lateness, early leaving and going out need no code. day_off: a public holiday, also for
    contracts too short to be paid for it, or the weekly holiday.
    """
    missing = np.maximum(scheduled_minutes - paid_leave_minutes - worked_minutes, 0)
    return np.where(code_is_unpaid, scheduled_minutes, np.where(day_off, 0, missing))


@rule(law="근로기준법 제43조, 제55조, 제63조")
def extra_regular_minutes(
    regular_minutes: Minutes, scheduled_minutes: Minutes, paid_leave_minutes: Minutes, holiday: Flag
) -> Minutes:
    """그날 소정근로시간을 넘었으나 연장근로는 아닌 시간; 휴일에는 휴일근로도 연장근로도 아닌 시간 모두.

    Regular minutes beyond the day's schedule less leave: a monthly salary does not hold them. What it holds of a
    holiday is the holiday's own pay, so that exempt work on it, or what a shift begun on it goes on with on an
    ordinary day where shifts are split, is paid beside, without premium.
    """
    held = np.where(holiday, 0, np.maximum(scheduled_minutes - paid_leave_minutes, 0))
    return np.maximum(regular_minutes - held, 0)


@rule(law="근로기준법 제53조제1항, 제63조; 대법원 2020도15393")
def weekly_limit_test_minutes(
    week_worked_minutes: Minutes,
    week_exempt_minutes: Minutes,
    week_overtime_minutes: Minutes,
    part_time: Flag,
    week_limit_minutes: Minutes,
) -> Minutes:
    """1주 근로시간 - 적용 제외 근로시간 - 40시간 (단시간근로자는 연장근로시간).

    Minutes of one week that are held against the limit of overtime; holiday work counts.
    """
    beyond = np.maximum(week_worked_minutes - week_exempt_minutes - week_limit_minutes, 0)
    return np.where(part_time, week_overtime_minutes, beyond)


@rule(law="근로기준법 제53조제1항, 제63조; 대법원 2020도15393")
def week_over_limit(
    week_worked_minutes: Minutes,
    week_exempt_minutes: Minutes,
    week_limit_minutes: Minutes,
    weekly_overtime_limit_minutes: Minutes,
) -> Flag:
    """1주 근로시간이 40시간 + 12시간을 넘음; 적용 제외 기간의 근로는 세지 않음.

    Whether one week has more than twelve hours beyond forty, holiday work included.
    """
    limited = week_worked_minutes - week_exempt_minutes
    return limited - week_limit_minutes > weekly_overtime_limit_minutes


@rule(law="근로기준법 제53조제4항·제59조제1항")
def week_over_limit_unapproved(week_over_limit: Flag, week_limit_lifted: Flag) -> Flag:
    """인가나 특례 합의 없이 1주 52시간을 넘음.

    Whether a week is over the limit without an approved extension or a special industry's agreement.
    """
    return week_over_limit & ~week_limit_lifted


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제6조제1항")
def week_over_part_time_limit(
    week_overtime_minutes: Minutes, part_time: Flag, weekly_overtime_limit_minutes: Minutes
) -> Flag:
    """단시간근로자의 1주 초과근로가 12시간을 넘음.

    Whether a part-timer's week has more than twelve hours beyond the agreed ones.
    """
    return part_time & (week_overtime_minutes > weekly_overtime_limit_minutes)
