"""One case as one row of the rule book, and dates as day numbers."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from openinsa.rules.engine import day_number, load_rule_book


def value_of(target: str, **columns: Any) -> Any:
    """One value of the rule book from one row of plain values."""
    row = {name: np.array([value]) for name, value in columns.items()}
    return load_rule_book().run([target], row)[target][0].item()


def day(text: str) -> int:
    """Day number of "2026-05-20"."""
    return day_number(datetime.date.fromisoformat(text))


def month(text: str) -> int:
    """Day number of the 1st of "2026-05" or of a date's month."""
    return day(f"{text[:7]}-01")
