"""퇴직소득세 - income tax on retirement pay (소득세법 제48조, 제55조제2항).

One row is one retirement. Parts of a won are dropped at each step and the tax is cut to ten won at the
end: practice, no article was found. Nothing is withheld from pay that goes into a pension account.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import (
    Count,
    Day,
    Flag,
    Ppm,
    Won,
    cut_10,
    divide_cut,
    multiply_ppm,
    rule,
)
from openinsa.rules.engine.kinds import PPM
from openinsa.rules.withholding.scales import by_scale

MONTHS_PER_YEAR = 12


@rule(law="소득세법 제22조")
def retirement_pay(settled_severance: Won, notice_pay_due: Won, notice_pay_is_retirement_pay: Flag) -> Won:
    """퇴직금 + 해고예고수당.

    Retirement pay that is taxed.
    """
    return settled_severance + np.where(notice_pay_is_retirement_pay, notice_pay_due, 0)


@rule(law="소득세법 제48조제1항제1호")
def service_deduction(retirement_pay: Won, service_years: Count, service_deduction_scale: Day) -> Won:
    """근속연수공제, 퇴직급여를 넘지 않게.

    Deduction by years of service (part years count as one), at most the pay itself.
    """
    by_years = by_scale("service_deduction", service_deduction_scale, service_years)
    return np.minimum(by_years, retirement_pay)


@rule(law="소득세법 제48조제1항제2호")
def converted_pay(retirement_pay: Won, service_deduction: Won, service_years: Count) -> Won:
    """환산급여: (퇴직급여 - 근속연수공제) ÷ 근속연수 × 12.

    Pay brought to twelve years' worth of one.
    """
    return divide_cut((retirement_pay - service_deduction) * MONTHS_PER_YEAR, service_years)


@rule(law="소득세법 제48조제1항제2호")
def converted_pay_deduction(converted_pay: Won, converted_pay_deduction_scale: Day) -> Won:
    """환산급여공제.

    Deduction on the converted pay, by bands.
    """
    return by_scale("converted_pay_deduction", converted_pay_deduction_scale, converted_pay)


@rule(law="소득세법 제55조제2항, 제86조제1호")
def retirement_income_tax(
    converted_pay: Won,
    converted_pay_deduction: Won,
    service_years: Count,
    basic_rates_scale: Day,
    retirement_tax_minimum: Won,
) -> Won:
    """기본세율(환산급여 - 환산급여공제) ÷ 12 × 근속연수, 10원 미만 버림; 1,000원 미만은 0.

    Income tax withheld from retirement pay.
    """
    yearly = by_scale("basic_rates", basic_rates_scale, converted_pay - converted_pay_deduction)
    tax = cut_10(divide_cut(yearly * service_years, MONTHS_PER_YEAR))
    return np.where(tax < retirement_tax_minimum, 0, tax)


@rule(law="지방세법 제103조의13; 국고금관리법 제47조제3항")
def retirement_local_income_tax(retirement_income_tax: Won, retirement_local_tax_rate: Ppm) -> Won:
    """퇴직소득세 × 10%, 10원 미만 버림.

    Local income tax withheld with it.
    """
    return cut_10(multiply_ppm(retirement_income_tax, retirement_local_tax_rate))


@rule(law="소득세법 제146조제2항")
def deferred_retirement_pay(settled_severance: Won, paid_into_pension_account: Flag) -> Won:
    """연금계좌로 지급하는 퇴직금.

    Retirement pay of which the tax waits until the pension account pays out.
    """
    return np.where(paid_into_pension_account, settled_severance, 0)


@rule(law="소득세법 제146조제2항")
def retirement_tax_withheld(
    retirement_income_tax: Won, retirement_pay: Won, deferred_retirement_pay: Won
) -> Won:
    """퇴직소득세 × (퇴직급여 - 연금계좌로 지급하는 금액) ÷ 퇴직급여, 10원 미만 버림.

    Tax withheld: nothing of what goes into a pension account, otherwise its share.
    """
    paid_out = retirement_pay - deferred_retirement_pay
    return cut_10(_part(retirement_income_tax, paid_out, np.maximum(retirement_pay, 1)))


@rule(law="지방세법 제103조의13; 국고금관리법 제47조제3항")
def retirement_local_tax_withheld(retirement_tax_withheld: Won, retirement_local_tax_rate: Ppm) -> Won:
    """원천징수하는 퇴직소득세 × 10%, 10원 미만 버림.

    Local income tax withheld with it.
    """
    return cut_10(multiply_ppm(retirement_tax_withheld, retirement_local_tax_rate))


def _part(amount: Won, share: Won, whole: Won) -> Won:
    """Amount times share over whole, the fraction dropped: divided in two steps, so that nothing wraps."""
    millions, rest = np.floor_divide(amount, PPM.highest), np.remainder(amount, PPM.highest)
    first, left = np.floor_divide(share * millions, whole), np.remainder(share * millions, whole)
    return first * PPM.highest + np.floor_divide(left * PPM.highest + share * rest, whole)
