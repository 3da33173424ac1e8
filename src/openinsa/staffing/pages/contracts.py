"""Contracts: the list, one contract with its dated terms, new terms from a day on, an earlier end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.actions.contracts import change_contract, end_contract
from openinsa.staffing.contract_columns import JOB, NAME
from openinsa.staffing.contract_watch import notices_of_contract
from openinsa.staffing.forms import EndForm, ScheduleForm, TermsForm
from openinsa.staffing.item_columns import amounts_on, item_names
from openinsa.staffing.models import Contract, ContractVersion
from openinsa.staffing.queries import contracts_with_terms
from openinsa.staffing.schedules import week_in_words
from openinsa.staffing.scope import contracts_of, reach, sees_pay
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Filter, Kind, Table
from openinsa.web.templatetags.web import hours

BASIS_LABELS = dict(ContractVersion.PayBasis.choices)
TERMS = (
    "pay_basis",
    "rate",
    "daily_scheduled_minutes",
    "weekly_scheduled_minutes",
    "weekly_scheduled_days",
    "monthly_scheduled_minutes",
    "month_hours",
)


def _running(chosen: str) -> Q:
    today = timezone.localdate()
    return {
        "now": Q(starts_on__lte=today, ends_on__gte=today),
        "later": Q(starts_on__gt=today),
        "over": Q(ends_on__lt=today),
    }[chosen]


CONTRACTS = Table(
    name="contracts",
    whose="person_id",
    caption=_("계약"),
    order="person__name",
    empty=_("계약이 없습니다"),
    empty_hint=_("엑셀 등록에서 근로자와 계약을 한꺼번에 올릴 수 있습니다."),
    columns=(
        NAME,
        Column("project__name", _("사업명"), search=("project__name",)),
        JOB,
        Column("starts_on", _("시작일"), kind=Kind.DAY),
        Column("ends_on", _("종료일"), kind=Kind.DAY),
        Column("pay_basis", _("임금 형태"), value=lambda c: BASIS_LABELS[c.pay_basis], sort="pay_basis"),
        Column("rate", _("임금 단가(원)"), kind=Kind.WON),
        Column("weekly_minutes", _("1주 시간"), kind=Kind.MINUTES),
    ),
    filters=(
        Filter(
            "period",
            _("기간"),
            [("now", _("진행 중")), ("later", _("시작 전")), ("over", _("끝남"))],
            _running,
        ),
    ),
)


def contracts_table(user: User) -> Table:
    """The list of contracts; without the wage for those who see nobody's pay."""
    shown = [column for column in CONTRACTS.columns if column.key != "rate" or sees_pay(user)]
    return replace(CONTRACTS, columns=tuple(shown))


def contract_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("staffing.see"), NotAllowed())
    today = timezone.localdate()
    rows, table = contracts_with_terms(request.user, today), contracts_table(request.user)
    if "download" in request.GET and sees_pay(request.user):
        table = replace(table, columns=(*table.columns, *_item_columns(request.user, today)))
    return table.respond(request, rows, "staffing/contracts/list.html")


def _item_columns(user: User, on: date) -> list[Column]:
    """A column for each pay item of the institution; the list on the screen would not hold them."""
    held = amounts_on(contracts_of(user), on)

    def amount(name: str) -> Callable[[Contract], int | None]:
        return lambda contract: held.get((contract.pk, name))

    return [Column(f"item:{name}", name, kind=Kind.WON, value=amount(name)) for name in item_names()]


def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One contract: its terms in the order in which they hold, and its further pay items."""
    shown = _reach(request, contract_id)
    today = timezone.localdate()
    notices, term = notices_of_contract(shown, today)
    context = {
        "contract": shown,
        "today": today,
        "notices": notices,
        "term": term,
        "may_register": contracts_of(request.user, "staffing.register").filter(pk=contract_id).exists(),
        "versions": [(version, week_in_words(version.schedule)) for version in shown.versions.all()],
        "allowances": shown.allowances.all(),
        "deductions": shown.deductions.all(),
        "decided_weeks": shown.decided_weeks.select_related("decided_by"),
        "may_issue": request.user.may("issuing.issue"),
        "may_decide": request.user.may("staffing.record_days"),
        "crews": shown.crew_assignments.select_related("pattern"),
        "may_change": request.user.may("staffing.register") and shown.ends_on >= today,
        "sees_pay": sees_pay(request.user),
        "end_form": EndForm(),
    }
    return render(request, "staffing/contracts/detail.html", context)


def new_terms(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A new version from a day on; what held before stays as it was."""
    require(request.user.may("staffing.register"), NotAllowed())
    shown = _reach(request, contract_id)
    latest = shown.versions.last()
    held = {name: getattr(latest, name) or None for name in TERMS} | {"week_ends_on": latest.week_ends_on}
    form = TermsForm(request.POST or None, initial=held)
    changed = form_done(
        form,
        lambda typed: change_contract(
            request.user,
            contract_id,
            typed["valid_from"],
            {k: typed[k] for k in (*TERMS, "week_ends_on", "part_time") if typed[k] is not None},
            reason=typed["reason"],
        ),
    )
    if changed:
        messages.success(request, say("%(day)s부터 새 조건을 따릅니다.") % {"day": changed.valid_from})
        return redirect("staffing:contract", contract_id)
    return render(request, "staffing/contracts/terms.html", {"form": form, "contract": shown})


def schedule(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Weekdays and times from a day on, or for some days; the hours agreed follow from them."""
    require(request.user.may("staffing.register"), NotAllowed())
    shown = reach(
        contracts_of(request.user, "staffing.register").select_related("person", "project"), contract_id
    )
    latest = shown.versions.last()
    form = ScheduleForm(
        request.POST or None, initial={**latest.schedule, "week_ends_on": latest.week_ends_on}
    )
    changed = form_done(
        form,
        lambda typed: change_contract(
            request.user,
            contract_id,
            typed["valid_from"],
            form.terms(typed),
            valid_to=typed["valid_to"],
            reason=typed["reason"],
        ),
    )
    if changed:
        told = {
            "day": changed.valid_from,
            "hours": hours(changed.weekly_scheduled_minutes),
            "days": changed.weekly_scheduled_days,
        }
        messages.success(request, say("%(day)s부터 1주 %(hours)s, %(days)d일입니다.") % told)
        return redirect("staffing:contract", contract_id)
    return render(request, "staffing/contracts/schedule.html", {"form": form, "contract": shown})


def end(request: HttpRequest, contract_id: int) -> HttpResponse:
    """End a contract earlier than agreed."""
    require(request.user.may("staffing.register"), NotAllowed())
    shown = _reach(request, contract_id)
    form = EndForm(request.POST or None)
    ended = form_done(
        form,
        lambda typed: end_contract(request.user, contract_id, typed["ends_on"], reason=typed["reason"]),
    )
    if ended:
        messages.success(request, say("%(day)s에 끝나는 계약으로 고쳤습니다.") % {"day": ended.ends_on})
        return redirect("staffing:contract", contract_id)
    return render(request, "staffing/contracts/end.html", {"form": form, "contract": shown})


def _reach(request: HttpRequest, contract_id: int) -> Contract:
    return reach(contracts_of(request.user).select_related("person", "project__department"), contract_id)
