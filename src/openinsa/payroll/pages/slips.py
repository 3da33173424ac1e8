"""Payslips: the list, one slip with an explanation per line, a worker's own."""

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.explaining import retell
from openinsa.payroll.inputs import entered_days, said_inputs
from openinsa.payroll.models import PayRun, PayslipLine
from openinsa.payroll.plain_words import why
from openinsa.payroll.queries import corrections_of_slip, earlier_slips, lines_by_side
from openinsa.payroll.scope import slips_of
from openinsa.payroll.seen import slip_seen
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.roles import Role, Scope
from openinsa.privacy.reading import note_read
from openinsa.staffing.scope import reach
from openinsa.web.tables import Column, Kind, Table, month_filter

SLIPS = Table(
    name="slips",
    whose="person_id",
    caption=_("급여명세서"),
    order="person__name",
    empty=_("급여명세서가 없습니다"),
    empty_hint=_("급여를 계산하면 여기에 나타납니다."),
    columns=(
        Column(
            "person__name",
            _("성명"),
            search=("person__name",),
            link=lambda s: reverse("payroll:slip", args=[s.pk]),
        ),
        Column("run__month", _("월"), kind=Kind.MONTH),
        Column("run__project__name", _("사업명"), search=("run__project__name",)),
        Column("gross", _("지급액"), kind=Kind.WON, total=Sum("gross")),
        Column("deductions", _("공제액"), kind=Kind.WON, total=Sum("deductions")),
        Column("net", _("실지급액"), kind=Kind.WON, total=Sum("net")),
        Column("employer_total", _("기관부담금"), kind=Kind.WON, total=Sum("employer_total")),
    ),
    filters=(month_filter(PayRun, "run__month"),),
)


def slip_list(request: HttpRequest) -> HttpResponse:
    """All slips within reach; a worker's own stand on a page of their own."""
    require(request.user.scope("payroll.see") not in {None, Scope.OWN}, NotAllowed())
    return SLIPS.respond(request, slips_of(request.user), "payroll/slips/list.html")


def slip(request: HttpRequest, slip_id: int) -> HttpResponse:
    """One slip: every line with its formula in words, its article and what it was reckoned from."""
    shown = reach(slips_of(request.user), slip_id)
    own = shown.person_id == request.user.person_id
    if own:
        slip_seen.send(sender=None, by=request.user, slip_id=shown.pk, file=False)
    closed = shown.run.state == PayRun.State.PAID and shown.run.kind == PayRun.Kind.REGULAR
    context: dict[str, Any] = {
        "slip": shown,
        "sides": [(side, _told(lines), total) for side, lines, total in lines_by_side(shown)],
        "own": own,
        "may_correct": closed and request.user.may("payroll.correct") and not own,
        "corrections": corrections_of_slip(shown) if closed and not own else [],
        "earlier": earlier_slips(request.user, shown),
        "minutes": shown.facts.get("minutes", {}),
    }
    return render(request, "payroll/slips/detail.html", context)


def explanation(request: HttpRequest, slip_id: int) -> HttpResponse:
    """One slip computed afresh beside what it holds, every line down to the rules, values of law and days."""
    shown = reach(slips_of(request.user), slip_id)
    lines = retell(shown)
    own = shown.person_id == request.user.person_id
    context = {"slip": shown, "own": own, "lines": lines, "same": all(line.same for line in lines)}
    return render(request, "payroll/slips/explanation.html", context)


def _told(lines: list[PayslipLine]) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "why": why(line.code),
            "inputs": said_inputs(line.inputs),
            "days": entered_days(line.inputs),
        }
        for line in lines
    ]


def my_slips(request: HttpRequest) -> HttpResponse:
    """A worker's own paid slips, newest first."""
    user = request.user
    require(Role.WORKER in user.roles and user.person_id, NotFound())
    own = (
        slips_of(user).filter(person_id=user.person_id, run__state=PayRun.State.PAID).order_by("-run__month")
    )
    note_read("payroll_payslip", [user.person_id])
    return render(request, "payroll/slips/mine.html", {"slips": own})
