"""The rows of each person in a block of a month sheet, and what is to be read in each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openinsa.exchange.cells import Cell, Place, as_text, is_blank, plain, squeezed
from openinsa.exchange.fields import field_of
from openinsa.exchange.headings import simple
from openinsa.exchange.month_layout import COMING, FURTHER, GOING, REST, Block, is_weekday_row, kind_of
from openinsa.exchange.register import NOTE_SIGNS, TOTALS
from openinsa.exchange.times import read_clock
from openinsa.exchange.values import Unreadable, read_birth
from openinsa.exchange.workbook import Sheet

MARKS = "marks"
LEAST_DIGITS = 5
HOURS_A_DAY = 24


@dataclass(frozen=True)
class OneHalf:
    """The rows of one person under one row of days: that of marks, or those of coming, going and rest."""

    segment: int
    rows: dict[str, int]


@dataclass
class Group:
    """All rows of one person."""

    row: int
    name: Place | None
    birth: Place | None
    said_name: str = ""
    said_birth: str = ""
    rows: list[int] = field(default_factory=list)
    halves: list[OneHalf] = field(default_factory=list)


Skip = tuple[int, str]


def groups_of(sheet: Sheet, block: Block) -> Iterator[Group | Skip]:
    """The people of a block with their rows, and the rows that are nobody's with why."""
    if block.person is not None:
        yield from _only_person(sheet, block)
        return
    several = _has_several_rows(sheet, block)
    group: Group | None = None
    for row in range(block.body, block.end):
        why = _no_person(sheet, block, row)
        name = plain(as_text(sheet.cell(row, block.name or 0)))
        if (
            group is not None
            and several
            and (not name or _is_birth(name))
            and _goes_on(sheet, block, row, why)
        ):
            _add(sheet, block, group, row, name)
            continue
        if group is not None:
            yield _with_halves(sheet, block, group)
            group = None
        if why:
            yield row, why
            continue
        birth = None if block.birth is None else (row, block.birth)
        group = Group(row, (row, block.name or 0), birth, name, rows=[row])
        if not several:
            yield _with_halves(sheet, block, group)
            group = None
    if group is not None:
        yield _with_halves(sheet, block, group)


def _add(sheet: Sheet, block: Block, group: Group, row: int, name: str) -> None:
    """One more row of a person; the date of birth may stand under the name."""
    group.rows.append(row)
    if _is_birth(name) and (block.birth is None or is_blank(sheet.cell(group.row, block.birth))):
        group.birth = (row, block.name or 0)
    elif block.birth is not None and group.birth is not None and is_blank(sheet.cell(*group.birth)):
        group.birth = (row, block.birth) if not is_blank(sheet.cell(row, block.birth)) else group.birth


def _is_birth(text: str) -> bool:
    if sum(sign.isdigit() for sign in text) < LEAST_DIGITS:
        return False
    try:
        return bool(read_birth(text.strip("()")))
    except Unreadable:
        return False


def _only_person(sheet: Sheet, block: Block) -> Iterator[Group | Skip]:
    name, said_name, birth, said_birth = block.person or (None, "", None, "")
    group = Group(block.body, name, birth, said_name, said_birth)
    others = {segment.day_row for segment in block.segments}
    for row in range(block.body, block.end):
        weekdays = any(
            is_weekday_row(sheet.rows[row], _columns(block, n)) for n in range(len(block.segments))
        )
        if row in others or weekdays:
            continue
        why = _no_row(sheet, block, row)
        if why:
            yield row, why
        else:
            group.rows.append(row)
    yield _with_halves(sheet, block, group)


def _columns(block: Block, segment: int) -> list[int]:
    return [columns[0] for columns in block.segments[segment].days.values()]


def _has_several_rows(sheet: Sheet, block: Block) -> bool:
    """Whether people have more than one row: halves of the month, words for coming and going, or merged names."""
    if len(block.segments) > 1:
        return True
    merged = any(
        first[1] <= (block.name or 0) <= last[1] and block.body <= first[0] < last[0] and first[0] < block.end
        for first, last in sheet.merged
    )
    words = {kind_in_row(sheet, block, row) for row in range(block.body, block.end)}
    return (
        merged or {COMING, GOING} <= words or any(_is_below(sheet, block, row) for row in _body_rows(block))
    )


def _body_rows(block: Block) -> range:
    return range(block.body + 1, block.end)


def _is_below(sheet: Sheet, block: Block, row: int) -> bool:
    """Whether a row is the second of somebody: a date of birth under the name, or times under times."""
    below, above = (plain(as_text(sheet.rows[r][block.name or 0])) for r in (row, row - 1))
    named = bool(above) and not _is_birth(above)
    return named and (_is_birth(below) or (not below and _are_times(sheet, block, row - 1, row)))


def kind_in_row(sheet: Sheet, block: Block, row: int) -> str:
    """What a row is for, by a word in a column that is no day's and no person's."""
    cells = sheet.rows[row]
    kinds = (kind_of(cells[column]) for column in block.other_columns if column < len(cells))
    return next((kind for kind in kinds if kind), "")


def _goes_on(sheet: Sheet, block: Block, row: int, why: str) -> bool:
    """Whether a row without a name still belongs to the person above."""
    return why in ("", "note", "empty") and (
        bool(kind_in_row(sheet, block, row)) or _is_marked(sheet, block, row) or why == "empty"
    )


def _is_marked(sheet: Sheet, block: Block, row: int) -> bool:
    return any(not is_blank(sheet.rows[row][column]) for column in block.day_columns)


def _no_row(sheet: Sheet, block: Block, row: int) -> str:
    """Why a row holds nothing of anybody's month: empty, a sum, a note, or the heading once more."""
    cells = sheet.rows[row]
    first = next((as_text(cell).strip() for cell in cells if not is_blank(cell)), "")
    if not first:
        return "empty"
    if any(_is_total(cell) for cell in cells[: (block.name or 0) + 2]) and not kind_in_row(sheet, block, row):
        return "total"
    return "note" if first.startswith(NOTE_SIGNS) or not _is_marked(sheet, block, row) else ""


def _no_person(sheet: Sheet, block: Block, row: int) -> str:
    """Why a row is no person; "" for a person."""
    cells = sheet.rows[row]
    name = plain(as_text(cells[block.name or 0]))
    marked = _is_marked(sheet, block, row)
    first = next((as_text(cell).strip() for cell in cells if not is_blank(cell)), "")
    if not first:
        return "empty"
    if any(_is_total(cell) for cell in cells[: (block.name or 0) + 2]) and not _is_birth(name):
        return "total"
    if first.startswith(NOTE_SIGNS) or (not name and not marked):
        return "note"
    if name and field_of(simple(name)) == "name":
        return "heading_again"
    if not name and is_weekday_row(cells, _columns(block, 0)):
        return "heading_again"
    told = block.birth is not None and as_text(cells[block.birth]).strip()
    kind = kind_in_row(sheet, block, row)
    return "" if marked or told or kind else "note"


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and TOTALS.fullmatch(squeezed(cell).lower()) is not None


def _with_halves(sheet: Sheet, block: Block, group: Group) -> Group:
    """The rows of a person told apart: which half of the month, and what each is for."""
    if block.in_turn:
        second = block.segments[1].day_row
        parts = [[row for row in group.rows if row < second], [row for row in group.rows if row > second]]
        group.halves = [OneHalf(n, _kinds(sheet, block, part)) for n, part in enumerate(parts) if part]
        return group
    rows = _until_last_filled(sheet, block, group.rows)
    if len(block.segments) == 1:
        group.halves = [OneHalf(0, _kinds(sheet, block, rows))]
        return group
    for n, part in enumerate(_in_halves(sheet, block, group.rows, rows)):
        if part:
            group.halves.append(OneHalf(n, _kinds(sheet, block, part)))
    return group


def _until_last_filled(sheet: Sheet, block: Block, rows: Sequence[int]) -> list[int]:
    filled = [row for row in rows if _is_marked(sheet, block, row) or kind_in_row(sheet, block, row)]
    return [row for row in rows if not filled or row <= filled[-1]]


def _in_halves(sheet: Sheet, block: Block, held: Sequence[int], rows: list[int]) -> list[list[int]]:
    """The rows of the first half of the month and of the second: a word again begins the second."""
    kinds = [kind_in_row(sheet, block, row) for row in rows]
    if any(kinds):
        again = next((n for n, kind in enumerate(kinds) if kind and kind in kinds[:n]), len(rows))
        return [rows[:again], rows[again:]]
    half = (min(len(held), len(rows) + len(rows) % 2) + 1) // 2
    return [rows[:half], rows[half:]]


def _kinds(sheet: Sheet, block: Block, rows: Sequence[int]) -> dict[str, int]:
    """The row of marks, or those of coming and going, by their words or by what stands in them."""
    kinds: dict[str, int] = {}
    for row in rows:
        kinds.setdefault(kind_in_row(sheet, block, row) or MARKS, row)
    if not {COMING, GOING} & set(kinds):
        plain_rows = [
            row for row in rows if not kind_in_row(sheet, block, row) and _is_marked(sheet, block, row)
        ]
        if len(plain_rows) > 1 and _are_times(sheet, block, plain_rows[0], plain_rows[1]):
            return {COMING: plain_rows[0], GOING: plain_rows[1]}
    if MARKS not in kinds and not {COMING, GOING} & set(kinds) and FURTHER in kinds:
        return {MARKS: kinds[FURTHER]}
    return {kind: row for kind, row in kinds.items() if kind in (MARKS, COMING, GOING, REST)}


def _are_times(sheet: Sheet, block: Block, upper: int, lower: int) -> bool:
    """Whether two rows hold times of coming and going one below the other."""
    pairs = [(sheet.rows[upper][c], sheet.rows[lower][c]) for c in block.day_columns]
    filled = [pair for pair in pairs if not any(map(is_blank, pair))]
    times = [pair for pair in filled if all(_is_time(cell) for cell in pair)]
    return bool(times) and len(times) * 2 > len(filled)


def _is_time(cell: Cell) -> bool:
    """Whether a cell alone tells a time of day; a small number tells hours rather."""
    return read_clock(cell) is not None and not (isinstance(cell, (int, float)) and 1 <= cell <= HOURS_A_DAY)
