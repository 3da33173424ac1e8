"""The rules of the book run by Hamilton, a ready-made engine of functions joined by argument name.

Same functions, same values of law. Hamilton knows no dates: rows are grouped by the forms in force first, with
the engine's own plans, and each group has a driver of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FunctionType
from typing import Any

import numpy as np

from openinsa.rules.engine import RuleBook
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.plan import Chosen, Plan
from openinsa.rules.engine.rule import Rule

Columns = Mapping[str, np.ndarray]


def run(book: RuleBook, targets: Sequence[str], columns: Columns) -> dict[str, np.ndarray]:
    """The targets of every row."""
    length = len(next(iter(columns.values())))
    found = {target: np.zeros(length, np.int64) for target in targets}
    for plan, rows in groups(book, tuple(targets), columns):
        inputs = {name: columns[name][rows] for name in plan.given}
        for target, values in driver_of(plan).execute(list(targets), inputs=inputs).items():
            found[target][rows] = values
    return found


def groups(
    book: RuleBook, targets: tuple[str, ...], columns: Columns, chosen: Chosen = frozenset()
) -> Iterator[tuple[Plan, np.ndarray]]:
    """The plan of each group of rows that share the form of every rule, and their positions."""
    plan = book._plan(targets, dict(columns), chosen)
    if not plan.undecided:
        yield plan, np.arange(len(next(iter(columns.values()))))
        return
    for forms, rows in book._groups(plan, columns):
        part = {name: values[rows] for name, values in columns.items()}
        for inner, positions in groups(book, targets, part, chosen | forms):
            yield inner, rows[positions]


def driver_of(plan: Plan) -> Any:
    from hamilton import ad_hoc_utils, driver

    nodes = [node_of(step) for step in plan.steps]
    return driver.Builder().with_modules(ad_hoc_utils.create_temporary_module(*nodes)).build()


def node_of(step: Rule | Parameter) -> Callable[..., Any]:
    """A step as Hamilton wants it: a function of the node's name whose arguments are annotated alike."""
    if isinstance(step, Rule):
        made = FunctionType(step.function.__code__, step.function.__globals__, step.name)
        made.__annotations__ = dict.fromkeys([*step.arguments, "return"], np.ndarray)
        return made

    def look_up(**given: np.ndarray) -> np.ndarray:
        return step.look_up(*given.values())

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    look_up.__name__ = look_up.__qualname__ = step.name
    look_up.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, kind, annotation=np.ndarray) for name in step.needs],
        return_annotation=np.ndarray,
    )
    look_up.__annotations__ = dict.fromkeys([*step.needs, "return"], np.ndarray)
    return look_up
