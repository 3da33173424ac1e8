"""The way from a value back to what was entered, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from openinsa.rules.engine.kinds import Kind, day_of

Label = Mapping[str, str]


@dataclass(frozen=True)
class Explanation:
    """One value of one row and where it comes from.

    source is "rule", "parameter" or "given". A parameter carries the day its value began, the day it
    was last checked, and whether it is verified.
    """

    name: str
    source: str
    value: int | bool | str
    kind: str
    label_ko: str = ""
    label_en: str = ""
    words_ko: str = ""
    words_en: str = ""
    law: str = ""
    since: str = ""
    checked: str = ""
    verified: bool = True
    note: str = ""
    inputs: tuple[Explanation, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The tree as plain data for JSON. A value met again shows itself without its inputs."""
        return self._as_dict(set())

    def _as_dict(self, seen: set[str]) -> dict[str, Any]:
        plain = {key: value for key, value in vars(self).items() if key != "inputs" and value != ""}
        if self.name in seen:
            return {"name": self.name, "value": self.value, "again": True}
        seen.add(self.name)
        return plain | {"inputs": [part._as_dict(seen) for part in self.inputs]}


def plain(value: Any, kind: Kind) -> int | bool | str:
    """A cell as plain Python: days as 2026-11-22, flags as bool."""
    if kind.name == "day":
        return str(day_of(value))
    if isinstance(value, np.generic):
        return value.item()
    return value
