"""Payslips: the list, one with its lines, how it came about as data, and its papers."""

from datetime import date
from typing import Any

from ninja import Schema

from openinsa.api.files import hand_out
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.payroll.api.room import SEES, room, slip_of
from openinsa.payroll.explaining import retell
from openinsa.payroll.models import Payslip, PayslipLine
from openinsa.payroll.pages import papers
from openinsa.payroll.pages.slips import SLIPS
from openinsa.payroll.scope import slips_of
from openinsa.privacy.reading import note_read
from openinsa.web.files import KINDS

LINE = "position side code month amount law"
SLIP = "run_id contract_id person_id gross non_taxable taxable deductions net employer_total"
LineTold = shape("PayslipLine", PayslipLine, LINE, label=str, words=str, inputs=Any)
SlipTold = shape("Payslip", Payslip, SLIP)


class SlipWhole(SlipTold):
    """A slip with its lines; `inputs` of a line is what its amount was reckoned from."""

    name: str
    project_id: int
    month: date
    state: str
    lines: list[LineTold]


class RetoldLine(Schema):
    """A line computed afresh beside the slip's own, with the days and the tree of rules behind it."""

    label: str
    words: str
    law: str
    stored: int | None
    now: int | None
    same: bool
    days: list[list[str]]
    tree: Any = None


class ExplanationTold(Schema):
    slip_id: int
    same: bool
    lines: list[RetoldLine]


room.table(
    "/slips",
    "list_slips",
    SLIPS,
    may=SEES,
    rows=lambda call: slips_of(call.by),
    also={"person_id": "person_id", "contract_id": "contract_id", "run_id": "run_id"},
)


@room.get("/slips/{int:slip_id}", of=slip_of, answer=SlipWhole)
def show_slip(call: Call, slip: Payslip) -> dict[str, Any]:
    """One slip: every line with its formula in words, its article and what it was reckoned from."""
    note_read("payroll_payslip", [slip.person_id])
    return {name: getattr(slip, name) for name in ("id", *SLIP.split())} | {
        "name": slip.person.name,
        "project_id": slip.run.project_id,
        "month": slip.run.month,
        "state": slip.run.state,
        "lines": list(slip.lines.all()),
    }


@room.get("/slips/{int:slip_id}/explanation", of=slip_of, answer=ExplanationTold)
def explain_slip(call: Call, slip: Payslip) -> dict[str, Any]:
    """One slip computed afresh beside what it holds, every line down to the rules, values of law and days."""
    note_read("payroll_payslip", [slip.person_id])
    names = ("label", "words", "law", "stored", "now", "same")
    lines = [
        {name: getattr(one, name) for name in names}
        | {"days": [list(map(str, day)) for day in one.days], "tree": one.data["tree"]}
        for one in retell(slip)
    ]
    return {"slip_id": slip.pk, "same": all(one["same"] for one in lines), "lines": lines}


FILES = {
    "statement.pdf": ("take_statement", papers.statement),
    "explanation.pdf": ("take_calculation", papers.calculation),
    "explanation.json": ("take_calculation_data", papers.calculation_data),
}
for name, (operation, page) in FILES.items():
    media = KINDS[name[name.index(".") :]]
    hand_out(room, f"/slips/{{int:slip_id}}/{name}", operation, media, page, of=slip_of)
