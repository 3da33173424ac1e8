"""Who of a project follows which crew: the list, and putting many people on crews at once."""

from datetime import date

from django.contrib import messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.people.models import User
from openinsa.people.refusals import require
from openinsa.staffing.actions.patterns import NobodyPicked, assign_crews
from openinsa.staffing.contract_columns import ENDS_ON, JOB, NAME, STARTS_ON
from openinsa.staffing.models import Contract, ContractVersion, CrewAssignment, Project, ShiftPattern
from openinsa.staffing.pattern_figures import Figures
from openinsa.staffing.pattern_forms import CrewForm
from openinsa.staffing.patterns import stored
from openinsa.staffing.scope import contracts_of, projects_of, reach
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, picked_rows

CREWS = Table(
    name="crews",
    whose="person_id",
    caption=_("교대 배정"),
    order="person__name",
    page_size=200,
    empty=_("계약이 없습니다"),
    columns=(
        NAME,
        JOB,
        Column("pattern_name", _("교대표"), value=lambda c: c.pattern_name or "", sort="pattern_name"),
        Column(
            "crew",
            _("조"),
            value=lambda c: say("%(crew)d조") % {"crew": c.crew} if c.crew else "",
            sort="crew",
        ),
        Column("crew_from", _("적용 시작일"), kind=Kind.DAY, sort="crew_from"),
        Column("crew_to", _("적용 종료일"), kind=Kind.DAY, sort="crew_to"),
        STARTS_ON,
        ENDS_ON,
    ),
    filters=(
        Filter(
            "pattern",
            _("교대표"),
            lambda: [
                ("none", _("교대 없음")),
                *((str(pk), name) for pk, name in ShiftPattern.objects.values_list("pk", "name")),
            ],
            lambda chosen: Q(pattern_id__isnull=True) if chosen == "none" else Q(pattern_id=chosen),
        ),
    ),
)


def crews(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project's people with the crew they follow now or next."""
    project = reach(projects_of(request.user), project_id)
    bulk = ()
    if _may_assign(request.user, project):
        bulk = (Bulk(_("조에 배정"), reverse("staffing:assign_crews", args=[project.pk]), "people"),)
    rows = with_crews(contracts_of(request.user).filter(project=project), timezone.localdate())
    context = {"project": project, "patterns": ShiftPattern.objects.exists()}
    return CREWS.respond(request, rows, "staffing/patterns/crews.html", bulk=bulk, **context)


@require_POST
def assign(request: HttpRequest, project_id: int) -> HttpResponse:
    """First what shall hold for the picked people, then store it."""
    project = reach(projects_of(request.user, "staffing.register"), project_id)
    people = contracts_of(request.user, "staffing.register").filter(project=project)
    place = {pk: place for place, pk in enumerate(request.POST.getlist("row"))}
    found = picked_rows(request, people.select_related("person"))
    contracts = sorted(found, key=lambda one: place.get(str(one.pk), 0))
    require(contracts, NobodyPicked())
    answered = "valid_from" in request.POST
    begin = max(timezone.localdate().replace(day=1), min(one.starts_on for one in contracts))
    form = CrewForm(request.POST if answered else None, initial={"valid_from": begin})

    def put(typed: dict[str, object]) -> Project:
        pattern = typed.pop("pattern")
        ids = [one.pk for one in contracts]
        return assign_crews(request.user, project.pk, ids, pattern.pk if pattern else None, **typed)

    if form_done(form, put):
        _tell(request, contracts, form.cleaned_data["pattern"], form.cleaned_data["valid_from"])
        return redirect("staffing:crews", project.pk)
    context = {"project": project, "contracts": contracts, "form": form}
    return render(request, "staffing/patterns/assign.html", context)


def _may_assign(user: User, project: Project) -> bool:
    return projects_of(user, "staffing.register").filter(pk=project.pk).exists()


def with_crews(contracts: QuerySet[Contract], on: date) -> QuerySet[Contract]:
    """The contracts with the crew followed on a day, or else the next one."""
    held = CrewAssignment.objects.filter(contract=OuterRef("pk"), valid_to__gte=on).order_by("valid_from")
    shown = {
        "pattern_id": "pattern",
        "pattern_name": "pattern__name",
        "crew": "crew",
        "crew_from": "valid_from",
        "crew_to": "valid_to",
    }
    named = {name: Subquery(held.values(field)[:1]) for name, field in shown.items()}
    return contracts.select_related("person").annotate(**named)


def _tell(request: HttpRequest, contracts: list[Contract], pattern: ShiftPattern | None, since: date) -> None:
    """What was stored, and whose agreed hours differ from what the pattern comes to."""
    messages.success(request, say("%(count)d명의 배정을 저장했습니다.") % {"count": len(contracts)})
    if pattern is None:
        return
    agreed = Figures(stored(pattern), since).weekly_scheduled_minutes
    versions = ContractVersion.objects.filter(contract__in=contracts, valid_to__gte=since)
    different = versions.exclude(weekly_scheduled_minutes=agreed)
    count = different.values("contract").distinct().count()
    if count:
        text = say(
            "%(count)d명은 계약의 1주 소정근로시간이 교대표의 평균(%(agreed)s)과 다릅니다. 주휴와 월 기준시간은 계약을 따르니 계약을 확인해 주세요."
        )
        messages.warning(request, text % {"count": count, "agreed": f"{agreed // 60}:{agreed % 60:02d}"})
