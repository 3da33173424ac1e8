"""The month grid as a spreadsheet that reads back identical: `month_sheet` finds in it what was put in."""

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openinsa.exchange.month_layout import WEEKDAYS
from openinsa.exchange.month_sheet import Mark
from openinsa.exchange.origin import NO_ORIGIN, Origin
from openinsa.exchange.sheet_writing import Written, written

BEFORE_DAYS = 3
HEADING_ROW, WEEKDAY_ROW, BODY = 4, 5, 6
SATURDAY = 5


@dataclass(frozen=True)
class MonthLine:
    """One person of the grid. `birth` is 690702; `totals` are whole numbers under the headings given."""

    name: str
    birth: str
    days: Mapping[date, Mark]
    totals: Sequence[int] = ()


def month_workbook(
    department: str,
    project: str,
    month: date,
    people: Sequence[MonthLine],
    *,
    holidays: Collection[date] = (),
    legend: Mapping[str, str] | None = None,
    total_headings: Sequence[str] = (),
    origin: Origin = NO_ORIGIN,
) -> bytes:
    """An .xlsx of one project's month. Weekends and holidays are shaded, marks explained below."""
    last = calendar.monthrange(month.year, month.month)[1]
    days = [month.replace(day=number) for number in range(1, last + 1)]
    with written(origin) as file:
        sheet = file.sheet(f"{month.month}월")
        sheet.write_string(
            0, 0, f"근무상황부 ({month.year}년 {month.month}월)", file.look(bold=True, font_size=14)
        )
        sheet.write_row(1, 0, ["부서명", department], file.look(num_format="@"))
        sheet.write_row(2, 0, ["사업명", project], file.look(num_format="@"))
        _write_headings(file, sheet, days, holidays, total_headings)
        for number, person in enumerate(people):
            _write_person(file, sheet, BODY + number, number + 1, person, days, holidays)
        if legend:
            words = " ".join(f"{mark}:{meaning.replace(' ', '')}" for mark, meaning in legend.items())
            sheet.write_string(BODY + len(people) + 1, 1, f"※ {words}", file.look())
        _fit(sheet, len(days), len(total_headings))
    return file.content


def _write_headings(
    file: Written, sheet: Any, days: Sequence[date], holidays: Collection[date], totals: Sequence[str]
) -> None:
    head = file.look(bold=True, border=1, align="center")
    sheet.write_row(HEADING_ROW, 0, ["연번", "성명", "생년월일"], head)
    sheet.write_row(WEEKDAY_ROW, 0, [""] * BEFORE_DAYS, head)
    for column, day in enumerate(days, start=BEFORE_DAYS):
        look = file.look(bold=True, border=1, align="center", **_shade(day, holidays))
        sheet.write_number(HEADING_ROW, column, day.day, look)
        sheet.write_string(WEEKDAY_ROW, column, WEEKDAYS[day.weekday()], look)
    sheet.write_row(HEADING_ROW, BEFORE_DAYS + len(days), totals, head)
    sheet.write_row(WEEKDAY_ROW, BEFORE_DAYS + len(days), [""] * len(totals), head)


def _write_person(
    file: Written,
    sheet: Any,
    row: int,
    number: int,
    person: MonthLine,
    days: Sequence[date],
    holidays: Collection[date],
) -> None:
    text = file.look(border=1, num_format="@")
    sheet.write_number(row, 0, number, file.look(border=1))
    sheet.write_string(row, 1, person.name, text)
    sheet.write_string(row, 2, ".".join(person.birth[n : n + 2] for n in (0, 2, 4)), text)
    for column, day in enumerate(days, start=BEFORE_DAYS):
        mark = person.days.get(day, "")
        look = file.look(border=1, align="center", **_shade(day, holidays))
        if isinstance(mark, str):
            sheet.write_string(row, column, mark, look) if mark else sheet.write_blank(
                row, column, None, look
            )
        else:
            sheet.write_number(row, column, mark, look)
    sheet.write_row(row, BEFORE_DAYS + len(days), person.totals, file.look(border=1, num_format="#,##0"))


def _shade(day: date, holidays: Collection[date]) -> dict[str, str]:
    """Sundays and holidays red, Saturdays blue, as on a Korean calendar."""
    if day in holidays or day.weekday() > SATURDAY:
        return {"bg_color": "#FBEAEA", "font_color": "#B42318"}
    return {"bg_color": "#EAF1FB"} if day.weekday() == SATURDAY else {}


def _fit(sheet: Any, days: int, totals: int) -> None:
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 10)
    sheet.set_column(BEFORE_DAYS, BEFORE_DAYS + days - 1, 5)
    sheet.set_column(BEFORE_DAYS + days, BEFORE_DAYS + days + totals, 9)
    sheet.freeze_panes(BODY, BEFORE_DAYS)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW, WEEKDAY_ROW)
