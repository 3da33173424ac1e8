"""Text and tables, down a page and over to the next."""

from collections.abc import Sequence
from typing import NamedTuple

from openinsa.documents.typesetting.font_file import EM
from openinsa.documents.typesetting.pdf_file import text_string
from openinsa.documents.typesetting.tagged_pdf import Branch, Page, TaggedPdf
from openinsa.documents.typesetting.typeface import Line, Lines

CAPITALS, LEADING = 0.707, 0.5
"""A line is as high as its capitals; so much lies between two lines. In sizes of its letters."""
INSET_ACROSS, INSET_DOWN = 5.0, 4.5
"""Around the text of a cell, in points."""
SLANT = (0.914, 0.407)
"""Cosine and sine of what is stamped behind a page: 24 degrees."""
LINES_OF_A_ROW = 40
"""A row of more lines goes on as a further row, which may stand on the next page."""


class Style:
    """A font by name, the size of its letters, and the operator that inks them."""

    def __init__(self, font: str, size: float, ink: str) -> None:
        self.font, self.size = font, size
        self.start = f"{ink} BT/{font} {size:g} Tf"
        self.capitals, self.step = CAPITALS * size, (CAPITALS + LEADING) * size

    def height(self, lines: int) -> float:
        return lines * self.step - LEADING * self.size

    def width_of(self, line: Line) -> float:
        return line.width * self.size / EM


class Rule(NamedTuple):
    width: float
    ink: str


class Cell(NamedTuple):
    """heads: "Row" or "Column" when it is the heading of one."""

    text: str
    style: Style
    heads: str = ""
    right: bool = False
    span: int = 1


class Row(NamedTuple):
    """Cells under a rule, on a shade or on none."""

    cells: Sequence[Cell]
    rule: Rule
    shade: str = ""


class Placed(NamedTuple):
    """Lines of text from `top` down, from `left` on, or up to `right` when that is given."""

    lines: Lines
    style: Style
    left: float
    top: float
    right: float | None = None


class Area(NamedTuple):
    """The part of every page that is written on, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left


class Flow:
    """A place on a page, which goes down with all that is put there."""

    def __init__(self, pdf: TaggedPdf, area: Area) -> None:
        self._pdf, self.area = pdf, area
        self.pages: list[Page] = []
        self.turn()

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append(self._pdf.new_page())
        self.top = self.area.top

    def close(self) -> None:
        """Take the pages into the file; nothing more can be put on them."""
        for page in self.pages:
            self._pdf.add_page(page)

    def broken(self, text: str, style: Style, room: float) -> Lines:
        """Text on lines of at most `room` points."""
        return self._pdf.fonts[style.font].typeface.lines(text, room * EM / style.size)

    def put(self, within: Branch, role: str, *texts: Placed, attributes: str = "") -> None:
        """Draw a leaf of the structure."""
        drawn, spoken = self._drawn(texts)
        self.pages[-1].mark(within, role, drawn, attributes=attributes, spoken=spoken)

    def repeat(self, *texts: Placed, on: Page | None = None) -> None:
        """Draw what stands on more pages than one and is said elsewhere."""
        drawn, _spoken = self._drawn(texts)
        (on or self.pages[-1]).decorate(drawn)

    def stamp(self, text: str, style: Style, page: Page) -> None:
        """Say something large and slanting behind everything that is drawn on a page."""
        (line,) = self.broken(text, style, self.area.top)
        across, up = SLANT
        middle = (self.area.left + self.area.right) / 2, (self.area.bottom + self.area.top) / 2
        turned = f"{across} {up} {-up} {across} {middle[0]:.2f} {middle[1]:.2f} cm"
        placed = Placed((line,), style, -style.width_of(line) / 2, style.capitals / 2)
        drawn, _spoken = self._drawn([placed])
        page.drawn.insert(0, f"/Artifact BMC\nq {turned} {drawn} Q\nEMC")

    def picture(self, within: Branch, drawn: str, box: Area, told: str) -> None:
        """Draw what is no text and says to those who do not see it what is told."""
        edges = f"{box.left:.2f} {box.bottom:.2f} {box.right:.2f} {box.top:.2f}"
        attributes = f"/Alt{text_string(told)}/A<</O/Layout/Placement/Block/BBox[{edges}]>>"
        self.pages[-1].mark(within, "Figure", drawn, attributes=attributes)

    def shade(self, ink: str, height: float) -> None:
        """Colour the next `height` points."""
        left, bottom = self.area.left, self.top - height
        self.pages[-1].decorate(f"{ink} {left:.2f} {bottom:.2f} {self.area.width:.2f} {height:.2f} re f")

    def rule(self, rule: Rule) -> None:
        left, right = self.area.left, self.area.right
        line = f"{left:.2f} {self.top:.2f} m {right:.2f} {self.top:.2f} l S"
        self.pages[-1].decorate(f"{rule.ink} {rule.width:g} w {line}")

    def table(self, within: Branch, widths: Sequence[float], head: Row | None, body: Sequence[Row]) -> None:
        """Rows, and a rule below the last of a page; the head is repeated on every page."""
        heads = [] if head is None else self._parts(head, widths)
        rows = [part for row in body for part in self._parts(row, widths)]
        if not self._has_room(heads + rows[:1]):
            self.turn()
        with within.branch("Table") as table:
            if heads:
                with table.branch("THead") as inside:
                    self._draw(heads, inside)
            with table.branch("TBody") as inside:
                self._draw_body(rows, heads, inside)
        self.rule(body[0].rule)

    def _draw_body(self, rows: Sequence["Part"], heads: Sequence["Part"], inside: Branch) -> None:
        for row in rows:
            if not self._has_room([row]):
                self.rule(rows[0].row.rule)
                self.turn()
                self._draw(heads, None)
            self._draw([row], inside)

    def _parts(self, row: Row, widths: Sequence[float]) -> list["Part"]:
        """The row with its text broken into lines; several when it is too high for a page."""
        texts: list[CellText] = []
        column, left = 0, self.area.left + INSET_ACROSS
        for cell in row.cells:
            width = sum(widths[column : column + cell.span])
            room = width - 2 * INSET_ACROSS
            lines = self.broken(cell.text, cell.style, room) if cell.text else ()
            texts.append((lines, left, left + room if cell.right else None))
            column += cell.span
            left += width
        most = max([len(lines) for lines, _left, _right in texts])
        if most <= LINES_OF_A_ROW:
            return [Part(row, texts)]
        return [
            Part(row, [(lines[at : at + LINES_OF_A_ROW], left, right) for lines, left, right in texts])
            for at in range(0, most, LINES_OF_A_ROW)
        ]

    def _has_room(self, parts: Sequence["Part"]) -> bool:
        return self.top - sum([part.height for part in parts]) >= self.area.bottom

    def _draw(self, parts: Sequence["Part"], within: Branch | None) -> None:
        """Rows of a branch of the structure, or of none when they are only repeated."""
        for part in parts:
            if part.row.shade:
                self.shade(part.row.shade, part.height)
            self.rule(part.row.rule)
            texts = part.placed(self.top - INSET_DOWN)
            if within is None:
                self.repeat(*texts)
            else:
                self._draw_cells(part.row.cells, texts, within)
            self.top -= part.height

    def _draw_cells(self, cells: Sequence[Cell], texts: Sequence[Placed], within: Branch) -> None:
        with within.branch("TR") as row:
            for cell, text in zip(cells, texts, strict=True):
                role = "TH" if cell.heads else "TD"
                if text.lines:
                    self.put(row, role, text, attributes=_attributes(cell))
                else:
                    row.leaf(role, _attributes(cell))

    def _drawn(self, texts: Sequence[Placed]) -> tuple[str, str]:
        """The operators that show the texts, and their letters when glyphs do not read back as them."""
        drawn, told = [], True
        for lines, style, left, top, right in texts:
            shows, x, y, baseline = self._pdf.fonts[style.font].shows, 0.0, 0.0, top - style.capitals
            drawn.append(style.start)
            for line in lines:
                start = left if right is None else right - style.width_of(line)
                drawn.append(f"{start - x:.2f} {baseline - y:.2f} Td[<{line.shown}>]TJ")
                told &= shows(line)
                x, y = start, baseline
                baseline -= style.step
            drawn.append("ET")
        letters = "" if told else "".join([line.letters for text in texts for line in text.lines])
        return " ".join(drawn), letters


CellText = tuple[Lines, float, float | None]
"""Lines, the left edge, and the right one when they stand up to it."""


class Part:
    """A row, or as much of it as stands on one page."""

    def __init__(self, row: Row, texts: list[CellText]) -> None:
        self.row, self.texts = row, texts
        lines = zip(row.cells, texts, strict=True)
        self.height = max([cell.style.height(len(text[0])) for cell, text in lines]) + 2 * INSET_DOWN

    def placed(self, top: float) -> list[Placed]:
        return [
            Placed(lines, cell.style, left, top, right)
            for cell, (lines, left, right) in zip(self.row.cells, self.texts, strict=True)
        ]


def _attributes(cell: Cell) -> str:
    if not cell.heads and cell.span == 1:
        return ""
    scope = f"/Scope/{cell.heads}" if cell.heads else ""
    span = f"/ColSpan {cell.span}" if cell.span > 1 else ""
    return f"/A<</O/Table{scope}{span}>>"
