"""일할 - the part of a monthly wage that a part of the month earns (rulings 2017나29469, 2018가합75743).

The part is numerator over denominator; one whole month is the whole rate under every setting. All
arguments have one entry per stretch of days with one wage.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import Proration
from openinsa.rules.engine import Count, Days, Flag, rule


@rule(law="취업규칙 (판결 2017나29469, 2018가합75743)")
def prorated_days(
    days_in_stretch: Days, scheduled_days_in_stretch: Days, scheduled_days_in_month: Days, proration: Count
) -> Days:
    """일할 계산에 세는 날수: 재직일수 또는 소정근로일수.

    Days of the stretch that count: calendar days, or scheduled days by that setting.
    """
    by_schedule = (proration == Proration.SCHEDULED_DAYS) & (scheduled_days_in_month > 0)
    return np.where(by_schedule, scheduled_days_in_stretch, days_in_stretch)


@rule(law="취업규칙 (판결 2017나29469, 2018가합75743)")
def prorated_days_divisor(
    days_in_month: Days,
    scheduled_days_in_month: Days,
    whole_month_employed: Flag,
    proration: Count,
    fixed_month_days: Days,
) -> Days:
    """일할 계산의 나눗수: 그 달의 날수, 30일, 또는 그 달의 소정근로일수.

    What the counted days are divided by. A whole month divides by its own days, so that it earns the
    whole rate; a month without any scheduled day is divided by calendar days.
    """
    by_schedule = (proration == Proration.SCHEDULED_DAYS) & (scheduled_days_in_month > 0)
    fixed = (proration == Proration.THIRTY_DAYS) & ~whole_month_employed
    return np.select([by_schedule, fixed], [scheduled_days_in_month, fixed_month_days], days_in_month)
