"""Pay runs: the list, starting a month's run, one run with its checks, payment, sending back."""

from datetime import date

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.payroll.actions.runs import pay_runs, run_month, send_back_run
from openinsa.payroll.checks import findings, months_not_approved
from openinsa.payroll.correction_forms import ReasonForm
from openinsa.payroll.models import PayRun
from openinsa.payroll.pages.slips import SLIPS
from openinsa.payroll.queries import month_behind, runnable_months, runs_with_faults_counted
from openinsa.payroll.scope import runs_of, slips_of
from openinsa.people.refusals import NotAllowed, NotFound, Refused, require
from openinsa.people.roles import Scope
from openinsa.rules.engine import load_rule_book
from openinsa.staffing.scope import reach
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, month_filter, picked_rows

RUN_TONES = {PayRun.State.WAITING: "gray", PayRun.State.COMPUTED: "primary", PayRun.State.PAID: "success"}

RUNS = Table(
    name="runs",
    caption=_("급여 계산"),
    order="-month",
    empty=_("급여 계산이 없습니다"),
    empty_hint=_("부서장이 월 근무상황을 승인하면 급여담당이 계산을 시작합니다."),
    columns=(
        Column(
            "project__name",
            _("사업명"),
            search=("project__name",),
            link=lambda r: reverse("payroll:run", args=[r.pk]),
        ),
        Column("month", _("월"), kind=Kind.MONTH),
        Column("project__department__name", _("부서"), search=("project__department__name",)),
        Column("state", _("상태"), kind=Kind.BADGE, tones=RUN_TONES),
        Column("people", _("인원"), kind=Kind.NUMBER, total=Sum("people")),
        Column("gross", _("지급액"), kind=Kind.WON, total=Sum("gross")),
        Column("deductions", _("공제액"), kind=Kind.WON, total=Sum("deductions")),
        Column("net", _("실지급액"), kind=Kind.WON, total=Sum("net")),
        Column("employer_total", _("기관부담금"), kind=Kind.WON, total=Sum("employer_total")),
        Column("fault_count", _("오류"), kind=Kind.NUMBER, total=Sum("fault_count")),
    ),
    filters=(
        month_filter(PayRun, "month"),
        Filter("state", _("상태"), list(PayRun.State.choices), lambda state: Q(state=state)),
    ),
    pickable=lambda run: run.state == PayRun.State.COMPUTED,
)


def run_list(request: HttpRequest) -> HttpResponse:
    require(_sees_runs(request), NotAllowed())
    may_run = request.user.may("payroll.run")
    bulk = (Bulk(_("지급 확정"), reverse("payroll:pay")),) if request.user.may("payroll.pay") else ()
    rows = runs_with_faults_counted(request.user)
    ready = runnable_months() if may_run else []
    return RUNS.respond(request, rows, "payroll/runs/list.html", bulk, ready=ready)


def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run: sums, what to look at before paying, the slips."""
    require(_sees_runs(request), NotFound())
    shown = reach(runs_with_faults_counted(request.user), run_id)
    regular, paid = shown.kind == PayRun.Kind.REGULAR, shown.state == PayRun.State.PAID
    may_compute = request.user.may("payroll.run") and not paid
    context = {
        "run": shown,
        "tone": RUN_TONES[shown.state],
        "findings": findings([shown]),
        "project_month": month_behind(shown),
        "open_months": months_not_approved(shown.month),
        "may_run": may_compute and regular,
        "may_compute_supplement": may_compute and not regular,
        "may_send_back": may_compute,
        "may_correct_law": request.user.may("payroll.correct")
        and regular
        and paid
        and shown.rule_book_version != load_rule_book().version,
        "may_pay": request.user.may("payroll.pay") and shown.state == PayRun.State.COMPUTED,
        "late": regular and shown.pay_date < timezone.localdate(shown.paid_at),
        "reason_form": ReasonForm(),
    }
    rows = slips_of(request.user).filter(run=shown)
    slips = SLIPS.without("run__month", "run__project__name", "month")
    return slips.respond(request, rows, "payroll/runs/detail.html", **context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Compute a month for all approved projects, or for the one named; progress is on the job's page."""
    require(request.user.may("payroll.run"), NotAllowed())
    project = request.POST.get("project", "")
    job = run_month(request.user, _month(request), [int(project)] if project.isdecimal() else None)
    return redirect("jobs:job", job.pk)


@require_POST
def pay(request: HttpRequest) -> HttpResponse:
    """Show the picked runs with their sums; once confirmed, they are paid and locked."""
    require(request.user.may("payroll.pay"), NotAllowed())
    picked = picked_rows(request, runs_of(request.user))
    if "confirmed" not in request.POST:
        sums = {name: sum(getattr(one, name) for one in picked) for name in ("people", "net")}
        return render(request, "payroll/runs/pay.html", {"runs": picked, "sums": sums})
    count = pay_runs(request.user, [one.pk for one in picked])
    messages.success(
        request, say("%(count)d개 사업의 급여를 지급 확정하고 달을 잠갔습니다.") % {"count": count}
    )
    return redirect("payroll:run", picked[0].pk) if count == 1 else redirect("payroll:runs")


@require_POST
def send_back(request: HttpRequest, run_id: int) -> HttpResponse:
    """Return a month to its clerk with a reason, or drop what a supplement had computed."""
    require(_sees_runs(request), NotFound())
    shown = send_back_run(request.user, run_id, reason=request.POST.get("reason", ""))
    told = say("'%(name)s'을(를) 사업담당에게 돌려보냈습니다.")
    if shown.kind == PayRun.Kind.SUPPLEMENT:
        told = say("'%(name)s'의 차액 계산을 지웠습니다. 차액은 '지급할 차액'으로 남아 있습니다.")
    messages.success(request, told % {"name": shown.project.name})
    return redirect("payroll:runs")


def _sees_runs(request: HttpRequest) -> bool:
    return request.user.scope("payroll.see") not in {None, Scope.OWN}


def _month(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(f"{request.POST.get('month', '')}-01")
    except ValueError as unreadable:
        raise MonthUnreadable() from unreadable


class MonthUnreadable(Refused):
    status = 422
    sentence = _("계산할 달을 읽을 수 없습니다. 목록에서 달을 다시 골라 주세요.")
