"""Reading a month's work-status sheet: people down, days across, a mark, hours or times in each cell.

Marks stay as they were found, times of coming and going in one form; what they mean is the institution's matter.
People are known by name and date of birth, never by name alone. month_layout finds where what stands.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from openinsa.exchange import titles, values
from openinsa.exchange.cells import Cell, Place, as_text, is_blank, plain, squeezed
from openinsa.exchange.faults import Fault, FileRefused, missing
from openinsa.exchange.fields import BY_KEY, SERIAL
from openinsa.exchange.headings import simple
from openinsa.exchange.month_layout import (
    COMING,
    FURTHER,
    GOING,
    REST,
    WEEKDAYS,
    Block,
    Days,
    Segment,
    find_blocks,
    is_weekday_row,
    kind_of,
    months_in,
    weekday,
)
from openinsa.exchange.month_people import MARKS, Group, OneHalf, groups_of
from openinsa.exchange.register_reading import Skipped
from openinsa.exchange.times import DAY, read_clock, read_span, span_of
from openinsa.exchange.workbook import Sheet, Workbook

Mark = str | int | float
NUMBER = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?(?:시간|h|H)?")
LEGEND = re.compile(r"([^\s:：=,，;※]{1,6})\s*[:：=]\s*([^\s,，;/]+)")
SIGNED = re.compile(r"\((?:인|서명|직인)\)")
"""What stands after a colon where somebody signs: 확인자: (인)."""
LEGEND_HEADINGS = ("부호 기호 코드 표시 약어 구분부호".split(), "뜻 의미 내용 설명 구분 명칭 부호명".split())
LONGEST_MARK = 6
MOST_HOURS_OF_REST = 6
MARKS_AT_HAND = 512
"""Marks that are remembered as read: a month has a few different ones and thousands of days."""
"""A number of rest below it is hours, any other minutes."""
NAME_AND_BIRTH = re.compile(
    r"(?P<name>[^\d(]+?)\s*[(\[]?\s*(?P<birth>\d[\d.\-/년월일\s]{4,12}\d일?)\s*[)\]]?"
)


@dataclass(frozen=True)
class MonthRow:
    """One person's month: the marks by date, and where they stand. `birth` is 690702, "" where unread."""

    row: int
    name: str
    birth: str
    days: dict[date, Mark]
    places: dict[date, Place] = field(default_factory=dict)


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

    @property
    def marks(self) -> int:
        return sum(len(person.days) for person in self.people)


def is_month_sheet(sheet: Sheet) -> bool:
    return bool(find_blocks(sheet.rows))


def read_months(book: Workbook, month: date | None = None) -> list[MonthSheet]:
    """Every month sheet of a workbook; sheets that explain the marks explain those of all. `month` goes before
    what the sheets say.

    Raises FileRefused where no sheet has days, or where a sheet does not say its month and none is given.
    """
    seen = [sheet for sheet in book.sheets if not sheet.hidden]
    found = [(sheet, blocks) for sheet in seen if (blocks := find_blocks(sheet.rows))]
    if not found:
        raise FileRefused("no_month_table")
    readings = [_Reader(book, sheet, blocks, month, len(found) > 1).read() for sheet, blocks in found]
    read = {sheet.name for sheet, _blocks in found}
    explained = {m: said for sheet in seen if sheet.name not in read for m, said in _legend_of(sheet)}
    for reading in readings:
        reading.legend = explained | reading.legend
    return readings


def _legend_of(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Marks and their meanings from a sheet that lists them, under headings or as 출:출근."""
    columns: list[int] = []
    for row in sheet.rows:
        words = [squeezed(as_text(cell)) for cell in row]
        heads = [next((c for c, word in enumerate(words) if word in said), -1) for said in LEGEND_HEADINGS]
        if min(heads) >= 0 and heads[0] != heads[1]:
            columns = heads
        elif columns and 0 < len(words[columns[0]]) <= LONGEST_MARK and words[columns[1]]:
            yield words[columns[0]], words[columns[1]]
        elif not columns:
            yield from _explained(plain(" ".join(as_text(cell) for cell in row if not is_blank(cell))))


def _explained(text: str) -> Iterator[tuple[str, str]]:
    yield from ((mark, said) for mark, said in LEGEND.findall(text) if not SIGNED.match(said))


class _Reader:
    """Reading one month sheet."""

    def __init__(
        self, book: Workbook, sheet: Sheet, blocks: list[Block], month: date | None, one_of_many: bool
    ) -> None:
        above = titles.read_titles(sheet.rows[: blocks[0].first_row])
        in_heading = next((day.replace(day=1) for day in months_in(sheet.rows, blocks)), None)
        told = above.month or in_heading or titles.month_from([above.title, sheet.name, book.name])
        month = month or told
        if month is None:
            raise FileRefused("no_month", sheet=sheet.name)
        if isinstance(month, datetime):
            month = month.date()
        named = "" if book.format == "csv" else sheet.name
        project = titles.project_of_sheet(named, above, one_of_many=one_of_many)
        self.sheet, self.blocks, self.block = sheet, blocks, blocks[0]
        self.reading = MonthSheet(sheet.name, above.department, project, month)
        self.last = calendar.monthrange(month.year, month.month)[1]
        self.days_of_month = [self.reading.month.replace(day=number) for number in range(1, self.last + 1)]

    def read(self) -> MonthSheet:
        reading = self.reading
        for row in range(self.blocks[0].first_row):
            self._skip(row, "title")
        for block in self.blocks:
            self.block = block
            for segment in block.segments:
                self._check_weekdays(segment)
            for found in groups_of(self.sheet, block):
                if isinstance(found, Group):
                    reading.people.append(self._person(found))
                else:
                    self._skip(*found)
        self._check_twice()
        unused = (heading for block in self.blocks for heading in self._unused(block))
        reading.unused_columns = list(dict.fromkeys(unused))
        return reading

    def _unused(self, block: Block) -> Iterator[str]:
        used = {block.name, block.birth, *block.day_columns}
        for column, heading in enumerate(block.headings):
            known = column in used or simple(heading) in SERIAL or block.person is not None
            rows = range(block.body, block.end)
            if heading and not known and not any(kind_of(self.sheet.cell(row, column)) for row in rows):
                yield heading

    def _skip(self, row: int, why: str) -> None:
        text = plain(" ".join(as_text(cell) for cell in self.sheet.rows[row] if not is_blank(cell)))
        if text:
            self.reading.skipped.append(Skipped(self.sheet.name, row, text[:80], why))
            if row >= self.blocks[0].body:
                self.reading.legend.update(_explained(text))

    def _person(self, group: Group) -> MonthRow:
        row, birth = group.row, self._birth(group)
        said = values.read_name(NAME_AND_BIRTH.sub(r"\g<name>", plain(group.said_name)))
        name = said if isinstance(said, str) else said.value
        if not name:
            self._missing(row, self.block.name or 0, "name")
        person = MonthRow(row, name, birth, {})
        for half in group.halves:
            self._read_half(person, half)
        return person

    def _read_half(self, person: MonthRow, half: OneHalf) -> None:
        days = self.block.segments[half.segment].days
        if set(half.rows) == {MARKS} and not self.sheet.beside.broken:
            days = self._without_plain_marks(person, half.rows[MARKS], days)
        for number, columns in days.items():
            self._read_day(person, number, self._places(half, columns))

    def _without_plain_marks(self, person: MonthRow, row: int, days: Days) -> Days:
        """Read what stands in a single cell, as in most of the thousands of days; the other days are left."""
        cells, left = self.sheet.rows[row], {}
        for number, columns in days.items():
            cell = cells[columns[0]]
            if len(columns) > 1 or number > self.last:
                left[number] = columns
            elif not is_blank(cell):
                try:
                    self._keep(person, number, (row, columns[0]), read_mark(cell))
                except values.Unreadable:
                    left[number] = columns
        return left

    def _read_day(self, person: MonthRow, number: int, places: dict[str, Place]) -> None:
        broken = self.sheet.beside.broken
        if place := next((place for place in places.values() if place in broken), None):
            self._fault("broken_formula", *place, broken[place])
            return
        cells = {kind: self.sheet.cell(*place) for kind, place in places.items()}
        first = next((place for kind, place in places.items() if not is_blank(cells[kind])), None)
        if first is None:
            return
        if number > self.last:
            self._fault("no_such_day", *first, str(number))
            return
        try:
            self._keep(person, number, first, mark_of(cells))
        except values.Unreadable as wrong:
            told = " ".join(as_text(cell) for cell in cells.values() if not is_blank(cell))
            self._fault(wrong.kind, *first, told)

    def _keep(self, person: MonthRow, number: int, place: Place, mark: Mark) -> None:
        if mark != "":
            day = self.days_of_month[number - 1]
            person.days[day], person.places[day] = mark, place

    def _places(self, half: OneHalf, columns: Sequence[int]) -> dict[str, Place]:
        """Where a day's mark stands, or its times of coming and going and its rest."""
        if len(columns) > 1:
            row = half.rows.get(MARKS, next(iter(half.rows.values())))
            return {COMING: (row, columns[0]), GOING: (row, columns[1])}
        return {kind: (row, columns[0]) for kind, row in half.rows.items() if kind != FURTHER}

    def _birth(self, group: Group) -> str:
        """The date of birth from its column, from under or behind the name, or from above the block."""
        place = group.birth
        text = group.said_birth or ("" if place is None else as_text(self.sheet.cell(*place)).strip())
        behind = NAME_AND_BIRTH.fullmatch(plain(group.said_name))
        if not text and behind:
            place, text = group.name, behind["birth"]
        if not text:
            at = place or group.name or (group.row, self.block.name or 0)
            self._missing(*at, "birth")
            return ""
        cell = self.sheet.cell(*place) if place is not None and not group.said_birth and not behind else text
        try:
            return values.read_birth(cell if not isinstance(cell, str) else cell.strip("() "))
        except values.Unreadable as wrong:
            self._fault(wrong.kind, *(place or (group.row, 0)), text)
            return ""

    def _check_weekdays(self, segment: Segment) -> None:
        """A weekday row that contradicts the month: the sheet is another month's."""
        rows, columns = self.sheet.rows, {day: columns[0] for day, columns in segment.days.items()}
        near = [r for r in (segment.day_row + 1, segment.day_row - 1) if 0 <= r < len(rows)]
        row = next((r for r in near if is_weekday_row(rows[r], columns.values())), None)
        if row is None or any(fault.kind == "weekday_differs" for fault in self.reading.faults):
            return
        for number, column in columns.items():
            told = weekday(rows[row][column])
            day = self.reading.month.replace(day=number) if number <= self.last else None
            if day is not None and told is not None and told != day.weekday():
                given = as_text(rows[row][column])
                self._fault("weekday_differs", row, column, given, other=f"{day} {WEEKDAYS[day.weekday()]}")
                return

    def _check_twice(self) -> None:
        seen: dict[tuple[str, str], int] = {}
        for person in self.reading.people:
            if not (person.name and person.birth):
                continue
            first = seen.setdefault((squeezed(person.name), person.birth), person.row)
            if first != person.row:
                column = self.block.name or 0
                self._fault("person_twice", person.row, column, person.name, other=f"{first + 1}행")

    def _fault(self, kind: str, row: int, column: int, value: str, **named: object) -> None:
        heading = self.block.headings[column] if column < len(self.block.headings) else ""
        self.reading.faults.append(Fault(kind, self.sheet.name, row, column, heading, value, dict(named)))

    def _missing(self, row: int, column: int, what: str) -> None:
        self.reading.faults.append(missing(self.sheet.name, row, column, BY_KEY[what].ko, what))


def mark_of(cells: dict[str, Cell]) -> Mark:
    """One mark from the cells of a day: times from coming to going with the rest behind, or the mark of either.

    Raises Unreadable where one of the times is missing or no time.
    """
    if MARKS in cells and (COMING not in cells or not is_blank(cells[MARKS])):
        return "" if is_blank(cells[MARKS]) else read_mark(cells[MARKS])
    told = [cells.get(kind, "") for kind in (COMING, GOING)]
    clocks = [None if is_blank(cell) else read_clock(cell) for cell in told]
    words = {squeezed(as_text(cell)) for cell, clock in zip(told, clocks, strict=True) if clock is None} - {
        ""
    }
    since, to = clocks
    if since is not None and to is not None:
        rest = rest_of(cells.get(REST, ""))
        return span_of(since % DAY, to % DAY) + (f"/{rest}" if rest else "")
    if len(words) == 1 and clocks == [None, None]:
        return read_mark(words.pop())
    if words:
        raise values.Unreadable("times_unreadable")
    if since is None and to is None:
        return ""
    raise values.Unreadable("going_missing" if to is None else "coming_missing")


def rest_of(cell: Cell) -> str:
    """Minutes of rest behind the times of a day: 60 from 1시간, 60분, 1:00 or 12:00~13:00; "" for none."""
    if is_blank(cell):
        return ""
    if isinstance(cell, (time, timedelta)):
        return str(read_clock(cell) or "")
    if isinstance(cell, (int, float)) and cell < MOST_HOURS_OF_REST:
        return str(round(cell * 60))
    rest = values.read_break_times(as_text(cell))
    return rest if "-" in rest else str(int(rest[:-3]) * 60 + int(rest[-2:]))


@lru_cache(maxsize=MARKS_AT_HAND, typed=True)
def read_mark(cell: Cell) -> Mark:
    """A mark as it was found; hours as a number, a duration or a time of day as 4:30."""
    if isinstance(cell, bool):
        return as_text(cell)
    if isinstance(cell, (int, float)):
        return int(cell) if float(cell).is_integer() else cell
    if isinstance(cell, (time, timedelta, date)):
        return as_text(cell)
    if span := read_span(cell):
        return span
    text = plain(cell)
    match = NUMBER.fullmatch(text)
    if match is None:
        return text
    return int(match[1]) if not int(match[2] or 0) else float(f"{match[1]}.{match[2]}")
