"""결근 공제 - what unpaid time takes from a monthly wage (Labour Standards Act art. 43; local rules).

All arguments have one entry per day of one worker; the weekly holiday stands on the week's last day.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import AbsenceDeduction, PayBasis
from openinsa.rules.engine import Count, Days, Flag, Minutes, rule


@rule(law="취업규칙")
def deducted_as_day(absence_deduction: Count, scheduled_minutes: Minutes, unpaid_minutes: Minutes) -> Flag:
    """하루 전부가 무급이고, 기관이 일수로 공제하기로 했는지.

    Whether a day is deducted as one day of the month instead of by its minutes.
    """
    whole_day = (scheduled_minutes > 0) & (unpaid_minutes == scheduled_minutes)
    return whole_day & (absence_deduction == AbsenceDeduction.CALENDAR_DAY)


@rule(law="근로기준법 제43조; 취업규칙")
def deducted_minutes(
    pay_basis: Count,
    absence_deduction: Count,
    unpaid_minutes: Minutes,
    deducted_as_day: Flag,
    lost_weekly_holiday_minutes: Minutes,
) -> Minutes:
    """월급에서 시간으로 공제하는 무급시간과 결근으로 잃은 주휴시간.

    Minutes that cost a monthly wage their hourly pay; hourly and daily pay never earned them.
    """
    lost = np.where(absence_deduction == AbsenceDeduction.HOURLY, lost_weekly_holiday_minutes, 0)
    minutes = np.where(deducted_as_day, 0, unpaid_minutes) + lost
    return np.where(pay_basis == PayBasis.MONTHLY, minutes, 0)


@rule(law="취업규칙")
def deducted_days(
    pay_basis: Count, absence_deduction: Count, deducted_as_day: Flag, lost_weekly_holiday_minutes: Minutes
) -> Days:
    """월급에서 일수로 공제하는 날과 결근으로 잃은 주휴일.

    Days that cost a monthly wage one day of the month each.
    """
    lost = (absence_deduction == AbsenceDeduction.CALENDAR_DAY) & (lost_weekly_holiday_minutes > 0)
    days = deducted_as_day.astype(np.int64) + lost
    return np.where(pay_basis == PayBasis.MONTHLY, days, 0)
