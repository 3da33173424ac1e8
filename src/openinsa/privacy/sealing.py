"""Sealing single values: AES-256-GCM under an institution's own key, and keyed tokens for equality.

A sealed value is: key number (2 bytes), nonce (12 bytes), ciphertext with tag. The institution's key is
stored wrapped (RFC 3394) under the installation's master key and unwrapped once per process. Rotation adds
a data key with the next number; old values keep opening with the number they carry.
"""

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings

from openinsa.privacy.models import DataKey

NUMBER_BYTES, NONCE_BYTES, KEY_BYTES = 2, 12, 32


class SealBroken(Exception):
    """The sealed value was made with another key or was changed."""


def make_data_key(institution_id: int) -> DataKey:
    """Give an institution its next data key. The transaction must be the institution's own."""
    last = DataKey.objects.order_by("-number").values_list("number", flat=True).first() or 0
    wrapped = aes_key_wrap(settings.MASTER_KEY, os.urandom(KEY_BYTES))
    return DataKey.objects.create(institution_id=institution_id, number=last + 1, wrapped=wrapped)


@lru_cache(maxsize=256)
def _unwrap(wrapped: bytes) -> bytes:
    return aes_key_unwrap(settings.MASTER_KEY, wrapped)


class Sealer:
    """Seals and opens values of one institution; load it once per request or job, not per value."""

    def __init__(self, institution_id: int) -> None:
        self.institution_id = institution_id
        rows = DataKey.objects.filter(institution_id=institution_id).order_by("number")
        self._keys = {row.number: _unwrap(bytes(row.wrapped)) for row in rows}
        if not self._keys:
            row = make_data_key(institution_id)
            self._keys = {row.number: _unwrap(bytes(row.wrapped))}
        self._ciphers = {number: AESGCM(key) for number, key in self._keys.items()}
        self._newest = max(self._keys)
        self._token_key = hmac.digest(self._keys[min(self._keys)], b"equality token", sha256)

    def seal(self, value: str) -> bytes | None:
        """Ciphertext of a value, or None for an empty one."""
        if not value:
            return None
        nonce, number = os.urandom(NONCE_BYTES), self._newest.to_bytes(NUMBER_BYTES)
        body = self._ciphers[self._newest].encrypt(nonce, value.encode(), self._bound_to(number))
        return number + nonce + body

    def open(self, sealed: bytes | memoryview | None) -> str:
        """The value behind a ciphertext, "" for none. Raises SealBroken."""
        if not sealed:
            return ""
        raw = bytes(sealed)
        number, nonce, body = (
            raw[:NUMBER_BYTES],
            raw[NUMBER_BYTES : NUMBER_BYTES + NONCE_BYTES],
            raw[NUMBER_BYTES + NONCE_BYTES :],
        )
        try:
            cipher = self._ciphers[int.from_bytes(number)]
            return cipher.decrypt(nonce, body, self._bound_to(number)).decode()
        except (KeyError, InvalidTag) as broken:
            raise SealBroken from broken

    def token(self, value: str) -> bytes:
        """A keyed digest: equal values of one institution have equal tokens, and nothing else is told."""
        return hmac.digest(self._token_key, value.encode(), sha256)

    def _bound_to(self, number: bytes) -> bytes:
        return b"institution %d key %b" % (self.institution_id, number)
