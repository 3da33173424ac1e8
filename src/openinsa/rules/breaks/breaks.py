"""휴게 - the least break during work (Labour Standards Act art. 54).

One row is one spell of work.
"""

from __future__ import annotations

from openinsa.rules.engine import Flag, Minutes, rule


@rule(law="근로기준법 제54조; 대법원 2020도15393")
def minimum_break_minutes(
    working_minutes: Minutes, break_every_minutes: Minutes, break_minutes_each: Minutes
) -> Minutes:
    """근로시간 4시간마다 30분.

    Least minutes of break: half an hour in four hours of work, an hour in eight, and half an hour more
    for four further hours of overtime.
    """
    return working_minutes // break_every_minutes * break_minutes_each


@rule(law="근로기준법 제51조의2제2항·제59조제2항")
def rest_too_short(rest_minutes: Minutes, least_rest_minutes: Minutes) -> Flag:
    """근로일이 끝나고 다음 근로일이 시작하기까지 11시간이 안 됨.

    Whether the rest between two days of work is too short where the law asks for one: in special industries
    and under flexible hours of more than three months.
    """
    return rest_minutes < least_rest_minutes


@rule(law="근로기준법 제54조제1항 단서")
def break_may_be_waived(working_minutes: Minutes, break_waivable_minutes: Minutes) -> Flag:
    """근로시간이 휴게를 청하여 뺄 수 있는 시간과 같음.

    Whether a worker who expressly asks may go without the break: working time of exactly so many minutes,
    never where the value is 0.
    """
    return (working_minutes > 0) & (working_minutes == break_waivable_minutes)
