"""Common ground of the words for earnings and deductions: law and values in force, and rows by slip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from openinsa.compute.tables import Whole
from openinsa.compute.words import percent
from openinsa.rules.engine import Rule, day_of, load_rule_book


class Told(NamedTuple):
    """Lines of one code told: the formula with its numbers in both languages, the article, the inputs
    as JSON text. One entry per line; the amount is added by the caller."""

    ko: Sequence[str]
    en: Sequence[str]
    law: Sequence[str]
    inputs: Sequence[str]


@cache
def form_in_force(rule: str, day: int) -> Rule:
    """The form of a rule on a day."""
    forms = load_rule_book().rules[rule]
    return next(form for form in reversed(forms) if form.since is None or form.since <= day)


@cache
def value_in_force(parameter: str, day: int) -> int:
    """The value of a parameter on a day."""
    return load_rule_book().parameters[parameter].value_on(day).value


def laws(rule: str, days: Iterable[int]) -> list[str]:
    """The article of a rule on each day."""
    return [form_in_force(rule, day).law for day in days]


def rates(parameter: str, days: Iterable[int]) -> list[str]:
    """A rate as 4.75% on each day."""
    return [percent(value_in_force(parameter, day)) for day in days]


@cache
def written(day: int) -> str:
    """A day number as 2026-06-01."""
    return str(day_of(day))


def spans(owners: Whole, slips: Whole) -> list[tuple[int, int]]:
    """For each slip the first row that is its own and the row after the last; owners ascend."""
    begins = np.searchsorted(owners, slips).tolist()
    ends = np.searchsorted(owners, slips, side="right").tolist()
    return list(zip(begins, ends, strict=True))


def joined(texts: Sequence[str], where: Iterable[tuple[int, int]], between: str) -> list[str]:
    """The texts of each span put together."""
    return [texts[begin] if end - begin == 1 else between.join(texts[begin:end]) for begin, end in where]
