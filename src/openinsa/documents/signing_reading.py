"""What the signature of any PDF says, however the file was treated since."""

import logging
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any, NamedTuple

from asn1crypto import pem, x509
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from openinsa.documents.signing_layout import finished

PDF_BEGINS = b"%PDF-"
SIGNERS = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})


logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
"""A stranger's certificate is a finding, told to whoever asks; the log names nobody."""


class State(StrEnum):
    """What became of a file since it was signed."""

    WHOLE = "whole"
    CHANGED = "changed"
    RESAVED = "resaved"
    ADDED = "added"
    UNSIGNED = "unsigned"
    DAMAGED = "damaged"
    NO_PDF = "no_pdf"


SENTENCES: dict[State, str | Promise] = {
    State.WHOLE: _("서명한 뒤 한 글자도 바뀌지 않은 파일입니다."),
    State.CHANGED: _("서명한 뒤 내용이 바뀐 파일입니다. 서명과 내용이 맞지 않습니다."),
    State.RESAVED: _(
        "서명한 뒤 다른 프로그램으로 다시 저장한 파일입니다. 서명이 더는 파일 전체에 걸치지 않습니다."
    ),
    State.ADDED: _("서명한 내용은 그대로이나 서명한 뒤에 덧붙인 것이 있는 파일입니다."),
    State.UNSIGNED: _("전자서명이 없는 PDF 파일입니다."),
    State.DAMAGED: _("손상되었거나 일부가 잘린 PDF 파일이어서 서명을 확인할 수 없습니다."),
    State.NO_PDF: _("PDF 파일이 아닙니다."),
}


class SignatureFinding(NamedTuple):
    """What was found.

    signer       the name in the certificate, also of a file that was changed: it is what the file claims
    signed_at    by the signer's own clock; stamped_at by a time stamp that fits the signature
    trusted      whether the certificate, when it signed, was one of those given or issued by one of them
    stamp_trusted   the same of who stamped the time
    """

    state: State
    signer: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    trusted: bool = False
    stamp_trusted: bool = False

    @property
    def whole(self) -> bool:
        return self.state is State.WHOLE

    @property
    def later_additions(self) -> bool:
        return self.state is State.ADDED

    @property
    def sentence(self) -> str | Promise:
        return SENTENCES[self.state]


def read_signature(pdf: bytes, trusted: Sequence[bytes]) -> SignatureFinding:
    """The first signature of a file. trusted: certificates (DER or PEM) that are believed without being asked about.

    Never raises for a file, whatever it holds: what cannot be read is damaged or none of ours.
    """
    if not pdf.lstrip().startswith(PDF_BEGINS):
        return SignatureFinding(State.NO_PDF)
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        return _found(signatures[0], [_certificate(one) for one in trusted]) if signatures else _none(pdf)
    except Exception:
        return SignatureFinding(State.DAMAGED)


def _none(pdf: bytes) -> SignatureFinding:
    whole = pdf.rstrip().endswith(b"%%EOF")
    return SignatureFinding(State.UNSIGNED if whole else State.DAMAGED)


def _found(signature: EmbeddedPdfSignature, trusted: Sequence[x509.Certificate]) -> SignatureFinding:
    claimed = signature.self_reported_timestamp
    status = _validated(signature, _trusting(trusted, claimed))
    stamp = status.timestamp_validity
    fits = stamp is not None and stamp.valid and stamp.intact
    stamped_at = stamp.timestamp if stamp is not None and fits else None
    if stamped_at is not None:
        status = _validated(signature, _trusting(trusted, stamped_at))
    return SignatureFinding(
        state=_state(status),
        signer=_name(signature.signer_cert),
        signed_at=claimed,
        stamped_at=stamped_at,
        trusted=status.intact and status.valid and status.trusted,
        stamp_trusted=stamp is not None and fits and stamp.trusted,
    )


def _state(status: PdfSignatureStatus) -> State:
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return State.RESAVED
    if not (status.intact and status.valid):
        return State.CHANGED
    return State.WHOLE if status.coverage == SignatureCoverageLevel.ENTIRE_FILE else State.ADDED


def _validated(signature: EmbeddedPdfSignature, trusting: ValidationContext) -> PdfSignatureStatus:
    work = async_validate_pdf_signature(signature, trusting, key_usage_settings=SIGNERS, skip_diff=True)
    return finished(work)


def _trusting(trusted: Sequence[x509.Certificate], at: datetime | None) -> ValidationContext:
    """A certificate is judged by the day it signed: later it may have run out."""
    return ValidationContext(trust_roots=list(trusted), moment=at, allow_fetching=False)


def _certificate(given: bytes) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(given)[2] if pem.detect(given) else given)


def _name(certificate: x509.Certificate) -> str:
    name: Any = certificate.subject.native.get("common_name", certificate.subject.human_friendly)
    return name if isinstance(name, str) else ", ".join(name)
