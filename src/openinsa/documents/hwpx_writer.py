"""An HWPX file (OWPML, KS X 6101) of lines and tables: what Hangul opens, with no picture, macro or link.

The same blocks give the same bytes. Lengths are in HWPUNIT, 7,200 an inch.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openinsa.documents.hwpx_blocks import Block, Cell, Grid, Line, Role, Side

PARTS = Path(__file__).parent / "hwpx_parts"
BLANK = re.compile(r"\{\{(\w+)\}\}")
MIMETYPE = "application/hwp+zip"
FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
UNITS_PER_MILLIMETRE = 7_200 / 25.4
LETTER, LINE_HEIGHT = 1_000, 1_500
MARGIN_ACROSS, MARGIN_DOWN = 510, 141
ROLES: dict[Role, tuple[int, str, bool]] = {
    "body": (1_000, "#1E2124", False),
    "title": (1_700, "#1E2124", True),
    "heading": (1_200, "#1E2124", True),
    "label": (1_000, "#1E2124", True),
    "small": (850, "#58616A", False),
    "office": (1_600, "#1E2124", True),
}
"""Height in hundredths of a point, colour, bold; their places are the numbers of the character properties."""
SIDES: dict[Side, str] = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
NO_BORDER, HAIR, SHADED = 1, 3, 4
LANGUAGES = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")


def hwpx_file(title: str, blocks: Sequence[Block], made_on: date) -> bytes:
    """The whole file; `mimetype` comes first and is stored as it is, so that a reader knows it by its first bytes."""
    body = "".join(_paragraph(block, number) for number, block in enumerate(blocks, start=1))
    parts = {
        "version.xml": part("version.xml"),
        "META-INF/container.xml": part("container.xml"),
        "META-INF/container.rdf": part("container.rdf"),
        "META-INF/manifest.xml": part("manifest.xml"),
        "settings.xml": part("settings.xml"),
        "Contents/content.hpf": filled(
            "content.hpf", title=escape(title, quote=False), day=made_on.isoformat()
        ),
        "Contents/header.xml": _header(),
        "Contents/section0.xml": filled("section.xml", body=body),
        "Preview/PrvText.txt": "\r\n".join(_texts(blocks)),
    }
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr(ZipInfo("mimetype", FIRST_ZIP_DAY), MIMETYPE, ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(ZipInfo(name, FIRST_ZIP_DAY), text.encode(), ZIP_DEFLATED)
    return target.getvalue()


@cache
def part(name: str) -> str:
    """A part as it is written, without the line breaks between its elements."""
    lines = (PARTS / name).read_text(encoding="utf-8").splitlines()
    return "".join(line.strip() for line in lines)


def filled(name: str, **blanks: str) -> str:
    """A part with its blanks, such as {{title}}, filled in at once: what is filled in is never read as a blank."""
    return BLANK.sub(lambda found: blanks[found[1]], part(name))


@cache
def _header() -> str:
    fonts = "".join(filled("fontface.xml", language=language) for language in LANGUAGES)
    characters = "".join(_character(place, *look) for place, look in enumerate(ROLES.values()))
    paragraphs = "".join(
        filled("paragraph.xml", id=str(place), side=side) for place, side in enumerate(SIDES.values())
    )
    counts = {"characters_count": str(len(ROLES)), "paragraphs_count": str(len(SIDES))}
    return filled("header.xml", fonts=fonts, characters=characters, paragraphs=paragraphs, **counts)


def _character(place: int, height: int, colour: str, bold: bool) -> str:
    look = {"height": str(height), "colour": colour, "bold": "<hh:bold/>" if bold else ""}
    return filled("character.xml", id=str(place), **look)


def _paragraph(block: Block, number: int) -> str:
    if isinstance(block, Grid):
        return _wrapped(_table(block, number), "body", "left")
    return _wrapped(_text(block.text), block.role, block.side)


def _text(text: str) -> str:
    return f"<hp:t>{escape(text, quote=False)}</hp:t>"


def _wrapped(content: str, role: Role, side: Side) -> str:
    characters, paragraphs = list(ROLES).index(role), list(SIDES).index(side)
    return (
        f'<hp:p id="0" paraPrIDRef="{paragraphs}" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0">'
        f'<hp:run charPrIDRef="{characters}">{content}</hp:run></hp:p>'
    )


def _table(grid: Grid, number: int) -> str:
    widths = [units(width) for width in grid.widths]
    heights = [_height(row, widths) for row in grid.rows]
    rows = "".join(
        _row(row, place, widths, height, grid.head and place == 0)
        for place, (row, height) in enumerate(zip(grid.rows, heights, strict=True))
    )
    sizes = {"width": sum(widths), "height": sum(heights), "head": int(grid.head), "id": number}
    counts = {"row_count": len(grid.rows), "column_count": len(widths)}
    return filled("table.xml", rows=rows, **{name: str(value) for name, value in (sizes | counts).items()})


def units(millimetres: int) -> int:
    return int(millimetres * UNITS_PER_MILLIMETRE)


def _row(row: Sequence[Cell], place: int, widths: Sequence[int], height: int, head: bool) -> str:
    cells, column = [], 0
    for one in row:
        width = sum(widths[column : column + one.span])
        cells.append(_cell(one, (column, place), (width, height), head))
        column += one.span
    return f"<hp:tr>{''.join(cells)}</hp:tr>"


def _cell(one: Cell, at: tuple[int, int], size: tuple[int, int], head: bool) -> str:
    role: Role = "label" if one.label else "body"
    content = "".join(_wrapped(_text(line), role, one.side) for line in one.lines)
    blanks = {"column": at[0], "row": at[1], "width": size[0], "height": size[1], "span": one.span}
    numbers = {name: str(value) for name, value in blanks.items()}
    border = str(SHADED if one.label else HAIR)
    return filled("cell.xml", content=content, head=str(int(head)), border=border, **numbers)


def _height(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """About as high as its fullest cell; Hangul sets the exact height when it opens the file."""
    column, most = 0, 1
    for one in row:
        across = max(sum(widths[column : column + one.span]) - 2 * MARGIN_ACROSS, LETTER)
        most = max(most, sum(-(-_length(line) // across) or 1 for line in one.lines))
        column += one.span
    return most * LINE_HEIGHT + 2 * MARGIN_DOWN


def _length(line: str) -> int:
    """About as long as a line is when it is set: letters of the Latin kind take half the room."""
    return sum(LETTER // 2 if letter.isascii() else LETTER for letter in line)


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (" | ".join(" ".join(one.lines) for one in row) for row in block.rows)
