"""The fonts of printed documents, and which characters they have."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.translation import gettext_lazy as _

from openinsa.documents.places import BOLD, REGULAR
from openinsa.documents.typesetting.font_file import opened
from openinsa.people.refusals import Refused

BYTE_ORDER_MARK = "\ufeff"
"""Some systems send it before a text. It says nothing, and an archived PDF may not name it."""


class UnprintableCharacter(Refused):
    status = 422
    sentence = _(
        "“%(text)s”의 글자 “%(character)s”(%(code)s)은(는) 문서 글꼴에 없어 인쇄할 수 없습니다. "
        "같은 글자의 다른 표기로 고쳐 주세요. (문서를 만들지 않았습니다.)"
    )


def printable(data: object) -> object:
    """The same data with every text composed (NFC), so that Hangul sent as single letters prints whole.

    Raises UnprintableCharacter, naming text and character, for the first one that no font has.
    """
    if isinstance(data, str):
        return _printable_text(data)
    if isinstance(data, (int, float)):
        return data
    if isinstance(data, Mapping):
        return {_printable_text(key): printable(value) for key, value in data.items()}
    if isinstance(data, Iterable):
        return [printable(value) for value in data]
    return data


def _printable_text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text).replace(BYTE_ORDER_MARK, "")
    if not characters().issuperset(composed):
        missing = next(character for character in composed if character not in characters())
        raise UnprintableCharacter(text=composed, character=missing, code=f"U+{ord(missing):04X}")
    return composed


@cache
def characters() -> frozenset[str]:
    """The characters that both fonts can draw."""
    regular, bold = (frozenset(map(chr, opened(path).face.unicodes)) for path in (REGULAR, BOLD))
    return regular & bold
