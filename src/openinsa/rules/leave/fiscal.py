"""회계연도 기준 - annual leave granted at the start of each fiscal year, and its settlement by hire date (MOEL reading).

The Act knows the day of hire alone. One row is one worker and one grant, or one worker and the end of an employment.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.engine import Days, Flag, Kind, Minutes, Whole, divide_up, rule

YearDays = Annotated[Whole, Kind("days of a year", 1, 1000)]
UnitMinutes = Annotated[Whole, Kind("minutes of a unit", 1, 10**4)]


@rule(law="고용노동부 행정해석(회계연도 기준 연차); 근로기준법 제60조")
def span_leave_minutes(
    leave_grant_minutes: Minutes,
    attended_enough: Flag,
    span_days: Days,
    span_year_days: YearDays,
    leave_share_unit: UnitMinutes,
) -> Minutes:
    """1년 몫의 연차시간 × 기간의 일수 ÷ 1년의 일수, 정한 단위로 올림; 꼬박 1년이면 그대로.

    Minutes of leave for the days since the last grant, where they are fewer than a year. Below sufficient
    attendance the days of perfect months stay whole.
    """
    share = divide_up(leave_grant_minutes * span_days, span_year_days)
    rounded = divide_up(share, leave_share_unit) * leave_share_unit
    return np.where(attended_enough & (span_days < span_year_days), rounded, leave_grant_minutes)


@rule(law="고용노동부 행정해석(회계연도 기준 연차의 퇴직 정산)")
def leave_shortfall_minutes(
    hire_date_leave_minutes: Minutes, granted_leave_minutes: Minutes, leave_shortfall_settled: Flag
) -> Minutes:
    """입사일 기준 연차시간 - 준 연차시간(모자란 것만).

    Minutes that the end of the employment adds, so that nobody has less than by the day of hire.
    """
    missing = np.maximum(hire_date_leave_minutes - granted_leave_minutes, 0)
    return np.where(leave_shortfall_settled, missing, 0)


@rule(law="고용노동부 행정해석(회계연도 기준 연차의 퇴직 정산)")
def leave_surplus_minutes(
    hire_date_leave_minutes: Minutes,
    granted_leave_minutes: Minutes,
    settled_by_hire_date: Flag,
    leave_surplus_kept: Flag,
) -> Minutes:
    """준 연차시간 - 입사일 기준 연차시간(남는 것만); 규정이 입사일 기준 재산정을 정하지 않았으면 0.

    Minutes that the end of the employment takes off what is left. Without a rule of the institution that
    reckons anew by the day of hire, the larger number stays.
    """
    beyond = np.maximum(granted_leave_minutes - hire_date_leave_minutes, 0)
    return np.where(settled_by_hire_date | ~leave_surplus_kept, beyond, 0)
