"""The rule book: all topics together, ready to run and to explain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from openinsa.rules.engine.explain import Explanation, explain
from openinsa.rules.engine.kinds import DAY, Whole, day_of
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.plan import Chosen, Forms, Plan, Planner
from openinsa.rules.engine.refusals import DuplicateName, FaultyRule, MissingInput, OverlappingForms, Refusal
from openinsa.rules.engine.rule import Rule
from openinsa.rules.engine.run import Columns, check, check_lengths, execute, groups_by_form
from openinsa.rules.engine.topic_file import TopicFile, with_values

SLICE_ROWS = 65_536
"""Rows worked on at once: few enough to stay in the processor's cache, many enough to hide Python."""


@dataclass(frozen=True)
class SoundRows:
    """Targets for the rows nothing refused (their positions in `rows`), and the refusals of the others."""

    values: dict[str, np.ndarray]
    rows: Whole
    refusals: tuple[Refusal, ...]


class RuleBook:
    """Rules (dated forms by public name) and parameters of some topics.

    `version` names the exact text of all rules and values; the same version gives the same won.
    """

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

        Columns are int64 arrays (bool for a Flag, str or int64 for a second key) of one length. Raises a
        Refusal, whose `rows` say which rows to mend or leave out.
        """
        wanted = tuple(targets)
        length = check_lengths(columns)
        if length <= SLICE_ROWS:
            found = self._run(wanted, columns)
            return {
                name: values if values.flags.writeable else values.copy() for name, values in found.items()
            }
        result: dict[str, np.ndarray] = {}
        for start in range(0, length, SLICE_ROWS):
            rows = np.arange(start, min(start + SLICE_ROWS, length))
            part = {name: values[start : start + SLICE_ROWS] for name, values in columns.items()}
            self._run_into(result, rows, length, wanted, part)
        return result

    def run_sound_rows(self, targets: Sequence[str], columns: Columns) -> SoundRows:
        """Like `run`, but rows that are refused are put aside instead of stopping the others."""
        rows: Whole = np.arange(check_lengths(columns))
        refusals: list[Refusal] = []
        while True:
            part = {name: values[rows] for name, values in columns.items()}
            try:
                return SoundRows(self.run(targets, part), rows, tuple(refusals))
            except Refusal as refusal:
                if not refusal.rows:
                    raise
                refusals.append(refusal.at(rows))
                rows = np.delete(rows, refusal.rows)

    def explain(self, target: str, columns: Columns, row: int = 0) -> Explanation:
        """The target of one row with everything it was made from."""
        return self.explain_all([target], columns, row)[0]

    def explain_all(self, targets: Sequence[str], columns: Columns, row: int = 0) -> list[Explanation]:
        """Several targets of one row, each with everything it was made from; reckoned once."""
        check_lengths(columns)
        one = {name: values[row : row + 1] for name, values in columns.items()}
        chosen: Chosen = frozenset()
        while (plan := self._plan(tuple(targets), one, chosen)).undecided:
            chosen |= next(self._groups(plan, one))[0]
        return explain(targets, plan, execute(plan, one), self.labels)

    def with_values(self, values: Mapping[str, Mapping[Any, Mapping[Any, Any]]]) -> RuleBook:
        """A book where parameters with a second key have further keys, as {parameter: {key: values}}.

        An institution brings its own living wage or pay table this way: dated, with a source, and part of
        the version. The dated values are written as in YAML.
        """
        added = {name: with_values(self.parameters[name], groups) for name, groups in values.items()}
        book = copy(self)
        book.parameters = self.parameters | added
        book.version = hashlib.sha256(f"{self.version}{values}".encode()).hexdigest()[:16]
        book._plans = {}
        return book

    def _run(self, targets: tuple[str, ...], columns: Columns, chosen: Chosen = frozenset()) -> Any:
        plan = self._plan(targets, columns, chosen)
        if not plan.undecided:
            values = execute(plan, columns)
            return {target: values[target] for target in targets}
        length = check_lengths(columns)
        result: dict[str, np.ndarray] = {}
        for forms, rows in self._groups(plan, columns):
            if len(rows) == length:
                return self._run(targets, columns, chosen | forms)
            part = {name: values[rows] for name, values in columns.items()}
            self._run_into(result, rows, length, targets, part, chosen | forms)
        return result

    def _run_into(
        self,
        result: dict[str, np.ndarray],
        rows: Whole,
        length: int,
        targets: tuple[str, ...],
        columns: Columns,
        chosen: Chosen = frozenset(),
    ) -> None:
        try:
            found = self._run(targets, columns, chosen)
        except Refusal as refusal:
            raise refusal.at(rows) from None
        for target, values in found.items():
            result.setdefault(target, np.empty(length, values.dtype))[rows] = values

    def _groups(self, plan: Plan, columns: Columns) -> Iterator[tuple[Chosen, Whole]]:
        return groups_by_form(
            self.rules, {name: self._dates(name, columns) for name in sorted(plan.undecided)}
        )

    def _dates(self, name: str, columns: Columns) -> Whole:
        on = str(self.rules[name][0].on)
        if on not in columns and on not in self.rules:
            raise MissingInput(missing=[f"{on} ← {name}"])
        days = columns[on] if on in columns else self._run((on,), columns)[on]
        check(on, days, DAY)
        return days

    def _plan(self, targets: tuple[str, ...], columns: Columns, chosen: Chosen) -> Plan:
        key = (targets, frozenset(columns), chosen)
        if key not in self._plans:
            planner = Planner(self.rules, self.parameters)
            self._plans[key] = planner.steps_for(targets, key[1], chosen)
        return self._plans[key]


def _parameters(topics: Mapping[str, TopicFile]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for parameter in (one for topic in topics.values() for one in topic.parameters):
        if parameter.name in found:
            raise DuplicateName(name=parameter.name, places=[found[parameter.name].topic, parameter.topic])
        found[parameter.name] = parameter
    return found


def _forms(
    rules: Sequence[Rule], topics: Mapping[str, TopicFile], parameters: Mapping[str, Parameter]
) -> Forms:
    found: dict[str, list[Rule]] = {}
    for one in rules:
        on = one.on or (topics[one.topic].on if one.topic in topics else None)
        if one.name in parameters:
            raise DuplicateName(
                name=one.name, places=[f"{one.topic}.py", f"{parameters[one.name].topic}.yaml"]
            )
        if one.dated and on is None:
            raise FaultyRule(
                rule=one.name, fault="it is dated, and neither it nor its topic names a date column"
            )
        found.setdefault(one.name, []).append(replace(one, on=on))
    return {name: _in_order(forms) for name, forms in found.items()}


def _in_order(forms: list[Rule]) -> tuple[Rule, ...]:
    forms.sort(key=lambda form: form.first_day)
    for earlier, later in pairwise(forms):
        if earlier.last_day >= later.first_day:
            names = [earlier.function.__name__, later.function.__name__]
            date = day_of(max(earlier.first_day, later.first_day))
            raise OverlappingForms(rule=later.name, date=date, forms=names)
        if earlier.on != later.on or earlier.kind != later.kind:
            raise FaultyRule(rule=later.name, fault="its forms differ in date column or kind of result")
    return tuple(forms)
