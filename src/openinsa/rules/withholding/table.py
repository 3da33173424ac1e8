"""The withholding table (근로소득 간이세액표) as data: rows per body version, looked up, never recomputed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from openinsa.rules.engine import Count, Day, Won, cut_10, day_number, multiply_ppm

FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Table:
    """One body of the table: lower bounds and cells in won; above the last row, bands with a rate."""

    lower: Won
    cells: Won
    above_from: Won
    above_added: Won
    above_rate: Won

    def tax(self, pay: Won, family: Count) -> Won:
        """Tax of monthly pay at 100 percent without child amounts; a row holds its lower bound."""
        row = np.searchsorted(self.lower, pay, side="right") - 1
        printed_members = self.cells.shape[1]
        printed = self.cells[row, np.minimum(family, printed_members) - 1]
        per_further_member = self.cells[row, -2] - self.cells[row, -1]
        cell = printed - np.maximum(family - printed_members, 0) * per_further_member
        return np.where(row < 0, 0, np.maximum(cell, 0)) + self._above(pay)

    def _above(self, pay: Won) -> Won:
        band = np.searchsorted(self.above_from, pay, side="left") - 1
        excess = multiply_ppm(pay - self.above_from[band], self.above_rate[band])
        return np.where(band < 0, 0, cut_10(self.above_added[band] + excess))


def read_table(content: Mapping[str, Any]) -> Table:
    """A table from the content of a file of `tables/`."""
    rows = np.array(content["rows"], np.int64)
    above_from, above_added, above_rate = np.array(content["above"], np.int64).T
    return Table(rows[:, 0] * 1000, rows[:, 1:], above_from, above_added, above_rate)


TABLES: Mapping[int, Table] = {
    day_number(date.fromisoformat(path.stem)): read_table(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(FOLDER.glob("*.json"))
}
"""Table bodies by the day from which they apply."""


def tax_of_table(applies_from: Day, pay: Won, family: Count) -> Won:
    """Tax by the body of each row."""
    tax = np.zeros(len(pay), np.int64)
    for day, table in TABLES.items():
        rows = applies_from == day
        tax[rows] = table.tax(pay[rows], family[rows])
    return tax
