"""Running a plan over columns, with doors that refuse what is not a whole number in its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from openinsa.rules.engine.kinds import FLAG, KEY, Kind, Whole, day_of, ends_of
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.plan import Chosen, Forms, Plan
from openinsa.rules.engine.refusals import (
    DateWithoutForm,
    DivisionByZero,
    FloatValue,
    NullValue,
    OutOfRange,
    UnequalLengths,
    WrongType,
)
from openinsa.rules.engine.rule import Rule

Columns = Mapping[str, np.ndarray]


def execute(plan: Plan, columns: Columns) -> dict[str, np.ndarray]:
    """Every value of a plan, for rows that share the form of each rule. Rules cannot write into inputs."""
    values = {name: sealed(columns[name]) for name in plan.read}
    for name, kind in plan.given.items():
        check(name, values[name], kind)
    with np.errstate(divide="raise"):
        for step in plan.steps:
            if isinstance(step, Parameter):
                made = step.look_up(*[values[name] for name in step.needs])
            else:
                made = _apply(step, values)
            made.flags.writeable = False
            values[step.name] = made
    return values


def sealed(column: Any) -> Any:
    """A view of a column that nobody can write into."""
    if isinstance(column, np.ndarray):
        column = column.view()
        column.flags.writeable = False
    return column


def _apply(step: Rule, values: Columns) -> np.ndarray:
    inputs = [values[name] for name in step.arguments]
    try:
        result = step.function(*inputs)
    except FloatingPointError:
        raise DivisionByZero(rule=step.name, inputs=list(step.arguments)) from None
    check(step.name, result, step.kind)
    size = result.size
    for column in inputs:
        if column.size != size:
            check_lengths({step.name: result, **{name: values[name] for name in step.arguments}})
    return result


def check(name: str, values: Any, kind: Kind) -> None:
    """Refuse a column or result that is not int64 (bool for a Flag) within the range of its kind."""
    if type(values) is not np.ndarray or values.dtype != kind.dtype:
        _refuse_type(name, values, kind)
    if kind is FLAG or kind is KEY or not values.size:
        return
    lowest, highest = ends_of(values)
    if lowest < kind.lowest or highest > kind.highest:
        rows = np.flatnonzero((values < kind.lowest) | (values > kind.highest))
        facts = {"value": values[rows[0]], "kind": kind.name, "lowest": kind.lowest, "highest": kind.highest}
        raise OutOfRange(rows, name=name, **facts)


def _refuse_type(name: str, values: Any, kind: Kind) -> None:
    if len(empty := _empty_rows(values)):
        raise NullValue(empty, name=name)
    dtype = getattr(values, "dtype", None)
    if kind is KEY and dtype is not None and dtype.kind in "UOi":
        return
    if isinstance(values, float) or (dtype is not None and dtype.kind == "f"):
        raise FloatValue(name=name)
    found = type(values).__name__ if dtype is None or np.ndim(values) == 0 else str(dtype)
    raise WrongType(name=name, found=found, wanted="bool" if kind is FLAG else "int64")


def _empty_rows(values: Any) -> Whole:
    if isinstance(values, np.ma.MaskedArray):
        return np.flatnonzero(np.ma.getmaskarray(values))
    dtype = getattr(values, "dtype", np.dtype(np.int64))
    if dtype.kind == "f":
        return np.flatnonzero(np.isnan(values))
    if dtype.kind == "O":
        return np.flatnonzero([value is None for value in values])
    return np.flatnonzero([])


def check_lengths(columns: Columns) -> int:
    """The number of rows, the same for every column."""
    lengths = {values.size if type(values) is np.ndarray else np.size(values) for values in columns.values()}
    if len(lengths) > 1:
        raise UnequalLengths(lengths=[f"{name} {np.size(values)}" for name, values in columns.items()])
    return lengths.pop() if lengths else 0


def groups_by_form(rules: Forms, dates: Mapping[str, Whole]) -> Iterator[tuple[Chosen, Whole]]:
    """Split rows by the forms in force on their dates: pairs of (chosen forms, row positions).

    Without rows the newest forms stand for all.
    """
    if not any(len(days) for days in dates.values()):
        yield frozenset((name, len(rules[name]) - 1) for name in dates), np.arange(0)
        return
    if (alone := _one_form_each(rules, dates)) is not None:
        yield alone, np.arange(len(next(iter(dates.values()))))
        return
    forms = {name: form_on(rules[name], days) for name, days in dates.items()}
    for rows in alike(list(forms.values())):
        yield frozenset((name, int(positions[rows[0]])) for name, positions in forms.items()), rows


def _one_form_each(rules: Forms, dates: Mapping[str, Whole]) -> Chosen | None:
    """The forms when each rule has one in force on all its days, else None."""
    chosen = []
    for name, days in dates.items():
        first, last = ends_of(days)
        within = (
            place
            for place, form in enumerate(rules[name])
            if form.first_day <= first and last <= form.last_day
        )
        if (place := next(within, None)) is None:
            return None
        chosen.append((name, place))
    return frozenset(chosen)


def alike(columns: Sequence[Whole]) -> Iterator[Whole]:
    """Positions of rows that agree in every column, group by group."""
    group = columns[0]
    for column in columns[1:]:
        group = group * (column.max() + 1) + column
        if group.max() > len(group):
            group = np.unique(group, return_inverse=True)[1]
    for one in np.flatnonzero(np.bincount(group)):
        yield np.flatnonzero(group == one)


def form_on(forms: tuple[Rule, ...], days: Whole) -> Whole:
    """The position of the form in force on each day. Refuses days without one."""
    chosen = np.full(len(days), -1, np.int64)
    for position, form in enumerate(forms):
        chosen[(days >= form.first_day) & (days <= form.last_day)] = position
    if len(outside := np.flatnonzero(chosen < 0)):
        date = day_of(days[outside[0]])
        raise DateWithoutForm(
            outside, rule=forms[0].name, on=forms[0].on, date=date, periods=[form.period for form in forms]
        )
    return chosen
