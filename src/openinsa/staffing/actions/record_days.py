"""Entering the month: cells in, an answer per cell out."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.staffing.faults import DAY_FAULTS
from openinsa.staffing.limits import weeks_over_the_limit
from openinsa.staffing.marks import DayReading, tidy
from openinsa.staffing.models import Day, SavedRequest
from openinsa.staffing.scope import months_of, reach
from openinsa.staffing.sheet import Row, Sheet, last_day, load_sheet

Status = Literal["ok", "warning", "error", "conflict", "locked"]
CELLS_AT_MOST = 10_000
DAY_KEY = ("contract_id", "date")
DAY_VALUES = (
    "mark",
    "code",
    "starts",
    "ends",
    "breaks",
    "leave_code",
    "leave_minutes",
    "fault",
    "version",
    "entered_by_id",
    "entered_at",
)
DAY_COLUMNS = ("institution_id", *DAY_KEY, *DAY_VALUES)
REPLACE_DAYS = f"""
    INSERT INTO staffing_day ({", ".join(DAY_COLUMNS)})
    SELECT {", ".join(DAY_COLUMNS)} FROM jsonb_populate_recordset(NULL::staffing_day, %s)
    ON CONFLICT ({", ".join(DAY_KEY)}) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in DAY_VALUES)}
"""


@dataclass(frozen=True)
class CellChange:
    """A cell as its clerk saw it and as it shall be."""

    contract_id: int
    date: date
    old: str
    new: str


@dataclass
class CellAnswer:
    """What became of one cell: its stored mark, and for a conflict who was faster."""

    contract_id: int
    date: str
    status: Status
    mark: str
    fault: str = ""
    text: str = ""
    law: str = ""
    other: dict[str, str] = field(default_factory=dict)


@dataclass
class RecordAnswer:
    """The answer of a save, cell by cell in the order asked, with the totals that moved."""

    sheet_version: int
    cells: list[CellAnswer]
    rows: dict[int, dict[str, int]]
    other_faults: list[CellAnswer]
    counts: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        return {
            **vars(self),
            "cells": [*map(vars, self.cells)],
            "other_faults": [*map(vars, self.other_faults)],
        }


@action(permission="staffing.record_days")
def record_days(
    by: User,
    project_month_id: int,
    request_id: UUID,
    kind: str,
    cells: Sequence[CellChange],
    *,
    dry_run: bool = False,
) -> dict[str, object]:
    """Store what a clerk entered; the same request a second time changes nothing.

    Every cell is judged alone: stored (ok, warning, or error kept as a draft with its fault), refused
    because somebody else changed it meanwhile (conflict), or not open for entry (locked). `kind` says how
    the cells came about (type, paste, fill, undo). A dry run answers alike and stores nothing.
    Raises NotFound. Statements: a fixed number, whatever the number of cells.
    """
    month = reach(months_of(by, "staffing.record_days").select_for_update(of=("self",)), project_month_id)
    if done := SavedRequest.objects.filter(request_id=request_id).first():
        return done.answer
    sheet = load_sheet(month, {cell.contract_id for cell in cells})
    judged = [_judge(sheet, cell) for cell in cells]
    stored = [(cell, reading) for (cell, reading) in judged if isinstance(reading, DayReading)]
    if stored:
        month.sheet_version += 1
        _apply(by, sheet, stored)
    answer = _answer(sheet, judged).as_dict()
    if stored and not dry_run:
        _store(sheet, stored)
        month.save(update_fields=["sheet_version"])
        SavedRequest.objects.create(
            institution_id=month.institution_id, request_id=request_id, project_month=month, answer=answer
        )
    return answer


def _judge(sheet: Sheet, cell: CellChange) -> tuple[CellChange, DayReading | CellAnswer]:
    row = sheet.rows.get(cell.contract_id)
    in_month = sheet.project_month.month <= cell.date <= last_day(sheet.project_month.month)
    if not sheet.project_month.is_open or row is None or not in_month or row.version_on(cell.date) is None:
        mark = row.days[cell.date].mark if row and cell.date in row.days else ""
        return cell, CellAnswer(cell.contract_id, cell.date.isoformat(), "locked", mark)
    now = row.days.get(cell.date)
    if now is not None and tidy(cell.old) != now.mark and tidy(cell.new) != now.mark:
        return cell, _conflict(cell, now)
    return cell, sheet.read(row, cell.date, cell.new)


def _conflict(cell: CellChange, now: Day) -> CellAnswer:
    other = {
        "name": now.entered_by.name if now.entered_by else "",
        "at": timezone.localtime(now.entered_at).strftime("%H:%M"),
        "mark": now.mark,
    }
    return CellAnswer(cell.contract_id, cell.date.isoformat(), "conflict", now.mark, other=other)


def _apply(by: User, sheet: Sheet, stored: Iterable[tuple[CellChange, DayReading]]) -> None:
    """Put the readings into the sheet in memory."""
    month, now = sheet.project_month, timezone.now()
    for cell, reading in stored:
        row = sheet.rows[cell.contract_id]
        row.days[cell.date] = day_from(reading, row, cell.date, month.sheet_version, by, now)


def day_from(reading: DayReading, row: Row, day: date, version: int, by: User | None, at: object) -> Day:
    """The record of a reading, not yet stored."""
    return Day(
        institution_id=row.contract.institution_id,
        contract_id=row.contract.pk,
        date=day,
        mark=reading.mark,
        code=reading.code,
        starts=reading.starts,
        ends=reading.ends,
        breaks=list(reading.breaks),
        leave_code=reading.leave_code,
        leave_minutes=reading.leave_minutes,
        fault=reading.fault or reading.warning,
        version=version,
        entered_by=by,
        entered_at=at,
    )


def _store(sheet: Sheet, stored: Iterable[tuple[CellChange, DayReading]]) -> None:
    places = {(cell.contract_id, cell.date) for cell, _ in stored}
    store_days(sheet.rows[contract_id].days[day] for contract_id, day in places)


def store_days(days: Iterable[Day]) -> None:
    """Write day records, replacing what stands there: one statement, whatever their number."""
    rows = [{name: getattr(day, name) for name in DAY_COLUMNS} for day in days]
    with connection.cursor() as cursor:
        cursor.execute(REPLACE_DAYS, [Jsonb(rows, dumps=_as_json)])


def _as_json(rows: object) -> str:
    return json.dumps(rows, cls=DjangoJSONEncoder)


def _answer(sheet: Sheet, judged: Sequence[tuple[CellChange, DayReading | CellAnswer]]) -> RecordAnswer:
    cells = [
        verdict if isinstance(verdict, CellAnswer) else answer_for(cell.contract_id, cell.date, verdict)
        for cell, verdict in judged
    ]
    touched = {cell.contract_id for cell, _ in judged if cell.contract_id in sheet.rows}
    rows = {contract_id: sheet.totals(sheet.rows[contract_id]) for contract_id in sorted(touched)}
    counts = Counter(cell.status for cell in cells)
    over = [fault for contract_id in sorted(touched) for fault in week_faults(sheet.rows[contract_id])]
    return RecordAnswer(sheet.project_month.sheet_version, cells, rows, over, dict(counts))


def answer_for(contract_id: int, day: date, reading: DayReading) -> CellAnswer:
    """The answer for a cell that was stored."""
    name = reading.fault or reading.warning
    if not name:
        return CellAnswer(contract_id, day.isoformat(), "ok", reading.mark)
    fault = DAY_FAULTS[name]
    status: Status = "error" if reading.fault else "warning"
    return CellAnswer(contract_id, day.isoformat(), status, reading.mark, name, str(fault.text), fault.law)


def week_faults(row: Row) -> list[CellAnswer]:
    """A mark on every worked day of a week beyond the legal limit."""
    fault = DAY_FAULTS["week_over_the_limit"]
    return [
        CellAnswer(
            row.contract.pk,
            day.isoformat(),
            "warning",
            row.days[day].mark,
            "week_over_the_limit",
            str(fault.text),
            fault.law,
        )
        for day in weeks_over_the_limit(row)
    ]
