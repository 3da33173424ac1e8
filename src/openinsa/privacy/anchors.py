"""Anchors: where the chain of access records stood on a day, kept outside the database.

A line of `anchors/access.jsonl` in the data folder says up to which number an institution's records reached and
with which digest. Lines are only added; each is bound to the one before by the audit key. A tail cut off the
records, with the head moved back to fit, no longer holds what an anchor says. The same two values are printed on
the monthly sign-off, for who does not trust the folder either.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from openinsa.privacy.audit_keys import CHANGED, current_key, key_of, mark_of, ring
from openinsa.privacy.models import AccessChain

BEGINNING, NOBODYS = "", 0


@dataclass(frozen=True)
class Anchor:
    """One line: the head of an institution's chain at a moment, and the seal that binds it to the line before."""

    institution: int
    number: int
    digest: str
    at: str
    why: str
    seal: str = ""

    def sealed_after(self, before: str, key: bytes) -> str:
        said = [self.institution, self.number, self.digest, self.at, self.why]
        return hmac.digest(key, f"{before}{json.dumps(said)}".encode(), sha256).hex()


def anchor_file() -> Path:
    return Path(settings.DATA) / "anchors" / "access.jsonl"


def drop_anchor(institution_id: int, why: str) -> Anchor | None:
    """Write down where the institution's chain stands. Nothing where it has no record."""
    head = AccessChain.objects.filter(institution=institution_id).first()
    if head is None or not head.number:
        return None
    return _add(institution_id, head.number, bytes(head.digest).hex(), why)


def drop_key_change() -> Anchor | None:
    """Say, under the key before, that from the next line on the key of now seals. Nothing where it does already."""
    lines = [anchor for _line, anchor in anchors() if anchor]
    if not lines or _key_after(lines) == current_key():
        return None
    return _add(NOBODYS, 0, mark_of(current_key()), CHANGED)


def _add(institution: int, number: int, digest: str, why: str) -> Anchor:
    path = anchor_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = [read for line in file.read().splitlines() if (read := _read(line))]
        before = lines[-1].seal if lines else BEGINNING
        moment = timezone.now().isoformat(timespec="seconds")
        bare = Anchor(institution, number, digest, moment, why)
        anchor = Anchor(**{**asdict(bare), "seal": bare.sealed_after(before, _key_after(lines))})
        file.write(json.dumps(asdict(anchor)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def _key_after(lines: Sequence[Anchor]) -> bytes:
    """The key that the last change named; without a change that of the first line, in an empty file that of now."""
    marks = [line.digest for line in lines if line.why == CHANGED]
    if marks:
        return key_of(marks[-1])
    began = (key for key in ring().values() if lines and _seals(key, lines[0], BEGINNING))
    return next(began, current_key())


def anchors() -> Iterator[tuple[int, Anchor | None]]:
    """Every line with its number; None in place of one that cannot be read or does not follow the one before."""
    path, before, known, key = anchor_file(), BEGINNING, ring(), None
    for number, line in enumerate(path.read_text().splitlines() if path.exists() else (), start=1):
        anchor = _read(line)
        keys = [key] if key else known.values()
        key = next((one for one in keys if anchor and _seals(one, anchor, before)), None)
        yield number, anchor if key else None
        if key and anchor and anchor.why == CHANGED:
            key = known.get(anchor.digest)
        before = anchor.seal if anchor else BEGINNING


def _seals(key: bytes, anchor: Anchor, before: str) -> bool:
    return hmac.compare_digest(anchor.seal, anchor.sealed_after(before, key))


def _read(line: str) -> Anchor | None:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError):
        return None
