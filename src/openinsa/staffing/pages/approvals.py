"""Approvals of a project, and weeks over whose paid holiday somebody decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as say
from django.views.decorators.http import require_POST

from openinsa.staffing.actions.approvals import drop_approval, end_approval, record_approval
from openinsa.staffing.actions.weeks import decide_week, leave_week_to_law
from openinsa.staffing.models import Approval
from openinsa.staffing.paper_forms import ApprovalForm, DecidedWeekForm, EndPaperForm
from openinsa.staffing.scope import contracts_of, projects_of, reach
from openinsa.web.forms import form_done


def new_approval(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record an approval or a written agreement for a project."""
    shown = reach(projects_of(request.user, "staffing.manage_projects"), project_id)
    form = ApprovalForm(request.POST or None)
    made = form_done(form, lambda typed: record_approval(request.user, shown.pk, **typed))
    if made:
        messages.success(request, say("'%(kind)s'을(를) 기록했습니다.") % {"kind": made.get_kind_display()})
        return redirect("staffing:project", shown.pk)
    return render(request, "staffing/projects/approval.html", {"form": form, "project": shown})


def approval(request: HttpRequest, approval_id: int) -> HttpResponse:
    """End or drop one approval."""
    within = Approval.objects.filter(project__in=projects_of(request.user, "staffing.manage_projects"))
    shown = reach(within.select_related("project"), approval_id)
    form = EndPaperForm(request.POST or None, initial={"ends_on": shown.valid_to or timezone.localdate()})

    def end(typed: dict[str, Any]) -> object:
        if "drop" in request.POST:
            return drop_approval(request.user, shown.pk, reason=typed["reason"])
        return end_approval(request.user, shown.pk, typed["ends_on"], reason=typed["reason"])

    if form_done(form, end):
        messages.success(request, say("고쳤습니다."))
        return redirect("staffing:project", shown.project_id)
    context = {"form": form, "project": shown.project, "approval": shown}
    return render(request, "staffing/projects/approval.html", context)


def decide(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Pay a week's holiday, or not, whatever the attendance."""
    shown = reach(
        contracts_of(request.user, "staffing.record_days").select_related("person", "project"), contract_id
    )
    form = DecidedWeekForm(request.POST or None)
    made = form_done(form, lambda typed: decide_week(request.user, shown.pk, **typed))
    if made:
        messages.success(request, say("%(day)s에 끝나는 주의 주휴를 정했습니다.") % {"day": made.week_end})
        return redirect("staffing:contract", shown.pk)
    return render(request, "staffing/contracts/week.html", {"form": form, "contract": shown})


@require_POST
def leave_to_law(request: HttpRequest, contract_id: int, week_id: int) -> HttpResponse:
    """Take a decision over a week back."""
    leave_week_to_law(request.user, contract_id, week_id)
    messages.success(request, say("그 주의 주휴를 법의 기준으로 되돌렸습니다."))
    return redirect("staffing:contract", contract_id)
