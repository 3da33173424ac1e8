"""A QR code as small filled squares, for papers that come by the thousand."""

import re

import segno

ERROR_LEVEL, MASK = "m", 3
DARK = re.compile(b"\x01+")
QUIET_MODULES = 4
"""Blank modules around the code that readers need (ISO/IEC 18004)."""


def squares(text: str, size: float, left: float, bottom: float) -> str:
    """The operators that fill the code, quiet zone included, in a square of `size` points.

    One mask is used for all: trying all eight to find the prettiest takes five times as long, and a reader takes any.
    """
    code = segno.make(text, error=ERROR_LEVEL, mask=MASK, micro=False, boost_error=False)
    rows = code.matrix
    across = len(rows) + 2 * QUIET_MODULES
    module = size / across
    place = f"{module:.4f} 0 0 {module:.4f} {left:.2f} {bottom:.2f} cm"
    top = across - QUIET_MODULES - 1
    drawn = [
        f"{QUIET_MODULES + run.start()} {top - y} {run.end() - run.start()} 1 re"
        for y, row in enumerate(rows)
        for run in DARK.finditer(row)
    ]
    return f"q {place} {' '.join(drawn)} f Q"
