"""The whole batch against a month reckoned minute by minute in plain Python, and against itself in pieces.

Ten thousand made-up months, some hundreds at a time: slip n of a batch is the month of seed n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

from compute.made_up import decisions, made_up_case
from compute.oracle import KINDS, Case, Month, payslip
from openinsa.compute.arrow import TABLES
from openinsa.compute.assembly import ORDERS, MonthSlips
from openinsa.compute.keeping import keep, restore
from openinsa.compute.month import compute_month
from openinsa.compute.slips import LineCode, Side
from openinsa.compute.tables import MonthTables, Table
from openinsa.golden.months import CaseReader, payslips
from openinsa.rules.engine import day_of

TOGETHER = 500
BATCHES = range(20)


@cache
def cases_of(batch: int) -> list[Case]:
    seeds = range(batch * TOGETHER, (batch + 1) * TOGETHER)
    return [made_up_case(seed) | decisions(seed) for seed in seeds]


@cache
def tables_of(batch: int) -> MonthTables:
    return CaseReader([{"input": case} for case in cases_of(batch)]).tables()


@cache
def computed_of(batch: int) -> MonthSlips:
    return compute_month(tables_of(batch))


def rows(computed: MonthSlips) -> dict[str, list[list[Any]]]:
    """Every value of a result by table."""
    return {name: [values.tolist() for values in vars(getattr(computed, name)).values()] for name in ORDERS}


@pytest.mark.parametrize("batch", BATCHES)
def test_a_made_up_month_is_paid_as_a_person_with_pencil_and_paper_would(batch: int) -> None:
    """만 개의 달이 종이에 손으로 계산한 것과 같다."""
    cases = cases_of(batch)
    for case, got in zip(cases, payslips([{"input": case} for case in cases]), strict=True):
        wanted = payslip(case)
        got["ordinary_hourly"] = [(one["from"], Fraction(one["hourly"])) for one in got["ordinary_hourly"]]
        got["weeks"] = [{**week, "end": week["end"].isoformat()} for week in got["weeks"]]
        assert {field: got[field] for field in wanted} == wanted


@pytest.mark.parametrize("batch", BATCHES)
def test_the_order_of_rows_changes_no_won(batch: int) -> None:
    """표의 순서를 섞어도 금액이 같다."""
    tables, chance = tables_of(batch), np.random.default_rng(batch)
    mixed = {name: getattr(tables, name).take(shuffled(getattr(tables, name), chance)) for name in TABLES}
    assert rows(compute_month(replace(tables, **mixed))) == rows(computed_of(batch))


def shuffled(table: Table, chance: np.random.Generator) -> np.ndarray:
    return chance.permutation(len(table))


@pytest.mark.parametrize("batch", BATCHES)
def test_months_computed_apart_are_those_computed_together(batch: int) -> None:
    """나누어 계산해도, 합쳐 계산해도 같다."""
    tables = tables_of(batch)
    pieces = pieces_of(tables.slips.slip, np.random.default_rng(batch))
    apart = [compute_month(tables.of(piece)) for piece in pieces]
    assert rows(merged(apart)) == rows(computed_of(batch))


def pieces_of(slips: np.ndarray, chance: np.random.Generator) -> list[np.ndarray]:
    """The slips drawn into some pieces of different sizes."""
    cuts = np.sort(chance.integers(1, len(slips), 6))
    return [piece for piece in np.split(chance.permutation(slips), cuts) if len(piece)]


def merged(apart: Sequence[MonthSlips]) -> MonthSlips:
    """The results of pieces put together in the order of slips."""
    tables = {}
    for name, (table, keys) in ORDERS.items():
        together = table.joined([getattr(one, name) for one in apart])
        order = np.lexsort([getattr(together, key) for key in reversed(("slip", *keys))])
        tables[name] = together.take(order)
    return replace(apart[0], **tables)


@pytest.mark.parametrize("batch", BATCHES)
def test_a_kept_month_is_computed_to_the_same_won_again(batch: int) -> None:
    """보관한 자료로 다시 계산해도 같은 금액이다."""
    first = computed_of(batch)
    again = compute_month(restore(keep(tables_of(batch))))
    assert rows(again) == rows(first)
    assert again.rule_book_version == first.rule_book_version


@pytest.mark.parametrize("batch", BATCHES)
def test_every_slip_adds_up(batch: int) -> None:
    """명세서의 줄을 더하면 합계가 된다."""
    computed = computed_of(batch)
    slips, lines = computed.slips, computed.lines
    place = np.searchsorted(slips.slip, lines.slip)
    sums = {side: np.zeros(len(slips), np.int64) for side in Side}
    for code in LineCode:
        of_code = lines.code == code
        np.add.at(sums[code.side], place[of_code], lines.amount[of_code])
    assert (sums[Side.EARNING] == slips.gross).all()
    assert (sums[Side.DEDUCTION] == slips.deductions).all()
    assert (sums[Side.EMPLOYER] == slips.employer_total).all()
    assert (slips.gross - slips.deductions == slips.net).all()
    assert (slips.non_taxable + slips.taxable == slips.gross).all()
    parts = slips.regular + slips.overtime + slips.holiday_first8 + slips.holiday_beyond8
    assert (parts == slips.worked).all()
    assert (slips.night <= slips.worked).all()
    minutes = [column.name for column in fields(slips) if column.name in MINUTES]
    assert all((getattr(slips, name) >= 0).all() for name in minutes)


@pytest.mark.parametrize("batch", BATCHES)
def test_every_shift_adds_up(batch: int) -> None:
    """근무 하나하나에서 일반 + 연장 + 휴일 = 근로, 야간은 근로를 넘지 않고 음수가 없다."""
    days = computed_of(batch).days
    holiday = days.holiday_first8_minutes + days.holiday_beyond8_minutes
    assert (days.regular_minutes + days.overtime_minutes + holiday == days.worked_minutes).all()
    assert (days.night_minutes <= days.worked_minutes).all()
    assert (days.extra_regular_minutes <= days.regular_minutes).all()
    assert all((values >= 0).all() for name, values in vars(days).items() if name.endswith("_minutes"))


def test_every_shift_is_split_as_minute_by_minute() -> None:
    """근무 하나하나의 시간이 1분씩 세어 나눈 것과 같다."""
    days = computed_of(0).days
    months = [Month(case) for case in cases_of(0)]
    for slip, number, *minutes in zip(*(getattr(days, name).tolist() for name in OF_A_SHIFT), strict=True):
        day = day_of(number)
        assert minutes == [months[slip].minutes(day, kind) for kind in (*KINDS, "night")]


OF_A_SHIFT = ("slip", "date", *(f"{kind}_minutes" for kind in (*KINDS, "night")))
MINUTES = {
    "worked",
    "regular",
    "overtime",
    "holiday_first8",
    "holiday_beyond8",
    "night",
    "leave_paid",
    "unpaid",
}
