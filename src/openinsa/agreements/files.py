"""The files of an agreement: what is shown before it is signed, and what both hold after."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from openinsa.agreements.contents import Content, frozen_content
from openinsa.agreements.models import Agreement, AgreementSignature
from openinsa.agreements.pictures import picture_address
from openinsa.agreements.refusals import IssuedBySigning
from openinsa.documents.contracts import AgreementRecord, RecordedSignature, Signature
from openinsa.documents.printing import Paper, print_one
from openinsa.issuing import actions as issuing
from openinsa.issuing.kinds import About, Asked, Kind, register_kinds
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.own_forms import print_as_shown, print_form, source_of_version
from openinsa.issuing.press import setting_of
from openinsa.people.models import User
from openinsa.privacy.sealing import Sealer

Party, Way = AgreementSignature.Party, AgreementSignature.Way
KIND = CONTRACT = "employment_contract"
FORM = "agreement"
COMPLETING: ContextVar[Agreement | None] = ContextVar("the agreement being completed", default=None)


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def unsigned_pdf(content: Content, own: str | None) -> bytes:
    """What is shown before anybody signs, in the language that binds, by the institution's own text or the house's.

    Raises UnprintableCharacter and what the own text is refused for.
    """
    return print_form(Paper(CONTRACT, content.ko, timezone.localdate().isoformat()), own)


def translated_pdf(content: Content) -> bytes:
    """The English reading of the same, always by the house's form: an own one is written in one language."""
    return print_one(Paper(CONTRACT, content.en, timezone.localdate().isoformat()))


def unsigned_file(agreement: Agreement) -> bytes:
    """The very bytes whose hash a signature names."""
    return Sealer(agreement.institution_id).open_bytes(agreement.unsigned_sealed)


def issued_file(by: User, agreement: Agreement) -> tuple[bytes, str]:
    """Number, print and sign what both have signed: the file that both hold, and its number.

    The paper of the version before, if any, is told to be replaced by it. Raises whatever issuing refuses.
    """
    contract = agreement.contract
    asked = Asked("ko", person_id=contract.person_id, subject_id=contract.pk)
    former = IssuedPaper.objects.filter(kind=KIND, contract=contract, state=IssuedPaper.State.ISSUED).first()
    with _completing(agreement):
        paper = (
            issuing.reissue(by, former.pk, reason=say("새 계약서 체결"))
            if former
            else issuing.issue(by, KIND, asked)
        )
    return Sealer(agreement.institution_id).open_bytes(paper.file_sealed), paper.written_number


@contextmanager
def _completing(agreement: Agreement) -> Iterator[None]:
    token = COMPLETING.set(agreement)
    try:
        yield
    finally:
        COMPLETING.reset(token)


def signed_contents(wanted: Sequence[Asked]) -> list[Mapping[str, Any] | Exception]:
    """What issuing prints; only while both have just signed, so that a contract has one signed file."""
    signed = COMPLETING.get()
    return [
        _signed_content(signed) if signed and signed.contract_id == one.subject_id else IssuedBySigning()
        for one in wanted
    ]


def form_as_shown() -> str | None:
    """The text by which the contract being completed was read: a form that changed since changes no signed word."""
    signed = COMPLETING.get()
    if signed is None:
        return None
    content = frozen_content(signed, Sealer(signed.institution_id))
    return source_of_version(CONTRACT, content.own_version)


def _signed_content(agreement: Agreement) -> dict[str, Any]:
    sealer = Sealer(agreement.institution_id)
    content = frozen_content(agreement, sealer).ko
    signatures = {one.party: one for one in agreement.signatures.select_related("signed_by")}
    worker, institution = signatures[Party.WORKER], signatures[Party.INSTITUTION]
    office = _signature(institution, content["office"] or content["institution"], sealer)
    sealed_by_picture = setting_of(agreement.institution_id).seal_sealed is not None
    return {
        **content,
        "signed_on": _day(institution),
        "worker_signature": _signature(worker, content["name"], sealer),
        **({} if sealed_by_picture else {"employer_signature": office}),
        "record": signature_record(agreement, [worker, institution], content["name"]),
    }


def _signature(one: AgreementSignature, name: str, sealer: Sealer) -> Signature:
    picture = picture_address(sealer.open_bytes(one.picture_sealed)) if one.picture_sealed else ""
    return {"name": name, "at": _moment(one.signed_at), "picture": picture}


def signature_record(
    agreement: Agreement, signatures: Sequence[AgreementSignature], name: str
) -> AgreementRecord:
    """The last page: who signed when, from where, how the person was identified, which file was shown."""
    with override("ko"):
        return {
            "version": agreement.version,
            "sent_at": _moment(agreement.sent_at),
            "shown_sha256": agreement.unsigned_sha256,
            "signatures": [_recorded(one, name) for one in signatures],
        }


def _recorded(one: AgreementSignature, name: str) -> RecordedSignature:
    worker = one.party == Party.WORKER
    return {
        "party": str(one.get_party_display()),
        "name": name if worker else f"{one.signed_by.name}",
        "way": str(one.get_way_display()),
        "at": _moment(one.signed_at),
        "address": one.address or "-",
        "device": one.device or "-",
        "identity": str(one.get_identity_display()),
        "identified_at": _moment(one.identified_at),
        "shown_sha256": one.shown_sha256,
    }


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


def _day(one: AgreementSignature) -> str:
    return timezone.localdate(one.signed_at).isoformat()


def register() -> None:
    """Let issuing know the paper, so that it is numbered, signed and checked by outsiders as all others."""
    print_as_shown(FORM, form_as_shown)
    register_kinds(
        Kind(
            key=KIND,
            label=_("근로계약서"),
            form=FORM,
            about=About.EMPLOYMENT,
            contents=signed_contents,
            by_worker=False,
            permission="agreements.countersign",
            series="agreement",
            tells_pay=True,
            on_request=False,
        )
    )
