"""Settling premiums of a year: what is due and was charged, carried into pay, undone."""

from typing import Annotated, Any

from django.db.models import Max, Min
from pydantic import Field, StrictInt

from openinsa.api.bodies import ModelBody, refuse
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.payroll.actions.settlements import settle_premiums, undo_settlement
from openinsa.payroll.api.room import (
    RUNS,
    SEES,
    Done,
    Ids,
    Month,
    Strict,
    asks_year,
    require_whole_institution,
    room,
    year_asked,
)
from openinsa.payroll.models import PremiumSettlement
from openinsa.payroll.pages.settlements import DECIDED, SETTLED
from openinsa.payroll.settlement_forms import SettleForm
from openinsa.payroll.settlements import settle

SettlementTold = shape(
    "PremiumSettlement",
    PremiumSettlement,
    "person_id year pay months base due charged employer_due employer_charged decided_at",
)


class SettleSent(Strict):
    """Whose year is settled, from which month's pay on, in how many instalments."""

    year: Annotated[StrictInt, Field(ge=2000, le=2099)]
    people: Ids
    month: Month
    instalments: Annotated[StrictInt, Field(ge=1, le=12)] = 1


class SettlementsSent(Strict):
    settlements: Ids


def _due(call: Call) -> Any:
    require_whole_institution(call.by)
    return settle(year_asked(call))


def _decided(call: Call) -> Any:
    require_whole_institution(call.by)
    rows = PremiumSettlement.objects.select_related("person", "decided_by")
    return rows.annotate(first_month=Min("shares__month"), last_month=Max("shares__month"))


room.table(
    "/premium-settlements/due", "list_premiums_to_settle", SETTLED, may=SEES, rows=_due, asks=asks_year
)
room.table(
    "/premium-settlements",
    "list_premium_settlements",
    DECIDED,
    may=SEES,
    rows=_decided,
    also={"person_id": "person_id"},
)


@room.post(
    "/premium-settlements", may=RUNS, body=ModelBody(SettleSent), answer=list[SettlementTold], status=201
)
def settle_premiums_of_people(call: Call, given: SettleSent) -> list[PremiumSettlement]:
    """Carry what a year's settlement gives into the pay of some people, all or nobody."""
    form = SettleForm({"month": given.month, "instalments": given.instalments})
    if not form.is_valid():
        name, (said, *_more) = next(iter(form.errors.items()))
        refuse(f"/{name}", str(said))
    typed = form.cleaned_data
    return settle_premiums(call.by, given.year, given.people, typed["month"], typed["instalments"])


@room.post("/premium-settlements/undo", may=RUNS, body=ModelBody(SettlementsSent), answer=Done)
def undo_premium_settlements(call: Call, given: SettlementsSent) -> dict[str, int]:
    """Take settlements back of which nothing was paid, all or none."""
    wanted = list(dict.fromkeys(given.settlements))
    for one in wanted:
        undo_settlement(call.by, one)
    return {"count": len(wanted)}
