"""Any list of a screen as a spreadsheet: typed columns, a filter, totals left to the reader."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from openinsa.exchange.origin import NO_ORIGIN, Origin
from openinsa.exchange.sheet_writing import Written, harmless, width_of, written

LOOKS: dict[str, dict[str, Any]] = {
    "number": {"num_format": "#,##0"},
    "won": {"num_format": "#,##0"},
    "minutes": {"num_format": "[h]:mm"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "month": {"num_format": "yyyy-mm", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}
TEXT = {"num_format": "@"}
HEAD = {"bold": True, "bottom": 1, "bg_color": "#EDF1F5", "text_wrap": True, "valign": "vcenter"}
KOREA = ZoneInfo("Asia/Seoul")
MINUTES_OF_A_DAY = 1440
MEASURED_ROWS = 200


class Listed(NamedTuple):
    """One sheet: `heads` are (label, kind), `lines` the values in the same order.

    Kinds are those of the screen's columns (text, number, won, minutes, day, month, moment, badge, masked,
    budget); minutes are whole minutes. Text stays text: leading zeros keep, formulas stay harmless.
    """

    caption: str
    heads: Sequence[tuple[str, str]]
    lines: Iterable[Sequence[Any]]


def workbook(
    caption: str, heads: Sequence[tuple[str, str]], lines: Iterable[Sequence[Any]], origin: Origin = NO_ORIGIN
) -> bytes:
    """An .xlsx with one sheet."""
    return workbook_of([Listed(caption, heads, lines)], origin)


def workbook_of(lists: Iterable[Listed], origin: Origin = NO_ORIGIN) -> bytes:
    """An .xlsx with a sheet for each list."""
    with written(origin) as file:
        for listed in lists:
            _add(file, listed)
    return file.content


def _add(file: Written, listed: Listed) -> None:
    sheet, heads = file.sheet(listed.caption), listed.heads
    widths = [width_of(label) for label, _kind in heads]
    looks = [file.look(**LOOKS.get(kind, TEXT)) for _label, kind in heads]
    sheet.write_row(0, 0, [label for label, _kind in heads], file.look(**HEAD))
    last = 0
    for last, line in enumerate(listed.lines, start=1):
        for column, value in enumerate(line):
            _write(sheet, last, column, value, heads[column][1], looks[column])
            if last <= MEASURED_ROWS:
                widths[column] = max(widths[column], width_of(_measure(value)))
    _finish(file, sheet, widths, last)


def _write(sheet: Any, row: int, column: int, value: Any, kind: str, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif kind == "minutes" and isinstance(value, int):
        sheet.write_number(row, column, value / MINUTES_OF_A_DAY, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, datetime):
        local = value.astimezone(KOREA) if value.tzinfo else value
        sheet.write_datetime(row, column, local.replace(tzinfo=None), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, harmless(_shown(value)), look)


def _shown(value: Any) -> str:
    """A value of several parts (a budget: whole, used, committed) with a stroke between them."""
    return " / ".join(f"{part:,}" for part in value) if isinstance(value, tuple) else str(value)


def _measure(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else _shown(value)


def _finish(file: Written, sheet: Any, widths: Sequence[int], last: int) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    if widths:
        sheet.autofilter(0, 0, last, len(widths) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
