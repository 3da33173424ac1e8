"""What a workbook says, as plain data: the answer of `openinsa read FILE`. Touches nothing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openinsa.exchange.faults import Fault, FileRefused, errors
from openinsa.exchange.month_sheet import MonthSheet, is_month_sheet, read_months
from openinsa.exchange.register import Confirmed, Told, read_register
from openinsa.exchange.register_checks import Known, check_register
from openinsa.exchange.register_reading import Person, RegisterReading, Skipped, by_project, sums
from openinsa.exchange.workbook import Workbook, read_workbook

NOBODY_ELSE = Known()


def reading_as_json(path: Path, known: Known = NOBODY_ELSE) -> dict[str, Any]:
    """How a file is read: people, sums and faults by cell. A file that cannot be read says why."""
    return reading_of(path.name, path.read_bytes(), known)


def reading_of(name: str, content: bytes, known: Known = NOBODY_ELSE) -> dict[str, Any]:
    """As `reading_as_json`, from bytes."""
    try:
        book = read_workbook(name, content)
        if any(is_month_sheet(sheet) for sheet in book.sheets if not sheet.hidden):
            return _months_as_json(book)
        return _register_as_json(checked_register(book, known))
    except FileRefused as refused:
        return {
            "file": name,
            "refused": refused.code,
            "ko": refused.sentence("ko"),
            "en": refused.sentence("en"),
        }


def checked_register(
    book: Workbook,
    known: Known,
    confirmed: Confirmed | None = None,
    told: Told | None = None,
    items: Sequence[str] = (),
) -> RegisterReading:
    """A register read and checked, its faults in the order of the file. Raises FileRefused."""
    reading = read_register(book, confirmed, told, items)
    check_register(reading, known)
    return reading


def _register_as_json(reading: RegisterReading) -> dict[str, Any]:
    projects = [
        {"department": department, "project": project, **_people_as_json(people)}
        for department, project, people in by_project(reading.people)
    ]
    only = projects[0] if len(projects) == 1 else _sums_as_json(reading.people)
    return {
        "file": reading.file,
        "kind": "register",
        **only,
        "projects": projects,
        "rows": len(reading.people),
        "errors": len(errors(reading.faults)),
        "faults": [_fault_as_json(fault) for fault in reading.faults],
        "changes": [
            {"sheet": c.sheet, "cell": c.cell, "field": c.field, "was": c.was, "became": c.became}
            for c in reading.changes
        ],
        "skipped": [_skipped_as_json(skipped) for skipped in reading.skipped],
        "sheets": [
            {
                "sheet": read.name,
                "heading_rows": [read.mapping.first_row + 1, read.mapping.last_row + 1],
                "shape": read.mapping.shape,
                "columns": {read.mapping.headings[c]: key for c, key in read.mapping.columns.items()},
                "unused_columns": [heading for _column, heading in read.mapping.unused()],
                "hidden_rows": len(read.hidden_rows),
                "hidden_columns": [read.mapping.headings[c] for c in read.hidden_columns],
            }
            for read in reading.sheets
        ],
        "saved": 0,
    }


def _people_as_json(people: Sequence[Person]) -> dict[str, Any]:
    return {"people": [_person_as_json(person) for person in people], **_sums_as_json(people)}


def _sums_as_json(people: Sequence[Person]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in sums(people).items() if key != "people"}


def _person_as_json(person: Person) -> dict[str, Any]:
    beside = {"account_holder", "birth"}
    return {key: _plain(value) for key, value in person.fields.items() if key not in beside}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _fault_as_json(fault: Fault) -> dict[str, Any]:
    return {
        "sheet": fault.sheet,
        "cell": fault.cell,
        "value": fault.value,
        "kind": fault.kind,
        "severity": fault.severity,
        "ko": fault.sentence("ko"),
        "en": fault.sentence("en"),
    }


def _skipped_as_json(skipped: Skipped) -> dict[str, Any]:
    row = None if skipped.row is None else skipped.row + 1
    return {"sheet": skipped.sheet, "row": row, "text": skipped.text, "why": skipped.why}


def _months_as_json(book: Workbook) -> dict[str, Any]:
    sheets = [_month_as_json(read) for read in read_months(book)]
    head = {"file": book.name, "kind": "month"}
    return {**head, **sheets[0]} if len(sheets) == 1 else {**head, "sheets": sheets, "saved": 0}


def _month_as_json(read: MonthSheet) -> dict[str, Any]:
    return {
        "sheet": read.sheet,
        "department": read.department,
        "project": read.project,
        "month": f"{read.month:%Y-%m}",
        "people": [
            {
                "name": person.name,
                "birth": person.birth,
                "days": {day.isoformat(): mark for day, mark in person.days.items()},
            }
            for person in read.people
        ],
        "marks": read.marks,
        "legend": read.legend,
        "faults": [_fault_as_json(fault) for fault in read.faults],
        "skipped": [_skipped_as_json(skipped) for skipped in read.skipped],
        "unused_columns": read.unused_columns,
        "saved": 0,
    }
