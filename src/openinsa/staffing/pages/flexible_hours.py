"""Flexible hours of a project: the agreements, who is under each, and the plan of their unit periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.people.models import User
from openinsa.people.refusals import require
from openinsa.staffing.actions import flexible_hours as act
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.contract_columns import ENDS_ON, JOB, NAME, STARTS_ON
from openinsa.staffing.flexible_forms import AgreementForm, CoverForm
from openinsa.staffing.flexible_hours import faults_of_plan, plans_of
from openinsa.staffing.models import Contract, FlexibleAgreement, FlexibleCover
from openinsa.staffing.paper_forms import EndPaperForm
from openinsa.staffing.scope import contracts_of, projects_of, reach
from openinsa.staffing.sheet import days_between
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, picked_rows

MANAGES = "staffing.manage_projects"
PEOPLE = Table(
    name="flexible",
    whose="person_id",
    caption=_("탄력적 근로시간제 대상"),
    order="person__name",
    page_size=200,
    empty=_("계약이 없습니다"),
    columns=(
        NAME,
        JOB,
        Column("cover_from", _("적용 시작일"), kind=Kind.DAY, sort="cover_from"),
        Column("cover_to", _("적용 종료일"), kind=Kind.DAY, sort="cover_to"),
        Column(
            "cover",
            _("적용 끝내기"),
            value=lambda c: say("끝내기") if c.cover else "",
            sort="",
            link=lambda c: reverse("staffing:flexible_cover", args=[c.cover]) if c.cover else "",
        ),
        STARTS_ON,
        ENDS_ON,
    ),
    filters=(
        Filter(
            "covered",
            _("적용"),
            [("yes", _("적용받는 사람")), ("no", _("적용받지 않는 사람"))],
            lambda chosen: Q(cover__isnull=chosen == "no"),
        ),
    ),
)


@dataclass(frozen=True)
class UnitPlan:
    """One unit period as planned for one contract: its hours, and those of its weeks by their last day."""

    since: date
    to: date
    minutes: int
    weeks: dict[date, int]


def new_agreement(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record an agreement on flexible hours."""
    project = reach(projects_of(request.user, MANAGES), project_id)
    form = AgreementForm(request.POST or None)
    made = form_done(form, lambda typed: act.agree_flexible_hours(request.user, project.pk, typed))
    if made:
        messages.success(request, say("합의를 기록했습니다. 이제 적용할 사람을 골라 주세요."))
        return redirect("staffing:flexible_hours", made.pk)
    return render(request, "staffing/flexible/new.html", {"form": form, "project": project})


def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """One agreement: what was agreed, the planned unit periods, and who of the project is under it."""
    shown = _reach(request.user, agreement_id)
    manages = request.user.may(MANAGES)
    table = PEOPLE if manages else PEOPLE.without("cover")
    bulk: tuple[Bulk, ...] = ()
    if manages:
        bulk = (Bulk(_("적용"), reverse("staffing:cover_flexible_hours", args=[shown.pk]), "plus"),)
    rows = with_covers(contracts_of(request.user).filter(project=shown.project), shown)
    covers = list(shown.covers.select_related("contract__person").order_by("valid_from"))
    context = {
        "agreement": shown,
        "project": shown.project,
        "manages": manages,
        "units": _units(shown, covers[0]) if covers else [],
        "first_covered": covers[0].contract.person.name if covers else "",
        "warnings": list(_warnings(shown, covers)),
    }
    return table.respond(request, rows, "staffing/flexible/agreement.html", bulk=bulk, **context)


@require_POST
def cover(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """First from when the picked people are under the agreement, then store it."""
    shown = _reach(request.user, agreement_id, MANAGES)
    people = contracts_of(request.user, "staffing.register").filter(project=shown.project)
    contracts = picked_rows(request, people.select_related("person"))
    require(contracts, NobodyPicked())
    answered = "valid_from" in request.POST
    form = CoverForm(request.POST if answered else None)
    ids = [one.pk for one in contracts]
    if form_done(form, lambda typed: act.cover_people(request.user, shown.pk, ids, **typed)):
        messages.success(request, say("%(count)d명에게 적용했습니다.") % {"count": len(ids)})
        return redirect("staffing:flexible_hours", shown.pk)
    context = {"agreement": shown, "project": shown.project, "contracts": contracts, "form": form}
    return render(request, "staffing/flexible/cover.html", context)


def end(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """End an agreement early, or take back one that was recorded wrongly."""
    shown = _reach(request.user, agreement_id, MANAGES)
    form = EndPaperForm(request.POST or None, initial={"ends_on": shown.ends_on})

    def finish(typed: dict[str, Any]) -> object:
        if "drop" in request.POST:
            return act.drop_flexible_hours(request.user, shown.pk, reason=typed["reason"])
        return act.end_flexible_hours(request.user, shown.pk, typed["ends_on"], reason=typed["reason"])

    if form_done(form, finish):
        messages.success(request, say("고쳤습니다."))
        return redirect("staffing:project", shown.project_id)
    context = {
        "agreement": shown,
        "project": shown.project,
        "form": form,
        "title": str(shown.get_kind_display()),
    }
    return render(request, "staffing/flexible/end.html", {**context, "may_drop": True})


def end_cover(request: HttpRequest, cover_id: int) -> HttpResponse:
    """End flexible hours for one person; what was worked until then is settled."""
    within = FlexibleCover.objects.filter(agreement__project__in=projects_of(request.user, MANAGES))
    shown = reach(within.select_related("agreement__project", "contract__person"), cover_id)
    form = EndPaperForm(request.POST or None, initial={"ends_on": shown.valid_to})

    def finish(typed: dict[str, Any]) -> object:
        return act.end_cover(request.user, shown.pk, typed["ends_on"], reason=typed["reason"])

    if form_done(form, finish):
        messages.success(request, say("고쳤습니다."))
        return redirect("staffing:flexible_hours", shown.agreement_id)
    context = {"agreement": shown.agreement, "project": shown.agreement.project, "form": form}
    return render(request, "staffing/flexible/end.html", {**context, "title": shown.contract.person.name})


def _reach(user: User, agreement_id: int, permission: str = "staffing.see") -> FlexibleAgreement:
    within = FlexibleAgreement.objects.filter(project__in=projects_of(user, permission))
    return reach(within.select_related("project"), agreement_id)


def with_covers(contracts: QuerySet[Contract], shown: FlexibleAgreement) -> QuerySet[Contract]:
    """The contracts with their latest days under the agreement."""
    held = FlexibleCover.objects.filter(contract=OuterRef("pk"), agreement=shown).order_by("-valid_to")
    named = {"cover": "pk", "cover_from": "valid_from", "cover_to": "valid_to"}
    found = {name: Subquery(held.values(field)[:1]) for name, field in named.items()}
    return contracts.select_related("person").annotate(**found)


def _units(shown: FlexibleAgreement, of: FlexibleCover) -> list[UnitPlan]:
    """The unit periods as they are planned for one contract."""
    plans = plans_of([of.contract_id], of.valid_from, of.valid_to)
    found = []
    for begin, end in shown.units():
        since, to = max(begin, of.valid_from), min(end, of.valid_to)
        if since <= to:
            days = days_between(since, to)
            minutes = sum(plans.on(of.contract_id, day) for day in days)
            found.append(UnitPlan(since, to, minutes, plans.weeks(of.contract_id, days)))
    return found


def _warnings(shown: FlexibleAgreement, covers: list[FlexibleCover]) -> Iterator[str]:
    """Whose plan has come to be beyond the law since the agreement, and when."""
    if not covers:
        return
    first, last = min(one.valid_from for one in covers), max(one.valid_to for one in covers)
    plans = plans_of({one.contract_id for one in covers}, first, last)
    for one in covers:
        fault = next(faults_of_plan(plans, one, shown), None)
        if fault:
            named = {"name": one.contract.person.name, "since": fault.since, "to": fault.to}
            yield (
                say(
                    "%(name)s: %(since)s ~ %(to)s에 정한 시간이 법의 한도를 넘습니다. 계약의 근무요일이나 교대표를 고치거나 적용을 끝내 주세요."
                )
                % named
            )
