"""Corrections of paid months: proposed, compared, confirmed, turned down, withdrawn, reversed."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StrictStr

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.payroll.actions import corrections as act
from openinsa.payroll.api.room import (
    SEES,
    CorrectionTold,
    Done,
    Ids,
    Reason,
    Reasoned,
    Strict,
    closed_slip,
    correction_shown,
    correction_under,
    room,
)
from openinsa.payroll.correction_forms import WageForm
from openinsa.payroll.models import CorrectedDay, Correction, Payslip
from openinsa.payroll.pages.corrections import CORRECTIONS, compared_lines
from openinsa.payroll.queries import corrections_with_stage
from openinsa.privacy.reading import note_read

CORRECTS, CONFIRMS = "payroll.correct", "payroll.confirm_correction"
Mark = Annotated[StrictStr, Field(min_length=1, max_length=20)]
DayTold = shape("CorrectedDay", CorrectedDay, "date was mark")


class DifferenceTold(Schema):
    """A line of a closed month: won paid already and won as it should be, and the slip that pays it."""

    month: date
    label: str
    side: str
    already: int
    new: int
    slip_id: int | None


class CorrectionWhole(CorrectionTold):
    """A correction with its days and what it makes; `trouble` says why that cannot be reckoned."""

    person_id: int
    stage: str
    carried_month: date | None
    days: list[DayTold]
    lines: list[DifferenceTold]
    trouble: str


class DaysSent(Strict):
    """The marks of the days that were otherwise, by day; days like those of now are left out."""

    days: dict[date, Mark] = Field(min_length=1, max_length=31, examples=[{"2026-06-10": "결"}])
    reason: Reason


class CorrectionsSent(Strict):
    corrections: Ids


room.table(
    "/corrections",
    "list_corrections",
    CORRECTIONS,
    may=SEES,
    rows=lambda call: corrections_with_stage(call.by).select_related("contract__person", "contract__project"),
    also={"person_id": "contract__person_id", "contract_id": "contract_id"},
)


@room.get("/corrections/{int:correction_id}", of=correction_shown, answer=CorrectionWhole)
def show_correction(call: Call, one: Correction) -> dict[str, Any]:
    """One correction: what it changes, and old and new per month and line."""
    note_read("payroll_correction", [one.contract.person_id])
    lines, trouble = compared_lines(one)
    return {name: getattr(one, name) for name in CorrectionTold.model_fields} | {
        "person_id": one.contract.person_id,
        "stage": one.stage,  # type: ignore[attr-defined]
        "carried_month": one.carried_month,  # type: ignore[attr-defined]
        "days": list(one.days.all()),
        "lines": lines,
        "trouble": trouble,
    }


@room.post(
    "/slips/{int:slip_id}/corrections/days",
    of=closed_slip,
    body=ModelBody(DaysSent),
    answer=CorrectionTold,
    status=201,
)
def propose_other_days(call: Call, slip: Payslip, given: DaysSent) -> Correction:
    """Propose other days for a paid month."""
    return act.propose_days(call.by, slip.pk, given.days, reason=given.reason)


@room.post(
    "/slips/{int:slip_id}/corrections/wage",
    of=closed_slip,
    body=FormBody(WageForm),
    answer=CorrectionTold,
    status=201,
)
def propose_other_wage(call: Call, slip: Payslip, given: dict[str, Any]) -> Correction:
    """Propose another wage from a day of a paid month on."""
    return act.propose_wage(call.by, slip.pk, given["since"], given["rate"], reason=given["reason"])


@room.post("/corrections/confirm", may=CONFIRMS, body=ModelBody(CorrectionsSent), answer=Done)
def confirm_proposed_corrections(call: Call, given: CorrectionsSent) -> dict[str, int]:
    """Let corrections hold, all or none; the next pay carries the differences. Nobody confirms an own proposal."""
    return {"count": act.confirm_corrections(call.by, given.corrections)}


@room.post(
    "/corrections/{int:correction_id}/turn-down",
    of=correction_under(CONFIRMS),
    body=ModelBody(Reasoned),
    answer=CorrectionTold,
)
def turn_correction_down(call: Call, one: Correction, given: Reasoned) -> Correction:
    """Send a proposed correction back with a reason."""
    return act.turn_down(call.by, one.pk, reason=given.reason)


@room.post("/corrections/{int:correction_id}/withdraw", of=correction_under(CORRECTS), answer=CorrectionTold)
def withdraw_proposed_correction(call: Call, one: Correction) -> Correction:
    """Take a proposed correction back."""
    return act.withdraw(call.by, one.pk)


@room.post(
    "/corrections/{int:correction_id}/reverse",
    of=correction_under(CORRECTS),
    body=ModelBody(Reasoned),
    answer=CorrectionTold,
    status=201,
)
def propose_reversal_of_correction(call: Call, one: Correction, given: Reasoned) -> Correction:
    """Propose that a confirmed correction be undone."""
    return act.propose_reversal(call.by, one.pk, reason=given.reason)
