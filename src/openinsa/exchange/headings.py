"""Finding the heading rows of a table and what its columns mean.

Headings may stand below titles, in one row or two, merged or not. Which column means what is a Mapping;
its shape (a fingerprint of the headings) lets a reading that a clerk confirmed be used for the next file.
"""

import hashlib
import re
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from openinsa.exchange.cells import Cell, as_text, is_blank, plain, squeezed
from openinsa.exchange.fields import ITEM, REGISTER, SERIAL, Vocabulary, field_named

BRACKETS = re.compile(r"[(\[<【{].*?[)\]>】}]")
SIGNS = re.compile(r"[^0-9a-z가-힣]")
PEOPLE_FIELDS = {"name", "resident_number"}
LONGEST_HEADING = 40
MOST_DIGITS = 3
LOOKED_AT = 30
TOLD_BY_CONTENT = {
    "resident_number": re.compile(r"\d{6}-?[0-9]\d{6}"),
    "phone": re.compile(r"0?1[016789][-.]?\d{3,4}[-.]?\d{4}"),
}


@dataclass(frozen=True)
class Mapping:
    """Which column holds which field. `columns` maps a column's number to a field's key.

    `headings` are the words of every column as a person reads them, `shape` their fingerprint, `last_row`
    the row of the lowest heading. `doubled` are columns that would mean a field another column has.
    """

    first_row: int
    last_row: int
    headings: tuple[str, ...]
    columns: dict[int, str]
    shape: str
    doubled: tuple[int, ...] = ()

    def column_of(self, field: str) -> int | None:
        return next((column for column, key in self.columns.items() if key == field), None)

    def heading(self, field: str) -> str:
        """The heading of a field's column, or the field's own name where no column has it."""
        column = self.column_of(field)
        return self.headings[column] if column is not None else field_named(field).ko

    def unused(self) -> list[tuple[int, str]]:
        """Columns with a heading that no field takes; running numbers are no loss."""
        return [
            (column, heading)
            for column, heading in enumerate(self.headings)
            if heading and column not in self.columns and simple(heading) not in SERIAL
        ]

    def changed(self, columns: Table[int, str]) -> "Mapping":
        """The mapping with other meanings, as a clerk confirmed them; "" frees a column."""
        kept = {column: field for column, field in {**self.columns, **columns}.items() if field}
        return replace(self, columns=dict(sorted(kept.items())))


@lru_cache(maxsize=4096)
def simple(heading: str) -> str:
    """A heading without blanks, signs and brackets: "일급 (원)" is 일급."""
    return SIGNS.sub("", BRACKETS.sub("", squeezed(heading).lower()))


@lru_cache(maxsize=4096)
def _meanings(heading: str, words: Vocabulary) -> tuple[str, str]:
    """What a heading means by a whole word (with, then without its brackets), and by a part of it."""
    whole = SIGNS.sub("", squeezed(heading).lower())
    return words.field_of(whole) or words.field_of(simple(heading)), words.field_inside(whole)


def find_mapping(
    rows: Sequence[Sequence[Cell]], first: int = 0, words: Vocabulary = REGISTER
) -> Mapping | None:
    """The first heading row at or below `first`, joined with the one above or below where that says more."""
    for row in range(first, len(rows)):
        if not _like_headings(rows[row], words):
            continue
        candidates = [
            _mapping(rows, top, bottom, words)
            for top, bottom in ((row, row), (row, row + 1), (row - 1, row))
            if first <= top and bottom < len(rows) and _joins(rows, top, bottom)
        ]
        best = max(candidates, key=lambda mapping: len(mapping.columns))
        if len(best.columns) >= words.least and PEOPLE_FIELDS & set(best.columns.values()):
            return best
    return None


def shape_of(headings: Sequence[str]) -> str:
    """A fingerprint of headings: the same words in the same order give the same one."""
    words = "|".join(squeezed(heading).lower() for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _like_headings(row: Sequence[Cell], words: Vocabulary) -> bool:
    """Whether a cell of the row is a word for a person's name or number."""
    texts = (cell for cell in row if isinstance(cell, str) and 0 < len(cell) <= LONGEST_HEADING)
    return any(PEOPLE_FIELDS.intersection(_meanings(text, words)) for text in texts)


def _joins(rows: Sequence[Sequence[Cell]], top: int, bottom: int) -> bool:
    """Whether two rows can be one heading: only words in both, none like a value."""
    if top == bottom:
        return True
    upper, lower = ([cell for cell in rows[row] if not is_blank(cell)] for row in (top, bottom))
    return len(upper) > 1 and all(
        isinstance(cell, str) and len(cell) <= LONGEST_HEADING and sum(map(str.isdigit, cell)) <= MOST_DIGITS
        for cell in (*upper, *lower)
    )


def _mapping(rows: Sequence[Sequence[Cell]], top: int, bottom: int, words: Vocabulary) -> Mapping:
    labels = [_label(rows, top, bottom, column) for column in range(len(rows[top]))]
    headings = tuple(plain(" ".join(filter(None, label))) for label in labels)
    found: list[tuple[int, int, str]] = []
    for column, label in enumerate(labels):
        word, part = _meaning(*label, words)
        if word or part:
            spellings = (simple("".join(label)), simple(label[1]), simple(label[0]))
            rank = words.rank_of(spellings) if word else len(words.words) + 1
            found.append((rank, column, word or part))
    columns: dict[int, str] = {}
    doubled = []
    for _rank, column, field in sorted(found):
        if field in columns.values():
            doubled.append(column)
        else:
            columns[column] = field
    return Mapping(top, bottom, headings, _settled(columns), shape_of(headings), tuple(doubled))


def _label(rows: Sequence[Sequence[Cell]], top: int, bottom: int, column: int) -> tuple[str, str]:
    """The upper and lower words over a column; an upper word spreads to the right over lower ones."""
    upper = as_text(rows[top][column])
    if top == bottom:
        return "", upper
    lower = as_text(rows[bottom][column])
    if lower and not upper:
        upper = next((as_text(c) for c in reversed(rows[top][: column + 1]) if not is_blank(c)), "")
    return (upper, lower) if upper != lower else ("", lower)


def _meaning(upper: str, lower: str, words: Vocabulary) -> tuple[str, str]:
    """Upper and lower words together say most, then the lower one alone, then the upper one alone."""
    together = _meanings(upper + lower, words)
    if not lower:
        return together
    alone = _meanings(lower, words)
    return together[0] or alone[0], alone[1]


def with_columns_told_by_content(mapping: Mapping, rows: Sequence[Sequence[Cell]]) -> Mapping:
    """The mapping with columns of unknown headings that hold nothing but resident or telephone numbers."""
    columns = dict(mapping.columns)
    body = rows[mapping.last_row + 1 : mapping.last_row + 1 + LOOKED_AT]
    for field, pattern in TOLD_BY_CONTENT.items():
        for column in range(len(mapping.headings)):
            texts = [squeezed(as_text(row[column])) for row in body if not is_blank(row[column])]
            fitting = sum(pattern.fullmatch(text) is not None for text in texts)
            free = column not in columns and column not in mapping.doubled
            if free and field not in columns.values() and fitting > 1 and fitting * 5 >= len(texts) * 4:
                columns[column] = field
    return mapping.changed(columns)


def with_items(mapping: Mapping, items: Sequence[str]) -> Mapping:
    """The mapping with columns that bear the name of a pay item, where no other field has them."""
    keys = {simple(name): f"{ITEM}{name}" for name in items}
    columns = dict(mapping.columns)
    for column, heading in enumerate(mapping.headings):
        key = keys.get(simple(heading)) if heading and column not in columns else None
        if key and key not in columns.values():
            columns[column] = key
    return mapping.changed(columns)


def _settled(columns: dict[int, str]) -> dict[int, str]:
    """A period or a joined bank and account give way to columns that say the same apart."""
    found = set(columns.values())
    idle = set()
    if {"start", "end"} <= found:
        idle.add("period")
    if {"bank", "account"} <= found:
        idle.add("bank_account")
    return {column: field for column, field in sorted(columns.items()) if field not in idle}
