"""Signing: the worker reads, signs or declines; the institution signs after."""

from collections.abc import Sequence

from django.utils import timezone

from openinsa.agreements.actions.sending import supersede_former
from openinsa.agreements.files import hash_of, issued_file
from openinsa.agreements.identity import Proof
from openinsa.agreements.models import Agreement, AgreementSignature, AgreementUpload
from openinsa.agreements.pictures import read_stroke
from openinsa.agreements.recording import Kind, locked, locked_many, note, require_unchanged
from openinsa.agreements.refusals import (
    AnotherWasShown,
    GuardianConsentMissing,
    TermToSignOver,
    TypedNameDiffers,
)
from openinsa.agreements.scope import agreements_of, own_agreements
from openinsa.agreements.telling import agreement_completed
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, require
from openinsa.privacy.sealing import Sealer

State, Party, Way = Agreement.State, AgreementSignature.Party, AgreementSignature.Way
SIGNS, COUNTERSIGNS = "agreements.sign", "agreements.countersign"


@action(permission=SIGNS)
def open_agreement(by: User, agreement_id: int) -> Agreement:
    """Read what was sent; that it was opened is noted the first time. Raises NotFound."""
    one = locked(own_agreements(by), agreement_id, list(State))
    if one.state == State.SENT:
        one.state = State.OPENED
        one.save(update_fields=["state"])
        note(by, Kind.OPENED, [one])
    return one


@action(permission=SIGNS, record="agreement_signed")
def sign(
    by: User, agreement_id: int, *, proof: Proof, shown: str, stroke: str = "", typed: str = ""
) -> Agreement:
    """Sign what was read, drawn or by the typed name; the signature names the hash of what was shown.

    Raises NotFound, AgreementOver, TermToSignOver, AnotherWasShown, IdentityNotShown, ContractChanged, SignatureEmpty,
    SignatureUnreadable, TypedNameDiffers.
    """
    one = locked(own_agreements(by), agreement_id, Agreement.TO_SIGN)
    require(one.due_on >= timezone.localdate(), TermToSignOver(due=one.due_on))
    require(shown == one.unsigned_sha256, AnotherWasShown())
    proof.require_fresh()
    require_unchanged([one])
    _keep_signature(by, one, Party.WORKER, proof, **_way(one, stroke, typed.strip()))
    one.state = State.SIGNED
    one.save(update_fields=["state"])
    note(by, Kind.SIGNED, [one])
    return one


def _way(one: Agreement, stroke: str, typed: str) -> dict[str, object]:
    sealer = Sealer(one.institution_id)
    if not typed:
        return {"way": Way.DRAWN, "picture_sealed": sealer.seal_bytes(read_stroke(stroke))}
    require(typed == one.contract.person.name.strip(), TypedNameDiffers())
    return {"way": Way.TYPED, "text_sealed": sealer.seal(typed)}


def _keep_signature(by: User, one: Agreement, party: str, proof: Proof, **way: object) -> None:
    AgreementSignature.objects.create(
        institution_id=one.institution_id,
        agreement=one,
        party=party,
        signed_by=by,
        signed_at=timezone.now(),
        identity=proof.way,
        identified_at=proof.at,
        address=proof.address,
        device=proof.device[:60],
        shown_sha256=one.unsigned_sha256,
        **way,
    )


@action(permission=SIGNS, record="agreement_declined")
def decline(by: User, agreement_id: int, *, reason: str) -> Agreement:
    """Not sign, and say why. Raises NotFound, AgreementOver, ReasonMissing."""
    require(reason.strip(), ReasonMissing())
    one = locked(own_agreements(by), agreement_id, Agreement.TO_SIGN)
    one.state = State.DECLINED
    one.save(update_fields=["state"])
    note(by, Kind.DECLINED, [one], reason)
    return one


@action(permission=COUNTERSIGNS, record="agreement_completed")
def countersign(by: User, agreement_ids: Sequence[int], *, proof: Proof) -> list[Agreement]:
    """Sign for the institution what workers have signed, all or none: from now on both hold the same file.

    Raises NothingToDo, IdentityNotShown, ContractChanged, GuardianConsentMissing, and whatever issuing refuses.
    """
    proof.require_fresh()
    signed = locked_many(agreements_of(by, COUNTERSIGNS), agreement_ids, [State.SIGNED])
    require_unchanged(signed)
    missing = without_consent(signed)
    minor = next((one for one in signed if one.pk in missing), None)
    require(minor is None, GuardianConsentMissing(name=minor.contract.person.name if minor else ""))
    for one in signed:
        complete(by, one, proof)
    note(by, Kind.COUNTERSIGNED, signed)
    agreement_completed.send(sender=None, by=by, agreements=signed)
    return signed


def without_consent(signed: Sequence[Agreement]) -> set[int]:
    """The numbers of those of minors whose guardian's consent is not there."""
    consents = AgreementUpload.objects.filter(kind=AgreementUpload.Kind.CONSENT, agreement__in=signed)
    given = set(consents.values_list("agreement_id", flat=True))
    return {one.pk for one in signed if one.minor and one.pk not in given}


def complete(by: User, one: Agreement, proof: Proof) -> None:
    """Put the institution's signature beside the worker's and give out the file. Raises whatever issuing refuses."""
    _keep_signature(by, one, Party.INSTITUTION, proof, way=Way.SEAL)
    final, one.number = issued_file(by, one)
    supersede_former(by, one)
    one.final_sealed, one.final_sha256 = Sealer(one.institution_id).seal_bytes(final), hash_of(final)
    one.state, one.completed_at = State.COMPLETED, timezone.now()
    one.save(update_fields=["final_sealed", "final_sha256", "number", "state", "completed_at"])
