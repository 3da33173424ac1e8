"""What an .xlsx says beside its values: hidden rows and columns, formulas, extents (ECMA-376 part 1, 18.3)."""

import posixpath
import re
from collections.abc import Mapping

from openinsa.exchange.cells import Place, column_number
from openinsa.exchange.workbook.model import Beside, is_bearable
from openinsa.exchange.workbook.xml import walk

PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
CELLS = [b"<c" + sign for sign in (b" ", b">", b"/", b"\n", b"\t", b"\r")]
PREFIXED = [b":c" + sign for sign in (b" ", b">", b"/", b"\n", b"\t", b"\r")]
LOOK_CLOSER = [b"hidden", b"<f", b":f", b'"e"', b"'e'", b"<!", *PREFIXED]
YES = {"1", "true"}
WIDEST_HIDING = 16_384
WORKSHEET = "/worksheet"


def beside(parts: Mapping[str, bytes]) -> dict[str, Beside]:
    """By the name of each worksheet, in the order of the workbook."""
    targets = _worksheets(parts)
    found: dict[str, Beside] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            reference = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            if reference in targets:
                content = parts.get(targets[reference], b"<sheet/>")
                found[attributes["name"]] = values_alone(content) or Scan(content).result()

    walk(parts["xl/workbook.xml"], start)
    return found


def _worksheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith(WORKSHEET):
            target = attributes["Target"]
            whole = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes["Id"]] = whole

    walk(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), start)
    return targets


def values_alone(content: bytes) -> Beside | None:
    """What a glance finds: the extents of a sheet of bare values, as most are; None where one must look closer.

    Every cell must be written as by spreadsheet programs (`<c r="B7"`), and nothing may hint at a formula, an
    error, something hidden or a trick of XML. Cells without value count here: what is too large needs the pass.
    """
    if any(hint in content for hint in LOOK_CLOSER) or not content.rstrip().endswith(b"</worksheet>"):
        return None
    cells = PLAIN_CELL.findall(content)
    if not cells or len(cells) != sum(content.count(cell) for cell in CELLS):
        return None
    columns = {letters for letters, _number in cells}
    height = max(int(number) for _letters, number in cells)
    width = max(column_number(letters.decode()) for letters in columns) + 1
    return Beside(height=height, width=width) if is_bearable(height, width) else None


class Scan:
    """One pass over a worksheet."""

    def __init__(self, content: bytes) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.columns: dict[str, int] = {}
        self.broken: dict[Place, str] = {}
        self.height = self.width = self.row = self.column = 0
        self.type = self.inside = ""
        self.formula: str | None = None
        self.value = ""
        walk(content, self.start, self.end, self.text)

    def result(self) -> Beside:
        hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return Beside(*hidden, self.broken, self.height, self.width)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r", ""))
            self.type, self.formula, self.value = attributes.get("t", ""), None, ""
        elif name == "v" or name == "t":
            self.inside = name
        elif name == "f":
            self.inside, self.formula = name, ""
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            if attributes.get("hidden") in YES:
                self.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in YES:
            last = min(int(attributes["max"]), WIDEST_HIDING)
            self.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def text(self, data: str) -> None:
        if self.inside == "f":
            self.formula = (self.formula or "") + data
        elif self.inside:
            self.value += data

    def end(self, name: str) -> None:
        if name == "c":
            self._judge()
        self.inside = ""

    def _place(self, reference: str) -> None:
        if match := PLACE.fullmatch(reference):
            letters, number = match.groups()
            if letters not in self.columns:
                self.columns[letters] = column_number(letters)
            self.column, self.row = self.columns[letters], int(number) - 1
        else:
            self.column += 1

    def _judge(self) -> None:
        """A formula whose text is empty has an empty text as its value; any other without value is broken."""
        unsaved = self.formula is not None and not self.value and self.type != "str"
        if self.type == "e" or unsaved:
            self.broken[self.row, self.column] = f"={self.formula}" if self.formula else self.value or "="
        if self.value or self.formula is not None:
            if self.row >= self.height:
                self.height = self.row + 1
            if self.column >= self.width:
                self.width = self.column + 1
