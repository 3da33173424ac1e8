"""Pay for unused leave: what is owed by person, what was put into whose pay."""

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.actions.paid_elsewhere import record_paid_elsewhere
from openinsa.payroll.actions.unused_leave import (
    NoUnusedLeavePicked,
    pay_unused_leave,
    take_back_unused_leave,
)
from openinsa.payroll.unused_leave import OwedLeave, owed_today
from openinsa.payroll.unused_leave_forms import PaidElsewhereForm
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.scope import contracts_of, sees_pay
from openinsa.web.forms import form_done
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, picked_rows
from openinsa.web.templatetags.web import hours


def owed_table(rows: list[OwedLeave]) -> PlainTable:
    """The list of what is owed, with the projects that have any."""
    projects = sorted({row.project for row in rows})
    return PlainTable(
        name="unused_leave",
        whose="contract__person_id",
        caption=_("연차 미사용수당"),
        order="due_on",
        empty=_("줄 연차 미사용수당이 없습니다"),
        empty_hint=_("기한이 지났거나 퇴사해 쓰지 못한 연차가 있으면 여기에 보입니다."),
        columns=(
            Column(
                "name",
                _("성명"),
                search=("name",),
                link=lambda row: reverse("leave:contract", args=[row.contract.pk]),
            ),
            Column("project", _("사업명"), search=("project",), sort="project"),
            Column("kind", _("휴가"), value=_kind),
            Column("due_on", _("마지막 사용일"), kind=Kind.DAY, sort="due_on"),
            Column("why", _("사유"), value=_why),
            Column("owed", _("시간"), kind=Kind.MINUTES, sort="owed"),
            Column("formula", _("계산"), value=lambda row: row.formula),
            Column("amount", _("금액"), kind=Kind.WON, sort="amount"),
            Column("month", _("넣을 급여"), kind=Kind.MONTH, sort="month"),
            Column("law", _("근거"), value=lambda row: row.law),
        ),
        filters=(
            Filter(
                "project",
                _("사업명"),
                [(name, name) for name in projects],
                lambda chosen: lambda row: row.project == chosen,
            ),
            Filter("month", _("넣을 급여"), _months(rows), lambda chosen: lambda row: _month(row) == chosen),
        ),
    )


def _kind(row: OwedLeave) -> str:
    label = str(UnusedLeavePay.Kind(row.due.kind).label)
    return f"{label} {row.due.earned_in:%Y-%m}" if row.due.earned_in else label


def _why(row: OwedLeave) -> str:
    if row.owed < 0:
        return say("준 것이 남은 연차보다 많음")
    why = say("퇴사") if row.due.employment_over else say("기한 지남")
    if row.due.set_off <= 0:
        return why
    less = say("먼저 준 %(time)s 뺌") % {"time": hours(row.due.set_off)}
    return f"{why} · {less}"


def _month(row: OwedLeave) -> str:
    return f"{row.month:%Y-%m}" if row.month else ""


def _months(rows: list[OwedLeave]) -> list[tuple[str, str]]:
    return [(month, month) for month in sorted({_month(row) for row in rows} - {""})]


PAID = Table(
    name="unused_leave_paid",
    whose="person_id",
    caption=_("지급한 연차 미사용수당"),
    order="-decided_at",
    empty=_("지급한 연차 미사용수당이 없습니다"),
    columns=(
        Column("person__name", _("성명"), search=("person__name",)),
        Column("contract__project__name", _("사업명"), search=("contract__project__name",)),
        Column(
            "month",
            _("급여"),
            kind=Kind.MONTH,
            value=lambda one: one.item.valid_from.replace(day=1) if one.item else None,
            sort="item__valid_from",
        ),
        Column("paid_on", _("다른 데서 지급한 날"), kind=Kind.DAY),
        Column("note", _("비고")),
        Column("kind", _("휴가"), value=lambda one: one.get_kind_display()),
        Column("due_on", _("마지막 사용일"), kind=Kind.DAY),
        Column("minutes", _("시간"), kind=Kind.MINUTES),
        Column("amount", _("금액"), kind=Kind.WON, total=Sum("amount")),
        Column("law", _("근거")),
        Column("decided_by__name", _("정한 사람")),
        Column("decided_at", _("정한 일시"), kind=Kind.MOMENT),
    ),
)


def owed(request: HttpRequest) -> HttpResponse:
    """Everybody whose leave could not be taken any more, with the amount and the month it can go into."""
    require(sees_pay(request.user), NotAllowed())
    rows = owed_today(request.user)
    bulk = (
        Bulk(_("급여에 넣기"), reverse("payroll:pay_unused_leave"), "money"),
        Bulk(_("다른 데서 지급함"), reverse("payroll:unused_leave_paid_elsewhere"), "check"),
    )
    may_pay = request.user.may("payroll.run")
    return owed_table(rows).respond(request, rows, "payroll/unused_leave/owed.html", bulk if may_pay else ())


def paid(request: HttpRequest) -> HttpResponse:
    """What was put into whose pay; it can be taken out again while the month is not paid."""
    require(sees_pay(request.user), NotAllowed())
    rows = UnusedLeavePay.objects.filter(contract__in=contracts_of(request.user))
    bulk = (Bulk(_("되돌리기"), reverse("payroll:take_back_unused_leave"), "close"),)
    rows = rows.select_related("person", "contract__project", "item", "decided_by")
    may_pay = request.user.may("payroll.run")
    return PAID.respond(request, rows, "payroll/unused_leave/paid.html", bulk if may_pay else ())


@require_POST
def pay(request: HttpRequest) -> HttpResponse:
    require(request.user.may("payroll.run"), NotAllowed())
    stored = pay_unused_leave(request.user, request.POST.getlist("row"))
    total = f"{sum(one.amount for one in stored):,}"
    told = say(
        "연차 미사용수당 %(count)d건, %(total)s원을 급여에 넣었습니다. 이미 계산한 급여는 다시 계산해 주세요."
    )
    messages.success(request, told % {"count": len(stored), "total": total})
    return redirect("payroll:unused_leave_paid")


@require_POST
def paid_elsewhere(request: HttpRequest) -> HttpResponse:
    """First when and how the picked leave was paid outside the product, then store it."""
    require(request.user.may("payroll.run"), NotAllowed())
    keys = request.POST.getlist("row")
    rows = [one for one in owed_today(request.user) if one.pk in keys]
    require(rows and len(rows) == len(set(keys)), NotFound() if keys else NoUnusedLeavePicked())
    form = PaidElsewhereForm(request.POST if "answered" in request.POST else None)
    if form_done(form, lambda typed: record_paid_elsewhere(request.user, keys, **typed)):
        told = say("연차 미사용수당 %(count)d건을 다른 데서 지급한 것으로 저장했습니다.")
        messages.success(request, told % {"count": len(rows)})
        return redirect("payroll:unused_leave_paid")
    return render(request, "payroll/unused_leave/paid_elsewhere.html", {"form": form, "rows": rows})


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    require(request.user.may("payroll.run"), NotAllowed())
    rows = picked_rows(request, UnusedLeavePay.objects.filter(contract__in=contracts_of(request.user)))
    count = take_back_unused_leave(request.user, [one.pk for one in rows])
    messages.success(request, say("연차 미사용수당 %(count)d건을 되돌렸습니다.") % {"count": count})
    return redirect("payroll:unused_leave")
