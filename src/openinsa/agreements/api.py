"""Agreements for machines: made from contracts, sent, cancelled; their files taken for a reason.

Signing is not here, for neither party: whoever signs proves to the site who it is.
"""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field, StrictInt, StrictStr

from openinsa.agreements import editable_pages, pages
from openinsa.agreements.actions import making, sending
from openinsa.agreements.forms import DueForm, UploadForm
from openinsa.agreements.models import Agreement, AgreementEvent, AgreementSignature
from openinsa.agreements.queries import agreement_rows, contracts_to_agree, mark_changed
from openinsa.agreements.scope import agreements_of, agreements_told
from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.files import hand_out
from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.api.room import Strict
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, reach

room = Room("agreements", _("전자계약"))
SEES, MAKES, SENDS = "agreements.see", "agreements.make", "agreements.send"
FIELDS = (
    "contract_id version state form minor unsigned_sha256 final_sha256 number due_on made_at sent_at reminded_at"
    " completed_at replaced_by_id"
)
AgreementTold = shape("Agreement", Agreement, FIELDS)
EventTold = shape("AgreementEvent", AgreementEvent, "kind at by_id told")
SignatureTold = shape(
    "AgreementSignature",
    AgreementSignature,
    "party way signed_by_id signed_at identity identified_at address device shown_sha256",
)


class AgreementWhole(AgreementTold):
    """One agreement with its story. `changed`: the registered contract says something else by now."""

    changed: bool
    events: list[EventTold]
    signatures: list[SignatureTold]


class LeftTold(Schema):
    contract_id: int
    why: str


class MadeTold(Schema):
    """What was made, and for which contracts nothing was made and why; or the job that makes many."""

    agreements: list[AgreementTold]
    left: list[LeftTold]
    job_id: int | None


Picked = Annotated[StrictInt, Field(ge=1, le=2**62)]


class ContractsSent(Strict):
    contracts: list[Picked] = Field(min_length=1, max_length=20_000)
    due_on: date


class AgreementsSent(Strict):
    agreements: list[Picked] = Field(min_length=1, max_length=2_000)


class RemindSent(AgreementsSent):
    due_on: date | None = None


class CancelSent(AgreementsSent):
    reason: StrictStr = Field(min_length=1, max_length=200)


def agreement_under(permission: str) -> Any:
    def find(by: User, document_id: int) -> Agreement:
        return reach(agreements_of(by, permission), document_id)

    return find


def agreement_told(by: User, document_id: int) -> Agreement:
    return reach(agreements_told(by), document_id)


def _all(rows: Any, ids: list[int]) -> list[int]:
    """The ids, if every one is within reach. Raises NotFound."""
    wanted = set(ids)
    require(rows.filter(pk__in=wanted).count() == len(wanted), NotFound())
    return list(wanted)


room.table(
    "/agreements",
    "list_agreements",
    pages.agreements_table,
    shown=pages.AGREEMENTS,
    may=SEES,
    rows=lambda call: agreement_rows(call.by),
)
room.table(
    "/agreements/contracts",
    "list_contracts_to_agree",
    pages.contracts_table,
    shown=pages.CONTRACTS,
    may=MAKES,
    rows=lambda call: contracts_to_agree(call.by),
)


@room.post("/agreements", may=MAKES, body=ModelBody(ContractsSent), answer=MadeTold, status=201)
def make_agreements(call: Call, given: ContractsSent) -> dict[str, Any]:
    """Make a draft for each contract that needs one; of more than 20 a job does it."""
    ids = _all(contracts_of(call.by, MAKES), given.contracts)
    note_read("agreement", Contract.objects.filter(pk__in=ids).values_list("person_id", flat=True))
    if len(ids) > making.AT_ONCE:
        job = making.start_making(call.by, ids, due_on=given.due_on)
        return {"agreements": [], "left": [], "job_id": job.pk}
    made = making.make_agreements(call.by, ids, due_on=given.due_on)
    left = [{"contract_id": one.contract.pk, "why": str(one.why)} for one in made.left]
    return {"agreements": made.agreements, "left": left, "job_id": None}


@room.get("/agreements/{int:document_id}", of=agreement_under(SEES), answer=AgreementWhole)
def show_agreement(call: Call, one: Agreement) -> dict[str, Any]:
    """One agreement: where it stands, who signed how, what happened."""
    mark_changed([one])
    return {
        **{name: getattr(one, name) for name in ("id", *FIELDS.split())},
        "changed": one.changed,  # type: ignore[attr-defined]
        "events": list(one.events.all()),
        "signatures": list(one.signatures.all()),
    }


@room.post("/agreements/send", may=SENDS, body=ModelBody(AgreementsSent), answer=list[AgreementTold])
def send_agreements(call: Call, given: AgreementsSent) -> list[Agreement]:
    """Let the workers read and sign drafts, all or none."""
    return _noted(sending.send(call.by, _all(agreements_of(call.by, SENDS), given.agreements)))


@room.post("/agreements/remind", may=SENDS, body=ModelBody(RemindSent), answer=list[AgreementTold])
def remind_agreements(call: Call, given: RemindSent) -> list[Agreement]:
    """Tell the workers again of what waits for them, with another last day if one is given."""
    ids = _all(agreements_of(call.by, SENDS), given.agreements)
    return _noted(sending.remind(call.by, ids, due_on=given.due_on))


@room.post("/agreements/cancel", may=SENDS, body=ModelBody(CancelSent), answer=list[AgreementTold])
def cancel_agreements(call: Call, given: CancelSent) -> list[Agreement]:
    """Take back what the workers have not signed."""
    ids = _all(agreements_of(call.by, SENDS), given.agreements)
    return _noted(sending.cancel(call.by, ids, reason=given.reason))


def _noted(agreements: list[Agreement]) -> list[Agreement]:
    note_read("agreement", [one.contract.person_id for one in agreements])
    return agreements


@room.post(
    "/agreements/{int:document_id}/again",
    of=agreement_under(MAKES),
    body=FormBody(DueForm),
    answer=AgreementTold,
    status=201,
)
def make_agreement_again(call: Call, one: Agreement, given: dict[str, Any]) -> Agreement:
    """Cancel one whose contract changed and make it from the terms as they are by now."""
    return making.make_again(call.by, one.pk, **given)


@room.post(
    "/agreements/{int:document_id}/amend",
    of=agreement_under(MAKES),
    body=FormBody(DueForm),
    answer=AgreementTold,
    status=201,
)
def amend_agreement(call: Call, one: Agreement, given: dict[str, Any]) -> Agreement:
    """A new version of what is agreed; the former holds until both have signed the new one."""
    return making.amend(call.by, one.pk, **given)


@room.post(
    "/agreements/{int:document_id}/renew",
    of=agreement_under(MAKES),
    body=FormBody(DueForm),
    answer=AgreementTold,
    status=201,
)
def renew_agreement(call: Call, one: Agreement, given: dict[str, Any]) -> Agreement:
    """A draft from the next contract of the same person in the same project."""
    return making.renew(call.by, one.pk, **given)


@room.upload(
    "/agreements/{int:document_id}/paper", of=agreement_under(SENDS), form=UploadForm, answer=AgreementTold
)
def upload_agreement_paper(call: Call, one: Agreement, given: dict[str, Any]) -> Agreement:
    """Record that it was signed on paper: the scan is the file that both hold."""
    return sending.upload_paper(call.by, one.pk, content=given["content"])


@room.upload(
    "/agreements/{int:document_id}/consent", of=agreement_under(SENDS), form=UploadForm, answer=AgreementTold
)
def upload_guardian_consent(call: Call, one: Agreement, given: dict[str, Any]) -> Agreement:
    """Keep the scan of a guardian's consent to a minor's contract."""
    return sending.upload_consent(call.by, one.pk, content=given["content"])


hand_out(
    room,
    "/agreements/{int:document_id}/file",
    "take_agreement_file",
    "application/pdf",
    pages.file,
    of=agreement_told,
)
hand_out(
    room,
    "/agreements/{int:document_id}/contract.hwpx",
    "take_editable_agreement",
    "application/hwp+zip",
    editable_pages.editable,
    of=agreement_told,
)
hand_out(
    room,
    "/agreements/{int:document_id}/consent/file",
    "take_guardian_consent",
    "application/octet-stream",
    pages.consent_file,
    of=agreement_told,
)
