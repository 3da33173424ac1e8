"""Reading a month's work-status sheet: people down, days across, a mark or hours in each cell.

Marks stay as they were found; what they mean is the institution's matter. People are known by name and date
of birth, never by name alone.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openinsa.exchange import titles, values
from openinsa.exchange.cells import Cell, as_text, is_blank, plain, squeezed
from openinsa.exchange.faults import Fault, FileRefused, missing
from openinsa.exchange.fields import BY_KEY, SERIAL, field_of
from openinsa.exchange.headings import simple
from openinsa.exchange.register import NOTE_SIGNS, TOTALS
from openinsa.exchange.register_reading import Skipped
from openinsa.exchange.workbook import Sheet, Workbook

Mark = str | int | float
LEAST_DAYS = 7
WEEKDAYS = "월화수목금토일"
DAY = re.compile(
    r"(?:(?:1[0-2]|0?[1-9])\s*[./월]\s*)?(?P<d>3[01]|[12]\d|0?[1-9])\s*일?(?:\([일월화수목금토]요?일?\)|[월화수목금토]요?일?)?"
)
NUMBER = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?(?:시간|h|H)?")
LEGEND = re.compile(r"([^\s:：=,，;※]{1,6})\s*[:：=]\s*([^\s,，;/]+)")
SIGNED = re.compile(r"\((?:인|서명|직인)\)")
"""What stands after a colon where somebody signs: 확인자: (인)."""


@dataclass(frozen=True)
class MonthRow:
    """One person's month: the marks by date, and where they stand. `birth` is 690702, "" where unread."""

    row: int
    name: str
    birth: str
    days: dict[date, Mark]


@dataclass
class MonthSheet:
    """One sheet as read."""

    sheet: str
    department: str
    project: str
    month: date
    people: list[MonthRow] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    columns: dict[date, int] = field(default_factory=dict)

    @property
    def marks(self) -> int:
        return sum(len(person.days) for person in self.people)


@dataclass(frozen=True)
class Layout:
    """Where a month sheet keeps what: the row of days, its columns by day, and the columns of the person."""

    day_row: int
    first_row: int
    body: int
    days: dict[int, int]
    name: int
    birth: int | None
    headings: tuple[str, ...]


def is_month_sheet(sheet: Sheet) -> bool:
    return find_layout(sheet.rows) is not None


def read_months(book: Workbook, month: date | None = None) -> list[MonthSheet]:
    """Every month sheet of a workbook. `month` goes before what the sheets say.

    Raises FileRefused where no sheet has days, or where a sheet does not say its month and none is given.
    """
    found = [(s, layout) for s in book.sheets if not s.hidden and (layout := find_layout(s.rows))]
    if not found:
        raise FileRefused("no_month_table")
    return [_Reader(book, sheet, layout, month, len(found) > 1).read() for sheet, layout in found]


def find_layout(rows: Sequence[Sequence[Cell]]) -> Layout | None:
    """The first row of consecutive days with a name's heading beside it."""
    for day_row, row in enumerate(rows):
        days = _days_across(row)
        if len(days) < LEAST_DAYS:
            continue
        near = [r for r in range(day_row - 2, day_row + 2) if 0 <= r < len(rows)]
        columns: dict[str, tuple[int, int]] = {}
        across = set(days.values())
        for r in near:
            for column, cell in enumerate(rows[r]):
                key = field_of(simple(cell)) if isinstance(cell, str) else ""
                if key and column not in across:
                    columns.setdefault(key, (r, column))
        if "name" in columns:
            return _layout(rows, day_row, days, columns)
    return None


def _layout(
    rows: Sequence[Sequence[Cell]], day_row: int, days: dict[int, int], columns: dict[str, tuple[int, int]]
) -> Layout:
    name_row, name = columns["name"]
    weekday_below = day_row + 1 < len(rows) and _is_weekday_row(rows[day_row + 1], days)
    body = max(name_row, day_row + weekday_below) + 1
    first = min(name_row, day_row)
    headings = tuple(
        plain(
            " ".join(
                dict.fromkeys(as_text(rows[r][c]) for r in range(first, body) if not is_blank(rows[r][c]))
            )
        )
        for c in range(len(rows[day_row]))
    )
    birth = columns.get("birth") or columns.get("resident_number")
    return Layout(day_row, first, body, days, name, birth[1] if birth else None, headings)


def _days_across(row: Sequence[Cell]) -> dict[int, int]:
    """Column by day, for the days 1, 2, 3 ... that follow each other from left to right."""
    days: dict[int, int] = {}
    for column, cell in enumerate(row):
        if _day_of(cell) == len(days) + 1:
            days[len(days) + 1] = column
    return days


def _day_of(cell: Cell) -> int | None:
    if isinstance(cell, date):
        return cell.day
    match = DAY.fullmatch(squeezed(as_text(cell))) if not isinstance(cell, (bool, time, timedelta)) else None
    return int(match["d"]) if match else None


def _is_weekday_row(row: Sequence[Cell], days: dict[int, int]) -> bool:
    told = [_weekday(row[column]) for column in days.values()]
    return sum(weekday is not None for weekday in told) * 2 > len(told)


def _weekday(cell: Cell) -> int | None:
    """0 for Monday, from 월, 월요일 or (월)."""
    text = squeezed(as_text(cell)).strip("()").removesuffix("요일")
    return WEEKDAYS.index(text) if len(text) == 1 and text in WEEKDAYS else None


class _Reader:
    """Reading one month sheet."""

    def __init__(
        self, book: Workbook, sheet: Sheet, layout: Layout, month: date | None, one_of_many: bool
    ) -> None:
        above = titles.read_titles(sheet.rows[: layout.first_row])
        in_heading = next((c.replace(day=1) for c in sheet.rows[layout.day_row] if isinstance(c, date)), None)
        told = above.month or in_heading or titles.month_from([above.title, sheet.name, book.name])
        month = month or told
        if month is None:
            raise FileRefused("no_month", sheet=sheet.name)
        if isinstance(month, datetime):
            month = month.date()
        named = "" if book.format == "csv" else sheet.name
        project = titles.project_of_sheet(named, above, one_of_many=one_of_many)
        self.sheet, self.layout = sheet, layout
        self.reading = MonthSheet(sheet.name, above.department, project, month)
        last = calendar.monthrange(month.year, month.month)[1]
        self.reading.columns = {month.replace(day=d): c for d, c in layout.days.items() if d <= last}
        self.beyond = {d: c for d, c in layout.days.items() if d > last}

    def read(self) -> MonthSheet:
        layout, reading = self.layout, self.reading
        for row in range(layout.first_row):
            self._skip(row, "title")
        self._check_weekdays()
        for row in range(layout.body, len(self.sheet.rows)):
            if why := self._no_person(row):
                self._skip(row, why)
            else:
                reading.people.append(self._person(row))
        self._check_twice()
        used = {layout.name, layout.birth, *layout.days.values()}
        reading.unused_columns = [
            heading
            for column, heading in enumerate(layout.headings)
            if heading and column not in used and simple(heading) not in SERIAL
        ]
        return reading

    def _skip(self, row: int, why: str) -> None:
        text = plain(" ".join(as_text(cell) for cell in self.sheet.rows[row] if not is_blank(cell)))
        if text:
            self.reading.skipped.append(Skipped(self.sheet.name, row, text[:80], why))
            if row >= self.layout.body:
                self.reading.legend.update(
                    (mark, said) for mark, said in LEGEND.findall(text) if not SIGNED.match(said)
                )

    def _no_person(self, row: int) -> str:
        """Why a row is no person; "" for a person."""
        cells = self.sheet.rows[row]
        name = plain(as_text(cells[self.layout.name]))
        first = next((as_text(cell).strip() for cell in cells if not is_blank(cell)), "")
        marked = any(not is_blank(cells[column]) for column in self.layout.days.values())
        if not first:
            return "empty"
        if any(
            isinstance(c, str) and TOTALS.fullmatch(squeezed(c).lower())
            for c in cells[: self.layout.name + 2]
        ):
            return "total"
        if first.startswith(NOTE_SIGNS) or (not name and not marked):
            return "note"
        if name and field_of(simple(name)) == "name":
            return "heading_again"
        return "" if marked or self._birth_text(row) else "note"

    def _birth_text(self, row: int) -> str:
        return "" if self.layout.birth is None else as_text(self.sheet.cell(row, self.layout.birth)).strip()

    def _person(self, row: int) -> MonthRow:
        layout = self.layout
        name = values.read_name(self.sheet.cell(row, layout.name))
        name = name if isinstance(name, str) else name.value
        if not name:
            self._missing(row, layout.name, "name")
        days = {}
        for day, column in self.reading.columns.items():
            if (row, column) in self.sheet.beside.broken:
                self._fault("broken_formula", row, column, self.sheet.beside.broken[row, column])
            elif not is_blank(cell := self.sheet.rows[row][column]):
                days[day] = read_mark(cell)
        for number, column in self.beyond.items():
            if not is_blank(self.sheet.rows[row][column]):
                self._fault("no_such_day", row, column, str(number))
        return MonthRow(row, name, self._birth(row), days)

    def _birth(self, row: int) -> str:
        column = self.layout.birth
        if column is None or not self._birth_text(row):
            self._missing(row, self.layout.name if column is None else column, "birth")
            return ""
        try:
            return values.read_birth(self.sheet.cell(row, column))
        except values.Unreadable as wrong:
            self._fault(wrong.kind, row, column, as_text(self.sheet.cell(row, column)))
            return ""

    def _check_weekdays(self) -> None:
        """A weekday row that contradicts the month: the sheet is another month's."""
        near = [
            r for r in (self.layout.day_row + 1, self.layout.day_row - 1) if 0 <= r < len(self.sheet.rows)
        ]
        row = next((r for r in near if _is_weekday_row(self.sheet.rows[r], self.layout.days)), None)
        if row is None:
            return
        for day, column in self.reading.columns.items():
            told = _weekday(self.sheet.rows[row][column])
            if told is not None and told != day.weekday():
                given = as_text(self.sheet.rows[row][column])
                self._fault("weekday_differs", row, column, given, other=f"{day} {WEEKDAYS[day.weekday()]}")
                return

    def _check_twice(self) -> None:
        seen: dict[tuple[str, str], int] = {}
        for person in self.reading.people:
            if not (person.name and person.birth):
                continue
            first = seen.setdefault((squeezed(person.name), person.birth), person.row)
            if first != person.row:
                self._fault("person_twice", person.row, self.layout.name, person.name, other=f"{first + 1}행")

    def _fault(self, kind: str, row: int, column: int, value: str, **named: object) -> None:
        heading = self.layout.headings[column]
        self.reading.faults.append(Fault(kind, self.sheet.name, row, column, heading, value, dict(named)))

    def _missing(self, row: int, column: int, what: str) -> None:
        self.reading.faults.append(missing(self.sheet.name, row, column, BY_KEY[what].ko, what))


def read_mark(cell: Cell) -> Mark:
    """A mark as it was found; hours as a number, a duration or a time of day as 4:30."""
    if isinstance(cell, bool):
        return as_text(cell)
    if isinstance(cell, (int, float)):
        return int(cell) if float(cell).is_integer() else cell
    if isinstance(cell, (time, timedelta, date)):
        return as_text(cell)
    text = plain(cell)
    match = NUMBER.fullmatch(text)
    if match is None:
        return text
    return int(match[1]) if not int(match[2] or 0) else float(f"{match[1]}.{match[2]}")
