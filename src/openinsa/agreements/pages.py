"""Agreements on the screens of the office: the list, one agreement, its files, contracts that have none."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from openinsa.agreements.actions.handing import hand_out_consent, hand_out_file
from openinsa.agreements.contents import frozen_content
from openinsa.agreements.models import Agreement, AgreementUpload
from openinsa.agreements.queries import (
    TONES,
    File,
    agreement_rows,
    contracts_to_agree,
    mark_changed,
    story_of,
    to_countersign,
)
from openinsa.agreements.reading import Reading, reading_of
from openinsa.agreements.scope import agreements_of, agreements_told
from openinsa.agreements.steps import STEPS
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.people.roles import Scope
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, projects_of, reach
from openinsa.web.handing_out import why
from openinsa.web.tables import Bulk, Column, Filter, Kind, ShownTable, Table

SEES, MAKES = "agreements.see", "agreements.make"
State = Agreement.State


class AgreementsShown(ShownTable):
    """A page of agreements, those marked whose contract changed."""

    def prepared(self, picked: Iterable[Agreement]) -> Iterable[Agreement]:
        rows = list(picked)
        mark_changed(rows)
        return rows


class AgreementTable(Table):
    def show(self, request: HttpRequest, rows: Any, bulk: tuple[Bulk, ...] = ()) -> ShownTable:
        return AgreementsShown(self, request, rows, bulk)


AGREEMENTS = AgreementTable(
    name="agreements",
    whose="contract__person_id",
    caption=_("전자계약"),
    order="-made_at",
    empty=_("전자계약서가 없습니다"),
    empty_hint=_("등록한 계약을 골라 한꺼번에 만들 수 있습니다."),
    columns=(
        Column(
            "name",
            _("성명"),
            search=("contract__person__name",),
            link=lambda row: reverse("agreements:agreement", args=[row.pk]),
        ),
        Column("project", _("사업명"), search=("contract__project__name",)),
        Column("starts_on", _("계약시작일"), kind=Kind.DAY),
        Column("ends_on", _("계약종료일"), kind=Kind.DAY),
        Column("version", _("판"), kind=Kind.NUMBER),
        Column("state", _("상태"), kind=Kind.BADGE, tones=TONES),
        Column(
            "changed",
            _("확인할 것"),
            kind=Kind.BADGE,
            value=lambda row: say("조건 바뀜") if getattr(row, "changed", False) else "",
            sort="",
            tones={True: "danger"},
        ),
        Column("due_on", _("서명 기한"), kind=Kind.DAY),
        Column("made_at", _("만든 일시"), kind=Kind.MOMENT),
    ),
    filters=(Filter("state", _("상태"), State.choices, lambda chosen: Q(state=chosen)),),
)

CONTRACTS = Table(
    name="agreement_contracts",
    whose="person_id",
    caption=_("전자계약서를 만들 계약"),
    order="person__name",
    empty=_("계약이 없습니다"),
    columns=(
        Column("person__name", _("성명"), search=("person__name",)),
        Column("project__name", _("사업명"), search=("project__name",)),
        Column("job", _("직무"), search=("job",)),
        Column("starts_on", _("계약시작일"), kind=Kind.DAY),
        Column("ends_on", _("계약종료일"), kind=Kind.DAY),
        Column(
            "newest_state",
            _("전자계약"),
            kind=Kind.BADGE,
            value=lambda row: State(row.newest_state).label if row.newest_state else "",
            sort="newest_state",
            tones=TONES,
        ),
    ),
    filters=(
        Filter(
            "agreement",
            _("전자계약"),
            [("none", _("없는 계약만")), ("some", _("있는 계약만"))],
            lambda chosen: Q(agreed=chosen == "some"),
        ),
    ),
)


def project_filter(user: User, permission: str, path: str) -> Filter:
    """A choice among the projects within reach."""

    def choices() -> list[tuple[str, Any]]:
        return [(str(pk), name) for pk, name in projects_of(user, permission).values_list("pk", "name")]

    return Filter("project", _("사업"), choices, lambda chosen: Q(**{path: int(chosen)}))


def starting_filter(user: User, permission: str, path: str) -> Filter:
    """A choice among the months in which contracts within reach begin."""

    def choices() -> list[tuple[str, Any]]:
        months = contracts_of(user, permission).order_by().annotate(month=TruncMonth("starts_on"))
        days = months.values_list("month", flat=True).distinct().order_by("-month")
        return [(f"{day:%Y-%m}", f"{day:%Y-%m}") for day in days]

    def narrow(chosen: str) -> Q:
        first = date.fromisoformat(f"{chosen}-01")
        return Q(**{f"{path}__year": first.year, f"{path}__month": first.month})

    return Filter("month", _("시작한 달"), choices, narrow)


def agreements_table(user: User) -> AgreementTable:
    projects = project_filter(user, SEES, "contract__project")
    months = starting_filter(user, SEES, "contract__starts_on")
    return replace(AGREEMENTS, filters=(*AGREEMENTS.filters, projects, months))


def contracts_table(user: User) -> Table:
    projects = project_filter(user, MAKES, "project")
    return replace(
        CONTRACTS, filters=(*CONTRACTS.filters, projects, starting_filter(user, MAKES, "starts_on"))
    )


def _require_office(user: User) -> None:
    require(user.scope(SEES) not in {None, Scope.OWN}, NotAllowed())


@require_GET
def agreement_list(request: HttpRequest) -> HttpResponse:
    """All agreements within reach, and what can be done with several."""
    _require_office(request.user)
    bulk = tuple(
        Bulk(step.label, reverse(f"agreements:{step.name}"), step.icon)
        for step in STEPS
        if request.user.may(step.permission)
    )
    context = {
        "may_make": request.user.may(MAKES),
        "to_countersign": to_countersign(request.user).exists(),
        "asked": _asked(request),
    }
    return agreements_table(request.user).respond(
        request, agreement_rows(request.user), "agreements/list.html", bulk=bulk, **context
    )


def _asked(request: HttpRequest) -> str:
    """What the list is narrowed to, for a step with all that it shows."""
    asked = request.GET.copy()
    for name in ("page", "download"):
        asked.pop(name, None)
    return asked.urlencode()


@require_GET
def contract_list(request: HttpRequest) -> HttpResponse:
    """Registered contracts, to make agreements from them: picked ones, or all that the filters show."""
    require(request.user.may(MAKES), NotAllowed())
    bulk = (Bulk(_("고른 계약의 계약서 만들기"), reverse("agreements:make"), "plus"),)
    return contracts_table(request.user).respond(
        request,
        contracts_to_agree(request.user),
        "agreements/contracts.html",
        bulk=bulk,
        asked=_asked(request),
    )


@require_GET
def agreement(request: HttpRequest, document_id: int) -> HttpResponse:
    """One agreement: where it stands, what it says, what happened, and what can be done now."""
    _require_office(request.user)
    one = reach(agreements_of(request.user), document_id)
    mark_changed([one])
    told = agreements_told(request.user).filter(pk=one.pk).exists()
    context = {
        "one": one,
        "person": one.contract.person,
        "tone": TONES[State(one.state)],
        "story": story_of(one),
        "signatures": list(one.signatures.select_related("signed_by")),
        "reading": reading_in(one, request.GET.get("language", "ko")) if told else None,
        "told": told,
        "consent": one.uploads.filter(kind=AgreementUpload.Kind.CONSENT).first(),
        "steps": [step for step in STEPS if one.state in step.states and request.user.may(step.permission)],
        "may": {name: request.user.may(f"agreements.{name}") for name in ("make", "send")},
        "is_open": one.state in Agreement.OPEN,
        "unsigned": one.state in (State.DRAFT, State.SENT, State.OPENED),
        "in_force": one.state in Agreement.IN_FORCE,
        "following": _following(request.user, one),
    }
    return render(request, "agreements/agreement.html", context)


def _following(user: User, one: Agreement) -> Contract | None:
    """The next contract of the same person in the same project."""
    if one.state not in Agreement.IN_FORCE or not user.may(MAKES):
        return None
    contract = one.contract
    later = contracts_of(user, MAKES).filter(
        person=contract.person_id, project=contract.project_id, starts_on__gt=contract.starts_on
    )
    return later.order_by("starts_on").first()


def reading_in(one: Agreement, language: str) -> Reading:
    """What was frozen, in the language asked for."""
    content = frozen_content(one, Sealer(one.institution_id))
    return reading_of(content.in_language(language))._replace(own_form=content.own_version > 0)


@require_GET
def file(request: HttpRequest, document_id: int) -> HttpResponse:
    """The file of an agreement, for a reason: before it is signed a preview, after it what both hold."""
    given = {"reason": why(request), "address": address_of(request)}
    return sent_file(*hand_out_file(request.user, document_id, **given))


@require_GET
def consent_file(request: HttpRequest, document_id: int) -> HttpResponse:
    """A guardian's consent as it was uploaded, for a reason."""
    given = {"reason": why(request), "address": address_of(request)}
    one, consent = hand_out_consent(request.user, document_id, **given)
    return sent_file(one, consent, say("동의서"))


def sent_file(one: Agreement, found: File, title: str = "") -> HttpResponse:
    """A file under a name that says whose it is and which version."""
    what = title or (say("근로계약서") if found.final else say("근로계약서(서명 전)"))
    name = f"{what} {one.contract.person.name} {one.contract.starts_on} {one.version}.{found.ending}"
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
