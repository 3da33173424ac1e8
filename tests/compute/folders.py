"""A small district as month tables and as a folder of Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from compute.months import (
    JUNE,
    allowance_row,
    day_row,
    month_tables,
    number,
    slip_row,
    version_row,
    workdays,
)
from openinsa.compute.arrow import Computed, computed_of
from openinsa.compute.month import compute_month
from openinsa.compute.tables import MonthTables

PEOPLE = 40
WITHOUT_VERSION, TWICE_ON_A_DAY = 13, 29
FAR_APART = {35: 4}
"""A slip and the main slip of its person, most of the district apart."""
NEIGHBOURS = {8: 7, 21: 20, 22: 20}


def district() -> MonthTables:
    """June 2026 of forty slips: two with faults, some of one person, some joining within the month."""
    mains = FAR_APART | NEIGHBOURS
    slips, versions, days, allowances = [], [], [], []
    for slip in range(1, PEOPLE + 1):
        begins = date(2026, 6, 8) if slip % 5 == 0 else date(2026, 1, 1)
        slips.append(slip_row(slip, main_slip=mains.get(slip, slip), employed_from=number(begins)))
        if slip != WITHOUT_VERSION:
            versions.append(version_row(slip, rate=12_121 + slip, valid_from=number(begins)))
        days += workdays(max(begins, JUNE), date(2026, 6, 30 - slip % 7), slip)
        allowances += [allowance_row(slip, name=slip % 2)] * (slip % 3)
    days.append(day_row(date(2026, 6, 9), TWICE_ON_A_DAY))
    return month_tables(slips=slips, versions=versions, days=days, allowances=allowances)


def whole(tables: MonthTables) -> list[pa.Table]:
    """What computing the tables at once gives, in order."""
    return in_order(computed_of(compute_month(tables)))


def stored(result: Path) -> list[pa.Table]:
    """What a result folder holds, in order."""
    return in_order(Computed(*(pq.read_table(result / table) for table in Computed._fields)))


def in_order(computed: Computed) -> list[pa.Table]:
    slips, lines, faults = computed
    by_place: Sequence[tuple[str, str]] = [("slip", "ascending"), ("position", "ascending")]
    return [slips.sort_by("slip"), lines.sort_by(by_place), faults.sort_by("slip")]


def change(file: Path, column: str, values: pa.Array | None) -> None:
    """Replace a column of a Parquet file, or take it out."""
    rows = pq.read_table(file)
    place = rows.schema.get_field_index(column)
    rows = rows.remove_column(place) if values is None else rows.set_column(place, column, values)
    pq.write_table(rows, file)
