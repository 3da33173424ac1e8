"""The rule book: all topics of a package, ready to run and to explain."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from openinsa.rules.engine.explain import Explanation, plain
from openinsa.rules.engine.kinds import DAY, KEY, Kind, Whole, day_of
from openinsa.rules.engine.parameters import Parameter, TopicFile, read_topic
from openinsa.rules.engine.plan import Chosen, Plan, make_plan
from openinsa.rules.engine.refusals import DuplicateName, FaultyRule, OverlappingForms, Refusal
from openinsa.rules.engine.rule import Rule, declared
from openinsa.rules.engine.run import Columns, at_rows, check, check_lengths, execute, groups_by_form

SLICE_ROWS = 65_536


class RuleBook:
    """Rules (dated forms by public name) and parameters of some topics."""

    def __init__(self, rules: Sequence[Rule], topics: Mapping[str, TopicFile], version: str) -> None:
        self.topics = topics
        self.version = version
        self.parameters = _parameters(topics)
        self.rules = _forms(rules, topics, self.parameters)
        self.labels = {name: label for topic in topics.values() for name, label in topic.labels.items()}
        self.labels |= {name: parameter.label for name, parameter in self.parameters.items()}
        self._plans: dict[tuple[tuple[str, ...], frozenset[str], Chosen], Plan] = {}

    def run(self, targets: Sequence[str], columns: Columns) -> dict[str, np.ndarray]:
        """The targets for every row. Rows may have different dates; a given column wins over a rule.

        Columns are int64 arrays (bool for a Flag, str or int64 for a second key) of one length.
        Raises a Refusal; its `rows` say which rows to mend or leave out.
        """
        targets = tuple(targets)
        length = check_lengths(columns)
        parts: list[dict[str, np.ndarray]] = []
        for start in range(0, max(length, 1), SLICE_ROWS):
            part = {name: values[start : start + SLICE_ROWS] for name, values in columns.items()}
            try:
                parts.append(self._run(targets, part))
            except Refusal as refusal:
                raise at_rows(refusal, np.arange(start, length)) from None
        if len(parts) == 1:
            return parts[0]
        return {target: np.concatenate([part[target] for part in parts]) for target in targets}

    def explain(self, target: str, columns: Columns, row: int = 0) -> Explanation:
        """The target of one row with everything it was made from."""
        check_lengths(columns)
        one = {name: values[row : row + 1] for name, values in columns.items()}
        plan, values = self._resolve((target,), one)
        steps = {step.name: step for step in plan.steps}
        made: dict[str, Explanation] = {}

        def tell(name: str, kind: Kind) -> Explanation:
            if name not in made:
                made[name] = self._tell(steps.get(name), name, kind, values, tell)
            return made[name]

        step = steps.get(target)
        return tell(target, step.result if isinstance(step, Rule) else step.kind if step else KEY)

    def _tell(self, step: Rule | Parameter | None, name: str, kind: Kind, values: Columns, tell: Any) -> Explanation:
        label = self.labels.get(name, {})
        said = {
            "name": name,
            "value": plain(values[name][0], kind),
            "kind": kind.name,
            "label_ko": label.get("ko", ""),
            "label_en": label.get("en", ""),
        }
        if isinstance(step, Rule):
            inputs = tuple(tell(argument, wanted) for argument, wanted in step.arguments.items())
            return Explanation(
                source="rule", words_ko=step.words_ko, words_en=step.words_en, law=step.law, inputs=inputs, **said
            )
        if isinstance(step, Parameter):
            keys = [values[name][0] for name in step.needs]
            value = step.value_on(*keys)
            inputs = tuple(
                tell(need, wanted) for need, wanted in zip(step.needs, (DAY, KEY), strict=False)
            )
            return Explanation(
                source="parameter",
                law=value.law,
                since=str(day_of(value.since)),
                checked=str(value.checked),
                verified=value.verified,
                note=value.note,
                inputs=inputs,
                **said,
            )
        return Explanation(source="given", **said)

    def _run(self, targets: tuple[str, ...], columns: Columns, chosen: Chosen = frozenset()) -> dict[str, np.ndarray]:
        plan = self._plan(targets, frozenset(columns), chosen)
        if not plan.undecided:
            values = execute(plan, columns)
            return {target: values[target] for target in targets}
        groups = list(self._groups(plan, columns))
        if len(groups) == 1:
            return self._run(targets, columns, chosen | groups[0][0])
        result: dict[str, np.ndarray] = {}
        for forms, rows in groups:
            part = {name: values[rows] for name, values in columns.items()}
            try:
                found = self._run(targets, part, chosen | forms)
            except Refusal as refusal:
                raise at_rows(refusal, rows) from None
            for target, values in found.items():
                length = len(next(iter(columns.values())))
                result.setdefault(target, np.zeros(length, values.dtype))[rows] = values
        return result

    def _resolve(self, targets: tuple[str, ...], columns: Columns) -> tuple[Plan, dict[str, np.ndarray]]:
        chosen: Chosen = frozenset()
        while (plan := self._plan(targets, frozenset(columns), chosen)).undecided:
            chosen |= next(self._groups(plan, columns))[0]
        return plan, execute(plan, columns)

    def _groups(self, plan: Plan, columns: Columns) -> Iterator[tuple[Chosen, Whole]]:
        names = sorted(plan.undecided)
        dates = {name: self._dates(name, columns) for name in names}
        return groups_by_form(names, self.rules, dates)

    def _dates(self, name: str, columns: Columns) -> Whole:
        on = self.rules[name][0].on or ""
        days = columns[on] if on in columns else self._run((on,), columns)[on]
        check(on, days, DAY)
        return days

    def _plan(self, targets: tuple[str, ...], given: frozenset[str], chosen: Chosen) -> Plan:
        key = (targets, given, chosen)
        if key not in self._plans:
            self._plans[key] = make_plan(self.rules, self.parameters, targets, given, chosen)
        return self._plans[key]


def _parameters(topics: Mapping[str, TopicFile]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for topic in topics.values():
        for parameter in topic.parameters:
            if parameter.name in found:
                places = [found[parameter.name].topic, parameter.topic]
                raise DuplicateName(name=parameter.name, places=places)
            found[parameter.name] = parameter
    return found


def _forms(
    rules: Sequence[Rule], topics: Mapping[str, TopicFile], parameters: Mapping[str, Parameter]
) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for one in rules:
        if one.name in parameters:
            raise DuplicateName(name=one.name, places=[one.topic, f"{parameters[one.name].topic} (YAML)"])
        on = one.on or (topics[one.topic].on if one.topic in topics else None)
        if one.dated and on is None:
            raise FaultyRule(rule=one.name, fault="it is dated, and neither it nor its topic names a date column")
        found.setdefault(one.name, []).append(_with_on(one, on))
    for forms in found.values():
        forms.sort(key=lambda form: form.since if form.since is not None else -(10**9))
        for earlier, later in pairwise(forms):
            _refuse_overlap(earlier, later)
    return {name: tuple(forms) for name, forms in found.items()}


def _with_on(one: Rule, on: str | None) -> Rule:
    return Rule(**{**vars(one), "on": on})


def _refuse_overlap(earlier: Rule, later: Rule) -> None:
    if earlier.until is None or later.since is None or earlier.until >= later.since:
        date = "every day" if later.since is None else day_of(later.since)
        names = [earlier.function.__name__, later.function.__name__]
        raise OverlappingForms(rule=later.name, date=date, forms=names)


@cache
def load_rule_book(package: str = "openinsa.rules") -> RuleBook:
    """The rule book of a package: every folder in it except `engine` is a topic."""
    root = Path(str(importlib.import_module(package).__path__[0]))
    rules: list[Rule] = []
    topics: dict[str, TopicFile] = {}
    for folder in sorted(path for path in root.iterdir() if (path / "__init__.py").exists()):
        if folder.name == "engine":
            continue
        for module in sorted(folder.glob("*.py")):
            name = f"{package}.{folder.name}" + ("" if module.stem == "__init__" else f".{module.stem}")
            importlib.import_module(name)
            rules += declared.get(name, [])
        values = folder / f"{folder.name}.yaml"
        if values.exists():
            topics[folder.name] = read_topic(values, folder.name)
    return RuleBook(rules, topics, _version(root))


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".yaml", ".json"} and "cases" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
