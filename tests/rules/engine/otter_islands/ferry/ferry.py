"""나룻배 - what crossing the water costs (Ferry Act)."""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Flag, Won, rule


@rule(law="나룻배법 제1조")
def ferry_fare(crossed_by_ferry: Flag, single_fare: Won) -> Won:
    """건넌 날의 뱃삯.

    The fare of a day on which an otter did not swim.
    """
    return np.where(crossed_by_ferry, single_fare, 0)
