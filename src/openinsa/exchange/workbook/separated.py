"""Text with separated values, as Excel, Hancom and other systems save it in Korea."""

import csv
import io

from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook.model import MOST_CELLS, Beside, Sheet, within_bounds

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = ",\t;"
LOOKED_AT = 20


def read_sheet(name: str, content: bytes) -> Sheet:
    """The one sheet of a CSV; all of its cells are text. Raises FileRefused."""
    text = _text(content)
    if not text.strip():
        raise FileRefused("empty_file")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as damage:
        raise FileRefused("damaged") from damage
    width = max((len(row) for row in rows), default=0)
    within_bounds(name, len(rows), width)
    return Sheet(
        name, [[*row, *[""] * (width - len(row))] for row in rows], Beside(height=len(rows), width=width)
    )


def _text(content: bytes) -> str:
    encoding = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    for candidate in (encoding,) if encoding else ("utf-8", "cp949"):
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefused("unknown_letters" if b"\0" not in content else "unknown_format")


def _separator(text: str) -> str:
    """The sign that stands oftenest in the first lines."""
    head = "\n".join(text[:MOST_CELLS].splitlines()[:LOOKED_AT])
    return max(SEPARATORS, key=head.count)
