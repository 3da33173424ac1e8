"""Keeping and destroying on screen: the plan, what is due on a day, destructions, holds."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from openinsa.documents.destruction_certificate import destruction_certificate_pdf
from openinsa.people.models import Person
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.retention import actions as act
from openinsa.retention.certificates import paper_of
from openinsa.retention.forms import HoldForm, PeriodForm, PersonHoldForm, PreviewForm, ProposeForm, WhyForm
from openinsa.retention.models import Destruction
from openinsa.retention.plan import BACKUPS, PUBLIC_RECORDS, plan
from openinsa.retention.queries import (
    active_holds,
    by_kind,
    destructions,
    due_on,
    holds,
    mask_name,
    people_due,
    periods,
    project_names,
)
from openinsa.staffing.models import Project
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Column, Filter, Kind, Table

TONES = {
    Destruction.State.PROPOSED: "warning",
    Destruction.State.APPROVED: "information",
    Destruction.State.DONE: "success",
    Destruction.State.WITHDRAWN: "gray",
}


def _require_sight(request: HttpRequest) -> None:
    require(request.user.may("retention.see"), NotAllowed())


def the_plan(request: HttpRequest) -> HttpResponse:
    """Every kind of data with its law and the period that holds here."""
    _require_sight(request)
    shown = periods()
    context = {
        "periods": shown,
        "records_years": max((one.records_years for one in shown), default=0),
        "public_records": PUBLIC_RECORDS,
        "adjustable": {*plan().kinds, BACKUPS},
        "may_choose": request.user.may("retention.propose"),
    }
    return render(request, "retention/plan.html", context)


def choose(request: HttpRequest, kind_of_data: str) -> HttpResponse:
    """Keep one kind longer than the law asks."""
    require(request.user.may("retention.propose"), NotAllowed())
    names = {PUBLIC_RECORDS: say("공공기록물 보존기간"), BACKUPS: str(plan().elsewhere[BACKUPS])}
    names |= {name: str(kind) for name, kind in plan().kinds.items()}
    require(kind_of_data in names, NotFound())
    held = next((one for one in periods() if one.kind.name == kind_of_data), None)
    initial = (
        {"years": held.years, "days": held.days, "source": held.choice.source if held.choice else ""}
        if held
        else {}
    )
    form = PeriodForm(request.POST or None, initial=initial)
    if form_done(form, lambda typed: act.choose_period(request.user, kind_of_data, **typed)):
        messages.success(request, say("보존기간을 저장했습니다."))
        return redirect("retention:plan")
    context = {"form": form, "title": names[kind_of_data], "back": reverse("retention:plan"), "held": held}
    return render(request, "retention/form.html", context)


PEOPLE = PlainTable(
    name="people-due",
    whose="pk",
    caption=_("파기할 자료가 있는 사람"),
    order="due_on",
    empty=_("파기할 자료가 있는 사람이 없습니다"),
    columns=(
        Column("name", _("성명"), link=lambda row: reverse("retention:hold_person", args=[row.pk])),
        Column("birth_year", _("출생 연도"), sort="birth_year"),
        Column("kinds", _("자료"), sort="kinds"),
        Column("due_on", _("도래일"), kind=Kind.DAY, sort="due_on"),
        Column("held", _("파기 유예"), value=lambda row: say("유예") if row.held else "", sort="held"),
    ),
)


def preview(request: HttpRequest) -> HttpResponse:
    """What would be destroyed on a day: counts by kind and project, people masked, holds."""
    _require_sight(request)
    today = timezone.localdate()
    form = PreviewForm({"on": request.GET.get("on") or today})
    day = form.cleaned_data["on"] if form.is_valid() else today
    found = due_on(day)
    counted = by_kind(found)
    context = {
        "form": form,
        "day": day,
        "simulated": day > today,
        "counted": [(one, _by_project(one.projects, project_names(counted))) for one in counted],
        "holds": active_holds(day),
        "propose_form": _propose_form(day, counted) if _may_propose(request, day, today) else None,
    }
    return PEOPLE.respond(request, people_due(found), "retention/preview.html", **context)


def _by_project(counts: dict[int, int], names: Any) -> list[tuple[str, int]]:
    return sorted((names.get(pk, "–"), count) for pk, count in counts.items())


def _may_propose(request: HttpRequest, day: date, today: date) -> bool:
    return request.user.may("retention.propose") and day <= today


def _propose_form(day: date, counted: list[Any], data: Any = None) -> ProposeForm | None:
    kinds = [(one.kind.name, f"{one.kind} · {one.free}") for one in counted if one.free]
    initial = {"on_day": day, "kinds": [name for name, _label in kinds]}
    return ProposeForm(data, kinds=kinds, initial=initial) if kinds else None


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    require(request.user.may("retention.propose"), NotAllowed())
    asked = PreviewForm({"on": request.POST.get("on_day") or timezone.localdate()})
    day = asked.cleaned_data["on"] if asked.is_valid() else timezone.localdate()
    form = _propose_form(day, by_kind(due_on(day)), request.POST)
    require(form is not None, act.NothingToDestroy())
    made = form_done(form, lambda typed: act.propose(request.user, **typed))  # type: ignore[arg-type]
    if made:
        messages.success(request, say("파기를 제안했습니다. 다른 사람이 승인하면 파기합니다."))
        return redirect("retention:destruction", made.pk)
    context = {"form": form, "title": say("파기 제안"), "back": reverse("retention:preview")}
    return render(request, "retention/form.html", context)


REGISTER = Table(
    name="destructions",
    caption=_("개인정보 파기 관리대장"),
    order="-proposed_at",
    empty=_("파기한 것이 없습니다"),
    empty_hint=_("'파기 미리보기'에서 기한이 된 자료를 제안하면 여기에 보입니다."),
    columns=(
        Column(
            "proposed_at",
            _("제안한 일시"),
            kind=Kind.MOMENT,
            link=lambda row: reverse("retention:destruction", args=[row.pk]),
        ),
        Column("number", _("번호"), value=lambda row: row.written_number, sort="number"),
        Column("state", _("상태"), kind=Kind.BADGE, tones=TONES),
        Column("on_day", _("기준일"), kind=Kind.DAY),
        Column("proposed_by__name", _("제안한 사람"), search=("proposed_by__name",)),
        Column("confirmed_by__name", _("승인한 사람"), search=("confirmed_by__name",)),
        Column("finished_at", _("파기한 일시"), kind=Kind.MOMENT),
    ),
    filters=(Filter("state", _("상태"), Destruction.State.choices, lambda chosen: _state_is(chosen)),),
)


def _state_is(chosen: str) -> Any:
    from django.db.models import Q

    return Q(state=chosen)


def register(request: HttpRequest) -> HttpResponse:
    _require_sight(request)
    return REGISTER.respond(request, destructions(), "retention/register.html")


def destruction(request: HttpRequest, destruction_id: int) -> HttpResponse:
    """One destruction with its parts, and the buttons of whoever has to act."""
    _require_sight(request)
    one = _reach(destruction_id)
    parts = [(part, plan().kinds.get(part.kind)) for part in one.parts.order_by("pk")]
    waits = one.state == Destruction.State.PROPOSED
    context = {
        "one": one,
        "parts": parts,
        "tone": TONES[one.state],
        "waits": waits,
        "may_approve": waits
        and request.user.may("retention.confirm")
        and one.proposed_by_id != request.user.pk,
        "form": WhyForm(),
    }
    return render(request, "retention/destruction.html", context)


def _reach(destruction_id: int) -> Destruction:
    one = destructions().filter(pk=destruction_id).first()
    require(one is not None, NotFound())
    return one  # type: ignore[return-value]


@require_POST
def approve(request: HttpRequest, destruction_id: int) -> HttpResponse:
    one = act.approve(request.user, destruction_id)
    messages.success(request, say("승인했습니다. 파기를 시작합니다."))
    return (
        redirect("jobs:job", one.job_id)
        if request.user.may("jobs.see")
        else redirect("retention:destruction", one.pk)
    )


@require_POST
def withdraw(request: HttpRequest, destruction_id: int) -> HttpResponse:
    _require_sight(request)
    one = _reach(destruction_id)
    form = WhyForm(request.POST)
    if form_done(form, lambda typed: act.withdraw(request.user, one.pk, **typed)):
        messages.success(request, say("파기 제안을 거뒀습니다. 지운 것은 없습니다."))
        return redirect("retention:destruction", one.pk)
    back = reverse("retention:destruction", args=[one.pk])
    return render(request, "retention/form.html", {"form": form, "title": say("제안 거두기"), "back": back})


@require_GET
def certificate(request: HttpRequest, destruction_id: int) -> HttpResponse:
    """The certificate as a PDF, from what was frozen when the destruction ended."""
    _require_sight(request)
    one = _reach(destruction_id)
    require(one.state == Destruction.State.DONE, NotFound())
    name = f"{say('개인정보 파기 확인서')} {one.written_number}.pdf"
    return as_file(destruction_certificate_pdf(paper_of(one)), name)


HOLDS = Table(
    name="holds",
    whose="person_id",
    caption=_("파기 유예"),
    order="-placed_at",
    empty=_("파기 유예가 없습니다"),
    columns=(
        Column(
            "placed_at",
            _("유예한 일시"),
            kind=Kind.MOMENT,
            link=lambda row: reverse("retention:hold", args=[row.pk]),
        ),
        Column("what", _("대상"), value=lambda row: held_what(row), sort=""),
        Column("cause", _("유예 사유"), kind=Kind.BADGE),
        Column("grounds", _("내용"), search=("grounds",)),
        Column("until", _("유예 기한"), kind=Kind.DAY),
        Column("placed_by__name", _("유예한 사람"), search=("placed_by__name",)),
        Column("lifted_at", _("푼 일시"), kind=Kind.MOMENT),
    ),
)


def held_what(hold: Any) -> str:
    """What a hold keeps; a person is masked."""
    if hold.person_id:
        return mask_name(hold.person.name)
    return hold.project.name if hold.project_id else say("기관 전체")


def hold_list(request: HttpRequest) -> HttpResponse:
    """The holds and their history, and the form for a new one."""
    _require_sight(request)
    projects = [(str(pk), name) for pk, name in Project.objects.values_list("pk", "name")]
    form = HoldForm(request.POST or None, projects=projects)

    def place(typed: dict[str, Any]) -> Any:
        chosen = typed.pop("project")
        return act.place_hold(request.user, project_id=int(chosen) if chosen else None, **typed)

    if form_done(form, place):
        messages.success(request, say("파기를 유예했습니다. 풀 때까지 미리보기와 파기에서 뺍니다."))
        return redirect("retention:holds")
    return HOLDS.respond(request, holds(), "retention/holds.html", form=form)


def hold_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Hold one person's data back."""
    require(request.user.may("retention.hold"), NotAllowed())
    person = Person.objects.filter(pk=person_id).first()
    require(person is not None, NotFound())
    form = PersonHoldForm(request.POST or None)
    if form_done(form, lambda typed: act.place_hold(request.user, person_id=person_id, **typed)):
        messages.success(request, say("파기를 유예했습니다. 풀 때까지 미리보기와 파기에서 뺍니다."))
        return redirect("retention:holds")
    note_read("retention", [person_id])
    title = f"{mask_name(person.name)} · {say('파기 유예')}"  # type: ignore[union-attr]
    return render(
        request, "retention/form.html", {"form": form, "title": title, "back": reverse("retention:holds")}
    )


def hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """One hold: why, by whom, until when; and lifting it."""
    _require_sight(request)
    one = holds().filter(pk=hold_id).first()
    require(one is not None, NotFound())
    note_read("retention", [one.person_id] if one.person_id else [])  # type: ignore[union-attr]
    form = WhyForm(request.POST or None)
    if form_done(form, lambda typed: act.lift_hold(request.user, hold_id, **typed)):
        messages.success(request, say("파기 유예를 풀었습니다."))
        return redirect("retention:holds")
    context = {
        "one": one,
        "what": held_what(one),
        "form": form,
        "may_lift": request.user.may("retention.hold"),
    }
    return render(request, "retention/hold.html", context)
