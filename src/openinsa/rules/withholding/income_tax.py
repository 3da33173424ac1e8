"""근로소득 원천징수 - income tax on regular pay by the withholding table (소득세법 시행령 별표 2).

One row is one worker and payment. A second workplace withholds as if only the worker counted
(시행령 제194조제2항): give family_members 1 and children_8_to_20 0.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Flag, Percent, Ppm, Won, cut_10, divide_cut, multiply_ppm, rule
from openinsa.rules.insurance.dates import birthday
from openinsa.rules.withholding.refusals import (
    ChildAmountsUnknown,
    FamilyWithoutSelf,
    UnknownWithholdingPercent,
)
from openinsa.rules.withholding.table import tax_of_table

WHOLE_PERCENT = 100


@rule(law="소득세법 시행령 별표 2 비고 제3호")
def table_family(family_members: Count, children_8_to_20: Count, family_added_per_child: Count) -> Count:
    """공제대상가족 수; 2023-02-27까지는 8~20세 자녀 수를 더한다.

    Members for the column of the table, the worker and children included. At least 1.
    """
    alone = family_members < 1
    if alone.any():
        raise FamilyWithoutSelf(np.flatnonzero(alone), family=family_members[alone][0])
    return family_members + children_8_to_20 * family_added_per_child


@rule(law="소득세법 시행령 별표 2 비고 제3호")
def table_child(birth_date: Day, payment_date: Day, table_child_from: Count, table_child_to: Count) -> Flag:
    """지급일에 8세(2023-02-27까지 7세) 이상 20세 이하인 자녀.

    Whether a child counts on the payment date: from the birthday that the table names to the day
    before the 21st.
    """
    begins, ends = birthday(birth_date, table_child_from), birthday(birth_date, table_child_to + 1)
    return (begins <= payment_date) & (payment_date < ends)


@rule(law="소득세법 제129조제3항; 시행령 제189조, 별표 2")
def table_tax(monthly_taxable_pay: Won, table_family: Count, withholding_table: Day) -> Won:
    """간이세액표의 해당 칸; 1,000만원을 넘으면 초과액에 정해진 비율을 더한다.

    Cell of the table for the month's taxable pay and the family, at 100 percent before child amounts.
    More than 11 members: each takes off the difference of the last two columns. Above 10 million won: the
    cell of 10 million, plus a constant and a rate on the excess by band, cut to ten won.
    """
    return tax_of_table(withholding_table, monthly_taxable_pay, table_family)


@rule(law="소득세법 시행령 별표 2 (제31442호)", until="2023-02-27", name="child_tax_reduction")
def child_tax_reduction_by_family(children_8_to_20: Count) -> Won:
    """자녀 공제액 없음 (자녀 수를 가족 수에 더한다).

    No amount: children were counted in the family once more.
    """
    return np.zeros_like(children_8_to_20)


@rule(
    law="소득세법 시행령 별표 2 (제33267호)",
    since="2023-02-28",
    until="2024-02-29",
    name="child_tax_reduction",
)
def child_tax_reduction_unknown(children_8_to_20: Count) -> Won:
    """자녀가 없으면 0; 있으면 금액을 확인하지 못해 계산하지 않는다.

    0 without children. With children it refuses: note 3 of this version was not found in any text.
    """
    with_children = np.flatnonzero(children_8_to_20)
    if len(with_children):
        raise ChildAmountsUnknown(with_children)
    return np.zeros_like(children_8_to_20)


@rule(law="소득세법 시행령 별표 2 비고 제3호 (제34265호, 제36129호)", since="2024-03-01")
def child_tax_reduction(
    children_8_to_20: Count, child_tax_one: Won, child_tax_two: Won, child_tax_further: Won
) -> Won:
    """8~20세 자녀 1명, 2명의 공제액; 셋째부터 한 명마다 더한다.

    What children from 8 to 20 take off the cell.
    """
    first_two = np.choose(np.clip(children_8_to_20, 0, 2), [0, child_tax_one, child_tax_two])
    return first_two + np.maximum(children_8_to_20 - 2, 0) * child_tax_further


@rule(law="소득세법 제86조제1호; 시행령 제194조; 국고금관리법 제47조")
def income_tax(
    table_tax: Won,
    child_tax_reduction: Won,
    withholding_percent: Percent,
    withholding_percent_less: Percent,
    withholding_percent_more: Percent,
    income_tax_minimum: Won,
) -> Won:
    """(간이세액 - 자녀 공제액) × 80·100·120%, 10원 미만 버림; 1,000원 미만은 0.

    Income tax withheld from one month's pay.
    """
    chosen = (withholding_percent == withholding_percent_less) | (
        withholding_percent == withholding_percent_more
    )
    unknown = ~chosen & (withholding_percent != WHOLE_PERCENT)
    if unknown.any():
        raise UnknownWithholdingPercent(np.flatnonzero(unknown), percent=withholding_percent[unknown][0])
    full = np.maximum(table_tax - child_tax_reduction, 0)
    tax = cut_10(divide_cut(full * withholding_percent, WHOLE_PERCENT))
    return np.where(tax < income_tax_minimum, 0, tax)


@rule(law="지방세법 제103조의13; 국고금관리법 제47조제3항")
def local_income_tax(income_tax: Won, local_income_tax_rate: Ppm) -> Won:
    """원천징수한 소득세 × 10%, 10원 미만 버림.

    Local income tax withheld with the income tax; of a day labourer, on the sum of the month.
    """
    return cut_10(multiply_ppm(income_tax, local_income_tax_rate))
