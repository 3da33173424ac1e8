"""The clerk's own file back, with a column of what to mend and the faulty cells marked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from openinsa.exchange.cells import Cell, Place, as_text, is_blank, squeezed
from openinsa.exchange.faults import Fault, Language, Sentence
from openinsa.exchange.origin import NO_ORIGIN, Origin
from openinsa.exchange.sheet_writing import Written, width_of, written
from openinsa.exchange.workbook import Sheet, Workbook

ADDED = Sentence("확인할 내용", "To be mended")
LABELS = {"error": Sentence("오류", "error"), "warning": Sentence("확인", "check")}
FILLS = {"error": "#FDE2E4", "warning": "#FFF3CD"}
MEASURED_ROWS = 200
MOST_COMMENTS = 2_000


def error_report(
    book: Workbook,
    faults: Sequence[Fault],
    heading_rows: Mapping[str, int],
    language: Language = "ko",
    origin: Origin = NO_ORIGIN,
) -> bytes:
    """An .xlsx with the same sheets, rows and columns. The faults of each row stand in a column added last.

    `heading_rows` says by sheet where the column's heading goes. A file whose added column came back with it gets that column anew, not another one.
    """
    by_sheet: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_sheet[fault.sheet].append(fault)
    with written(origin) as file:
        for sheet in book.sheets:
            _copy(file, sheet, by_sheet[sheet.name], heading_rows.get(sheet.name, 0), language)
    return file.content


def _copy(file: Written, sheet: Sheet, faults: Sequence[Fault], heading_row: int, language: Language) -> None:
    out = file.sheet(sheet.name)
    added = _added_column(sheet)
    marks = {(fault.row, fault.column): fault for fault in faults}
    widths: dict[int, int] = {}
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells[:added]):
            fault = marks.get((row, column))
            shown = sheet.beside.broken.get((row, column), cell)
            _write(out, row, column, shown, file.look(**_look(shown, fault)))
            if row < MEASURED_ROWS and len(as_text(shown)) < 40:
                widths[column] = max(widths.get(column, 8), width_of(as_text(shown)))
    for column, width in widths.items():
        out.set_column(column, column, width, None, {"hidden": column in sheet.beside.hidden_columns})
    for first, last in sheet.merged:
        _merge(file, out, sheet, first, last)
    _tell(file, out, faults, (heading_row, added), language)
    if sheet.hidden:
        out.hide()


def _added_column(sheet: Sheet) -> int:
    """The column after the last one, or the one that an earlier report added."""
    for row in sheet.rows:
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell in ADDED:
                return column
    return sheet.width


def _tell(file: Written, out: Any, faults: Iterable[Fault], head: Place, language: Language) -> None:
    added = head[1]
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for number, fault in enumerate(faults):
        by_row[fault.row].append(fault)
        if number < MOST_COMMENTS:
            out.write_comment(fault.row, fault.column, fault.text(language), {"x_scale": 2})
    if not by_row:
        return
    out.write_string(*head, getattr(ADDED, language), file.look(bold=True, font_color="#B42318"))
    out.set_column(added, added, 60)
    for row, found in by_row.items():
        lines = [f"[{getattr(LABELS[f.severity], language)}] {f.heading}: {f.text(language)}" for f in found]
        out.write_string(row, added, "\n".join(lines), file.look(text_wrap=True, font_color="#B42318"))


def _look(cell: Cell, fault: Fault | None) -> dict[str, Any]:
    look: dict[str, Any] = {"num_format": "@"} if isinstance(cell, str) and squeezed(cell) else {}
    if isinstance(cell, datetime) and cell.time() != time():
        look = {"num_format": "yyyy-mm-dd hh:mm"}
    elif isinstance(cell, date):
        look = {"num_format": "yyyy-mm-dd"}
    elif isinstance(cell, (time, timedelta)):
        look = {"num_format": "[h]:mm"}
    return {**look, "bg_color": FILLS[fault.severity], "border": 1} if fault else look


def _write(out: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if is_blank(cell):
        out.write_blank(row, column, None, look)
    elif isinstance(cell, bool):
        out.write_boolean(row, column, cell, look)
    elif isinstance(cell, (int, float)):
        out.write_number(row, column, cell, look)
    elif isinstance(cell, (date, time, timedelta)):
        out.write_datetime(row, column, cell, look)
    else:
        out.write_string(row, column, cell, look)


def _merge(file: Written, out: Any, sheet: Sheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    if first == last or any(row >= len(sheet.rows) for row in (first[0], last[0])):
        return
    cell = sheet.cell(*first)
    look = file.look(**{**_look(cell, None), "align": "center", "valign": "vcenter"})
    out.merge_range(*first, *last, "", look)
    _write(out, *first, cell, look)
