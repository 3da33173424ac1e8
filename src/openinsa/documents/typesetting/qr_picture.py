"""A QR code as small filled squares, for papers that come by the thousand.

Codes of one length are related: each bit of the text turns the same modules over, whatever the other bits are, since
error correction (Reed-Solomon) and a fixed mask add nothing but sums without carry. So one code is made in full, what
each bit turns over is learnt once, and every further code is put together from that, in a tenth of the time.
"""

import re
from functools import cache

ERROR_LEVEL, MASK = "m", 3
DARK = re.compile("1+")
QUIET_MODULES = 4
"""Blank modules around the code that readers need (ISO/IEC 18004)."""


def squares(text: str, size: float, left: float, bottom: float) -> str:
    """The operators that fill the code, quiet zone included, in a square of `size` points.

    One mask is used for all: trying all eight to find the prettiest takes five times as long, and a reader takes any.
    """
    rows = modules(text)
    across = len(rows) + 2 * QUIET_MODULES
    module = size / across
    place = f"{module:.4f} 0 0 {module:.4f} {left:.2f} {bottom:.2f} cm"
    top = across - QUIET_MODULES - 1
    drawn = [
        f"{QUIET_MODULES + start} {top - y} {end - start} 1 re"
        for y, row in enumerate(rows)
        for start, end in map(re.Match.span, DARK.finditer(row))
    ]
    return f"q {place} {' '.join(drawn)} f Q"


def modules(text: str) -> list[str]:
    """The rows of the code, a 1 for each dark module."""
    wanted = text.encode()
    known, code, width = _first_of(len(wanted))
    for at, (one, other) in enumerate(zip(wanted, known, strict=True)):
        differing = one ^ other
        while differing:
            lowest = differing & -differing
            code ^= _turned_over(len(wanted), at, lowest)
            differing ^= lowest
    bits = f"{code:0{width * width}b}"
    return [bits[start : start + width] for start in range(0, width * width, width)]


@cache
def _first_of(length: int) -> tuple[bytes, int, int]:
    """A text of this length, its code as one number, and how many modules it is wide."""
    text = b"a" * length
    return text, *_made(text)


@cache
def _turned_over(length: int, at: int, bit: int) -> int:
    """The modules that one bit of a text turns over."""
    text, code, _width = _first_of(length)
    other = bytes([*text[:at], text[at] ^ bit, *text[at + 1 :]])
    return code ^ _made(other)[0]


def _made(text: bytes) -> tuple[int, int]:
    """Loads what makes codes only where there are any: statements are printed by processes that start for it."""
    import segno

    code = segno.make(text, error=ERROR_LEVEL, mask=MASK, mode="byte", micro=False, boost_error=False)
    bits = "".join(str(module) for row in code.matrix for module in row)
    return int(bits, 2), len(code.matrix)
