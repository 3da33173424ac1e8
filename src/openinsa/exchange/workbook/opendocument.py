"""What an .ods says beside its values (OpenDocument 1.3 part 3, 9.1 and 19): repeated cells make its places."""

from collections.abc import Mapping

from openinsa.exchange.cells import Place
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook.model import Beside, within_bounds
from openinsa.exchange.workbook.xml import walk

ERRORS = ("#", "Err:")
HIDDEN = {"collapse", "filter"}
WIDEST = 16_384


def beside(parts: Mapping[str, bytes]) -> dict[str, Beside]:
    """By the name of each table."""
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise FileRefused("password_unsupported")
    return _Scan(parts["content.xml"]).found


class _Scan:
    """One pass over the document."""

    def __init__(self, content: bytes) -> None:
        self.found: dict[str, Beside] = {}
        self.name = ""
        self.row = self.column = self.height = self.width = self.rows_at_once = self.cells_at_once = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.broken: dict[Place, str] = {}
        self.formula = self.value_type = self.shown = ""
        self.in_cell = False
        walk(content, self.start, self.end, self.text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table" and "table:name" in attributes:
            self._open(attributes["table:name"])
        elif name == "table-column":
            self._hide(self.hidden_columns, attributes, self.column, "table:number-columns-repeated")
            self.column += _times(attributes, "table:number-columns-repeated")
        elif name == "table-row":
            self.column, self.rows_at_once = 0, _times(attributes, "table:number-rows-repeated")
            self._hide(self.hidden_rows, attributes, self.row, "table:number-rows-repeated")
        elif name in {"table-cell", "covered-table-cell"}:
            self.in_cell = True
            self.cells_at_once = _times(attributes, "table:number-columns-repeated")
            self.formula = attributes.get("table:formula", "")
            self.value_type = attributes.get("calcext:value-type") or attributes.get("office:value-type", "")
            self.shown = ""

    def text(self, data: str) -> None:
        if self.in_cell:
            self.shown += data

    def end(self, name: str) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self._judge()
            self.column += self.cells_at_once
            self.in_cell = False
        elif name == "table-row":
            self.row += self.rows_at_once
        elif name == "table":
            hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
            self.found[self.name] = Beside(*hidden, self.broken, self.height, self.width)

    def _open(self, name: str) -> None:
        self.name = name
        self.row = self.column = self.height = self.width = 0
        self.hidden_rows, self.hidden_columns, self.broken = set(), set(), {}

    def _hide(self, hidden: set[int], attributes: Mapping[str, str], first: int, times: str) -> None:
        if attributes.get("table:visibility") in HIDDEN:
            hidden.update(range(first, first + min(_times(attributes, times), WIDEST)))

    def _judge(self) -> None:
        if not (self.value_type or self.formula):
            return
        self.height = max(self.height, self.row + self.rows_at_once)
        self.width = max(self.width, self.column + self.cells_at_once)
        within_bounds(self.name, self.height, self.width)
        wrong = self.value_type == "error" or self.shown.startswith(ERRORS)
        if self.formula and (wrong or not self.value_type):
            self.broken[self.row, self.column] = "=" + self.formula.removeprefix("of:").removeprefix("=")


def _times(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
