"""사회보험료 - premiums of worker and employer for one month.

One row is one worker and premium month. Shares without a side (`pension_share`) are what each of
both sides pays; worker and employer pay the same, each cut to ten won on its own.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import (
    Flag,
    Ppm,
    Won,
    cut_10,
    cut_1000,
    divide_cut,
    divide_half_up,
    multiply_ppm,
    rule,
)

WHOLE = 10**6
"""A rate of one, in parts per million."""


@rule(law="국민연금법 시행령 제5조제1항, 제5항")
def pension_income(pension_base: Won, pension_income_floor: Won, pension_income_ceiling: Won) -> Won:
    """기준소득월액: 1,000원 미만을 버리고 하한액과 상한액 사이로.

    Reported monthly income without what is below 1,000 won, inside the band.
    """
    return np.clip(cut_1000(pension_base), pension_income_floor, pension_income_ceiling)


@rule(law="국민연금법 시행령 제5조, 제8조제3호")
def pension_income_here(pension_income: Won, other_pension_income: Won, pension_income_ceiling: Won) -> Won:
    """두 사업장의 소득 합계가 상한액을 넘으면 상한액 × 이 사업장 소득 ÷ 소득 합계, 1,000원 미만 버림.

    Income on which premium is due here beside `other_pension_income` of another workplace, 0 for none. How
    the shares are rounded is not in the decree; they are cut as incomes are.
    """
    together = pension_income + other_pension_income
    share = cut_1000(divide_cut(pension_income_ceiling * pension_income, np.maximum(together, 1)))
    split = (other_pension_income > 0) & (together > pension_income_ceiling)
    return np.where(split, share, pension_income)


@rule(law="국민연금법 제88조제3항, 제117조")
def pension_share(pension_income: Won, pension_rate: Ppm) -> Won:
    """기준소득월액 × 기여금률, 10원 미만 버림.

    Pension premium of each side.
    """
    return cut_10(multiply_ppm(pension_income, pension_rate))


@rule(law="국민건강보험법 제69조; 시행령 제32조, 제44조")
def health_premium(
    health_base: Won,
    health_rate: Ppm,
    health_premium_floor: Won,
    health_premium_ceiling: Won,
    health_whole_cut: Flag,
) -> Won:
    """보수월액 × 보험료율, 월 보험료의 하한과 상한 사이로.

    Health premium of both sides together, inside its limits. The limits are on the premium, not on the
    pay. With `health_whole_cut` the whole is cut to ten won.
    """
    whole = multiply_ppm(health_base, health_rate)
    whole = np.where(health_whole_cut, cut_10(whole), whole)
    return np.clip(whole, health_premium_floor, health_premium_ceiling)


@rule(law="국민건강보험법 제76조제1항, 제107조")
def health_share(health_premium: Won, health_employee_share: Ppm, health_whole_cut: Flag) -> Won:
    """건강보험료의 절반, 10원 미만 버림.

    Health premium of each side. With `health_whole_cut` the half of the cut whole stays as it is and may
    end in five won; cutting both the whole and the half gives the same as cutting the half alone.
    """
    half = multiply_ppm(health_premium, health_employee_share)
    return np.where(health_whole_cut, half, cut_10(half))


@rule(
    law="노인장기요양보험법 제9조; 시행령 제4조 (제31322호, 제32236호)",
    until="2022-12-31",
    name="long_term_care_share",
)
def long_term_care_share_to_2022(health_share: Won, long_term_care_premium_ratio: Ppm) -> Won:
    """건강보험료 × 장기요양보험료율, 10원 미만 버림.

    Long-term care premium of each side, while the rate was a share of the health premium.
    """
    return cut_10(multiply_ppm(health_share, long_term_care_premium_ratio))


@rule(
    law="노인장기요양보험법 제9조제1항; 시행령 제4조",
    since="2023-01-01",
    until="2026-10-31",
    name="long_term_care_share",
)
def long_term_care_share_by_fraction(health_share: Won, long_term_care_rate: Ppm, health_rate: Ppm) -> Won:
    """건강보험료 × 장기요양보험료율 ÷ 건강보험료율, 10원 미만 버림.

    Long-term care premium of each side, by the exact fraction of both rates.
    """
    return cut_10(divide_cut(health_share * long_term_care_rate, health_rate))


@rule(law="노인장기요양보험법 제9조제1항 (법률 제21690호)", since="2026-11-01")
def long_term_care_share(
    health_share: Won, long_term_care_rate: Ppm, health_rate: Ppm, long_term_care_ratio_step: Ppm
) -> Won:
    """건강보험료 × (장기요양보험료율 ÷ 건강보험료율, 소수점 이하 다섯째 자리에서 반올림), 10원 미만 버림.

    Long-term care premium of each side, by the ratio rounded at the fifth decimal.
    """
    steps = divide_half_up(long_term_care_rate * WHOLE, health_rate * long_term_care_ratio_step)
    return cut_10(multiply_ppm(health_share, steps * long_term_care_ratio_step))


@rule(law="보험료징수법 제13조제2항; 시행령 제12조제1항제2호")
def employment_share(employment_base: Won, employment_rate: Ppm) -> Won:
    """보수 × 실업급여 보험료율, 10원 미만 버림.

    Unemployment premium of each side.
    """
    return cut_10(multiply_ppm(employment_base, employment_rate))


@rule(law="국민연금법 제88조, 제90조")
def pension_employee(pension_insured: Flag, pension_share: Won) -> Won:
    """국민연금 근로자 기여금.

    Pension premium deducted from the worker; 0 when not insured.
    """
    return np.where(pension_insured, pension_share, 0)


@rule(law="국민연금법 제88조")
def pension_employer(pension_insured: Flag, pension_share: Won) -> Won:
    """국민연금 사용자 부담금.

    Pension premium of the employer; 0 when not insured.
    """
    return np.where(pension_insured, pension_share, 0)


@rule(law="국민건강보험법 제76조")
def health_employee(health_insured: Flag, health_share: Won) -> Won:
    """건강보험료 근로자 부담분.

    Health premium deducted from the worker; 0 when not insured.
    """
    return np.where(health_insured, health_share, 0)


@rule(law="국민건강보험법 제76조")
def health_employer(health_insured: Flag, health_share: Won) -> Won:
    """건강보험료 사용자 부담분.

    Health premium of the employer; 0 when not insured.
    """
    return np.where(health_insured, health_share, 0)


@rule(law="노인장기요양보험법 제9조, 제11조")
def long_term_care_employee(long_term_care_insured: Flag, long_term_care_share: Won) -> Won:
    """장기요양보험료 근로자 부담분.

    Long-term care premium deducted from the worker; 0 when not insured.
    """
    return np.where(long_term_care_insured, long_term_care_share, 0)


@rule(law="노인장기요양보험법 제9조, 제11조")
def long_term_care_employer(long_term_care_insured: Flag, long_term_care_share: Won) -> Won:
    """장기요양보험료 사용자 부담분.

    Long-term care premium of the employer; 0 when not insured.
    """
    return np.where(long_term_care_insured, long_term_care_share, 0)


@rule(law="보험료징수법 제13조제2항")
def employment_insurance_employee(employment_insured: Flag, employment_share: Won) -> Won:
    """고용보험료 근로자 부담분(실업급여).

    Unemployment premium deducted from the worker; 0 when not insured.
    """
    return np.where(employment_insured, employment_share, 0)


@rule(law="보험료징수법 제13조제4항")
def employment_insurance_employer(employment_insured: Flag, employment_share: Won) -> Won:
    """고용보험료 사용자 부담분(실업급여).

    Unemployment premium of the employer; 0 when not insured.
    """
    return np.where(employment_insured, employment_share, 0)


@rule(law="보험료징수법 제13조제4항; 시행령 제12조제1항제1호")
def employment_extra_employer(
    employment_extra_insured: Flag, employment_base: Won, employment_extra_rate: Ppm
) -> Won:
    """보수 × 고용안정·직업능력개발 보험료율, 10원 미만 버림.

    The employer's extra employment-insurance premium; 0 when not insured.
    """
    return np.where(employment_extra_insured, cut_10(multiply_ppm(employment_base, employment_extra_rate)), 0)


@rule(law="보험료징수법 제13조제5항, 제14조제3항")
def industrial_accident_employer(accident_insured: Flag, accident_base: Won, accident_rate: Ppm) -> Won:
    """보수 × 산재보험료율, 10원 미만 버림.

    Industrial-accident premium, which the employer alone pays.
    """
    return np.where(accident_insured, cut_10(multiply_ppm(accident_base, accident_rate)), 0)
