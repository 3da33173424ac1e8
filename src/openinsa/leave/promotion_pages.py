"""Promotion of leave on screen: whose leave lapses when, which step is due, and recording the steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.documents.promotion_notice import promotion_notices_pdf
from openinsa.leave import actions
from openinsa.leave.forms import (
    DropPromotionForm,
    FirstNoticeForm,
    FirstPaperForm,
    PlanForm,
    SecondNoticeForm,
    SecondPaperForm,
)
from openinsa.leave.promotions import Step, promotions_of
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.scope import contracts_of, projects_of
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.web.handing_out import why
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Bulk, Column, Filter, Kind

TONES = {
    Step.LATER: "gray",
    Step.FIRST: "warning",
    Step.FIRST_MISSED: "danger",
    Step.PLAN: "information",
    Step.SECOND: "warning",
    Step.SECOND_MISSED: "danger",
    Step.LATE: "danger",
    Step.DONE: "success",
}


def promotions_table(user: User) -> PlainTable:
    """Whose leave lapses when, with the days of each step."""
    projects = projects_of(user).order_by("name").values_list("name", flat=True).distinct()
    return PlainTable(
        name="promotions",
        whose="contract__person_id",
        caption=_("연차 사용촉진"),
        order="last_day",
        empty=_("사용을 촉진할 연차가 없습니다"),
        empty_hint=_("계약이 끝나기 전에 기한이 지날 연차가 있으면 여기에 보입니다."),
        columns=(
            Column(
                "name",
                _("성명"),
                search=("name",),
                link=lambda row: reverse("leave:contract", args=[row.contract.pk]),
            ),
            Column("project", _("사업명"), search=("project",), sort="project"),
            Column(
                "step",
                _("단계"),
                kind=Kind.BADGE,
                tones=TONES,
                value=lambda row: Step(row.step).label,
                sort="step",
            ),
            Column("minutes", _("남음"), kind=Kind.MINUTES, sort="minutes"),
            Column("last_day", _("사용 기한"), kind=Kind.DAY, sort="last_day"),
            Column("first_from", _("1차 촉구 시작"), kind=Kind.DAY, sort="first_from"),
            Column("first_until", _("1차 촉구 기한"), kind=Kind.DAY, sort="first_until"),
            Column("first_noticed_on", _("1차 촉구일"), kind=Kind.DAY, sort="first_noticed_on"),
            Column("second_until", _("2차 통보 기한"), kind=Kind.DAY, sort="second_until"),
            Column("second_noticed_on", _("2차 통보일"), kind=Kind.DAY, sort="second_noticed_on"),
            Column("worth", _("수당 없이 지날 시간"), kind=Kind.MINUTES, sort="worth"),
        ),
        filters=(
            Filter("step", _("단계"), list(Step.choices), lambda chosen: lambda row: row.step == chosen),
            Filter(
                "project",
                _("사업명"),
                lambda: [(name, name) for name in projects],
                lambda chosen: lambda row: row.project == chosen,
            ),
        ),
    )


def promotion_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("staffing.see"), NotAllowed())
    today = timezone.localdate()
    employed = contracts_of(request.user).filter(starts_on__lte=today, ends_on__gte=today)
    rows = promotions_of(employed.select_related("person", "project").order_by("starts_on", "pk"), today)
    bulk: tuple[Bulk, ...] = ()
    if request.user.may("staffing.register"):
        bulk = (
            *(Bulk(one.label, reverse(f"leave:print_{name}"), "print") for name, one in PAPERS.items()),
            *(Bulk(one.label, reverse(f"leave:promote_{name}"), one.icon) for name, one in STEPS.items()),
        )
    return promotions_table(request.user).respond(request, rows, "leave/promotions.html", bulk)


@dataclass(frozen=True)
class Recorded:
    """A step that is recorded for many at once."""

    label: str | Promise
    lead: str | Promise
    form: type[forms.Form]
    act: Callable[..., Any]
    icon: str = "check"


STEPS = {
    "first": Recorded(
        _("1차 촉구 적기"),
        _("사람마다 남은 연차를 서면으로 알리고 사용 시기를 정하라고 촉구한 날과 그 증거를 적습니다."),
        FirstNoticeForm,
        actions.record_first_notice,
    ),
    "plan": Recorded(
        _("근로자 회신 적기"), _("근로자가 알려 온 사용 시기를 적습니다."), PlanForm, actions.record_plan
    ),
    "second": Recorded(
        _("2차 통보 적기"),
        _("사용 시기를 알려 오지 않은 사람에게 기관이 정해 서면으로 알린 사용 시기를 적습니다."),
        SecondNoticeForm,
        actions.record_second_notice,
    ),
    "drop": Recorded(
        _("기록 지우기"),
        _("잘못 적은 촉진 기록을 지웁니다. 지운 것은 변경 이력에 남습니다."),
        DropPromotionForm,
        actions.drop_promotion,
        "close",
    ),
}


@require_POST
def promote(request: HttpRequest, step: str) -> HttpResponse:
    """First what was done for the picked people, then store it."""
    require(request.user.may("staffing.register"), NotAllowed())
    recorded, keys = STEPS[step], request.POST.getlist("row")
    picked = actions.picked_promotions(request.user, keys)
    form = recorded.form(
        request.POST if "answered" in request.POST else None, initial={"day": timezone.localdate()}
    )
    if form_done(form, lambda typed: recorded.act(request.user, keys, **typed)):
        messages.success(request, say("%(count)d명의 기록을 저장했습니다.") % {"count": len(picked)})
        return redirect("leave:promotions")
    context = {"form": form, "picked": picked, "title": recorded.label, "lead": recorded.lead}
    return render(request, "leave/promotion_step.html", context)


@dataclass(frozen=True)
class Printed:
    """A notice that is printed for many at once."""

    label: str | Promise
    lead: str | Promise
    form: type[forms.Form]
    name: str | Promise


PAPERS = {
    "first": Printed(
        _("1차 촉구서 출력"),
        _("고른 사람마다 남은 연차와 회신 기한을 적은 촉구서를 한 쪽씩 만듭니다. 회신란이 함께 찍힙니다."),
        FirstPaperForm,
        _("연차 사용 촉구서"),
    ),
    "second": Printed(
        _("2차 통보서 출력"),
        _("고른 사람마다 기관이 정한 사용 시기를 적은 통보서를 한 쪽씩 만듭니다."),
        SecondPaperForm,
        _("연차 사용 시기 지정 통보서"),
    ),
}


@require_POST
def print_notices(request: HttpRequest, step: str) -> HttpResponse:
    """First how the notices are dated, then the file."""
    require(request.user.may("staffing.register"), NotAllowed())
    printed, keys = PAPERS[step], request.POST.getlist("row")
    picked = actions.picked_promotions(request.user, keys)
    form = printed.form(
        request.POST if "answered" in request.POST else None, initial={"day": timezone.localdate()}
    )
    asked = {"reason": why(request), "address": address_of(request)}
    paper = form_done(
        form, lambda typed: actions.hand_out_notices(request.user, keys, step, **asked, **typed)
    )
    if paper:
        return as_file(promotion_notices_pdf(paper), f"{printed.name} {paper['dated_on']}.pdf")
    context = {"form": form, "picked": picked, "title": printed.label, "lead": printed.lead, "prints": True}
    return render(request, "leave/promotion_step.html", context)
