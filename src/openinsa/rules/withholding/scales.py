"""Progressive scales of the Income Tax Act as data: bands of (from, amount up to there, rate beyond)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from openinsa.rules.engine import Day, Won, day_number, divide_cut

FILE = Path(__file__).with_name("scales.json")


@dataclass(frozen=True)
class Scale:
    """Bands in ascending order; `per` is what the rate is a rate of: a million, or one."""

    lower: Won
    amount: Won
    rate: Won
    per: int

    def of(self, value: Won) -> Won:
        """Amount up to the band plus the rate on the rest, below a won dropped. Values are 0 or more."""
        band = np.searchsorted(self.lower, value, side="right") - 1
        return self.amount[band] + divide_cut((value - self.lower[band]) * self.rate[band], self.per)


def read_scale(content: Mapping[str, Any]) -> Scale:
    """A scale from one entry of `scales.json`."""
    lower, amount, rate = np.array(content["bands"], np.int64).T
    return Scale(lower, amount, rate, content["per"])


SCALES: Mapping[str, Mapping[int, Scale]] = {
    name: {day_number(date.fromisoformat(day)): read_scale(entry) for day, entry in versions.items()}
    for name, versions in json.loads(FILE.read_text(encoding="utf-8")).items()
}
"""Scales by name and by the day from which they apply."""


def by_scale(name: str, applies_from: Day, value: Won) -> Won:
    """The scale's amount for each row, by the version of the row."""
    result = np.zeros(len(value), np.int64)
    for day, scale in SCALES[name].items():
        rows = applies_from == day
        result[rows] = scale.of(value[rows])
    return result
