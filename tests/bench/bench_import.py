"""From the bytes of a clerk's workbook to checked rows, as far as no database is needed."""

import io
import random
import sys
import time
from pathlib import Path
from typing import Any

import xlsxwriter

from openinsa.exchange.month_sheet import read_months
from openinsa.exchange.month_workbook import MonthLine, month_workbook
from openinsa.exchange.reading import checked_register
from openinsa.exchange.register_checks import Known
from openinsa.exchange.workbook import read_workbook

PEOPLE = 13_500
MONTH_PEOPLE = 2_000
READING_LIMIT = 0.002
DAY_LIMIT = 0.0005


def run() -> list[dict[str, Any]]:
    """A register of a whole city read and checked, and a month sheet of 2,000 people."""
    return [_register(), _month_sheet()]


def _clerks() -> Any:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import clerks

    return clerks


def _register() -> dict[str, Any]:
    clerks, chance = _clerks(), random.Random(7)
    habits = clerks.Habits.drawn(chance)
    people = [clerks.a_person(chance) for _ in range(PEOPLE)]
    content = _as_xlsx(clerks.a_sheet(people, habits, "공원녹지과", "꽃길 조성"))
    start = time.perf_counter()
    reading = checked_register(read_workbook("register.xlsx", content), Known())
    seconds = time.perf_counter() - start
    assert len(reading.people) == PEOPLE
    return {
        "job": "import: read and check a register",
        "unit": "person",
        "count": PEOPLE,
        "seconds": seconds,
        "limit": READING_LIMIT,
    }


def _month_sheet() -> dict[str, Any]:
    from datetime import date

    days = {date(2026, 3, number): "출" if number % 7 else 9.5 for number in range(1, 32)}
    people = [MonthLine(f"가나{number}", "690702", days) for number in range(MONTH_PEOPLE)]
    content = month_workbook("공원녹지과", "꽃길 조성", date(2026, 3, 1), people)
    start = time.perf_counter()
    (read,) = read_months(read_workbook("month.xlsx", content))
    seconds = time.perf_counter() - start
    assert read.marks == MONTH_PEOPLE * len(days)
    return {
        "job": "import: read a month sheet",
        "unit": "day",
        "count": read.marks,
        "seconds": seconds,
        "limit": DAY_LIMIT,
    }


def _as_xlsx(grid: list[list[Any]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("명단")
        for row, cells in enumerate(grid):
            sheet.write_row(row, 0, cells)
    return content.getvalue()
