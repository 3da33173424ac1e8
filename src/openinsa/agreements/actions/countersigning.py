"""Signing for the institution by the hundred: ordered once by somebody who proved who it is, done part after part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from openinsa.agreements.actions.signing import COUNTERSIGNS, Party, complete, without_consent
from openinsa.agreements.contents import changed_since
from openinsa.agreements.identity import Proof
from openinsa.agreements.models import Agreement, AgreementSignature
from openinsa.agreements.recording import Kind, locked_many, note
from openinsa.agreements.refusals import (
    ContractChanged,
    GuardianConsentMissing,
    NothingToDo,
    OrderToSignOver,
)
from openinsa.agreements.scope import agreements_of
from openinsa.agreements.telling import agreement_completed
from openinsa.issuing.keys import signing_now
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.people.acting import action, record_verb
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.sealing import Sealer

State = Agreement.State
JOB_KIND = "countersign_agreements"
HOURS = 24
"""How long an order to sign may still be carried out, be it that the job was stopped and goes on."""


@dataclass(frozen=True)
class Order:
    """What somebody decided to sign for the institution, and how it was proved who that is.

    The proof is asked for once, when the order is given, and counts for all of it although minutes pass meanwhile:
    what it shows is who decided, and the decision is whole by then. The agreements are named one by one, what they
    say is frozen, and one whose contract changed is left out; the time that printing takes decides nothing. Each
    signature tells both moments. An order that was stopped and lies for more than a day is none any more.
    """

    agreements: Sequence[int]
    proof: Proof

    @property
    def arguments(self) -> dict[str, Any]:
        """As a job keeps it: numbers, and of the proof no more than each signature will show."""
        proof = self.proof
        told = {
            "way": proof.way,
            "at": proof.at.isoformat(),
            "address": proof.address,
            "device": proof.device,
        }
        return {"agreements": list(self.agreements), "proof": told}

    @classmethod
    def read(cls, arguments: Mapping[str, Any]) -> "Order":
        told = arguments["proof"]
        proof = Proof(told["way"], datetime.fromisoformat(told["at"]), told["address"], told["device"])
        return cls(arguments["agreements"], proof)

    def require_valid(self) -> None:
        """Raises OrderToSignOver."""
        require(self.proof.at >= timezone.now() - timedelta(hours=HOURS), OrderToSignOver(hours=HOURS))


class Left(NamedTuple):
    """An agreement that was not signed, and why."""

    agreement: Agreement
    why: Refused


class Countersigned(NamedTuple):
    agreements: list[Agreement]
    left: list[Left]


@action(permission=COUNTERSIGNS, record="agreements_countersigning_ordered")
def start_countersigning(by: User, agreement_ids: Sequence[int], *, proof: Proof) -> Job:
    """Order that many be signed for the institution, as a job. Raises NothingToDo, IdentityNotShown, NoSigningKey."""
    proof.require_fresh()
    rows = agreements_of(by, COUNTERSIGNS).filter(pk__in=list(agreement_ids), state=State.SIGNED)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    require(ids, NothingToDo())
    signing_now(by.institution_id or 0)
    title = ngettext("전자계약 %(count)d건 기관 서명", "전자계약 %(count)d건 기관 서명", len(ids))
    return start_job(by, JOB_KIND, title % {"count": len(ids)}, Order(ids, proof).arguments, total=len(ids))


@action(permission=COUNTERSIGNS)
def countersign_part(by: User, agreement_ids: Sequence[int], *, proof: Proof) -> Countersigned:
    """Sign those of an order that still wait for it; the others are left as they are and told with why."""
    try:
        waiting = locked_many(agreements_of(by, COUNTERSIGNS), agreement_ids, [State.SIGNED])
    except NothingToDo:
        return Countersigned([], [])
    refused = _refused(waiting)
    done = Countersigned([], [Left(one, refused[one.pk]) for one in waiting if one.pk in refused])
    for one in waiting:
        if one.pk not in refused:
            _sign(by, one, proof, done)
    _tell(by, done.agreements)
    return done


def _refused(waiting: Sequence[Agreement]) -> dict[int, Refused]:
    """Why some cannot be signed, by their number: a fixed number of statements."""
    changed = changed_since(waiting, Sealer(waiting[0].institution_id))
    minors = without_consent(waiting)
    why: dict[int, Refused] = {}
    for one in waiting:
        name = one.contract.person.name
        if one.pk in changed:
            why[one.pk] = ContractChanged(name=name)
        elif one.pk in minors:
            why[one.pk] = GuardianConsentMissing(name=name)
    return why


def _sign(by: User, one: Agreement, proof: Proof, done: Countersigned) -> None:
    """One alone: whatever refuses it undoes it and nothing else."""
    try:
        with transaction.atomic():
            complete(by, one, proof)
    except Refused as why:
        done.left.append(Left(one, why))
    else:
        done.agreements.append(one)


def _tell(by: User, signed: Sequence[Agreement]) -> None:
    if not signed:
        return
    note(by, Kind.COUNTERSIGNED, signed)
    agreement_completed.send(sender=None, by=by, agreements=signed)
    record_verb(by, "agreement_completed", *signed)


def signed_by_order(signed_by: int, order: Order) -> int:
    """How many an order has signed, in however many runs."""
    signatures = AgreementSignature.objects.filter(agreement__in=order.agreements, party=Party.INSTITUTION)
    return signatures.filter(signed_by=signed_by, identified_at=order.proof.at).count()
