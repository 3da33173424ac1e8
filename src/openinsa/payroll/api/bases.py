"""Incomes that premiums are on, and who is to be reported to an insurance."""

from typing import Annotated, Any

from pydantic import Field, StrictInt

from openinsa.api.bodies import ModelBody
from openinsa.api.lists import parameter
from openinsa.api.problems import FieldsRefused
from openinsa.api.rooms import Call
from openinsa.payroll.api.room import (
    SEES,
    Done,
    Ids,
    Month,
    Strict,
    asks_month,
    asks_year,
    first_of,
    month_asked,
    room,
    today,
    year_asked,
)
from openinsa.payroll.bases import INSURANCE, Decision, first_day, proposals
from openinsa.payroll.hire_bases import hire_bases
from openinsa.payroll.insurance_events import events_of
from openinsa.payroll.pages.bases import HIRED, WORDS, decision_table
from openinsa.payroll.pages.insurance_events import EVENTS
from openinsa.people.refusals import NotFound, require
from openinsa.staffing.actions.insured import declare_bases, declare_hire_bases
from openinsa.staffing.scope import contracts_of

INSURES = "staffing.insure"


class BasesSent(Strict):
    """Whose proposed incomes shall hold: contracts of the list, of one decision and year."""

    decision: Decision
    year: Annotated[StrictInt, Field(ge=2000, le=2099)]
    contracts: Ids


class HireBasesSent(Strict):
    month: Month
    contracts: Ids


def _decision(call: Call) -> Decision:
    word = call.request.GET.get("decision", "") or Decision.PENSION.value
    if word not in set(Decision):
        raise FieldsRefused([{"parameter": "decision", "detail": ", ".join(Decision)}])
    return Decision(word)


def _asks() -> list[dict[str, Any]]:
    said = " · ".join(f"{one.value}: {WORDS[one]}" for one in Decision)
    return [parameter("decision", {"type": "string", "enum": [*map(str, Decision)]}, said), *asks_year()]


def _proposed(call: Call) -> Any:
    decision = _decision(call)
    since = first_day(decision, year_asked(call), today())
    return proposals(decision, since, contracts_of(call.by, SEES))


room.table(
    "/premium-bases",
    "list_premium_bases",
    decision_table(Decision.PENSION),
    may=SEES,
    rows=_proposed,
    also={"person_id": "person_id"},
    asks=_asks,
)


@room.post("/premium-bases", may=INSURES, body=ModelBody(BasesSent), answer=Done, status=201)
def apply_premium_bases(call: Call, given: BasesSent) -> dict[str, int]:
    """Declare the proposed incomes of some people, all or nobody."""
    since = first_day(given.decision, given.year, today())
    found = proposals(given.decision, since, contracts_of(call.by, INSURES))
    chosen = {one.pk: one.base for one in found if one.pk in set(given.contracts)}
    require(len(chosen) == len(set(given.contracts)), NotFound())
    declare_bases(call.by, INSURANCE[given.decision], since, chosen, note=str(WORDS[given.decision]))
    return {"count": len(chosen)}


room.table(
    "/hire-bases",
    "list_hire_bases",
    HIRED,
    may=SEES,
    rows=lambda call: hire_bases(month_asked(call), contracts_of(call.by, SEES)),
    also={"person_id": "person_id"},
    asks=asks_month,
)


@room.post("/hire-bases", may=INSURES, body=ModelBody(HireBasesSent), answer=Done, status=201)
def apply_hire_bases(call: Call, given: HireBasesSent) -> dict[str, int]:
    """Declare the proposed incomes of some people hired in a month from the days of their hire, all or nobody."""
    found = hire_bases(first_of(given.month), contracts_of(call.by, INSURES))
    wanted = set(given.contracts)
    chosen = {one.pk: dict.fromkeys(one.insurances, one.base) for one in found if one.pk in wanted}
    require(len(chosen) == len(wanted), NotFound())
    declare_hire_bases(call.by, chosen)
    return {"count": len(chosen)}


room.table(
    "/insurance-events",
    "list_insurance_events",
    EVENTS,
    may=SEES,
    rows=lambda call: events_of(month_asked(call), contracts_of(call.by, SEES)),
    also={"person_id": "person_id", "contract_id": "contract_id"},
    asks=asks_month,
)
