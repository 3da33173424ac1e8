"""Month tables as bytes that can be kept and computed from again for ever.

Arrow in one row: every column of every table is one list, compressed together. A month of 3,000 people
takes some hundred kilobytes.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import numpy as np
import pyarrow as pa

from openinsa.compute.tables import (
    EMPTY,
    EVERY_MONTH,
    NEVER,
    NO_MARK,
    OPEN_END,
    Days,
    Institutions,
    MonthTables,
    Slips,
    Table,
    Versions,
)
from openinsa.rules.choices import AllowanceKind, AllowanceMeasure, Declared

NAMES = b"names"
TIME_ITEMS_COUNT = b"time_items_count"
"""Tables kept without it are of a time when `ordinary_from` of items by the day and the hour moved nothing."""

BREAKS = "days.breaks"

AS_BEFORE: dict[str, int | bool | str] = {
    "slips.hired_on": "employed_from",
    "slips.day_labour": False,
    "slips.construction_site": False,
    "slips.short_hours_pension_wish": False,
    "slips.pension_income_counts": False,
    "slips.declared_pension": Declared.BY_LAW,
    "slips.declared_health": Declared.BY_LAW,
    "slips.declared_employment": Declared.BY_LAW,
    "slips.declared_accident": Declared.BY_LAW,
    "slips.other_pension_income": 0,
    "versions.exempt_from": 0,
    "versions.exempt_to": EMPTY,
    "slips.probation_to": 0,
    "slips.production_job": False,
    "slips.last_year_gross": 0,
    "slips.overtime_untaxed_before": 0,
    "slips.children_to_6": 0,
    "slips.average_won": 0,
    "slips.average_days": 0,
    "institutions.living_hourly_wage": 0,
    "versions.month_hours": 0,
    "codes.closure": False,
    "days.mark": NO_MARK,
    "allowances.measure": AllowanceMeasure.NONE,
    "allowances.mark": NO_MARK,
    "allowances.months": EVERY_MONTH,
    "allowances.rounding": EMPTY,
    "allowances.average_wage": True,
    "other_deductions.kind": AllowanceKind.MONTHLY,
    "other_deductions.valid_from": 0,
    "other_deductions.valid_to": OPEN_END,
}
"""Columns that tables got after months had been kept, with the value that computes as before, or the column of
the table that does. Who adds a column names its value here, or no month kept without it can be computed again."""


class KeptOtherwise(ValueError):
    """The bytes were written by a version whose tables had other columns."""


def keep(tables: MonthTables) -> bytes:
    """The tables as bytes; `restore` gives the same tables back."""
    columns = {
        f"{table}.{column.name}": _as_list(getattr(rows, column.name))
        for table, rows in _tables_of(tables).items()
        for column in fields(rows)
    }
    names = json.dumps(tables.names, ensure_ascii=False).encode()
    said = {NAMES: names, TIME_ITEMS_COUNT: b"true"}
    batch = pa.record_batch(columns).replace_schema_metadata(said)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


def restore(kept: bytes) -> MonthTables:
    """The tables that were kept, columns added since with the value that computes as before.

    Raises KeptOtherwise when a column without such a value is missing, or one is unknown.
    """
    with pa.ipc.open_stream(kept) as stream:
        batch = stream.read_next_batch()
    found = {name: _as_array(batch.column(name)) for name in batch.schema.names}
    _laid_out(found)
    if TIME_ITEMS_COUNT not in batch.schema.metadata:
        _as_before_time_items(found)
    tables: dict[str, Any] = {}
    for name, kind in _kinds().items():
        own = {column.name: found.pop(f"{name}.{column.name}", None) for column in fields(kind)}
        tables[name] = kind(**_completed(name, kind, own))
    if found:
        raise KeptOtherwise(", ".join(sorted(found)))
    return MonthTables(**tables, names=tuple(json.loads(batch.schema.metadata[NAMES])))


def _completed(table: str, kind: type[Table], kept: dict[str, np.ndarray | None]) -> dict[str, np.ndarray]:
    """All columns of a table; those that were not kept as they would have been."""
    count = max((len(values) for values in kept.values() if values is not None), default=0)
    completed = {}
    for column in fields(kind):
        values, known = kept[column.name], AS_BEFORE.get(f"{table}.{column.name}")
        if values is None and count and known is None:
            raise KeptOtherwise(f"{table}.{column.name}")
        if values is None and isinstance(known, str):
            values = kept[known]
        dtype = np.bool_ if column.type == "Flags" else np.int64
        completed[column.name] = np.full(count, known or 0, dtype) if values is None else values
    return completed


def _tables_of(tables: MonthTables) -> dict[str, Table]:
    return {one.name: rows for one in fields(tables) if isinstance(rows := getattr(tables, one.name), Table)}


def _kinds() -> dict[str, type[Table]]:
    empty = MonthTables(Slips.empty(), Institutions.empty(), Versions.empty(), Days.empty())
    return {name: type(rows) for name, rows in _tables_of(empty).items()}


def _as_list(values: np.ndarray) -> pa.ListArray:
    """All values of a column, whatever its dimensions, as one list."""
    flat = pa.array(values.reshape(-1))
    return pa.ListArray.from_arrays(pa.array([0, len(flat)], pa.int32()), flat)


def _as_array(column: pa.ListArray) -> np.ndarray:
    return np.array(column.flatten().to_numpy(zero_copy_only=False))


def _as_before_time_items(found: dict[str, np.ndarray]) -> None:
    """Let items by the day and the hour stay out of the ordinary wage, as they did when the tables were kept."""
    if "allowances.ordinary_from" in found:
        by_time = np.isin(found["allowances.kind"], [AllowanceKind.PER_WORKED_DAY, AllowanceKind.PER_HOUR])
        found["allowances.ordinary_from"][by_time] = NEVER


def _laid_out(found: dict[str, np.ndarray]) -> None:
    """Give the breaks their three dimensions back."""
    days = len(found.get("days.date", ()))
    if BREAKS in found:
        flat = found[BREAKS]
        found[BREAKS] = flat.reshape(days, len(flat) // (2 * days) if days else 0, 2)
