"""From content to the file that is given out: frozen, numbered, printed, signed, stored. All in the caller's transaction."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import chain, islice, tee
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from openinsa.documents.contracts import Issue
from openinsa.documents.printing import Paper
from openinsa.documents.qr import qr_svg
from openinsa.documents.signing import Seal, sign_pdf
from openinsa.documents.wage_statements import print_signed, wage_statement_pdf
from openinsa.issuing.codes import Code, new_code
from openinsa.issuing.keys import signing_now
from openinsa.issuing.kinds import Asked, Kind
from openinsa.issuing.models import IssuedPaper, SigningKey
from openinsa.issuing.numbering import pattern_of, take_numbers, written
from openinsa.issuing.own_forms import print_form, source_to_print
from openinsa.issuing.pictures import data_address
from openinsa.issuing.scope import Told
from openinsa.issuing.settings import seal_picture, setting_of
from openinsa.people.models import Institution, User
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.storing import insert_with_files

Content = Mapping[str, Any]
SAMPLE_NUMBER = "-"
BY_THE_THOUSAND = {"wage_statement"}
"""Forms that are set without Typst; they draw the QR code themselves."""
STORED_TOGETHER = 100


@dataclass(frozen=True)
class Order:
    """One paper to be made: what was asked for, whom it tells of, what it says."""

    asked: Asked
    told: Told
    content: Content
    request_id: UUID | None = None
    paper_id: int | None = None
    job_id: int | None = None


@dataclass(frozen=True)
class Draft:
    """A paper with its number and code, ready to be printed."""

    order: Order
    number: int
    written_number: str
    code: Code
    data: dict[str, Any]


class Press:
    """What all papers of one kind and one moment share; made once for a chunk of them."""

    def __init__(self, by: User, kind: Kind, now: datetime | None = None) -> None:
        self.by, self.kind = by, kind
        self.institution: Institution = by.institution  # type: ignore[assignment]
        self.setting = setting_of(self.institution.pk)
        self.now = now or timezone.now()
        self.day = timezone.localdate(self.now)
        self.sealer = Sealer(self.institution.pk)
        self.own_form = source_to_print(kind.form)
        self.seal = data_address(seal_picture(self.setting))

    def give_out(self, parts: Iterable[Sequence[Order]]) -> list[IssuedPaper]:
        """Papers with consecutive numbers in the order given.

        A part is read once those before it are being printed, and what is printed is stored meanwhile, so that of
        many papers reading, printing and storing go on side by side.

        Raises NoSigningKey, UnprintableCharacter and what signing refuses; then no number was used.
        """
        key, seal = signing_now(self.institution.pk)
        to_print, to_store = tee(chain.from_iterable(map(self._drafts, parts)))
        files = self._signed((draft.data for draft in to_print), seal)
        rows = (self._row(draft, file, key) for draft, file in zip(to_store, files, strict=True))
        papers: list[IssuedPaper] = []
        while some := list(islice(rows, STORED_TOGETHER)):
            insert_with_files(some)
            papers += some
        return papers

    def sample(self, asked: Asked, content: Content) -> bytes:
        """The paper as it would look, marked as a sample, with no number and no signature."""
        code = Code(self.institution.pk, "X" * len(new_code(0).letters))
        issue = self._issue(asked, SAMPLE_NUMBER, code, sample=True)
        return self._printed({**content, "language": asked.language, "issue": issue})

    def _drafts(self, orders: Sequence[Order]) -> list[Draft]:
        first = take_numbers(self.institution.pk, self.kind.series, self.day.year, len(orders))
        pattern = pattern_of(self.setting.numbering, self.kind.series)
        return [
            self._draft(order, number, written(pattern, self.day.year, number))
            for number, order in enumerate(orders, start=first)
        ]

    def _draft(self, order: Order, number: int, written_number: str) -> Draft:
        code = new_code(self.institution.pk)
        issue = self._issue(order.asked, written_number, code)
        data = {**order.content, "language": order.asked.language, "issue": issue}
        return Draft(order, number, written_number, code, data)

    def _issue(self, asked: Asked, number: str, code: Code, *, sample: bool = False) -> Issue:
        address = address_of(code)
        return {
            "office": self._office(asked.language),
            "seal": self.seal,
            "number": number,
            "issued_on": self.day.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else "",
            "purpose": asked.purpose,
            "submit_to": asked.submit_to,
            "code": str(code),
            "address": address,
            "qr": "" if self.kind.form in BY_THE_THOUSAND else qr_svg(address),
            "sample": sample,
        }

    def _office(self, language: str) -> str:
        korean = self.setting.office or self.institution.head_title
        return (self.setting.office_english or korean) if language == "en" else korean

    @property
    def valid_until(self) -> date | None:
        days = self.setting.valid_days.get(self.kind.key)
        return self.day + timedelta(days=days) if days else None

    def _printed(self, data: Content) -> bytes:
        if self.kind.form in BY_THE_THOUSAND:
            return wage_statement_pdf(data)  # type: ignore[arg-type]
        return print_form(Paper(self.kind.form, data, self.day.isoformat()), self.own_form)

    def _signed(self, papers: Iterable[Content], seal: Seal) -> Iterator[bytes]:
        """In their order; wage statements are signed where they are printed, on all processors when there are many."""
        how: dict[str, Any] = {
            "reason": str(self.kind.label),
            "at": self.now,
            "timestamp_address": settings.TIMESTAMP_ADDRESS,
        }
        if self.kind.form in BY_THE_THOUSAND:
            return print_signed(papers, seal, **how)  # type: ignore[arg-type]
        return (sign_pdf(self._printed(data), seal, **how) for data in papers)

    def _row(self, draft: Draft, file: bytes, key: SigningKey) -> IssuedPaper:
        order = draft.order
        return IssuedPaper(
            pk=order.paper_id,
            institution_id=self.institution.pk,
            kind=self.kind.key,
            series=self.kind.series,
            year=self.day.year,
            number=draft.number,
            written_number=draft.written_number,
            **order.told._asdict(),
            language=order.asked.language,
            code_token=self.sealer.token(draft.code.letters),
            content_sealed=self.sealer.seal_bytes(frozen(self.kind, draft)),
            file_sealed=self.sealer.seal_bytes(file),
            sha256=sha256(file).digest(),
            size=len(file),
            signed_with=key,
            valid_until=self.valid_until,
            issued_by=self.by,
            issued_at=self.now,
            request_id=order.request_id,
            job_id=order.job_id,
        )


def frozen(kind: Kind, draft: Draft) -> bytes:
    """What a paper says and what was asked for, as data. The pictures stand in the file alone."""
    issue = {name: value for name, value in draft.data["issue"].items() if name not in {"seal", "qr"}}
    told = {"form": kind.form, "data": {**draft.data, "issue": issue}, "asked": vars(draft.order.asked)}
    return json.dumps(told, ensure_ascii=False, default=str).encode()


def address_of(code: Code) -> str:
    """The public page that checks a paper."""
    return f"{settings.PUBLIC_ADDRESS}/verify/{code}"
