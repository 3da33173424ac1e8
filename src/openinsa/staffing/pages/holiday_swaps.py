"""Public holidays that a project swapped for workdays."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.views.decorators.http import require_POST

from openinsa.staffing.actions.holiday_swaps import swap_holiday, take_swap_back
from openinsa.staffing.forms import HolidaySwapForm
from openinsa.staffing.scope import projects_of, reach
from openinsa.web.forms import form_done


def new_swap(request: HttpRequest, project_id: int) -> HttpResponse:
    """Swap a holiday for a workday, for everybody in the project."""
    shown = reach(projects_of(request.user, "staffing.manage_projects"), project_id)
    form = HolidaySwapForm(request.POST or None)
    made = form_done(form, lambda typed: swap_holiday(request.user, shown.pk, **typed))
    if made:
        text = say("%(holiday)s에 일하고 %(instead)s에 쉽니다.")
        messages.success(request, text % {"holiday": made.holiday, "instead": made.instead})
        return redirect("staffing:project", shown.pk)
    return render(request, "staffing/projects/swap.html", {"form": form, "project": shown})


@require_POST
def drop_swap(request: HttpRequest, project_id: int, swap_id: int) -> HttpResponse:
    """Take a swap back."""
    take_swap_back(request.user, project_id, swap_id)
    messages.success(request, say("휴일 대체를 거두었습니다."))
    return redirect("staffing:project", project_id)
