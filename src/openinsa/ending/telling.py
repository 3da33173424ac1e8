"""Explanations as a settlement keeps them: every value once, with the names of those it was made from."""

from collections.abc import Iterable, Mapping
from typing import Any

from openinsa.rules.engine import Explanation

Told = dict[str, Any]
"""{"figures": [name, ...], "values": {name: {..., "inputs": [name, ...]}}}"""


def kept(figures: Iterable[Explanation]) -> Told:
    """The explanations of some figures, in their order."""
    told: Told = {"figures": [], "values": {}}
    add(told, figures)
    return told


def add(told: Told, figures: Iterable[Explanation]) -> None:
    """Keep further figures beside those that are there; a value told before stays as it was told."""
    for figure in figures:
        told["figures"].append(figure.name)
        _keep(told["values"], figure)


def _keep(values: dict[str, Any], one: Explanation) -> None:
    if one.name in values:
        return
    said = {
        name: value for name, value in vars(one).items() if value != "" and name not in {"name", "inputs"}
    }
    values[one.name] = said | {"inputs": [part.name for part in one.inputs]}
    for part in one.inputs:
        _keep(values, part)


def tree(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One kept figure as the rule book tells a tree: what it was made from, each value once."""
    return _tree(told["values"], name, set())


def _tree(values: Mapping[str, Any], name: str, seen: set[str]) -> dict[str, Any]:
    if name in seen:
        return {"name": name, "value": values[name]["value"], "again": True}
    seen.add(name)
    inputs = [_tree(values, part, seen) for part in values[name]["inputs"]]
    return {**values[name], "name": name, "inputs": inputs}


def value_of(told: Mapping[str, Any], name: str) -> Any:
    """A kept value, or None where the settlement was reckoned without it."""
    return told["values"].get(name, {}).get("value") if told else None
