"""What an uploaded month sheet would change: people matched by name and date of birth, marks cell by cell."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as say

from openinsa.exchange.cells import Place, address, squeezed
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.month_sheet import MonthRow, MonthSheet, read_months
from openinsa.exchange.workbook import Workbook
from openinsa.people.models import User
from openinsa.staffing.actions.record_days import CellChange
from openinsa.staffing.faults import DAY_FAULTS
from openinsa.staffing.importing import FileNotRead, FoundFault, book_of, of_cell
from openinsa.staffing.marks import tidy
from openinsa.staffing.models import ImportFile, ProjectMonth
from openinsa.staffing.scope import months_of, reach
from openinsa.staffing.sheet import Row, Sheet, load_sheet

LEFT_OUT = "-"
"""Instead of a mark: cells with it are left as they are."""


@dataclass
class MonthLine:
    """One person of the file: whom the stored month knows by that name and date of birth, and what changes."""

    row: MonthRow
    contracts: list[Row]
    changed: int = 0
    faults: list[FoundFault] = field(default_factory=list)


@dataclass
class MonthImport:
    """A month sheet beside the stored month, `stored` where the file is of that month."""

    month: ProjectMonth
    sheet: MonthSheet
    stored: Sheet | None = None
    lines: list[MonthLine] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    faults: list[FoundFault] = field(default_factory=list)
    unknown_marks: dict[str, str] = field(default_factory=dict)
    absent: list[Row] = field(default_factory=list)

    @property
    def errors(self) -> list[FoundFault]:
        return [fault for fault in self.faults if fault.severity == "error"]

    @property
    def warnings(self) -> list[FoundFault]:
        return [fault for fault in self.faults if fault.severity == "warning"]


def read_month_import(by: User, file: ImportFile, *, to_save: bool = False) -> MonthImport:
    """Compare an upload with its project's month; nothing is written. Raises NotFound, FileNotRead.

    To save what it finds, nobody else may change the month meanwhile.
    """
    months = months_of(by, "staffing.record_days").select_related("project")
    months = months.select_for_update(of=("self",)) if to_save else months
    month = reach(months, file.mapping["month_id"])
    found = MonthImport(month, month_sheet_in(book_of(file), month))
    found.faults += [of_cell(fault) for fault in found.sheet.faults]
    if found.sheet.month != month.month:
        text = say("파일은 %(file)s, 여는 달은 %(month)s입니다. 맞는 파일인지 확인해 주세요.")
        told = text % {"file": f"{found.sheet.month:%Y-%m}", "month": f"{month.month:%Y-%m}"}
        found.faults.insert(0, FoundFault(found.sheet.sheet, 1, "A1", say("월"), "error", told))
        return found
    found.stored = load_sheet(month)
    _match(found, found.stored, file.mapping.get("marks", {}))
    return found


def month_sheet_in(book: Workbook, month: ProjectMonth) -> MonthSheet:
    """The sheet of the project where a file has several; else the only or the first one. Raises FileNotRead."""
    try:
        try:
            sheets = read_months(book)
        except FileRefused as refused:
            if refused.code != "no_month":
                raise
            sheets = read_months(book, month.month)
    except FileRefused as refused:
        raise FileNotRead(refused) from refused
    wanted = squeezed(month.project.name)
    return next((sheet for sheet in sheets if squeezed(sheet.project) == wanted), sheets[0])


def _match(found: MonthImport, stored: Sheet, meanings: Mapping[str, str]) -> None:
    known: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in stored.rows.values():
        person = row.contract.person
        known[squeezed(person.name), f"{person.birth_date:%y%m%d}"].append(row)
    seen: set[int] = set()
    for person in found.sheet.people:
        line = MonthLine(person, known.get((squeezed(person.name), person.birth), []))
        found.lines.append(line)
        seen.update(row.contract_id for row in line.contracts)
        _read_line(found, stored, line, meanings)
    found.absent = [row for pk, row in stored.rows.items() if pk not in seen]


def _read_line(found: MonthImport, stored: Sheet, line: MonthLine, meanings: Mapping[str, str]) -> None:
    people = {row.contract.person_id for row in line.contracts}
    if len(people) != 1:
        _add(found, line, (line.row.row, 0), say("성명"), "error", _nobody(line, len(people)))
        return
    for day, mark in line.row.days.items():
        row = next((row for row in line.contracts if row.employed_on(day)), None)
        if row is None:
            _add(
                found,
                line,
                line.row.places[day],
                str(day),
                "error",
                say("계약 기간이 아닌 날입니다. 이 칸을 비워 주세요."),
            )
            continue
        _read_cell(found, stored, line, row, day, meanings.get(str(mark), str(mark)))


def _nobody(line: MonthLine, count: int) -> str:
    named = {"name": line.row.name, "birth": line.row.birth}
    if count:
        return say("%(name)s(%(birth)s)이(가) 이 사업에 두 사람 있습니다. 표에 직접 입력해 주세요.") % named
    return (
        say(
            "이 사업의 이 달에 %(name)s(%(birth)s)이(가) 없습니다. 성명과 생년월일을 확인하거나 먼저 등록해 주세요."
        )
        % named
    )


def _read_cell(found: MonthImport, stored: Sheet, line: MonthLine, row: Row, day: date, mark: str) -> None:
    """Only an unknown mark stops the file; what the grid keeps as a draft to be mended may come in."""
    if mark == LEFT_OUT:
        return
    old = row.days[day].mark if day in row.days else ""
    if tidy(mark) != old:
        found.changes.append(CellChange(row.contract_id, day, old, mark))
        line.changed += 1
    reading = stored.read(row, day, mark)
    if reading.fault == "unknown_mark":
        found.unknown_marks.setdefault(mark, _proposal(found.sheet.legend.get(mark, ""), stored))
    name = reading.fault or reading.warning
    if name:
        severity = "error" if reading.fault == "unknown_mark" else "warning"
        text = str(DAY_FAULTS[name].text)
        _add(found, line, line.row.places[day], str(day), severity, f'"{mark}" {text}')


def _proposal(meaning: str, stored: Sheet) -> str:
    """The mark whose meaning the file's legend names, for the clerk to confirm; "" for none."""
    if not meaning:
        return ""
    return next((c.mark for c in stored.codes if meaning in c.label_ko or c.label_ko in meaning), "")


def _add(found: MonthImport, line: MonthLine, place: Place, heading: str, severity: str, text: str) -> None:
    fault = FoundFault(found.sheet.sheet, place[0] + 1, address(*place), heading, severity, text)
    line.faults.append(fault)
    found.faults.append(fault)
