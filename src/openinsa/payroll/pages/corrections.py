"""Corrections of paid months: the list, one correction with its differences, what corrects a slip, replay."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.payroll.actions.corrections import (
    confirm_corrections,
    dues_with,
    propose_days,
    propose_law,
    propose_reversal,
    propose_wage,
    turn_down,
    withdraw,
)
from openinsa.payroll.actions.supplements import left_the_project, run_supplement
from openinsa.payroll.corrected_days import entered_days_of
from openinsa.payroll.correction_forms import DaysForm, ReasonForm, SupplementForm, WageForm
from openinsa.payroll.differences import CorrectedMonthRefused
from openinsa.payroll.models import Correction, PayRun
from openinsa.payroll.queries import Stage, corrections_with_stage, lines_paid_for
from openinsa.payroll.replaying import Verdict, replay_run
from openinsa.payroll.scope import corrections_of, runs_of, slips_of
from openinsa.people.refusals import NotAllowed, NotFound, Refused, require
from openinsa.people.roles import Scope
from openinsa.rules.engine import load_rule_book
from openinsa.staffing.models import DayCode
from openinsa.staffing.scope import projects_of, reach
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, picked_rows

STAGE_TONES = {
    Stage.PROPOSED: "warning",
    Stage.OWED: "primary",
    Stage.CARRIED: "information",
    Stage.PAID: "success",
    Stage.DROPPED: "gray",
}
STAGE_LABELS = dict(Stage.choices)
VERDICT_TONES = {
    Verdict.EQUAL: "success",
    Verdict.DIFFERS: "danger",
    Verdict.OTHER_BOOK: "warning",
    Verdict.NOT_KEPT: "warning",
}


class PayDateUnreadable(Refused):
    status = 422
    sentence = _("지급일을 읽을 수 없어 계산하지 않았습니다. 2026-11-22처럼 써 주세요.")


CORRECTIONS = Table(
    name="corrections",
    whose="contract__person_id",
    caption=_("정정"),
    order="-proposed_at",
    empty=_("정정이 없습니다"),
    empty_hint=_("지급된 급여명세서의 '정정'에서 근무나 임금을 바로잡을 수 있습니다."),
    columns=(
        Column(
            "contract__person__name",
            _("성명"),
            search=("contract__person__name",),
            link=lambda one: reverse("payroll:correction", args=[one.pk]),
        ),
        Column("contract__project__name", _("사업명"), search=("contract__project__name",)),
        Column("kind", _("구분")),
        Column("first_day", _("시작일"), kind=Kind.DAY),
        Column("last_day", _("종료일"), kind=Kind.DAY),
        Column("reason", _("사유"), search=("reason",)),
        Column("stage", _("상태"), value=lambda one: STAGE_LABELS[one.stage], sort="stage"),
        Column("carried_month", _("지급한 달"), kind=Kind.MONTH),
        Column("proposed_at", _("제안일시"), kind=Kind.MOMENT),
    ),
    filters=(
        Filter("stage", _("상태"), list(Stage.choices), lambda stage: Q(stage=stage)),
        Filter("kind", _("구분"), list(Correction.Kind.choices), lambda kind: Q(kind=kind)),
    ),
)


@dataclass(frozen=True)
class ShownLine:
    """One line of the comparison. slip_id: the slip that pays it, None while it is due."""

    month: date
    label: str
    side: str
    already: int
    new: int
    slip_id: int | None = None
    slip_month: date | None = None

    @property
    def difference(self) -> int:
        return self.new - self.already

    @property
    def effect(self) -> int:
        """What the person gets more or less by the line; the employer's share is not theirs."""
        return {"earning": self.difference, "deduction": -self.difference}.get(self.side, 0)


def correction_list(request: HttpRequest) -> HttpResponse:
    _require_sight(request)
    bulk = ()
    if request.user.may("payroll.confirm_correction"):
        bulk = (Bulk(_("확정"), reverse("payroll:confirm_corrections")),)
    rows = corrections_with_stage(request.user).select_related("contract__person", "contract__project")
    return CORRECTIONS.respond(request, rows, "payroll/corrections/list.html", bulk)


def correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """One correction: what it changes, and old, new and difference per month and line."""
    _require_sight(request)
    shown = reach(corrections_with_stage(request.user), correction_id)
    proposed = shown.state == Correction.State.PROPOSED
    may_propose = request.user.may("payroll.correct")
    lines, trouble = compared_lines(shown)
    context = {
        "correction": shown,
        "stage": STAGE_LABELS[shown.stage],
        "tone": STAGE_TONES[Stage(shown.stage)],
        "days": shown.days.all(),
        "months": _by_month(lines),
        "trouble": trouble,
        "may_confirm": proposed
        and request.user.may("payroll.confirm_correction")
        and shown.proposed_by_id != request.user.pk,
        "may_withdraw": proposed and may_propose,
        "may_reverse": shown.state == Correction.State.CONFIRMED
        and may_propose
        and shown.kind != Correction.Kind.LAW,
        "may_supplement": shown.stage == Stage.OWED
        and request.user.may("payroll.run")
        and left_the_project(shown.contract),
        "reason_form": ReasonForm(),
        "supplement_form": SupplementForm(initial={"pay_date": timezone.localdate()}),
    }
    return render(request, "payroll/corrections/detail.html", context)


def compared_lines(shown: Correction) -> tuple[list[ShownLine], str]:
    """The comparison: what slips carry of the correction, and what is still due; or why it cannot be reckoned."""
    paid = [
        ShownLine(
            line.month or line.slip.run.month,
            line.inputs["item_en" if get_language() == "en" else "item_ko"],
            line.side,
            line.inputs["already"],
            line.inputs["new"],
            line.slip_id,
            line.slip.run.month,
        )
        for line in lines_paid_for(shown)
    ]
    if shown.stage in {Stage.PAID, Stage.DROPPED}:
        return paid, ""
    try:
        owed = dues_with(shown)
    except CorrectedMonthRefused as refused:
        return paid, str(refused)
    due = [
        ShownLine(one.unit.month, line.label, line.side, line.already, line.new)
        for one in owed
        for line in one.moved
    ]
    return paid + due, ""


def _by_month(lines: list[ShownLine]) -> list[dict[str, Any]]:
    """The lines of each month with what the person gets more or less for it."""
    months = sorted({line.month for line in lines})
    return [
        {
            "month": month,
            "lines": (own := [line for line in lines if line.month == month]),
            "net": sum(line.effect for line in own),
        }
        for month in months
    ]


def correct(request: HttpRequest, slip_id: int) -> HttpResponse:
    """What corrects a paid slip: its days in a small grid, or the wage from a day on."""
    require(request.user.may("payroll.correct"), NotAllowed())
    slip = reach(slips_of(request.user, "payroll.correct"), slip_id)
    require(slip.run.state == PayRun.State.PAID and slip.run.kind == PayRun.Kind.REGULAR, NotFound())
    entered = entered_days_of(slip)
    asked = request.POST.get("what", "")
    days = DaysForm(entered, request.POST if asked == "days" else None)
    wage = WageForm(
        request.POST if asked == "wage" else None, auto_id="wage_%s", initial={"since": slip.run.month}
    )
    by = request.user
    made = form_done(
        days, lambda typed: propose_days(by, slip_id, DaysForm.marks(typed), reason=typed["reason"])
    ) or form_done(
        wage,
        lambda typed: propose_wage(by, slip_id, typed["since"], typed["rate"], reason=typed["reason"]),
    )
    if made:
        messages.success(
            request, say("정정을 올렸습니다. 급여담당이 확정하면 다음 급여에 차액이 들어갑니다.")
        )
        return redirect("payroll:correction", made.pk)
    context = {"slip": slip, "days": days, "wage": wage, "codes": DayCode.objects.all()}
    return render(request, "payroll/corrections/correct.html", context)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Let the picked corrections hold."""
    require(request.user.may("payroll.confirm_correction"), NotAllowed())
    picked = picked_rows(request, corrections_of(request.user, "payroll.confirm_correction").order_by("pk"))
    count = confirm_corrections(request.user, [one.pk for one in picked])
    messages.success(
        request,
        say("정정 %(count)d건을 확정했습니다. 다음 급여 계산에 차액이 들어갑니다.") % {"count": count},
    )
    return redirect("payroll:correction", picked[0].pk) if count == 1 else redirect("payroll:corrections")


@require_POST
def refuse(request: HttpRequest, correction_id: int) -> HttpResponse:
    turn_down(request.user, correction_id, reason=request.POST.get("reason", ""))
    messages.success(request, say("정정을 사업담당에게 돌려보냈습니다."))
    return redirect("payroll:correction", correction_id)


@require_POST
def take_back(request: HttpRequest, correction_id: int) -> HttpResponse:
    withdraw(request.user, correction_id)
    messages.success(request, say("정정을 취소했습니다."))
    return redirect("payroll:correction", correction_id)


@require_POST
def reverse_it(request: HttpRequest, correction_id: int) -> HttpResponse:
    made = propose_reversal(request.user, correction_id, reason=request.POST.get("reason", ""))
    messages.success(request, say("되돌리는 정정을 올렸습니다. 급여담당이 확정하면 차액이 되돌아갑니다."))
    return redirect("payroll:correction", made.pk)


@require_POST
def supplement(request: HttpRequest, project_id: int) -> HttpResponse:
    """Compute what people who have left are owed, as a run of its own."""
    require(request.user.may("payroll.run"), NotAllowed())
    project = reach(projects_of(request.user, "payroll.run"), project_id)
    form = SupplementForm(request.POST)
    require(form.is_valid(), PayDateUnreadable())
    run = run_supplement(request.user, project.pk, form.cleaned_data["pay_date"])
    messages.success(request, say("퇴사한 사람의 차액을 계산했습니다. 확인하고 지급을 확정해 주세요."))
    return redirect("payroll:run", run.pk)


@require_POST
def correct_law(request: HttpRequest, run_id: int) -> HttpResponse:
    made = propose_law(request.user, run_id, reason=request.POST.get("reason", ""))
    messages.success(
        request,
        say("규칙집이 바뀌어 급여가 달라지는 %(count)d명의 정정을 올렸습니다.") % {"count": len(made)},
    )
    return redirect("payroll:corrections")


def replay(request: HttpRequest, run_id: int) -> HttpResponse:
    """A closed run computed again from what it kept: equal, or the lines that come out otherwise."""
    require(request.user.scope("payroll.see") not in {None, Scope.OWN}, NotFound())
    run = reach(runs_of(request.user).select_related("inputs", "project"), run_id)
    require(run.state == PayRun.State.PAID, NotFound())
    found = replay_run(run)
    people = dict(run.slips.values_list("pk", "person__name"))
    context = {
        "run": run,
        "found": found,
        "moved": [(people[line.slip_id], line) for line in found.moved],
        "tone": VERDICT_TONES[found.verdict],
        "book_at_hand": load_rule_book().version,
    }
    return render(request, "payroll/corrections/replay.html", context)


def _require_sight(request: HttpRequest) -> None:
    require(request.user.scope("payroll.see") not in {None, Scope.OWN}, NotAllowed())
