"""Tables out of and into PostgreSQL in bulk: COPY both ways, Arrow in between."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, LiteralString

import pyarrow as pa
from psycopg import Copy, Cursor, sql
from pyarrow import csv

ROWS_AT_ONCE = 2_000
"""Rows written as text together, so that a large table is never held twice."""


def fetch_table(cursor: Cursor, query: str, parameters: Mapping[str, Any], schema: pa.Schema) -> pa.Table:
    """The rows of a query as an Arrow table of the given schema; empty fields are null.

    The query's columns must come in the schema's order and names. One statement.
    """
    received = BytesIO()
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", parameters) as copy:
        for block in copy:
            received.write(block)
    if not received.getbuffer().nbytes:
        return schema.empty_table()
    received.seek(0)
    return csv.read_csv(
        received,
        read_options=csv.ReadOptions(column_names=schema.names),
        convert_options=csv.ConvertOptions(
            column_types=schema, true_values=["t"], false_values=["f"], strings_can_be_null=True
        ),
    )


def insert_rows(cursor: Cursor, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values. Four statements, whatever the number of rows."""
    with _copied_into(cursor, table, columns, "") as copy:
        for row in rows:
            copy.write_row(row)


def insert_table(cursor: Cursor, table: str, rows: pa.Table) -> None:
    """Insert the rows of an Arrow table into the columns of its names. Four statements."""
    with _copied_into(cursor, table, rows.schema.names, "(FORMAT csv)") as copy:
        for some in rows.to_batches(ROWS_AT_ONCE):
            written = BytesIO()
            csv.write_csv(some, written, csv.WriteOptions(include_header=False))
            copy.write(written.getbuffer())


@contextmanager
def _copied_into(
    cursor: Cursor, table: str, columns: Sequence[str], options: LiteralString
) -> Iterator[Copy]:
    """COPY into a passing table and from there by one INSERT, which row-level security checks."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    passing, target = sql.Identifier(f"passing_{table}"), sql.Identifier(table)
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            passing, names, target
        )
    )
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN {}").format(passing, names, sql.SQL(options))) as copy:
        yield copy
    cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, passing))
    cursor.execute(sql.SQL("DROP TABLE {}").format(passing))


def as_json(value: object) -> str:
    """A value as the text of a jsonb column; Hangul stays readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def next_ids(cursor: Cursor, table: str, count: int) -> list[int]:
    """So many new primary keys of a table, in one statement."""
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
    )
    return [row[0] for row in cursor.fetchall()]
