"""Rows put in or taken out as they are: for whole institutions, by the owner of the tables alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

TRIGGERS = """
    SELECT format('%%I', relname), format('%%I', tgname) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace AND NOT tgisinternal AND tgenabled = 'O'
    ORDER BY 1, 2
"""
WAIT_AT_MOST = "SET LOCAL lock_timeout = '30s'"


@contextmanager
def without_triggers(tables: Sequence[str]) -> Iterator[None]:
    """History, append-only and other triggers of these tables stand still; references are checked at the end.

    Only inside a transaction: nobody else sees the triggers gone, and whoever else writes these tables waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAIT_AT_MOST)
        cursor.execute(TRIGGERS, [list(tables)])
        triggers = cursor.fetchall()
        for table, trigger in triggers:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, trigger in triggers:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
