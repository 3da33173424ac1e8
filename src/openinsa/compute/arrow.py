"""Arrow to month tables, and slips with their lines and faults back to Arrow.

The rules never see Arrow, and nothing here knows where batches come from. A column is int64, or bool for a
flag; `breaks` is a list of int64 (from, to, from, to, ...). Nothing is converted on the way in: a float, an
int32 or an empty value is refused with the name of its file and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from enum import IntEnum
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar, get_type_hints

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openinsa.compute import batch_refusals as no
from openinsa.compute.month import MonthSlips, compute_month
from openinsa.compute.slips import LineCode, PaidSlips
from openinsa.compute.tables import Allowances, Codes, Holidays, Institutions, MonthTables, Table
from openinsa.rules.choices import CHOICES, AllowanceProration

AnyTable = TypeVar("AnyTable", bound=Table)

TABLES: Mapping[str, type[Table]] = {
    name: kind for name, kind in get_type_hints(MonthTables).items() if name != "names"
}
"""The tables of a month by name."""
BREAKS = pa.list_(pa.int64())
NAMES = pa.schema([pa.field("name", pa.string(), nullable=False)])
"""What allowances and agreed deductions are called: their column `name` is the row here, from 0."""
LINES = pa.schema(
    [
        ("slip", pa.int64()),
        ("position", pa.int64()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("amount", pa.int64()),
    ]
)
FAULTS = pa.schema(
    [("slip", pa.int64()), ("code", pa.string()), ("message_ko", pa.string()), ("message_en", pa.string())]
)
LINE_WORDS = pa.array([code.name.lower() for code in LineCode])
ALLOWANCE_CHOICES: Mapping[str, type[IntEnum]] = {**CHOICES, "proration": AllowanceProration}
"""Choices of allowances: their proration is not that of the institutions."""
CHECKED_BY_SLIP = {"pay_basis"}
"""A choice whose wrong number is the fault of one slip."""
SHARED = ("institutions", "codes", "holidays")
MIX = np.uint64(0x9E37_79B9_7F4A_7C15)
"""An odd number with bits well spread, to stir the numbers of a row together."""


class Computed(NamedTuple):
    """Slips, lines and faults as they are handed out. `code` and `name` of a line are words."""

    slips: pa.Table
    lines: pa.Table
    faults: pa.Table


def schema_of(kind: type[Table]) -> pa.Schema:
    """The columns of a table as Arrow has them."""
    return pa.schema([pa.field(column.name, _type_of(column), nullable=False) for column in fields(kind)])


def _type_of(column: Field[Any]) -> pa.DataType:
    if column.name == "breaks":
        return BREAKS
    return pa.bool_() if column.type == "Flags" else pa.int64()


SLIPS = schema_of(PaidSlips)


def check_schema(wanted: pa.Schema, found: pa.Schema, file: str) -> None:
    """Refuse a missing column or one of another type; further columns are nobody's concern.

    Raises MissingColumn, WrongColumnType.
    """
    for column in wanted:
        if column.name not in found.names:
            raise no.MissingColumn(file=file, column=column.name, wanted=_said(column.type))
        type_found = found.field(column.name).type
        if not _same(column.type, type_found):
            said = _said(type_found)
            raise no.WrongColumnType(file=file, column=column.name, found=said, wanted=_said(column.type))


def _same(wanted: pa.DataType, found: pa.DataType) -> bool:
    if pa.types.is_list(wanted):
        return (pa.types.is_list(found) or pa.types.is_large_list(found)) and found.value_type == pa.int64()
    return bool(wanted == found or (pa.types.is_string(wanted) and pa.types.is_large_string(found)))


def _said(kind: pa.DataType) -> str:
    return "list<int64>" if kind == BREAKS else str(kind)


def table_of(kind: type[AnyTable], rows: pa.Table, file: str) -> AnyTable:
    """A month table of Arrow rows. `file`: what a refusal calls them.

    Raises MissingColumn, WrongColumnType, EmptyCell, UnknownChoice, UnpairedBreaks.
    """
    check_schema(schema_of(kind), rows.schema, file)
    return kind(*(_values(kind, column.name, rows.column(column.name), file) for column in fields(kind)))


def rows_of(table: Table) -> pa.Table:
    """A month table as Arrow, the reverse of `table_of`."""
    columns = {column.name: _column(column.name, getattr(table, column.name)) for column in fields(table)}
    return pa.table(columns, schema=schema_of(type(table)))


def _column(name: str, values: np.ndarray) -> pa.Array:
    if name != "breaks":
        return pa.array(values)
    taken = values[:, :, 1] > values[:, :, 0]
    ends = np.concatenate([[0], 2 * np.cumsum(taken.sum(axis=1))])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(values[taken].ravel()), type=BREAKS)


def _values(kind: type[Table], name: str, column: pa.ChunkedArray | pa.Array, file: str) -> np.ndarray:
    if column.null_count:
        raise no.EmptyCell(file=file, column=name, count=column.null_count)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if name == "breaks":
        return _breaks(column, file)
    values = column.to_numpy(zero_copy_only=False)
    choice = ALLOWANCE_CHOICES.get(name) if kind is Allowances else CHOICES.get(name)
    if choice is not None and name not in CHECKED_BY_SLIP:
        _check_range(values, int(max(choice)), name, file)
    return values


def _check_range(values: np.ndarray, highest: int, name: str, file: str) -> None:
    wrong = values[(values < 0) | (values > highest)]
    if len(wrong):
        raise no.UnknownChoice(file=file, column=name, value=wrong[0], highest=highest)


def _breaks(column: pa.Array, file: str) -> np.ndarray:
    """Lists of begins and ends as one n by B by 2 array; those with fewer are filled up with none."""
    lengths = pc.list_value_length(column).to_numpy(zero_copy_only=False).astype(np.int64)
    values = column.flatten()
    odd = lengths[lengths % 2 == 1]
    if len(odd):
        raise no.UnpairedBreaks(file=file, count=odd[0])
    if values.null_count:
        raise no.EmptyCell(file=file, column="breaks", count=values.null_count)
    most = int(lengths.max(initial=0))
    filled = np.zeros((len(lengths), most), np.int64)
    filled[np.arange(most) < lengths[:, None]] = values.to_numpy(zero_copy_only=False)
    return filled.reshape(len(lengths), most // 2, 2)


@dataclass(frozen=True)
class Shared:
    """What all slips of a job share, and what allowances and deductions are called."""

    institutions: Institutions
    codes: Codes
    holidays: Holidays
    names: tuple[str, ...]


def shared_of(rows: Mapping[str, pa.Table], files: Mapping[str, str]) -> Shared:
    """The shared tables of Arrow rows; those that are missing are empty, save the institutions."""
    found: dict[str, Any] = {
        name: table_of(TABLES[name], rows[name], files[name]) if name in rows else TABLES[name].empty()
        for name in SHARED
    }
    return Shared(**found, names=_names(rows["names"], files["names"]) if "names" in rows else ())


def _names(rows: pa.Table, file: str) -> tuple[str, ...]:
    check_schema(NAMES, rows.schema, file)
    column = rows.column("name")
    if column.null_count:
        raise no.EmptyCell(file=file, column="name", count=column.null_count)
    return tuple(column.to_pylist())


def month_tables(rows: Mapping[str, pa.Table], shared: Shared, files: Mapping[str, str]) -> MonthTables:
    """The tables of some slips with all that is theirs; a table that is not given is empty.

    Raises what `table_of` raises, and UnknownChoice for a name that nobody gave.
    """
    own: dict[str, Any] = {name: table_of(TABLES[name], part, files[name]) for name, part in rows.items()}
    for name in ("allowances", "other_deductions", "one_time"):
        if name in own:
            _check_range(own[name].name, len(shared.names) - 1, "name", files[name])
    return MonthTables(**vars(shared) | own)


def compute_batch(rows: Mapping[str, pa.Table], shared: Shared, files: Mapping[str, str]) -> Computed:
    """Arrow rows of whole persons in, their slips with lines and faults out."""
    return computed_of(compute_month(month_tables(rows, shared, files)))


def computed_of(month: MonthSlips) -> Computed:
    """A computed month as Arrow."""
    slips = {name: pa.array(values) for name, values in vars(month.slips).items()}
    names = pa.array([*month.names, None], pa.string())
    lines = {name: pa.array(values) for name, values in vars(month.lines).items()}
    lines["code"] = LINE_WORDS.take(lines["code"])
    lines["name"] = names.take(pa.array(np.where(month.lines.name < 0, len(names) - 1, month.lines.name)))
    faults = [vars(fault) for fault in month.faults]
    return Computed(
        pa.table(slips, schema=SLIPS),
        pa.table(lines, schema=LINES),
        pa.Table.from_pylist(faults, schema=FAULTS),
    )


def checksum(rows: pa.Table) -> int:
    """One number for the rows of a table whatever their order and however they are cut into parts.

    The sum over parts, modulo 2**64, is that of the whole.
    """
    mixed = np.zeros(len(rows), np.uint64)
    for column in rows.columns:
        mixed = (mixed ^ _as_numbers(column)) * MIX
        mixed ^= mixed >> np.uint64(29)
    return int(mixed.sum(dtype=np.uint64))


def _as_numbers(column: pa.ChunkedArray) -> np.ndarray:
    if pa.types.is_string(column.type):
        each = column.combine_chunks().dictionary_encode()
        numbers = np.array([_text_number(text) for text in [None, *each.dictionary.to_pylist()]], np.uint64)
        return numbers[pc.fill_null(each.indices, -1).to_numpy(zero_copy_only=False) + 1]
    return column.to_numpy().astype(np.uint64)


def _text_number(text: str | None) -> int:
    return 0 if text is None else int.from_bytes(sha256(text.encode()).digest()[:8], "big")
