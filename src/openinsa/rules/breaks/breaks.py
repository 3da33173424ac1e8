"""휴게 - the least break during work (Labour Standards Act art. 54).

One row is one spell of work.
"""

from __future__ import annotations

from openinsa.rules.engine import Minutes, rule


@rule(law="근로기준법 제54조; 대법원 2020도15393")
def minimum_break_minutes(
    working_minutes: Minutes, break_every_minutes: Minutes, break_minutes_each: Minutes
) -> Minutes:
    """근로시간 4시간마다 30분.

    Least minutes of break: half an hour in four hours of work, an hour in eight, and half an hour more
    for four further hours of overtime.
    """
    return working_minutes // break_every_minutes * break_minutes_each
