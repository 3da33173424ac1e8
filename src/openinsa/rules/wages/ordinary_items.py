"""통상임금 항목 - which pay items are part of the ordinary wage (Labour Standards Act Decree art. 6(1)).

One row is one pay item and day of work.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.choices import PayCondition
from openinsa.rules.engine import Count, Flag, Kind, Whole, Won, divide_up, rule
from openinsa.rules.engine.kinds import PPM
from openinsa.rules.wages.hourly import MONTHS_PER_YEAR, Rate

Share = Annotated[Whole, Kind("share of basic pay in parts per million", 0, 10**7)]


@rule(law="근로기준법 시행령 제6조제1항; 대법원 2020다247190, 2023다302838")
def counts_as_ordinary(pay_condition: Count, conditions_left_aside: Flag) -> Flag:
    """정기적·일률적으로 주기로 한 항목; 재직·근무일수 조건은 2024-12-19부터 따지지 않는다.

    Whether a pay item is part of the ordinary wage. Being employed on a day, or work within the scheduled
    days, is a condition that keeps an item out only until the ruling of 2024-12-19. Work beyond the
    scheduled days, pure performance and repaid cost keep it out on any day.
    """
    within_the_schedule = np.isin(
        pay_condition, [PayCondition.EMPLOYED_ON_A_DAY, PayCondition.WITHIN_SCHEDULED_DAYS]
    )
    return (pay_condition == PayCondition.NONE) | (within_the_schedule & conditions_left_aside)


@rule(law="근로기준법 시행령 제6조제2항제4호; 대법원 2020다247190")
def item_month_share(item_amount: Won, payments_a_year: Count) -> Won:
    """한 번에 주는 금액 × 1년에 주는 횟수 ÷ 12월, 원 미만 올림.

    What an item paid in some months of the year comes to in an average month: a bonus of two payments a year
    counts a sixth. Of a share of basic pay the amount is in parts per million. A part of a won counts as one
    more, for the ordinary wage is a least wage.
    """
    return divide_up(item_amount * payments_a_year, MONTHS_PER_YEAR)


@rule(law="근로기준법 시행령 제6조제1항")
def basic_pay_month_share(monthly_basic_pay: Rate, share_of_basic_pay: Share) -> Won:
    """월 기본급 × 비율, 원 미만 올림.

    Won a month of items agreed as a share of basic pay that are part of the ordinary wage.
    """
    return divide_up(monthly_basic_pay * share_of_basic_pay, PPM.highest)
