"""What every reader gives: sheets of cells, with what a table of values alone would not tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from openinsa.exchange.cells import Cell, Place
from openinsa.exchange.faults import FileRefused

MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
MOST_CELLS = 8_000_000
NOTHING: Mapping[Place, str] = MappingProxyType({})


@dataclass(frozen=True)
class Beside:
    """What stands beside the values of a sheet: rows and columns out of sight, formulas without a value.

    `broken` maps a place to the formula ("=1/0"), or to its error where the file keeps no formula text.
    `height` and `width` reach to the last cell that holds something.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    broken: Mapping[Place, str] = field(default_factory=lambda: NOTHING)
    height: int = 0
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` begin at row 1 and column A and have one length; an empty cell is "".

    `merged` are the first and the last cell of each merged block; the value stands in the first.
    """

    name: str
    rows: list[list[Cell]]
    beside: Beside = Beside()
    hidden: bool = False
    merged: tuple[tuple[Place, Place], ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place, empty beyond the edge."""
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
        return self.rows[row][column] if inside else ""


@dataclass(frozen=True)
class Workbook:
    """A file as read: its name, its format (xlsx, xls, ods, csv) and its sheets in order."""

    name: str
    format: str
    sheets: list[Sheet]


def is_bearable(height: int, width: int) -> bool:
    """Whether a sheet is no larger than a register may be."""
    return height <= MOST_ROWS and width <= MOST_COLUMNS and height * width <= MOST_CELLS


def within_bounds(sheet: str, height: int, width: int) -> None:
    """Refuse a sheet that is larger than any register. Raises FileRefused."""
    if not is_bearable(height, width):
        raise FileRefused(
            "too_many_cells",
            sheet=sheet,
            rows=height,
            columns=width,
            most_rows=MOST_ROWS,
            most_columns=MOST_COLUMNS,
        )
