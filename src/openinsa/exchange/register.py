"""Reading a register of people from a clerk's own workbook: every sheet, every row, nothing in silence.

What was read, what was changed on the way, which rows and columns were left out and why, and every fault by
its cell stand together in a RegisterReading. Nothing is stored here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from openinsa.exchange import headings, titles, values
from openinsa.exchange.accounts import split_account
from openinsa.exchange.cells import Cell, as_text, is_blank, plain, squeezed
from openinsa.exchange.faults import Fault, FileRefused, missing
from openinsa.exchange.fields import BY_KEY, ITEM, WAGES, field_named
from openinsa.exchange.register_reading import Change, Person, ReadSheet, RegisterReading, Skipped
from openinsa.exchange.titles import Titles
from openinsa.exchange.workbook import Sheet, Workbook

TOTALS = re.compile(
    r"(?:소|합|총|누|중)?계|총합계|총?인원|평균|합산|총계?\d*명?|(?:소계|합계|총계|누계)[\d명원().:]*.{0,4}|subtotal|total"
)
NOTE_SIGNS = tuple("※ * ＊ - ▶ ☞ 주) 주1 비고 (주 작성 참고 ● ■ □".split())
EXAMPLE = re.compile(r"[(<\[【]?(?:작성)?(?:예시|보기|예\)|예:)[)>\]】]?\d*")
DITTO = {"〃", "″", '"', "''", "상동", "동상", "위와같음", "위와동일"}
CARRIED = set("department project job start end period daily_wage hourly_wage monthly_wage bank".split())
"""Fields that a ditto mark or a merged cell may share between rows; department and project also by a blank."""

NEEDED = ("name", "resident_number", "start", "end")
PERIOD = re.compile(r"(?P<start>.+?)\s*(?:~|∼|～|〜|부터|--|–|—| - )\s*(?P<end>.+?)(?:까지)?")

Confirmed = Mapping[str, Mapping[int, str]]
"""Meanings that a clerk gave to columns, by the shape of the headings; "" says that a column is not used."""

Told = Mapping[str, tuple[str, str]]
"""Department and project that a clerk gave to whole sheets, by the sheet's name; they go before its titles."""


def read_register(
    book: Workbook,
    confirmed: Confirmed | None = None,
    told: Told | None = None,
    items: Sequence[str] = (),
) -> RegisterReading:
    """Read every sheet that has people. Raises FileRefused where no sheet has any.

    `confirmed` meanings of columns go before what the headings say, `told` names before the titles. `items` are
    the names of pay items, each of which may have a column.
    """
    reading = RegisterReading(book.name, book.format)
    tables = []
    for sheet in book.sheets:
        mapping = None if sheet.hidden else headings.find_mapping(sheet.rows)
        if mapping is None:
            reading.skipped.append(_skipped_sheet(sheet))
        else:
            tables.append((sheet, mapping))
    if not tables:
        raise FileRefused("no_table")
    for sheet, mapping in tables:
        known = (confirmed or {}).get(mapping.shape)
        if known is None:
            mapping = headings.with_columns_told_by_content(mapping, sheet.rows)
            mapping = headings.with_items(mapping, items)
        else:
            gone = {column: "" for column, key in known.items() if _is_gone(key, items)}
            mapping = mapping.changed({**known, **gone})
        table = _Table(reading, sheet, mapping, len(tables) > 1)
        table.turn_to(Titles(*(told or {}).get(sheet.name, ("", ""))))
        table.read()
    return reading


def _is_gone(key: str, items: Sequence[str]) -> bool:
    """Whether a confirmed meaning is a pay item that nobody has any more."""
    return key.startswith(ITEM) and key.removeprefix(ITEM) not in items


def _skipped_sheet(sheet: Sheet) -> Skipped:
    first = next((plain(as_text(cell)) for row in sheet.rows for cell in row if not is_blank(cell)), "")
    why = "hidden_sheet" if sheet.hidden and sheet.rows else "no_heading_row" if first else "empty_sheet"
    return Skipped(sheet.name, None, first[:80], why)


def _is_joined(cell: Cell) -> bool:
    """Whether an account's cell names a bank or a holder beside the number."""
    found = split_account(as_text(cell)) if isinstance(cell, str) else None
    return found is not None and bool(found.bank)


def _reader(key: str) -> Callable[[Cell], Any]:
    """The reader of a field; what rows share is read once."""
    read = field_named(key).read
    return lru_cache(maxsize=10_000, typed=True)(read) if key in CARRIED else read


class _Table:
    """Reading one sheet from its first heading row down."""

    def __init__(
        self, reading: RegisterReading, sheet: Sheet, mapping: headings.Mapping, one_of_many: bool
    ) -> None:
        self.reading, self.sheet, self.mapping = reading, sheet, mapping
        self.one_of_many = one_of_many
        above = titles.read_titles(sheet.rows[: mapping.first_row])
        self.department = above.department
        named = "" if reading.format == "csv" else sheet.name
        self.project = titles.project_of_sheet(named, above, one_of_many=one_of_many)
        self.own_columns = list(mapping.columns)
        self.number_column = mapping.column_of("resident_number")
        self.lines_between: list[int] = []
        self.previous: dict[str, Cell] = {}
        self.readers = {key: _reader(key) for key in [*mapping.columns.values(), "bank_account"]}
        self.first_of_merged = {
            (row, column): first
            for first, last in sheet.merged
            for row in range(first[0] + 1, last[0] + 1)
            for column in range(first[1], last[1] + 1)
            if column in mapping.columns
        }
        heading_rows = sheet.rows[mapping.first_row], sheet.rows[mapping.last_row]
        self.heading_words = {
            column: {squeezed(as_text(row[column])) for row in heading_rows} for column in self.own_columns
        }

    def read(self) -> None:
        beside, mapping = self.sheet.beside, self.mapping
        hidden = tuple(sorted(c for c in beside.hidden_columns if c < self.sheet.width))
        rows = tuple(sorted(r for r in beside.hidden_rows if r < len(self.sheet.rows)))
        self.reading.sheets.append(
            ReadSheet(self.sheet, mapping, self.department, self.project, rows, hidden)
        )
        for row in range(mapping.first_row):
            self._skip(row, "title")
        for row in range(mapping.last_row + 1, len(self.sheet.rows)):
            blank = [is_blank(cell) for cell in self.sheet.rows[row]]
            if why := self._no_person(row, blank):
                self._skip(row, why)
                self.lines_between.append(row)
            else:
                self._person(row, blank)
                self.lines_between.clear()

    def _skip(self, row: int, why: str) -> None:
        text = plain(" ".join(as_text(cell) for cell in self.sheet.rows[row] if not is_blank(cell)))
        if text:
            self.reading.skipped.append(Skipped(self.sheet.name, row, text[:80], why))

    def _no_person(self, row: int, blank: Sequence[bool]) -> str:
        """Why a row is no person; "" for a person. Lines between rows may name another project."""
        cells, broken = self.sheet.rows[row], self.sheet.beside.broken
        filled = [cell for cell, nothing in zip(cells, blank, strict=True) if not nothing]
        if not filled and not self._broken_in(row):
            return "empty"
        own = [c for c in self.own_columns if not blank[c] or (broken and (row, c) in broken)]
        number = self._number(cells)
        if EXAMPLE.fullmatch(squeezed(as_text(filled[0])) if filled else ""):
            return "example"
        if number is None and any(self._is_total(cell) for cell in filled[:3]):
            return "total"
        if not own:
            return self._line_between(cells, filled)
        if len(own) > 1 and all(squeezed(as_text(cells[c])) in self.heading_words[c] for c in own):
            self._next_table()
            return "heading_again"
        if len(filled) <= 2 and len(own) <= 1 and number is None:
            return self._line_between(cells, filled) if not self._only_a_name(cells, own) else ""
        return ""

    def _line_between(self, cells: Sequence[Cell], filled: Sequence[Cell]) -> str:
        told = titles.read_titles([cells])
        if told.department or told.project:
            self.turn_to(told)
            return "line_between"
        if len(filled) == 1 and isinstance(filled[0], (int, float)):
            return "only_a_running_number"
        return "note"

    def _next_table(self) -> None:
        """The headings again: the lines since the last person may be the title of another project."""
        told = titles.read_titles(self.sheet.rows[row] for row in self.lines_between)
        project = told.project or titles.project_in_title(told.title)
        if told.title.startswith(NOTE_SIGNS):
            project = told.project
        self.turn_to(Titles(told.department, project))

    def turn_to(self, told: Titles) -> None:
        """From here on rows belong to the department and project named, as far as they are."""
        self.department = told.department or self.department
        self.project = told.project or self.project

    def _only_a_name(self, cells: Sequence[Cell], own: Sequence[int]) -> bool:
        """Whether the one filled cell is a person's name, not a remark."""
        name = self.mapping.column_of("name")
        if name is None or name not in own:
            return False
        text = plain(as_text(cells[name]))
        return not text.startswith(NOTE_SIGNS) and isinstance(values.read_name(text), str) and len(text) < 12

    def _is_total(self, cell: Cell) -> bool:
        return isinstance(cell, str) and TOTALS.fullmatch(squeezed(cell).lower()) is not None

    def _number(self, cells: Sequence[Cell]) -> str | None:
        if self.number_column is None:
            return None
        text = squeezed(as_text(cells[self.number_column]))
        return text if sum(sign.isdigit() for sign in text) >= 6 else None

    def _broken_in(self, row: int) -> bool:
        return any((row, column) in self.sheet.beside.broken for column in self.own_columns)

    def _person(self, row: int, blank: Sequence[bool]) -> None:
        fields: dict[str, Any] = {}
        faulty: set[str] = set()
        cells, broken = self.sheet.rows[row], self.sheet.beside.broken
        for column, key in self.mapping.columns.items():
            if broken and (row, column) in broken:
                self._fault("broken_formula", row, column, broken[row, column])
                faulty.add(key)
            elif key not in CARRIED:
                if not blank[column]:
                    key = "bank_account" if key == "account" and _is_joined(cells[column]) else key
                    self._take(row, column, key, cells[column], fields, faulty)
            elif not is_blank(cell := self._carried(row, column, key, blank[column])):
                self._take(row, column, key, cell, fields, faulty)
        self._split_joined(row, fields, faulty)
        self._demand(row, fields, faulty)
        self.reading.people.append(
            Person(
                self.sheet.name,
                row,
                fields.pop("department", self.department),
                fields.pop("project", self.project),
                fields,
            )
        )

    def _carried(self, row: int, column: int, key: str, blank: bool) -> Cell:
        """What a cell says, also by a ditto mark, by being merged with the row above, or by standing under it."""
        cell = self.sheet.rows[row][column]
        if blank and (row, column) in self.first_of_merged:
            cell = self.sheet.cell(*self.first_of_merged[row, column])
        elif (blank and key in {"department", "project"}) or (
            isinstance(cell, str) and squeezed(cell) in DITTO
        ):
            cell = self.previous.get(key, cell)
        self.previous[key] = cell
        return cell

    def _take(
        self, row: int, column: int, key: str, cell: Cell, fields: dict[str, Any], faulty: set[str]
    ) -> None:
        value = self._read(row, column, self.readers[key], cell, faulty, key)
        if value is None:
            return
        fields[key] = value
        given = self.sheet.rows[row][column]
        if value is given:
            return
        was, became = as_text(given), values.shown(value)
        if became != was:
            self.reading.changes.append(Change(self.sheet.name, row, column, key, was, became))

    def _read(
        self, row: int, column: int, reader: Callable[[Cell], Any], cell: Cell, faulty: set[str], key: str
    ) -> Any:
        try:
            value = reader(cell)
        except values.Unreadable as wrong:
            self._fault(wrong.kind, row, column, as_text(cell), **wrong.named)
            faulty.add(key)
            return None
        if isinstance(value, values.Doubtful):
            self._fault(value.warning, row, column, as_text(cell))
            return value.value
        return value

    def _split_joined(self, row: int, fields: dict[str, Any], faulty: set[str]) -> None:
        """A period in one cell gives two dates; bank and account in one cell give both."""
        if period := fields.pop("period", ""):
            self._split(row, "period", PERIOD.fullmatch(period), ("start", "end"), fields, faulty)
        if joined := fields.pop("bank_account", ""):
            self._split_account(row, joined, fields, faulty)

    def _split_account(self, row: int, joined: str, fields: dict[str, Any], faulty: set[str]) -> None:
        """Bank, number and holder; what a column of its own says goes before."""
        column = self.mapping.column_of("bank_account")
        column = self.mapping.column_of("account") if column is None else column
        cell, place = self.sheet.rows[row][column or 0], column or 0
        found = split_account(joined)
        if found is None:
            self._fault("account_unreadable", row, place, as_text(cell))
            faulty.update(("bank", "account"))
            return
        parts = {"bank": found.bank, "account": found.number, "account_holder": found.holder}
        for part, text in parts.items():
            if not text or (part != "account" and part in fields):
                continue
            value = self._read(row, place, BY_KEY[part].read, text, faulty, part)
            if value is not None:
                fields[part] = value
                told = Change(self.sheet.name, row, place, part, as_text(cell), values.shown(value))
                self.reading.changes.append(told)

    def _split(
        self,
        row: int,
        key: str,
        match: re.Match[str] | None,
        parts: tuple[str, str],
        fields: dict[str, Any],
        faulty: set[str],
    ) -> None:
        column = self.mapping.column_of(key) or 0
        cell = self.sheet.rows[row][column]
        if match is None:
            self._fault("not_a_date", row, column, as_text(cell))
            faulty.update(parts)
            return
        for part in parts:
            text = match[part]
            if (
                key == "period"
                and part == "end"
                and re.fullmatch(r"\d{1,2}\s*[.\-/월]\s*\d{1,2}\s*[.일]?", text)
            ):
                text = f"{match['start'][:4]}.{text}"
            value = self._read(row, column, BY_KEY[part].read, text, faulty, part)
            if value is not None:
                fields[part] = value
                self.reading.changes.append(
                    Change(self.sheet.name, row, column, part, as_text(cell), values.shown(value))
                )

    def _demand(self, row: int, fields: Mapping[str, Any], faulty: set[str]) -> None:
        """What every person must have."""
        for key in NEEDED:
            if key not in fields and key not in faulty:
                self._missing(row, key)
        if not (WAGES.keys() & (fields.keys() | faulty)):
            self._missing(
                row, next((w for w in WAGES if self.mapping.column_of(w) is not None), "daily_wage")
            )
        if "project" not in fields and not self.project:
            self._missing(row, "project")
        if "department" not in fields and not self.department:
            self._missing(row, "department")

    def _missing(self, row: int, key: str) -> None:
        column = self.mapping.column_of(key)
        if column is None and key in {"start", "end"}:
            column = self.mapping.column_of("period")
        if column is None:
            column = self.mapping.column_of("name") or 0
        what = "daily_wage" if key in WAGES else key
        self.reading.faults.append(missing(self.sheet.name, row, column, self.mapping.heading(key), what))

    def _fault(self, kind: str, row: int, column: int, value: str, **named: object) -> None:
        heading = self.mapping.headings[column]
        self.reading.faults.append(Fault(kind, self.sheet.name, row, column, heading, value, dict(named)))
