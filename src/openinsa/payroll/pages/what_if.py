"""What a contract would cost otherwise: wage, hours, dates or month changed, nothing stored."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say

from openinsa.payroll.models import PayRun, PayslipLine
from openinsa.payroll.what_if import Moved, ToldSlip, held_on, moved_lines
from openinsa.payroll.what_if_forms import WhatIfForm
from openinsa.payroll.what_if_months import Asked, ask, look
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.pages.contracts import contracts_table
from openinsa.staffing.queries import contracts_with_terms, projects_with_figures
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay
from openinsa.staffing.sheet import last_day
from openinsa.web.forms import form_done


def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project's contracts, each leading to what it would cost otherwise."""
    require(sees_pay(request.user), NotAllowed())
    shown = reach(projects_of(request.user, "payroll.see"), project_id)
    rows = contracts_with_terms(request.user, timezone.localdate()).filter(project=shown)
    table = contracts_table(request.user).without("project__name")
    name = replace(table.columns[0], link=lambda c: reverse("payroll:what_if", args=[c.pk]))
    table = replace(table, columns=(name, *table.columns[1:]))
    return table.respond(request, rows, "payroll/what_if/project.html", project=shown)


def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One contract as it stands and as it would be: the month's slip, and the cost to the project."""
    require(sees_pay(request.user), NotAllowed())
    reached = contracts_of(request.user, "payroll.see").select_related("person", "project__department")
    shown = reach(reached, contract_id)
    month = usual_month(shown)
    form = WhatIfForm(
        shown,
        held_on(list(shown.versions.all()), month),
        _typed(request, month),
        initial={"month": f"{month:%Y-%m}"},
    )
    seen = form_done(form, lambda typed: seen_otherwise(request.user, ask(shown, form.change(typed))))
    return render(request, "payroll/what_if/contract.html", {"contract": shown, "form": form, "seen": seen})


def _typed(request: HttpRequest, month: date) -> dict[str, Any] | None:
    """What is asked in the address; a month alone, or none, stands for the usual one."""
    typed = request.GET.dict()
    return {"month": f"{month:%Y-%m}", **typed} if typed else None


def usual_month(shown: Contract) -> date:
    today = timezone.localdate()
    return min(max(today, shown.starts_on), shown.ends_on).replace(day=1)


@dataclass(frozen=True)
class Seen:
    """What moves: the slip's lines and sums, the cost by month, and the budget before and after.

    goes_on_to: the last day of a contract that is longer than the months looked at, None of all others.
    """

    month: date
    sides: list[tuple[str, list[Moved], Moved]]
    net: Moved
    cost: Moved
    months: list[tuple[date, Moved]]
    rest: Moved
    project: Project
    planned: Moved
    goes_on_to: date | None

    @property
    def figures(self) -> tuple[Moved, ...]:
        """What comes first: net pay and the cost of the month, and the cost of the months to the end."""
        label = say("끝까지 사업 부담")
        if self.goes_on_to:
            label = say("%(count)d개월 사업 부담") % {"count": len(self.months)}
        return (self.net, self.cost, replace(self.rest, label=label))


def seen_otherwise(by: User, asked: Asked) -> Seen:
    looked = {month: look(asked, month) for month in asked.months}
    old, new = looked[asked.change.month]
    months = [(month, _moved(f"{month:%Y-%m}", "cost", *both)) for month, both in looked.items()]
    budgeted = reach(projects_with_figures(by, timezone.localdate()), asked.contract.project_id)
    lines = moved_lines(old, new)
    totals = ("gross", "deductions", "employer")
    sides = [
        (label, lines[side], _moved(say("합계"), total, old, new))
        for (side, label), total in zip(PayslipLine.Side.choices, totals, strict=True)
    ]
    return Seen(
        month=asked.change.month,
        sides=sides,
        net=_moved(say("실지급액"), "net", old, new),
        cost=_moved(say("이 달 사업 부담"), "cost", old, new),
        months=months,
        rest=_sum([one for _key, one in months]),
        project=budgeted,
        planned=_planned(budgeted, months),
        goes_on_to=asked.end if asked.end > last_day(asked.months[-1]) else None,
    )


def _moved(label: str, name: str, old: ToldSlip, new: ToldSlip) -> Moved:
    return Moved(label, getattr(old, name), getattr(new, name))


def _sum(moved: list[Moved]) -> Moved:
    return Moved(say("합계"), sum(one.old for one in moved), sum(one.new for one in moved))


def _planned(budgeted: Project, months: list[tuple[date, Moved]]) -> Moved:
    """What the budget still has to bear: computed runs hold the old cost already, the other months do not."""
    run = PayRun.objects.filter(project=budgeted, kind=PayRun.Kind.REGULAR, state__in=("computed", "paid"))
    held = set(run.values_list("month", flat=True))
    coming = _sum([one for month, one in months if month not in held])
    moved = sum(one.difference for month, one in months if month in held)
    committed = budgeted.committed
    return Moved(say("예정"), committed + coming.old, max(committed + coming.new + moved, 0))
