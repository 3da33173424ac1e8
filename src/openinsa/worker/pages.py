"""A worker's own pages: start, leave, a wrong day, and everything else a thumb away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.views.decorators.http import require_GET, require_POST

from openinsa.agreements.queries import to_sign
from openinsa.people.refusals import NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.reading import note_read
from openinsa.staffing.scope import reach
from openinsa.web.forms import form_done
from openinsa.worker import actions as act
from openinsa.worker import queries
from openinsa.worker.forms import LeaveForm, ReportForm
from openinsa.worker.models import DayReport, LeaveRequest

TONES = {
    LeaveRequest.State.OPEN: "warning",
    LeaveRequest.State.APPROVED: "success",
    LeaveRequest.State.REFUSED: "danger",
    LeaveRequest.State.WITHDRAWN: "gray",
    DayReport.State.CORRECTED: "success",
    DayReport.State.ANSWERED: "information",
}


def require_worker(request: HttpRequest) -> None:
    """These pages show one's own; whoever is no worker has none. Raises NotFound."""
    require(Role.WORKER in request.user.roles and request.user.person_id, NotFound())


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What a worker sees first: the next shift, the latest pay, leave, and what the office answered."""
    require_worker(request)
    today = timezone.localdate()
    note_read("home", [request.user.person_id])
    told = queries.summary_of(request.user, today)
    answered = [_told(one, queries.labels_of_leave()) for one in told.answered]
    context = {"told": told, "today": today, "answered": answered, "signing": _to_sign(request)}
    return render(request, "worker/start.html", context)


def _to_sign(request: HttpRequest) -> list[dict[str, str]]:
    """Contracts that were sent to the worker and wait for a signature."""
    return [
        {"url": reverse("agreements:own", args=[one.pk]), "title": one.contract.project.name}
        for one in to_sign(request.user)
    ]


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """Everything else: contract, personal data, language, type size, the login."""
    require_worker(request)
    return render(request, "worker/more.html", {"contracts": queries.own_contracts(request.user)})


def ask_leave(request: HttpRequest) -> HttpResponse:
    """How much leave is left, and asking for some."""
    require_worker(request)
    today = timezone.localdate()
    form = LeaveForm(request.POST or None, initial={"first_day": today, "last_day": today})
    if form_done(form, lambda typed: act.ask_leave(request.user, **typed)):
        messages.success(request, say("휴가를 신청했습니다. 답변이 오면 첫 화면에 보입니다."))
        return redirect("worker:asked")
    note_read("leave", [request.user.person_id])
    context = {"form": form, "leave": queries.own_leave(request.user, today)}
    return render(request, "worker/ask_leave.html", context)


@require_POST
def withdraw_leave(request: HttpRequest, asked_id: int) -> HttpResponse:
    require_worker(request)
    act.withdraw_leave(request.user, asked_id)
    messages.success(request, say("신청을 거뒀습니다."))
    return redirect("worker:asked")


def report_day(request: HttpRequest) -> HttpResponse:
    """Tell that a day is written down wrongly, with a photograph where it helps."""
    require_worker(request)
    form = ReportForm(request.POST or None, request.FILES or None, initial={"day": request.GET.get("day")})

    def report(typed: dict[str, Any]) -> DayReport:
        photo = typed.pop("photo")
        return act.report_day(request.user, photo=photo.read() if photo else b"", **typed)

    if form_done(form, report):
        messages.success(request, say("담당자에게 알렸습니다. 답변이 오면 첫 화면에 보입니다."))
        return redirect("worker:asked")
    return render(request, "worker/report_day.html", {"form": form})


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """Everything the worker asked and told, with the answers."""
    require_worker(request)
    note_read("worker_leaverequest", [request.user.person_id])
    labels = queries.labels_of_leave()
    context = {
        "requests": [_told(one, labels) for one in queries.own_requests(request.user)],
        "reports": [_told(one, labels) for one in queries.own_reports(request.user)],
    }
    return render(request, "worker/asked.html", context)


@require_GET
def photo(request: HttpRequest, report_id: int) -> HttpResponse:
    """The photograph that belongs to a report: the worker's own, or of somebody whose days the user writes down."""
    own = queries.own_reports(request.user) if request.user.person_id else DayReport.objects.none()
    found = own.filter(pk=report_id).first() or reach(queries.reports_to(request.user), report_id)
    require(found.photo_sealed, NotFound())
    note_read("day_photo", [found.contract.person_id])
    return HttpResponse(queries.photo_of(found), content_type="image/jpeg")


def _told(one: LeaveRequest | DayReport, labels: dict[str, str]) -> dict[str, Any]:
    is_leave = isinstance(one, LeaveRequest)
    return {
        "one": one,
        "is_leave": is_leave,
        "label": labels.get(one.code, one.code) if is_leave else "",
        "tone": TONES[one.state],  # type: ignore[index]
        "open": one.state == "open",
    }
