"""Tables out of and into PostgreSQL in bulk: COPY both ways, Arrow in between."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, LiteralString

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
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


@dataclass(frozen=True)
class Rows:
    """The rows of an answer by column: whole numbers and flags as arrays, words as places among the different ones."""

    numbers: Mapping[str, np.ndarray]
    words: Mapping[str, tuple[list[str | None], np.ndarray]]
    length: int

    def __len__(self) -> int:
        return self.length

    def texts(self, name: str) -> list[str | None]:
        """The words of a column; None for an empty field."""
        different, place = self.words[name]
        return [different[where] for where in place.tolist()]

    def numbered(self, name: str, number: Callable[[str], Any], usual: Any) -> np.ndarray:
        """A column of words with each different one looked up once; an empty field gives the usual number."""
        if not self.length:
            return np.zeros((0, *np.shape(usual)), np.int64)
        different, place = self.words[name]
        return np.array([usual if text is None else number(text) for text in different], np.int64)[place]


NUMBER, FLAG, TEXT = pa.int64(), pa.bool_(), pa.string()


def fetch_rows(
    cursor: Cursor, query: str, parameters: Mapping[str, Any], kinds: Mapping[str, pa.DataType]
) -> Rows:
    """The rows of a query, whose columns come in the order of `kinds` as NUMBER, FLAG or TEXT. One statement."""
    if isinstance(cursor, ShortAnswers):
        return _few_rows(cursor.answer_to(query, parameters), kinds)
    received = BytesIO()
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", parameters) as copy:
        for block in copy:
            received.write(block)
    if not received.getbuffer().nbytes:
        return _few_rows([], kinds)
    received.seek(0)
    table = csv.read_csv(
        received,
        read_options=csv.ReadOptions(
            column_names=list(kinds), use_threads=received.getbuffer().nbytes > WORTH_THREADS
        ),
        convert_options=csv.ConvertOptions(
            column_types=kinds, true_values=["t"], false_values=["f"], strings_can_be_null=True
        ),
    )
    return Rows(
        {
            name: table.column(name).to_numpy(zero_copy_only=False)
            for name, kind in kinds.items()
            if kind is not TEXT
        },
        {name: _coded(table.column(name)) for name, kind in kinds.items() if kind is TEXT},
        len(table),
    )


def _coded(column: pa.ChunkedArray) -> tuple[list[str | None], np.ndarray]:
    coded = column.combine_chunks().dictionary_encode()
    return [*coded.dictionary.to_pylist(), None], pc.fill_null(coded.indices, -1).to_numpy()


def _few_rows(rows: Sequence[Sequence[Any]], kinds: Mapping[str, pa.DataType]) -> Rows:
    """Rows that came one by one, without the way over Arrow, which takes longer to begin than they take."""
    numbers: dict[str, np.ndarray] = {}
    words: dict[str, tuple[list[str | None], np.ndarray]] = {}
    columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    for (name, kind), values in zip(kinds.items(), columns, strict=True):
        if kind is TEXT:
            places: dict[str | None, int] = {}
            place = [places.setdefault(value, len(places)) for value in values]
            words[name] = list(places), np.array(place, np.int64)
        else:
            numbers[name] = np.array(values, np.bool_ if kind is FLAG else np.int64)
    return Rows(numbers, words, len(rows))


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


def insert_arrays(
    cursor: Cursor, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows that carry files: columns as binary arrays, since as text a file is twice as long. One statement.

    types: the type of each column by its name, in the order of the values of a row.
    """
    names = sql.SQL(", ").join(map(sql.Identifier, types))
    arrays = sql.SQL(", ").join(sql.SQL("%b::{}[]").format(sql.SQL(kind)) for kind in types.values())
    insert = sql.SQL("INSERT INTO {} ({}) SELECT * FROM unnest({})")
    columns = [list(column) for column in zip(*rows, strict=True)]
    # Not the cursor that was given: Django's own writes values into the text of a statement.
    with Cursor(cursor.connection) as binary:
        binary.execute(insert.format(sql.Identifier(table), names, arrays), columns)


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
