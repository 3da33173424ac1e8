"""Pay outside the monthly pay: the list, giving it to picked people or to those of a file, taking it back."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.payroll.actions.one_time import drop_one_time, pay_once
from openinsa.payroll.models import OneTimePayment
from openinsa.payroll.one_time_forms import OneTimeForm
from openinsa.payroll.one_time_reading import ListRead, read_list
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.contract_columns import ENDS_ON, JOB, STARTS_ON
from openinsa.staffing.forms import UploadForm
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Kind, Table, month_filter, picked_rows

ONE_TIME = Table(
    name="one_time",
    whose="contract__person_id",
    caption=_("상여"),
    order="-month",
    empty=_("월급여 밖에 지급한 것이 없습니다"),
    empty_hint=_("사업 화면의 '상여'에서 사람을 골라 지급합니다."),
    columns=(
        Column("contract__person__name", _("성명"), search=("contract__person__name",)),
        Column("contract__project__name", _("사업명"), search=("contract__project__name",)),
        Column("month", _("급여 월"), kind=Kind.MONTH),
        Column("name", _("이름"), search=("name",)),
        Column("amount", _("금액"), kind=Kind.WON, total=Sum("amount")),
        Column("covers_from", _("지급대상기간 시작"), kind=Kind.DAY),
        Column("covers_to", _("지급대상기간 끝"), kind=Kind.DAY),
        Column("grounds", _("근거"), search=("grounds",)),
    ),
    filters=(month_filter(OneTimePayment, "month"),),
)
PEOPLE = Table(
    name="one_time_people",
    whose="person_id",
    caption=_("근로자"),
    order="person__name",
    page_size=200,
    empty=_("계약이 없습니다"),
    columns=(
        Column("person__name", _("성명"), search=("person__name",)),
        JOB,
        Column("tax_mode", _("과세 방식")),
        STARTS_ON,
        ENDS_ON,
        Column("paid_once", _("받은 상여 합계"), kind=Kind.WON, sort="paid_once"),
    ),
)


def payments(request: HttpRequest) -> HttpResponse:
    """All payments within reach; those of unpaid months can be taken back."""
    require(sees_pay(request.user), NotAllowed())
    rows = OneTimePayment.objects.filter(contract__in=contracts_of(request.user, "payroll.see"))
    may = request.user.may("staffing.insure")
    bulk = (Bulk(_("지우기"), reverse("payroll:drop_one_time"), "close"),) if may else ()
    rows = rows.select_related("contract__person", "contract__project")
    return ONE_TIME.respond(request, rows, "payroll/one_time/list.html", bulk)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Take back the picked payments, all or none."""
    require(request.user.may("staffing.insure"), NotAllowed())
    within = OneTimePayment.objects.filter(contract__in=contracts_of(request.user, "staffing.insure"))
    picked = picked_rows(request, within)
    for one in picked:
        drop_one_time(request.user, one.pk)
    messages.success(request, say("%(count)d건을 지웠습니다.") % {"count": len(picked)})
    return redirect("payroll:one_time")


def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project's people, to be picked or named by a file."""
    require(sees_pay(request.user), NotAllowed())
    shown = reach(projects_of(request.user, "payroll.see"), project_id)
    may = request.user.may("staffing.insure")
    bulk = (Bulk(_("상여 지급"), reverse("payroll:pay_once", args=[shown.pk]), "plus"),) if may else ()
    people = contracts_of(request.user, "payroll.see").filter(project=shown).select_related("person")
    rows = people.annotate(paid_once=Sum("one_time_payments__amount"))
    context = {"project": shown, "form": UploadForm(), "may_pay": may}
    return PEOPLE.respond(request, rows, "payroll/one_time/project.html", bulk, **context)


@require_POST
def pay(request: HttpRequest, project_id: int) -> HttpResponse:
    """First what shall be paid to the picked people, or to those of a file, then store it."""
    require(request.user.may("staffing.insure"), NotAllowed())
    shown = reach(projects_of(request.user, "staffing.insure"), project_id)
    people = contracts_of(request.user, "staffing.insure").filter(project=shown).select_related("person")
    read = _file(request, list(people)) if request.FILES else None
    contracts = read.contracts if read else picked_rows(request, people.order_by("person__name", "pk"))
    require(contracts, NobodyPicked())
    answered = "grounds" in request.POST
    form = OneTimeForm(
        request.POST if answered else None,
        contracts=contracts,
        told=read.amounts if read else None,
        initial={"month": f"{_last_month():%Y-%m}"},
    )

    def store(typed: dict[str, Any]) -> list[OneTimePayment]:
        return pay_once(request.user, typed.pop("amounts"), typed.pop("month"), **typed)

    if stored := form_done(form, store):
        text = say("%(count)d명에게 '%(name)s'을(를) %(month)s 급여와 함께 지급합니다.")
        named = {"count": len(stored), "name": stored[0].name, "month": f"{stored[0].month:%Y-%m}"}
        messages.success(request, text % named)
        return redirect("payroll:one_time")
    context = {"project": shown, "contracts": contracts, "form": form, "read": read}
    return render(request, "payroll/one_time/pay.html", context)


def _file(request: HttpRequest, people: list[Contract]) -> ListRead:
    """What an uploaded list says. Raises FileNotRead."""
    form = UploadForm(request.POST, request.FILES)
    require(form.is_valid(), NobodyPicked())
    file = form.cleaned_data["file"]
    return read_list(people, file.name, file.read(), form.cleaned_data["password"])


def _last_month() -> date:
    return timezone.localdate().replace(day=1) - timedelta(days=1)
