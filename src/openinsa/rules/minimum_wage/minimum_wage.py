"""최저임금 - whether pay reaches the minimum wage, in exact whole numbers (최저임금법 제6조; 시행령 제5조).

One row is one worker and month. What an hour earns by an hourly or daily rate and the monthly standard
hours come as fractions from the wage rules; monthly pay stands in `monthly_counted_pay`.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.engine import Count, Flag, Kind, Percent, Ppm, Whole, Won, divide_cut, divide_up, rule
from openinsa.rules.engine.kinds import PPM
from openinsa.rules.wages.hourly import Divisor, HoursPart, Rate, RatePart

FULL_PERCENT = 100
NeededPart = Annotated[Whole, Kind("millionths of an hourly wage", 0, 10**13)]


@rule(law="최저임금법 시행령 제5조제1항제3호")
def minimum_monthly_wage(
    minimum_hourly_wage: Won, standard_hours_numerator: HoursPart, standard_hours_denominator: Divisor
) -> Won:
    """시간급 최저임금 × 월 기준시간, 원 미만 올림.

    The least monthly pay that reaches the minimum wage.
    """
    return divide_up(minimum_hourly_wage * standard_hours_numerator, standard_hours_denominator)


@rule(law="최저임금법 제6조제4항제2호; 부칙 제15666호 제2조")
def bonus_not_counted(
    minimum_hourly_wage: Won,
    standard_hours_numerator: HoursPart,
    standard_hours_denominator: Divisor,
    bonus_excluded_share: Ppm,
) -> Won:
    """시간급 최저임금 × 월 기준시간 × 그해 상여금 미산입 비율, 원 미만 버림.

    The part of monthly bonuses that does not count.
    """
    share = minimum_hourly_wage * bonus_excluded_share
    return divide_cut(divide_cut(share * standard_hours_numerator, standard_hours_denominator), PPM.highest)


@rule(law="최저임금법 제6조제4항제3호나목; 부칙 제15666호 제2조")
def welfare_not_counted(
    minimum_hourly_wage: Won,
    standard_hours_numerator: HoursPart,
    standard_hours_denominator: Divisor,
    welfare_excluded_share: Ppm,
) -> Won:
    """시간급 최저임금 × 월 기준시간 × 그해 복리후생비 미산입 비율, 원 미만 버림.

    The part of monthly cash welfare (meals, transport) that does not count.
    """
    share = minimum_hourly_wage * welfare_excluded_share
    return divide_cut(divide_cut(share * standard_hours_numerator, standard_hours_denominator), PPM.highest)


@rule(law="최저임금법 제6조제4항; 부칙 제15666호 제2조")
def needed_hourly_ppm(
    minimum_hourly_wage: Won,
    monthly_bonus: Won,
    monthly_welfare: Won,
    bonus_not_counted: Won,
    welfare_not_counted: Won,
    bonus_excluded_share: Ppm,
    welfare_excluded_share: Ppm,
) -> NeededPart:
    """시간급 최저임금 × (1 + 미산입 비율), 미산입분을 넘는 임금을 전액 셀 때.

    Millionths of a won that counted pay must reach an hour, when bonus and welfare beyond their excluded
    part are counted whole: the excluded part then stands on the side of the minimum.
    """
    bonus = np.where(monthly_bonus > bonus_not_counted, bonus_excluded_share, 0)
    welfare = np.where(monthly_welfare > welfare_not_counted, welfare_excluded_share, 0)
    return minimum_hourly_wage * (PPM.highest + bonus + welfare)


@rule(law="최저임금법 제5조제2항; 시행령 제3조")
def needed_in_probation_ppm(
    needed_hourly_ppm: NeededPart, in_probation: Flag, probation_percent: Percent
) -> NeededPart:
    """수습 중이면 채워야 하는 시급 × 90%.

    Millionths of a won that counted pay must reach an hour, less in a probation that the law allows.
    """
    reduced = divide_up(needed_hourly_ppm * probation_percent, FULL_PERCENT)
    return np.where(in_probation, reduced, needed_hourly_ppm)


@rule(law="최저임금법 제5조제2항")
def probation_allowed(contract_months: Count, simple_labour: Flag, probation_contract_months: Count) -> Flag:
    """계약기간이 1년 이상이고 단순노무 직종이 아닌지.

    Whether a contract may pay 90 percent of the minimum wage in its first months.
    """
    return (contract_months >= probation_contract_months) & ~simple_labour


@rule(law="최저임금법 제6조제4항; 부칙 제15666호 제2조")
def counted_monthly_pay(
    monthly_counted_pay: Won,
    monthly_bonus: Won,
    monthly_welfare: Won,
    bonus_not_counted: Won,
    welfare_not_counted: Won,
) -> Rate:
    """매월 산입 임금 + 미산입분을 넘는 상여금과 복리후생비(전액).

    Monthly pay to compare with `needed_hourly_ppm`.
    """
    bonus = np.where(monthly_bonus > bonus_not_counted, monthly_bonus, 0)
    welfare = np.where(monthly_welfare > welfare_not_counted, monthly_welfare, 0)
    return monthly_counted_pay + bonus + welfare


@rule(law="최저임금법 제6조제4항; 시행령 제5조제1항제1호·제2호; 부칙 제15666호 제2조")
def counted_time_items(time_items: Won, time_welfare: Won, welfare_excluded_share: Ppm) -> Rate:
    """하루·시간마다 주는 산입 수당 + 미산입 비율이 없어진 해부터는 하루·시간마다 주는 복리후생비.

    Won of items of so much a day, or an hour, that count toward the minimum wage. Cash welfare by the day
    counts from the year of which no share is excluded; before it none is counted here.
    """
    return time_items + np.where(welfare_excluded_share == 0, time_welfare, 0)


@rule(law="최저임금법 제6조; 시행령 제5조")
def meets_minimum_wage(
    hourly_part_numerator: RatePart,
    hourly_part_denominator: Divisor,
    counted_monthly_pay: Rate,
    standard_hours_numerator: HoursPart,
    standard_hours_denominator: Divisor,
    needed_hourly_ppm: NeededPart,
) -> Flag:
    """시급 환산액(시급 또는 일급 ÷ 1일 소정근로시간, + 월 산입 임금 ÷ 월 기준시간) ≥ 시간급 최저임금.

    Whether pay per hour reaches the minimum. Both sides are multiplied by both denominators, so nothing
    is rounded. Monthly pay without standard hours counts for nothing.
    """
    hours = np.maximum(standard_hours_numerator, 1)
    monthly = np.where(standard_hours_numerator > 0, counted_monthly_pay, 0)
    paid = hourly_part_numerator * hours + monthly * standard_hours_denominator * hourly_part_denominator
    scale = hourly_part_denominator * hours
    whole, millionths = needed_hourly_ppm // PPM.highest, needed_hourly_ppm % PPM.highest
    return paid >= whole * scale + divide_up(millionths * scale, PPM.highest)


@rule(law="지방자치단체 생활임금 조례")
def living_monthly_wage(
    living_hourly_wage: Won, standard_hours_numerator: HoursPart, standard_hours_denominator: Divisor
) -> Won:
    """생활임금 시급 × 월 기준시간, 원 미만 올림.

    Monthly figure of a living wage, as it is published for 209 hours.
    """
    return divide_up(living_hourly_wage * standard_hours_numerator, standard_hours_denominator)
