"""Entering the month: cells in, what became of them out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.staffing.faults import fault_words
from openinsa.staffing.kinds_of_time import KindsOfTime, kinds_of_time
from openinsa.staffing.limits import limits_of
from openinsa.staffing.marks import DayReading, tidy
from openinsa.staffing.models import Day, ProjectMonth, SavedRequest
from openinsa.staffing.scope import months_of, reach
from openinsa.staffing.sheet import Entered, Row, Sheet, load_sheet

Status = Literal["ok", "warning", "error", "conflict", "locked"]
Place = tuple[int, date]
CELLS_AT_MOST = 10_000
ALIKE = Entered._fields[2:]
REPLACE_DAYS = f"""
    INSERT INTO staffing_day (institution_id, entered_at, contract_id, date, {", ".join(ALIKE)})
    SELECT %s, %s, cell.contract_id, cell.date, {", ".join(f"alike.{name}" for name in ALIKE)}
    FROM jsonb_to_recordset(%s) AS alike (
        mark text, code text, starts smallint, ends smallint, breaks smallint[], leave_code text,
        leave_minutes smallint, fault text, version integer, entered_by_id bigint,
        contracts bigint[], dates date[]
    ), unnest(alike.contracts, alike.dates) AS cell (contract_id, date)
    ON CONFLICT (contract_id, date) DO UPDATE SET entered_at = EXCLUDED.entered_at,
        {", ".join(f"{name} = EXCLUDED.{name}" for name in ALIKE)}
"""


@dataclass(frozen=True)
class CellChange:
    """A cell as its clerk saw it and as it shall be."""

    contract_id: int
    date: date
    old: str
    new: str


class KeptOut(NamedTuple):
    """A cell that was not taken, and what stands in it."""

    status: Status
    mark: str


Verdict = DayReading | KeptOut


@dataclass
class RecordAnswer:
    """The answer of a save, with the totals that moved.

    `told` are those cells only that did not simply become what was asked: their `place` in the request,
    `status`, `mark` as stored, `fault`, and for a conflict in `other` who was faster. `limits` are the
    days beyond a limit of the law with its message, by contract. `faults` says once what every fault named means.
    """

    sheet_version: int
    counts: dict[str, int]
    told: list[dict[str, object]]
    rows: dict[int, dict[str, int]]
    limits: dict[int, dict[str, str]]
    faults: dict[str, dict[str, str]]


@action(permission="staffing.record_days")
def record_days(
    by: User,
    project_month_id: int,
    request_id: UUID,
    kind: str,
    cells: Sequence[CellChange],
    *,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Store what a clerk entered; the same request a second time changes nothing. Returns a RecordAnswer.

    Every cell is judged alone: stored (ok, warning, or error kept as a draft with its fault), refused
    because somebody else changed it meanwhile (conflict), or not open for entry (locked). `kind` says how
    the cells came about (type, paste, fill, undo). A dry run answers alike and stores nothing.
    Raises NotFound. Statements: a fixed number, whatever the number of cells.
    """
    month = reach(months_of(by, "staffing.record_days").select_for_update(of=("self",)), project_month_id)
    if done := SavedRequest.objects.filter(request_id=request_id).first():
        return done.answer
    rows = {cell.contract_id for cell in cells}
    sheet = load_sheet(month, rows, mothers=by.may("staffing.protect"))
    return record_on(by, sheet, request_id, cells, dry_run=dry_run)


def record_on(
    by: User, sheet: Sheet, request_id: UUID, cells: Sequence[CellChange], *, dry_run: bool = False
) -> dict[str, Any]:
    """As `record_days`, of a request not yet answered, for one who holds the locked month's sheet already."""
    month = sheet.project_month
    verdicts = [_judge(sheet, cell) for cell in cells]
    faster = _who_was_faster(cells, verdicts)
    stored = [
        (c, verdict) for c, verdict in zip(cells, verdicts, strict=True) if isinstance(verdict, DayReading)
    ]
    if stored:
        month.sheet_version += 1
    entered = _apply(by, sheet, stored)
    answer = vars(_answer(sheet, cells, verdicts, faster))
    if stored and not dry_run:
        store_days(month, entered)
        month.save(update_fields=["sheet_version"])
        SavedRequest.objects.create(
            institution_id=month.institution_id, request_id=request_id, project_month=month, answer=answer
        )
    return answer


def _judge(sheet: Sheet, cell: CellChange) -> Verdict:
    row, month = sheet.rows.get(cell.contract_id), sheet.project_month
    in_month = month.month <= cell.date <= sheet.last_day
    if not month.is_open or row is None or not in_month or row.version_on(cell.date) is None:
        return KeptOut("locked", row.days[cell.date].mark if row and cell.date in row.days else "")
    now = row.days.get(cell.date)
    if now is not None and now.mark not in (tidy(cell.old), tidy(cell.new)):
        return KeptOut("conflict", now.mark)
    return sheet.read(row, cell.date, cell.new)


def _who_was_faster(cells: Sequence[CellChange], verdicts: Sequence[Verdict]) -> dict[Place, dict[str, str]]:
    """Of the cells in conflict: who changed them, when, to what."""
    places = {
        (cell.contract_id, cell.date)
        for cell, verdict in zip(cells, verdicts, strict=True)
        if isinstance(verdict, KeptOut) and verdict.status == "conflict"
    }
    if not places:
        return {}
    contracts, dates = zip(*places, strict=True)
    days = Day.objects.filter(contract__in=contracts, date__in=dates).select_related("entered_by")
    return {(day.contract_id, day.date): who_entered(day) | {"mark": day.mark} for day in days}


def who_entered(day: Day) -> dict[str, str]:
    """Name and time of the last change of a day, as the grid tells it."""
    name = day.entered_by.name if day.entered_by else ""
    return {"name": name, "at": timezone.localtime(day.entered_at).strftime("%H:%M")}


def _apply(by: User, sheet: Sheet, stored: Iterable[tuple[CellChange, DayReading]]) -> list[Entered]:
    """Put the readings into the sheet in memory; a cell that is named twice holds the last."""
    entered: dict[Place, Entered] = {}
    user_id, version = by.pk, sheet.project_month.sheet_version
    for cell, reading in stored:
        row = sheet.rows[cell.contract_id]
        day = day_from(reading, row, cell.date, version, user_id)
        row.days[cell.date] = entered[cell.contract_id, cell.date] = day
    return list(entered.values())


def day_from(reading: DayReading, row: Row, day: date, version: int, user_id: int | None) -> Entered:
    """The record of a reading, not yet stored."""
    return Entered(
        row.contract_id,
        day,
        reading.mark,
        reading.code,
        reading.starts,
        reading.ends,
        reading.breaks,
        reading.leave_code,
        reading.leave_minutes,
        reading.fault or reading.warning,
        version,
        user_id,
    )


def store_days(month: ProjectMonth, days: Iterable[Entered]) -> None:
    """Write day records, replacing what stands there: one statement, whatever their number.

    Days that read alike travel together.
    """
    alike: dict[tuple[object, ...], tuple[list[int], list[str]]] = {}
    for day in days:
        contracts, dates = alike.setdefault(day[2:], ([], []))
        contracts.append(day.contract_id)
        dates.append(day.date.isoformat())
    rows = [
        dict(zip(ALIKE, values, strict=True), contracts=contracts, dates=dates)
        for values, (contracts, dates) in alike.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(REPLACE_DAYS, [month.institution_id, timezone.now(), Jsonb(rows)])


def _answer(
    sheet: Sheet,
    cells: Sequence[CellChange],
    verdicts: Sequence[Verdict],
    faster: dict[Place, dict[str, str]],
) -> RecordAnswer:
    counts = Counter(map(status_of, verdicts))
    told = list(_told(cells, verdicts, faster))
    touched = sorted({cell.contract_id for cell in cells} & sheet.rows.keys())
    kinds = kinds_of_time(sheet)
    rows = row_totals(sheet, touched, kinds)
    limits = limits_by_row(sheet, touched, kinds)
    names = {str(cell["fault"]) for cell in told if "fault" in cell}
    names |= {fault for days in limits.values() for fault in days.values()}
    return RecordAnswer(
        sheet.project_month.sheet_version, dict(counts), told, rows, limits, fault_words(names)
    )


def row_totals(sheet: Sheet, contracts: Iterable[int], kinds: KindsOfTime) -> dict[int, dict[str, int]]:
    """Counts and kinds of time of some rows' month, as the grid shows them."""
    month = sheet.project_month.month
    return {
        contract: sheet.totals(sheet.rows[contract]) | kinds.of_month(contract, month)
        for contract in contracts
    }


def _told(
    cells: Sequence[CellChange], verdicts: Sequence[Verdict], faster: dict[Place, dict[str, str]]
) -> Iterator[dict[str, object]]:
    for place, (cell, verdict) in enumerate(zip(cells, verdicts, strict=True)):
        status = status_of(verdict)
        if status == "ok" and verdict.mark == cell.new:
            continue
        told: dict[str, object] = {"place": place, "status": status, "mark": verdict.mark}
        if isinstance(verdict, DayReading) and (fault := verdict.fault or verdict.warning):
            told["fault"] = fault
        if status == "conflict":
            told["other"] = faster[cell.contract_id, cell.date]
        yield told


def status_of(verdict: Verdict) -> Status:
    if isinstance(verdict, KeptOut):
        return verdict.status
    return "error" if verdict.fault else "warning" if verdict.warning else "ok"


def limits_by_row(sheet: Sheet, contracts: Iterable[int], kinds: KindsOfTime) -> dict[int, dict[str, str]]:
    """The days beyond a limit of the law and its message, by contract; rows without one are left out."""
    found = {contract: limits_of(sheet, sheet.rows[contract], kinds) for contract in contracts}
    return {
        contract: {day.isoformat(): fault for day, fault in sorted(days.items())}
        for contract, days in found.items()
        if days
    }
