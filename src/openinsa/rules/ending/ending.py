"""종료 - notice pay and interest on what is paid late (Labour Standards Act art. 26, 36, 37).

One row is one worker and the end of one employment.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Days, Flag, Ppm, Won, multiply_divide_cut, rule
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


@rule(law="근로기준법 제26조")
def notice_short(
    dismissed: Flag, payment_ground_date: Day, notice_given_on: Day, notice_pay_days: Days
) -> Flag:
    """해고인데 예고한 날의 다음 날부터 퇴직일까지 30일이 안 됨.

    Whether a dismissal came without its notice. Without any notice the day of notice is the last day.
    """
    return dismissed & (payment_ground_date - notice_given_on < notice_pay_days)


@rule(law="근로기준법 제26조")
def notice_pay_due(notice_short: Flag, dismissal_notice_pay: Won) -> Won:
    """예고하지 않은 해고의 해고예고수당.

    Pay in place of notice that is due; 0 for who was given notice in time, resigned or came to the end
    of the contract.
    """
    return np.where(notice_short, dismissal_notice_pay, 0)


@rule(law="근로기준법 제36조; 근로자퇴직급여 보장법 제9조제1항")
def settlement_due_on(payment_ground_date: Day, settlement_days: Days) -> Day:
    """퇴직일부터 14일째 되는 날.

    Last day to pay without interest.
    """
    return payment_ground_date + settlement_days


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


@rule(law="근로기준법 제37조제1항제2호", until="2025-10-22", name="wage_late_days", on="wages_due_on")
def wage_late_days_before(wages_due_on: Day, paid_on: Day) -> Days:
    """재직 중인 사람의 임금에는 지연이자가 없음.

    No interest on wages of people still employed.
    """
    return np.zeros_like(paid_on - wages_due_on)


@rule(law="근로기준법 제37조제1항제2호", since="2025-10-23", on="wages_due_on")
def wage_late_days(wages_due_on: Day, paid_on: Day) -> Days:
    """임금지급일 다음 날부터 지급한 날까지.

    Days for which interest runs on wages of people still employed.
    """
    return np.maximum(paid_on - wages_due_on, 0)


@rule(law="근로기준법 제37조제1항제2호; 시행령 제17조")
def wage_late_interest(
    unpaid_wages: Won, wage_late_days: Days, late_interest_rate: Ppm, interest_year_days: Days
) -> Won:
    """미지급 임금 × 연 20% × 지연일수 ÷ 365, 원 미만 버림.

    Interest on wages paid late to people still employed.
    """
    return multiply_divide_cut(
        unpaid_wages * late_interest_rate, wage_late_days, PPM.highest * interest_year_days
    )


@rule(law="근로자퇴직급여 보장법 제9조; 근로기준법 제36조")
def settlement_gross(settled_severance: Won, notice_pay_due: Won) -> Won:
    """퇴직금 + 해고예고수당.

    What the settlement pays before tax.
    """
    return settled_severance + notice_pay_due


@rule(law="근로자퇴직급여 보장법 제9조; 근로기준법 제36조")
def settlement_net(
    settlement_gross: Won, retirement_tax_withheld: Won, retirement_local_tax_withheld: Won
) -> Won:
    """퇴직금 + 해고예고수당 - 퇴직소득세 - 지방소득세.

    What the settlement pays out.
    """
    return settlement_gross - retirement_tax_withheld - retirement_local_tax_withheld
