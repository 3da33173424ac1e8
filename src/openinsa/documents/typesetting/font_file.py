"""An OpenType font as HarfBuzz knows it: shapes, measures, and smaller fonts of some of its glyphs."""

import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

EM = 1000
"""Widths and heights are told in thousandths of the size of the letters, as a PDF tells them."""
NOT_IN_A_PDF = "GSUB GPOS GDEF cmap name OS/2 post hmtx hhea vmtx vhea".split()


class Shapes(NamedTuple):
    """Glyphs side by side: which, at which letter each begins, how far it moves on and stands off."""

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
    """A font with CFF outlines. advances: how far each glyph moves on when it stands alone; told_widths as fonts in files told it
    before."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.face = hb.Face(hb.Blob.from_file_path(path))
        self._font = hb.Font(self.face)
        self.advances = [advance for advance, _bearing in struct.iter_unpack(">Hh", self._table("hmtx"))]
        self.told_widths: dict[int, str] = {}

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
        box = struct.unpack_from(">4h", self._table("head"), 36)
        ascent, descent = struct.unpack_from(">2h", self._table("hhea"), 4)
        (capitals,) = struct.unpack_from(">h", self._table("OS/2"), 88)
        return Measures(tuple(map(self.em, box)), self.em(ascent), self.em(descent), self.em(capitals))

    def em(self, units: int) -> float:
        return units * EM / self.face.upem

    def _table(self, tag: str) -> bytes:
        return self.face.reference_table(tag).data


@cache
def opened(path: Path) -> FontFile:
    return FontFile(path)


def wide_subset(face: hb.Face, glyphs: Iterable[int]) -> hb.Face:
    """A font of these glyphs, which keep their numbers; a PDF calls them by these numbers, too."""
    flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.CFF_IDENTITY_CHARSET | hb.SubsetFlags.DESUBROUTINIZE
    return _subset(face, glyphs, flags)


def small_subset(face: hb.Face, glyphs: Iterable[int]) -> bytes:
    """The outlines (CFF) of these glyphs; a PDF calls them by the numbers they had in `face`."""
    return _subset(face, glyphs, hb.SubsetFlags.DEFAULT).reference_table("CFF ").data


def _subset(face: hb.Face, glyphs: Iterable[int], flags: hb.SubsetFlags) -> hb.Face:
    wanted = hb.SubsetInput()
    wanted.flags = flags
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in NOT_IN_A_PDF)
    return hb.subset(face, wanted)
