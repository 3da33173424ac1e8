"""Rows of plain values through the rule book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from openinsa.rules.engine import day_number, load_rule_book

Row = Mapping[str, Any]
BOOK = load_rule_book()


def columns(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """The rows as columns; dates become day numbers."""
    return {name: np.array([_plain(row[name]) for row in rows]) for name in rows[0]}


def run(target: str, rows: Sequence[Row]) -> list[Any]:
    """One value of the rule book for every row."""
    return BOOK.run([target], columns(rows))[target].tolist()


def _plain(value: Any) -> Any:
    return day_number(value) if isinstance(value, date) else value
