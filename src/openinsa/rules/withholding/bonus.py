"""상여 원천징수 - income tax on a one-time payment, by the average of the months that it covers."""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Won, divide_cut, rule


@rule(law="소득세법 제136조; 시행령 제195조")
def bonus_months(covered_months: Count, bonus_months_at_most: Count) -> Count:
    """지급대상기간의 개월 수, 1개월부터 1년까지.

    Months over which a one-time payment is spread. `covered_months`: those of the period agreed for it, else
    from January or the month after the last such payment to the month of payment.
    """
    return np.clip(covered_months, 1, bonus_months_at_most)


@rule(law="소득세법 제136조제1항")
def bonus_average_pay(bonus: Won, period_pay: Won, bonus_months: Count) -> Won:
    """(상여 + 지급대상기간의 다른 급여) ÷ 지급대상기간의 개월 수, 원 미만 버림.

    Average taxable pay a month, for which the table is asked.
    """
    return divide_cut(bonus + period_pay, bonus_months)


@rule(law="소득세법 제136조제1항, 제86조제1호")
def bonus_income_tax(
    average_income_tax: Won,
    bonus_months: Count,
    period_income_tax: Won,
    income_tax: Won,
    income_tax_minimum: Won,
) -> Won:
    """평균 월급여의 세액 × 개월 수 - 지급대상기간의 급여에서 뗀 소득세; 0보다 작으면 0.

    Tax withheld from the one-time payment beside `income_tax` of the month's pay; both together below 1,000
    won are not collected.
    """
    tax = np.maximum(average_income_tax * bonus_months - period_income_tax, 0)
    return np.where(tax + income_tax < income_tax_minimum, 0, tax)
