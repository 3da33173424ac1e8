"""A font at work: text broken into lines of glyphs, and the smaller fonts of the files it stands in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from openinsa.documents.typesetting.font_file import (
    FontFile,
    Measures,
    Shapes,
    opened,
    small_subset,
    wide_subset,
)


class Word(NamedTuple):
    """Letters set side by side.

    shown: their glyphs as they stand between < and > in an array of text, with kerning between;
    glyphs: the same one by one; read: the letters that each stands for; reading: these by glyph.
    """

    letters: str
    shown: str
    width: float
    glyphs: tuple[int, ...]
    read: Sequence[str]
    reading: Mapping[int, str]


class Line(NamedTuple):
    """Words with blanks between; a further one at the end, where a reader goes on to the next line."""

    letters: str
    shown: str
    width: float
    words: tuple[Word, ...]


Lines = tuple[Line, ...]


class Typeface:
    """Remembers the words and lines of some papers, and which glyphs these papers need."""

    def __init__(self, path: Path) -> None:
        self._file: FontFile = opened(path)
        self.name = self._file.name
        self._words = {"": Word("", "", 0.0, (), "", {})}
        self._lines: dict[tuple[str, float], Lines] = {}
        self._reading: dict[int, str] = {}
        self.shares_glyphs = False
        """Whether a glyph was set for one letter here and for another there."""
        self._narrow, self._subset_of = self._file.face, 0

    @property
    def measures(self) -> Measures:
        return self._file.measures()

    def lines(self, text: str, room: float) -> Lines:
        """The text on lines of at most `room`, in thousandths of its size.

        Korean breaks between words, as it is read; a word longer than a line breaks where the line ends.
        """
        known = self._lines.get((text, room))
        if known is None:
            known = self._lines[text, room] = tuple([_line(words) for words in self._broken(text, room)])
        return known

    def told_width(self, glyph: int) -> str:
        """Of one glyph, as a font in a file tells it."""
        told = self._file.told_widths.get(glyph)
        if told is None:
            width = self._file.em(self._file.advances[glyph])
            told = self._file.told_widths[glyph] = f"{glyph}[{width:g}]"
        return told

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """The outlines of these glyphs alone, the same whatever else these papers need.

        They are cut from a font of all that the papers need, which is ten times as fast as from the whole one.
        """
        if self._subset_of != len(self._reading):
            self._narrow = wide_subset(self._file.face, self._reading)
            self._subset_of = len(self._reading)
        return small_subset(self._narrow, glyphs)

    def _broken(self, text: str, room: float) -> list[list[Word]]:
        blank = self._word(" ")
        line: list[Word] = []
        lines, used = [line], 0.0
        for letters in text.split(" "):
            whole = self._word(letters)
            for piece in [whole] if whole.width <= room else self._pieces(letters, room):
                if line and used + piece.width > room:
                    line = []
                    lines.append(line)
                    used = 0.0
                line.append(piece)
                used += piece.width
            line.append(blank)
            used += blank.width
        line.pop()
        return lines

    def _pieces(self, letters: str, room: float) -> Iterator[Word]:
        """A word cut wherever it fills a line."""
        piece = ""
        for letter in letters:
            if piece and self._word(piece + letter).width > room:
                yield self._word(piece)
                piece = ""
            piece += letter
        yield self._word(piece)

    def _word(self, letters: str) -> Word:
        known = self._words.get(letters)
        if known is None:
            known = self._words[letters] = self._set(letters)
        return known

    def _set(self, letters: str) -> Word:
        file, shapes = self._file, self._file.shape(letters)
        ends = [*shapes.starts, len(letters)]
        read = letters if ends == list(range(len(ends))) else [letters[a:b] for a, b in pairwise(ends)]
        shown = "".join([f"{glyph:04X}" for glyph in shapes.glyphs])
        if any(shapes.offsets) or shapes.advances != [file.advances[glyph] for glyph in shapes.glyphs]:
            shown = "".join(self._kerned(shapes))
        told = map(self._reading.setdefault, shapes.glyphs, read)
        self.shares_glyphs |= list(told) != list(read)
        reading = dict(zip(shapes.glyphs, read, strict=True))
        return Word(letters, shown, file.em(sum(shapes.advances)), tuple(shapes.glyphs), read, reading)

    def _kerned(self, shapes: Shapes) -> Iterator[str]:
        """Glyphs with what a PDF takes off before and after each."""
        file = self._file
        for glyph, _start, advance, offset in zip(*shapes, strict=True):
            before, after = -offset, offset + file.advances[glyph] - advance
            yield f">{file.em(before):g}<{glyph:04X}>{file.em(after):g}<"


def _line(words: list[Word]) -> Line:
    words = [word for word in words if word.letters]
    seen = words[:-1] if words and words[-1].letters == " " else words
    return Line(
        "".join([word.letters for word in words]),
        "".join([word.shown for word in words]),
        sum([word.width for word in seen]),
        tuple(words),
    )
