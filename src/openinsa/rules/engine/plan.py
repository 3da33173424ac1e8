"""From names to an order of work: which rules and parameters a target needs, each once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openinsa.rules.engine.kinds import DAY, KEY, Kind
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.refusals import CircularRules, MissingInput, UnknownTarget
from openinsa.rules.engine.rule import Rule

Forms = Mapping[str, tuple[Rule, ...]]
Chosen = frozenset[tuple[str, int]]
"""Which form (by its position) stands for each dated rule."""


@dataclass
class Plan:
    """Steps in order; given columns with their kinds; dated rules whose form is not chosen yet.

    read: the columns that are needed, those the steps read and those that are targets themselves.
    """

    steps: list[Rule | Parameter] = field(default_factory=list)
    given: dict[str, Kind] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)


class Planner:
    """Walks from targets to inputs. `steps_for` is the whole of its use."""

    def __init__(self, rules: Forms, parameters: Mapping[str, Parameter]) -> None:
        self.rules = rules
        self.parameters = parameters

    def steps_for(self, targets: Iterable[str], given: frozenset[str], chosen: Chosen) -> Plan:
        """The plan for targets from given columns, with the forms chosen so far.

        A given column wins over a rule or parameter of its name. Refuses an unknown target, missing
        inputs (each with the rule that wants it) and a circle.
        """
        self.plan, self.given, self.chosen = Plan(), given, dict(chosen)
        self.done: set[str] = set()
        self.missing: list[str] = []
        for target in targets:
            if target not in given and target not in self.rules and target not in self.parameters:
                raise UnknownTarget(target=target, near=self._near(target, [*self.rules, *self.parameters]))
            self._visit(target, None, ())
        if self.missing:
            raise MissingInput(missing=self.missing)
        return self.plan

    def _visit(self, name: str, kind: Kind | None, path: tuple[str, ...]) -> None:
        if name in path:
            raise CircularRules(circle=" → ".join([*path[path.index(name) :], name]))
        if name in self.given:
            self.plan.read.add(name)
            if kind is not None:
                self.plan.given.setdefault(name, kind)
            return
        if name in self.done:
            return
        self.done.add(name)
        step = self.parameters.get(name) or self._form(name)
        if step is not None:
            for need, wanted in needs(step).items():
                self._visit(need, wanted, (*path, name))
            self.plan.steps.append(step)
        elif name in self.rules:
            self.plan.undecided.add(name)
        else:
            near = self._near(name, self.given)
            self.missing.append(f"{name} ← {path[-1]}" + ("" if near == "-" else f" ({near}?)"))

    def _form(self, name: str) -> Rule | None:
        forms = self.rules.get(name, ())
        if name in self.chosen:
            return forms[self.chosen[name]]
        return forms[0] if len(forms) == 1 and not forms[0].dated else None

    def _near(self, name: str, known: Iterable[str]) -> str:
        return ", ".join(difflib.get_close_matches(name, list(known), cutoff=0.75)) or "-"


def needs(step: Rule | Parameter) -> dict[str, Kind]:
    """The names a step reads, with the kind it wants of each."""
    if isinstance(step, Rule):
        return step.arguments
    return {step.on: DAY} | ({step.by: KEY} if step.by else {})
