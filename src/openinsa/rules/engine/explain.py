"""The way from a value back to what was entered, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from openinsa.rules.engine.kinds import DAY, Kind, day_of
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.plan import Plan, needs
from openinsa.rules.engine.rule import Rule
from openinsa.rules.engine.run import Columns

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Explanation:
    """One value of one row and where it comes from.

    source is "rule", "parameter" or "given". A parameter carries the day its value began, the day it
    was last checked, and whether it is verified (with a note on what would settle it).
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
    inputs: tuple[Explanation, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The tree as plain data for JSON. A value met again stands there without its inputs."""
        return self._as_dict(set())

    def _as_dict(self, seen: set[str]) -> dict[str, Any]:
        if self.name in seen:
            return {"name": self.name, "value": self.value, "again": True}
        seen.add(self.name)
        said = {name: value for name, value in vars(self).items() if value != "" and name != "inputs"}
        return said | {"inputs": [part._as_dict(seen) for part in self.inputs]}


def explain(targets: Sequence[str], plan: Plan, values: Columns, labels: Labels) -> list[Explanation]:
    """Each target of the first row with everything it was made from, each value once."""
    steps = {step.name: step for step in plan.steps}
    made: dict[str, Explanation] = {}

    def tell(name: str, kind: Kind | None) -> Explanation:
        if name not in made:
            step = steps.get(name)
            inputs = tuple(tell(need, wanted) for need, wanted in needs(step).items()) if step else ()
            label = labels.get(name, {})
            made[name] = Explanation(
                name=name,
                value=plain(values[name][0], kind),
                kind=kind.name if kind else "",
                label_ko=label.get("ko", ""),
                label_en=label.get("en", ""),
                inputs=inputs,
                **_source(step, values),
            )
        return made[name]

    return [
        tell(target, step.kind if (step := steps.get(target)) else plan.given.get(target))
        for target in targets
    ]


def _source(step: Rule | Parameter | None, values: Columns) -> dict[str, Any]:
    if isinstance(step, Rule):
        return {"source": "rule", "law": step.law, "words_ko": step.words_ko, "words_en": step.words_en}
    if isinstance(step, Parameter):
        value = step.value_on(*(values[name][0] for name in step.needs))
        return {
            "source": "parameter",
            "law": value.law,
            "since": str(day_of(value.since)),
            "checked": str(value.checked),
            "verified": value.verified,
            "note": value.note,
        }
    return {"source": "given"}


def plain(value: Any, kind: Kind | None) -> int | bool | str:
    """A cell as plain Python: a day as "2026-11-22", a flag as bool."""
    if kind is DAY:
        return str(day_of(value))
    return value.item() if isinstance(value, np.generic) else value
