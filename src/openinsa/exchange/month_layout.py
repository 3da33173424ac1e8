"""Where a month sheet keeps what: its blocks of people under a row of days, in the many shapes that are drawn.

A block has one row of days, or two of half a month below each other; a person has one row, or one for coming
and one for going; a day has one column or one for each. A block may also belong to one person named above it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from openinsa.exchange.cells import Cell, Place, as_text, is_blank, plain, squeezed
from openinsa.exchange.fields import field_of
from openinsa.exchange.headings import simple

LEAST_DAYS = 7
MOST_OF_HALF = 16
LINES_ABOVE = 8
WEEKDAYS = "월화수목금토일"
DAY = re.compile(
    r"(?:(?:1[0-2]|0?[1-9])\s*[./월]\s*)?(?P<d>3[01]|[12]\d|0?[1-9])\s*일?(?:\([일월화수목금토]요?일?\)|[월화수목금토]요?일?)?"
)
COMING, GOING, REST, FURTHER = "coming", "going", "rest", "further"
KINDS_OF_ROW = {
    COMING: "출근 출 시업 출근시간 출근시각 시작 시작시간 시작시각 시업시각 출근시 in 始",
    GOING: "퇴근 퇴 종업 퇴근시간 퇴근시각 종료 종료시간 종료시각 종업시각 퇴근시 마침 끝 out 終",
    REST: "휴게 휴게시간 휴식 휴게분",
    FURTHER: "연장 야간 휴일 시간외 초과 특근 비고 서명 확인 날인 연장시간 야간시간 휴일시간 연장근로 야간근로 휴일근로 "
    "시간 근무시간 근로시간 실근무 실근무시간 합계 계 소계",
}
KIND_OF_WORD = {word: kind for kind, words in KINDS_OF_ROW.items() for word in words.split()}
LABELLED_NAME = re.compile(r"(?:성\s*명|이\s*름|근무자)\s*[:：]\s*(?P<name>[^:：/|,]+?)\s*(?:$|[/|,(]|생년)")
LABELLED_BIRTH = re.compile(r"생\s*년\s*월\s*일\s*[:：]?\s*(?P<birth>[\d.\-/년월\s]{6,14})")

Rows = Sequence[Sequence[Cell]]
Days = Mapping[int, tuple[int, ...]]
"""The columns of each day: one, or those of coming and going."""


@dataclass(frozen=True)
class Segment:
    """A row of days, and the columns of each: one, or those of coming and going."""

    day_row: int
    days: Days


@dataclass(frozen=True)
class Block:
    """People under one heading: rows `body` to `end`. `person` names the one whose block it is."""

    first_row: int
    body: int
    end: int
    segments: tuple[Segment, ...]
    name: int | None
    birth: int | None
    headings: tuple[str, ...]
    person: tuple[Place | None, str, Place | None, str] | None = None

    @cached_property
    def day_columns(self) -> set[int]:
        return {
            column for segment in self.segments for columns in segment.days.values() for column in columns
        }

    @cached_property
    def other_columns(self) -> list[int]:
        """The columns up to the one behind the days that are no day's and no person's."""
        taken = self.day_columns | {self.name, self.birth}
        return [column for column in range(max(self.day_columns) + 2) if column not in taken]

    @property
    def in_turn(self) -> bool:
        """Whether each half of the month has its rows right under its days."""
        return len(self.segments) > 1 and self.segments[1].day_row >= self.body


def find_blocks(rows: Rows) -> list[Block]:
    """Every block of people of a sheet, from the top; none where no row of days has a name beside it."""
    starts = [r for r, row in enumerate(rows) if len(_days_across(row, 1)) >= LEAST_DAYS]
    blocks: list[Block] = []
    for place, day_row in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(rows)
        block = _block(rows, day_row, end, blocks[-1] if blocks else None)
        if block is None:
            continue
        if blocks:
            blocks[-1] = replace(blocks[-1], end=min(blocks[-1].end, max(block.first_row, blocks[-1].body)))
        blocks.append(block)
    return blocks


def _block(rows: Rows, day_row: int, end: int, earlier: Block | None) -> Block | None:
    days = _days_across(rows[day_row], 1)
    found = [(day_row, days)]
    if len(days) <= MOST_OF_HALF:
        second = next(
            (
                (r, more)
                for r in range(day_row + 1, end)
                if len(more := _days_across(rows[r], len(days) + 1)) >= LEAST_DAYS
            ),
            None,
        )
        found += [second] if second else []
    across = {column for _row, one in found for column in one.values()}
    named = _named_above(rows, day_row, earlier)
    columns = _person_columns(rows, day_row, across)
    if named is None and "name" not in columns:
        if earlier is None or earlier.name is None or earlier.name in across:
            return None
        columns = {"name": (day_row, earlier.name)}
        columns |= {"birth": (day_row, earlier.birth)} if earlier.birth is not None else {}
    segments, heading_end = [], day_row
    for row, one in found:
        below = _heading_below(rows, row, one)
        between = (cell for r in rows[heading_end + 1 : row] for cell in r)
        heading_end = max(heading_end, below) if all(map(is_blank, between)) else heading_end
        segments.append(Segment(row, _in_and_out(rows, row, one)))
    if named is not None:
        first = min((place[0] for place in (named[0], named[2]) if place is not None), default=day_row)
        return Block(
            first,
            heading_end + 1,
            end,
            tuple(segments),
            None,
            None,
            _headings(rows, day_row, heading_end + 1),
            named,
        )
    name_row, name = columns["name"]
    body = max(name_row, heading_end) + 1
    first = min(name_row, day_row)
    birth = columns.get("birth") or columns.get("resident_number")
    return Block(
        first, body, end, tuple(segments), name, birth[1] if birth else None, _headings(rows, first, body)
    )


def _person_columns(rows: Rows, day_row: int, across: set[int]) -> dict[str, tuple[int, int]]:
    columns: dict[str, tuple[int, int]] = {}
    for r in range(max(day_row - 2, 0), min(day_row + 3, len(rows))):
        for column, cell in enumerate(rows[r]):
            key = field_of(simple(cell)) if isinstance(cell, str) else ""
            if key and column not in across:
                columns.setdefault(key, (r, column))
    return columns


def _named_above(
    rows: Rows, day_row: int, earlier: Block | None
) -> tuple[Place | None, str, Place | None, str] | None:
    """The one person whose block this is: a label and the name beside it, above the row of days."""
    least = max(day_row - LINES_ABOVE, 0 if earlier is None else earlier.body)
    name: tuple[Place, str] | None = None
    birth: tuple[Place | None, str] = (None, "")
    for r in range(least, day_row):
        for column, cell in enumerate(rows[r]):
            if not isinstance(cell, str) or is_blank(cell):
                continue
            text, key = plain(cell), field_of(simple(cell))
            if match := LABELLED_NAME.search(text):
                name = ((r, column), match["name"])
            elif (
                key == "name" and not is_blank(rows[day_row][column]) and (beside := _beside(rows[r], column))
            ):
                name = ((r, beside), as_text(rows[r][beside]))
            if match := LABELLED_BIRTH.search(text):
                birth = ((r, column), match["birth"])
            elif key in ("birth", "resident_number") and (beside := _beside(rows[r], column)):
                birth = ((r, beside), as_text(rows[r][beside]))
    return None if name is None else (*name, *birth)


def _beside(row: Sequence[Cell], column: int) -> int:
    """The next filled cell to the right of a label that is no label itself; 0 for none."""
    for place in range(column + 1, len(row)):
        if not is_blank(row[place]):
            said = row[place]
            return 0 if isinstance(said, str) and field_of(simple(said)) else place
    return 0


def _heading_below(rows: Rows, day_row: int, days: Mapping[int, int]) -> int:
    """The last row of the heading that a row of days begins: weekdays and coming and going may follow."""
    last = day_row
    for row in range(day_row + 1, min(day_row + 3, len(rows))):
        if is_weekday_row(rows[row], days.values()) or _pairs(rows[row], days):
            last = row
    return last


def _in_and_out(rows: Rows, day_row: int, days: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    for row in range(day_row + 1, min(day_row + 3, len(rows))):
        if pairs := _pairs(rows[row], days):
            return pairs
    return {day: (column,) for day, column in days.items()}


def _pairs(row: Sequence[Cell], days: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """The columns of coming and going of each day, where a row below the days names them."""
    pairs: dict[int, tuple[int, ...]] = {}
    for day, column in days.items():
        beside = row[column + 1] if column + 1 < len(row) else ""
        if (kind_of(row[column]), kind_of(beside)) == (COMING, GOING):
            pairs[day] = (column, column + 1)
    return pairs if len(pairs) * 2 > len(days) else {}


def kind_of(cell: Cell) -> str:
    """What a row or column is for, by the word in a cell: coming, going, rest, something further; "" for none."""
    return KIND_OF_WORD.get(squeezed(cell).strip("()[]").lower(), "") if isinstance(cell, str) else ""


def _headings(rows: Rows, first: int, body: int) -> tuple[str, ...]:
    width = len(rows[first])
    told = (
        [as_text(rows[r][c]) for r in range(first, body) if not is_blank(rows[r][c])] for c in range(width)
    )
    return tuple(plain(" ".join(dict.fromkeys(texts))) for texts in told)


def _days_across(row: Sequence[Cell], first: int) -> dict[int, int]:
    """Column by day, for the days that follow each other from left to right, from the first on."""
    days: dict[int, int] = {}
    for column, cell in enumerate(row):
        if isinstance(cell, str) and (not cell or cell[0].isalpha()):  # a mark, in most cells of a sheet
            continue
        if _day_of(cell) == first + len(days):
            days[first + len(days)] = column
    return days


def _day_of(cell: Cell) -> int | None:
    if isinstance(cell, date):
        return None if isinstance(cell, datetime) and cell.time() != time() else cell.day
    match = DAY.fullmatch(squeezed(as_text(cell))) if not isinstance(cell, (bool, time, timedelta)) else None
    return int(match["d"]) if match else None


def is_weekday_row(row: Sequence[Cell], columns: Iterable[int]) -> bool:
    """Whether most cells of some columns name weekdays."""
    told = [weekday(row[column]) for column in columns]
    return sum(one is not None for one in told) * 2 > len(told)


def weekday(cell: Cell) -> int | None:
    """0 for Monday, from 월, 월요일 or (월)."""
    text = squeezed(as_text(cell)).strip("()").removesuffix("요일")
    return WEEKDAYS.index(text) if len(text) == 1 and text in WEEKDAYS else None


def months_in(rows: Rows, blocks: Sequence[Block]) -> Iterator[date]:
    """Days of the headings that are whole dates."""
    for block in blocks:
        for segment in block.segments:
            yield from (cell for cell in rows[segment.day_row] if isinstance(cell, date))
