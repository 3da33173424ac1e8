"""Allowances and agreed deductions of a project's people: the list, giving one to many, ending and dropping."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.actions.pay_facts import set_pay_facts
from openinsa.staffing.actions.pay_items import (
    PayItem,
    agree_deduction,
    drop_pay_item,
    end_pay_item,
    grant_allowance,
)
from openinsa.staffing.contract_columns import ENDS_ON, JOB, NAME, STARTS_ON
from openinsa.staffing.forms import AllowanceForm, DeductionForm, EndPayItemForm, PayFactsForm
from openinsa.staffing.models import Allowance, Contract, Deduction, Project
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Table, picked_rows

PAY_ITEMS = Table(
    name="pay_items",
    whose="person_id",
    caption=_("수당과 공제"),
    order="person__name",
    page_size=200,
    empty=_("계약이 없습니다"),
    columns=(
        NAME,
        JOB,
        Column("allowance_names", _("수당"), value=lambda c: c.allowance_names or "", sort="allowance_names"),
        Column("deduction_names", _("공제"), value=lambda c: c.deduction_names or "", sort="deduction_names"),
        STARTS_ON,
        ENDS_ON,
    ),
)

Grant = Callable[[User, int, list[int], dict[str, Any]], Project]


def pay_items(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project's people with what they get and what is kept back today or later."""
    require(sees_pay(request.user), NotAllowed())
    project = reach(projects_of(request.user), project_id)
    bulk: tuple[Bulk, ...] = ()
    if projects_of(request.user, "staffing.register").filter(pk=project.pk).exists():
        bulk = (
            Bulk(_("수당 주기"), reverse("staffing:grant_allowance", args=[project.pk]), "plus"),
            Bulk(_("공제 넣기"), reverse("staffing:agree_deduction", args=[project.pk]), "plus"),
            Bulk(_("수습·직종"), reverse("staffing:pay_facts", args=[project.pk]), "edit"),
        )
    rows = with_names(contracts_of(request.user).filter(project=project))
    return PAY_ITEMS.respond(request, rows, "staffing/pay_items/list.html", bulk=bulk, project=project)


@require_POST
def allowance_for_many(request: HttpRequest, project_id: int) -> HttpResponse:
    texts = {
        "preview": "payroll:preview_allowance",
        "title": say("수당 주기"),
        "lead": say(
            "고른 사람 모두에게 같은 수당을 줍니다. 한 사람이라도 안 되면 아무에게도 저장하지 않습니다."
        ),
    }
    return _for_many(request, project_id, AllowanceForm, grant_allowance, texts)


@require_POST
def deduction_for_many(request: HttpRequest, project_id: int) -> HttpResponse:
    texts = {
        "title": say("공제 넣기"),
        "lead": say(
            "고른 사람 모두의 임금에서 약정한 금액을 뺍니다. 한 사람이라도 안 되면 아무에게도 저장하지 않습니다."
        ),
    }
    return _for_many(request, project_id, DeductionForm, agree_deduction, texts)


PAY_FACTS = ("probation_to", "simple_labour", "production_job", "last_year_gross")


@require_POST
def pay_facts_of_many(request: HttpRequest, project_id: int) -> HttpResponse:
    """Probation and kind of job of the picked people; the form begins with what holds of the first."""
    project = reach(projects_of(request.user, "staffing.register"), project_id)
    people = contracts_of(request.user, "staffing.register").filter(project=project)
    contracts = picked_rows(request, people.select_related("person"))
    require(contracts, NobodyPicked())
    now = {name: getattr(contracts[0], name) for name in PAY_FACTS}
    form = PayFactsForm(request.POST if "reason" in request.POST else None, initial=now)
    ids = [one.pk for one in contracts]
    if form_done(form, lambda typed: set_pay_facts(request.user, project.pk, ids, **typed)):
        messages.success(request, say("%(count)d명에게 저장했습니다.") % {"count": len(ids)})
        return redirect("staffing:pay_items", project.pk)
    context = {
        "project": project,
        "contracts": contracts,
        "form": form,
        "title": say("수습·직종"),
        "lead": say("아직 지급하지 않은 달의 최저임금 확인과 비과세 계산이 이 내용을 따릅니다."),
    }
    return render(request, "staffing/pay_items/facts.html", context)


def _for_many(
    request: HttpRequest,
    project_id: int,
    form_class: type[AllowanceForm] | type[DeductionForm],
    grant: Grant,
    texts: dict[str, str],
) -> HttpResponse:
    """First what shall hold for the picked people, then store it."""
    project = reach(projects_of(request.user, "staffing.register"), project_id)
    people = contracts_of(request.user, "staffing.register").filter(project=project)
    contracts = picked_rows(request, people.select_related("person"))
    require(contracts, NobodyPicked())
    answered = "valid_from" in request.POST
    begin = max(timezone.localdate().replace(day=1), min(one.starts_on for one in contracts))
    form = form_class(request.POST if answered else None, initial={"valid_from": begin})
    ids = [one.pk for one in contracts]
    if "HX-Request" in request.headers:
        return _fields(request, form_class)
    if form_done(form, lambda typed: grant(request.user, project.pk, ids, form.item(typed))):
        text = say("%(count)d명에게 '%(name)s'을(를) 저장했습니다.")
        messages.success(request, text % {"count": len(ids), "name": form.cleaned_data["name"]})
        return redirect("staffing:pay_items", project.pk)
    context = {"project": project, "contracts": contracts, "form": form, **texts}
    return render(request, "staffing/pay_items/grant.html", context)


def _fields(request: HttpRequest, form_class: type[AllowanceForm] | type[DeductionForm]) -> HttpResponse:
    """The fields that the kind now chosen asks for, with what is typed already."""
    typed = {
        name: request.POST.getlist(name) if name == "months" else value
        for name, value in request.POST.items()
    }
    return render(request, "staffing/pay_items/_fields.html", {"form": form_class(initial=typed)})


def allowance(request: HttpRequest, allowance_id: int) -> HttpResponse:
    """End or drop one allowance."""
    return _one(request, _reach_item(request, Allowance.objects.all(), allowance_id))


def deduction(request: HttpRequest, deduction_id: int) -> HttpResponse:
    """End or drop one agreed deduction."""
    return _one(request, _reach_item(request, Deduction.objects.all(), deduction_id))


def _reach_item(request: HttpRequest, items: "QuerySet[Any]", pk: int) -> PayItem:
    within = contracts_of(request.user, "staffing.register")
    return reach(items.filter(contract__in=within).select_related("contract__person"), pk)


def _one(request: HttpRequest, item: PayItem) -> HttpResponse:
    form = EndPayItemForm(request.POST or None, initial={"ends_on": item.valid_to})

    def act(typed: dict[str, Any]) -> object:
        if "drop" in request.POST:
            return drop_pay_item(request.user, item, reason=typed["reason"])
        return end_pay_item(request.user, item, typed["ends_on"], reason=typed["reason"])

    if form_done(form, act):
        messages.success(request, say("고쳤습니다."))
        return redirect("staffing:contract", item.contract_id)
    return render(request, "staffing/pay_items/end.html", {"item": item, "form": form})


def with_names(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """The contracts with the names of what holds today or later."""
    today = timezone.localdate()

    def names(items: "QuerySet[Any]") -> Subquery:
        held = items.filter(contract=OuterRef("pk"), valid_to__gte=today).order_by().values("contract")
        return Subquery(
            held.annotate(all=StringAgg("name", ", ", distinct=True, order_by="name")).values("all")
        )

    return contracts.select_related("person").annotate(
        allowance_names=names(Allowance.objects.all()), deduction_names=names(Deduction.objects.all())
    )
