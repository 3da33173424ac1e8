"""Ends of employments on screen: who leaves, one settlement with every figure explained, the settings."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from openinsa.documents.settlement_statement import settlement_statement_pdf
from openinsa.ending import actions as act
from openinsa.ending.accounts import masked_account, show_account
from openinsa.ending.causes import CAUSE_LABELS
from openinsa.ending.exclusions import BY_LAW
from openinsa.ending.forms import (
    DetailsForm,
    EndingSettingForm,
    InterimForm,
    LeftOutForm,
    PaidForm,
    PaidOnForm,
    ReasonForm,
    value_form,
)
from openinsa.ending.interim import running_contracts, settle_interim
from openinsa.ending.late_wages import late_wages, paid_day
from openinsa.ending.models import EndingSetting, InterimSettlement, LeftOut, Settlement
from openinsa.ending.queries import Replay, Stage, endings_with_settlement, figures_told, leave_in_pay, replay
from openinsa.ending.reckoning import OVERRIDABLE
from openinsa.ending.scope import endings_of, settlements_of
from openinsa.ending.settings import SettingsByDay
from openinsa.ending.telling import value_of
from openinsa.ending.warnings import said
from openinsa.law.words import label_of
from openinsa.payroll.scope import runs_of
from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.roles import Scope
from openinsa.privacy.reasons import reason_form
from openinsa.staffing.models import Contract, DayCode
from openinsa.staffing.scope import reach
from openinsa.staffing.sheet import last_day
from openinsa.web.asking import ask
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.web.handing_out import why
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, picked_rows
from openinsa.web.templatetags.web import hours, number

TONES = {
    Stage.NONE: "warning",
    Stage.DRAFTED: "primary",
    Stage.CONFIRMED: "information",
    Stage.PAID: "success",
}
STAGE_LABELS = dict(Stage.choices)
REPLAY_TONES = {Replay.EQUAL: "success", Replay.DIFFERS: "danger", Replay.OTHER_BOOK: "warning"}


def _link(row: Any) -> str:
    if row.settlement_id:
        return reverse("ending:settlement", args=[row.settlement_id])
    return reverse("staffing:contract", args=[row.pk])


def _when(chosen: str) -> Q:
    today = timezone.localdate()
    return {
        "before": Q(ends_on__lt=today.replace(day=1)),
        "now": Q(ends_on__range=(today.replace(day=1), last_day(today))),
        "next": Q(ends_on__gt=last_day(today)),
    }[chosen]


ENDINGS = Table(
    name="settlements",
    whose="person_id",
    caption=_("퇴직정산"),
    order="due_order",
    empty=_("퇴직하는 사람이 없습니다"),
    empty_hint=_("다음 달까지 근로가 끝나는 사람이 여기에 보입니다. 이어지는 계약이 있으면 퇴직이 아닙니다."),
    columns=(
        Column("person__name", _("성명"), search=("person__name",), link=_link),
        Column("person__birth_date", _("생년월일"), kind=Kind.DAY),
        Column("project__name", _("사업명"), search=("project__name",)),
        Column("ends_on", _("퇴직일"), kind=Kind.DAY),
        Column("cause", _("퇴직 사유"), value=lambda row: CAUSE_LABELS.get(row.cause, ""), sort="cause"),
        Column(
            "stage",
            _("상태"),
            kind=Kind.BADGE,
            value=lambda row: STAGE_LABELS[row.stage],
            sort="stage",
            tones=TONES,
        ),
        Column(
            "severance", _("퇴직금"), kind=Kind.WON, sort="severance", total=Sum("settlements__severance")
        ),
        Column("net", _("실지급액"), kind=Kind.WON, sort="net", total=Sum("settlements__net")),
        Column(
            "leave_pay",
            _("미사용 연차수당"),
            kind=Kind.WON,
            sort="leave_pay",
            total=Sum("settlements__leave_pay"),
        ),
        Column("due", _("지급 기한"), kind=Kind.DAY, sort="due_order"),
    ),
    filters=(
        Filter(
            "when",
            _("퇴직일"),
            [("before", _("지난달까지")), ("now", _("이번 달")), ("next", _("다음 달"))],
            _when,
        ),
        Filter("stage", _("상태"), list(Stage.choices), lambda stage: Q(stage=stage)),
    ),
)


def ending_list(request: HttpRequest) -> HttpResponse:
    """Who leaves this month or next, and who has left, with what is settled."""
    _require_sight(request)
    bulk: tuple[Bulk, ...] = ()
    if request.user.may("ending.draft"):
        bulk += (
            Bulk(_("정산안 만들기"), reverse("ending:draft"), "plus"),
            Bulk(_("다시 계산"), reverse("ending:again"), "history"),
        )
    if request.user.may("ending.confirm"):
        bulk += (Bulk(_("확정"), reverse("ending:confirm")),)
    rows = endings_with_settlement(request.user, timezone.localdate())
    return ENDINGS.respond(request, rows, "ending/list.html", bulk, may_set=request.user.may("people.manage"))


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    made = act.draft_settlements(request.user, [row.pk for row in _picked(request)])
    messages.success(request, say("%(count)d명의 정산안을 만들었습니다.") % {"count": len(made)})
    return redirect("ending:settlement", made[0].pk) if len(made) == 1 else redirect("ending:list")


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    count = act.reckon_again(request.user, _settlement_ids(request))
    messages.success(request, say("%(count)d명의 정산안을 다시 계산했습니다.") % {"count": count})
    return _back(request)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    made = act.confirm_settlements(request.user, _settlement_ids(request))
    messages.success(request, say("%(count)d명의 정산을 확정했습니다.") % {"count": len(made)})
    return _back(request)


def settlement(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """One settlement: every figure with its explanation, the months behind it, what was put by hand."""
    _require_sight(request)
    one = reach(settlements_of(request.user), settlement_id)
    may_draft, may_confirm = request.user.may("ending.draft"), request.user.may("ending.confirm")
    confirmed = one.state == Settlement.State.CONFIRMED
    verdict = None if one.is_open else replay([one])[0]
    context = {
        "one": one,
        "stage": STAGE_LABELS[one.state],
        "tone": TONES[Stage(one.state)],
        "cause": CAUSE_LABELS.get(one.cause, one.cause),
        "account": masked_account(one),
        "may_reveal": request.user.may("privacy.reveal"),
        "warnings": said(one.warnings),
        "figures": figures_told(one),
        "leave_in_pay": leave_in_pay(one),
        "by_hand": _by_hand(one),
        "setting": SettingsByDay().on(one.ended_on),
        "verdict": verdict,
        "verdict_tone": REPLAY_TONES.get(verdict, ""),
        "may_change": one.is_open and may_draft,
        "may_confirm": one.is_open and may_confirm,
        "may_pay": confirmed and may_confirm,
        "interest_today": act.interest_of(one, timezone.localdate()) if confirmed else None,
        "paid_form": PaidForm(initial={"paid_on": timezone.localdate()}),
        "reason_form": ReasonForm(),
    }
    return render(request, "ending/settlement.html", context)


def _by_hand(one: Settlement) -> list[dict[str, Any]]:
    """The values that can be put by hand: what the rules read now, and why where somebody changed it."""
    shown = {name: one.given.get(name, "") for name in OVERRIDABLE}
    return [
        {
            "name": name,
            "label": label_of(name),
            "shown": _shown(name, value if value != "" else value_of(one.told, name)),
            "override": one.overrides.get(name),
        }
        for name, value in shown.items()
    ]


def _shown(name: str, value: Any) -> str:
    """A value that the rules read, as the reader writes it."""
    if name == "average_weekly_minutes":
        return hours(value)
    return number(value) if type(value) is int else str(value)


def change(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Cause, notice and way of payment of a draft."""
    one = _draft(request, settlement_id)
    initial = {name: getattr(one, name, "") for name in DetailsForm.base_fields}
    form = DetailsForm(request.POST or None, initial=initial)
    if form_done(form, lambda typed: act.change_settlement(request.user, one.pk, **typed)):
        messages.success(request, say("저장하고 다시 계산했습니다."))
        return redirect("ending:settlement", one.pk)
    return render(
        request, "ending/form.html", {"one": one, "form": form, "title": say("퇴직 사유와 지급 방법")}
    )


def put(request: HttpRequest, settlement_id: int, name: str) -> HttpResponse:
    """Put a value by hand in place of the computed one."""
    one = _draft(request, settlement_id)
    require(name in OVERRIDABLE, NotFound())
    held = one.overrides.get(name, {})
    form = value_form(name, request.POST or None, initial={"value": held.get("value")})
    if form_done(form, lambda typed: act.put_value(request.user, one.pk, name=name, **typed)):
        messages.success(request, say("저장하고 다시 계산했습니다."))
        return redirect("ending:settlement", one.pk)
    return render(request, "ending/form.html", {"one": one, "form": form, "title": label_of(name)})


def account(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Ask for a reason; with one, show the number of the pension account once."""
    _require_sight(request)
    require(request.user.may("privacy.reveal"), NotAllowed())
    one = reach(settlements_of(request.user), settlement_id)
    require(one.pension_account_sealed is not None, NotFound())
    form, address = reason_form(request), address_of(request)
    value = form_done(
        form, lambda _typed: show_account(request.user, one.pk, reason=form.why, address=address)
    )
    whose = f"{one.person.name} · {one.pension_provider or say('IRP 계좌번호')}"
    back = reverse("ending:settlement", args=[one.pk])
    context = {"one": one, "about": whose, "form": form, "value": value, "back": back}
    return ask(request, "ending/account.html", context, title=say("IRP 계좌번호 보기"))


@require_POST
def drop(request: HttpRequest, settlement_id: int) -> HttpResponse:
    act.drop_settlement(request.user, settlement_id)
    messages.success(request, say("정산안을 지웠습니다."))
    return redirect("ending:list")


@require_POST
def reopen(request: HttpRequest, settlement_id: int) -> HttpResponse:
    return _decided(request, settlement_id, ReasonForm, act.reopen_settlement, say("확정을 되돌렸습니다."))


@require_POST
def pay(request: HttpRequest, settlement_id: int) -> HttpResponse:
    return _decided(request, settlement_id, PaidForm, act.record_payment, say("지급일을 기록했습니다."))


def _decided(
    request: HttpRequest, settlement_id: int, form_class: Any, do: Callable[..., Any], told: str
) -> HttpResponse:
    """What is typed beside a confirmed settlement, answered on a page of its own where it cannot be read."""
    one = reach(settlements_of(request.user, "ending.confirm"), settlement_id)
    form = form_class(request.POST)
    if form_done(form, lambda typed: do(request.user, one.pk, **typed)):
        messages.success(request, told)
        return redirect("ending:settlement", one.pk)
    return render(request, "ending/form.html", {"one": one, "form": form, "title": say("퇴직정산")})


@require_GET
def statement(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """The severance statement as a PDF."""
    given = act.hand_out_statement(
        request.user, settlement_id, reason=why(request), address=address_of(request)
    )
    named = f"{say('퇴직금 산정 내역서')} {given['name']} {given['ended_on']}.pdf"
    return as_file(settlement_statement_pdf(given), named)


INTERIMS = Table(
    name="interims",
    whose="person_id",
    caption=_("퇴직금 중간정산"),
    order="person__name",
    empty=_("일하고 있는 사람이 없습니다"),
    empty_hint=_("계약 기간이 진행 중인 사람이 여기에 보입니다."),
    columns=(
        Column(
            "person__name",
            _("성명"),
            search=("person__name",),
            link=lambda row: reverse("ending:interim", args=[row.pk]),
        ),
        Column("person__birth_date", _("생년월일"), kind=Kind.DAY),
        Column("project__name", _("사업명"), search=("project__name",)),
        Column("starts_on", _("시작일"), kind=Kind.DAY),
        Column("ends_on", _("종료일"), kind=Kind.DAY),
        Column("interim_on", _("중간정산 기준일"), kind=Kind.DAY, sort="interim_on"),
    ),
)


def interims(request: HttpRequest) -> HttpResponse:
    """Who works now, and up to which day severance was settled before the end."""
    _require_sight(request)
    rows = running_contracts(request.user, timezone.localdate())
    return INTERIMS.respond(request, rows, "ending/interims.html")


def interim(request: HttpRequest, contract_id: int) -> HttpResponse:
    """What was settled before the end of one employment, and the form to settle."""
    _require_sight(request)
    contract = reach(endings_of(request.user).select_related("person", "project"), contract_id)
    may_settle = request.user.may("ending.confirm")
    require(request.method != "POST" or may_settle, NotAllowed())
    form = InterimForm(request.POST or None, initial={"paid_on": timezone.localdate()})
    if form_done(form, lambda typed: settle_interim(request.user, contract.pk, **typed)):
        messages.success(request, say("중간정산을 기록했습니다. 다음 날부터 근속을 새로 셉니다."))
        return redirect("ending:interim", contract.pk)
    held = InterimSettlement.objects.filter(person=contract.person_id).select_related("settled_by")
    told = [(one, figures_told(one)) for one in held]
    context = {"contract": contract, "form": form, "held": told, "may_settle": may_settle}
    return render(request, "ending/interim.html", context)


LATE_WAGES = PlainTable(
    name="late-wages",
    whose="slip__person_id",
    caption=_("임금 지연이자"),
    order="name",
    empty=_("명세서가 없습니다"),
    empty_hint=_("급여를 계산하면 사람마다의 이자를 볼 수 있습니다."),
    columns=(
        Column("name", _("성명"), search=("name",), link=lambda row: reverse("payroll:slip", args=[row.pk])),
        Column("birth_date", _("생년월일"), kind=Kind.DAY, sort="birth_date"),
        Column("gross", _("지급액"), kind=Kind.WON, sort="gross"),
        Column("left_on", _("퇴직일"), kind=Kind.DAY, sort="left_on"),
        Column("days", _("지연일수"), kind=Kind.NUMBER, sort="days"),
        Column("interest", _("지연이자"), kind=Kind.WON, sort="interest"),
    ),
)


def late(request: HttpRequest, run_id: int) -> HttpResponse:
    """Interest on the wages of a run that is paid after its pay day."""
    _require_sight(request)
    run = reach(runs_of(request.user), run_id)
    form = PaidOnForm({"paid_on": request.GET.get("paid_on") or paid_day(run)})
    paid_on = form.cleaned_data["paid_on"] if form.is_valid() else paid_day(run)
    rows = late_wages(run, paid_on)
    context = {"run": run, "form": form, "paid_on": paid_on, "total": sum(row.interest for row in rows)}
    return LATE_WAGES.respond(request, rows, "ending/late_wages.html", **context)


def settings(request: HttpRequest) -> HttpResponse:
    """How settlements are reckoned, by day, and which marks the average wage leaves out."""
    require(request.user.may("people.manage"), NotAllowed())
    codes = [(one.code, f"{one.mark} {one.label}") for one in DayCode.objects.all()]
    which = request.POST.get("which")
    latest = SettingsByDay().on(timezone.localdate())
    initial = {name: getattr(latest, name) for name in ("february", "rounding", "gap_days", "pays_fairness")}
    form = EndingSettingForm(request.POST if which == "setting" else None, initial=initial)
    mark_form = LeftOutForm(request.POST if which == "mark" else None, codes=codes, auto_id="mark_%s")
    done = form_done(form, lambda typed: act.set_ending_settings(request.user, **typed)) or form_done(
        mark_form, lambda typed: act.leave_out(request.user, **typed)
    )
    if done:
        messages.success(request, say("저장했습니다."))
        return redirect("ending:settings")
    context = {
        "form": form,
        "mark_form": mark_form,
        "rows": EndingSetting.objects.all(),
        "marks": [(one, dict(codes).get(one.code, one.code)) for one in LeftOut.objects.all()],
        "by_law": [(names, BY_LAW[code]) for code, names in codes if code in BY_LAW],
    }
    return render(request, "ending/settings.html", context)


def _require_sight(request: HttpRequest) -> None:
    require(request.user.scope("payroll.see") not in {None, Scope.OWN}, NotAllowed())


def _draft(request: HttpRequest, settlement_id: int) -> Settlement:
    require(request.user.may("ending.draft"), NotAllowed())
    one = reach(settlements_of(request.user, "ending.draft"), settlement_id)
    require(one.is_open, act.SettlementDecided(name=one.person.name))
    return one


def _picked(request: HttpRequest) -> list[Contract]:
    return picked_rows(request, endings_with_settlement(request.user, timezone.localdate()))


def _settlement_ids(request: HttpRequest) -> list[int]:
    """The settlements of the picked rows, or the one named by its page."""
    if one := request.POST.get("settlement", ""):
        return [int(one)] if one.isascii() and one.isdigit() else []
    return [row.settlement_id for row in _picked(request) if row.settlement_id]


def _back(request: HttpRequest) -> HttpResponse:
    ids = _settlement_ids(request) if "settlement" in request.POST else []
    return redirect("ending:settlement", ids[0]) if ids else redirect("ending:list")
