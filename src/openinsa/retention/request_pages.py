"""What people demand about their own data: asking, and answering within ten days."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.reading import note_read
from openinsa.retention import actions as act
from openinsa.retention.forms import AnswerForm, RequestForm
from openinsa.retention.models import PersonRequest
from openinsa.retention.queries import requests
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Filter, Kind, Table

TONES = {
    PersonRequest.State.OPEN: "warning",
    PersonRequest.State.DONE: "success",
    PersonRequest.State.REFUSED: "gray",
}
REQUESTS = Table(
    name="requests",
    whose="person_id",
    caption=_("정정·삭제·처리정지 요구"),
    order="due_on",
    empty=_("받은 요구가 없습니다"),
    columns=(
        Column(
            "person__name",
            _("성명"),
            search=("person__name",),
            link=lambda row: reverse("retention:request", args=[row.pk]),
        ),
        Column("kind", _("요구"), kind=Kind.BADGE),
        Column("state", _("상태"), kind=Kind.BADGE, tones=TONES),
        Column("asked_at", _("요구한 일시"), kind=Kind.MOMENT),
        Column("due_on", _("답변 기한"), kind=Kind.DAY),
        Column("answered_at", _("답변한 일시"), kind=Kind.MOMENT),
    ),
    filters=(Filter("state", _("상태"), PersonRequest.State.choices, lambda chosen: Q(state=chosen)),),
)


def request_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("retention.see"), NotAllowed())
    return REQUESTS.respond(request, requests(), "retention/requests.html")


def one_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One demand and its answer."""
    require(request.user.may("retention.see"), NotAllowed())
    one = requests().filter(pk=request_id).first()
    require(one is not None, NotFound())
    note_read("request", [one.person_id])  # type: ignore[union-attr]
    form = AnswerForm(request.POST or None)
    if form_done(form, lambda typed: act.answer(request.user, request_id, **typed)):
        messages.success(request, say("답변을 저장했습니다. 근로자가 '내 개인정보'에서 봅니다."))
        return redirect("retention:requests")
    waits = one.state == PersonRequest.State.OPEN  # type: ignore[union-attr]
    context: dict[str, Any] = {
        "one": one,
        "form": form,
        "may_answer": waits and request.user.may("retention.answer"),
        "late": waits and one.due_on < timezone.localdate(),  # type: ignore[union-attr]
        "tone": TONES[one.state],  # type: ignore[union-attr]
    }
    return render(request, "retention/request.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """A worker's own data: take it out, and demand that something be done about it."""
    require(Role.WORKER in request.user.roles and request.user.person_id, NotFound())
    form = RequestForm(request.POST or None)
    if form_done(form, lambda typed: act.ask(request.user, **typed)):
        messages.success(request, say("요구를 받았습니다. 열흘 안에 답변합니다."))
        return redirect("retention:mine")
    note_read("request", [request.user.person_id])
    rows = requests().filter(person=request.user.person_id).order_by("-asked_at")
    shown = [(one, TONES[one.state]) for one in rows]
    return render(request, "retention/mine.html", {"form": form, "requests": shown})
