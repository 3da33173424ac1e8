"""일용근로소득 원천징수 - income tax of day labourers (소득세법 제47조제2항, 제59조제3항, 제134조제3항).

Two grains: a day of work, and a payment that covers days. The caller sums the days of a payment.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import DailyTaxUnit
from openinsa.rules.engine import Count, Ppm, Won, cut_10, multiply_ppm, rule
from openinsa.rules.engine.kinds import PPM


@rule(law="소득세법 제129조제1항제4호, 제59조제3항")
def daily_worker_tax_share(daily_worker_tax_rate: Ppm, daily_worker_tax_credit: Ppm) -> Ppm:
    """세율 × (1 - 세액공제율).

    What is left of the rate after the credit, as a share of taxed pay.
    """
    return multiply_ppm(daily_worker_tax_rate, PPM.highest - daily_worker_tax_credit)


@rule(law="소득세법 제47조제2항, 제86조제1호")
def daily_worker_taxed_pay(
    day_taxable_pay: Won,
    daily_tax_unit: Count,
    daily_worker_deduction: Won,
    daily_worker_tax_share: Ppm,
    income_tax_minimum: Won,
) -> Won:
    """일급 - 근로소득공제(0보다 작으면 0).

    Taxed pay of one day. `daily_tax_unit` chooses whether a day whose own tax stays below the minimum
    counts (per payment) or not (per day).
    """
    taxed = np.maximum(day_taxable_pay - daily_worker_deduction, 0)
    small = multiply_ppm(taxed, daily_worker_tax_share) < income_tax_minimum
    return np.where(small & (daily_tax_unit == DailyTaxUnit.DAY), 0, taxed)


@rule(law="소득세법 제86조제1호, 제129조제1항제4호, 제134조제3항")
def daily_worker_income_tax(
    payment_taxed_pay: Won, daily_worker_tax_share: Ppm, income_tax_minimum: Won
) -> Won:
    """지급하는 날들의 과세 일급 합계 × 6% × 45%, 10원 미만 버림; 1,000원 미만은 0.

    Income tax of one payment. `payment_taxed_pay` is the sum of `daily_worker_taxed_pay` of its days.
    """
    exact = multiply_ppm(payment_taxed_pay, daily_worker_tax_share)
    return np.where(exact < income_tax_minimum, 0, cut_10(exact))
