"""Small readings of the words in worked cases."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

SPAN = re.compile(r"\d{1,2}:\d\d-\d{1,2}:\d\d")


MORE = re.compile(r"more|over|and\b|plus|\bday")
"""Words by which a contract goes on after its whole years or months."""
DAYS_OF_A_YEAR, MONTHS_OF_A_YEAR = 365, 12


class NotUnderstood(ValueError):
    """A case says something that no rule here answers; the message names it."""


def minutes(hours: float | str) -> int:
    """Minutes of hours such as 8, 7.5 or "7.5"."""
    return int(Fraction(str(hours)) * 60)


def first_number(words: str) -> int:
    """The first whole number in some words, 0 when there is none."""
    found = re.search(r"\d+", words)
    return int(found[0]) if found else 0


def both_ends(period: str) -> tuple[date, date]:
    """The days of "2025-07-01..2026-06-30"."""
    try:
        first, last = map(date.fromisoformat, period.split(".."))
    except ValueError:
        raise NotUnderstood(f"period '{period}'") from None
    return first, last


def service_in(told: str, *, contract: bool = True) -> tuple[int, bool]:
    """Whole months of "1 year exactly", "364 days", "6 months" or a period, and whether at least a day follows.

    A contract that names no further day ends with its last month; a service "up to" some length has begun
    the day after.
    """
    if ".." in told:
        return whole_months(*both_ends(told))
    number = first_number(told)
    if not number:
        raise NotUnderstood(f"service '{told}'")
    if "year" not in told and "month" not in told and "day" in told:
        whole = number % DAYS_OF_A_YEAR == 0
        return number * MONTHS_OF_A_YEAR // DAYS_OF_A_YEAR, not whole
    months = number if "month" in told else number * MONTHS_OF_A_YEAR
    if "less than" in told or "below" in told:
        return months - 1, True
    return months, "exactly" not in told and (not contract or bool(MORE.search(told)))


def whole_months(first: date, last: date) -> tuple[int, bool]:
    """Whole months of a period by the calendar (민법 제160조), and whether days are left after them.

    Months that would end on a day that is not there end with their last day.
    """
    after = last + timedelta(days=1)
    months = (after.year - first.year) * MONTHS_OF_A_YEAR + after.month - first.month
    on_the_edge = after.day == first.day or (after.day == 1 and first.day > last.day)
    return months - (after.day < first.day), not on_the_edge


def span_minutes(span: str) -> tuple[int, int]:
    """Start and end of "22:00-07:00" in minutes after 00:00 of the first day; the end may pass 1440."""
    if not SPAN.fullmatch(span.strip()):
        raise NotUnderstood(f"times '{span}'")
    start, end = (int(part[:-3]) * 60 + int(part[-2:]) for part in span.strip().split("-"))
    return start, end if end > start else end + 24 * 60
