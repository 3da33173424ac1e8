"""Worked cases beside the rules: `<topic>/cases/<date in force>/<situation>.yaml`.

A case holds `law`, `given` and `expect`. Given are plain numbers, dates, true and false, the words of
`choices`, and the words of second keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from openinsa.rules.choices import CHOICES, number_of
from openinsa.rules.engine import RuleBook, day_number, load_rule_book
from openinsa.rules.engine.loading import package_folder, topic_folders
from openinsa.rules.engine.topic_file import read_yaml


@dataclass(frozen=True)
class Case:
    """One situation and what the law makes of it."""

    path: Path
    topic: str
    law: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    note: str = ""

    @property
    def name(self) -> str:
        """Topic, date in force and situation."""
        return f"{self.topic}/{self.path.parent.name}/{self.path.stem}"


def read_cases() -> Iterator[Case]:
    """Every case of every topic."""
    for folder in topic_folders(package_folder()):
        for path in sorted(folder.glob("cases/*/*.yaml")):
            content = read_yaml(path)
            note = content.get("note", "")
            yield Case(path, folder.name, content["law"], content["given"], content["expect"], note)


def columns_of(given: Mapping[str, Any], book: RuleBook | None = None) -> dict[str, np.ndarray]:
    """One row of columns from plain values."""
    keys = {parameter.by for parameter in (book or load_rule_book()).parameters.values()}
    return {name: np.array([_cell(name, value, keys)]) for name, value in given.items()}


def answer(case: Case) -> dict[str, Any]:
    """What the rule book makes of a case, in the words of the case."""
    found = load_rule_book().run(list(case.expect), columns_of(case.given))
    return {name: _like(case.expect[name], values[0]) for name, values in found.items()}


def _cell(name: str, value: Any, keys: set[str | None]) -> Any:
    if isinstance(value, date):
        return day_number(value)
    if isinstance(value, str) and name in CHOICES and name not in keys:
        return number_of(name, value)
    return value


def _like(wanted: Any, got: np.generic) -> Any:
    return (
        date.fromordinal(date(1970, 1, 1).toordinal() + int(got)) if isinstance(wanted, date) else got.item()
    )
