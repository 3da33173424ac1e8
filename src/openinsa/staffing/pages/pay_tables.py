"""Tables of pay by grade and years of service in the settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.views.decorators.http import require_POST

from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.actions.pay_tables import drop_pay_table, enter_pay_table
from openinsa.staffing.models import PayTable
from openinsa.staffing.settings_forms import PayTableForm
from openinsa.web.forms import form_done


def pay_tables(request: HttpRequest) -> HttpResponse:
    """All tables by name, the newest of each first."""
    require(request.user.may("people.manage"), NotAllowed())
    tables = [
        (table, range(table.most_years), sorted(table.rows.items())) for table in PayTable.objects.all()
    ]
    return render(request, "staffing/pay_tables/list.html", {"tables": tables})


def new_pay_table(request: HttpRequest) -> HttpResponse:
    """A table from a day on, pasted from a spreadsheet."""
    require(request.user.may("people.manage"), NotAllowed())
    form = PayTableForm(request.POST or None)
    made = form_done(form, lambda typed: enter_pay_table(request.user, **typed))
    if made:
        text = say("%(day)s부터의 '%(name)s'을(를) 저장했습니다. 등급 %(count)d개입니다.")
        said = {"day": made.valid_from, "name": made.name, "count": len(made.rows)}
        messages.success(request, text % said)
        return redirect("staffing:pay_tables")
    return render(request, "staffing/settings/form.html", {"form": form, "heading": say("새 호봉표")})


@require_POST
def drop(request: HttpRequest, table_id: int) -> HttpResponse:
    """Take a table back."""
    require(request.user.may("people.manage"), NotAllowed())
    drop_pay_table(request.user, table_id)
    messages.success(request, say("호봉표를 지웠습니다."))
    return redirect("staffing:pay_tables")
