"""One smallest cause of every refusal of the rule engine; the page in docs is made from it.

`PYTHONPATH=src:tests python tests/rules/engine/causes.py` writes the page.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from openinsa.rules.engine import (
    CircularRules,
    DateBeforeFirstValue,
    DateWithoutForm,
    Days,
    DivisionByZero,
    DuplicateName,
    FaultyParameter,
    FaultyRule,
    FloatValue,
    MissingInput,
    NullValue,
    OutOfRange,
    OverlappingForms,
    Refusal,
    RuleBook,
    UnequalLengths,
    UnknownKey,
    UnknownTarget,
    Won,
    WrongType,
    rule,
)
from openinsa.rules.engine.rule import declared
from openinsa.rules.engine.topic_file import read_topic
from rules.engine.otters import BOOK, columns

PAGE = Path(__file__).parents[3] / "docs" / "refusals-of-the-rule-engine.md"

CAUSES: dict[type[Refusal], Callable[[], object]] = {}

A_DAY = {"work_day": np.array([12_000]), "dug_minutes": np.array([60])}


def causes(kind: type[Refusal]) -> Callable[[Callable[[], object]], Callable[[], object]]:
    def note(cause: Callable[[], object]) -> Callable[[], object]:
        CAUSES[kind] = cause
        return cause

    return note


@causes(MissingInput)
def _() -> None:
    BOOK.run(["digging_pay"], {"work_day": np.array([12_000]), "dug_minute": np.array([60])})


@causes(UnknownTarget)
def _() -> None:
    BOOK.run(["clam_taxes"], A_DAY)


@causes(DateBeforeFirstValue)
def _() -> None:
    BOOK.run(["hourly_pay"], columns([(60, date(1989, 12, 31), "north", True, False)]))


@causes(DateWithoutForm)
def _() -> None:
    @rule(law="모래성법 제1조", since="2000-01-01", until="2000-12-31", on="work_day")
    def sand_castle_bonus(dug_minutes: Days) -> Won:
        """판 시간만큼."""
        return dug_minutes

    RuleBook(declared.pop(__name__), {}, "").run(["sand_castle_bonus"], A_DAY)


@causes(UnknownKey)
def _() -> None:
    BOOK.run(["tide_allowance"], columns([(60, date(2003, 7, 1), "west", True, False)]))


@causes(OverlappingForms)
def _() -> None:
    old, new = BOOK.rules["clam_tax"]
    RuleBook([replace(old, until=new.since), new], {}, "")


@causes(FloatValue)
def _() -> None:
    BOOK.run(["digging_pay"], A_DAY | {"hourly_pay": np.array([6600.5])})


@causes(WrongType)
def _() -> None:
    BOOK.run(["digging_pay"], A_DAY | {"dug_minutes": np.array([60], np.int32)})


@causes(NullValue)
def _() -> None:
    BOOK.run(["digging_pay"], A_DAY | {"dug_minutes": np.array([None])})


@causes(OutOfRange)
def _() -> None:
    BOOK.run(["digging_pay"], A_DAY | {"hourly_pay": np.array([10**12 + 1])})


@causes(UnequalLengths)
def _() -> None:
    BOOK.run(["digging_pay"], A_DAY | {"dug_minutes": np.array([60, 60])})


@causes(DivisionByZero)
def _() -> None:
    BOOK.run(["share_of_each_otter"], {"digging_pay": np.array([6600]), "otters": np.array([0])})


@causes(CircularRules)
def _() -> None:
    @rule(law="달걀법 제1조")
    def hens(eggs: Won) -> Won:
        """달걀만큼."""
        return eggs

    @rule(law="달걀법 제2조")
    def eggs(hens: Won) -> Won:
        """암탉만큼."""
        return hens

    RuleBook(declared.pop(__name__), {}, "").run(["hens"], A_DAY)


@causes(DuplicateName)
def _() -> None:
    (one,) = BOOK.rules["digging_pay"]
    RuleBook([replace(one, name="hourly_pay")], BOOK.topics, "")


@causes(FaultyRule)
def _() -> None:
    @rule(law="모래성법 제2조")
    def sand_castle_tax(height) -> Won:  # noqa: ANN001 the fault shown here
        """높이만큼."""
        return height


@causes(FaultyParameter)
def _() -> None:
    read_topic(Path(__file__).parent / "faulty.yaml", "faulty")


def refusal_of(kind: type[Refusal]) -> Refusal:
    """The refusal that the cause of a kind brings about."""
    try:
        CAUSES[kind]()
    except Refusal as refusal:
        return refusal
    raise AssertionError(f"nothing refused the cause of {kind.__name__}")


def page() -> str:
    """All refusals as the page in docs."""
    return "\n".join([HEAD, *(_entry(kind) for kind in CAUSES)])


def _entry(kind: type[Refusal]) -> str:
    refusal = refusal_of(kind)
    body = inspect.getsource(CAUSES[kind]).split("\n", 2)[2]
    cause = textwrap.dedent(body).strip().partition("  # noqa")[0] + body.partition("shown here")[2].rstrip()
    return (
        f"## {kind.__name__}\n\n{kind.__doc__}\n\n```python\n{cause}\n```\n\n"
        f"> {refusal.korean}\n>\n> {refusal.english}\n"
    )


HEAD = """# What the rule engine refuses

Every refusal is one class in `openinsa.rules.engine` with one sentence in Korean and English: what, where,
how to mend it. It carries `rows`, the rows of the batch it concerns, so that a caller can put them aside
and run the others (`run_sound_rows`). Each entry shows the smallest cause, on the invented law of the
[Otter Islands](../tests/rules/engine/otter_islands); the tests bring about every one of them.
This page is made by `PYTHONPATH=src:tests python tests/rules/engine/causes.py`.
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
