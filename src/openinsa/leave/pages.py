"""Leave on screen: everybody's balance, one person's ledger, a worker's own."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.leave.actions import drop_grant, grant_anew, grant_by_hand, set_leave_allowance
from openinsa.leave.days import corrected_days_of
from openinsa.leave.forms import AllowanceForm, DropGrantForm, GrantForm, LeaveSettingForm
from openinsa.leave.kinds import kinds_on, taken_kinds
from openinsa.leave.models import LeaveGrant, LeaveSetting
from openinsa.leave.queries import balances, exit_of, leave_of
from openinsa.leave.setting_actions import set_leave_settings
from openinsa.leave.settings import SettingsByDay
from openinsa.leave.telling import Told, told_grant
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.roles import Role
from openinsa.staffing.models import Contract, DayCode
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay
from openinsa.web.forms import form_done
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Column, Filter, Kind


def balances_table(user: User) -> PlainTable:
    """The list of leave of the projects within reach."""
    projects = projects_of(user).order_by("name").values_list("name", flat=True).distinct()
    return PlainTable(
        name="leave",
        whose="contract__person_id",
        caption=_("연차"),
        order="name",
        empty=_("지금 일하는 근로자가 없습니다"),
        empty_hint=_("계약 기간에 오늘이 든 사람이 여기에 보입니다."),
        columns=(
            Column(
                "name", _("성명"), search=("name",), link=lambda row: reverse("leave:contract", args=[row.pk])
            ),
            Column("project", _("사업명"), search=("project",), sort="project"),
            Column("employed_since", _("계약시작일"), kind=Kind.DAY, sort="employed_since"),
            Column("granted", _("발생"), kind=Kind.MINUTES, sort="granted"),
            Column("taken", _("사용"), kind=Kind.MINUTES, sort="taken"),
            Column("lapsed", _("기한 지남"), kind=Kind.MINUTES, sort="lapsed"),
            Column("left", _("남음"), kind=Kind.MINUTES, sort="left"),
            Column("days_left", _("남은 일수"), kind=Kind.NUMBER, value=lambda row: Decimal(row.days_left)),
            Column("banked_left", _("보상휴가 남음"), kind=Kind.MINUTES, sort="banked_left"),
        ),
        filters=(
            Filter(
                "project",
                _("사업명"),
                lambda: [(name, name) for name in projects],
                lambda chosen: lambda row: row.project == chosen,
            ),
        ),
    )


def balance_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("staffing.see"), NotAllowed())
    rows = balances(request.user, timezone.localdate())
    context = {"may_manage": request.user.may("people.manage"), "sees_pay": sees_pay(request.user)}
    return balances_table(request.user).respond(request, rows, "leave/list.html", **context)


def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One person's ledger: every grant, what was taken from it, what is left."""
    shown = reach(contracts_of(request.user).select_related("person", "project"), contract_id)
    context = {"contract": shown, "may_manage": request.user.may("people.manage"), **_ledger([shown])}
    context["exit"] = exit_of(shown.person_id, context["on"])
    context["kinds"] = [
        one for one in taken_kinds([shown.person_id], context["on"])[shown.person_id] if one.used
    ]
    return render(request, "leave/contract.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """A worker's own ledger; nobody else's is reachable here."""
    user, today = request.user, timezone.localdate()
    require(Role.WORKER in user.roles and user.person_id, NotFound())
    own = Contract.objects.filter(person_id=user.person_id, starts_on__lte=today)
    latest = own.select_related("person", "project").order_by("-ends_on", "-pk")[:1]
    return render(request, "leave/mine.html", _ledger(list(latest)))


def grant(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Add leave by hand."""
    require(request.user.may("people.manage"), NotAllowed())
    shown = reach(contracts_of(request.user).select_related("person", "project"), contract_id)
    form = GrantForm(request.POST or None)
    if form_done(form, lambda typed: grant_by_hand(request.user, contract_id, **typed)):
        messages.success(request, say("연차를 더했습니다."))
        return redirect("leave:contract", contract_id)
    return render(request, "leave/grant.html", {"form": form, "contract": shown})


def drop(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take back leave that was added by hand."""
    require(request.user.may("people.manage"), NotAllowed())
    grants = LeaveGrant.objects.filter(contract__in=contracts_of(request.user))
    shown = reach(grants.select_related("contract__person"), grant_id)
    form = DropGrantForm(request.POST or None)
    if form_done(form, lambda typed: drop_grant(request.user, grant_id, **typed)):
        messages.success(request, say("직접 더한 연차를 지웠습니다."))
        return redirect("leave:contract", shown.contract_id)
    return render(request, "leave/drop.html", {"form": form, "grant": shown, "contract": shown.contract})


def settings(request: HttpRequest) -> HttpResponse:
    """How the institution grants leave and what may be taken in advance, by day."""
    require(request.user.may("people.manage"), NotAllowed())
    latest = SettingsByDay().on(timezone.localdate())
    shown = ("granting", "fiscal_month", "share_unit", "settlement", "advance", "advance_days")
    form = LeaveSettingForm(request.POST or None, initial={name: getattr(latest, name) for name in shown})
    if form_done(form, lambda typed: set_leave_settings(request.user, **typed)):
        messages.success(request, say("연차 설정을 저장하고 연차를 다시 계산했습니다."))
        return redirect("leave:settings")
    context = {"form": form, "rows": LeaveSetting.objects.all()}
    return render(request, "leave/settings.html", context)


def grant_told(request: HttpRequest, grant_id: int) -> HttpResponse:
    """How one grant came about and what was taken from it; a worker sees their own."""
    user = request.user
    grants = LeaveGrant.objects.select_related("contract__person", "contract__project")
    own = Role.WORKER in user.roles and user.person_id is not None
    grants = (
        grants.filter(person_id=user.person_id) if own else grants.filter(contract__in=contracts_of(user))
    )
    shown = reach(grants, grant_id)
    context: dict[str, Told | LeaveGrant | bool] = {"told": told_grant(shown), "grant": shown, "own": own}
    return render(request, "leave/grant_told.html", context)


def kinds(request: HttpRequest) -> HttpResponse:
    """How many days each leave has, by law or by the institution's own rule; those that nobody knows too."""
    require(request.user.may("staffing.see"), NotAllowed())
    today = timezone.localdate()
    codes = dict(DayCode.objects.values_list("code", "pk"))
    shown = [(one, codes[one.code]) for one in kinds_on(today)]
    context = {"kinds": shown, "on": today, "may_manage": request.user.may("people.manage")}
    return render(request, "leave/kinds.html", context)


def allowance(request: HttpRequest, code_id: int) -> HttpResponse:
    """How many days of a leave the institution's own rule gives, from a day on."""
    require(request.user.may("people.manage"), NotAllowed())
    code = reach(DayCode.objects.filter(kind=DayCode.Kind.LEAVE), code_id)
    form = AllowanceForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form_done(form, lambda typed: set_leave_allowance(request.user, code_id, **typed)):
        messages.success(request, say("%(leave)s의 일수를 저장했습니다.") % {"leave": code.label})
        return redirect("leave:kinds")
    return render(request, "leave/allowance.html", {"form": form, "code": code})


@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    count = grant_anew(request.user, timezone.localdate())
    messages.success(
        request, say("승인된 근무로 연차를 다시 계산했습니다: 발생 %(count)d건.") % {"count": count}
    )
    return redirect("leave:balances")


def _ledger(contracts: list[Contract]) -> dict[str, Any]:
    """What the ledger of one contract's person shows today, or when the contract ended.

    Nothing before the first day of work.
    """
    today = timezone.localdate()
    on = min([today, *(one.ends_on for one in contracts)])
    found = next(iter(leave_of(contracts, on, ahead=on == today)), None)
    names = dict(LeaveGrant.Basis.choices)
    grants = found.balance.grants if found else ()
    by_hand = LeaveGrant.Basis.BY_HAND
    shown = [
        {
            "grant": one,
            "basis": names[one.basis],
            "over": one.expires_on < on,
            "by_hand": one.basis == by_hand,
        }
        for one in grants
    ]
    corrected = corrected_days_of({one.person_id for one in contracts})
    return {"leave": found, "grants": shown, "on": on, "nowhere": date.max, "corrected": corrected}
