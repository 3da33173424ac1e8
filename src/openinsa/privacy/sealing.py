"""Sealing single values: AES-256-GCM under an institution's own key, and keyed tokens for equality.

A sealed value is: key number (2 bytes), nonce (12 bytes), ciphertext with tag. The institution's keys are
stored wrapped under the installation's master key (master_keys.py). Rotation adds a data key with the next
number and seals every value anew (rotation.py); until then old values open with the number they carry.
Tokens have a key of their own, which stays.
"""

import hmac
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from openinsa.privacy import master_keys
from openinsa.privacy.master_keys import Wrapped
from openinsa.privacy.models import DataKey

NUMBER_BYTES, NONCE_BYTES, KEY_BYTES = 2, 12, 32
MASTER_STAYS = (
    41_010  # key of the advisory lock under which keys are wrapped, and alone the master is changed
)
DATA, TOKEN = DataKey.Purpose.DATA, DataKey.Purpose.TOKEN

NOTE = """
    INSERT INTO privacy_changerecord (institution_id, at, actor_id, table_name, row_id, verb, after)
    VALUES (%s, now(), NULLIF(current_setting('openinsa.actor', true), '')::bigint, %s, %s, %s,
            jsonb_build_object('number', %s::int))
"""


NOBODYS_KEY = os.urandom(32)


class SealBroken(Exception):
    """The sealed value was made with another key or was changed."""


def make_data_key(institution_id: int) -> DataKey:
    """Give an institution its next data key; with the first one comes the key of its tokens.

    The transaction must be the institution's own. Raises MasterKeyNotReached.
    """
    keys = DataKey.objects.filter(institution_id=institution_id)
    last = keys.filter(purpose=DATA).order_by("-number").values_list("number", flat=True).first() or 0
    if not keys.filter(purpose=TOKEN).exists():
        store_key(institution_id, TOKEN, 1, os.urandom(KEY_BYTES))
    return store_key(institution_id, DATA, last + 1, os.urandom(KEY_BYTES))


def store_key(institution_id: int, purpose: DataKey.Purpose, number: int, key: bytes) -> DataKey:
    """Keep a key, wrapped; the master key stays what it is until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [MASTER_STAYS])
    wrapped = master_keys.current().wrap(key)
    row = DataKey.objects.create(
        institution_id=institution_id,
        purpose=purpose,
        number=number,
        wrapped=wrapped.key,
        master=wrapped.master,
    )
    note_key(row, "key_made")
    return row


def note_key(row: DataKey, verb: str) -> None:
    """Write into the change history what became of a key."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [row.institution_id, DataKey._meta.db_table, row.pk, verb, row.number])


def unwrapped(row: DataKey) -> bytes:
    """The key that a row keeps. Raises MasterKeyMissing, MasterKeyNotReached."""
    return master_keys.unwrap(Wrapped(row.master, bytes(row.wrapped)))


def token_of(institution_id: int, value: str) -> bytes:
    """The token of a value without the keys that open anything. Of an institution that is none it equals no other."""
    row = DataKey.objects.filter(institution_id=institution_id, purpose=TOKEN).first()
    return hmac.digest(unwrapped(row) if row else NOBODYS_KEY, value.encode(), sha256)


def number_of(sealed: bytes | memoryview) -> int:
    """The number of the data key under which a value is sealed."""
    return int.from_bytes(bytes(sealed[:NUMBER_BYTES]))


class Sealer:
    """Seals and opens values of one institution; load it once per request or job, not per value."""

    def __init__(self, institution_id: int) -> None:
        self.institution_id = institution_id
        self._load()

    def _load(self) -> None:
        keys = DataKey.objects.filter(institution_id=self.institution_id)
        rows = list(keys)
        if not rows:
            make_data_key(self.institution_id)
            rows = list(keys.all())
        data = {row.number: row for row in rows if row.purpose == DATA}
        self._ciphers = {number: AESGCM(unwrapped(row)) for number, row in data.items()}
        self.newest = max(number for number, row in data.items() if row.retired_at is None)
        self._token_key = next(unwrapped(row) for row in rows if row.purpose == TOKEN)

    def seal(self, value: str) -> bytes | None:
        """Ciphertext of a value, or None for an empty one."""
        return self._sealed(value.encode()) if value else None

    def open(self, sealed: bytes | memoryview | None) -> str:
        """The value behind a ciphertext, "" for none. Raises SealBroken."""
        return self._opened(bytes(sealed)).decode() if sealed else ""

    def seal_bytes(self, value: bytes) -> bytes:
        """Ciphertext of a file's content."""
        return self._sealed(value)

    def open_bytes(self, sealed: bytes | memoryview) -> bytes:
        """The content behind a ciphertext. Raises SealBroken."""
        return self._opened(bytes(sealed))

    def reseal(self, sealed: bytes | memoryview) -> bytes:
        """The same value under the newest key. Raises SealBroken."""
        return self._sealed(self._opened(bytes(sealed)))

    def token(self, value: str) -> bytes:
        """A keyed digest: equal values of one institution have equal tokens, and nothing else is told."""
        return hmac.digest(self._token_key, value.encode(), sha256)

    def _sealed(self, plain: bytes) -> bytes:
        nonce, number = os.urandom(NONCE_BYTES), self.newest.to_bytes(NUMBER_BYTES)
        body = self._ciphers[self.newest].encrypt(nonce, plain, self._bound_to(number))
        return number + nonce + body

    def _opened(self, raw: bytes) -> bytes:
        number, rest = raw[:NUMBER_BYTES], raw[NUMBER_BYTES:]
        if number_of(raw) not in self._ciphers:
            self._load()  # a key that was made since
        try:
            cipher = self._ciphers[number_of(raw)]
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], self._bound_to(number))
        except (KeyError, InvalidTag, ValueError) as broken:
            raise SealBroken from broken

    def _bound_to(self, number: bytes) -> bytes:
        return b"institution %d key %b" % (self.institution_id, number)
