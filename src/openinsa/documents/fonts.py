"""The fonts of printed documents, and which characters they have."""

import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import typst
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused

FOLDER = Path(__file__).parent / "fonts"
FONT_FILES = [FOLDER / "PretendardGOV-Regular.otf", FOLDER / "PretendardGOV-Bold.otf"]


class UnprintableCharacter(Refused):
    status = 422
    sentence = _(
        "“%(text)s”의 글자 “%(character)s”(%(code)s)은(는) 문서 글꼴에 없어 인쇄할 수 없습니다. "
        "같은 글자의 다른 표기로 고쳐 주세요. (문서를 만들지 않았습니다.)"
    )


@cache
def typst_fonts() -> typst.Fonts:
    """Our two fonts and no other, so that a document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def printable(data: object) -> object:
    """The same data with every text composed (NFC), so that Hangul sent as single letters prints whole.

    Raises UnprintableCharacter, naming text and character, for the first one that no font has.
    """
    if isinstance(data, str):
        return _printable_text(data)
    if isinstance(data, Mapping):
        return {_printable_text(key): printable(value) for key, value in data.items()}
    if isinstance(data, Iterable):
        return [printable(value) for value in data]
    return data


def _printable_text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    missing = next((character for character in composed if character not in characters()), None)
    if missing is not None:
        raise UnprintableCharacter(text=composed, character=missing, code=f"U+{ord(missing):04X}")
    return composed


@cache
def characters() -> frozenset[str]:
    """The characters that both fonts can draw."""
    regular, bold = (frozenset(map(chr, _mapped(path.read_bytes()))) for path in FONT_FILES)
    return regular & bold


def _mapped(font: bytes) -> Iterator[int]:
    """Code points of an OpenType font, from the groups (first, last, glyph) of its format-12 map."""
    (tables,) = struct.unpack_from(">H", font, 4)
    directory = {
        font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)
    }
    cmap = directory[b"cmap"]
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    offsets = (cmap + struct.unpack_from(">L", font, cmap + 8 + 8 * n)[0] for n in range(subtables))
    full = next(at for at in offsets if struct.unpack_from(">H", font, at)[0] == 12)
    (groups,) = struct.unpack_from(">L", font, full + 12)
    for first, last, _glyph in struct.iter_unpack(">LLL", font[full + 16 : full + 16 + 12 * groups]):
        yield from range(first, last + 1)
