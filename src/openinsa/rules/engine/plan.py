"""From names to an order of work: which rules and parameters a target needs, each once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from openinsa.rules.engine.kinds import DAY, KEY, Kind
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.refusals import CircularRules, MissingInput, UnknownTarget
from openinsa.rules.engine.rule import Rule

Forms = Mapping[str, tuple[Rule, ...]]
Chosen = frozenset[tuple[str, int]]


@dataclass
class Plan:
    """Steps in order; given columns with their kinds; rules whose form the rows' dates must choose."""

    steps: list[Rule | Parameter] = field(default_factory=list)
    given: dict[str, Kind] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)


def make_plan(
    rules: Forms, parameters: Mapping[str, Parameter], targets: tuple[str, ...], given: frozenset[str], chosen: Chosen
) -> Plan:
    """The plan for some targets from some given columns, with the forms chosen so far.

    Refuses an unknown target, a missing input (naming the rule that wants it) and a circle.
    """
    plan, forms, missing = Plan(), dict(chosen), []
    done: set[str] = set()

    def visit(name: str, kind: Kind | None, path: tuple[str, ...]) -> None:
        if name in path:
            raise CircularRules(circle=[*path[path.index(name) :], name])
        if name in given:
            if kind is not None:
                plan.given.setdefault(name, kind)
            return
        if name in done:
            return
        done.add(name)
        step = parameters.get(name) or _form(rules, forms, name)
        if isinstance(step, Parameter):
            visit(step.on, DAY, (*path, name))
            if step.by:
                visit(step.by, KEY, (*path, name))
        elif isinstance(step, Rule):
            for argument, wanted in step.arguments.items():
                visit(argument, wanted, (*path, name))
        elif name in rules:
            plan.undecided.add(name)
            return
        elif path:
            missing.append(f"{name} (← {path[-1]})")
            return
        else:
            known = [*rules, *parameters]
            raise UnknownTarget(target=name, near=difflib.get_close_matches(name, known) or ["-"])
        plan.steps.append(step)

    for target in targets:
        visit(target, None, ())
    if missing:
        raise MissingInput(missing=missing)
    return plan


def _form(rules: Forms, chosen: Mapping[str, int], name: str) -> Rule | None:
    forms = rules.get(name, ())
    if name in chosen:
        return forms[chosen[name]]
    return forms[0] if len(forms) == 1 and not forms[0].dated else None
