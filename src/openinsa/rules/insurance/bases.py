"""기준액 결정 - the income on which pension premiums are charged: at hire, each July, and when pay moves."""

from __future__ import annotations

from openinsa.rules.engine import Days, Flag, Ppm, Won, divide_cut, rule
from openinsa.rules.insurance.premiums import WHOLE


@rule(law="국민연금법 시행령 제6조")
def pension_base_at_hire(pay_of_period: Won, days_of_period: Days, pension_base_days: Days) -> Won:
    """기간으로 정한 보수 ÷ 그 기간의 일수 × 30, 원 미만 버림.

    Monthly income reported of somebody hired for pay by week, month or year. For pay by day or hour it is the
    average of comparable workers of the month before, which only the employer knows.
    """
    return divide_cut(pay_of_period * pension_base_days, days_of_period)


@rule(law="국민연금법 시행령 제7조")
def pension_base_of_july(previous_income: Won, previous_days: Days, pension_base_days: Days) -> Won:
    """지난해 소득 총액 ÷ 지난해 종사한 일수 × 30, 원 미만 버림.

    Monthly income from July to the next June.
    """
    return divide_cut(previous_income * pension_base_days, previous_days)


@rule(law="국민연금법 시행령 제9조제5항")
def pension_base_may_change(pension_base: Won, monthly_income: Won, pension_change_ratio: Ppm) -> Flag:
    """실제 소득이 기준소득월액보다 고시 비율 이상 오르거나 내린 경우.

    Whether a change within the year may be asked for, with the worker's consent.
    """
    return abs(monthly_income - pension_base) * WHOLE >= pension_base * pension_change_ratio
