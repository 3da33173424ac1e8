"""How long premiums and taxes of one million worker-months take, from columns to columns.

Worker-months of 2021 to 2026 stand mixed in one batch, as in a national re-run of a settlement.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from openinsa.rules.choices import EmploymentFirstMonth
from openinsa.rules.engine import load_rule_book

ROWS = 1_000_000
TARGETS = (
    "pension_employee",
    "health_employee",
    "long_term_care_employee",
    "employment_insurance_employee",
    "pension_employer",
    "health_employer",
    "long_term_care_employer",
    "employment_insurance_employer",
    "employment_extra_employer",
    "industrial_accident_employer",
    "income_tax",
    "local_income_tax",
)


def run(rows: int = ROWS) -> list[dict[str, object]]:
    """Premiums of both sides and taxes by the rule book, for everybody and for one."""
    book = load_rule_book()
    columns = made_up_months(rows)
    one = {name: values[:1] for name, values in columns.items()}
    book.run(TARGETS, one)
    return [
        measured("premiums and taxes of mixed months", rows, lambda: book.run(TARGETS, columns)),
        measured("premiums and taxes of one worker-month", 1, lambda: book.run(TARGETS, one)),
    ]


def measured(job: str, count: int, work: Callable[[], object]) -> dict[str, object]:
    """One row of the table of figures."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    return {"job": job, "unit": "worker-month", "count": count, "seconds": seconds, "limit": None}


def made_up_months(rows: int) -> dict[str, np.ndarray]:
    """So many worker-months, the same every time; one in thirty has very high pay."""
    chance = np.random.default_rng(2026)
    months = np.arange("2021-03", "2026-12", dtype="datetime64[M]")
    month = chance.choice(months, rows)
    pay = chance.integers(300_000, 6_000_000, rows)
    pay[chance.random(rows) < 1 / 30] *= 8
    base = pay // 1000 * 1000
    return {
        "premium_month": days(month),
        "payment_date": days(month + 1) + 9,
        "pension_base": base,
        "health_base": base,
        "employment_base": pay,
        "accident_base": pay,
        "monthly_taxable_pay": pay,
        "birth_date": days(month) - chance.integers(18 * 365, 72 * 365, rows),
        "employed_from": days(month) - chance.integers(-20, 700, rows),
        "monthly_scheduled_minutes": 60 * chance.choice(np.array([56, 105, 209]), rows),
        "weekly_scheduled_minutes": np.full(rows, 2_400),
        "contract_months": chance.integers(0, 12, rows),
        "daily_worker": chance.random(rows) < 0.1,
        "day_labour": chance.random(rows) < 0.1,
        "worked_days": chance.integers(0, 23, rows),
        "worked_hours": chance.integers(0, 180, rows),
        "monthly_income": pay,
        "construction_site": chance.random(rows) < 0.1,
        "short_hours_pension_wish": np.zeros(rows, np.bool_),
        "pension_first_month_requested": np.zeros(rows, np.bool_),
        "employment_before_65": np.zeros(rows, np.bool_),
        "employment_first_month": np.full(rows, EmploymentFirstMonth.BILL_RULE.value),
        "employment_extra_rate": np.full(rows, 8_500),
        "accident_rate": np.full(rows, 9_660),
        "family_members": chance.integers(1, 6, rows),
        "children_8_to_20": np.zeros(rows, np.int64),
        "withholding_percent": chance.choice(np.array([80, 100, 120]), rows),
    }


def days(when: np.ndarray) -> np.ndarray:
    """Day numbers of the 1st of months."""
    return when.astype("datetime64[D]").astype(np.int64)
