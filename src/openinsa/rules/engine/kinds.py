"""Kinds of numbers a rule may take and give, each with the range it must stay in.

Every value is a NumPy int64 array (bool for a Flag); a kind says what one unit is. The ranges are
chosen so that a product of any two kinds stays below 2**63, and a test runs every rule of the book at
the ends of its ranges: no rule can wrap around unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


@dataclass(frozen=True)
class Kind:
    """What one unit of a value is, and the smallest and largest value allowed (both inclusive)."""

    name: str
    lowest: int
    highest: int
    dtype: Any = np.int64


WON = Kind("won", -(10**12), 10**12)
MINUTES = Kind("minutes", -(10**6), 10**6)
DAYS = Kind("days", -(10**6), 10**6)
PPM = Kind("ppm", -(10**6), 10**6)
PERCENT = Kind("percent", -(10**4), 10**4)
COUNT = Kind("count", -(10**6), 10**6)
DAY = Kind("day", day_number(date(1900, 1, 1)), day_number(date(2200, 1, 1)))
FLAG = Kind("flag", 0, 1, np.bool_)
KEY = Kind("key", 0, 0, np.str_)

A_FEW = 100
"""Values that plain Python looks through as fast as an array does."""

KINDS = {kind.name: kind for kind in (WON, MINUTES, DAYS, PPM, PERCENT, COUNT, DAY, FLAG, KEY)}

Whole = NDArray[np.int64]
Won = Annotated[Whole, WON]
Minutes = Annotated[Whole, MINUTES]
Days = Annotated[Whole, DAYS]
Ppm = Annotated[Whole, PPM]
Percent = Annotated[Whole, PERCENT]
Count = Annotated[Whole, COUNT]
Day = Annotated[Whole, DAY]
Flag = Annotated[NDArray[np.bool_], FLAG]
Key = Annotated[NDArray[Any], KEY]


def ends_of(values: Whole) -> tuple[int, int]:
    """The smallest and the largest value. Of a few, plain Python finds them in a third of the time."""
    if values.size == 1:
        only = values.item()
        return only, only
    if values.size <= A_FEW:
        plain = values.tolist()
        return min(plain), max(plain)
    return int(values.min()), int(values.max())


def kinds_of(function: Any) -> dict[str, Kind]:
    """The kind of every annotated argument of a function, and of its result under "return"."""
    hints = get_type_hints(function, include_extras=True)
    return {
        name: kind for name, hint in hints.items() for kind in get_args(hint)[1:] if isinstance(kind, Kind)
    }
