"""Whole months as a clerk would tell them: `cases/<situation>.yaml`.

A case names the month, the contract and what was out of the ordinary; every other weekday that is no public
holiday is worked from nine to six. `days` gives single days: "09:00-20:00", annual_leave, absent, or off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from compute.months import (
    ABSENT,
    ANNUAL_LEAVE,
    Row,
    allowance_row,
    day_row,
    institution_row,
    lines,
    month_tables,
    number,
    other_code,
    row_of,
    slip_row,
    version_row,
    workdays,
)
from openinsa.compute.assembly import MonthSlips
from openinsa.compute.month import compute_month
from openinsa.compute.tables import OPEN_END
from openinsa.rules.choices import number_of
from openinsa.rules.engine.topic_file import read_yaml

FOLDER = Path(__file__).parent / "cases"
CODES = {"annual_leave": ANNUAL_LEAVE, "absent": ABSENT}


def whole_months() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case by the name of its file."""
    for path in sorted(FOLDER.glob("*.yaml")):
        yield path.stem, read_yaml(path)


def compute_case(case: dict[str, Any]) -> MonthSlips:
    """The month of a case."""
    first = date.fromisoformat(f"{case['month']}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    begin, end = case.get("employed_from", date(2026, 1, 1)), case.get("employed_to")
    allowances = case.get("allowances", [])
    slip = slip_row(
        month=first,
        payment_date=number(last) + 10,
        employed_from=number(begin),
        employed_to=number(end) if end else OPEN_END,
        **case.get("person", {}),
    )
    return compute_month(
        month_tables(
            slips=[slip],
            versions=list(_versions(case["contracts"], begin)),
            days=_days(case, max(first - timedelta(days=6), begin), min(last, end or last)),
            institution=institution_row(
                **{name: number_of(name, word) for name, word in case.get("settings", {}).items()}
            ),
            allowances=[_allowance(place, item) for place, item in enumerate(allowances)],
            names=tuple(item["name"] for item in allowances),
        )
    )


def _versions(contracts: list[Row], begin: date) -> Iterator[Row]:
    begins = [contract.get("from", begin) for contract in contracts]
    ends = [number(day) - 1 for day in begins[1:]] + [OPEN_END]
    for contract, since, until in zip(contracts, begins, ends, strict=True):
        given = {name: value for name, value in contract.items() if name != "from"}
        given["pay_basis"] = number_of("pay_basis", given["pay_basis"])
        yield version_row(valid_from=number(since), valid_to=until, **given)


def _days(case: dict[str, Any], first: date, last: date) -> list[Row]:
    told = case.get("days", {})
    usual = [row for row in workdays(first, last) if row["date"] not in set(map(number, told))]
    return [*usual, *(record for day, words in told.items() for record in _record(day, words))]


def _record(day: date, words: str) -> Iterator[Row]:
    if words in CODES:
        yield other_code(day, CODES[words])
    elif words != "off":
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in words.split("-"))
        until = end if end > start else end + 1440
        yield day_row(day, start=start, end=until, breaks=[(start + 180, start + 240)])


def _allowance(place: int, item: Row) -> Row:
    words = {
        "kind": number_of("kind", item.get("kind", "monthly")),
        "proration": number_of("allowance_proration", item.get("proration", "full")),
        "tax": number_of("tax", item.get("tax", "taxable")),
    }
    return allowance_row(name=place, amount=item["amount"], **words)


def outcome(case: dict[str, Any], month: MonthSlips) -> dict[str, Any]:
    """What the case expects, as computed."""
    row = row_of(month)
    found = {name: row[name] for name in case["expect"] if name not in ("lines", "flags")}
    flags = ("minimum_wage", "weekly_limit_12", "part_time_limit_12")
    return found | {
        name: value
        for name, value in {
            "lines": {
                name: won for name, won in lines(month).items() if name in case["expect"].get("lines", {})
            },
            "flags": [flag for flag in flags if row[flag]],
        }.items()
        if name in case["expect"]
    }
