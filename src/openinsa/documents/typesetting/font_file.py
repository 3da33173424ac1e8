"""An OpenType font as HarfBuzz knows it: shapes, measures, and a smaller font of some glyphs."""

import re
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

EM = 1000
"""Widths and heights are told in thousandths of the size of the letters, as a PDF tells them."""
NOT_IN_A_PDF = "GSUB GPOS GDEF cmap name OS/2 post hmtx hhea vmtx vhea".split()
CHARSET = b"\x0f"
TOKEN = re.compile(rb"\x0c.|[\x00-\x15]|\x1c..|\x1d.{4}|[\x20-\xf6]|[\xf7-\xfe].", re.DOTALL)


class Shapes(NamedTuple):
    """Glyphs set side by side: which, at which letter each begins, how far it moves on and stands off."""

    glyphs: list[int]
    starts: list[int]
    advances: list[int]
    offsets: list[int]


class Measures(NamedTuple):
    box: tuple[float, ...]
    ascent: float
    descent: float
    capitals: float


class FontFile:
    """A font with CFF outlines.

    codes: by which number a PDF calls each glyph (its CID); glyphs: the other way round; advances: how far
    each moves on when it stands alone, in units of the font.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.face = hb.Face(hb.Blob.from_file_path(path))
        self._font = hb.Font(self.face)
        self.codes = list(_codes(self.table("CFF "), self.face.glyph_count))
        self.glyphs = {code: glyph for glyph, code in enumerate(self.codes)}
        self.advances = [advance for advance, _bearing in struct.iter_unpack(">Hh", self.table("hmtx"))]

    def table(self, tag: str) -> bytes:
        return self.face.reference_table(tag).data

    def shape(self, letters: str) -> Shapes:
        buffer = hb.Buffer()
        buffer.add_str(letters)
        buffer.guess_segment_properties()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self._font, buffer)
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        return Shapes(
            [info.codepoint for info in infos],
            [info.cluster for info in infos],
            [place.x_advance for place in places],
            [place.x_offset for place in places],
        )

    def measures(self) -> Measures:
        box = struct.unpack_from(">4h", self.table("head"), 36)
        ascent, descent = struct.unpack_from(">2h", self.table("hhea"), 4)
        (capitals,) = struct.unpack_from(">h", self.table("OS/2"), 88)
        return Measures(tuple(map(self.em, box)), self.em(ascent), self.em(descent), self.em(capitals))

    def em(self, units: int) -> float:
        return units * EM / self.face.upem


@cache
def opened(path: Path) -> FontFile:
    return FontFile(path)


def subset(face: hb.Face, glyphs: Iterable[int]) -> hb.Face:
    """A font of these glyphs and the one for missing letters, numbered anew in their order."""
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.DESUBROUTINIZE
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in NOT_IN_A_PDF)
    return hb.subset(face, wanted)


def _codes(cff: bytes, glyphs: int) -> Iterator[int]:
    """The code of each glyph, from the ranges (first, how many more) of a charset of format 2."""
    _name, after_name = _first_of_index(cff, cff[2])
    dictionary, _after = _first_of_index(cff, after_name)
    tokens = TOKEN.findall(dictionary)
    at = _number(tokens[tokens.index(CHARSET) - 1]) + 1
    yield 0
    counted = 1
    for first, more in struct.iter_unpack(">HH", cff[at : at + 4 * glyphs]):
        yield from range(first, first + more + 1)
        counted += more + 1
        if counted >= glyphs:
            return


def _first_of_index(cff: bytes, at: int) -> tuple[bytes, int]:
    """The first entry of an INDEX, and where the INDEX ends."""
    count, size = struct.unpack_from(">HB", cff, at)
    starts = range(at + 3, at + 3 + size * (count + 1), size)
    offsets = [int.from_bytes(cff[start : start + size], "big") for start in starts]
    data = at + 2 + size * (count + 1)
    return cff[data + offsets[0] : data + offsets[1]], data + offsets[-1]


def _number(token: bytes) -> int:
    """A whole number of a CFF dictionary."""
    if len(token) == 1:
        return token[0] - 139
    if len(token) == 2:
        return (token[0] - 247) * 256 + token[1] + 108
    return int.from_bytes(token[1:], "big", signed=True)
