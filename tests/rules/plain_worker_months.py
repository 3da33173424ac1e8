"""Premiums and taxes of one worker-month in plain whole numbers: the reference for the rules of insurance and
withholding.

One worker after the other, as a careful clerk would, without arrays and without the rule engine. The dated
values of law and the cells of the withholding table are the same data as the product's; the steps are not.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import numpy as np

from openinsa.rules.engine import load_rule_book
from openinsa.rules.withholding.table import FOLDER

EPOCH = date(1970, 1, 1)
MILLION = 10**6
RATIO_UNTIL, FRACTION_UNTIL = date(2022, 12, 31), date(2026, 10, 31)
BY_PAY_SINCE = date(2027, 1, 1)
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
Worker = Mapping[str, int]


@cache
def in_force(name: str, day: int) -> int:
    """A value of law on a day."""
    dated = load_rule_book().parameters[name].values[None]
    return int(dated[bisect_right([value.since for value in dated], day) - 1].value)


@cache
def day(number: int) -> date:
    return EPOCH + timedelta(days=number)


@cache
def months_after(number: int, months: int) -> date:
    """The 1st of the month so many months after the one of a day."""
    of = day(number)
    years, month = divmod(of.month - 1 + months, 12)
    return date(of.year + years, month + 1, 1)


@cache
def birthday(born: int, age: int) -> date:
    of = day(born)
    first = months_after(born, 12 * age)
    return first + timedelta(days=of.day - 1)


def ten(amount: int) -> int:
    return amount // 10 * 10


def first_billed(worker: Worker) -> date:
    """The month of a hire on its 1st, else the month after."""
    hired = day(worker["employed_from"])
    return months_after(worker["employed_from"], 0 if hired.day == 1 else 1)


def in_pension(worker: Worker, of: int) -> bool:
    hired, months = day(worker["employed_from"]), worker["contract_months"]
    income = in_force("pension_income_test", of) and worker["monthly_income"] >= in_force(
        "pension_minimum_income", of
    )
    if worker["day_labour"]:
        hours = worker["worked_hours"] >= in_force("pension_minimum_hours", of)
        covered = worker["worked_days"] >= in_force("pension_minimum_days", of) or income
        covered = (covered or (hours and not worker["construction_site"])) and months >= in_force(
            "pension_minimum_months", of
        )
    else:
        wish = worker["short_hours_pension_wish"] and months >= in_force("pension_short_hours_months", of)
        covered = worker["monthly_scheduled_minutes"] >= 60 * in_force("pension_minimum_hours", of) or wish
        covered = covered or (income and months >= in_force("pension_minimum_months", of))
    limit = birthday(worker["birth_date"], in_force("pension_age_limit", of))
    if not covered or hired >= limit or day(of) > limit.replace(day=1):
        return False
    return day(of) >= (
        hired.replace(day=1) if worker["pension_first_month_requested"] else first_billed(worker)
    )


def in_health(worker: Worker, of: int) -> bool:
    covered = worker["monthly_scheduled_minutes"] >= 60 * in_force("health_minimum_hours", of)
    if worker["day_labour"]:
        covered = worker["contract_months"] >= in_force("health_minimum_months", of)
        covered = covered and worker["worked_days"] >= in_force("health_minimum_days", of)
    return covered and day(of) >= first_billed(worker)


def in_employment(worker: Worker, of: int) -> tuple[bool, bool]:
    """Whether the employer's extra part and the unemployment premium are due."""
    long = worker["contract_months"] >= in_force("employment_short_hours_months", of)
    enough = worker["monthly_scheduled_minutes"] >= 60 * in_force("employment_minimum_hours", of)
    enough = enough and worker["weekly_scheduled_minutes"] >= in_force(
        "employment_minimum_weekly_minutes", of
    )
    hired = day(worker["employed_from"])
    covered = enough or long or bool(worker["daily_worker"])
    if day(of) >= BY_PAY_SINCE:
        kept = covered and hired < BY_PAY_SINCE
        paid = worker["employment_base"] >= in_force("employment_income_threshold", of)
        covered = paid or long or bool(worker["daily_worker"]) or kept
    billed = hired if hired >= BY_PAY_SINCE else first_billed(worker)
    due = covered and (day(of) >= billed.replace(day=1) or worker["employment_first_month"] == 0)
    young = hired < birthday(worker["birth_date"], in_force("employment_age_limit", of))
    return due, due and (young or bool(worker["employment_before_65"]))


def pension(worker: Worker, of: int) -> int:
    income = worker["pension_base"] // 1000 * 1000
    income = min(max(income, in_force("pension_income_floor", of)), in_force("pension_income_ceiling", of))
    return ten(income * in_force("pension_rate", of) // MILLION)


def health(worker: Worker, of: int) -> int:
    whole = worker["health_base"] * in_force("health_rate", of) // MILLION
    whole = min(max(whole, in_force("health_premium_floor", of)), in_force("health_premium_ceiling", of))
    return ten(whole * in_force("health_employee_share", of) // MILLION)


def care(of: int, health_share: int) -> int:
    if day(of) <= RATIO_UNTIL:
        return ten(health_share * in_force("long_term_care_premium_ratio", of) // MILLION)
    rate, of_health = in_force("long_term_care_rate", of), in_force("health_rate", of)
    if day(of) <= FRACTION_UNTIL:
        return ten(health_share * rate // of_health)
    step = in_force("long_term_care_ratio_step", of)
    steps = (2 * rate * MILLION + of_health * step) // (2 * of_health * step)
    return ten(health_share * steps * step // MILLION)


@cache
def table(body: int) -> tuple[list[int], list[list[int]], list[list[int]]]:
    content = json.loads((FOLDER / f"{day(body)}.json").read_text(encoding="utf-8"))
    rows = content["rows"]
    return [row[0] * 1000 for row in rows], [row[1:] for row in rows], content["above"]


def table_tax(paid: int, pay: int, family: int) -> int:
    lower, cells, above = table(in_force("withholding_table", paid))
    tax, row = 0, bisect_right(lower, pay) - 1
    if row >= 0:
        members = len(cells[row])
        further = max(family - members, 0) * (cells[row][-2] - cells[row][-1])
        tax = max(cells[row][min(family, members) - 1] - further, 0)
    band = bisect_left([one[0] for one in above], pay) - 1
    if band >= 0:
        begins, added, rate = above[band]
        tax += ten(added + (pay - begins) * rate // MILLION)
    return tax


def child_reduction(paid: int, children: int) -> int:
    if not children or day(paid) < date(2023, 2, 28):
        return 0
    first = in_force("child_tax_one" if children == 1 else "child_tax_two", paid)
    return first + max(children - 2, 0) * in_force("child_tax_further", paid)


def income_tax(worker: Worker, paid: int) -> int:
    children = worker["children_8_to_20"]
    family = worker["family_members"] + children * in_force("family_added_per_child", paid)
    full = table_tax(paid, worker["monthly_taxable_pay"], family) - child_reduction(paid, children)
    tax = ten(max(full, 0) * worker["withholding_percent"] // 100)
    return 0 if tax < in_force("income_tax_minimum", paid) else tax


def worker_month(worker: Worker) -> tuple[int, ...]:
    """The values of TARGETS in their order."""
    of, paid = worker["premium_month"], worker["payment_date"]
    extra_due, employment_due = in_employment(worker, of)
    own = [0, 0, 0, 0]
    if in_pension(worker, of):
        own[0] = pension(worker, of)
    if in_health(worker, of):
        own[1] = health(worker, of)
        own[2] = care(of, own[1])
    if employment_due:
        own[3] = ten(worker["employment_base"] * in_force("employment_rate", of) // MILLION)
    extra = ten(worker["employment_base"] * worker["employment_extra_rate"] // MILLION) if extra_due else 0
    accident = ten(worker["accident_base"] * worker["accident_rate"] // MILLION)
    tax = income_tax(worker, paid)
    local = ten(tax * in_force("local_income_tax_rate", paid) // MILLION)
    return (*own, *own, extra, accident, tax, local)


def worker_months(columns: Mapping[str, np.ndarray]) -> list[tuple[int, ...]]:
    """Every worker-month of some columns, one after the other."""
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    return [worker_month(dict(zip(columns, row, strict=True))) for row in rows]
