"""Long work: the list, one job as it goes on, stopping it."""

from collections import Counter

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.jobs.actions import cancel_job, job_of, may_resume, resume_job
from openinsa.jobs.models import Job
from openinsa.jobs.queries import jobs_of, jobs_of_all
from openinsa.jobs.work import REASONS
from openinsa.people.refusals import NotAllowed, require
from openinsa.people.roles import Scope
from openinsa.web.tables import Column, Filter, Kind, Table

JOB_TONES = {
    Job.State.WAITING: "gray",
    Job.State.RUNNING: "information",
    Job.State.DONE: "success",
    Job.State.CANCELLED: "warning",
    Job.State.FAILED: "danger",
    Job.State.HELD: "warning",
}
OTHER_REASON = _("다른 까닭")
JOBS = Table(
    name="jobs",
    caption=_("작업"),
    order="-requested_at",
    empty=_("실행한 작업이 없습니다"),
    columns=(
        Column("title", _("작업"), search=("title",), link=lambda j: reverse("jobs:job", args=[j.pk])),
        Column("state", _("상태"), kind=Kind.BADGE, tones=JOB_TONES),
        Column("done", _("처리"), kind=Kind.NUMBER),
        Column("total", _("전체"), kind=Kind.NUMBER),
        Column("requested_at", _("요청 일시"), kind=Kind.MOMENT),
        Column("finished_at", _("끝난 일시"), kind=Kind.MOMENT),
    ),
    filters=(Filter("state", _("상태"), list(Job.State.choices), lambda state: Q(state=state)),),
)
# An operator sees that work goes on, never what came of it: such a job has no title and opens no page.
JOBS_OF_ALL = Table(
    name="jobs",
    caption=_("작업"),
    order="-requested_at",
    empty=_("실행한 작업이 없습니다"),
    columns=(
        Column("institution_name", _("기관"), search=("institution_name",)),
        Column("work", _("종류"), sort="kind"),
        *JOBS.columns[1:],
    ),
    filters=JOBS.filters,
)


def job_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("jobs.see"), NotAllowed())
    if request.user.scope("jobs.see") == Scope.INSTALLATION:
        return JOBS_OF_ALL.respond(request, jobs_of_all(), "jobs/list.html")
    return JOBS.respond(request, jobs_of(request.user), "jobs/list.html")


def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job; while it runs, its state is asked for again every second."""
    shown = job_of(request.user, job_id)
    template = "jobs/_state.html" if request.headers.get("HX-Target") == "job" else "jobs/detail.html"
    told = {"tone": JOB_TONES[shown.state], "next": _next_page(shown), "reasons": _reasons(shown)}
    stopped = shown.state in {Job.State.CANCELLED, Job.State.FAILED}
    goes_on = stopped and may_resume(request.user, shown)
    return render(request, template, {"job": shown, "stopped": stopped, "goes_on": goes_on, **told})


@require_POST
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    cancel_job(request.user, job_id)
    messages.info(request, say("멈추라고 했습니다. 하던 묶음을 마치면 멈춥니다."))
    return redirect("jobs:job", job_id)


@require_POST
def resume(request: HttpRequest, job_id: int) -> HttpResponse:
    resume_job(request.user, job_id)
    return redirect("jobs:job", job_id)


def _reasons(shown: Job) -> list[tuple[str, int]]:
    """Why the job left something as it was, the most frequent first; of very many, of those that it noted."""
    noted = Counter(one["why"] for one in shown.result.get("why", ()))
    return [(str(REASONS.get(why, OTHER_REASON)), count) for why, count in noted.most_common()]


def _next_page(shown: Job) -> str:
    """Where the result of a finished job is looked at."""
    pages = {
        "pay_run": "/payroll/runs/",
        "register_people": "/staffing/registrations/",
        "issue_papers": f"/issuing/bulk/{shown.pk}/",
        "make_agreements": "/agreements/?state=draft",
        "countersign_agreements": f"/agreements/?state={'signed' if shown.result.get('left') else 'completed'}",
    }
    return pages.get(shown.kind, "") if shown.state == Job.State.DONE else ""
