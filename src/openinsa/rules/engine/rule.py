"""A rule: one pure function, the article of law behind it, and the days it is in force."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from openinsa.rules.engine.kinds import DAY, Kind, day_number, day_of, kinds_of
from openinsa.rules.engine.refusals import FaultyRule

Function = TypeVar("Function", bound=Callable[..., Any])

declared: dict[str, list[Rule]] = defaultdict(list)
"""Rules by the module that declares them, in the order they stand there."""


@dataclass(frozen=True)
class Rule:
    """One form of a rule. `since` and `until` are first and last day in force (None: no bound)."""

    name: str
    function: Callable[..., Any]
    law: str
    since: int | None
    until: int | None
    on: str | None
    arguments: dict[str, Kind]
    kind: Kind
    topic: str

    @property
    def dated(self) -> bool:
        """Whether the form is bound to a time at all."""
        return self.since is not None or self.until is not None

    @property
    def first_day(self) -> int:
        """First day in force, the earliest possible when there is no bound."""
        return DAY.lowest if self.since is None else self.since

    @property
    def last_day(self) -> int:
        """Last day in force, the latest possible when there is no bound."""
        return DAY.highest if self.until is None else self.until

    @property
    def period(self) -> str:
        """The days in force in words: "2025-08-14 ~", open where there is no bound."""
        edges = ["" if edge is None else str(day_of(edge)) for edge in (self.since, self.until)]
        return " ~ ".join(edges).strip()

    @cached_property
    def words_ko(self) -> str:
        """The formula in Korean, as on a payslip: the first line of the docstring."""
        return (inspect.getdoc(self.function) or "").split("\n", 1)[0]

    @cached_property
    def words_en(self) -> str:
        """The formula in English: the paragraph after the first line."""
        rest = (inspect.getdoc(self.function) or "").partition("\n")[2].strip()
        return " ".join(rest.split("\n\n", 1)[0].split())


def rule(
    *,
    law: str,
    since: str | None = None,
    until: str | None = None,
    name: str | None = None,
    on: str | None = None,
) -> Callable[[Function], Function]:
    """Declare a function as a rule.

    law: the article. since, until: first and last day in force, "2025-08-14". name: the public name
    shared by several dated forms (default: the function's own). on: the date column that chooses
    the form (default: the topic's). The function itself is returned unchanged.
    """

    def declare(function: Function) -> Function:
        declared[function.__module__].append(
            _read(function, name or function.__name__, law, _day(since), _day(until), on)
        )
        return function

    return declare


def _day(text: str | None) -> int | None:
    return None if text is None else day_number(date.fromisoformat(text))


def _read(
    function: Callable[..., Any], name: str, law: str, since: int | None, until: int | None, on: str | None
) -> Rule:
    kinds = kinds_of(function)
    arguments = list(inspect.signature(function).parameters)
    faults = [f"argument '{argument}' has no kind" for argument in arguments if argument not in kinds]
    faults += [] if "return" in kinds else ["the result has no kind"]
    faults += [] if arguments else ["it has no argument"]
    faults += [] if function.__doc__ else ["it has no docstring"]
    if faults:
        raise FaultyRule(rule=name, fault=faults)
    return Rule(
        name=name,
        function=function,
        law=law,
        since=since,
        until=until,
        on=on,
        arguments={argument: kinds[argument] for argument in arguments},
        kind=kinds["return"],
        topic=function.__module__.rpartition(".")[0].rpartition(".")[2],
    )
