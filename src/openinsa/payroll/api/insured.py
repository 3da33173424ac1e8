"""Insurances and tax of people: what holds in a month and why, declarations, and dated facts of one person."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from openinsa.api.bodies import SAID, FormBody, json_of, refuse
from openinsa.api.cursors import page_of_rows
from openinsa.api.lists import limit_asked, paging_parameters
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.payroll.api.room import (
    Done,
    asks_month,
    contract_insured,
    contract_seen,
    month_asked,
    project_seen,
    project_under,
    room,
)
from openinsa.payroll.insured import Judged, judge
from openinsa.payroll.insured_forms import (
    PERSONAL,
    DeclareForm,
    DependantForm,
    KindOfWorkForm,
    OtherWorkForm,
    UntilForm,
    WithholdingForm,
)
from openinsa.people.models import Dependant, InsuredState, OtherWork, User, WithholdingChoice
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.actions import insured as act
from openinsa.staffing.api.picking import Picking
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.scope import contracts_of, reach

INSURES = "staffing.insure"
StateTold = shape("InsuredState", InsuredState, "insurance valid_from standing ground base note")
WithholdingTold = shape("WithholdingChoice", WithholdingChoice, "valid_from percent")
DependantTold = shape("Dependant", Dependant, "relation birth_date valid_from valid_to")
OtherWorkTold = shape("OtherWork", OtherWork, "employer valid_from valid_to main_workplace pension_income")


class VerdictTold(Schema):
    """One insurance: inside, outside, or nothing where the month's work decides."""

    insurance: str
    inside: bool | None
    why: str
    base: int | None


class JudgedTold(Schema):
    """A contract's person in a month; nothing is judged where the month is not worked."""

    contract_id: int
    person_id: int
    name: str
    foreigner: bool
    insurances: list[VerdictTold]
    by_the_day: bool | None = None
    regular_from: date | None = None
    withholding_percent: int | None = None
    family_members: int | None = None
    children: int | None = None


class JudgedPage(Schema):
    items: list[JudgedTold]
    next: str | None


class InsuredTold(JudgedTold):
    """The same with every dated fact behind it."""

    month: date
    states: list[StateTold]
    withholding: list[WithholdingTold]
    dependants: list[DependantTold]
    other_work: list[OtherWorkTold]


def judged_told(contract: Contract, judged: Judged | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "contract_id": contract.pk,
        "person_id": contract.person_id,
        "name": contract.person.name,
        "foreigner": bool(contract.person.foreigner),
        "insurances": [],
    }
    if judged is None:
        return told
    names = ("by_the_day", "regular_from", "withholding_percent", "family_members", "children")
    verdicts = [
        {"insurance": one.insurance, "inside": one.inside, "why": str(one.why), "base": one.base}
        for one in judged.verdicts
    ]
    return told | {name: getattr(judged, name) for name in names} | {"insurances": verdicts}


@room.get(
    "/projects/{int:project_id}/insured",
    of=project_seen,
    answer=JudgedPage,
    parameters=lambda: [*paging_parameters(), *asks_month()],
)
def list_insured(call: Call, project: Project) -> dict[str, Any]:
    """The project's people of a month: in which insurances and why, on what base, taxed how."""
    limit, month = limit_asked(call.request, "month"), month_asked(call)
    people = contracts_of(call.by).filter(project=project).select_related("person")
    shown, following = page_of_rows(call.request, people, "person__name", limit)
    judged = judge(shown, month)
    note_read("insured", [one.person_id for one in shown])
    return {"items": [judged_told(one, judged.get(one.pk)) for one in shown], "next": following}


@room.get("/contracts/{int:contract_id}/insured", of=contract_seen, answer=InsuredTold, parameters=asks_month)
def show_insured(call: Call, contract: Contract) -> dict[str, Any]:
    """One person: the verdict on each insurance, and every dated fact behind it."""
    month = max(month_asked(call), contract.starts_on.replace(day=1))
    month = min(month, contract.ends_on.replace(day=1))
    person = contract.person
    note_read("insured", [person.pk])
    return judged_told(contract, judge([contract], month).get(contract.pk)) | {
        "month": month,
        "states": list(person.insured_states.order_by("-valid_from", "insurance")),
        "withholding": list(person.withholding_choices.order_by("-valid_from")),
        "dependants": list(person.dependants.all()),
        "other_work": list(person.other_work.all()),
    }


def require_within(by: User, project: Project, ids: Iterable[int]) -> None:
    """All the contracts are the project's and within reach. Raises NotFound."""
    wanted = set(ids)
    found = contracts_of(by, INSURES).filter(project=project, pk__in=wanted).count()
    require(found == len(wanted), NotFound())


@room.post(
    "/projects/{int:project_id}/insured/declare",
    of=project_under(INSURES),
    body=Picking(DeclareForm),
    answer=Done,
    status=201,
)
def declare_insured(call: Call, project: Project, given: tuple[list[int], dict[str, Any]]) -> dict[str, int]:
    """Declare some people inside or outside an insurance, or on what income, from a day on; all or nobody."""
    ids, fields = given
    require_within(call.by, project, ids)
    act.declare_insurance(call.by, ids, act.Declaration(**fields))
    return {"count": len(ids)}


class KindOfWork(Picking):
    """Of one person also the person's own wishes; what is not sent of these stays."""

    def read(self, request: HttpRequest, row: Any) -> Any:
        ids, fields = super().read(request, row)
        sent = json_of(request)
        if "day_labour" not in sent:
            refuse("/day_labour", str(SAID["missing"]))
        for name in PERSONAL:
            if name in sent and len(ids) > 1:
                refuse(f"/{name}", str(SAID["extra_forbidden"]))
            fields[name] = fields[name] if name in sent else None
        return ids, fields


@room.post(
    "/projects/{int:project_id}/insured/kind-of-work",
    of=project_under(INSURES),
    body=KindOfWork(KindOfWorkForm, every=("tax_mode", "day_labour", "reason")),
    answer=Done,
)
def say_kind_of_work(call: Call, project: Project, given: tuple[list[int], dict[str, Any]]) -> dict[str, int]:
    """How some people are taxed and what the insurances ask about their hire, all or nobody."""
    ids, fields = given
    require_within(call.by, project, ids)
    act.set_kind_of_work(call.by, ids, **fields)
    return {"count": len(ids)}


@room.post(
    "/contracts/{int:contract_id}/withholding",
    of=contract_insured,
    body=FormBody(WithholdingForm),
    answer=WithholdingTold,
    status=201,
)
def add_withholding(call: Call, contract: Contract, given: dict[str, Any]) -> WithholdingChoice:
    """The share of the tax table that the person asked to have withheld."""
    return act.choose_withholding(call.by, contract.person_id, **given)


@room.post(
    "/contracts/{int:contract_id}/dependants",
    of=contract_insured,
    body=FormBody(DependantForm),
    answer=DependantTold,
    status=201,
)
def add_dependant_of_person(call: Call, contract: Contract, given: dict[str, Any]) -> Dependant:
    """Count somebody in the person's family from a day on."""
    return act.add_dependant(call.by, contract.person_id, **given)


@room.post(
    "/contracts/{int:contract_id}/other-work",
    of=contract_insured,
    body=FormBody(OtherWorkForm),
    answer=OtherWorkTold,
    status=201,
)
def add_other_work_of_person(call: Call, contract: Contract, given: dict[str, Any]) -> OtherWork:
    """Work of the person for another employer."""
    return act.add_other_work(call.by, contract.person_id, **given)


def fact_of(model: type[Dependant] | type[OtherWork]) -> Callable[[User, int, int], Any]:
    def find(by: User, contract_id: int, fact_id: int) -> Any:
        contract = contract_insured(by, contract_id)
        return reach(model.objects.filter(person=contract.person_id), fact_id)

    return find


@room.post(
    "/contracts/{int:contract_id}/dependants/{int:fact_id}/end",
    of=fact_of(Dependant),
    body=FormBody(UntilForm),
    answer=DependantTold,
)
def end_dependant_of_person(call: Call, fact: Dependant, given: dict[str, Any]) -> Any:
    """The last day of a dependant."""
    return act.end_dependant(call.by, fact.pk, given["valid_to"])


@room.post(
    "/contracts/{int:contract_id}/other-work/{int:fact_id}/end",
    of=fact_of(OtherWork),
    body=FormBody(UntilForm),
    answer=OtherWorkTold,
)
def end_other_work_of_person(call: Call, fact: OtherWork, given: dict[str, Any]) -> Any:
    """The last day of work elsewhere."""
    return act.end_other_work(call.by, fact.pk, given["valid_to"])
