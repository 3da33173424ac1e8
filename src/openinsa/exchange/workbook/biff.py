"""What an .xls says beside its values: a walk over its records ([MS-XLS] 2.4).

Formulas are kept there as tokens, so that only the error of a broken one can be shown, not its text.
"""

import struct
from collections.abc import Iterable, Iterator

from openinsa.exchange.cells import Place
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook.model import Beside

BOF, EOF, FILEPASS, BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x85
FORMULA, STRING, BOOLERR, COLINFO, ROW = 0x06, 0x207, 0x205, 0x7D, 0x208
ONE_CELL = {0xFD, 0x203, 0x27E, 0x204, FORMULA, BOOLERR}
SEVERAL_CELLS = 0xBD
RESULT_TEXT, RESULT_ERROR, RESULT_BLANK = 0, 2, 3
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
WORKSHEET = 0
SHARED_TEXTS, DIMENSIONS = 0xFC, 0x200
MOST_ROWS, MOST_COLUMNS = 65_536, 256
SECTOR_SHIFT, SECTOR_COUNTS = 30, (44, 64, 72)

Record = tuple[int, bytes]


def is_sound(content: bytes, sizes: Iterable[int]) -> bool:
    """Whether a container claims no more than it has: the reader would reserve memory for its claims.

    `sizes` are those of its directory. Sector counts stand in the header ([MS-CFB] 2.2).
    """
    counts = [struct.unpack_from("<I", content, place)[0] for place in SECTOR_COUNTS]
    shift = struct.unpack_from("<H", content, SECTOR_SHIFT)[0]
    return (
        shift in {9, 12}
        and all(count << shift <= len(content) for count in counts)
        and max(sizes) <= len(content)
    )


def is_protected(stream: bytes) -> bool:
    """Whether a password is needed to read the records."""
    for kind, _data in _records(stream, 0):
        if kind in {FILEPASS, BOUNDSHEET}:
            return kind == FILEPASS
    return False


def beside(stream: bytes) -> dict[str, Beside]:
    """By the name of each worksheet. Raises FileRefused for a damaged stream."""
    try:
        texts = next((data for kind, data in _records(stream, 0) if kind == SHARED_TEXTS), bytes(8))
        if struct.unpack_from("<I", texts, 4)[0] > len(stream):
            raise FileRefused("damaged")
        return {name: _scan(stream, start) for name, start in _worksheets(stream)}
    except (struct.error, IndexError, UnicodeDecodeError) as damage:
        raise FileRefused("damaged") from damage


def _records(stream: bytes, position: int) -> Iterator[Record]:
    """The records from a position to the end of its substream."""
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == EOF:
            return


def _worksheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, data in _records(stream, 0):
        if kind == BOUNDSHEET and data[5] == WORKSHEET:
            letters = data[8 : 8 + data[6] * (2 if data[7] & 1 else 1)]
            yield letters.decode("utf-16-le" if data[7] & 1 else "latin-1"), struct.unpack_from("<I", data)[0]


def _scan(stream: bytes, start: int) -> Beside:
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    broken: dict[Place, str] = {}
    height = width = 0
    unsaved: Place | None = None
    for kind, data in _records(stream, start):
        if unsaved is not None and kind != STRING:
            broken[unsaved] = "="
        unsaved = None
        if kind == DIMENSIONS and not _possible(data):
            raise FileRefused("damaged")
        if kind == COLINFO and data[8] & 1:
            first, last = struct.unpack_from("<HH", data)
            hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == ROW and data[12] & 0x20:
            hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif kind in ONE_CELL or kind == SEVERAL_CELLS:
            row, column = struct.unpack_from("<HH", data)
            last_column = (
                struct.unpack_from("<H", data, len(data) - 2)[0] if kind == SEVERAL_CELLS else column
            )
            height, width = max(height, row + 1), max(width, last_column + 1)
            if kind == FORMULA:
                unsaved = (row, column) if _awaits_text(data) else None
            if error := _error(kind, data):
                broken[row, column] = error
    return Beside(frozenset(hidden_rows), frozenset(hidden_columns), broken, height, width)


def _possible(dimensions: bytes) -> bool:
    """Whether a sheet claims no more rows and columns than the format has: the reader reserves them all."""
    first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", dimensions)
    return bool(first_row <= last_row <= MOST_ROWS and first_column <= last_column <= MOST_COLUMNS)


def _awaits_text(formula: bytes) -> bool:
    return formula[12:14] == b"\xff\xff" and formula[6] == RESULT_TEXT


def _error(kind: int, data: bytes) -> str:
    """What stands for a broken cell; a blank result is what programs write that do not calculate."""
    if kind == BOOLERR and data[7]:
        return ERRORS.get(data[6], "#ERROR!")
    if kind != FORMULA or data[12:14] != b"\xff\xff":
        return ""
    return {RESULT_ERROR: ERRORS.get(data[8], "#ERROR!"), RESULT_BLANK: "="}.get(data[6], "")
