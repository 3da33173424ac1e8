"""Consents and permissions of a project's people, and what a worker told of her pregnancy."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.reasons import reason_form
from openinsa.staffing.actions import motherhood as act
from openinsa.staffing.actions.consents import drop_consent, end_consent, record_consents
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.contract_columns import ENDS_ON, JOB, STARTS_ON
from openinsa.staffing.models import Consent, Contract, Motherhood
from openinsa.staffing.paper_forms import ConsentForm, EndPaperForm, EndPregnancyForm, PregnancyForm
from openinsa.staffing.scope import contracts_of, people_of, projects_of, reach
from openinsa.web.asking import ask
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Filter, Table, picked_rows

KINDS = dict(Consent.Kind.choices)


def _held(row: Contract) -> str:
    return ", ".join(str(KINDS[kind]) for kind in row.held or ())


def _today(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _without(kind: str) -> Q:
    held = Consent.objects.filter(_today(timezone.localdate()), kind=kind)
    return ~Q(person__in=held.values("person"))


CONSENTS = Table(
    name="consents",
    whose="person_id",
    caption=_("동의·인가"),
    order="person__name",
    page_size=200,
    empty=_("계약이 없습니다"),
    columns=(
        Column(
            "person__name",
            _("성명"),
            search=("person__name",),
            link=lambda c: reverse("staffing:person", args=[c.person_id]),
        ),
        JOB,
        Column("held", _("오늘 적용되는 동의·인가"), value=_held, sort=""),
        STARTS_ON,
        ENDS_ON,
    ),
    filters=(Filter("without", _("없는 동의"), list(Consent.Kind.choices), _without),),
)


def project_consents(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project's people with the papers that hold today."""
    project = reach(projects_of(request.user), project_id)
    require(request.user.may("staffing.protect"), NotAllowed())
    bulk = (Bulk(_("동의·인가 기록"), reverse("staffing:record_consents", args=[project.pk]), "plus"),)
    rows = with_papers(contracts_of(request.user).filter(project=project))
    return CONSENTS.respond(request, rows, "staffing/consents/list.html", bulk=bulk, project=project)


@require_POST
def record_for_many(request: HttpRequest, project_id: int) -> HttpResponse:
    """First what paper the picked people gave, then store it."""
    project = reach(projects_of(request.user, "staffing.protect"), project_id)
    people = contracts_of(request.user, "staffing.protect").filter(project=project)
    contracts = picked_rows(request, people.select_related("person"))
    require(contracts, NobodyPicked())
    form = ConsentForm(request.POST if "valid_from" in request.POST else None)
    ids = [one.pk for one in contracts]
    if form_done(form, lambda typed: record_consents(request.user, project.pk, ids, typed)):
        messages.success(request, say("%(count)d명의 문서를 기록했습니다.") % {"count": len(ids)})
        return redirect("staffing:project_consents", project.pk)
    context = {"project": project, "contracts": contracts, "form": form}
    return render(request, "staffing/consents/record.html", context)


def consent(request: HttpRequest, consent_id: int) -> HttpResponse:
    """End or drop one paper."""
    within = Consent.objects.filter(person__in=people_of(request.user, "staffing.protect"))
    shown = reach(within.select_related("person"), consent_id)
    form = EndPaperForm(request.POST or None, initial={"ends_on": shown.valid_to or timezone.localdate()})

    def end(typed: dict[str, Any]) -> object:
        if "drop" in request.POST:
            return drop_consent(request.user, shown.pk, reason=typed["reason"])
        return end_consent(request.user, shown.pk, typed["ends_on"], reason=typed["reason"])

    if form_done(form, end):
        messages.success(request, say("고쳤습니다."))
        return redirect("staffing:person", shown.person_id)
    return render(request, "staffing/consents/end.html", {"consent": shown, "form": form})


def note_pregnancy(request: HttpRequest, person_id: int) -> HttpResponse:
    """What a worker told of her pregnancy."""
    person = reach(people_of(request.user, "staffing.protect"), person_id)
    form = PregnancyForm(request.POST or None, initial={"told_on": timezone.localdate()})
    if form_done(form, lambda typed: act.note_pregnancy(request.user, person.pk, **typed)):
        messages.success(request, say("임신 보호를 기록했습니다."))
        return redirect("staffing:person", person.pk)
    context = {"person": person, "form": form, "title": say("임신 보호 기록")}
    return render(request, "staffing/consents/pregnancy.html", context)


def end_pregnancy(request: HttpRequest, motherhood_id: int) -> HttpResponse:
    """The birth, or another end."""
    stored = _motherhood(request, motherhood_id)
    form = EndPregnancyForm(request.POST or None, initial={"day": timezone.localdate()})
    if form_done(form, lambda typed: act.end_pregnancy(request.user, stored.pk, **typed)):
        messages.success(request, say("기록했습니다."))
        return redirect("staffing:person", stored.person_id)
    context = {"person": stored.person, "form": form, "title": say("출산·종료 기록")}
    return render(request, "staffing/consents/pregnancy.html", context)


def show_motherhood(request: HttpRequest, motherhood_id: int) -> HttpResponse:
    """Ask for a reason; with one, show the dates once, or with `drop` take the record back."""
    stored = _motherhood(request, motherhood_id)
    form, address = reason_form(request), address_of(request)
    drops = "drop" in request.POST

    def look(typed: dict[str, Any]) -> object:
        if drops:
            return act.drop_motherhood(request.user, stored.pk, reason=typed["reason"])
        return act.show_motherhood(request.user, stored.pk, reason=form.why, address=address)

    known = form_done(form, look)
    if known and drops:
        messages.success(request, say("기록을 지웠습니다."))
        return redirect("staffing:person", stored.person_id)
    person = stored.person
    context = {"record": stored, "person": person, "about": person.name, "form": form, "known": known}
    return ask(request, "staffing/consents/motherhood.html", context, title=say("임신·출산 보호 보기"))


def _motherhood(request: HttpRequest, motherhood_id: int) -> Motherhood:
    within = Motherhood.objects.filter(person__in=people_of(request.user, "staffing.protect"))
    return reach(within.select_related("person"), motherhood_id)


def with_papers(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """The contracts with the kinds of paper that hold today."""
    held = Consent.objects.filter(_today(timezone.localdate()), person=OuterRef("person"))
    kinds = held.order_by().values("person").annotate(all=ArrayAgg("kind", distinct=True, order_by="kind"))
    return contracts.select_related("person").annotate(held=Subquery(kinds.values("all")))
