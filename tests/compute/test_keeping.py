"""Kept month tables come back as they were, also after tables have got further columns."""

import gzip
import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compute.made_up import made_up_case
from compute.months import allowance_row, day_row, month_tables
from openinsa.compute import keeping
from openinsa.compute.keeping import KeptOtherwise, keep, restore
from openinsa.compute.month import compute_month
from openinsa.compute.slips import LineCode
from openinsa.compute.tables import MonthTables
from openinsa.golden.months import CaseReader

KEPT = Path(__file__).parent / "kept"
"""Five made-up months, every table with rows, and their lines, as the first version that kept any had them."""


def columns(tables: MonthTables) -> dict[str, Any]:
    named = {one.name: getattr(tables, one.name) for one in fields(tables) if one.name != "names"}
    return {
        f"{name}.{column.name}": getattr(rows, column.name)
        for name, rows in named.items()
        for column in fields(rows)
    }


def same(one: MonthTables, other: MonthTables) -> bool:
    left, right = columns(one), columns(other)
    return one.names == other.names and all(
        np.array_equal(left[name], right[name]) and left[name].dtype == right[name].dtype for name in left
    )


@pytest.mark.parametrize(
    "tables",
    [
        month_tables(allowances=[allowance_row()]),
        month_tables(days=[]),
        month_tables(slips=[], versions=[], days=[]),
        month_tables(days=[day_row(date(2026, 6, 1), breaks=[(720, 750), (900, 930)])]),
    ],
    ids=["an ordinary month", "a month without days", "nobody", "two breaks"],
)
def test_tables_come_back_as_they_were_kept(tables: MonthTables) -> None:
    assert same(restore(keep(tables)), tables)


@pytest.mark.parametrize("seed", range(20))
def test_made_up_months_come_to_the_same_lines_after_they_were_kept(seed: int) -> None:
    tables = CaseReader([{"input": made_up_case(seed)}]).tables()
    before, after = compute_month(tables), compute_month(restore(keep(tables)))
    for column in fields(before.lines):
        assert np.array_equal(getattr(before.lines, column.name), getattr(after.lines, column.name))


def test_months_kept_before_any_column_was_added_come_to_the_same_lines() -> None:
    kept = gzip.decompress((KEPT / "first_columns.arrow.gz").read_bytes())
    lines = compute_month(restore(kept)).lines
    wanted = json.loads((KEPT / "first_columns.json").read_text())
    found = {name: getattr(lines, name).tolist() for name in wanted}
    assert found | {"code": [LineCode(code).name.lower() for code in found["code"]]} == wanted


def test_a_column_added_later_counts_as_it_did_before(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = month_tables()
    without = kept_without("slips.employment_before_65", tables, monkeypatch)
    with pytest.raises(KeptOtherwise):
        restore(without)
    monkeypatch.setitem(keeping.AS_BEFORE, "slips.employment_before_65", False)
    assert same(restore(without), tables)


def test_a_month_kept_before_employments_reached_over_projects_counts_from_its_own_first_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = month_tables()
    assert same(restore(kept_without("slips.hired_on", tables, monkeypatch)), tables)


def test_a_table_that_held_nothing_needs_no_value_for_its_new_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = month_tables()
    assert same(restore(kept_without("allowances.tax", tables, monkeypatch)), tables)


def test_a_table_that_nobody_knows_any_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep(month_tables())
    known = keeping._kinds()
    monkeypatch.setattr(keeping, "_kinds", lambda: {n: kind for n, kind in known.items() if n != "payments"})
    with pytest.raises(KeptOtherwise):
        restore(kept)


def kept_without(column: str, tables: MonthTables, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Tables kept by a version that did not know the column."""
    table, name = column.split(".")
    kind = type(getattr(tables, table))
    with monkeypatch.context() as older:
        older.setattr(
            keeping,
            "fields",
            lambda one: [c for c in fields(one) if not (isinstance(one, kind) and c.name == name)],
        )
        return keep(tables)
