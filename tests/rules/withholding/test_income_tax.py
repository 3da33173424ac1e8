"""Withholding from regular pay against the table read by hand."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.engine import DateBeforeFirstValue, load_rule_book
from openinsa.rules.withholding.refusals import (
    ChildAmountsUnknown,
    FamilyWithoutSelf,
    UnknownWithholdingPercent,
)
from openinsa.rules.withholding.table import FOLDER
from rules.rows import columns, run

FIRST, NEW_BODY, LAST = date(2021, 2, 17), date(2023, 2, 28), date(2026, 12, 31)
CHILDREN_KNOWN, CHILDREN_RAISED = date(2024, 3, 1), date(2026, 3, 1)
BODIES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}


def payment(**changed: Any) -> dict[str, Any]:
    return {
        "payment_date": date(2026, 6, 10),
        "monthly_taxable_pay": 3_000_000,
        "family_members": 1,
        "children_8_to_20": 0,
        "withholding_percent": 100,
    } | changed


@st.composite
def payments(draw: st.DrawFn) -> dict[str, Any]:
    paid = draw(st.dates(FIRST, LAST))
    childless = NEW_BODY <= paid < CHILDREN_KNOWN
    children = 0 if childless else draw(st.integers(0, 5))
    return payment(
        payment_date=paid,
        monthly_taxable_pay=draw(st.integers(0, 12_000_000) | st.integers(0, 200_000_000)),
        family_members=children + draw(st.integers(1, 12)),
        children_8_to_20=children,
        withholding_percent=draw(st.sampled_from((80, 100, 120))),
    )


def tax_by_hand(row: dict[str, Any]) -> int:
    paid, children = row["payment_date"], row["children_8_to_20"]
    body = BODIES["2023-02-28" if paid >= NEW_BODY else "2021-02-17"]
    family = row["family_members"] + (children if paid < NEW_BODY else 0)
    tax = max(cell_by_hand(body, row["monthly_taxable_pay"], family) - children_by_hand(paid, children), 0)
    tax = tax * row["withholding_percent"] // 100 // 10 * 10
    return tax if tax >= 1000 else 0


def cell_by_hand(body: dict[str, Any], pay: int, family: int) -> int:
    cells = [row[1:] for row in body["rows"] if row[0] * 1000 <= pay]
    if not cells:
        return 0
    row = cells[-1]
    cell = max(row[min(family, 11) - 1] - max(family - 11, 0) * (row[9] - row[10]), 0)
    bands = [band for band in body["above"] if band[0] < pay]
    if bands:
        start, added, rate = bands[-1]
        cell += (added + (pay - start) * rate // 10**6) // 10 * 10
    return cell


def children_by_hand(paid: date, children: int) -> int:
    if paid < CHILDREN_KNOWN or children == 0:
        return 0
    one, two, further = (20_830, 45_830, 33_330) if paid >= CHILDREN_RAISED else (12_500, 29_160, 25_000)
    return one if children == 1 else two + (children - 2) * further


BATCHES = st.lists(payments(), min_size=1, max_size=30)


@given(BATCHES)
def test_tax_of_mixed_payments_is_what_the_table_says_by_hand(rows: list[dict[str, Any]]) -> None:
    assert run("income_tax", rows) == [tax_by_hand(row) for row in rows]


@given(BATCHES, st.randoms(use_true_random=False))
def test_the_order_of_payments_changes_nobodys_tax(rows: list[dict[str, Any]], random: Any) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    taxes = run("income_tax", rows)
    assert run("income_tax", [rows[place] for place in order]) == [taxes[place] for place in order]


@given(payments(), st.integers(0, 30_000_000))
def test_higher_pay_never_has_less_tax(row: dict[str, Any], more: int) -> None:
    richer = row | {"monthly_taxable_pay": row["monthly_taxable_pay"] + more}
    tax, higher = run("income_tax", [row, richer])
    assert tax <= higher


@given(payments(), st.integers(0, 6))
def test_a_larger_family_never_has_more_tax(row: dict[str, Any], more: int) -> None:
    larger = row | {"family_members": row["family_members"] + more}
    tax, lower = run("income_tax", [row, larger])
    assert lower <= tax


@given(payments())
def test_both_taxes_are_whole_tens_and_the_local_one_a_tenth(row: dict[str, Any]) -> None:
    tax, local = run("income_tax", [row])[0], run("local_income_tax", [row])[0]
    assert tax % 10 == local % 10 == 0
    assert 0 <= tax - 10 * local < 100


def test_the_new_body_applies_from_the_day_of_its_decree() -> None:
    rows = [payment(payment_date=NEW_BODY - timedelta(days=1)), payment(payment_date=NEW_BODY)]
    assert run("income_tax", rows) == [84_850, 74_350]


def test_negative_taxable_pay_has_no_tax() -> None:
    assert run("income_tax", [payment(monthly_taxable_pay=-500_000)]) == [0]


def test_a_payment_before_the_first_table_is_refused_by_its_date() -> None:
    rows = [payment(), payment(payment_date=date(2021, 2, 16))]
    with pytest.raises(DateBeforeFirstValue) as refused:
        run("income_tax", rows)
    assert refused.value.rows == [1]


def test_children_in_the_year_of_unknown_amounts_are_refused_for_that_row_alone() -> None:
    rows = [
        payment(children_8_to_20=1, family_members=2),
        payment(payment_date=date(2023, 6, 10)),
        payment(payment_date=date(2023, 6, 10), children_8_to_20=2, family_members=3),
    ]
    with pytest.raises(ChildAmountsUnknown) as refused:
        run("income_tax", rows)
    assert refused.value.rows == [2]


def test_a_family_without_the_worker_is_refused() -> None:
    with pytest.raises(FamilyWithoutSelf) as refused:
        run("income_tax", [payment(), payment(family_members=0)])
    assert refused.value.rows == [1]
    assert "1명 이상" in refused.value.korean


def test_a_ratio_the_law_does_not_offer_is_refused() -> None:
    with pytest.raises(UnknownWithholdingPercent) as refused:
        run("income_tax", [payment(), payment(withholding_percent=90)])
    assert refused.value.rows == [1]


def test_the_tax_explains_itself_down_to_the_entered_family() -> None:
    told = load_rule_book().explain("income_tax", columns([payment(family_members=4, children_8_to_20=2)]))
    names = {part.name for part in everything(told)}
    assert {"table_tax", "withholding_table", "child_tax_reduction", "family_members"} <= names


def everything(told: Any) -> list[Any]:
    return [told, *(deeper for part in told.inputs for deeper in everything(part))]
