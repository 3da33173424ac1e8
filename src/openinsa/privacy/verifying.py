"""Whether the chain of access records holds: what was changed, removed, moved, added or cut off, by number.

Records that were archived are read from their files, the others from the database, one after the other in
bounded memory. `openinsa audit verify` prints what is found and exits by it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused
from openinsa.privacy.anchors import Anchor, anchors
from openinsa.privacy.archiving import archived_rows
from openinsa.privacy.chain import BEGINNING, KeyWalk, Row, rows_in_order
from openinsa.privacy.models import AccessArchive, AccessChain


class Kind(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    CUT = "cut"
    BEYOND = "beyond"
    ANCHOR = "anchor"
    ARCHIVE = "archive"
    KEY = "key"


SENTENCES = {
    Kind.CHANGED: _("접속기록 %(first)d번이 바뀌었거나 다른 자리에서 왔습니다."),
    Kind.MISSING: _("접속기록 %(first)d번부터 %(last)d번까지 없습니다."),
    Kind.CUT: _("접속기록이 %(first)d번부터 %(last)d번까지 끝에서 잘렸습니다."),
    Kind.BEYOND: _("접속기록 %(first)d번부터 %(last)d번까지는 기록의 끝 뒤에 더해졌습니다."),
    Kind.ANCHOR: _("고정값 파일의 %(first)d번째 줄이 바뀌었거나 앞줄과 이어지지 않습니다."),
    Kind.ARCHIVE: _("접속기록 %(first)d번부터 %(last)d번까지의 보관 파일이 없거나 바뀌었습니다."),
    Kind.KEY: _(
        "접속기록 %(first)d번이 지금 열쇠로 이어지지 않습니다. `openinsa audit rotate-key`를 끝까지 실행해 주세요."
    ),
}


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold, from which number to which."""

    kind: Kind
    first: int
    last: int

    def __str__(self) -> str:
        return str(SENTENCES[self.kind]) % {"first": self.first, "last": self.last}


@dataclass
class Verdict:
    """What was read of one institution's records, and what does not hold."""

    count: int = 0
    number: int = 0
    digest: bytes = BEGINNING
    anchored: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(institution_id: int) -> Verdict:
    """Read the whole chain of an institution. The transaction must be the institution's own."""
    verdict, marks = Verdict(), {}
    own, faults = _anchors_of(institution_id)
    verdict.faults += faults
    wanted = {anchor.number for anchor in own}
    for number, digest in _walk(institution_id, rows_of_all(verdict), verdict):
        if number in wanted:
            marks[number] = digest
    _compare_head(institution_id, verdict)
    _compare_anchors(own, marks, verdict)
    return verdict


def rows_of_all(verdict: Verdict) -> Iterator[Row]:
    """Archived records and stored ones. Over a file that is missing or changed its row in the database leads."""
    for archive in AccessArchive.objects.order_by("first"):
        try:
            yield from archived_rows(archive)
        except (OSError, ValueError, Refused):
            verdict.faults.append(Fault(Kind.ARCHIVE, archive.first, archive.last))
            verdict.number, verdict.digest = archive.last, bytes(archive.digest)
        else:
            if verdict.digest != bytes(archive.digest):
                verdict.faults.append(Fault(Kind.ARCHIVE, archive.first, archive.last))
    yield from rows_in_order()


def _walk(institution_id: int, rows: Iterable[Row], verdict: Verdict) -> Iterator[tuple[int, bytes]]:
    """Number and digest of each record, while gaps and digests that do not follow are noted."""
    keys = KeyWalk()
    for number, digest, values in rows:
        follows = number == verdict.number + 1
        if not follows:
            verdict.faults.append(Fault(Kind.MISSING, verdict.number + 1, number - 1))
            keys.key = None
        elif not keys.holds(verdict.digest, institution_id, number, digest, values):
            verdict.faults.append(Fault(Kind.CHANGED, number, number))
        verdict.number, verdict.digest, verdict.count = number, digest, verdict.count + 1
        yield number, digest
    if keys.ends_under_an_earlier_key:
        verdict.faults.append(Fault(Kind.KEY, verdict.number, verdict.number))


def _compare_head(institution_id: int, verdict: Verdict) -> None:
    head = AccessChain.objects.filter(institution=institution_id).first()
    number, digest = (head.number, bytes(head.digest)) if head else (0, BEGINNING)
    if number > verdict.number:
        verdict.faults.append(Fault(Kind.CUT, verdict.number + 1, number))
    elif number < verdict.number:
        verdict.faults.append(Fault(Kind.BEYOND, number + 1, verdict.number))
    elif digest != verdict.digest:
        verdict.faults.append(Fault(Kind.CHANGED, number, number))


def _anchors_of(institution_id: int) -> tuple[list[Anchor], list[Fault]]:
    """The institution's anchors that hold, and the lines of the file, whoever's, that do not."""
    held = list(anchors())
    broken = [Fault(Kind.ANCHOR, line, line) for line, anchor in held if anchor is None]
    return [anchor for _line, anchor in held if anchor and anchor.institution == institution_id], broken


def _compare_anchors(own: list[Anchor], marks: dict[int, bytes], verdict: Verdict) -> None:
    """What was anchored must still be there; records anchored once and gone at the end were cut off."""
    verdict.anchored = max((anchor.number for anchor in own), default=0)
    if verdict.anchored > verdict.number and not _known(verdict, Kind.CUT):
        verdict.faults.append(Fault(Kind.CUT, verdict.number + 1, verdict.anchored))
    for anchor in own:
        found = marks.get(anchor.number)
        if found is not None and found.hex() != anchor.digest:
            verdict.faults.append(Fault(Kind.CHANGED, anchor.number, anchor.number))


def _known(verdict: Verdict, kind: Kind) -> bool:
    return any(fault.kind == kind for fault in verdict.faults)
