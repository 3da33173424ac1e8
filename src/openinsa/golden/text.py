"""Small readings of the words in worked cases."""

from __future__ import annotations

import re
from fractions import Fraction


def minutes(hours: float | str) -> int:
    """Minutes of hours such as 8, 7.5 or "7.5"."""
    return int(Fraction(str(hours)) * 60)


def first_number(words: str) -> int:
    """The first whole number in some words, 0 when there is none."""
    found = re.search(r"\d+", words)
    return int(found[0]) if found else 0


def span_minutes(span: str) -> tuple[int, int]:
    """Start and end of "22:00-07:00" in minutes after 00:00 of the first day; the end may pass 1440."""
    start, end = (int(part[:-3]) * 60 + int(part[-2:]) for part in span.strip().split("-"))
    return start, end if end > start else end + 24 * 60
