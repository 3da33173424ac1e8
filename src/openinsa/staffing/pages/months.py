"""Project months: the list of all that the user may see, filled by the state they wait in; opening one."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.actions.months import open_month
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.queries import months_of_period, months_with_figures
from openinsa.staffing.scope import projects_of, reach
from openinsa.staffing.tones import MONTH_TONES
from openinsa.web.tables import Column, Filter, Kind, Table, month_filter

MONTHS = Table(
    name="months",
    caption=_("월 근무상황"),
    order="-month",
    empty=_("월 근무상황이 없습니다"),
    empty_hint=_("사업 화면에서 달을 열면 여기에 나타납니다."),
    columns=(
        Column(
            "project__name",
            _("사업명"),
            search=("project__name",),
            link=lambda m: reverse("staffing:month", args=[m.pk]),
        ),
        Column("month", _("월"), kind=Kind.MONTH),
        Column("project__department__name", _("부서"), search=("project__department__name",)),
        Column("people", _("인원"), kind=Kind.NUMBER),
        Column("state", _("상태"), kind=Kind.BADGE, tones=MONTH_TONES),
        Column("submitted_at", _("제출일시"), kind=Kind.MOMENT),
        Column("approved_at", _("승인일시"), kind=Kind.MOMENT),
        Column("sent_back_reason", _("돌려보낸 사유")),
    ),
    filters=(
        Filter("state", _("상태"), list(ProjectMonth.State.choices), lambda state: Q(state=state)),
        month_filter(ProjectMonth, "month"),
    ),
)


def month_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("staffing.see"), NotAllowed())
    return MONTHS.respond(request, months_with_figures(request.user), "staffing/months/list.html")


@require_POST
def open_one(request: HttpRequest, project_id: int) -> HttpResponse:
    """Open a month of the project for entry and go to its sheet."""
    project = reach(projects_of(request.user, "staffing.record_days"), project_id)
    months = {f"{month:%Y-%m}": month for month in months_of_period(project)}
    month = months.get(request.POST.get("month", ""))
    if month is None:
        raise NotFound()
    return redirect("staffing:month", open_month(request.user, project_id, month).pk)
