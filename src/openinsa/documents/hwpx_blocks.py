"""What an HWPX paper consists of: lines of text and tables, with the role each plays."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["body", "title", "heading", "label", "small", "office"]
Side = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Line:
    """A paragraph."""

    text: str
    role: Role = "body"
    side: Side = "left"


@dataclass(frozen=True)
class Cell:
    """A cell of a table, a paragraph a line; a label is shaded and bold. span: how many columns it takes."""

    lines: tuple[str, ...]
    label: bool = False
    span: int = 1
    side: Side = "left"


@dataclass(frozen=True)
class Grid:
    """A table. widths: of its columns, in millimetres; head: whether its first row is repeated on every page."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: bool = False


Block = Line | Grid
GAP = Line("")


def label(text: str, span: int = 1, side: Side = "left") -> Cell:
    return Cell((text,), label=True, span=span, side=side)


def signing_cell(*lines: str, side: Side = "left") -> Cell:
    """Room to sign in."""
    return Cell(("", *lines, ""), side=side)


def cell(*lines: str, side: Side = "left") -> Cell:
    """Lines of text, those that say nothing left out."""
    return Cell(tuple(line for line in lines if line) or ("",), side=side)
