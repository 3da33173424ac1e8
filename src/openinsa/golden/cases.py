"""Running one file of cases: each topic is answered by one function whose arguments are its fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from openinsa.golden.report import Failure, NotCovered, Report
from openinsa.golden.text import NotUnderstood
from openinsa.rules.calendar.calendar import YearNotChecked
from openinsa.rules.engine import DateBeforeFirstValue, DateWithoutForm

Answer = Callable[..., Mapping[str, Any]]
"""Takes the input fields of a topic by name (and the case's `date`, when it has such an argument) and
gives the expected fields by name. A field it does not name is not covered."""

BEYOND_THE_RULE_BOOK = (DateBeforeFirstValue, DateWithoutForm, YearNotChecked)
"""A day for which the rule book holds no law."""
APART_FIELDS = ("basis", "kind", "confidence")
APART_WORDS = ("practice", "memory", "assumption", "reading", "policy")


def run_cases(name: str, cases: Sequence[Mapping[str, Any]], answers: Mapping[str, Answer]) -> Report:
    """Answer every case of a file and compare every expected field exactly."""
    passed, failed, not_covered, apart_passed, apart_failed = [], [], [], [], []
    for case in cases:
        outcome = run_case(case, answers.get(topic_of(case)))
        if isinstance(outcome, NotCovered):
            not_covered.append(outcome)
        elif isinstance(outcome, Failure):
            (apart_failed if stands_apart(case) else failed).append(outcome)
        else:
            (apart_passed if stands_apart(case) else passed).append(case["id"])
    return Report(name, *map(tuple, (passed, failed, not_covered, apart_passed, apart_failed)))


def run_case(case: Mapping[str, Any], answer: Answer | None) -> Failure | NotCovered | None:
    """None when every expected field is met."""
    if answer is None:
        return NotCovered(case["id"], f"topic {topic_of(case)}")
    given, wanted = case.get("input"), case["expected"]
    if not isinstance(given, Mapping) or not isinstance(wanted, Mapping):
        return NotCovered(case["id"], f"a case of {topic_of(case)} without input or expected fields")
    asked = inspect.signature(answer).parameters
    given = dict(given)
    if "date" in asked and "date" in case:
        given["date"] = case["date"]
    if unknown := sorted(set(given) - set(asked)):
        return NotCovered(case["id"], f"input {', '.join(unknown)} of {topic_of(case)}")
    needed = {name for name, argument in asked.items() if argument.default is argument.empty}
    if lacking := sorted(needed - set(given)):
        return NotCovered(case["id"], f"{topic_of(case)} without {', '.join(lacking)}")
    try:
        got = answer(**given)
    except (NotUnderstood, *BEYOND_THE_RULE_BOOK) as beyond:
        return NotCovered(case["id"], f"{topic_of(case)}: {beyond}")
    except Exception as fault:
        return Failure(case["id"], wanted, f"{type(fault).__name__}: {fault}")
    if missing := sorted(set(wanted) - set(got)):
        return NotCovered(case["id"], f"field {', '.join(missing)} of {topic_of(case)}")
    differing = [field for field in wanted if not same(wanted[field], got[field])]
    if differing:
        return Failure(
            case["id"],
            {field: wanted[field] for field in differing},
            {field: got[field] for field in differing},
        )
    return None


def topic_of(case: Mapping[str, Any]) -> str:
    """The topic a case names, or else the kind (and step) of what it gives."""
    given = case.get("input") or case.get("trip") or {}
    given = given if isinstance(given, Mapping) else {}
    named = case.get("topic") or given.get("kind") or "unnamed"
    return ":".join(filter(None, (named, given.get("step"))))


def stands_apart(case: Mapping[str, Any]) -> bool:
    """Whether the case says of itself that it rests on something weaker than law or publication."""
    said = " ".join(str(case.get(field, "")) for field in APART_FIELDS)
    return any(word in said for word in APART_WORDS)


def same(wanted: Any, got: Any) -> bool:
    """Exact equality; text may hold an exact fraction ("1460/7"), a decimal or a date."""
    if isinstance(wanted, bool) or isinstance(got, bool) or wanted is None:
        return wanted is got
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        return set(wanted) == set(got) and all(same(wanted[key], got[key]) for key in wanted)
    if isinstance(wanted, list) and isinstance(got, list | tuple):
        return len(wanted) == len(got) and all(map(same, wanted, got))
    if isinstance(got, date):
        return wanted == got.isoformat()
    if isinstance(got, int | Fraction) and isinstance(wanted, str | int):
        return _fraction(wanted) == got
    return wanted == got


def _fraction(written: str | int) -> Fraction | None:
    try:
        return Fraction(written)
    except ValueError:
        return None
