"""통상임금 항목 - which pay items are part of the ordinary wage (Labour Standards Act Decree art. 6(1)).

One row is one pay item and day of work.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import PayCondition
from openinsa.rules.engine import Count, Flag, rule


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
