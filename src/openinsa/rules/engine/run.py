"""Running a plan over columns: doors that refuse, slices that fit the cache, rows of many dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from openinsa.rules.engine.kinds import FLAG, KEY, Kind, Whole, day_of
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.plan import Chosen, Plan
from openinsa.rules.engine.refusals import (
    DateWithoutForm,
    DivisionByZero,
    FloatValue,
    NullValue,
    OutOfRange,
    Refusal,
    UnequalLengths,
    WrongType,
)
from openinsa.rules.engine.rule import Rule

Columns = Mapping[str, np.ndarray]


def check(name: str, values: Any, kind: Kind) -> None:
    """Refuse a column or result that is not int64 (bool for a Flag) within the range of its kind."""
    dtype = getattr(values, "dtype", None)
    if dtype == np.int64 and kind is not FLAG and type(values) is np.ndarray:
        if kind is not KEY and values.size and (values.min() < kind.lowest or values.max() > kind.highest):
            rows = np.flatnonzero((values < kind.lowest) | (values > kind.highest))
            raise OutOfRange(
                rows, name=name, value=values[rows[0]], kind=kind.name, lowest=kind.lowest, highest=kind.highest
            )
    elif not (dtype == np.bool_ and kind is FLAG and type(values) is np.ndarray):
        _refuse_type(name, values, kind)


def _refuse_type(name: str, values: Any, kind: Kind) -> None:
    if not isinstance(values, np.ndarray):
        raise WrongType(name=name, found=type(values).__name__, wanted="numpy array")
    empty = _empty_rows(values)
    if len(empty):
        raise NullValue(empty, name=name)
    if values.dtype.kind == "f":
        raise FloatValue(name=name)
    if not (kind is KEY and values.dtype.kind in "UO"):
        wanted = {FLAG: "bool", KEY: "str or int64"}.get(kind, "int64")
        raise WrongType(name=name, found=values.dtype, wanted=wanted)


def _empty_rows(values: np.ndarray) -> Whole:
    if isinstance(values, np.ma.MaskedArray):
        return np.flatnonzero(np.ma.getmaskarray(values))
    if values.dtype.kind == "f":
        return np.flatnonzero(np.isnan(values))
    if values.dtype.kind == "O":
        return np.flatnonzero([value is None for value in values])
    return np.flatnonzero([])


def check_lengths(columns: Columns) -> int:
    """The number of rows, the same for every column."""
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise UnequalLengths(lengths=[f"{name} {length}" for name, length in lengths.items()])
    return next(iter(lengths.values()), 0)


def execute(plan: Plan, columns: Columns) -> dict[str, np.ndarray]:
    """Every value of a plan for rows that share the forms of all rules."""
    values = dict(columns)
    for name, kind in plan.given.items():
        check(name, values[name], kind)
    with np.errstate(divide="raise"):
        for step in plan.steps:
            if isinstance(step, Parameter):
                values[step.name] = step.look_up(*(values[name] for name in step.needs))
            else:
                values[step.name] = _apply(step, values)
    return values


def _apply(step: Rule, values: Mapping[str, np.ndarray]) -> np.ndarray:
    try:
        result = step.function(**{name: values[name] for name in step.arguments})
    except FloatingPointError:
        raise DivisionByZero(rule=step.name, inputs=list(step.arguments)) from None
    check(step.name, result, step.result)
    return result


def groups_by_form(
    undecided: Sequence[str], rules: Mapping[str, tuple[Rule, ...]], dates: Mapping[str, Whole]
) -> Iterator[tuple[Chosen, Whole]]:
    """Split rows by the forms in force on their dates: pairs of (chosen forms, row positions)."""
    code: Whole = np.zeros(len(next(iter(dates.values()))), np.int64)
    choice = {}
    for name in undecided:
        choice[name] = _choose(name, rules[name], dates[name])
        code = code * len(rules[name]) + choice[name]
    for value in np.unique(code):
        rows = np.flatnonzero(code == value)
        yield frozenset((name, int(choice[name][rows[0]])) for name in undecided), rows


def _choose(name: str, forms: tuple[Rule, ...], days: Whole) -> Whole:
    chosen = np.full(len(days), -1, np.int64)
    for position, form in enumerate(forms):
        in_force = np.ones(len(days), bool)
        if form.since is not None:
            in_force &= days >= form.since
        if form.until is not None:
            in_force &= days <= form.until
        chosen[in_force] = position
    outside = np.flatnonzero(chosen < 0)
    if len(outside):
        periods = [f"{_edge(form.since)}~{_edge(form.until)}" for form in forms]
        raise DateWithoutForm(
            outside, rule=name, on=forms[0].on, date=day_of(days[outside[0]]), periods=periods
        )
    return chosen


def _edge(day: int | None) -> str:
    return "" if day is None else str(day_of(day))


def at_rows(refusal: Refusal, rows: Whole) -> Refusal:
    """The same refusal with its rows counted in the batch that `rows` were taken from."""
    found = None if refusal.rows is None else [int(rows[row]) for row in refusal.rows]
    return type(refusal)(found, **refusal.facts)
