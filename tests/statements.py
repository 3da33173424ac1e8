"""Counting what is really sent to the database, COPY included."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements sent on the default connection meanwhile, in order."""
    sent: list[str] = []
    connection.ensure_connection()
    usual = connection.connection.cursor_factory

    class Counting(usual):  # type: ignore[misc, valid-type]
        def execute(self, query: Any, *rest: Any, **named: Any) -> Any:
            sent.append(str(query))
            return super().execute(query, *rest, **named)

        def executemany(self, query: Any, *rest: Any, **named: Any) -> Any:
            sent.append(str(query))
            return super().executemany(query, *rest, **named)

        def copy(self, statement: Any, *rest: Any, **named: Any) -> Any:
            sent.append(str(statement))
            return super().copy(statement, *rest, **named)

    connection.connection.cursor_factory = Counting
    try:
        yield sent
    finally:
        connection.connection.cursor_factory = usual
