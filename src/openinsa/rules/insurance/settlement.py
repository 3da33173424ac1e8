"""보험료 정산 - premiums of a year or an employment settled on the pay that was really paid.

One row is one worker and a year, or what is left of it at the end of the employment; sums over months are the
caller's.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Ppm, Won, cut_10, divide_cut, multiply_ppm, rule


@rule(law="국민건강보험법 시행령 제34조, 제39조")
def settled_health_base(yearly_pay: Won, settled_months: Count) -> Won:
    """그해 보수 총액 ÷ 근무한 개월 수, 원 미만 버림.

    Monthly pay on which each month's health premium should have been reckoned.
    """
    return divide_cut(yearly_pay, np.maximum(settled_months, 1))


@rule(law="보험료징수법 제16조의9", until="2026-12-31", name="employment_due")
def employment_due_to_2026(yearly_pay: Won, employment_rate: Ppm) -> Won:
    """그해 보수 총액 × 실업급여 보험료율, 10원 미만 버림.

    Unemployment premium of the worker on the pay of all months of one rate, the first partial month included.
    """
    return cut_10(multiply_ppm(yearly_pay, employment_rate))


@rule(law="보험료징수법 제16조의3 (법률 제21472호)", since="2027-01-01")
def employment_due(employment_charged: Won) -> Won:
    """그달 보수로 부과하므로 정산할 것이 없음.

    From 2027 premiums are on the actual pay of each month: what was charged is due.
    """
    return employment_charged


@rule(law="보험료징수법 제16조의9", until="2026-12-31", name="employment_extra_due")
def employment_extra_due_to_2026(yearly_pay: Won, employment_extra_rate: Ppm) -> Won:
    """그해 보수 총액 × 고용안정·직업능력개발 보험료율, 10원 미만 버림.

    The employer's extra premium on the pay of all months of one rate.
    """
    return cut_10(multiply_ppm(yearly_pay, employment_extra_rate))


@rule(law="보험료징수법 제16조의3 (법률 제21472호)", since="2027-01-01")
def employment_extra_due(employment_extra_charged: Won) -> Won:
    """그달 보수로 부과하므로 정산할 것이 없음.

    From 2027 what was charged of the employer's extra premium is due.
    """
    return employment_extra_charged


@rule(law="보험료징수법 제16조의9", until="2026-12-31", name="accident_due")
def accident_due_to_2026(yearly_pay: Won, accident_rate: Ppm) -> Won:
    """그해 보수 총액 × 산재보험료율, 10원 미만 버림.

    Industrial-accident premium on the pay of all months of one rate.
    """
    return cut_10(multiply_ppm(yearly_pay, accident_rate))


@rule(law="보험료징수법 제16조의3 (법률 제21472호)", since="2027-01-01")
def accident_due(accident_charged: Won) -> Won:
    """그달 보수로 부과하므로 정산할 것이 없음.

    From 2027 what was charged of the industrial-accident premium is due.
    """
    return accident_charged


@rule(law="국민건강보험법 시행령 제39조; 보험료징수법 제16조의9")
def premium_settlement(premium_due: Won, premium_charged: Won) -> Won:
    """확정된 보험료 - 이미 뗀 보험료; 0보다 작으면 돌려줌.

    What is still to be deducted of one insurance, below 0 what comes back.
    """
    return premium_due - premium_charged


@rule(law="국민건강보험법 시행령 제39조제4항")
def settlement_instalments(
    premium_settlement: Won, instalments_wished: Count, settlement_instalments_at_most: Count
) -> Count:
    """원하는 횟수, 12회까지; 돌려줄 것은 한 번에.

    In how many months an amount is taken; refunds are paid at once.
    """
    asked = np.clip(instalments_wished, 1, settlement_instalments_at_most)
    return np.where(premium_settlement > 0, asked, 1)


@rule(law="국민건강보험법 시행령 제39조제4항")
def settlement_instalment(
    premium_settlement: Won, settlement_instalments: Count, instalment_number: Count
) -> Won:
    """정산액 ÷ 횟수, 10원 미만 버림; 나머지는 첫 회에; 횟수가 지나면 0.

    The part of one instalment, numbered from 1. That the rest goes with the first is our choice.
    """
    part = cut_10(divide_cut(premium_settlement, settlement_instalments))
    first = premium_settlement - part * (settlement_instalments - 1)
    return np.select([instalment_number == 1, instalment_number <= settlement_instalments], [first, part], 0)
