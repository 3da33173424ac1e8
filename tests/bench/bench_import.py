"""From the bytes of a clerk's workbook to checked rows, and on to stored contracts."""

import io
import random
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from stage import fresh_database

from clerks import Habits, a_person, a_sheet
from openinsa.exchange.month_sheet import read_months
from openinsa.exchange.month_workbook import MonthLine, month_workbook
from openinsa.exchange.reading import checked_register
from openinsa.exchange.register_checks import Known
from openinsa.exchange.workbook import read_workbook

PEOPLE = 13_500
MONTH_PEOPLE = 2_000
READING_LIMIT = 0.002
DAY_LIMIT = 0.0005
STORED_PEOPLE = 3_000
STORED_LIMIT = 0.005


def run() -> list[dict[str, Any]]:
    """A city's register and a month sheet read and checked; a large project's register stored."""
    return [_register(), _month_sheet(), _stored()]


def _register() -> dict[str, Any]:
    content = _register_file(PEOPLE, "공원녹지과", "꽃길 조성")
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


def _stored() -> dict[str, Any]:
    """What saving does: read the kept file, check it against what is stored, store, read the sums back."""
    with fresh_database():
        from django.db import transaction

        with transaction.atomic():
            from office import new_office
            from openinsa.staffing.actions.imports import save_register, summary, take_register
            from openinsa.staffing.importing import read_import

            office = new_office()
            officer = office.hr_officer
            content = _register_file(STORED_PEOPLE, office.department.name, office.project.name)
            file = take_register(officer, "명단.xlsx", content)
            shown = summary(read_import(officer, file))
            start = time.perf_counter()
            saved = save_register(officer, file.pk, shown)
            seconds = time.perf_counter() - start
            if saved.counts["people"] != STORED_PEOPLE:
                raise RuntimeError(f"{saved.counts} instead of {STORED_PEOPLE} people")
    return {
        "job": "import: file to stored contracts",
        "unit": "person",
        "count": STORED_PEOPLE,
        "seconds": seconds,
        "limit": STORED_LIMIT,
    }


def _register_file(people: int, department: str, project: str) -> bytes:
    chance = random.Random(7)
    made = [a_person(chance) for _ in range(people)]
    return _as_xlsx(a_sheet(made, Habits.drawn(chance), department, project))


def _as_xlsx(grid: list[list[Any]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("명단")
        for row, cells in enumerate(grid):
            sheet.write_row(row, 0, cells)
    return content.getvalue()
