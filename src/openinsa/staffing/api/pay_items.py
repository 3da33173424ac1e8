"""Allowances, agreed deductions, and what minimum wage and tax ask of contracts."""

from collections.abc import Mapping
from typing import Any

from django.forms import Field

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.rooms import Call
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.actions.pay_facts import set_pay_facts
from openinsa.staffing.actions.pay_items import (
    agree_deduction,
    drop_pay_item,
    end_pay_item,
    grant_allowance,
)
from openinsa.staffing.api.contracts import AllowanceTold, DeductionTold
from openinsa.staffing.api.picking import Picking
from openinsa.staffing.api.room import Done, Reasoned, project_under, room
from openinsa.staffing.forms import AllowanceForm, DeductionForm, EndPayItemForm, PayFactsForm
from openinsa.staffing.models import Allowance, Deduction, Project
from openinsa.staffing.pages.pay_items import PAY_ITEMS, with_names
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay

REGISTERS = "staffing.register"
Given = tuple[list[int], dict[str, Any]]


def project_with_pay(by: User, project_id: int) -> Project:
    require(sees_pay(by), NotAllowed())
    return reach(projects_of(by), project_id)


room.table(
    "/projects/{int:project_id}/pay-items",
    "list_people_with_pay_items",
    PAY_ITEMS,
    of=project_with_pay,
    rows=lambda call, project: with_names(contracts_of(call.by).filter(project=project)),
    also={"person_id": "person_id"},
)


def _allowance_fields() -> Mapping[str, Field]:
    """All fields of every kind: which of them a kind asks for, the form says."""
    return AllowanceForm.base_fields


@room.post(
    "/projects/{int:project_id}/allowances",
    of=project_under(REGISTERS),
    body=Picking(AllowanceForm, fields=_allowance_fields, every=("name", "kind", "valid_from", "tax")),
    answer=Done,
    status=201,
)
def add_allowances(call: Call, project: Project, given: Given) -> dict[str, int]:
    """Give some people of a project the same pay item, all or nobody. Which fields are asked for follows from `kind`."""
    ids, fields = given
    grant_allowance(call.by, project.pk, ids, AllowanceForm({"kind": fields["kind"]}).item(fields))
    return {"count": len(ids)}


@room.post(
    "/projects/{int:project_id}/deductions",
    of=project_under(REGISTERS),
    body=Picking(DeductionForm),
    answer=Done,
    status=201,
)
def add_deductions(call: Call, project: Project, given: Given) -> dict[str, int]:
    """Keep the same amount back from the pay of some people, by agreement, all or nobody."""
    ids, fields = given
    agree_deduction(call.by, project.pk, ids, fields)
    return {"count": len(ids)}


@room.post(
    "/projects/{int:project_id}/pay-facts",
    of=project_under(REGISTERS),
    body=Picking(PayFactsForm),
    answer=Done,
)
def set_facts_of_pay(call: Call, project: Project, given: Given) -> dict[str, int]:
    """What minimum wage and tax ask about the contracts of some people."""
    ids, fields = given
    set_pay_facts(call.by, project.pk, ids, **fields)
    return {"count": len(ids)}


def allowance_of(by: User, allowance_id: int) -> Allowance:
    return reach(Allowance.objects.filter(contract__in=contracts_of(by, REGISTERS)), allowance_id)


def deduction_of(by: User, deduction_id: int) -> Deduction:
    return reach(Deduction.objects.filter(contract__in=contracts_of(by, REGISTERS)), deduction_id)


@room.get("/allowances/{int:allowance_id}", of=allowance_of, answer=AllowanceTold)
def show_allowance(call: Call, item: Allowance) -> Allowance:
    """One pay item."""
    return item


@room.post(
    "/allowances/{int:allowance_id}/end", of=allowance_of, body=FormBody(EndPayItemForm), answer=AllowanceTold
)
def end_allowance(call: Call, item: Allowance, given: dict[str, Any]) -> Any:
    """Let a pay item end with a day."""
    return end_pay_item(call.by, item, given["ends_on"], reason=given["reason"])


@room.post("/allowances/{int:allowance_id}/drop", of=allowance_of, body=ModelBody(Reasoned))
def drop_allowance(call: Call, item: Allowance, given: Reasoned) -> None:
    """Take back a pay item that was given wrongly."""
    drop_pay_item(call.by, item, reason=given.reason)


@room.get("/deductions/{int:deduction_id}", of=deduction_of, answer=DeductionTold)
def show_deduction(call: Call, item: Deduction) -> Deduction:
    """One agreed deduction."""
    return item


@room.post(
    "/deductions/{int:deduction_id}/end", of=deduction_of, body=FormBody(EndPayItemForm), answer=DeductionTold
)
def end_deduction(call: Call, item: Deduction, given: dict[str, Any]) -> Any:
    """Let an agreed deduction end with a day."""
    return end_pay_item(call.by, item, given["ends_on"], reason=given["reason"])


@room.post("/deductions/{int:deduction_id}/drop", of=deduction_of, body=ModelBody(Reasoned))
def drop_deduction(call: Call, item: Deduction, given: Reasoned) -> None:
    """Take back a deduction that was agreed wrongly."""
    drop_pay_item(call.by, item, reason=given.reason)
