"""What can be asked about agreements. A page of rows costs a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from openinsa.agreements.contents import changed_since
from openinsa.agreements.models import Agreement, AgreementUpload
from openinsa.agreements.scope import agreements_of, own_agreements
from openinsa.people.models import User
from openinsa.people.roles import Scope
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of

State = Agreement.State
TONES = {
    State.DRAFT: "gray",
    State.SENT: "information",
    State.OPENED: "information",
    State.SIGNED: "warning",
    State.COMPLETED: "success",
    State.DECLINED: "danger",
    State.CANCELLED: "gray",
    State.SUPERSEDED: "gray",
    State.PAPER: "success",
}


def agreement_rows(user: User) -> QuerySet[Agreement]:
    """Agreements within reach with what their list shows."""
    rows = agreements_of(user).select_related("contract__project__department")
    return rows.annotate(
        name=F("contract__person__name"),
        project=F("contract__project__name"),
        starts_on=F("contract__starts_on"),
        ends_on=F("contract__ends_on"),
    )


def mark_changed(agreements: Sequence[Agreement]) -> None:
    """Note on each whether its registered contract says something else by now; what is over is not asked."""
    asked = [one for one in agreements if one.state in (*Agreement.OPEN, *Agreement.IN_FORCE)]
    changed = changed_since(asked, Sealer(asked[0].institution_id)) if asked else set()
    for one in agreements:
        one.changed = one.pk in changed  # type: ignore[attr-defined]


def contracts_to_agree(user: User) -> QuerySet[Contract]:
    """Contracts within reach with the state of their newest agreement, if there is one."""
    newest = Agreement.objects.filter(contract=OuterRef("pk")).order_by("-version")
    live = newest.filter(state__in=[*Agreement.OPEN, *Agreement.IN_FORCE])
    rows = contracts_of(user, "agreements.make").select_related("person", "project")
    return rows.annotate(agreed=Exists(live), newest_state=Subquery(newest.values("state")[:1]))


def to_countersign(user: User) -> QuerySet[Agreement]:
    """Signed by the worker, waiting for the institution; the longest waiting first."""
    if not user.may("agreements.countersign"):
        return Agreement.objects.none()
    return agreements_of(user, "agreements.countersign").filter(state=State.SIGNED).order_by("sent_at", "pk")


def to_sign(user: User) -> list[Agreement]:
    """What waits for a worker's signature, the soonest due first."""
    if user.scope("agreements.sign") != Scope.OWN:
        return []
    waiting = own_agreements(user).filter(state__in=Agreement.TO_SIGN, due_on__gte=timezone.localdate())
    return list(waiting.order_by("due_on", "pk"))


@dataclass(frozen=True)
class File:
    """A file as it is kept; `final` tells that both hold it."""

    content: bytes
    media_type: str
    final: bool

    @property
    def ending(self) -> str:
        return {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[self.media_type]


def file_of(agreement: Agreement) -> File:
    """The file that both hold: byte for byte what it was; before that the one that is shown to be signed."""
    sealer = Sealer(agreement.institution_id)
    if agreement.final_sealed:
        return File(sealer.open_bytes(agreement.final_sealed), "application/pdf", final=True)
    scan = agreement.uploads.filter(kind=AgreementUpload.Kind.PAPER).first()
    if scan:
        return File(sealer.open_bytes(scan.content_sealed), scan.media_type, final=True)
    return File(sealer.open_bytes(agreement.unsigned_sealed), "application/pdf", final=False)


def upload_of(agreement: Agreement, kind: str) -> File | None:
    """What was uploaded beside an agreement."""
    found = agreement.uploads.filter(kind=kind).first()
    if found is None:
        return None
    content = Sealer(agreement.institution_id).open_bytes(found.content_sealed)
    return File(content, found.media_type, final=False)


def story_of(agreement: Agreement) -> list[Any]:
    """What happened, oldest first."""
    return list(agreement.events.select_related("by"))
