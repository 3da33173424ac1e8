"""Months of service between day numbers."""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Flag
from openinsa.rules.insurance.dates import MONTHS_PER_YEAR, month_after, month_later, month_of

SECOND_MONTH = 1
"""February, counted from 0."""


def whole_months(since: Day, ended: Day) -> Count:
    """Months completed from a first to a last day, both included (민법 제160조)."""
    after = ended + 1
    begun = _month_number(after) - _month_number(since)
    return begun - np.where(after - month_of(after) < since - month_of(since), 1, 0)


def months_before(day: Day, months: Count, missing_is_next: Flag) -> Day:
    """The same day so many months before; the month's last day where that is missing, in February also the
    1st of March."""
    first = month_later(day, -months)
    last = month_after(first) - 1
    same = first + day - month_of(day)
    february = _month_number(first) % MONTHS_PER_YEAR == SECOND_MONTH
    stands_in = np.where(february & missing_is_next, last + 1, last)
    return np.where(same <= last, same, stands_in)


def _month_number(day: Day) -> Count:
    return month_of(day).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
