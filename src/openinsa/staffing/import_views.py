"""How the reading of a register is shown for confirmation, long numbers hidden."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from openinsa.exchange.cells import as_text, column_letters, is_blank, plain
from openinsa.exchange.fields import FIELDS, field_named, item_field
from openinsa.exchange.register_reading import ReadSheet, RegisterReading, by_project, sums
from openinsa.privacy.masking import mask_address, mask_email
from openinsa.staffing.importing import language, why_skipped

ADDRESS, EMAIL = "address", "email"
SAMPLES = 3
SHOWN_CHANGES = 100
RESIDENT = r"\d{6}[- ]?\d(?=\d{6}(?!\d))"
LONG_NUMBER = re.compile(rf"(?P<shown>{RESIDENT}|\+\d{{2}}|\d{{3}})(?:[-. ]?\d){{5,}}")
DATE = re.compile(r"(?:19|20)\d{2}(?:([-. ])\d{2}\1\d{2}|\d{4})")


@dataclass(frozen=True)
class ColumnShown:
    """One column of a sheet's shape: where, its heading, the first values, and what it is taken for."""

    name: str
    letters: str
    heading: str
    samples: str
    field: str
    hidden: bool
    doubled: bool


@dataclass(frozen=True)
class ShapeShown:
    """All sheets that have the same headings."""

    sheets: list[ReadSheet]
    columns: list[ColumnShown]
    items: Sequence[str]

    @property
    def choices(self) -> list[tuple[str, str]]:
        fields = [*FIELDS, *map(item_field, self.items)]
        return [(field.key, getattr(field, language())) for field in fields]


def columns_shown(reading: RegisterReading, items: Sequence[str] = ()) -> list[ShapeShown]:
    """The columns to confirm, once per shape; `items` are names of pay items that a column may mean."""
    shapes: dict[str, list[ReadSheet]] = {}
    for read in reading.sheets:
        shapes.setdefault(read.mapping.shape, []).append(read)
    return [ShapeShown(sheets, _columns(sheets[0]), items) for sheets in shapes.values()]


def _columns(read: ReadSheet) -> list[ColumnShown]:
    mapping = read.mapping
    return [
        ColumnShown(
            f"column:{mapping.shape}:{column}",
            column_letters(column),
            heading,
            _samples(read, column),
            mapping.columns.get(column, ""),
            column in read.hidden_columns,
            column in mapping.doubled,
        )
        for column, heading in enumerate(mapping.headings)
        if heading or column in mapping.columns
    ]


def _samples(read: ReadSheet, column: int) -> str:
    body = read.sheet.rows[read.mapping.last_row + 1 :]
    found = [plain(as_text(row[column])) for row in body[: SAMPLES * 3] if not is_blank(row[column])]
    return ", ".join(hidden(text, read.mapping.columns.get(column, "")) for text in found[:SAMPLES])


def hidden(text: str, field: str) -> str:
    """A value of a field of the register as the screen may repeat it."""
    if field == EMAIL:
        return mask_email(text)
    return mask_address(text) if field == ADDRESS else without_numbers(text)


def without_numbers(text: str) -> str:
    """Text in which resident, account and telephone numbers are hidden but for their beginning."""
    return LONG_NUMBER.sub(
        lambda match: match[0] if DATE.fullmatch(match[0]) else f"{match['shown']}******", text
    )


def projects_shown(reading: RegisterReading) -> list[tuple[str, str, dict[str, object]]]:
    """(department, project, sums) for every project of the file."""
    return [(department, project, sums(people)) for department, project, people in by_project(reading.people)]


def changes_shown(reading: RegisterReading) -> dict[str, object]:
    """How many values were changed per field, and the first of them."""
    counts = Counter(change.field for change in reading.changes)
    names = {key: getattr(field_named(key), language()) for key in counts}
    first = [
        (c.sheet, c.cell, names[c.field], hidden(c.was, c.field), hidden(c.became, c.field))
        for c in reading.changes[:SHOWN_CHANGES]
    ]
    return {
        "counts": {names[key]: count for key, count in counts.items()},
        "first": first,
        "total": len(reading.changes),
    }


def skipped_shown(reading: RegisterReading) -> list[tuple[str, str, str, str]]:
    """(sheet, row, text, why) of everything that is no person."""
    return [
        (s.sheet, "" if s.row is None else str(s.row + 1), without_numbers(s.text), why_skipped(s.why))
        for s in reading.skipped
    ]
