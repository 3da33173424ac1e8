"""통상임금 항목 - which pay items are part of the ordinary wage (Labour Standards Act Decree art. 6(1)).

One row is one pay item and day of work.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from openinsa.rules.choices import PayCondition
from openinsa.rules.engine import Count, Flag, Kind, Minutes, Whole, Won, divide_up, rule
from openinsa.rules.engine.kinds import PPM
from openinsa.rules.wages.hourly import MINUTES_PER_HOUR, MONTHS_PER_YEAR, Divisor, Rate, RatePart

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


@rule(law="근로기준법 시행령 제6조제1항; 대법원 2020다247190")
def time_item_counts_as_ordinary(counts_as_ordinary: Flag, time_items_count: Flag) -> Flag:
    """일하기로 한 하루·한 시간마다 주기로 한 항목; 지급 조건은 월 정액과 같이 따진다.

    Whether a pay item by the day or the hour worked as agreed is part of the ordinary wage: on the same
    conditions as one of so much a month, from the day on which such items count.
    """
    return counts_as_ordinary & time_items_count


@rule(law="근로기준법 시행령 제6조제2항제1호·제2호")
def item_hourly_numerator(day_items: Rate, hour_items: Rate, daily_scheduled_minutes: Minutes) -> RatePart:
    """하루마다 주는 수당 × 60분 + 시간마다 주는 수당 × 1일 소정근로시간(분) (분자).

    What an hour earns by items of so much a day or an hour, upper part of the fraction.
    """
    return day_items * MINUTES_PER_HOUR + hour_items * daily_scheduled_minutes


@rule(law="근로기준법 시행령 제6조제2항제1호·제2호")
def item_hourly_denominator(daily_scheduled_minutes: Minutes) -> Divisor:
    """1일 소정근로시간(분) (분모).

    What an hour earns by items of so much a day or an hour, lower part of the fraction. It joins the wage
    per hour by art. 6(2) no. 7: each kind of pay is converted by itself, then added.
    """
    return daily_scheduled_minutes


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
