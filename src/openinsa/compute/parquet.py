"""Month tables in a folder of Parquet files, read as a stream in ascending order of slip.

A table is `<table>.parquet`, or the files of the folder `<table>`; each file is in ascending order of slip
and none reaches into another. Of every table only some rows are in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from openinsa.compute import batch_refusals as no
from openinsa.compute.arrow import NAMES, SHARED, TABLES, Shared, check_schema, rows_of, schema_of, shared_of
from openinsa.compute.tables import MonthTables, Whole

ROWS_AT_ONCE = 65_536
"""Rows decoded together: few enough for the processor's cache, many enough to hide Python."""
SCHEMAS: Mapping[str, pa.Schema] = {name: schema_of(kind) for name, kind in TABLES.items()} | {"names": NAMES}
ROWS_PER_GROUP = 131_072
"""Rows of a row group, the least that a reader must take when it wants a single slip."""
COMPRESSION = "zstd"
KEYED = tuple(name for name in TABLES if name not in SHARED)
"""Tables whose rows belong to slips."""
NEEDED = ("slips", "institutions", "versions", "days")
"""Without these there is no month; the other tables may be missing."""


@dataclass(frozen=True)
class Folder:
    """The files of each table that is there, in the order of their slips."""

    files: Mapping[str, Sequence[Path]]

    def called(self, table: str) -> str:
        """What a refusal calls a table: its file, or its folder where it has several files."""
        files = self.files[table]
        return str(files[0] if len(files) == 1 else files[0].parent)

    def called_by_table(self) -> dict[str, str]:
        """What refusals call each table."""
        return {table: self.called(table) for table in self.files}

    def shared(self) -> Shared:
        """The tables that belong to no slip, read whole."""
        given = [table for table in (*SHARED, "names") if table in self.files]
        rows = {table: pa.concat_tables(map(pq.read_table, self.files[table])) for table in given}
        return shared_of(rows, self.called_by_table())

    def slips_and_main_slips(self) -> tuple[Whole, Whole]:
        """Of all slips their number and that of their main slip, in order.

        Raises NotInOrder, SlipGivenTwice, EmptyCell.
        """
        columns = ["slip", "main_slip"]
        rows = pa.concat_tables(pq.read_table(file, columns=columns) for file in self.files["slips"])
        for column in columns:
            if rows.column(column).null_count:
                facts = {"column": column, "count": rows.column(column).null_count}
                raise no.EmptyCell(file=self.called("slips"), **facts)
        slip, main = (rows.column(column).to_numpy() for column in columns)
        refuse_disorder(slip, self.called("slips"))
        if len(again := slip[1:][slip[1:] == slip[:-1]]):
            raise no.SlipGivenTwice(file=self.called("slips"), slip=again[0])
        return slip, main


def open_folder(path: Path) -> Folder:
    """The tables of a folder, their columns checked before anything is read.

    Raises MissingTable, NotParquet, MissingColumn, WrongColumnType, NotInOrder.
    """
    files = {table: found for table in SCHEMAS if (found := _files(path, table))}
    for table in NEEDED:
        if table not in files:
            raise no.MissingTable(folder=path, table=table)
    for table, found in files.items():
        for file in found:
            check_schema(SCHEMAS[table], _opened(file).schema_arrow, str(file))
    return Folder({table: _in_order(found) if table in KEYED else found for table, found in files.items()})


def write_folder(tables: MonthTables, path: Path, rows_per_group: int = ROWS_PER_GROUP) -> None:
    """Write month tables as files that `open_folder` opens, each in the order of slips."""
    path.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        rows = rows_of(getattr(tables, name))
        if name in KEYED:
            rows = rows.sort_by("slip")
        pq.write_table(rows, path / f"{name}.parquet", row_group_size=rows_per_group, compression=COMPRESSION)
    names = pa.table({"name": pa.array(tables.names, pa.string())}, schema=NAMES)
    pq.write_table(names, path / "names.parquet")


def _files(path: Path, table: str) -> list[Path]:
    alone = path / f"{table}.parquet"
    return [alone] if alone.is_file() else sorted((path / table).glob("*.parquet"))


def _opened(file: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file)
    except pa.ArrowInvalid as fault:
        raise no.NotParquet(file=file) from fault


def _in_order(files: list[Path]) -> list[Path]:
    """Files in the order of their slips; empty ones are left out unless all are empty."""
    spans = [(span, file) for file in files if (span := _span(pq.ParquetFile(file)))]
    spans.sort()
    for (earlier, _), (later, file) in pairwise(spans):
        if later[0] < earlier[1]:
            raise no.NotInOrder(file=file, before=earlier[1], after=later[0])
    return [file for _, file in spans] or files[:1]


def _span(file: pq.ParquetFile) -> tuple[int, int] | None:
    """The lowest and highest slip of a file."""
    spans = [_span_of_group(file, group) for group in range(file.num_row_groups)]
    found = [span for span in spans if span]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def _span_of_group(file: pq.ParquetFile, group: int) -> tuple[int, int] | None:
    """The lowest and highest slip of a row group: from its statistics, or read where it keeps none."""
    about = file.metadata.row_group(group)
    if not about.num_rows:
        return None
    column = about.column(_place_of_slip(file)).statistics
    if column is not None and column.has_min_max:
        return column.min, column.max
    slips = file.read_row_group(group, columns=["slip"]).column("slip").to_numpy()
    return int(slips.min()), int(slips.max())


def _place_of_slip(file: pq.ParquetFile) -> int:
    paths = [file.metadata.row_group(0).column(n).path_in_schema for n in range(file.metadata.num_columns)]
    return paths.index("slip")


def refuse_disorder(slips: Whole, file: str) -> None:
    """Raises NotInOrder where slips do not ascend."""
    falls = np.flatnonzero(slips[1:] < slips[:-1])
    if len(falls):
        raise no.NotInOrder(file=file, before=slips[falls[0]], after=slips[falls[0] + 1])


class Stream:
    """The rows of one table that belong to wanted slips (ascending), taken from front to back."""

    def __init__(self, folder: Folder, table: str, wanted: Whole) -> None:
        self.file = folder.called(table)
        self.schema = SCHEMAS[table]
        self._wanted = wanted
        self._arriving = self._batches(folder.files[table])
        self._held: list[pa.RecordBatch] = []
        self._last = -(2**63)

    def up_to(self, slip: int) -> pa.Table:
        """The rows up to and with a slip that were not taken before. Raises NotInOrder, EmptyCell."""
        taken: list[pa.RecordBatch] = []
        while (batch := self._held.pop() if self._held else next(self._arriving, None)) is not None:
            slips = batch.column("slip").to_numpy()
            end = int(np.searchsorted(slips, slip, side="right"))
            taken.append(batch.slice(0, end))
            if end < len(slips):
                self._held.append(batch.slice(end))
                break
        return pa.Table.from_batches(taken) if taken else self.schema.empty_table()

    def _batches(self, files: Sequence[Path]) -> Iterator[pa.RecordBatch]:
        for path in files:
            file = pq.ParquetFile(path)
            groups = [group for group in range(file.num_row_groups) if self._concerns(file, group)]
            columns = self.schema.names
            for batch in file.iter_batches(ROWS_AT_ONCE, groups, columns, use_threads=False):
                yield from self._wanted_rows(batch.select(columns))

    def _concerns(self, file: pq.ParquetFile, group: int) -> bool:
        """Whether a row group may hold rows of a wanted slip."""
        if (span := _span_of_group(file, group)) is None:
            return False
        begin, end = np.searchsorted(self._wanted, span[0]), np.searchsorted(self._wanted, span[1], "right")
        return bool(begin < end)

    def _wanted_rows(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        column = batch.column("slip")
        if column.null_count:
            raise no.EmptyCell(file=self.file, column="slip", count=column.null_count)
        slips = column.to_numpy()
        if not len(slips):
            return
        refuse_disorder(np.append(self._last, slips), self.file)
        self._last = int(slips[-1])
        place = np.searchsorted(self._wanted, slips).clip(max=len(self._wanted) - 1)
        kept = self._wanted[place] == slips
        if kept.any():
            yield batch if kept.all() else batch.filter(pa.array(kept))
