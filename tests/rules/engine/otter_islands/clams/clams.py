"""조개 - pay and tax for digging clams (Clam Act)."""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Days, Flag, Minutes, Ppm, Won, cut_10, divide_cut, multiply_ppm, rule

MINUTES_PER_HOUR = 60


@rule(law="조개법 제1조")
def digging_pay(dug_minutes: Minutes, hourly_pay: Won) -> Won:
    """판 시간 × 시급, 원 미만 버림.

    Pay for digging clams, one entry per otter and day.
    """
    return divide_cut(dug_minutes * hourly_pay, MINUTES_PER_HOUR)


@rule(law="조개법 제2조", until="1999-12-31", name="clam_tax")
def clam_tax_on_everything(digging_pay: Won, clam_tax_rate: Ppm) -> Won:
    """품삯 × 세율, 10원 미만 버림.

    Tax on the whole pay, as it was before the tide allowance.
    """
    return cut_10(multiply_ppm(digging_pay, clam_tax_rate))


@rule(law="조개법 제2조의2", since="2000-01-01")
def clam_tax(digging_pay: Won, tide_allowance: Won, tide_was_high: Flag, clam_tax_rate: Ppm) -> Won:
    """(품삯 - 밀물 공제) × 세율, 10원 미만 버림.

    Tax on the pay above the allowance of the island, which counts only on days of high tide.
    """
    allowance = np.where(tide_was_high, tide_allowance, 0)
    return cut_10(multiply_ppm(np.maximum(digging_pay - allowance, 0), clam_tax_rate))


@rule(law="조개법 제3조")
def pay_after_tax(digging_pay: Won, clam_tax: Won, ferry_fare: Won) -> Won:
    """품삯 - 조개세 - 뱃삯.

    What an otter takes home.
    """
    return digging_pay - clam_tax - ferry_fare


@rule(law="조개법 제4조")
def share_of_each_otter(digging_pay: Won, otters: Count) -> Won:
    """품삯 ÷ 수달 수.

    Equal shares; a group without otters cannot share.
    """
    return divide_cut(digging_pay, otters)


@rule(law="조개법 제5조")
def rest_days(dug_minutes: Minutes, minutes_per_rest_day: Minutes) -> Days:
    """판 시간 ÷ 하루 쉴 시간.

    Whole days of rest earned.
    """
    return dug_minutes // minutes_per_rest_day
