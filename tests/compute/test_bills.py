"""What an insurer billed in place of the premiums reckoned: on the line, in the sums, in the words."""

from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest

from compute.months import lines, month_tables, number, row_of
from compute.test_against_the_oracle import computed_of, tables_of
from openinsa.compute.explanation import explain, line_words
from openinsa.compute.keeping import keep, restore
from openinsa.compute.month import compute_month
from openinsa.compute.slips import LineCode, Side
from openinsa.compute.tables import Bills, LateBills
from openinsa.rules.choices import Billed


def bills(*rows: tuple[int, Billed, int]) -> Bills:
    return Bills.of([{"slip": slip, "billed_line": line, "amount": won} for slip, line, won in rows])


def test_a_billed_premium_stands_on_the_slip_and_in_its_sums() -> None:
    plain = compute_month(month_tables())
    billed = compute_month(replace(month_tables(), bills=bills((1, Billed.HEALTH, 90_000))))
    moved = 90_000 - lines(plain)["health"]
    assert lines(billed)["health"] == 90_000
    assert row_of(billed)["deductions"] == row_of(plain)["deductions"] + moved
    assert row_of(billed)["net"] == row_of(plain)["net"] - moved


def test_a_settlement_stands_beside_the_premium_and_may_come_back() -> None:
    found = lines(compute_month(replace(month_tables(), bills=bills((1, Billed.HEALTH_SETTLEMENT, -5_000)))))
    assert found["health_settlement"] == -5_000
    assert found["health"] == lines(compute_month(month_tables()))["health"]


def test_a_bill_of_nothing_takes_the_line_away() -> None:
    billed = compute_month(replace(month_tables(), bills=bills((1, Billed.HEALTH, 0))))
    assert "health" not in lines(billed)
    assert [words.label_ko for words in line_words(billed)].count("장기요양보험") == 1


def test_the_line_says_that_it_was_billed_and_what_the_rules_give() -> None:
    reckoned = lines(compute_month(month_tables()))["pension"]
    told = explain(compute_month(replace(month_tables(), bills=bills((1, Billed.PENSION, 99_990)))), 1)
    (line,) = (one for one in told if one["code"] == "pension")
    assert line["words_ko"] == f"고지서 금액(직접 계산 {reckoned:,}원) = 99,990원"
    assert line["words_en"] == f"as billed by the insurer (reckoned {reckoned:,} won) = 99,990 won"
    assert line["inputs"]["reckoned"] == reckoned
    assert line["tree"] is None


def test_bills_of_nobody_in_the_month_are_left_out() -> None:
    assert lines(compute_month(replace(month_tables(), bills=bills((7, Billed.HEALTH, 1))))) == lines(
        compute_month(month_tables())
    )


@pytest.mark.parametrize("batch", range(4))
def test_made_up_bills_move_exactly_the_lines_they_name(batch: int) -> None:
    """아무 고지나 넣어도 그 줄만, 그 금액으로 바뀐다."""
    chance, plain = Random(batch), computed_of(batch)
    asked = {
        (slip, line): chance.randint(0, 300_000)
        for slip in plain.slips.slip.tolist()
        for line in Billed
        if chance.random() < 0.2
    }
    tables = replace(
        tables_of(batch), bills=bills(*((slip, line, won) for (slip, line), won in asked.items()))
    )
    billed = compute_month(restore(keep(tables)))
    expected = {
        (slip, code): won
        for slip, code, won in zip(
            plain.lines.slip.tolist(), plain.lines.code.tolist(), plain.lines.amount.tolist(), strict=True
        )
        if LineCode(code) not in (LineCode.ALLOWANCE, LineCode.OTHER_DEDUCTION)
    }
    expected |= {(slip, LineCode[line.name].value): won for (slip, line), won in asked.items()}
    found = {
        (slip, code): won
        for slip, code, won in zip(
            billed.lines.slip.tolist(), billed.lines.code.tolist(), billed.lines.amount.tolist(), strict=True
        )
        if LineCode(code) not in (LineCode.ALLOWANCE, LineCode.OTHER_DEDUCTION)
    }
    assert found == {key: won for key, won in expected.items() if won}
    assert np.array_equal(billed.slips.gross, plain.slips.gross)
    side = [LineCode(code).side for code in billed.lines.code.tolist()]
    taken = np.zeros(len(billed.slips), np.int64)
    rows = np.array([one == Side.DEDUCTION for one in side])
    np.add.at(taken, np.searchsorted(billed.slips.slip, billed.lines.slip[rows]), billed.lines.amount[rows])
    assert np.array_equal(taken, billed.slips.deductions)


def test_what_a_late_bill_asks_more_is_taken_beside_the_premium_and_told_with_its_month() -> None:
    may = number(date(2026, 5, 1))
    late = [
        (1, Billed.PENSION_SETTLEMENT, may, 120_000, 118_500),
        (1, Billed.HEALTH_SETTLEMENT, may, 80_000, 90_000),
    ]
    names = ("slip", "billed_line", "month", "billed", "taken")
    tables = replace(
        month_tables(),
        bills=bills((1, Billed.HEALTH_SETTLEMENT, 3_000)),
        late_bills=LateBills.of([dict(zip(names, one, strict=True)) for one in late]),
    )
    paid = compute_month(tables)
    assert lines(paid)["pension_settlement"] == 1_500
    assert lines(paid)["health_settlement"] == 3_000 - 10_000
    assert lines(paid)["pension"] == lines(compute_month(month_tables()))["pension"]
    told = {one["code"]: one for one in explain(paid, 1)}
    assert told["pension_settlement"]["words_ko"] == "2026-05 고지서 120,000원 - 그달 뗀 118,500원 = 1,500원"
    assert "앞선 기간의 보험료 정산액 3,000원" in told["health_settlement"]["words_ko"]
    assert told["pension_settlement"]["inputs"]["late_bills"] == [
        {"month": "2026-05", "billed": 120_000, "taken": 118_500}
    ]
    assert lines(compute_month(restore(keep(tables)))) == lines(paid)
