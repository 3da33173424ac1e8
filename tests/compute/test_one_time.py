"""One-time payments: on the slip, spread over their months for the tax, and in which premiums they count."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from compute.months import lines, month_tables, row_of, slip_row
from compute.test_against_the_oracle import computed_of, tables_of
from openinsa.compute.explanation import explain
from openinsa.compute.keeping import keep, restore
from openinsa.compute.month import MonthSlips, compute_month
from openinsa.compute.slips import LineCode
from openinsa.compute.tables import MONTH_TAXABLE, MonthTables, OneTimePayments
from openinsa.rules.choices import TaxMode
from openinsa.rules.withholding.table import tax_of_table


def payment(slip: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "slip": slip,
        "name": 1,
        "amount": 1_200_000,
        "covered_months": 6,
        "earlier_pay": 10_000_000,
        "earlier_tax": 60_000,
        "with_this_month": True,
    } | changes


def with_payments(tables: MonthTables, *rows: dict[str, Any]) -> MonthTables:
    return replace(tables, one_time=OneTimePayments.of(list(rows)))


PLAIN = compute_month(month_tables())
PAID = compute_month(with_payments(month_tables(), payment()))


def tax_by_hand(computed: MonthSlips, tables: MonthTables, slip: int, row: dict[str, Any], plain: int) -> int:
    """The tax on one payment with pencil and paper: the average, its cell, times months, less what was paid."""
    place = computed.bases.slip.tolist().index(slip)
    months = min(max(row["covered_months"], 1), 12)
    own = int(computed.bases.table_taxable[place]) if row["with_this_month"] else 0
    average = int(Fraction(row["amount"] + row["earlier_pay"] + own, months))
    cell = tax_of_table(np.array([_body()]), np.array([average]), np.array([1]))[0]
    cell = 0 if cell < 1_000 else int(cell)
    tax = max(cell * months - row["earlier_tax"] - (plain if row["with_this_month"] else 0), 0)
    return 0 if tax + plain < 1_000 else tax


def _body() -> int:
    return int(np.datetime64("2023-02-28").astype(int))


def test_a_one_time_payment_is_a_line_of_its_own_in_the_gross() -> None:
    assert lines(PAID)["기타"] == 1_200_000
    assert row_of(PAID)["gross"] == row_of(PLAIN)["gross"] + 1_200_000
    assert row_of(PAID)["taxable"] == row_of(PLAIN)["taxable"] + 1_200_000


def test_the_tax_is_that_of_the_average_for_all_months_less_what_was_withheld() -> None:
    plain = lines(PLAIN)["income_tax"]
    wanted = tax_by_hand(PAID, month_tables(), 1, payment(), plain)
    assert wanted > 0
    assert lines(PAID)["one_time_income_tax"] == wanted
    assert lines(PAID)["income_tax"] == plain
    assert lines(PAID)["local_income_tax"] == (wanted + plain) // 100 * 10
    assert row_of(PAID)["income_tax"] == plain + wanted


def test_a_payment_without_this_months_pay_leaves_its_tax_alone() -> None:
    row = payment(with_this_month=False)
    paid = compute_month(with_payments(month_tables(), row))
    plain = lines(PLAIN)["income_tax"]
    assert lines(paid)["one_time_income_tax"] == tax_by_hand(paid, month_tables(), 1, row, plain)


def test_employment_and_accident_insurance_count_it_and_monthly_incomes_do_not() -> None:
    bases = {f"{name}_base": MONTH_TAXABLE for name in ("pension", "health", "employment", "accident")}
    tables = month_tables([slip_row(**bases)])
    plain, paid = lines(compute_month(tables)), lines(compute_month(with_payments(tables, payment())))
    for code in ("pension", "health", "long_term_care"):
        assert paid[code] == plain[code]
    for code in ("employment", "employer_accident"):
        assert paid[code] > plain[code]


def test_two_payments_share_the_longest_of_their_periods() -> None:
    short, long = payment(amount=400_000, covered_months=2), payment(name=0, amount=800_000)
    both = compute_month(with_payments(month_tables(), short, long))
    assert lines(both)["one_time_income_tax"] == lines(PAID)["one_time_income_tax"]
    assert (lines(both)["급식비"], lines(both)["기타"]) == (800_000, 400_000)


def test_somebody_taxed_by_the_day_has_no_payment_outside_the_days() -> None:
    tables = with_payments(month_tables([slip_row(tax_mode=TaxMode.DAILY)]), payment())
    assert [fault.code for fault in compute_month(tables).faults] == ["monthly_pay_taxed_daily"]


def test_the_tax_explains_itself_down_to_the_table() -> None:
    (line,) = (one for one in explain(PAID, 1) if one["code"] == "one_time_income_tax")
    assert "÷ 6개월" in line["words_ko"]
    assert "÷ 6 months" in line["words_en"]
    assert line["law"] == "소득세법 제136조제1항, 제86조제1호"
    assert line["tree"]["value"] == line["amount"]
    assert line["inputs"]["bonus_months"] == 6


@pytest.mark.parametrize("batch", range(4))
def test_made_up_payments_are_taxed_as_with_pencil_and_paper(batch: int) -> None:
    """아무 상여나 넣어도 종이에 계산한 것과 같고 다른 줄은 그대로다."""
    chance, plain, tables = Random(batch), computed_of(batch), tables_of(batch)
    by_table = tables.slips.slip[tables.slips.tax_mode == TaxMode.TABLE].tolist()
    asked = {
        slip: payment(
            slip,
            name=0,
            amount=chance.randint(1, 9_000_000),
            covered_months=chance.choice([0, 1, 3, 6, 12, 15]),
            earlier_pay=chance.randint(0, 40_000_000),
            earlier_tax=chance.randint(0, 500_000),
            with_this_month=chance.random() < 0.7,
        )
        for slip in by_table
        if chance.random() < 0.3 and slip in plain.slips.slip
    }
    named = replace(tables, names=tables.names or ("상여",))
    paid = compute_month(restore(keep(with_payments(named, *asked.values()))))
    before = amounts(plain, LineCode.INCOME_TAX)
    after = amounts(paid, LineCode.ONE_TIME_INCOME_TAX)
    assert amounts(paid, LineCode.INCOME_TAX) == before
    assert amounts(paid, LineCode.HEALTH) == amounts(plain, LineCode.HEALTH)
    for slip, row in asked.items():
        assert after.get(slip, 0) == tax_by_hand(paid, named, slip, row, before.get(slip, 0))


def amounts(month: MonthSlips, code: LineCode) -> dict[int, int]:
    rows = month.lines.take(month.lines.code == code)
    return dict(zip(rows.slip.tolist(), rows.amount.tolist(), strict=True))
