"""One row through the rule book, from plain values to plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openinsa.rules.cases import columns_of
from openinsa.rules.engine import load_rule_book

NOW = date(2026, 1, 1)
"""Day whose law applies where a case names none."""
Fields = Mapping[str, Any]


def values_of(targets: Sequence[str], **given: Any) -> dict[str, Any]:
    """Several values of one row; given are numbers, dates, flags and the words of choices."""
    found = load_rule_book().run(targets, columns_of(given))
    return {name: values[0].item() for name, values in found.items()}


def value_of(target: str, **given: Any) -> Any:
    """One value of one row."""
    return values_of([target], **given)[target]
