"""기준액 결정 - the income on which pension premiums are charged: at hire, each July, and when pay moves."""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import PayBasis
from openinsa.rules.engine import Count, Days, Flag, Ppm, Won, divide_cut, rule
from openinsa.rules.insurance.premiums import WHOLE
from openinsa.rules.wages.hourly import Divisor, HoursPart, Rate, RatePart


@rule(law="국민연금법 시행령 제6조; 국민건강보험법 시행령 제37조; 고용보험법 제10조 (법률 제21473호)")
def agreed_month_pay(
    pay_basis: Count,
    rate: Rate,
    hourly_part_numerator: RatePart,
    hourly_part_denominator: Divisor,
    standard_hours_numerator: HoursPart,
    standard_hours_denominator: Divisor,
) -> Won:
    """월급, 또는 시급·일급 × 주휴를 넣은 월 기준시간, 원 미만 버림.

    What a contract comes to in an average month, allowances left out.
    """
    hours = standard_hours_denominator * hourly_part_denominator
    by_hours = divide_cut(hourly_part_numerator * standard_hours_numerator, np.maximum(hours, 1))
    return np.where(pay_basis == PayBasis.MONTHLY, rate, by_hours)


@rule(law="국민연금법 시행령 제6조제1항제1호; 국민건강보험법 시행령 제37조제1호")
def pension_base_at_hire(pay_of_period: Won, days_of_period: Days, pension_base_days: Days) -> Won:
    """기간으로 정한 보수 ÷ 그 기간의 일수 × 30, 원 미만 버림.

    Monthly income reported of somebody hired for pay by week, month or year, to the pension and the health
    insurance alike.
    """
    return divide_cut(pay_of_period * pension_base_days, days_of_period)


@rule(law="국민연금법 시행령 제6조제1항제2호·제3호; 국민건강보험법 시행령 제37조제2호·제3호")
def base_at_hire_by_comparison(comparable_pay: Won, comparable_people: Count) -> Won:
    """같은 일을 하는 사람들의 지난달 보수 합계 ÷ 사람 수, 원 미만 버림.

    Monthly income reported of somebody hired for pay by day or hour: the average of the month before the hire
    among those who do the same work for the same pay, or where there are none for whatever pay.
    """
    return divide_cut(comparable_pay, np.maximum(comparable_people, 1))


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
