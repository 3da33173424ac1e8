"""Bills of insurers: uploaded, compared with our own reckoning, confirmed, undone, carried when they came late."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from ninja import Schema
from pydantic import Field, StrictStr

from openinsa.api.bodies import ModelBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.payroll.actions import bills as act
from openinsa.payroll.actions.late_bills import carry_late_bill, take_back_late_bill
from openinsa.payroll.api.room import (
    RUNS,
    SEES,
    Done,
    Reasoned,
    Strict,
    bill_of,
    decided_bill,
    require_whole_institution,
    room,
)
from openinsa.payroll.bill_forms import BillForm
from openinsa.payroll.bills import Compared, bills_of, compare, read_file
from openinsa.payroll.late_bills import late_people
from openinsa.payroll.models import PremiumBill
from openinsa.payroll.pages.bills import BILLS, LATE, columns_shown
from openinsa.privacy.reading import note_read
from openinsa.staffing.import_views import without_numbers
from openinsa.staffing.importing import language, of_cell

FAULTS_AT_MOST = 1_000
PARTS = ("people", "nobody", "unbilled", "columns", "lacking", "faults")
BillTold = shape("PremiumBill", PremiumBill, "month insurance state name uploaded_by_id uploaded_at")


class ComparedTold(Schema):
    """One person: won by line as billed and as reckoned; `reckoned` is nothing where it cannot be computed.

    `person_id` is nothing for a row of nobody we know.
    """

    person_id: int | None
    name: str
    project: str
    known: str
    place: str
    billed: dict[str, int]
    reckoned: dict[str, int] | None
    difference: int | None


class ColumnSaid(Schema):
    """A column of the file: give `shape`, `column` and another `field` to read it otherwise."""

    shape: str
    column: int
    heading: str
    field: str


class CellFault(Schema):
    sheet: str
    cell: str
    text: str


class BillWhole(BillTold):
    """A bill beside our own reckoning. `shown` is what confirming has to repeat."""

    shown: str
    people: list[ComparedTold]
    nobody: list[ComparedTold]
    unbilled: list[ComparedTold]
    columns: list[ColumnSaid]
    lacking: list[str]
    faults: list[CellFault]


class ColumnsSent(Strict):
    """Which column is which field, by shape of the headings."""

    columns: dict[StrictStr, dict[StrictStr, StrictStr]] = Field(max_length=100)


class Shown(Strict):
    shown: StrictStr = Field(max_length=500)


def _rows(call: Call) -> Any:
    require_whole_institution(call.by)
    rows = bills_of(call.by).select_related("uploaded_by").defer("content_sealed")
    return rows.annotate(people_count=Count("people"))


room.table("/premium-bills", "list_premium_bills", BILLS, may=SEES, rows=_rows)


@room.upload("/premium-bills", form=BillForm, may=RUNS, answer=BillTold, status=201)
def upload_premium_bill(call: Call, given: dict[str, Any]) -> PremiumBill:
    """Upload an insurer's bill of a month as it is; it is kept sealed until it is confirmed or dropped."""
    return act.take_bill(call.by, **given)


def _compared(people: Iterable[Compared]) -> list[dict[str, Any]]:
    names = ("name", "project", "known", "place", "billed", "reckoned", "difference")
    return [
        {name: getattr(one, name) for name in names} | {"person_id": one.pk if one.pk > 0 else None}
        for one in people
    ]


@room.get("/premium-bills/{int:bill_id}", of=bill_of, answer=BillWhole)
def show_premium_bill(call: Call, bill: PremiumBill) -> dict[str, Any]:
    """A bill beside our own reckoning, person by person, and how its file is read."""
    told = {name: getattr(bill, name) for name in BillTold.model_fields}
    nothing: dict[str, Any] = {name: [] for name in PARTS}
    if bill.state == PremiumBill.State.DROPPED:
        return told | nothing | {"shown": ""}
    found = compare(bill)
    groups = {name: _compared(getattr(found, name)) for name in ("people", "nobody", "unbilled")}
    note_read("billed", [one["person_id"] for group in groups.values() for one in group if one["person_id"]])
    return told | nothing | {"shown": found.summary, **groups, **_reading(bill)}


def _reading(bill: PremiumBill) -> dict[str, Any]:
    """How the file of an open bill is read."""
    if bill.state != PremiumBill.State.READ:
        return {}
    reading = read_file(bill)
    return {
        "columns": [
            _column(column)
            for shown in columns_shown(reading)
            for column in shown["columns"]  # type: ignore[attr-defined]
        ],
        "lacking": [getattr(one, language()) for one in reading.lacking],
        "faults": [
            {"sheet": one.sheet, "cell": one.cell, "text": without_numbers(one.text)}
            for one in map(of_cell, reading.faults[:FAULTS_AT_MOST])
        ],
    }


def _column(told: dict[str, str]) -> dict[str, Any]:
    _kind, shape_name, column = told["name"].split(":")
    return {
        "shape": shape_name,
        "column": int(column),
        "heading": told["heading"] or "",
        "field": told["field"],
    }


@room.post(
    "/premium-bills/{int:bill_id}/columns", of=decided_bill, body=ModelBody(ColumnsSent), answer=BillTold
)
def say_columns_of_premium_bill(call: Call, bill: PremiumBill, given: ColumnsSent) -> PremiumBill:
    """Say which column is which; files of the same shape are then read so."""
    return act.say_columns(call.by, bill.pk, given.columns)


@room.post("/premium-bills/{int:bill_id}/confirm", of=decided_bill, body=ModelBody(Shown), answer=BillTold)
def confirm_premium_bill(call: Call, bill: PremiumBill, given: Shown) -> PremiumBill:
    """Let a bill hold for its month."""
    return act.confirm_bill(call.by, bill.pk, given.shown)


@room.post("/premium-bills/{int:bill_id}/undo", of=decided_bill, body=ModelBody(Reasoned), answer=BillTold)
def undo_premium_bill(call: Call, bill: PremiumBill, given: Reasoned) -> PremiumBill:
    """Take a confirmed bill back while nobody was paid by it."""
    return act.undo_bill(call.by, bill.pk, reason=given.reason)


@room.post("/premium-bills/{int:bill_id}/drop", of=decided_bill, answer=BillTold)
def drop_premium_bill(call: Call, bill: PremiumBill) -> PremiumBill:
    """Forget an upload; nothing of its content stays."""
    return act.drop_bill(call.by, bill.pk)


def _late(call: Call, bill: PremiumBill) -> Any:
    return late_people(bill) if bill.state == PremiumBill.State.CONFIRMED else []


room.table("/premium-bills/{int:bill_id}/late", "list_late_premiums", LATE, of=bill_of, rows=_late)


@room.post("/premium-bills/{int:bill_id}/late/carry", of=decided_bill, answer=Done)
def carry_late_premiums(call: Call, bill: PremiumBill) -> dict[str, int]:
    """Carry the differences of a bill that came after its month was paid into the next open months."""
    return {"count": len(carry_late_bill(call.by, bill.pk))}


@room.post(
    "/premium-bills/{int:bill_id}/late/take-back",
    of=decided_bill,
    body=ModelBody(Reasoned),
    answer=BillTold,
)
def take_back_late_premiums(call: Call, bill: PremiumBill, given: Reasoned) -> PremiumBill:
    """Carry these differences no longer."""
    return take_back_late_bill(call.by, bill.pk, reason=given.reason)
