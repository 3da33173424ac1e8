"""The installation's master key. It wraps and unwraps the keys of institutions and does nothing else.

Where it is kept decides `settings`: in the environment, in a file of the data folder, or in the transit engine
of a HashiCorp Vault or OpenBao, which it never leaves. Every wrapped key is stored with the name of the master
key that wrapped it, so that several can be told apart while one follows another.

Sources: RFC 3394 (AES key wrap); Vault's HTTP API, "Transit secrets engine": POST encrypt/:name and
decrypt/:name. Of that engine nothing else is used, and no other key management service is known here.
"""

import base64
import hmac
import json
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import NamedTuple, Protocol
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused, require

KEPT_SECONDS = (
    3600  # an unwrapped key is asked for again after an hour, so that a withdrawn one stops working
)
WAIT_SECONDS = 10


class MasterKeyMissing(Refused):
    status = 500
    sentence = _(
        "기관의 열쇠를 감싼 마스터 키(%(name)s)가 이 서버에 없습니다. 운영자가 그 키를 되돌려 놓아야 합니다."
    )


class MasterKeyNotReached(Refused):
    status = 500
    sentence = _(
        "마스터 키를 맡은 서버(%(address)s)가 답하지 않습니다. 그 서버와 접근 토큰을 운영자가 확인해야 합니다."
    )


class Wrapped(NamedTuple):
    """A key as it is stored, and the name of the master key that opens it."""

    master: str
    key: bytes


class Master(Protocol):
    """What a place that keeps a master key must be able to do."""

    def wrap(self, key: bytes) -> Wrapped: ...

    def unwrap(self, wrapped: Wrapped) -> bytes: ...


class LocalMaster:
    """Master keys that lie here: the first one wraps, each of them unwraps."""

    def wrap(self, key: bytes) -> Wrapped:
        newest = next(self.keys())
        return Wrapped(name_of(newest), aes_key_wrap(newest, key))

    def unwrap(self, wrapped: Wrapped) -> bytes:
        """Open a wrapped key; one from before masters had names is tried with each. Raises MasterKeyMissing."""
        for key in self.keys():
            if wrapped.master in {"", name_of(key)}:
                try:
                    return aes_key_unwrap(key, wrapped.key)
                except InvalidUnwrap:
                    continue
        raise MasterKeyMissing(name=wrapped.master or "-")

    def keys(self) -> Iterator[bytes]:
        """Newest first: those of the environment, then the file's, then those that were in the file before.

        Read each time, so that processes that run on take up a new key.
        """
        yield from settings.MASTER_KEYS_GIVEN
        files = [settings.MASTER_KEY_FILE, *sorted(retired_folder().glob("*"))]
        yield from (bytes.fromhex(path.read_text()) for path in files if path.is_file())


class TransitMaster:
    """A master key inside a transit engine; each version of it has a name of its own."""

    def __init__(self, address: str) -> None:
        self.engine, _slash, self.key_name = address.rpartition("/")
        self.address = address

    def wrap(self, key: bytes) -> Wrapped:
        answered = self._ask("encrypt", plaintext=base64.b64encode(key).decode())["ciphertext"]
        version = answered.split(":")[1]  # vault:v3:…
        return Wrapped(f"transit:{self.key_name}:{version}", answered.encode())

    def unwrap(self, wrapped: Wrapped) -> bytes:
        return base64.b64decode(self._ask("decrypt", ciphertext=wrapped.key.decode())["plaintext"])

    def _ask(self, verb: str, **given: str) -> dict[str, str]:
        headers = {"X-Vault-Token": settings.MASTER_KEY_TRANSIT_TOKEN, "Content-Type": "application/json"}
        request = Request(  # noqa: S310
            f"{self.engine}/{verb}/{self.key_name}", json.dumps(given).encode(), headers, method="POST"
        )
        try:
            with urlopen(request, timeout=WAIT_SECONDS) as answer:  # noqa: S310  # nosec B310
                return json.load(answer)["data"]
        except (URLError, OSError, ValueError, KeyError) as broken:
            host = urlsplit(self.engine).hostname
            raise MasterKeyNotReached(address=host) from broken


def current() -> Master:
    """The master key that wraps new keys."""
    return TransitMaster(settings.MASTER_KEY_TRANSIT) if settings.MASTER_KEY_TRANSIT else LocalMaster()


def current_name() -> str:
    """The name that a key wrapped now would be stored with."""
    return current().wrap(bytes(32)).master


def unwrap(wrapped: Wrapped) -> bytes:
    """The key inside, remembered for an hour at most. Raises MasterKeyMissing, MasterKeyNotReached."""
    return _unwrap(wrapped, int(monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=512)
def _unwrap(wrapped: Wrapped, _hour: int) -> bytes:
    if not wrapped.master.startswith("transit:"):
        return LocalMaster().unwrap(wrapped)
    master = TransitMaster(settings.MASTER_KEY_TRANSIT)
    require(wrapped.master.split(":")[1] == master.key_name, MasterKeyMissing(name=wrapped.master))
    return master.unwrap(wrapped)


def name_of(key: bytes) -> str:
    """A name that tells a local master key from others and nothing about it."""
    return f"local:{hmac.digest(key, b'openinsa master key name', sha256).hex()[:16]}"


def retired_folder() -> Path:
    """Where files of former master keys lie: backups from their time need them."""
    return settings.MASTER_KEY_FILE.with_name("retired_master_keys")
