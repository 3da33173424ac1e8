"""Months and birthdays of day numbers."""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Day

MONTHS_PER_YEAR = 12


def month_of(day: Day) -> Day:
    """The 1st of the day's month."""
    return _first_day(_months(day))


def month_after(day: Day) -> Day:
    """The 1st of the month after the day's month."""
    return _first_day(_months(day) + 1)


def month_later(day: Day, months: Day) -> Day:
    """The 1st of the month so many months after the day's month."""
    return _first_day(_months(day) + months)


def year_start(day: Day) -> Day:
    """The 1st of January of the day's year."""
    months = _months(day)
    return _first_day(months - months % MONTHS_PER_YEAR)


def year_after(day: Day) -> Day:
    """The 1st of January after the day's year."""
    months = _months(day)
    return _first_day(months + MONTHS_PER_YEAR - months % MONTHS_PER_YEAR)


def birthday(birth_date: Day, age: Day) -> Day:
    """The day on which the age is reached; born on 29 February, 1 March of a common year (민법 제160조)."""
    months = _months(birth_date)
    return _first_day(months + age * MONTHS_PER_YEAR) + birth_date - _first_day(months)


def _months(day: Day) -> Day:
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_day(months: Day) -> Day:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
