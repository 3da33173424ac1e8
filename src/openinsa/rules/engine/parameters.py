"""Values of law by date (and by a second key), read from the YAML beside the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from openinsa.rules.engine.kinds import DAY, FLAG, KINDS, Kind, Whole, day_number, day_of
from openinsa.rules.engine.refusals import DateBeforeFirstValue, FaultyParameter, UnknownKey

FIELDS = {"label", "unit", "on", "by", "values", "note"}
VALUE_FIELDS = {"value", "law", "checked", "state", "note"}


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

    def __post_init__(self) -> None:
        steps = {
            key: (
                np.array([value.since for value in values], np.int64),
                np.array([value.value for value in values], self.kind.dtype),
            )
            for key, values in self.values.items()
        }
        object.__setattr__(self, "_steps", steps)

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the columns that select the value."""
        return (self.on,) if self.by is None else (self.on, self.by)

    def look_up(self, days: Whole, keys: np.ndarray | None = None) -> np.ndarray:
        """The value in force on each day (and for each key). Refuses days before the first value."""
        if self.by is None or keys is None:
            return self._look_up(None, days, np.arange(0))
        result = np.zeros(len(days), self.kind.dtype)
        missing = np.ones(len(days), bool)
        for key in self._steps:
            rows = np.flatnonzero(keys == key)
            result[rows] = self._look_up(key, days[rows], rows)
            missing[rows] = False
        if missing.any():
            rows = np.flatnonzero(missing)
            raise UnknownKey(rows, parameter=self.name, by=self.by, key=keys[rows[0]], known=list(self.values))
        return result

    def _look_up(self, key: Any, days: Whole, rows: Whole) -> np.ndarray:
        since, values = self._steps[key]
        position = np.searchsorted(since, days, side="right") - 1
        if len(days) and position.min() < 0:
            early = np.flatnonzero(position < 0)
            raise DateBeforeFirstValue(
                rows[early] if len(rows) else early,
                parameter=self.name,
                first=day_of(since[0]),
                on=self.on,
                date=day_of(days[early[0]]),
            )
        return values[position]

    def value_on(self, day: int, key: Any = None) -> Value:
        """The value with its source that `look_up` takes for one day and key."""
        return [value for value in self.values[key] if value.since <= day][-1]


class _UniqueKeyLoader(yaml.SafeLoader):
    """A loader that refuses a key given twice: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' is given twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_UniqueKeyLoader.yaml_implicit_resolvers = {
    letter: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"]
    for letter, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_UniqueKeyLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))
# YAML 1.1 would read the key `on` as true.


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; a key given twice is an error."""
    return yaml.load(path.read_text(encoding="utf-8"), _UniqueKeyLoader)  # noqa: S506


@dataclass(frozen=True)
class TopicFile:
    """What one topic's YAML says: its labels, its deciding date, its parameters."""

    label: Mapping[str, str]
    on: str | None
    labels: Mapping[str, Mapping[str, str]]
    parameters: tuple[Parameter, ...]


def read_topic(path: Path, topic: str) -> TopicFile:
    """Read `<topic>.yaml`.

    Besides parameters it may hold `topic: {label: {ko, en}, on: <date column>}` and
    `labels: {<rule or column>: {ko, en}}`.
    """
    content = dict(read_yaml(path) or {})
    head = content.pop("topic", {})
    labels = content.pop("labels", {})
    on = head.get("on") or next((entry["on"] for entry in content.values() if "on" in entry), None)
    parameters = [_read(path.name, topic, name, entry, on) for name, entry in content.items()]
    return TopicFile(head.get("label", {}), on, labels, tuple(parameters))


def _read(file: str, topic: str, name: str, entry: dict[str, Any], on: str | None) -> Parameter:
    def require(condition: Any, fault: str) -> None:
        if not condition:
            raise FaultyParameter(file=file, parameter=name, fault=fault)

    require(isinstance(entry, dict), "it is not a mapping")
    require(not (unknown := set(entry) - FIELDS), f"unknown field {unknown}")
    require({"label", "unit", "values"} <= set(entry), "label, unit and values are needed")
    kind = KINDS.get(str(entry["unit"]).split()[0])
    require(kind, f"unit begins with one of {list(KINDS)}")
    require(entry.get("on") or on, "'on' names no date column")
    by = entry.get("by")
    groups = entry["values"] if by else {None: entry["values"]}
    values = {}
    for key, dated in groups.items():
        require(isinstance(dated, dict) and dated, "values are {date: {value, law, checked}}")
        for day, cell in dated.items():
            require(isinstance(day, date), f"'{day}' is not a date")
            require(isinstance(cell, dict), f"the value of {day} is not a mapping")
            require(not (odd := set(cell) - VALUE_FIELDS), f"{day}: unknown field {odd}")
            require({"value", "law", "checked"} <= set(cell), f"{day}: value, law and checked are needed")
        values[key] = tuple(
            Value(
                since=day_number(day),
                value=_whole(cell["value"], kind, file, name),
                law=cell["law"],
                checked=cell["checked"],
                verified=cell.get("state") != "unverified",
                note=cell.get("note", ""),
            )
            for day, cell in sorted(dated.items())
        )
    return Parameter(name, topic, entry["label"], entry["unit"], kind, entry.get("on") or on, by, values, entry.get("note", ""))


def _whole(value: Any, kind: Kind, file: str, name: str) -> int:
    if kind is DAY and isinstance(value, date):
        value = day_number(value)
    wanted = bool if kind is FLAG else int
    if type(value) is not wanted or not kind.lowest <= value <= kind.highest:
        raise FaultyParameter(file=file, parameter=name, fault=f"{value!r} is no value of kind {kind.name}")
    return value
