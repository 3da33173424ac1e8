"""Counting what is really sent to the database, COPY included."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements sent meanwhile on every connection, in order."""
    sent: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "executemany", "copy"):
            patch.setattr(psycopg.Cursor, name, _counting(getattr(psycopg.Cursor, name), sent))
        yield sent


def _counting(usual: Any, sent: list[str]) -> Any:
    def send(cursor: psycopg.Cursor, statement: Any, *rest: Any, **named: Any) -> Any:
        sent.append(str(statement))
        return usual(cursor, statement, *rest, **named)

    return send
