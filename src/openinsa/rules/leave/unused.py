"""미사용수당 - pay for leave that could not be taken any more (Labour Standards Act art. 60; Decree art. 33).

One row is one worker and the leave whose use ended on one day: its lapse, or the end of the employment.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.engine import Flag, Kind, Whole, Won, divide_cut, rule

HourlyPart = Annotated[Whole, Kind("upper part of a wage per hour", 0, 10**13)]
HourlyDivisor = Annotated[Whole, Kind("lower part of a wage per hour", 1, 10**7)]
LeaveMinutes = Annotated[Whole, Kind("minutes of leave", 0, 10**5)]
MINUTES_PER_HOUR = 60


@rule(law="근로기준법 제60조, 제61조", on="leave_claim_date")
def paid_leave_minutes_unused(
    unused_leave_minutes: LeaveMinutes, promoted_leave_minutes: LeaveMinutes, employment_over: Flag
) -> LeaveMinutes:
    """미사용 시간 - 사용촉진으로 보상의무가 없어진 시간; 퇴사로 쓰지 못한 연차는 모두 지급.

    Minutes of unused leave that are paid. Promotion frees the employer from paying leave that lapsed, not
    leave that the end of the employment cut off.
    """
    lapsed = np.maximum(unused_leave_minutes - promoted_leave_minutes, 0)
    return np.where(employment_over, unused_leave_minutes, lapsed)


@rule(
    law="근로기준법 제60조제5항; 시행령 제33조",
    name="unused_leave_time_pay",
    until="2027-06-09",
    on="leave_claim_date",
)
def unused_leave_time_pay_as_fifth_paragraph(
    paid_leave_minutes_unused: LeaveMinutes,
    leave_hourly_numerator: HourlyPart,
    leave_hourly_denominator: HourlyDivisor,
) -> Won:
    """미사용 시간 × 통상시급, 원 미만 버림.

    Pay for leave that was not used, at the ordinary wage of the last day of its use.
    """
    return _time_pay(paid_leave_minutes_unused, leave_hourly_numerator, leave_hourly_denominator)


@rule(
    law="근로기준법 제60조제6항; 시행령 제33조",
    name="unused_leave_time_pay",
    since="2027-06-10",
    on="leave_claim_date",
)
def unused_leave_time_pay_as_sixth_paragraph(
    paid_leave_minutes_unused: LeaveMinutes,
    leave_hourly_numerator: HourlyPart,
    leave_hourly_denominator: HourlyDivisor,
) -> Won:
    """미사용 시간 × 통상시급, 원 미만 버림.

    Pay for leave that was not used, at the ordinary wage of the last day of its use. Act 21784 renumbers
    the paragraphs on 2027-06-10; the amount stays the same.
    """
    return _time_pay(paid_leave_minutes_unused, leave_hourly_numerator, leave_hourly_denominator)


@rule(law="근로기준법 제56조, 제57조; 고용노동부 임금근로시간과-2601 (2020-11-12)", on="leave_claim_date")
def compensatory_leave_pay(
    banked_leave_minutes_unused: LeaveMinutes,
    leave_hourly_numerator: HourlyPart,
    leave_hourly_denominator: HourlyDivisor,
    compensatory_leave_is_paid: Flag,
) -> Won:
    """쓰지 못한 보상휴가 시간(가산 포함) × 마지막으로 쓸 수 있던 달의 통상시급, 원 미만 버림.

    Pay for leave in place of pay that was not used. The hours hold the premiums already; the wage is that of
    the last month in which the leave could be taken.
    """
    pay = _time_pay(banked_leave_minutes_unused, leave_hourly_numerator, leave_hourly_denominator)
    return np.where(compensatory_leave_is_paid, pay, 0)


def _time_pay(minutes: Whole, numerator: Whole, denominator: Whole) -> Whole:
    return divide_cut(minutes * numerator, denominator * MINUTES_PER_HOUR)
