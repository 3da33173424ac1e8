"""Tables out of and into PostgreSQL in bulk: COPY both ways, Arrow in between."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from typing import Any, LiteralString

import pyarrow as pa
from psycopg import Connection, Copy, Cursor, sql
from pyarrow import csv

WORTH_THREADS = 1 << 20
"""Bytes of text from which on several threads read faster than one."""
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
USUAL_THRESHOLD = 5
"""Times that a question is asked before psycopg has it planned once, unless it is told to."""
ROWS_AT_ONCE = 2_000
"""Rows written as text together, so that a large table is never held twice."""


class ShortAnswers(Cursor):
    """A cursor whose answers are a few rows each, as of one person.

    Its questions are planned once for each connection, which costs more than answering them, and read row by row.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        if connection.prepare_threshold is None:  # which forbids it
            connection.prepare_threshold = USUAL_THRESHOLD

    def answer_to(self, query: str, parameters: Mapping[str, Any]) -> list[Any]:
        """The rows of a query."""
        return self.execute(query, parameters, prepare=True).fetchall()


def fetch_table(cursor: Cursor, query: str, parameters: Mapping[str, Any], schema: pa.Schema) -> pa.Table:
    """The rows of a query as an Arrow table of the given schema; empty fields are null.

    The query's columns must come in the schema's order and names. One statement.
    """
    if isinstance(cursor, ShortAnswers):
        return _table_of(cursor.answer_to(query, parameters), schema)
    received = BytesIO()
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", parameters) as copy:
        for block in copy:
            received.write(block)
    if not received.getbuffer().nbytes:
        return _table_of([], schema)
    received.seek(0)
    return csv.read_csv(
        received,
        read_options=csv.ReadOptions(
            column_names=schema.names, use_threads=received.getbuffer().nbytes > WORTH_THREADS
        ),
        convert_options=csv.ConvertOptions(
            column_types=schema, true_values=["t"], false_values=["f"], strings_can_be_null=True
        ),
    )


def _table_of(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    if not rows:
        # not schema.empty_table(), which first looks for pandas: a second where it is installed
        return pa.table([pa.nulls(0, field.type) for field in schema], schema=schema)
    columns = zip(*rows, strict=True)
    return pa.table(
        [_column(values, field.type) for values, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # a sum or a part of a date is no integer to the database
        return pa.array([None if value is None else int(value) for value in values], kind)


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


def update_rows(cursor: Cursor, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Change rows to plain values, found by the key that is their first column. Four statements."""
    key, *changed = map(sql.Identifier, columns)
    with _passing(cursor, table, columns) as passing:
        with _copy(cursor, passing, columns, "") as copy:
            for row in rows:
                copy.write_row(row)
        assignments = sql.SQL(", ").join(sql.SQL("{0} = new.{0}").format(column) for column in changed)
        update = sql.SQL("UPDATE {0} SET {1} FROM {2} AS new WHERE {0}.{3} = new.{3}")
        cursor.execute(update.format(sql.Identifier(table), assignments, passing, key))


@contextmanager
def _copied_into(
    cursor: Cursor, table: str, columns: Sequence[str], options: LiteralString
) -> Iterator[Copy]:
    """COPY into a passing table and from there by one INSERT, which row-level security checks."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with _passing(cursor, table, columns) as passing:
        with _copy(cursor, passing, columns, options) as copy:
            yield copy
        insert = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}")
        cursor.execute(insert.format(sql.Identifier(table), names, names, passing))


@contextmanager
def _passing(cursor: Cursor, table: str, columns: Sequence[str]) -> Iterator[sql.Identifier]:
    """An empty table of the same columns, for a while."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    passing = sql.Identifier(f"passing_{table}")
    make = sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
    cursor.execute(make.format(passing, names, sql.Identifier(table)))
    yield passing
    cursor.execute(sql.SQL("DROP TABLE {}").format(passing))


def _copy(
    cursor: Cursor, table: sql.Identifier, columns: Sequence[str], options: LiteralString
) -> AbstractContextManager[Copy]:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN {}").format(table, names, sql.SQL(options)))


def as_json(value: object) -> str:
    """A value as the text of a jsonb column; Hangul stays readable."""
    return JSON.encode(value)


def next_ids(cursor: Cursor, table: str, count: int) -> list[int]:
    """So many new primary keys of a table, in one statement."""
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
    )
    return [row[0] for row in cursor.fetchall()]
