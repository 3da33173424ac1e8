"""The chain of access records: each is bound to the one before by a key that the database does not hold.

A record's digest is HMAC-SHA256, under the installation's audit key, over the digest before it and all its
values in a fixed order. Whoever holds the database alone can therefore change, remove, move or add records,
but not so that the digests still follow from each other; `privacy/verifying.py` says which do not.

The head of the chain is locked at the end of a transaction only, after everything else that it locks: writers
of one institution follow each other for the length of a commit, and never wait in a circle.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection

from openinsa.privacy.audit_keys import CHANGED, current_key, key_of, mark_of, ring

BEGINNING = bytes(32)
"""What stands before the first record."""

# Deferred foreign keys are checked before the head is locked: at commit they could wait for somebody who waits for it.
LOCK_HEAD = """
    SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
    SELECT number, digest, key FROM privacy_accesschain WHERE institution_id = %s FOR UPDATE
"""
MAKE_HEAD = """
    INSERT INTO privacy_accesschain (institution_id, number, digest, key) VALUES (%s, 0, %s, %s) ON CONFLICT DO NOTHING
"""
COLUMNS = "at, actor_id, verb, what, person_id, people, count, channel, reason_code, reason, address"  # as Access has them
VERB, REASON = COLUMNS.split(", ").index("verb"), COLUMNS.split(", ").index("reason")
APPEND = """
    WITH added AS (
        INSERT INTO privacy_accessrecord (institution_id, number, digest, {columns}) VALUES {rows}
    )
    UPDATE privacy_accesschain SET number = %s, digest = %s WHERE institution_id = %s
"""
ONE_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s, %s, %s, %s, %s)"


CHUNK = 5_000
ROWS = f"""
    SELECT number, digest, {COLUMNS} FROM privacy_accessrecord
    WHERE number > %s AND number <= %s ORDER BY number LIMIT %s
"""
LEAST, MOST = -(2**62), 2**62
Row = tuple[int, bytes, Sequence[Any]]
"""Number, stored digest, and the values of COLUMNS."""


@dataclass
class Access:
    """What one access record says."""

    at: datetime
    actor_id: int
    verb: str
    what: str
    person_id: int | None
    people: Sequence[int]
    count: int
    channel: str
    reason_code: str = ""
    reason: str = ""
    address: str | None = None

    @property
    def values(self) -> list[object]:
        return [
            *(self.at, self.actor_id, self.verb, self.what, self.person_id, list(self.people)),
            *(self.count, self.channel, self.reason_code, self.reason, self.address),
        ]


def digest_of(
    before: bytes, institution_id: int, number: int, values: Sequence[object], key: bytes | None = None
) -> bytes:
    """The digest of a record whose `values` are those of COLUMNS, in that order, `at` with its time zone."""
    at, *rest = values
    written = json.dumps(
        [institution_id, number, at.astimezone(UTC).isoformat(timespec="microseconds"), *rest],  # type: ignore[attr-defined]
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hmac.digest(key or settings.AUDIT_KEY, before + written.encode(), sha256)


class KeyWalk:
    """Which key binds which record, from one to the next: that of the one before, until a record changes it.

    Before the first record, and after one that does not hold, any key of the installation may be it.
    """

    def __init__(self) -> None:
        self.ring = ring()
        self.key: bytes | None = None

    def holds(
        self, before: bytes, institution_id: int, number: int, digest: bytes, values: Sequence[Any]
    ) -> bool:
        """Whether a record follows the one before under the key that has to be its own."""
        keys = [self.key] if self.key else self.ring.values()
        fits = (key for key in keys if digest_of(before, institution_id, number, values, key) == digest)
        self.key = found = next(fits, None)
        if found and values[VERB] == CHANGED:
            self.key = self.ring.get(values[REASON])
        return found is not None

    @property
    def ends_under_an_earlier_key(self) -> bool:
        return self.key is not None and self.key != current_key()


def append(institution_id: int, accesses: Sequence[Access]) -> None:
    """Add records at the end of the institution's chain, in two statements. The last thing a transaction does."""
    number, before, key = _locked_head(institution_id)
    rows: list[object] = []
    for access in accesses:
        number, values = number + 1, access.values
        before = digest_of(before, institution_id, number, values, key)
        rows += [institution_id, number, before, *values]
    with connection.cursor() as cursor:
        cursor.execute(
            APPEND.format(columns=COLUMNS, rows=", ".join([ONE_ROW] * len(accesses))),
            [*rows, number, before, institution_id],
        )


def _locked_head(institution_id: int) -> tuple[int, bytes, bytes]:
    with connection.cursor() as cursor:
        if (found := _read_head(cursor, institution_id)) is None:
            cursor.execute(MAKE_HEAD, [institution_id, BEGINNING, mark_of(current_key())])
            found = _read_head(cursor, institution_id)
    number, digest, mark = found  # type: ignore[misc]
    return number, bytes(digest), key_of(mark)


def _read_head(cursor: Any, institution_id: int) -> tuple[int, bytes, str] | None:
    cursor.execute(LOCK_HEAD, [institution_id])
    while cursor.description is None:
        cursor.nextset()
    return cursor.fetchone()


def rows_in_order(last: int = MOST) -> Iterator[Row]:
    """The institution's records in the database up to a number, in their order, in bounded memory."""
    reached, rows = LEAST, [()]
    with connection.cursor() as cursor:
        while rows:
            cursor.execute(ROWS, [reached, last, CHUNK])
            rows = cursor.fetchall()
            for reached, digest, *values in rows:
                yield reached, bytes(digest), values
