"""A font inside a file: only the glyphs that the file shows, and how a machine reads them back."""

import hashlib
from collections.abc import Sequence
from functools import cache

from openinsa.documents.typesetting.pdf_file import PdfFile
from openinsa.documents.typesetting.typeface import Line, Typeface, Word

GLYPHS_PER_BLOCK = 100
"""A reader need not take more of a map of letters at once."""
SYMBOLIC = 4


class FontInFile:
    """What one file shows in one typeface."""

    def __init__(self, typeface: Typeface) -> None:
        self.typeface = typeface
        self._reading: dict[int, str] = {}

    def shows(self, line: Line) -> bool:
        """Take a line into the file; whether its glyphs read back as its letters."""
        if self.typeface.shares_glyphs:
            told = [self._tells(word) for word in line.words]
            return all(told)
        for word in line.words:
            self._reading.update(word.reading)
        return True

    def _tells(self, word: Word) -> bool:
        """False when one of its glyphs already stands for another letter: some letters share a glyph."""
        told = map(self._reading.setdefault, word.glyphs, word.read)
        return list(told) == list(word.read)

    def add_to(self, file: PdfFile) -> int:
        glyphs = sorted(self._reading)
        outlines = self.typeface.subset(glyphs)
        name = f"{_tag(outlines)}+{self.typeface.name}"
        program = file.add_stream(outlines, "/Subtype/CIDFontType0C")
        measures = self.typeface.measures
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName/{name}/Flags {SYMBOLIC}/FontBBox[{_numbers(measures.box)}]/ItalicAngle 0"
            f"/Ascent {measures.ascent:g}/Descent {measures.descent:g}/CapHeight {measures.capitals:g}/StemV 0/FontFile3 {program} 0 R>>"
        )
        widths = " ".join(map(self.typeface.told_width, glyphs))
        inner = file.add(
            f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/FontDescriptor {descriptor} 0 R"
            f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 0/W[{widths}]>>"
        )
        letters = file.add_stream(self._map_of_letters(glyphs))
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}-Identity-H/Encoding/Identity-H"
            f"/DescendantFonts[{inner} 0 R]/ToUnicode {letters} 0 R>>"
        )

    def _map_of_letters(self, glyphs: Sequence[int]) -> bytes:
        rows = [_read_as(glyph, self._reading[glyph]) for glyph in glyphs]
        blocks = [rows[at : at + GLYPHS_PER_BLOCK] for at in range(0, len(rows), GLYPHS_PER_BLOCK)]
        mapped = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
            f"1 begincodespacerange<0000><FFFF>endcodespacerange\n{mapped}\n"
            "endcmap CMapName currentdict/CMap defineresource pop end end"
        ).encode("ascii")


@cache
def _read_as(glyph: int, letters: str) -> str:
    return f"<{glyph:04X}><{letters.encode('utf-16-be').hex().upper()}>"


def _tag(outlines: bytes) -> str:
    """Six capitals by which subsets of one font differ."""
    return "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(outlines).digest()[:6])


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:g}" for value in values)
