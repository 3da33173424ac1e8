"""Reading the YAML beside the rules of a topic; whatever is not as it should be is refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from openinsa.rules.engine.kinds import FLAG, KINDS, Kind, day_number
from openinsa.rules.engine.parameters import Parameter, Value
from openinsa.rules.engine.refusals import DuplicateName, FaultyParameter

FIELDS = {"label", "unit", "on", "by", "values", "note"}
VALUE_FIELDS = {"value", "law", "checked", "state", "note"}


@dataclass(frozen=True)
class TopicFile:
    """What one topic's YAML says: its labels, its deciding date, its parameters."""

    label: Mapping[str, str]
    on: str | None
    labels: Mapping[str, Mapping[str, str]]
    parameters: tuple[Parameter, ...]


def read_topic(path: Path, topic: str) -> TopicFile:
    """Read `<topic>.yaml`: parameters by name, and two entries about the topic itself.

    `topic: {label: {ko, en}, on: <date column>}` and `labels: {<rule or column>: {ko, en}}`. Raises
    FaultyParameter and DuplicateName.
    """
    content = dict(read_yaml(path) or {})
    head = content.pop("topic", {})
    labels = content.pop("labels", {})
    on = head.get("on")
    parameters = [_Reader(path.name, name).parameter(topic, entry, on) for name, entry in content.items()]
    return TopicFile(head.get("label", {}), on, labels, tuple(parameters))


def with_values(parameter: Parameter, groups: Mapping[Any, Any]) -> Parameter:
    """The parameter with further keys, their dated values written as in YAML. Raises FaultyParameter."""
    reader = _Reader("-", parameter.name)
    reader.require(parameter.by, "it has no second key")
    added = {key: reader.values(parameter.kind, dated) for key, dated in groups.items()}
    return replace(parameter, values={**parameter.values, **added})


def is_value(value: Any, kind: Kind) -> bool:
    """Whether a plain number may be a value of a kind."""
    return type(value) is (bool if kind is FLAG else int) and kind.lowest <= value <= kind.highest


@dataclass(frozen=True)
class _Reader:
    """Reads one parameter of a file."""

    file: str
    name: str

    def require(self, condition: Any, fault: str) -> None:
        if not condition:
            raise FaultyParameter(file=self.file, parameter=self.name, fault=fault)

    def parameter(self, topic: str, entry: Any, topic_on: str | None) -> Parameter:
        self.require(isinstance(entry, dict), "it is not a mapping")
        self.require(not (unknown := set(entry) - FIELDS), f"unknown field {unknown}")
        self.require({"label", "unit", "values"} <= set(entry), "label, unit and values are needed")
        self.require({"ko", "en"} <= set(entry["label"]), "the label is {ko: ..., en: ...}")
        unit = str(entry["unit"]).split()[0]
        self.require(unit in KINDS, f"the unit begins with one of {', '.join(KINDS)}")
        on, by = entry.get("on", topic_on), entry.get("by")
        self.require(on, "'on' names no date column")
        groups = entry["values"] if by else {None: entry["values"]}
        return Parameter(
            name=self.name,
            topic=topic,
            label=entry["label"],
            unit=entry["unit"],
            kind=KINDS[unit],
            on=str(on),
            by=by,
            values={key: self.values(KINDS[unit], dated) for key, dated in groups.items()},
            note=entry.get("note", ""),
        )

    def values(self, kind: Kind, dated: Any) -> tuple[Value, ...]:
        self.require(isinstance(dated, dict) and dated, "values are {date: {value, law, checked}}")
        self.require(all(isinstance(day, date) for day in dated), f"{list(dated)} are not all dates")
        return tuple(self.value(day, kind, cell) for day, cell in sorted(dated.items()))

    def value(self, day: date, kind: Kind, cell: Any) -> Value:
        self.require(isinstance(cell, dict), f"{day}: the value is not {{value, law, checked}}")
        self.require(not (odd := set(cell) - VALUE_FIELDS), f"{day}: unknown field {odd}")
        self.require(cell.get("law"), f"{day}: 'law' is missing")
        self.require(isinstance(cell.get("checked"), date), f"{day}: 'checked' is the day of the last check")
        self.require(cell.get("state", "unverified") == "unverified", f"{day}: state is unverified or absent")
        self.require("state" not in cell or cell.get("note"), f"{day}: a note says what would settle it")
        value = cell.get("value")
        value = day_number(value) if isinstance(value, date) else value
        self.require(is_value(value, kind), f"{day}: {value!r} is no value of kind {kind.name}")
        return Value(
            since=day_number(day),
            value=value,
            law=cell["law"],
            checked=cell["checked"],
            verified="state" not in cell,
            note=cell.get("note", ""),
        )


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a key given twice, where the second would silently win; `on` is a word, not true."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, str] = {}
        for key_node, _ in node.value:
            key, place = self.construct_object(key_node, deep=True), f"line {key_node.start_mark.line + 1}"
            if key in seen:
                raise DuplicateName(name=key, places=[seen[key], place])
            seen[key] = place
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    letter: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"]
    for letter, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 a SafeLoader  # nosec B506
