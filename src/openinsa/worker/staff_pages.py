"""What workers asked, for those who write down their days: leave to approve, days to look at."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.models import Contract, ProjectMonth
from openinsa.staffing.scope import reach
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Filter, Kind, Table
from openinsa.worker import actions as act
from openinsa.worker import queries
from openinsa.worker.forms import LeaveAnswerForm, ReportAnswerForm
from openinsa.worker.models import DayReport, LeaveRequest
from openinsa.worker.pages import TONES

PERSON = "contract__person__name"
PROJECT = Column("contract__project__name", _("사업명"), search=("contract__project__name",))


def _name(page: str) -> Column:
    return Column(PERSON, _("성명"), search=(PERSON,), link=lambda row: reverse(page, args=[row.pk]))


REQUESTS = Table(
    name="leave_requests",
    whose="contract__person_id",
    caption=_("휴가 신청"),
    order="-asked_at",
    empty=_("휴가 신청이 없습니다"),
    empty_hint=_("근로자가 휴대전화로 신청하면 여기에 보입니다."),
    columns=(
        _name("worker:leave_request"),
        PROJECT,
        Column("code", _("휴가"), value=queries.leave_label),
        Column("first_day", _("첫날"), kind=Kind.DAY),
        Column("last_day", _("마지막 날"), kind=Kind.DAY),
        Column("state", _("상태"), kind=Kind.BADGE, tones=TONES),
        Column("asked_at", _("신청 일시"), kind=Kind.MOMENT),
    ),
    filters=(Filter("state", _("상태"), LeaveRequest.State.choices, lambda chosen: Q(state=chosen)),),
)
REPORTS = Table(
    name="day_reports",
    whose="contract__person_id",
    caption=_("틀린 근무 알림"),
    order="-reported_at",
    empty=_("틀린 근무 알림이 없습니다"),
    empty_hint=_("근로자가 휴대전화로 알리면 여기에 보입니다."),
    columns=(
        _name("worker:day_report"),
        PROJECT,
        Column("day", _("날짜"), kind=Kind.DAY),
        Column("state", _("상태"), kind=Kind.BADGE, tones=TONES),
        Column("reported_at", _("알린 일시"), kind=Kind.MOMENT),
    ),
    filters=(Filter("state", _("상태"), DayReport.State.choices, lambda chosen: Q(state=chosen)),),
)


def request_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may(act.ANSWERS), NotAllowed())
    return REQUESTS.respond(request, queries.requests_to(request.user), "worker/staff/requests.html")


def report_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may(act.ANSWERS), NotAllowed())
    return REPORTS.respond(request, queries.reports_to(request.user), "worker/staff/reports.html")


def leave_request(request: HttpRequest, asked_id: int) -> HttpResponse:
    """One request: what is asked, how much is left, and the answer."""
    require(request.user.may(act.ANSWERS), NotAllowed())
    row = reach(queries.requests_to(request.user), asked_id)
    form = LeaveAnswerForm(request.POST or None)
    if made := form_done(form, lambda typed: act.answer_leave(request.user, asked_id, **typed)):
        _say_what_was_done(request, made)
        return redirect("worker:leave_request", asked_id)
    context = {
        "row": row,
        "label": queries.leave_label(row),
        "words": queries.words_of(row),
        "tone": TONES[row.state],  # type: ignore[index]
        "form": form if row.state == LeaveRequest.State.OPEN else None,
        **_where(row.contract, row.first_day),
    }
    return render(request, "worker/staff/request.html", context)


def _say_what_was_done(request: HttpRequest, row: LeaveRequest) -> None:
    if row.left_to_enter:
        told = say("승인했습니다. 이미 제출한 달의 %(days)d일은 정정으로 적어 주세요.") % {
            "days": row.left_to_enter
        }
        messages.warning(request, told)
    elif row.state == LeaveRequest.State.APPROVED:
        messages.success(request, say("승인하고 월 근무상황에 적었습니다."))
    else:
        messages.success(request, say("반려했습니다. 근로자가 까닭을 봅니다."))


def day_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report: the note, the photograph, the way to the cell or to a correction, and the answer."""
    require(request.user.may(act.ANSWERS), NotAllowed())
    row = reach(queries.reports_to(request.user), report_id)
    form = ReportAnswerForm(request.POST or None)
    if form_done(form, lambda typed: act.answer_report(request.user, report_id, **typed)):
        messages.success(request, say("답변을 보냈습니다. 근로자가 자기 화면에서 봅니다."))
        return redirect("worker:day_report", report_id)
    context = {
        "row": row,
        "words": queries.words_of(row),
        "has_photo": row.photo_sealed is not None,
        "tone": TONES[row.state],  # type: ignore[index]
        "form": form if row.state == DayReport.State.OPEN else None,
        **_where(row.contract, row.day),
    }
    return render(request, "worker/staff/report.html", context)


def _where(contract: Contract, day: Any) -> dict[str, Any]:
    """Where a day is written down: the month's grid, and the paid slip that a correction begins from."""
    first = day.replace(day=1)
    month = ProjectMonth.objects.filter(project_id=contract.project_id, month=first).first()
    paid = Payslip.objects.filter(contract=contract, run__month=first, run__state=PayRun.State.PAID)
    slip = paid.filter(run__kind=PayRun.Kind.REGULAR).first()
    note_read("worker_dayreport", [contract.person_id])
    return {"month": month, "slip": slip}
