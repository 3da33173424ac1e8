"""Insurances and tax of people: a project's list, one contract, declaring for many, facts with dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.payroll.insured import Judged, Verdict, judge
from openinsa.payroll.insured_forms import (
    DeclareForm,
    DependantForm,
    KindOfWorkForm,
    OtherWorkForm,
    UntilForm,
    WithholdingForm,
)
from openinsa.payroll.pages.months import asked_month
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.actions import insured as act
from openinsa.staffing.actions.insured import Ground, Standing
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay
from openinsa.staffing.sheet import last_day
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Kind, Table, picked_rows

KINDS_OF_WORK = (
    "tax_mode",
    "day_labour",
    "short_hours_pension_wish",
    "pension_first_month_requested",
    "employment_before_65",
)


def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project's people of a month: in which insurances and why, on what base, taxed how."""
    shown, month = _project(request, project_id), asked_month(request)
    people = contracts_of(request.user).filter(project=shown).select_related("person")
    judged = judge(list(people), month)
    table = _table(judged, request.user)
    rows = people.filter(pk__in=judged)
    context = {"project": shown, "month": month, "nearly": _nearly_regular(people, judged, month)}
    bulk = ()
    if request.user.may("staffing.insure"):
        bulk = (
            Bulk(_("보험 판정·기준액"), reverse("payroll:declare_insurance", args=[shown.pk]), "shield"),
            Bulk(_("과세·고용 형태"), reverse("payroll:kind_of_work", args=[shown.pk]), "edit"),
        )
    return table.respond(request, rows, "payroll/insured/project.html", bulk=bulk, **context)


def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One person: the verdict on each insurance, and every dated fact behind it."""
    shown = _contract(request, contract_id)
    month = max(asked_month(request), shown.starts_on.replace(day=1))
    month = min(month, shown.ends_on.replace(day=1))
    judged = judge([shown], month).get(shown.pk)
    person = shown.person
    context = {
        "contract": shown,
        "month": month,
        "judged": judged,
        "states": person.insured_states.order_by("-valid_from", "insurance"),
        "choices": person.withholding_choices.order_by("-valid_from"),
        "dependants": person.dependants.all(),
        "other_work": person.other_work.all(),
        "may_change": request.user.may("staffing.insure"),
        "nearly": bool(judged and judged.by_the_day and _is_near(judged, month)),
        "added_up": [one for one in judged.verdicts if _is_added_up(one)] if judged else [],
    }
    return render(request, "payroll/insured/contract.html", context)


@require_POST
def declare(request: HttpRequest, project_id: int) -> HttpResponse:
    """First what shall be declared of the picked people, then store it."""
    shown, contracts = _picked(request, project_id)
    answered = "valid_from" in request.POST
    begin = max(asked_month(request), min(one.starts_on for one in contracts))
    form = DeclareForm(request.POST if answered else None, initial={"valid_from": begin})

    def store(typed: dict[str, Any]) -> list[Any]:
        return act.declare_insurance(request.user, [one.pk for one in contracts], act.Declaration(**typed))

    if form_done(form, store):
        return _stored(request, shown, contracts)
    context = {
        "project": shown,
        "contracts": contracts,
        "form": form,
        "title": say("보험 판정·기준액"),
        "lead": say("적용일부터의 판정입니다. 앞선 판정은 그대로 남고, 이미 지급한 달은 바뀌지 않습니다."),
    }
    return render(request, "payroll/insured/picked.html", context)


@require_POST
def kind_of_work(request: HttpRequest, project_id: int) -> HttpResponse:
    """How the picked people are taxed; of one person the form shows what holds now, and the person's own wishes."""
    shown, contracts = _picked(request, project_id)
    answered = "tax_mode" in request.POST
    now = {name: getattr(contracts[0], name) for name in KINDS_OF_WORK}
    form = KindOfWorkForm(request.POST if answered else None, initial=now)
    if len(contracts) > 1:
        form = form.of_many()

    def store(typed: dict[str, Any]) -> list[Contract]:
        return act.set_kind_of_work(request.user, [one.pk for one in contracts], **typed)

    if stored := form_done(form, store):
        _tell_regular(request, contracts)
        return _stored(request, shown, stored)
    context = {
        "project": shown,
        "contracts": contracts,
        "form": form,
        "title": say("과세·고용 형태"),
        "lead": say("아직 지급하지 않은 달의 계산이 이 내용을 따릅니다. 이미 지급한 달은 바뀌지 않습니다."),
    }
    return render(request, "payroll/insured/picked.html", context)


@dataclass(frozen=True)
class Fact:
    """A kind of dated fact that is added on a page of its own, and ended by day where it can end."""

    title: str | Promise
    form: type[forms.Form]
    add: Callable[..., Any]
    end: Callable[..., Any] | None = None


FACTS = {
    "withholding": Fact(_("원천징수 비율"), WithholdingForm, act.choose_withholding),
    "dependant": Fact(_("공제대상가족"), DependantForm, act.add_dependant, act.end_dependant),
    "other-work": Fact(_("다른 근무지"), OtherWorkForm, act.add_other_work, act.end_other_work),
}


def add_fact(request: HttpRequest, contract_id: int, kind: str) -> HttpResponse:
    """A new ratio, dependant or work elsewhere of the contract's person."""
    shown, fact = _contract_to_change(request, contract_id), _fact(kind)
    form = fact.form(request.POST or None, initial={"valid_from": timezone.localdate()})
    stored = form_done(form, lambda typed: fact.add(request.user, shown.person_id, **typed))
    return _fact_page(request, shown, fact, form, stored)


def end_fact(request: HttpRequest, contract_id: int, kind: str, fact_id: int) -> HttpResponse:
    """The last day of a dependant or of work elsewhere."""
    shown, fact = _contract_to_change(request, contract_id), _fact(kind)
    require(fact.end, NotFound())
    form = UntilForm(request.POST or None, initial={"valid_to": timezone.localdate()})
    stored = form_done(form, lambda typed: fact.end and fact.end(request.user, fact_id, typed["valid_to"]))
    return _fact_page(request, shown, fact, form, stored)


def _fact_page(
    request: HttpRequest, shown: Contract, fact: Fact, form: forms.Form, stored: Any
) -> HttpResponse:
    if stored:
        messages.success(request, say("저장했습니다."))
        return redirect("payroll:insured", shown.pk)
    context = {"contract": shown, "form": form, "title": fact.title}
    return render(request, "payroll/insured/fact.html", context)


def _fact(kind: str) -> Fact:
    require(kind in FACTS, NotFound())
    return FACTS[kind]


def _project(request: HttpRequest, project_id: int) -> Project:
    require(sees_pay(request.user), NotAllowed())
    return reach(projects_of(request.user), project_id)


def _contract(request: HttpRequest, contract_id: int) -> Contract:
    require(sees_pay(request.user), NotAllowed())
    return reach(contracts_of(request.user).select_related("person", "project"), contract_id)


def _contract_to_change(request: HttpRequest, contract_id: int) -> Contract:
    require(request.user.may("staffing.insure"), NotAllowed())
    return _contract(request, contract_id)


def _picked(request: HttpRequest, project_id: int) -> tuple[Project, list[Contract]]:
    require(request.user.may("staffing.insure"), NotAllowed())
    shown = _project(request, project_id)
    people = contracts_of(request.user, "staffing.insure").filter(project=shown).select_related("person")
    contracts = picked_rows(request, people.order_by("person__name", "pk"))
    require(contracts, NobodyPicked())
    return shown, contracts


def _stored(request: HttpRequest, shown: Project, contracts: list[Contract]) -> HttpResponse:
    messages.success(request, say("%(count)d명의 내용을 저장했습니다.") % {"count": len(contracts)})
    if len(contracts) == 1:
        return redirect("payroll:insured", contracts[0].pk)
    return redirect("payroll:insured_project", shown.pk)


def _tell_regular(request: HttpRequest, contracts: list[Contract]) -> None:
    """Who was put under daily tax but is a regular worker already, by the time with the institution."""
    daily = Contract.objects.filter(pk__in=[one.pk for one in contracts], tax_mode=Contract.TaxMode.DAILY)
    people = list(daily.select_related("person"))
    judged = judge(people, asked_month(request)) if people else {}
    regular = [one.person.name for one in people if one.pk in judged and not judged[one.pk].by_the_day]
    if regular:
        text = say("이미 3개월(건설현장 1년)이 되어 간이세액표로 과세합니다: %(names)s")
        messages.warning(request, text % {"names": ", ".join(regular)})


def _is_added_up(one: Verdict) -> bool:
    """Whether somebody is insured only because work elsewhere was added up on application."""
    state = one.declared
    return bool(one.inside and state and state.ground == Ground.OTHER_JOBS and state.standing == Standing.IN)


def _is_near(judged: Judged, month: date) -> bool:
    """Whether a daily worker becomes regular with the next month."""
    return judged.regular_from == last_day(month) + timedelta(days=1)


def _nearly_regular(people: QuerySet[Contract], judged: dict[int, Judged], month: date) -> list[str]:
    return [one.person.name for one in people if one.pk in judged and _is_near(judged[one.pk], month)]


def _table(judged: dict[int, Judged], user: User) -> Table:
    """The list for these verdicts; who is a foreigner without a declared pension is pointed out."""

    def verdict(name: str) -> Callable[[Contract], str]:
        def shown(one: Contract) -> str:
            found = getattr(judged[one.pk], name)
            base = f" · {found.base:,}" if found.base is not None else ""
            return f"{found.word} ({found.why}){base}"

        return shown

    def taxed(one: Contract) -> str:
        found = judged[one.pk]
        if not found.by_the_day:
            return str(Contract.TaxMode.TABLE.label)
        return say("일용, %(month)s부터 표") % {"month": f"{found.regular_from:%Y-%m}"}

    columns = (
        Column(
            "person__name",
            _("성명"),
            search=("person__name",),
            link=lambda one: reverse("payroll:insured", args=[one.pk]),
        ),
        Column("foreigner", _("외국인"), value=lambda one: say("외국인") if one.person.foreigner else ""),
        Column("pension", _("국민연금"), value=verdict("pension")),
        Column("health", _("건강보험"), value=verdict("health")),
        Column("employment", _("고용보험"), value=verdict("employment")),
        Column("accident", _("산재보험"), value=verdict("accident")),
        Column("tax_mode", _("소득세"), value=taxed),
        Column(
            "percent", _("비율(%)"), kind=Kind.NUMBER, value=lambda one: judged[one.pk].withholding_percent
        ),
        Column("family", _("가족 수"), kind=Kind.NUMBER, value=lambda one: judged[one.pk].family_members),
        Column("children", _("자녀 수"), kind=Kind.NUMBER, value=lambda one: judged[one.pk].children),
    )
    return Table(
        name="insured",
        whose="person_id",
        caption=_("보험·세금"),
        order="person__name",
        page_size=200,
        empty=_("이 달에 일하는 사람이 없습니다"),
        columns=columns,
    )
