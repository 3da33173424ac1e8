"""Approvals of projects, consents of people, flexible hours: recorded, ended, taken back."""

from typing import Any

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.people.models import User
from openinsa.staffing.actions import approvals, consents
from openinsa.staffing.actions import flexible_hours as act
from openinsa.staffing.api.people import ConsentTold
from openinsa.staffing.api.picking import Picking
from openinsa.staffing.api.room import Done, Reasoned, project_under, room
from openinsa.staffing.flexible_forms import AgreementForm, CoverForm
from openinsa.staffing.models import Approval, Consent, FlexibleAgreement, FlexibleCover, Project
from openinsa.staffing.pages.consents import CONSENTS, with_papers
from openinsa.staffing.pages.flexible_hours import PEOPLE, with_covers
from openinsa.staffing.paper_forms import ApprovalForm, ConsentForm, EndPaperForm
from openinsa.staffing.scope import contracts_of, people_of, projects_of, reach

MANAGES, PROTECTS = "staffing.manage_projects", "staffing.protect"
ApprovalTold = shape("Approval", Approval, "project_id kind valid_from valid_to dated_on document use_months")
AgreementTold = shape(
    "FlexibleAgreement",
    FlexibleAgreement,
    "project_id kind unit_length unit starts_on ends_on agreed_on agreed_with document wage_plan",
)


@room.get("/projects/{int:project_id}/approvals", of=project_under("staffing.see"), answer=list[ApprovalTold])
def list_approvals(call: Call, project: Project) -> Any:
    """What was approved or agreed for a project."""
    return project.approvals.all()


@room.post(
    "/projects/{int:project_id}/approvals",
    of=project_under(MANAGES),
    body=FormBody(ApprovalForm),
    answer=ApprovalTold,
    status=201,
)
def add_approval(call: Call, project: Project, given: dict[str, Any]) -> Approval:
    """Record an approval or a written agreement for a project."""
    return approvals.record_approval(call.by, project.pk, **given)


def approval_of(by: User, approval_id: int) -> Approval:
    return reach(Approval.objects.filter(project__in=projects_of(by, MANAGES)), approval_id)


@room.post(
    "/approvals/{int:approval_id}/end", of=approval_of, body=FormBody(EndPaperForm), answer=ApprovalTold
)
def end_approval(call: Call, approval: Approval, given: dict[str, Any]) -> Approval:
    """Let an approval hold no longer than a day."""
    return approvals.end_approval(call.by, approval.pk, given["ends_on"], reason=given["reason"])


@room.post("/approvals/{int:approval_id}/drop", of=approval_of, body=ModelBody(Reasoned))
def drop_approval(call: Call, approval: Approval, given: Reasoned) -> None:
    """Take back an approval that was recorded wrongly."""
    approvals.drop_approval(call.by, approval.pk, reason=given.reason)


room.table(
    "/projects/{int:project_id}/consents",
    "list_people_with_consents",
    CONSENTS,
    may=PROTECTS,
    of=project_under("staffing.see"),
    rows=lambda call, project: with_papers(contracts_of(call.by).filter(project=project)),
    also={"person_id": "person_id"},
)


@room.post(
    "/projects/{int:project_id}/consents",
    of=project_under(PROTECTS),
    body=Picking(ConsentForm),
    answer=Done,
    status=201,
)
def add_consents(call: Call, project: Project, given: tuple[list[int], dict[str, Any]]) -> dict[str, int]:
    """Record one paper of some people of a project, all or nobody."""
    ids, fields = given
    consents.record_consents(call.by, project.pk, ids, fields)
    return {"count": len(ids)}


def consent_of(by: User, consent_id: int) -> Consent:
    return reach(Consent.objects.filter(person__in=people_of(by, PROTECTS)), consent_id)


@room.get("/consents/{int:consent_id}", of=consent_of, answer=ConsentTold)
def show_consent(call: Call, consent: Consent) -> Consent:
    """One paper."""
    return consent


@room.post("/consents/{int:consent_id}/end", of=consent_of, body=FormBody(EndPaperForm), answer=ConsentTold)
def end_consent(call: Call, consent: Consent, given: dict[str, Any]) -> Consent:
    """Let a paper hold no longer than a day."""
    return consents.end_consent(call.by, consent.pk, given["ends_on"], reason=given["reason"])


@room.post("/consents/{int:consent_id}/drop", of=consent_of, body=ModelBody(Reasoned))
def drop_consent(call: Call, consent: Consent, given: Reasoned) -> None:
    """Take back a paper that was recorded wrongly."""
    consents.drop_consent(call.by, consent.pk, reason=given.reason)


@room.get(
    "/projects/{int:project_id}/flexible-hours", of=project_under("staffing.see"), answer=list[AgreementTold]
)
def list_flexible_hours(call: Call, project: Project) -> Any:
    """Agreements on flexible hours of a project."""
    return project.flexible_agreements.all()


@room.post(
    "/projects/{int:project_id}/flexible-hours",
    of=project_under(MANAGES),
    body=FormBody(AgreementForm),
    answer=AgreementTold,
    status=201,
)
def add_flexible_hours(call: Call, project: Project, given: dict[str, Any]) -> FlexibleAgreement:
    """Record an agreement on flexible hours."""
    return act.agree_flexible_hours(call.by, project.pk, given)


def agreement_of(by: User, agreement_id: int) -> FlexibleAgreement:
    rows = FlexibleAgreement.objects.filter(project__in=projects_of(by)).select_related("project")
    return reach(rows, agreement_id)


def managed_agreement(by: User, agreement_id: int) -> FlexibleAgreement:
    rows = FlexibleAgreement.objects.filter(project__in=projects_of(by, MANAGES))
    return reach(rows.select_related("project"), agreement_id)


@room.get("/flexible-hours/{int:agreement_id}", of=agreement_of, answer=AgreementTold)
def show_flexible_hours(call: Call, agreement: FlexibleAgreement) -> FlexibleAgreement:
    """One agreement on flexible hours."""
    return agreement


room.table(
    "/flexible-hours/{int:agreement_id}/people",
    "list_people_under_flexible_hours",
    PEOPLE,
    of=agreement_of,
    rows=lambda call, one: with_covers(contracts_of(call.by).filter(project=one.project), one),
    also={"person_id": "person_id", "cover_id": "cover"},
)


@room.post(
    "/flexible-hours/{int:agreement_id}/people",
    of=managed_agreement,
    body=Picking(CoverForm),
    answer=Done,
    status=201,
)
def cover_people(
    call: Call, agreement: FlexibleAgreement, given: tuple[list[int], dict[str, Any]]
) -> dict[str, int]:
    """Put some people of the project under an agreement, all or nobody."""
    ids, fields = given
    act.cover_people(call.by, agreement.pk, ids, **fields)
    return {"count": len(ids)}


@room.post(
    "/flexible-hours/{int:agreement_id}/end",
    of=managed_agreement,
    body=FormBody(EndPaperForm),
    answer=AgreementTold,
)
def end_flexible_hours(call: Call, agreement: FlexibleAgreement, given: dict[str, Any]) -> FlexibleAgreement:
    """End an agreement early."""
    return act.end_flexible_hours(call.by, agreement.pk, given["ends_on"], reason=given["reason"])


@room.post("/flexible-hours/{int:agreement_id}/drop", of=managed_agreement, body=ModelBody(Reasoned))
def drop_flexible_hours(call: Call, agreement: FlexibleAgreement, given: Reasoned) -> None:
    """Take back an agreement that was recorded wrongly."""
    act.drop_flexible_hours(call.by, agreement.pk, reason=given.reason)


def cover_of(by: User, cover_id: int) -> FlexibleCover:
    return reach(FlexibleCover.objects.filter(agreement__project__in=projects_of(by, MANAGES)), cover_id)


@room.post(
    "/flexible-hours/covers/{int:cover_id}/end",
    of=cover_of,
    body=FormBody(EndPaperForm),
    answer=AgreementTold,
)
def end_flexible_hours_of_person(
    call: Call, cover: FlexibleCover, given: dict[str, Any]
) -> FlexibleAgreement:
    """End flexible hours for one person; what was worked until then is settled."""
    return act.end_cover(call.by, cover.pk, given["ends_on"], reason=given["reason"])
