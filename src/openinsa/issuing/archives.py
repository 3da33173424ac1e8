"""Many papers as one archive, written as it is read: however many there are, one of them is in memory."""

import io
from collections.abc import Iterator, Sequence
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone, translation

from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import label_of
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer

PAPERS_AT_A_TIME = 50
UNSAFE = '\\/:*?"<>|'


class Outlet(io.RawIOBase):
    """A file that is only written to, from which what was written is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, block: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._waiting += block
        return len(block)

    def taken(self) -> bytes:
        block = bytes(self._waiting)
        self._waiting.clear()
        return block


def zip_of(institution_id: int, actor_id: int, paper_ids: Sequence[int]) -> Iterator[bytes]:
    """Blocks of an archive with the very files, in the order given. Each turn reads in a transaction of its own,
    for the answer is sent after the request's is over."""
    outlet, language = Outlet(), translation.get_language()
    with ZipFile(outlet, "w", ZIP_STORED) as archive:  # type: ignore[arg-type]
        for at in range(0, len(paper_ids), PAPERS_AT_A_TIME):
            with within(institution_id, actor_id), translation.override(language):
                papers = _in_order(paper_ids[at : at + PAPERS_AT_A_TIME])
                sealer = Sealer(institution_id)
                for paper in papers:
                    archive.writestr(_entry(paper), sealer.open_bytes(paper.file_sealed))
            yield outlet.taken()
    yield outlet.taken()


def _in_order(ids: Sequence[int]) -> list[IssuedPaper]:
    found = IssuedPaper.objects.defer("content_sealed").select_related("person").in_bulk(ids)
    return [found[one] for one in ids if one in found]


def _entry(paper: IssuedPaper) -> ZipInfo:
    whose = f" {paper.person.name}" if paper.person else ""
    name = f"{paper.written_number} {label_of(paper.kind)}{whose}.pdf"
    plain = "".join("_" if sign in UNSAFE or not sign.isprintable() else sign for sign in name)
    return ZipInfo(plain, timezone.localtime(paper.issued_at).timetuple()[:6])
