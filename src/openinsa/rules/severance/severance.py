"""퇴직금 - average wage and severance pay (Labour Standards Act art. 2; Retirement Benefits Act art. 4, 8).

One row is one worker and the end of one employment. Wages and days of the three months before it come
without the times that the decree leaves out; the daily wage stays an exact fraction until the end.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.engine import (
    Count,
    Days,
    Flag,
    Kind,
    Minutes,
    Whole,
    Won,
    divide_cut,
    multiply_divide_cut,
    rule,
)

DailyPart = Annotated[Whole, Kind("upper part of a daily wage", 0, 10**10)]
"""Narrow, for it is multiplied by days of a year and days of service."""


@rule(law="근로기준법 제2조제1항제6호")
def average_daily_wage(three_month_wages: DailyPart, three_month_days: Days) -> Won:
    """3개월 임금 총액 ÷ 그 기간의 날수, 원 미만 버림.

    Average wage of a day as it is printed; severance uses the exact fraction. Without a day left it is 0.
    """
    return divide_cut(three_month_wages, np.maximum(three_month_days, 1))


@rule(law="근로기준법 제2조제2항")
def average_below_ordinary(
    three_month_wages: DailyPart, three_month_days: Days, daily_ordinary_wage: DailyPart
) -> Flag:
    """평균임금이 통상임금보다 적거나, 셈할 날이 하나도 없음.

    Whether the ordinary wage stands in for the average wage.
    """
    return (three_month_days <= 0) | (three_month_wages < daily_ordinary_wage * three_month_days)


@rule(law="근로기준법 제2조제1항제6호, 제2항")
def severance_wage_numerator(
    average_below_ordinary: Flag, three_month_wages: DailyPart, daily_ordinary_wage: DailyPart
) -> DailyPart:
    """평균임금과 1일 통상임금 중 많은 금액 (분자).

    Daily wage that severance is reckoned from, upper part of the fraction.
    """
    return np.where(average_below_ordinary, daily_ordinary_wage, three_month_wages)


@rule(law="근로기준법 제2조제1항제6호, 제2항")
def severance_wage_denominator(average_below_ordinary: Flag, three_month_days: Days) -> Days:
    """평균임금의 날수, 통상임금이면 1 (분모).

    Daily wage that severance is reckoned from, lower part of the fraction.
    """
    return np.where(average_below_ordinary, 1, three_month_days)


@rule(law="근로자퇴직급여 보장법 제8조제1항; 판결 2017나29469, 2013나5617")
def severance_amount(
    severance_wage_numerator: DailyPart,
    severance_wage_denominator: Days,
    service_days: Days,
    severance_days_per_year: Days,
    severance_year_days: Days,
) -> Won:
    """1일 평균임금 × 30일 × 재직일수 ÷ 365, 원 미만 버림.

    Severance for the days of service, whether or not anything is due.
    """
    wages = severance_wage_numerator * severance_days_per_year
    return multiply_divide_cut(wages, service_days, severance_wage_denominator * severance_year_days)


@rule(law="근로자퇴직급여 보장법 제4조제1항")
def severance_eligible(
    completed_years: Count,
    average_weekly_minutes: Minutes,
    severance_minimum_years: Count,
    severance_weekly_threshold: Minutes,
) -> Flag:
    """계속근로 1년 이상이고 4주 평균 1주 소정근로시간 15시간 이상.

    Whether severance is due at all.
    """
    long_enough = completed_years >= severance_minimum_years
    return long_enough & (average_weekly_minutes >= severance_weekly_threshold)


@rule(law="근로자퇴직급여 보장법 제4조제1항, 제8조제1항")
def severance_pay(severance_eligible: Flag, severance_amount: Won) -> Won:
    """요건을 갖춘 사람의 퇴직금.

    Severance due; 0 below one year or below 15 hours a week.
    """
    return np.where(severance_eligible, severance_amount, 0)


@rule(law="고용노동부 퇴직금 계산기")
def severance_amount_nearest(
    severance_wage_numerator: DailyPart,
    severance_wage_denominator: Days,
    service_days: Days,
    severance_days_per_year: Days,
    severance_year_days: Days,
) -> Won:
    """1일 평균임금 × 30일 × 재직일수 ÷ 365, 원 단위로 반올림.

    The same as the ministry's calculator rounds it.
    """
    doubled = 2 * severance_wage_numerator * severance_days_per_year
    return (
        multiply_divide_cut(doubled, service_days, severance_wage_denominator * severance_year_days) + 1
    ) // 2


@rule(law="근로자퇴직급여 보장법 제4조제1항, 제8조제1항")
def settled_severance(
    severance_pay: Won, severance_eligible: Flag, severance_amount_nearest: Won, severance_to_nearest: Flag
) -> Won:
    """퇴직금, 원 미만은 기관 설정에 따라 버리거나 반올림.

    Severance as the institution settles it.
    """
    return np.where(severance_eligible & severance_to_nearest, severance_amount_nearest, severance_pay)
