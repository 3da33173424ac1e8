"""What every spreadsheet we write has in common: cells that are never formulas, looks, one file in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from openinsa.exchange.origin import NO_ORIGIN, Origin

FONT = "맑은 고딕"
WIDEST = 60
MOST_OF_AN_EDGE = 240
"""Spreadsheets take 255 signs at the edge of a page."""
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Written:
    """A spreadsheet being written; `content` holds the bytes once it is closed."""

    def __init__(self) -> None:
        self._file = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        }
        self.workbook = Workbook(self._file, options)
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    @property
    def content(self) -> bytes:
        return self._file.getvalue()

    def sheet(self, name: str) -> Worksheet:
        """A new sheet; its name is cut to what spreadsheets allow."""
        return self.workbook.add_worksheet(name.translate(FORBIDDEN_IN_NAMES).strip()[:31] or None)

    def look(self, **properties: Any) -> Any:
        """A format; the same properties give the same one."""
        wanted = tuple(sorted(properties.items()))
        if wanted not in self._looks:
            self._looks[wanted] = self.workbook.add_format({"font_name": FONT, "font_size": 10, **properties})
        return self._looks[wanted]

    def add_origin(self, origin: Origin) -> None:
        """Say on every printed page and on a last sheet where the file comes from."""
        edge = origin.line.replace("&", "&&")[:MOST_OF_AN_EDGE]
        for sheet in self.workbook.worksheets():
            sheet.set_header(f"&R&7{edge}")
        last = self.sheet(origin.title)
        for row, (label, value) in enumerate(origin.lines):
            last.write_string(row, 0, label, self.look(bold=True))
            last.write_string(row, 1, harmless(value), self.look(num_format="@", text_wrap=True))
        last.set_column(0, 0, 18)
        last.set_column(1, 1, WIDEST)


@contextmanager
def written(origin: Origin = NO_ORIGIN) -> Iterator[Written]:
    """Open a spreadsheet for writing and close it at the end of the block."""
    file = Written()
    yield file
    if origin.lines:
        file.add_origin(origin)
    file.workbook.close()


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula, even after saving it as CSV."""
    dangerous = len(text) > 1 and text[0] in "=+-@\t\r"
    return f"'{text}" if dangerous else text


def width_of(text: str) -> int:
    """Columns that a text takes; a Hangul syllable is two wide."""
    return min(WIDEST, sum(2 if ord(sign) > 0x1100 else 1 for sign in text) + 2)
