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
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from openinsa.privacy.models import AccessChain

BEGINNING = ""


@dataclass(frozen=True)
class Anchor:
    """One line: the head of an institution's chain at a moment, and the seal that binds it to the line before."""

    institution: int
    number: int
    digest: str
    at: str
    why: str
    seal: str = ""

    def sealed_after(self, before: str) -> str:
        said = [self.institution, self.number, self.digest, self.at, self.why]
        return hmac.digest(settings.AUDIT_KEY, f"{before}{json.dumps(said)}".encode(), sha256).hex()


def anchor_file() -> Path:
    return Path(settings.DATA) / "anchors" / "access.jsonl"


def drop_anchor(institution_id: int, why: str) -> Anchor | None:
    """Write down where the institution's chain stands. Nothing where it has no record."""
    head = AccessChain.objects.filter(institution=institution_id).first()
    if head is None or not head.number:
        return None
    path = anchor_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = [line for line in file.read().splitlines() if line]
        before = json.loads(lines[-1])["seal"] if lines else BEGINNING
        moment = timezone.now().isoformat(timespec="seconds")
        bare = Anchor(institution_id, head.number, bytes(head.digest).hex(), moment, why)
        anchor = Anchor(**{**asdict(bare), "seal": bare.sealed_after(before)})
        file.write(json.dumps(asdict(anchor)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def anchors() -> Iterator[tuple[int, Anchor | None]]:
    """Every line with its number; None in place of one that cannot be read or does not follow the one before."""
    path, before = anchor_file(), BEGINNING
    for number, line in enumerate(path.read_text().splitlines() if path.exists() else (), start=1):
        anchor = _read(line)
        holds = anchor is not None and hmac.compare_digest(anchor.seal, anchor.sealed_after(before))
        yield number, anchor if holds else None
        before = anchor.seal if anchor else BEGINNING


def _read(line: str) -> Anchor | None:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError):
        return None
