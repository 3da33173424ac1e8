"""The keys under which access records are chained: the one now, and those before it. The database holds none of them.

Each is known by a mark that tells it apart and nothing else. They are read anew where a chain names a mark that this
process did not start with: a key may be changed while the site runs.
"""

import hmac
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused, require
from openinsa.privacy.sealed_files import appearing_whole

CHANGED = "audit_key_changed"
"""The verb of the record, and the reason of the anchor, after which another key holds."""

GIVEN, EARLIER = "OPENINSA_AUDIT_KEY", "OPENINSA_AUDIT_KEYS_EARLIER"
"""In hex; the earlier ones with commas between. Without them the files of the same names in `secrets/`."""


class AuditKeyGiven(Refused):
    """The key stands in the environment, so only whoever sets that can change it."""

    sentence = _(
        "접속기록 열쇠가 OPENINSA_AUDIT_KEY로 주어져 있습니다. 새 열쇠를 OPENINSA_AUDIT_KEY에, 지금 열쇠를"
        " OPENINSA_AUDIT_KEYS_EARLIER에 적고 모두 다시 시작한 뒤 다시 실행해 주세요. (아무것도 바뀌지 않았습니다.)"
    )


def mark_of(key: bytes) -> str:
    return hmac.digest(key, b"mark of an audit key", sha256)[:8].hex()


def current_key() -> bytes:
    """The key of new records, as environment or file have it at this moment."""
    if given := os.environ.get(GIVEN):
        return bytes.fromhex(given)
    return (
        bytes.fromhex(_file("audit_key").read_text()) if _file("audit_key").exists() else settings.AUDIT_KEY
    )


def ring() -> dict[str, bytes]:
    """Every key of the installation by its mark, the one of now first. Raises ValueError where one is not hex."""
    return {mark_of(key): key for key in (current_key(), settings.AUDIT_KEY, *_earlier())}


def key_of(mark: str) -> bytes:
    """The key of that mark. One that nobody knows is another installation's: its records go on under ours."""
    if mark == mark_of(settings.AUDIT_KEY):
        return settings.AUDIT_KEY
    known = ring()
    return known.get(mark) or current_key()


def keep_new_key() -> None:
    """Make another key and keep the one of now among the earlier ones, first of all. Raises AuditKeyGiven."""
    require(not os.environ.get(GIVEN), AuditKeyGiven())
    _write("audit_keys_earlier", [*_earlier(), current_key()])
    _write("audit_key", [token_bytes(32)])


def _earlier() -> Sequence[bytes]:
    path = _file("audit_keys_earlier")
    given = os.environ.get(EARLIER) or (path.read_text() if path.exists() else "")
    return [bytes.fromhex(one) for one in given.replace(",", " ").split()]


def _write(name: str, keys: Sequence[bytes]) -> None:
    path = _file(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with appearing_whole(path) as file:
        file.write("\n".join(key.hex() for key in keys).encode())


def _file(name: str) -> Path:
    return Path(settings.DATA) / "secrets" / name
