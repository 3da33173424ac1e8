"""Worker-months of 2021 to 2027 made up, mixed in one batch as in a national re-run of a settlement."""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import EmploymentFirstMonth

CHILDREN_UNKNOWN = np.array(["2023-02-28", "2024-02-29"], "datetime64[D]").astype(np.int64)
"""Between these days no text says what children take off the tax, and the rule refuses to guess."""


def made_up_months(rows: int, seed: int = 2026) -> dict[str, np.ndarray]:
    """So many worker-months, the same every time; one in thirty has very high pay."""
    chance = np.random.default_rng(seed)
    months = np.arange("2021-03", "2027-07", dtype="datetime64[M]")
    month = chance.choice(months, rows)
    payment_date = days(month + 1) + 9
    known = (payment_date < CHILDREN_UNKNOWN[0]) | (payment_date > CHILDREN_UNKNOWN[1])
    pay = chance.integers(300_000, 6_000_000, rows)
    pay[chance.random(rows) < 1 / 30] *= 8
    base = pay // 1000 * 1000
    return {
        "premium_month": days(month),
        "payment_date": payment_date,
        "pension_base": base,
        "health_base": base,
        "employment_base": pay,
        "accident_base": pay,
        "monthly_taxable_pay": pay,
        "birth_date": days(month) - chance.integers(18 * 365, 72 * 365, rows),
        "employed_from": days(month) - chance.integers(-20, 700, rows),
        "monthly_scheduled_minutes": 60 * chance.choice(np.array([56, 105, 209]), rows),
        "weekly_scheduled_minutes": chance.choice(np.array([840, 900, 2_400]), rows),
        "contract_months": chance.integers(0, 12, rows),
        "daily_worker": chance.random(rows) < 0.1,
        "day_labour": chance.random(rows) < 0.1,
        "worked_days": chance.integers(0, 23, rows),
        "worked_hours": chance.integers(0, 180, rows),
        "monthly_income": pay,
        "construction_site": chance.random(rows) < 0.1,
        "short_hours_pension_wish": chance.random(rows) < 0.2,
        "pension_first_month_requested": chance.random(rows) < 0.2,
        "employment_before_65": chance.random(rows) < 0.2,
        "employment_first_month": chance.integers(0, len(EmploymentFirstMonth), rows),
        "employment_extra_rate": np.full(rows, 8_500),
        "accident_rate": np.full(rows, 9_660),
        "family_members": chance.integers(1, 14, rows),
        "children_8_to_20": np.where(known, chance.integers(0, 4, rows), 0),
        "withholding_percent": chance.choice(np.array([80, 100, 120]), rows),
    }


def days(when: np.ndarray) -> np.ndarray:
    """Day numbers of the 1st of months."""
    return when.astype("datetime64[D]").astype(np.int64)
