"""A printed form as a spreadsheet: typed cells, sums as formulas with their values, ready for A4 landscape."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from openinsa.documents.fonts import printable
from openinsa.exchange.origin import NO_ORIGIN, Origin
from openinsa.exchange.sheet_writing import Written, harmless, width_of, written

MINUTES_OF_A_DAY = 1440
A4 = 9
LOOKS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@", "text_wrap": True, "valign": "vcenter"},
    "mark": {"num_format": "@", "align": "center", "valign": "vcenter"},
    "number": {"num_format": "#,##0", "valign": "vcenter"},
    "minutes": {"num_format": "[h]:mm", "valign": "vcenter"},
}
TITLE = {"bold": True, "font_size": 16}
BOX = {"border": 1, "border_color": "#8A949E"}
HEAD = {"bold": True, "bg_color": "#EDF1F5", "text_wrap": True, "align": "center", "valign": "vcenter", **BOX}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column. kind: a name of LOOKS, whole minutes for "minutes". summed: has a sum at the foot.

    formula: what stands in the cell beside the value, given the zero-based row; None for a plain value.
    """

    label: str
    kind: str
    value: Callable[[Row], Any]
    summed: bool = False
    formula: Callable[[int], str] | None = None
    width: int | None = None
    shade: str | None = None


@dataclass(frozen=True)
class FormSheet:
    """A sheet to write. foot: the word before the sums; frozen: columns that stay when scrolling."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: str
    frozen: int
    made_on: str
    closing_notes: Sequence[str] = ()
    origin: Origin = NO_ORIGIN

    @property
    def head_row(self) -> int:
        return len(self.notes) + 2

    @property
    def foot_row(self) -> int:
        return self.head_row + 1 + len(self.rows)


def write_form(form: FormSheet) -> bytes:
    """The .xlsx of a form; the same bytes for the same data."""
    with written(form.origin) as file:
        file.workbook.set_properties({"title": form.title, "created": datetime.fromisoformat(form.made_on)})
        sheet = file.sheet(form.title)
        sheet.write_string(0, 0, form.title, file.look(**TITLE))
        for row, note in enumerate(form.notes, start=1):
            sheet.write_string(row, 0, harmless(note))
        for at, column in enumerate(form.columns):
            _write_column(file, sheet, form, at, column)
        sheet.write_string(form.foot_row, 0, form.foot, file.look(bold=True, **BOX))
        for row, note in enumerate(form.closing_notes, start=form.foot_row + 1):
            sheet.write_string(row, 0, harmless(note))
        _set_up_print(sheet, form)
    return file.content


def _write_column(file: Written, sheet: Worksheet, form: FormSheet, at: int, column: Column) -> None:
    shade = {"bg_color": column.shade} if column.shade else {}
    look = file.look(**LOOKS[column.kind], **BOX, **shade)
    values = [column.value(row) for row in form.rows]
    sheet.write_string(form.head_row, at, column.label, file.look(**HEAD | shade))
    for row, value in enumerate(values, start=form.head_row + 1):
        formula = column.formula and column.formula(row)
        _write_cell(sheet, row, at, _typed(value, column.kind), look, formula)
    strong = file.look(**LOOKS[column.kind], **BOX, bold=True)
    if column.summed:
        cells = xl_range(form.head_row + 1, at, form.foot_row - 1, at)
        formula = f"=SUM({cells})" if values else None
        _write_cell(sheet, form.foot_row, at, _typed(sum(values), column.kind), strong, formula)
    else:
        sheet.write_blank(form.foot_row, at, None, strong)
    sheet.set_column(at, at, column.width or _width(column, values))


def _write_cell(sheet: Worksheet, row: int, at: int, value: Any, look: Any, formula: str | None) -> None:
    if formula:
        sheet.write_formula(row, at, formula, look, value)
    elif isinstance(value, str):
        sheet.write_string(row, at, harmless(value), look)
    else:
        sheet.write_number(row, at, value, look)


def _typed(value: Any, kind: str) -> Any:
    """What the cell holds: spreadsheets keep a length of time as a part of a day."""
    return value / MINUTES_OF_A_DAY if kind == "minutes" else printable(value)


def _width(column: Column, values: Sequence[Any]) -> int:
    shown = (f"{value:,}" if isinstance(value, int) else value for value in values)
    return max(width_of(text) for text in (column.label, *shown))


def _set_up_print(sheet: Worksheet, form: FormSheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(form.head_row)
    sheet.freeze_panes(form.head_row + 1, form.frozen)
    sheet.set_footer("&C&P / &N")
