"""휴업수당 - pay for a day on which the employer closed (Labour Standards Act art. 46(1), 2(2)).

One row is one closed day of one worker.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Percent, Won, divide_up, rule
from openinsa.rules.wages.premiums import FULL_PERCENT


@rule(law="근로기준법 제46조제1항, 제2조제2항")
def closure_day_pay(average_day_wage: Won, ordinary_day_wage: Won, closure_percent: Percent) -> Won:
    """1일 평균임금(통상임금보다 적으면 통상임금) × 70%, 1일 통상임금까지; 원 미만 올림.

    Won of one day. An average wage below the ordinary wage, or none at hand (0), is the ordinary wage; where
    70 percent of the average passes the ordinary wage, the ordinary wage is paid.
    """
    average = np.maximum(average_day_wage, ordinary_day_wage)
    return np.minimum(divide_up(average * closure_percent, FULL_PERCENT), ordinary_day_wage)
