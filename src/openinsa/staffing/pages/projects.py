"""Projects: the list, one project with its budget, months and contracts, making and changing one."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Department
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.actions.projects import assign_clerks, change_project, make_project
from openinsa.staffing.contract_watch import watched_in
from openinsa.staffing.forms import ProjectForm
from openinsa.staffing.models import Project, ProjectClerk
from openinsa.staffing.pages.contracts import contracts_table
from openinsa.staffing.queries import (
    contracts_with_terms,
    months_of_period,
    months_with_figures,
    projects_with_figures,
)
from openinsa.staffing.scope import projects_of, reach, sees_pay
from openinsa.staffing.tones import MONTH_TONES
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Filter, Kind, Table

PROJECT_FIELDS = (
    "name",
    "department",
    "starts_on",
    "ends_on",
    "budget",
    "construction_site",
    "day_labour_payment",
    "review_approval",
    "review_approved_on",
)
PROJECTS = Table(
    name="projects",
    caption=_("사업"),
    order="name",
    empty=_("사업이 없습니다"),
    empty_hint=_("새 사업을 만들거나 엑셀 등록으로 사업과 근로자를 함께 올려 주세요."),
    columns=(
        Column(
            "name", _("사업명"), search=("name",), link=lambda p: reverse("staffing:project", args=[p.pk])
        ),
        Column("department__name", _("부서"), search=("department__name",)),
        Column("starts_on", _("시작일"), kind=Kind.DAY),
        Column("ends_on", _("종료일"), kind=Kind.DAY),
        Column("people", _("현재 인원"), kind=Kind.NUMBER, total=Sum("people")),
        Column("budget", _("예산액"), kind=Kind.WON, total=Sum("budget")),
        Column("used", _("집행"), kind=Kind.WON, total=Sum("used")),
        Column("left", _("남음"), kind=Kind.WON, total=Sum("left")),
        Column(
            "bar",
            _("집행률"),
            kind=Kind.BUDGET,
            value=lambda p: None if p.used is None else (p.budget, p.used, p.committed),
            sort="used",
        ),
    ),
    filters=(
        Filter(
            "department",
            _("부서"),
            lambda: [(str(pk), name) for pk, name in Department.objects.values_list("pk", "name")],
            lambda pk: Q(department_id=pk),
        ),
    ),
)


def project_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("staffing.see"), NotAllowed())
    rows = projects_with_figures(request.user, timezone.localdate())
    manages = request.user.may("staffing.manage_projects")
    return PROJECTS.respond(request, rows, "staffing/projects/list.html", manages=manages)


def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project: budget, months and who works in it."""
    today = timezone.localdate()
    shown = reach(projects_with_figures(request.user, today), project_id)
    months = list(months_with_figures(request.user).filter(project=shown))
    opened = {month.month for month in months}
    unopened = [month for month in months_of_period(shown) if month not in opened]
    records = projects_of(request.user, "staffing.record_days").filter(pk=shown.pk).exists()
    context = {
        "project": shown,
        "clerks": ProjectClerk.objects.filter(project=shown).select_related("clerk"),
        "months": [(month, MONTH_TONES[month.state]) for month in months],
        "unopened": unopened if records else [],
        "swaps": shown.holiday_swaps.all(),
        "approvals": shown.approvals.all(),
        "flexible": shown.flexible_agreements.annotate(people=Count("covers__contract", distinct=True)),
        "watched": watched_in(shown, today),
        "this_month": today.replace(day=1),
        "manages": request.user.may("staffing.manage_projects"),
        "invites": request.user.may("people.manage"),
        "sees_pay": sees_pay(request.user),
        "issues": projects_of(request.user, "issuing.issue").filter(pk=shown.pk).exists(),
        "protects": request.user.may("staffing.protect"),
    }
    rows = contracts_with_terms(request.user, today).filter(project=shown)
    table = contracts_table(request.user).without("project__name")
    return table.respond(request, rows, "staffing/projects/detail.html", **context)


def new_project(request: HttpRequest) -> HttpResponse:
    require(request.user.may("staffing.manage_projects"), NotAllowed())
    form = ProjectForm(request.POST or None)

    def make(typed: dict[str, Any]) -> Project:
        clerks = typed.pop("clerks")
        made = make_project(request.user, **typed)
        return assign_clerks(request.user, made.pk, clerks)

    made = form_done(form, make)
    if made:
        messages.success(request, say("'%(name)s' 사업을 만들었습니다.") % {"name": made.name})
        return redirect("staffing:project", made.pk)
    return render(request, "staffing/projects/form.html", {"form": form, "title": say("새 사업")})


def edit_project(request: HttpRequest, project_id: int) -> HttpResponse:
    shown = reach(projects_of(request.user, "staffing.manage_projects"), project_id)
    now = {name: getattr(shown, name) for name in PROJECT_FIELDS}
    clerks = ProjectClerk.objects.filter(project=shown).values_list("clerk_id", flat=True)
    form = ProjectForm(request.POST or None, initial={**now, "clerks": list(clerks)})
    form.fields["department"].disabled = True

    def change(typed: dict[str, Any]) -> Project:
        clerks, _same = typed.pop("clerks"), typed.pop("department")
        change_project(request.user, project_id, **typed)
        return assign_clerks(request.user, project_id, clerks)

    if form_done(form, change):
        messages.success(request, say("고쳤습니다."))
        return redirect("staffing:project", project_id)
    context = {"form": form, "title": say("사업 고치기"), "project": shown}
    return render(request, "staffing/projects/form.html", context)
