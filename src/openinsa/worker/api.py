"""What workers asked, for machines: leave to answer and days told to be wrong, as on the pages of the office."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from openinsa.api.bodies import FormBody
from openinsa.api.rooms import Call, Room
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.scope import reach
from openinsa.worker import actions as act
from openinsa.worker import queries
from openinsa.worker.forms import LeaveAnswerForm, ReportAnswerForm
from openinsa.worker.models import DayReport, LeaveRequest
from openinsa.worker.staff_pages import REPORTS, REQUESTS

room = Room("worker", _("근로자의 신청"))


class LeaveRequestTold(Schema):
    """Leave that somebody asked for; `left_to_enter` are days of months already handed in."""

    id: int
    contract_id: int
    code: str
    first_day: date
    last_day: date
    words: str
    state: str
    asked_at: datetime
    answer: str
    left_to_enter: int


class DayReportTold(Schema):
    """A day that somebody says is written down wrongly."""

    id: int
    contract_id: int
    day: date
    note: str
    has_photo: bool
    state: str
    reported_at: datetime
    answer: str


def request_of(by: User, asked_id: int) -> LeaveRequest:
    require(by.may(act.ANSWERS), NotAllowed())
    return reach(queries.requests_to(by), asked_id)


def report_of(by: User, report_id: int) -> DayReport:
    require(by.may(act.ANSWERS), NotAllowed())
    return reach(queries.reports_to(by), report_id)


room.table(
    "/leave-requests",
    "list_leave_requests",
    REQUESTS,
    may=act.ANSWERS,
    rows=lambda call: queries.requests_to(call.by),
    also={"contract_id": "contract_id", "person_id": "contract__person_id"},
)
room.table(
    "/day-reports",
    "list_day_reports",
    REPORTS,
    may=act.ANSWERS,
    rows=lambda call: queries.reports_to(call.by),
    also={"contract_id": "contract_id", "person_id": "contract__person_id"},
)


@room.get("/leave-requests/{int:asked_id}", of=request_of, answer=LeaveRequestTold)
def show_leave_request(call: Call, row: LeaveRequest) -> dict[str, Any]:
    """Leave that somebody asked for, with what they say."""
    note_read("worker_leaverequest", [row.contract.person_id])
    return {**_fields(LeaveRequestTold, row), "words": queries.words_of(row)}


@room.post("/leave-requests/{int:asked_id}/answer", of=request_of, body=FormBody(LeaveAnswerForm))
def answer_leave_request(call: Call, row: LeaveRequest, given: dict[str, Any]) -> None:
    """Approve, which writes the leave into the months that are open, or refuse and say why."""
    act.answer_leave(call.by, row.pk, **given)


@room.get("/day-reports/{int:report_id}", of=report_of, answer=DayReportTold)
def show_day_report(call: Call, row: DayReport) -> dict[str, Any]:
    """A day that somebody says is wrong, with the note."""
    note_read("worker_dayreport", [row.contract.person_id])
    told = {"note": queries.words_of(row), "has_photo": row.photo_sealed is not None}
    return {**_fields(DayReportTold, row), **told}


@room.file("/day-reports/{int:report_id}/photo", "image/jpeg", of=report_of)
def take_day_photo(call: Call, row: DayReport) -> HttpResponse:
    """The photograph that belongs to a reported day."""
    require(row.photo_sealed is not None, NotFound())
    note_read("day_photo", [row.contract.person_id])
    return HttpResponse(queries.photo_of(row), content_type="image/jpeg")


@room.post("/day-reports/{int:report_id}/answer", of=report_of, body=FormBody(ReportAnswerForm))
def answer_day_report(call: Call, row: DayReport, given: dict[str, Any]) -> None:
    """Say in words what was done about a day."""
    act.answer_report(call.by, row.pk, **given)


def _fields(told: type[Schema], row: LeaveRequest | DayReport) -> dict[str, Any]:
    return {name: getattr(row, name) for name in told.model_fields if hasattr(row, name)}
