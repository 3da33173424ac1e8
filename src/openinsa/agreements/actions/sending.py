"""Sending, reminding, cancelling; what was uploaded beside."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from openinsa.agreements.files import hash_of
from openinsa.agreements.models import Agreement, AgreementUpload
from openinsa.agreements.pictures import media_type_of
from openinsa.agreements.recording import Kind, locked, locked_many, note, require_unchanged
from openinsa.agreements.refusals import DueBeforeToday, NotAMinor, UploadedAlready
from openinsa.agreements.scope import agreements_of
from openinsa.agreements.telling import agreement_sent
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, require
from openinsa.privacy.sealing import Sealer

State = Agreement.State
SENDS = "agreements.send"
NOT_SIGNED = (State.DRAFT, State.SENT, State.OPENED)


@action(permission=SENDS, record="agreement_sent")
def send(by: User, agreement_ids: Sequence[int]) -> list[Agreement]:
    """Let the workers read and sign drafts, all or none. Raises NothingToDo, ContractChanged, DueBeforeToday."""
    drafts = locked_many(agreements_of(by, SENDS), agreement_ids, [State.DRAFT])
    require(all(one.due_on >= timezone.localdate() for one in drafts), DueBeforeToday())
    require_unchanged(drafts)
    for one in drafts:
        one.state, one.sent_at = State.SENT, timezone.now()
    Agreement.objects.bulk_update(drafts, ["state", "sent_at"])
    note(by, Kind.SENT, drafts)
    agreement_sent.send(sender=None, by=by, agreements=drafts, again=False)
    return drafts


@action(permission=SENDS, record="agreement_reminded")
def remind(by: User, agreement_ids: Sequence[int], *, due_on: date | None = None) -> list[Agreement]:
    """Tell the workers again of what waits for them, with another last day if one is given.

    Raises NothingToDo, DueBeforeToday.
    """
    require(due_on is None or due_on >= timezone.localdate(), DueBeforeToday())
    waiting = locked_many(agreements_of(by, SENDS), agreement_ids, Agreement.TO_SIGN)
    for one in waiting:
        one.reminded_at, one.due_on = timezone.now(), due_on or one.due_on
    Agreement.objects.bulk_update(waiting, ["reminded_at", "due_on"])
    note(by, Kind.REMINDED, waiting)
    agreement_sent.send(sender=None, by=by, agreements=waiting, again=True)
    return waiting


@action(permission=SENDS, record="agreement_cancelled")
def cancel(by: User, agreement_ids: Sequence[int], *, reason: str) -> list[Agreement]:
    """Take back what the worker has not signed. Raises NothingToDo, ReasonMissing."""
    require(reason.strip(), ReasonMissing())
    open_ones = locked_many(agreements_of(by, SENDS), agreement_ids, NOT_SIGNED)
    for one in open_ones:
        one.state = State.CANCELLED
    Agreement.objects.bulk_update(open_ones, ["state"])
    note(by, Kind.CANCELLED, open_ones, reason)
    return open_ones


@action(permission=SENDS, record="agreement_uploaded")
def upload_paper(by: User, agreement_id: int, *, content: bytes) -> Agreement:
    """Record that this version was signed on paper: its scan is the file that both hold.

    Raises NotFound, AgreementOver, UploadTooLarge, UploadUnreadable, ContractChanged.
    """
    one = locked(agreements_of(by, SENDS), agreement_id, NOT_SIGNED)
    require_unchanged([one])
    upload = _upload(by, one, AgreementUpload.Kind.PAPER, content)
    supersede_former(by, one)
    one.state, one.completed_at, one.final_sha256 = State.PAPER, timezone.now(), upload.sha256
    one.save(update_fields=["state", "completed_at", "final_sha256"])
    note(by, Kind.UPLOADED, [one])
    return one


@action(permission=SENDS, record="agreement_consent_uploaded")
def upload_consent(by: User, agreement_id: int, *, content: bytes) -> Agreement:
    """Keep the scan of a guardian's consent, without which a minor's contract is not completed.

    Raises NotFound, AgreementOver, NotAMinor, UploadedAlready, UploadTooLarge, UploadUnreadable.
    """
    one = locked(agreements_of(by, SENDS), agreement_id, Agreement.OPEN)
    require(one.minor, NotAMinor())
    require(not one.uploads.filter(kind=AgreementUpload.Kind.CONSENT).exists(), UploadedAlready())
    _upload(by, one, AgreementUpload.Kind.CONSENT, content)
    note(by, Kind.CONSENT, [one])
    return one


def _upload(by: User, one: Agreement, kind: AgreementUpload.Kind, content: bytes) -> AgreementUpload:
    return AgreementUpload.objects.create(
        institution_id=one.institution_id,
        agreement=one,
        kind=kind,
        media_type=media_type_of(content),
        content_sealed=Sealer(one.institution_id).seal_bytes(content),
        sha256=hash_of(content),
        size=len(content),
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )


def supersede_former(by: User, newer: Agreement) -> None:
    """Let the version that was in force give way to a newer one, before the newer one comes into force."""
    in_force = Agreement.objects.filter(contract=newer.contract_id, state__in=Agreement.IN_FORCE)
    former = in_force.select_for_update(of=("self",)).defer(
        "content_sealed", "unsigned_sealed", "final_sealed"
    )
    for one in former:
        one.state, one.replaced_by = State.SUPERSEDED, newer
        one.save(update_fields=["state", "replaced_by"])
        note(by, Kind.SUPERSEDED, [one])
