"""What a contract or a pay item would change, with nothing stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from ninja import Schema

from openinsa.api.bodies import FormBody, refuse
from openinsa.api.rooms import Call
from openinsa.payroll.api.room import MovedTold, contract_seen, room
from openinsa.payroll.models import PayslipLine
from openinsa.payroll.pages.pay_item_preview import preview
from openinsa.payroll.pages.what_if import seen_otherwise, usual_month
from openinsa.payroll.what_if import held_on
from openinsa.payroll.what_if_forms import WhatIfForm
from openinsa.payroll.what_if_months import ask
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.rules.engine import DateBeforeFirstValue
from openinsa.staffing.forms import AllowanceForm
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, reach, sees_pay


class SideTold(Schema):
    side: str
    lines: list[MovedTold]
    total: MovedTold


class MonthCost(Schema):
    month: date
    cost: MovedTold


class OtherwiseTold(Schema):
    """The slip of one month before and after, the cost by month, and what the budget still has to bear."""

    month: date
    sides: list[SideTold]
    net: MovedTold
    cost: MovedTold
    months: list[MonthCost]
    rest: MovedTold
    planned: MovedTold
    goes_on_to: date | None


class PreviewOfItem(Schema):
    """The first month of the item: the lines that move, and net pay before and after."""

    month: date
    moved: list[MovedTold]
    net: MovedTold


def _form(data: Mapping[str, Any], contract: Contract) -> forms.Form:
    month = f"{usual_month(contract):%Y-%m}"
    return WhatIfForm(
        contract, held_on(list(contract.versions.all()), usual_month(contract)), {"month": month, **data}
    )


def _described() -> Mapping[str, forms.Field]:
    return WhatIfForm.base_fields


@room.post(
    "/contracts/{int:contract_id}/what-if",
    of=contract_seen,
    body=FormBody(WhatIfForm, make=_form, fields=_described, every=()),
    answer=OtherwiseTold,
)
def try_contract_otherwise(call: Call, contract: Contract, given: dict[str, Any]) -> dict[str, Any]:
    """A contract as it stands and as it would be with another wage, other hours or dates; nothing is stored."""
    change = WhatIfForm.change(given)
    seen = seen_otherwise(call.by, ask(contract, change))
    sides = zip(PayslipLine.Side.values, seen.sides, strict=True)
    return {
        "month": seen.month,
        "sides": [{"side": side, "lines": lines, "total": total} for side, (_label, lines, total) in sides],
        "net": seen.net,
        "cost": seen.cost,
        "months": [{"month": month, "cost": cost} for month, cost in seen.months],
        "rest": seen.rest,
        "planned": seen.planned,
        "goes_on_to": seen.goes_on_to,
    }


def contract_registered(by: User, contract_id: int) -> Contract:
    """A contract that may be given a pay item, for who sees pay. Raises NotAllowed, NotFound."""
    require(sees_pay(by), NotAllowed())
    reached = contracts_of(by, "staffing.register").select_related("person", "project")
    return reach(reached, contract_id)


def _item_fields() -> Mapping[str, forms.Field]:
    return AllowanceForm.base_fields


@room.post(
    "/contracts/{int:contract_id}/allowances/preview",
    of=contract_registered,
    body=FormBody(AllowanceForm, fields=_item_fields, every=("name", "kind", "valid_from", "tax")),
    answer=PreviewOfItem,
)
def preview_allowance(call: Call, contract: Contract, given: dict[str, Any]) -> dict[str, Any]:
    """The first month of a contract with a pay item; nothing is stored."""
    try:
        seen = preview(contract, AllowanceForm({"kind": given["kind"]}).item(given))
    except DateBeforeFirstValue:
        refuse("/valid_from", say("규칙집이 시작하기 전의 달이라 미리 볼 수 없습니다."))
    return {"month": seen.month, "moved": seen.moved, "net": seen.net}
