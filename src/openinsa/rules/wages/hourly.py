"""통상임금 - base and ordinary wage per hour (Labour Standards Act Decree art. 6(2)).

A wage per hour is a fraction, numerator over denominator, both whole; nothing is rounded here. All
arguments have one entry per contract version, or per stretch of days with one ordinary wage.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.choices import MonthlyHoursRounding, PayBasis
from openinsa.rules.engine import Count, Days, Kind, Minutes, Whole, divide_half_up, divide_up, rule

Rate = Annotated[Whole, Kind("won of a rate", 0, 10**9)]
"""What an hour, a day or a month earns. The ranges here are narrow, for fractions multiply many of them."""
RatePart = Annotated[Whole, Kind("upper part of an hourly or daily rate", 0, 10**11)]
HoursPart = Annotated[Whole, Kind("upper part of monthly hours", 0, 10**7)]
Divisor = Annotated[Whole, Kind("lower part of a fraction", 0, 10**4)]
Part = Annotated[Whole, Kind("part of a fraction", 0, 10**17)]
MINUTES_PER_HOUR = 60
DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12


@rule(law="근로기준법 시행령 제6조제2항제4호")
def exact_hours_numerator(
    weekly_scheduled_minutes: Minutes, weekly_holiday_minutes: Minutes, standard_year_days: Days
) -> HoursPart:
    """(1주 소정근로시간 + 주휴시간) × 365 ÷ 7 ÷ 12 (분자).

    Monthly standard hours before rounding, upper part of the fraction.
    """
    return (weekly_scheduled_minutes + weekly_holiday_minutes) * standard_year_days


@rule(law="근로기준법 시행령 제6조제2항제4호")
def monthly_scheduled_minutes(weekly_scheduled_minutes: Minutes, standard_year_days: Days) -> Minutes:
    """1주 소정근로시간 × 365 ÷ 7 ÷ 12, 주휴시간은 넣지 않는다.

    Agreed minutes of an average month without the weekly holiday, parts of a minute dropped: what the
    60-hour tests of social insurance ask for.
    """
    return weekly_scheduled_minutes * standard_year_days // (DAYS_PER_WEEK * MONTHS_PER_YEAR)


@rule(law="근로기준법 시행령 제6조제2항제4호")
def exact_hours_denominator(weekly_scheduled_minutes: Minutes) -> Divisor:
    """7일 × 12월 × 60분 (분모).

    Monthly standard hours before rounding, lower part of the fraction.
    """
    return np.full_like(weekly_scheduled_minutes, DAYS_PER_WEEK * MONTHS_PER_YEAR * MINUTES_PER_HOUR)


@rule(law="근로기준법 시행령 제6조제2항제4호; 서울행정법원 2013구합54854")
def standard_hours_numerator(
    exact_hours_numerator: HoursPart, exact_hours_denominator: Divisor, monthly_hours_rounding: Count
) -> HoursPart:
    """월 기준시간: 기관이 정한 대로 올림(209시간)·반올림하거나 그대로 (분자).

    Monthly standard hours by the institution's choice, upper part of the fraction.
    """
    return np.select(
        [
            monthly_hours_rounding == MonthlyHoursRounding.CEIL_HOUR,
            monthly_hours_rounding == MonthlyHoursRounding.HALF_UP_HOUR,
        ],
        [
            divide_up(exact_hours_numerator, exact_hours_denominator),
            divide_half_up(exact_hours_numerator, exact_hours_denominator),
        ],
        exact_hours_numerator,
    )


@rule(law="근로기준법 시행령 제6조제2항제4호")
def standard_hours_denominator(exact_hours_denominator: Divisor, monthly_hours_rounding: Count) -> Divisor:
    """월 기준시간 (분모): 시간 단위로 정했으면 1.

    Monthly standard hours by the institution's choice, lower part of the fraction.
    """
    return np.where(monthly_hours_rounding == MonthlyHoursRounding.EXACT, exact_hours_denominator, 1)


@rule(law="근로기준법 시행령 제6조제2항제4호")
def paid_hours_numerator(standard_hours_numerator: HoursPart, agreed_month_hours: Count) -> HoursPart:
    """월급이 대가인 시간: 근로계약으로 정했으면(토요일 유급 226·243시간) 그 시간, 아니면 월 기준시간 (분자).

    Hours that a month's pay is for, upper part of the fraction. Further paid hours agreed outside the
    schedule raise them; the hours of the minimum wage stay those of the schedule. 0: none agreed.
    """
    return np.where(agreed_month_hours > 0, agreed_month_hours, standard_hours_numerator)


@rule(law="근로기준법 시행령 제6조제2항제4호")
def paid_hours_denominator(standard_hours_denominator: Divisor, agreed_month_hours: Count) -> Divisor:
    """월급이 대가인 시간 (분모): 근로계약으로 정했으면 1.

    Hours that a month's pay is for, lower part of the fraction.
    """
    return np.where(agreed_month_hours > 0, 1, standard_hours_denominator)


@rule(law="근로기준법 시행령 제6조제2항제1호·제2호")
def hourly_part_numerator(pay_basis: Count, rate: Rate) -> RatePart:
    """시급, 또는 일급 × 60분 (분자); 월급은 0.

    What an hour earns by an hourly or daily rate, upper part of the fraction.
    """
    return np.select(
        [pay_basis == PayBasis.HOURLY, pay_basis == PayBasis.DAILY],
        [rate, rate * MINUTES_PER_HOUR],
        np.zeros_like(rate),
    )


@rule(law="근로기준법 시행령 제6조제2항제2호")
def hourly_part_denominator(pay_basis: Count, daily_scheduled_minutes: Minutes) -> Divisor:
    """일급이면 1일 소정근로시간(분), 아니면 1 (분모).

    What an hour earns by an hourly or daily rate, lower part of the fraction.
    """
    return np.where(pay_basis == PayBasis.DAILY, daily_scheduled_minutes, 1)


@rule(law="근로기준법 시행령 제6조제2항")
def base_hourly_numerator(
    pay_basis: Count,
    rate: Rate,
    hourly_part_numerator: RatePart,
    standard_hours_denominator: Divisor,
) -> Part:
    """기본 시급 = 시급, 일급 ÷ 1일 소정근로시간, 월급 ÷ 월 기준시간 (분자).

    Base wage per hour, upper part of the fraction.
    """
    monthly = pay_basis == PayBasis.MONTHLY
    return np.where(monthly, rate * standard_hours_denominator, hourly_part_numerator)


@rule(law="근로기준법 시행령 제6조제2항")
def base_hourly_denominator(
    pay_basis: Count, hourly_part_denominator: Divisor, standard_hours_numerator: HoursPart
) -> Part:
    """기본 시급 (분모).

    Base wage per hour, lower part of the fraction.
    """
    return np.where(pay_basis == PayBasis.MONTHLY, standard_hours_numerator, hourly_part_denominator)


@rule(law="근로기준법 시행령 제6조; 대법원 2020다247190")
def ordinary_hourly_numerator(
    pay_basis: Count,
    rate: Rate,
    ordinary_allowances: Rate,
    hourly_part_numerator: RatePart,
    hourly_part_denominator: Divisor,
    standard_hours_numerator: HoursPart,
    standard_hours_denominator: Divisor,
) -> Part:
    """통상시급 = 기본 시급 + 통상임금에 드는 월 수당 ÷ 월 기준시간 (분자).

    Ordinary wage per hour, upper part of the fraction. ordinary_allowances: sum of the monthly items
    that are part of the ordinary wage on that day.
    """
    monthly = np.where(pay_basis == PayBasis.MONTHLY, rate, 0) + ordinary_allowances
    by_hour = hourly_part_numerator * standard_hours_numerator
    return np.where(
        monthly == 0,
        hourly_part_numerator,
        by_hour + monthly * standard_hours_denominator * hourly_part_denominator,
    )


@rule(law="근로기준법 시행령 제6조; 대법원 2020다247190")
def ordinary_hourly_denominator(
    pay_basis: Count,
    ordinary_allowances: Rate,
    hourly_part_denominator: Divisor,
    standard_hours_numerator: HoursPart,
) -> Part:
    """통상시급 (분모).

    Ordinary wage per hour, lower part of the fraction.
    """
    by_hour_only = (pay_basis != PayBasis.MONTHLY) & (ordinary_allowances == 0)
    shared = hourly_part_denominator * standard_hours_numerator
    return np.where(by_hour_only, hourly_part_denominator, shared)
