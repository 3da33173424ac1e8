"""종료 - notice pay and interest on what is paid late (Labour Standards Act art. 26, 36, 37).

One row is one worker and the end of one employment.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Days, Ppm, Won, multiply_divide_cut, rule
from openinsa.rules.engine.kinds import PPM
from openinsa.rules.severance.severance import DailyPart


@rule(law="근로기준법 제26조")
def dismissal_notice_pay(
    daily_ordinary_wage: DailyPart, service_months: Count, notice_pay_days: Days, notice_minimum_months: Count
) -> Won:
    """1일 통상임금 × 30일; 계속근로 3개월 미만이면 없음.

    Least pay for a dismissal without notice. A contract that runs out is no dismissal.
    """
    return np.where(service_months >= notice_minimum_months, daily_ordinary_wage * notice_pay_days, 0)


@rule(law="근로기준법 제36조, 제37조")
def late_days(payment_ground_date: Day, paid_on: Day, settlement_days: Days) -> Days:
    """지급사유 발생일부터 14일이 지난 다음 날부터 지급한 날까지.

    Days for which interest runs; 0 when paid in time.
    """
    return np.maximum(paid_on - payment_ground_date - settlement_days, 0)


@rule(law="근로기준법 제37조; 시행령 제17조")
def late_interest(
    unpaid_amount: Won, late_days: Days, late_interest_rate: Ppm, interest_year_days: Days
) -> Won:
    """미지급액 × 연 20% × 지연일수 ÷ 365, 원 미만 버림.

    Interest on wages and severance paid late. Not due while the claim is properly in dispute.
    """
    return multiply_divide_cut(
        unpaid_amount * late_interest_rate, late_days, PPM.highest * interest_year_days
    )
