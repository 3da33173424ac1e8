"""The rule engine beside bare calls of the same rules and beside plain Python, on a month's four premiums."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np

from openinsa.rules.engine import day_number, load_rule_book
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.plan import Plan

BOOK = load_rule_book()
TARGETS = ("pension_share", "health_share", "long_term_care_share", "employment_share")
MONTHS = [day_number(date(year, month, 1)) for year in (2024, 2025, 2026) for month in range(1, 13)][6:]
SIZES = {1: 400, 14_000: 20, 400_000: 3}
"""Rows and rounds; the best round counts."""
PLAIN_ROWS = 14_000
"""Above this plain Python is not waited for."""


def columns(rows: int) -> dict[str, np.ndarray]:
    """Workers with wages around 2.5 million won, three in a hundred far above, in 30 months."""
    random = np.random.default_rng(rows)
    pay = random.integers(1_500_000, 3_500_000, rows)
    pay = np.where(random.random(rows) < 0.03, pay * 5, pay)
    bases = dict.fromkeys(("pension_base", "health_base", "employment_base"), pay)
    return {**bases, "premium_month": random.choice(MONTHS, rows)}


def guarded(given: dict[str, np.ndarray]) -> list[np.ndarray]:
    return list(BOOK.run(TARGETS, given).values())


def bare(given: dict[str, np.ndarray]) -> list[np.ndarray]:
    """The same functions in the same order and groups, without a door: no check of type, range or length."""
    result = [np.zeros(len(given["premium_month"]), np.int64) for _ in TARGETS]
    for plan, rows in plans(given):
        values: dict[str, np.ndarray] = {name: column[rows] for name, column in given.items()}
        for step in plan.steps:
            if isinstance(step, Parameter):
                values[step.name] = step.look_up(*(values[name] for name in step.needs))
            else:
                values[step.name] = step.function(**{name: values[name] for name in step.arguments})
        for column, target in zip(result, TARGETS, strict=True):
            column[rows] = values[target]
    return result


def plans(given: dict[str, np.ndarray]) -> Iterator[tuple[Plan, np.ndarray]]:
    """The plans that the forms of the long-term care premium ask for, with their rows."""
    months = given["premium_month"]
    for place, form in enumerate(BOOK.rules["long_term_care_share"]):
        rows = np.flatnonzero((months >= form.first_day) & (months <= form.last_day))
        if len(rows):
            chosen = frozenset({("long_term_care_share", place)})
            yield BOOK._plan(TARGETS, given, chosen), rows


def plain(given: dict[str, np.ndarray]) -> list[list[int]]:
    """One worker after the other in whole Python numbers."""
    pairs = zip(given["pension_base"].tolist(), given["premium_month"].tolist(), strict=True)
    return [list(column) for column in zip(*(premiums(pay, month) for pay, month in pairs), strict=True)]


def premiums(pay: int, month: int) -> tuple[int, int, int, int]:
    """The four premiums of one worker, as a careful person would write them without an engine."""
    income = pay // 1000 * 1000
    income = min(max(income, law("pension_income_floor", month)), law("pension_income_ceiling", month))
    whole = pay * law("health_rate", month) // 10**6
    whole = min(max(whole, law("health_premium_floor", month)), law("health_premium_ceiling", month))
    health = whole * law("health_employee_share", month) // 10**6 // 10 * 10
    care_rate, health_rate = law("long_term_care_rate", month), law("health_rate", month)
    if month < CARE_BY_RATIO:
        care = health * care_rate // health_rate
    else:
        step = law("long_term_care_ratio_step", month)
        steps = (2 * care_rate * 10**6 + health_rate * step) // (2 * health_rate * step)
        care = health * steps * step // 10**6
    return (
        income * law("pension_rate", month) // 10**6 // 10 * 10,
        health,
        care // 10 * 10,
        pay * law("employment_rate", month) // 10**6 // 10 * 10,
    )


CARE_BY_RATIO = BOOK.rules["long_term_care_share"][-1].first_day
LAW = {
    name: ([value.since for value in dated], [value.value for value in dated])
    for name, parameter in BOOK.parameters.items()
    for key, dated in parameter.values.items()
    if key is None
}


def law(name: str, day: int) -> int:
    since, values = LAW[name]
    return values[bisect_right(since, day) - 1]


def seconds(work: Callable[[dict[str, np.ndarray]], Any], given: dict[str, np.ndarray], rounds: int) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work(given)
        best = min(best, time.perf_counter() - start)
    return best


def run() -> list[dict[str, Any]]:
    """Seconds of each way at each size, how many times the bare calls they are, and one explanation."""
    rows = []
    for size, rounds in SIZES.items():
        given = columns(size)
        ways = {"bare": bare, "engine": guarded} | ({"plain Python": plain} if size <= PLAIN_ROWS else {})
        refuse_difference(ways, given)
        taken = {name: seconds(work, given, rounds) for name, work in ways.items()}
        for name, took in taken.items():
            row = {
                "job": f"rule engine, {size:,} rows: {name}",
                "unit": "row",
                "count": size,
                "seconds": took,
                "limit": None,
            }
            rows.append(row | {"times bare": round(took / taken["bare"], 2)})
    one = columns(1)
    took = seconds(lambda given: BOOK.explain("long_term_care_share", given).as_dict(), one, SIZES[1])
    row = {"job": "rule engine: explain", "unit": "value", "count": 1, "seconds": took, "limit": None}
    return [*rows, row]


def refuse_difference(
    ways: dict[str, Callable[[dict[str, np.ndarray]], Any]], given: dict[str, np.ndarray]
) -> None:
    """All ways give the same won, or nothing is measured."""
    results = [[list(column) for column in work(given)] for work in ways.values()]
    if any(result != results[0] for result in results):
        raise RuntimeError("the ways differ in some won")
