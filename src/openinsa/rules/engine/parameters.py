"""Values of law by date, and by a second key."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from openinsa.rules.engine.kinds import A_FEW, Kind, Whole, day_of, ends_of
from openinsa.rules.engine.refusals import DateBeforeFirstValue, UnknownKey


@dataclass(frozen=True)
class Value:
    """One value of law from its first valid day on."""

    since: int
    value: int
    law: str
    checked: date
    verified: bool = True
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """A named value of law. Without a second key all values stand under the key None."""

    name: str
    topic: str
    label: Mapping[str, str]
    unit: str
    kind: Kind
    on: str
    by: str | None
    values: Mapping[Any, tuple[Value, ...]]
    note: str = ""
    _steps: Mapping[Any, tuple[Whole, Whole]] = field(init=False, repr=False, compare=False)
    _begins: Mapping[Any, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        steps = {
            key: (
                np.array([value.since for value in values], np.int64),
                np.array([value.value for value in values], self.kind.dtype),
            )
            for key, values in self.values.items()
        }
        object.__setattr__(self, "_steps", steps)
        begins = {key: [value.since for value in values] for key, values in self.values.items()}
        object.__setattr__(self, "_begins", begins)

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the columns that select the value."""
        return (self.on,) if self.by is None else (self.on, self.by)

    def look_up(self, days: Whole, keys: np.ndarray | None = None) -> np.ndarray:
        """The value in force on each day (and for each key). Refuses days before the first value."""
        if keys is None:
            return self._look_up(None, days)
        result = np.zeros(len(days), self.kind.dtype)
        missing = np.ones(len(days), np.bool_)
        present = set(keys.tolist()) if len(keys) <= A_FEW else self.values
        for key in filter(present.__contains__, self.values):
            rows = np.flatnonzero(keys == key)
            try:
                result[rows] = self._look_up(key, days[rows])
            except DateBeforeFirstValue as refusal:
                raise refusal.at(rows) from None
            missing[rows] = False
        if len(rows := np.flatnonzero(missing)):
            facts = {"by": self.by, "key": keys[rows[0]], "known": list(self.values)}
            raise UnknownKey(rows, **self._named(), **facts)
        return result

    def _look_up(self, key: Any, days: Whole) -> np.ndarray:
        since, values = self._steps[key]
        first, last = ends_of(days) if len(days) else (self.values[key][0].since,) * 2
        begins = self._begins[key]
        ends = bisect_right(begins, first), bisect_right(begins, last)
        if ends[0] == 0:
            early = np.flatnonzero(days < since[0])
            facts = {"first": day_of(since[0]), "on": self.on, "date": day_of(days[early[0]])}
            raise DateBeforeFirstValue(early, **self._named(), **facts)
        if ends[0] == ends[1]:
            return _alike(len(days), values[ends[0] - 1].item(), values.dtype)
        return values[np.searchsorted(since, days, side="right") - 1]

    def _named(self) -> dict[str, str]:
        return {"parameter": self.name, "label_ko": self.label["ko"], "label_en": self.label["en"]}

    def value_on(self, day: int, key: Any = None) -> Value:
        """The value with its source that `look_up` takes for one day and key."""
        return [value for value in self.values[key] if value.since <= day][-1]


def _alike(length: int, value: int | bool, dtype: Any) -> np.ndarray:
    """So many times one value; of a few the same array again, which nobody can write into."""
    return _few_alike(length, value, dtype) if length <= A_FEW else np.full(length, value, dtype)


@lru_cache(maxsize=4096)
def _few_alike(length: int, value: int | bool, dtype: Any) -> np.ndarray:
    made = np.full(length, value, dtype)
    made.flags.writeable = False
    return made
