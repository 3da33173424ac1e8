"""Registering people and days: by the clerk's own spreadsheet, or by rows of JSON."""

from dataclasses import fields as fields_of
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field, StrictBool, StrictInt, StrictStr

from openinsa.api.bodies import ModelBody
from openinsa.api.files import hand_out
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.exchange.values import EMAIL
from openinsa.jobs.api import JobTold
from openinsa.jobs.models import Job
from openinsa.people.models import User
from openinsa.staffing.actions import imports as act
from openinsa.staffing.actions.register import check_registrations, register
from openinsa.staffing.api.room import Strict, month_under, room
from openinsa.staffing.import_views import columns_shown, without_numbers
from openinsa.staffing.importing import imports_of, read_import
from openinsa.staffing.item_columns import item_names
from openinsa.staffing.models import Contract, ContractVersion, ImportFile, ProjectMonth
from openinsa.staffing.month_importing import read_month_import
from openinsa.staffing.pages import imports as pages
from openinsa.staffing.registration import Registration
from openinsa.staffing.scope import reach
from openinsa.web.tables import SPREADSHEET

REGISTERS = "staffing.register"
FAULTS_AT_MOST = 1_000
FileTold = shape("ImportFile", ImportFile, "kind state name counts uploaded_at uploaded_by_id")
Kind, State = ImportFile.Kind, ImportFile.State


class FaultTold(Schema):
    sheet: str
    cell: str
    severity: str
    text: str


class ColumnTold(Schema):
    """A column of the file: give `shape`, `column` and another `field` to read it otherwise."""

    shape: str
    column: int
    heading: str
    field: str


class ReadingTold(Schema):
    """How a file is read. `shown` is what a saving has to repeat: that what was read is what is saved."""

    file: FileTold
    shown: str
    people: int
    errors: int
    faults: list[FaultTold]
    columns: list[ColumnTold]


class MonthReadingTold(Schema):
    file: FileTold
    month_id: int
    changes: int
    errors: int
    faults: list[FaultTold]
    unknown_marks: dict[str, str]


class SavedTold(Schema):
    """The file as saved, or the job that saves a large one."""

    file: FileTold | None = None
    job: JobTold | None = None


class Confirmed(Strict):
    """Which column is which field, by shape; and the department and project of sheets that do not say."""

    columns: dict[StrictStr, dict[StrictStr, StrictStr]] = Field(default_factory=dict, max_length=100)
    sheets: dict[StrictStr, Annotated[list[StrictStr], Field(min_length=2, max_length=2)]] = Field(
        default_factory=dict, max_length=100
    )


class MarksSent(Strict):
    """What the file's own marks mean here."""

    marks: dict[StrictStr, StrictStr] = Field(max_length=200)


class ToSave(Strict):
    shown: StrictStr = Field(max_length=200)


Text = Annotated[StrictStr, Field(max_length=200)]
Won = Annotated[StrictInt, Field(ge=0, le=1_000_000_000)]


class PersonSent(Strict):
    """One person to employ, as a row of the register."""

    name: Annotated[StrictStr, Field(min_length=1, max_length=100)]
    resident_number: Annotated[StrictStr, Field(pattern=r"^[0-9]{6}-[0-9]{7}$", examples=["850412-1000001"])]
    department: Text
    project: Text
    starts_on: date
    ends_on: date
    rate: Annotated[StrictInt, Field(ge=1, le=1_000_000_000)]
    pay_basis: ContractVersion.PayBasis = ContractVersion.PayBasis.DAILY
    job: Annotated[StrictStr, Field(max_length=100)] = ""
    phone: Annotated[StrictStr, Field(max_length=20)] = ""
    email: Annotated[
        StrictStr, Field(max_length=120, pattern=rf"^(?:{EMAIL.pattern})?$", examples=["hong@example.com"])
    ] = ""
    bank: Annotated[StrictStr, Field(max_length=40)] = ""
    account: Annotated[StrictStr, Field(max_length=40)] = ""
    address: Text = ""
    family_members: Annotated[StrictInt, Field(ge=1, le=50)] | None = None
    children_8_to_20: Annotated[StrictInt, Field(ge=0, le=49)] | None = None
    tax_mode: Contract.TaxMode = Contract.TaxMode.TABLE
    day_labour: StrictBool = False
    daily_scheduled_minutes: Annotated[StrictInt, Field(ge=1, le=1440)] = 480
    weekly_scheduled_days: Annotated[StrictInt, Field(ge=1, le=7)] = 5
    monthly_scheduled_minutes: Annotated[StrictInt, Field(ge=0, le=44_640)] = 0
    part_time: StrictBool | None = None
    exception_reason: Contract.ExceptionReason = Contract.ExceptionReason.NONE
    exception_document: Annotated[StrictStr, Field(max_length=100)] = ""
    review_approval: Annotated[StrictStr, Field(max_length=100)] = ""
    review_approved_on: date | None = None
    items: dict[Annotated[StrictStr, Field(max_length=60)], Won] = Field(default_factory=dict, max_length=20)
    items_from: date | None = None


class RegisterSent(Strict):
    """People to employ, all or nobody. A dry run says what is wrong and stores nothing."""

    dry_run: StrictBool = False
    people: list[PersonSent] = Field(min_length=1, max_length=5_000)


class RowFault(Schema):
    place: str
    field: str
    severity: Literal["error", "warning"]
    text: str


class RegisteredTold(Schema):
    stored: bool
    people: int
    new_people: int
    projects: int
    faults: list[RowFault]


def registrations(by: User) -> "QuerySet[ImportFile]":
    return imports_of(by).filter(kind=Kind.REGISTER)


def register_of(by: User, import_id: int) -> ImportFile:
    return reach(registrations(by), import_id)


def month_file_of(by: User, import_id: int) -> ImportFile:
    return reach(imports_of(by).filter(kind=Kind.MONTH_SHEET), import_id)


room.table(
    "/registrations",
    "list_registrations",
    pages.FILES,
    may=REGISTERS,
    rows=lambda call: imports_of(call.by).select_related("uploaded_by").defer("content_sealed"),
)


@room.upload("/registrations", may=REGISTERS, answer=FileTold, status=201)
def upload_register(call: Call, given: dict[str, Any]) -> ImportFile:
    """Upload a register as it is; it is kept sealed until it is saved or dropped."""
    return act.take_register(call.by, given["name"], given["content"], given["password"])


@room.post("/registrations/rows", may=REGISTERS, body=ModelBody(RegisterSent), answer=RegisteredTold)
def register_people(call: Call, given: RegisterSent) -> dict[str, Any]:
    """Register people by rows of JSON, all or nobody."""
    rows = [_registration(place, one) for place, one in enumerate(given.people)]
    faults = [vars(one) for one in check_registrations(call.by, rows)]
    if given.dry_run:
        return {"stored": False, "people": len(rows), "new_people": 0, "projects": 0, "faults": faults}
    made = register(call.by, rows)
    counts = {name: getattr(made, name) for name in ("people", "new_people", "projects")}
    return {"stored": True, "faults": faults, **counts}


def _registration(place: int, sent: PersonSent) -> Registration:
    known = {one.name for one in fields_of(Registration)}
    told = {name: value for name, value in sent.model_dump(mode="python").items() if name in known}
    told |= {name: str(told[name]) for name in ("pay_basis", "tax_mode", "exception_reason")}
    return Registration(**{**told, "place": f"/people/{place}", "items": tuple(sent.items.items())})


@room.get("/registrations/{int:import_id}", of=register_of, answer=FileTold)
def show_registration(call: Call, file: ImportFile) -> ImportFile:
    """One upload, and what became of it."""
    return file


@room.get("/registrations/{int:import_id}/reading", of=register_of, answer=ReadingTold)
def show_reading(call: Call, file: ImportFile) -> dict[str, Any]:
    """How an upload is read: people, faults cell by cell, and which column is which field."""
    act.require_open(file)
    read = read_import(call.by, file)
    return {
        "file": file,
        "shown": act.summary(read),
        "people": len(read.reading.people),
        "errors": read.error_count,
        "faults": [_fault(one) for one in read.faults[:FAULTS_AT_MOST]],
        "columns": [
            _column(one.name, one.heading, one.field)
            for shown in columns_shown(read.reading, item_names())
            for one in shown.columns
        ],
    }


def _fault(one: Any) -> dict[str, str]:
    return {
        "sheet": one.sheet,
        "cell": one.cell,
        "severity": one.severity,
        "text": without_numbers(one.text),
    }


def _column(name: str, heading: str, field: str) -> dict[str, Any]:
    _kind, shape_name, column = name.split(":")
    return {"shape": shape_name, "column": int(column), "heading": heading, "field": field}


@room.post(
    "/registrations/{int:import_id}/confirm", of=register_of, body=ModelBody(Confirmed), answer=FileTold
)
def confirm_register(call: Call, file: ImportFile, given: Confirmed) -> ImportFile:
    """Say which column is which field; remembered for the next file of the shape."""
    sheets = {name: (names[0], names[1]) for name, names in given.sheets.items()}
    return act.confirm_reading(call.by, file.pk, given.columns, sheets)


@room.post("/registrations/{int:import_id}/save", of=register_of, body=ModelBody(ToSave), answer=SavedTold)
def save_registration(call: Call, file: ImportFile, given: ToSave) -> dict[str, ImportFile | Job]:
    """Register everybody in the file, or nobody; a large file is saved by a job."""
    if file.counts.get("people", 0) >= pages.LARGE:
        return {"job": act.save_register_later(call.by, file.pk, given.shown)}
    return {"file": act.save_register(call.by, file.pk, given.shown)}


@room.post("/registrations/{int:import_id}/drop", of=register_of, answer=FileTold)
def drop_registration(call: Call, file: ImportFile) -> ImportFile:
    """Forget an upload; nothing of its content stays."""
    return act.drop_file(call.by, file.pk)


@room.file("/registrations/template.xlsx", SPREADSHEET, may=REGISTERS)
def take_registration_template(call: Call) -> Any:
    """The template of a register, with the departments, projects and pay items of the institution."""
    return pages.template(call.request)


hand_out(
    room,
    "/registrations/{int:import_id}/faults.xlsx",
    "take_registration_faults",
    SPREADSHEET,
    pages.faults_file,
    of=register_of,
)


@room.upload(
    "/months/{int:month_id}/imports", of=month_under("staffing.record_days"), answer=FileTold, status=201
)
def upload_month(call: Call, month: ProjectMonth, given: dict[str, Any]) -> ImportFile:
    """Upload a month sheet for one project's month."""
    return act.take_month_sheet(call.by, month.pk, given["name"], given["content"], given["password"])


@room.get("/month-imports/{int:import_id}", of=month_file_of, answer=MonthReadingTold)
def show_month_import(call: Call, file: ImportFile) -> dict[str, Any]:
    """What a month sheet would change, and what is wrong with it."""
    act.require_open(file)
    read = read_month_import(call.by, file)
    return {
        "file": file,
        "month_id": read.month.pk,
        "changes": len(read.changes),
        "errors": len(read.errors),
        "faults": [_fault(one) for one in read.faults[:FAULTS_AT_MOST]],
        "unknown_marks": read.unknown_marks,
    }


@room.post(
    "/month-imports/{int:import_id}/marks", of=month_file_of, body=ModelBody(MarksSent), answer=FileTold
)
def confirm_marks_of_month(call: Call, file: ImportFile, given: MarksSent) -> ImportFile:
    """Say what the file's own marks mean here; remembered for the next month."""
    return act.confirm_marks(call.by, file.pk, given.marks)


@room.post("/month-imports/{int:import_id}/save", of=month_file_of, answer=FileTold)
def save_month_import(call: Call, file: ImportFile) -> ImportFile:
    """Record the days of a month sheet, all of them or none."""
    return act.save_month_sheet(call.by, file.pk)
