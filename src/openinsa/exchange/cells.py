"""Cells as spreadsheets hold them, and how a person names and reads them."""

import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""One cell; an empty one is ""."""

Place = tuple[int, int]
"""Row and column, both counted from 0."""


def column_letters(column: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column from its name: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def address(row: int, column: int) -> str:
    """The name of a cell: (0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


def plain(text: str) -> str:
    """Composed Hangul, half-width signs, single blanks, nothing at the ends."""
    return " ".join(_composed(text).split())


def squeezed(text: str) -> str:
    """As `plain`, without any blank."""
    return "".join(_composed(text).split())


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def as_text(cell: Cell) -> str:
    """A cell as it reads on the screen; whole numbers without a point, dates as 2026-03-02."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, timedelta):
        minutes = cell // timedelta(minutes=1)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()
