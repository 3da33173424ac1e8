"""A project's month: opened, filled, entered cell by cell, read, submitted, approved, sent back, handed out."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt, StrictStr

from openinsa.api.bodies import ModelBody, refuse
from openinsa.api.files import hand_out
from openinsa.api.problems import FieldsRefused
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.privacy.reading import note_read
from openinsa.staffing.actions import months as act
from openinsa.staffing.actions.motherhood import mothers_seen
from openinsa.staffing.actions.record_days import CELLS_AT_MOST, CellChange, record_days
from openinsa.staffing.api.room import Reasoned, Strict, month_under, project_under, room
from openinsa.staffing.grid_news import news_since
from openinsa.staffing.models import DayCode, Project, ProjectMonth
from openinsa.staffing.pages import month_imports, papers
from openinsa.staffing.pages.months import MONTHS
from openinsa.staffing.queries import months_with_figures
from openinsa.staffing.sheet import Row, Sheet, load_sheet
from openinsa.web.tables import SPREADSHEET

RECORDS = "staffing.record_days"
MonthTold = shape(
    "Month",
    ProjectMonth,
    "project_id month state sheet_version sent_back_reason submitted_at approved_at submitted_by_id approved_by_id",
)
MarkTold = shape("Mark", DayCode, "code mark label_ko label_en kind paid attendance law")


class MonthNamed(Strict):
    """A month as 2026-11."""

    month: StrictStr = Field(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-11"])


class DayTold(Schema):
    date: date
    mark: str
    fault: str
    worked_minutes: int


class RowTold(Schema):
    contract_id: int
    person_id: int
    name: str
    days: list[DayTold]
    totals: dict[str, int]


class SheetTold(Schema):
    """The month as it is entered: `sheet_version` names its state for later changes."""

    month: str
    state: str
    sheet_version: int
    rows: list[RowTold]


Whole = Annotated[StrictInt, Field(ge=1, le=2**62)]


class CellSent(Strict):
    """A cell as the sender saw it and as it shall be."""

    contract_id: Whole
    date: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
    old: Annotated[StrictStr, Field(max_length=60)] = ""
    new: Annotated[StrictStr, Field(max_length=60)]


class DaysSent(Strict):
    """Cells to store. The same `request_id` a second time changes nothing."""

    request_id: UUID
    kind: Literal["type", "paste", "fill", "undo"] = "paste"
    dry_run: StrictBool = False
    cells: list[CellSent] = Field(max_length=CELLS_AT_MOST)


class Recorded(Schema):
    """What became of the cells: `told` are those only that did not simply become what was asked."""

    sheet_version: int
    counts: dict[str, int]
    told: list[dict[str, Any]]
    rows: dict[int, dict[str, int]]
    limits: dict[int, dict[str, str]]
    faults: dict[str, dict[str, str]]


class News(Schema):
    state: str
    sheet_version: int
    cells: list[dict[str, Any]]
    rows: dict[int, dict[str, int]]
    limits: dict[int, dict[str, str]]


class Filled(Schema):
    filled: int


room.table(
    "/months",
    "list_months",
    MONTHS,
    may="staffing.see",
    rows=lambda call: months_with_figures(call.by),
    also={"project_id": "project_id"},
)


@room.post(
    "/projects/{int:project_id}/months",
    of=project_under(RECORDS),
    body=ModelBody(MonthNamed),
    answer=MonthTold,
    status=201,
)
def open_month(call: Call, project: Project, given: MonthNamed) -> ProjectMonth:
    """Open a month of a project for entry; one that is open already is given as it is."""
    return act.open_month(call.by, project.pk, date.fromisoformat(f"{given.month}-01"))


@room.get("/months/{int:month_id}", of=month_under("staffing.see"), answer=MonthTold)
def show_month(call: Call, month: ProjectMonth) -> ProjectMonth:
    """Where one month stands."""
    return month


@room.get("/months/{int:month_id}/days", of=month_under("staffing.see"), answer=SheetTold)
def list_days(call: Call, month: ProjectMonth) -> dict[str, Any]:
    """Every day of everybody in a month, with the totals of each row."""
    sheet = load_sheet(month, mothers=call.by.may("staffing.protect"))
    mothers_seen(call.by, sheet, address=call.address)
    note_read("month", [row.contract.person_id for row in sheet.rows.values()])
    return {
        "month": f"{month.month:%Y-%m}",
        "state": month.state,
        "sheet_version": month.sheet_version,
        "rows": [_row(sheet, row) for row in sheet.rows.values()],
    }


def _row(sheet: Sheet, row: Row) -> dict[str, Any]:
    return {
        "contract_id": row.contract_id,
        "person_id": row.contract.person_id,
        "name": row.contract.person.name,
        "days": [row.days[day] for day in sheet.dates if day in row.days],
        "totals": sheet.totals(row),
    }


@room.post("/months/{int:month_id}/days", of=month_under(RECORDS), body=ModelBody(DaysSent), answer=Recorded)
def enter_days(call: Call, month: ProjectMonth, given: DaysSent) -> dict[str, Any]:
    """Store cells; each is judged alone: stored, kept as a draft with its fault, or left out with its reason."""
    cells = [_cell(place, one) for place, one in enumerate(given.cells)]
    return record_days(call.by, month.pk, given.request_id, given.kind, cells, dry_run=given.dry_run)


def _cell(place: int, sent: CellSent) -> CellChange:
    try:
        day = date.fromisoformat(sent.date)
    except ValueError:
        refuse(f"/cells/{place}/date", sent.date)
    return CellChange(sent.contract_id, day, sent.old, sent.new)


@room.get(
    "/months/{int:month_id}/changes",
    of=month_under("staffing.see"),
    answer=News,
    parameters=lambda: [
        {
            "in": "query",
            "name": "since",
            "required": True,
            "schema": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
            "description": "The sheet_version that is known already.",
            "example": 1,
        }
    ],
)
def list_changes_of_month(call: Call, month: ProjectMonth) -> dict[str, Any]:
    """Cells that changed after a version of the sheet, with who changed them."""
    since = call.request.GET.get("since", "")
    if not (since.isascii() and since.isdigit() and len(since) < 11):
        raise FieldsRefused([{"parameter": "since", "detail": since or "?"}])
    return news_since(month, int(since), mothers=call.by.may("staffing.protect"))


@room.post("/months/{int:month_id}/fill", of=month_under(RECORDS), answer=Filled)
def fill_month(call: Call, month: ProjectMonth) -> dict[str, int]:
    """Put the ordinary mark into every empty day of employment; entered days stay."""
    return {"filled": act.fill_month(call.by, month.pk)}


@room.post("/months/{int:month_id}/submit", of=month_under("staffing.submit_month"), answer=MonthTold)
def submit_month(call: Call, month: ProjectMonth) -> ProjectMonth:
    """Hand a month to the department head."""
    return act.submit_month(call.by, month.pk)


@room.post("/months/{int:month_id}/approve", of=month_under("staffing.approve_month"), answer=MonthTold)
def approve_month(call: Call, month: ProjectMonth) -> ProjectMonth:
    """Let a submitted month go to payroll."""
    return act.approve_month(call.by, month.pk)


@room.post(
    "/months/{int:month_id}/send-back",
    of=month_under("staffing.approve_month"),
    body=ModelBody(Reasoned),
    answer=MonthTold,
)
def send_back_month(call: Call, month: ProjectMonth, given: Reasoned) -> ProjectMonth:
    """Return a submitted or approved month to its clerk, with the reason."""
    return act.send_back_month(call.by, month.pk, reason=given.reason)


@room.get("/marks", may="staffing.see", answer=list[MarkTold])
def list_marks(call: Call) -> Any:
    """The marks that may be put into a cell, and what each means."""
    return DayCode.objects.all()


hand_out(
    room,
    "/months/{int:month_id}/sheet.xlsx",
    "take_month_sheet",
    SPREADSHEET,
    month_imports.download,
    of=month_under("staffing.see"),
)
hand_out(
    room,
    "/months/{int:month_id}/attendance.pdf",
    "take_attendance_pdf",
    "application/pdf",
    papers.attendance,
    of=month_under("staffing.see"),
)
hand_out(
    room,
    "/months/{int:month_id}/attendance.xlsx",
    "take_attendance_workbook",
    SPREADSHEET,
    papers.attendance_spreadsheet,
    of=month_under("staffing.see"),
)
