"""The text that a PDF of ours shows, read back from its glyphs: to see that a paper says what it has to say."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name, Pdf

SHOWS = {"Tj", "TJ", "'", '"'}
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
CODE = re.compile(rb"<([0-9A-Fa-f]+)>")
Letters = Mapping[int, str]


def printed_text(pdf: bytes) -> str:
    """All letters in the order they are drawn, without blanks: where a form puts lines and columns is its own affair."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return "".join("".join(_drawn(page, page.get(Name.Resources, {}))) for page in _pages(opened))


def without_blanks(text: str) -> str:
    return "".join(text.split())


def _pages(pdf: Pdf) -> Iterator[Any]:
    return iter(pdf.pages)


def _drawn(holder: Any, resources: Any) -> Iterator[str]:
    letters: Letters = {}
    fonts = {name: _letters(font) for name, font in resources.get(Name.Font, {}).items()}
    for instruction in pikepdf.parse_content_stream(holder):
        operator = str(instruction.operator)
        if operator == "Tf":
            letters = fonts.get(str(instruction.operands[0]), {})
        elif operator in SHOWS:
            yield without_blanks("".join(_read(operand, letters) for operand in instruction.operands))
        elif operator == "Do":
            inner = resources.XObject[instruction.operands[0]]
            if inner.get(Name.Subtype) == Name.Form:
                yield from _drawn(inner, inner.get(Name.Resources, resources))


def _read(shown: Any, letters: Letters) -> str:
    if isinstance(shown, pikepdf.Array):
        return "".join(_read(part, letters) for part in shown)
    if not isinstance(shown, pikepdf.String):
        return ""
    codes = bytes(shown)
    return "".join(
        letters.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2)
    )


def _letters(font: Any) -> Letters:
    """What each glyph of a font means, by its ToUnicode map."""
    if Name.ToUnicode not in font:
        return {}
    found: dict[int, str] = {}
    for kind, rows in SECTION.findall(font.ToUnicode.read_bytes()):
        codes = CODE.findall(rows)
        if kind == b"bfchar":
            found |= {int(code, 16): _text(text) for code, text in zip(codes[::2], codes[1::2], strict=True)}
        else:
            for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
                found |= _range(int(first, 16), int(last, 16), _text(text))
    return found


def _range(first: int, last: int, text: str) -> dict[int, str]:
    """Codes in a row mean letters in a row."""
    return {code: text[:-1] + chr(ord(text[-1]) + code - first) for code in range(first, last + 1)}


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
