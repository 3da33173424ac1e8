"""What a pay item would change in one month of one person, before it is stored."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as say
from django.views.decorators.http import require_POST

from openinsa.compute.tables import EMPTY, EVERY_MONTH, NEVER, Allowances, mark_number
from openinsa.payroll.what_if import Moved, moved_lines
from openinsa.payroll.what_if_months import load_person_month
from openinsa.people.refusals import NotAllowed, Refused, require
from openinsa.rules.choices import number_of
from openinsa.rules.engine import DateBeforeFirstValue, day_number
from openinsa.staffing.actions.pay_items import ordinary_from_by_law, service_from, table_amount
from openinsa.staffing.forms import AllowanceForm
from openinsa.staffing.models import Allowance, Contract
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay
from openinsa.staffing.sheet import last_day
from openinsa.web.tables import picked_rows


@dataclass(frozen=True)
class Preview:
    """A month of the first picked person: the lines that move, and pay before and after."""

    name: str
    month: date
    moved: list[Moved]
    net: Moved


@require_POST
def allowance(request: HttpRequest, project_id: int) -> HttpResponse:
    """The month with the item as typed; nothing is stored, and faults of the fields wait for the form."""
    require(sees_pay(request.user), NotAllowed())
    project = reach(projects_of(request.user, "staffing.register"), project_id)
    people = contracts_of(request.user, "staffing.register").filter(project=project)
    contracts = picked_rows(request, people.select_related("person", "project"))
    form, context = AllowanceForm(request.POST), {}
    if contracts and form.is_valid():
        try:
            context = {"seen": preview(contracts[0], form.item(form.cleaned_data))}
        except Refused as refused:
            context = {"fault": str(refused)}
        except DateBeforeFirstValue:
            context = {"fault": say("규칙집이 시작하기 전의 달이라 미리 볼 수 없습니다.")}
    return render(request, "payroll/pay_item_preview.html", context)


def preview(contract: Contract, fields: dict[str, Any]) -> Preview:
    """The first month in which the item is paid. Raises CannotBeComputed, NoSettings."""
    month = _first_month(contract, fields)
    loaded = load_person_month(contract, month)
    tables = loaded.with_days(loaded.tables, loaded.sheets, refilled=False)
    old = loaded.computed(tables)
    row = _row(loaded.slip or contract.pk, len(tables.names), contract, fields, month)
    with_item = replace(
        tables,
        allowances=Allowances.joined([tables.allowances, Allowances.of([row])]),
        names=(*tables.names, fields["name"]),
    )
    new = loaded.computed(with_item)
    moved = [one for lines in moved_lines(old, new).values() for one in lines if one.difference]
    return Preview(contract.person.name, month, moved, Moved(say("실지급액"), old.net, new.net))


def _first_month(contract: Contract, fields: dict[str, Any]) -> date:
    """The month in which the item begins for the contract, or the next one in which it is paid."""
    month = max(fields["valid_from"], contract.starts_on).replace(day=1)
    while not fields.get("months", EVERY_MONTH) >> (month.month - 1) & 1:
        month = last_day(month) + timedelta(days=1)
    return min(month, contract.ends_on.replace(day=1))


def _row(slip: int, name: int, contract: Contract, fields: dict[str, Any], month: date) -> dict[str, object]:
    """The item as a row of the tables of a month."""
    since = max(fields["valid_from"], contract.starts_on)
    to = min(fields.get("valid_to") or contract.ends_on, contract.ends_on)
    ordinary = ordinary_from_by_law(fields, since, to) if since <= to else None
    told = {"valid_from": since, "valid_to": to, "service_from": service_from(fields, contract)}
    item = Allowance(**{**fields, **told})
    by_table = item.kind == Allowance.Kind.TABLE
    return {
        "slip": slip,
        "name": name,
        "kind": number_of("kind", "monthly" if by_table else item.kind),
        "amount": table_amount(item, max(since, month)) if by_table else item.amount,
        "valid_from": day_number(since),
        "valid_to": day_number(to),
        "proration": number_of("allowance_proration", item.proration),
        "ordinary_from": day_number(ordinary) if ordinary else NEVER,
        "tax": number_of("tax", item.tax),
        "minimum_wage": number_of("minimum_wage", item.minimum_wage),
        "measure": number_of("measure", item.measure),
        "mark": mark_number(item.day_code),
        "months": item.months,
        "rounding": number_of("line_rounding", item.rounding) if item.rounding else EMPTY,
        "average_wage": item.average_wage,
    }
