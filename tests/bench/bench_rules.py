"""The rules at the size of the country: days in files to slips with lines, worker-months, and one person.

Beside the rule book stand the same rules in plain Python, one worker after the other, and the same functions
under Hamilton, with how many of their values are wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from stage import fresh_database
from worker_months import made_up_months

from openinsa.rules.engine import load_rule_book
from rules.plain_worker_months import TARGETS, worker_months

PEOPLE = 400_000
PROCESSES = 2
COUNTRY_LIMIT = 100
MEMORY_LIMIT = 2_000
ROWS = 1_000_000
ROWS_LIMIT = 15
PLAIN_ROWS = 20_000
"""As many as plain Python is waited for."""
ONE_PERSON_LIMIT = 0.1
TOLD = 20
BEFORE = 6
"""People explained before: as many as a connection of a running process has its questions planned after."""
MEGABYTE = 1_000_000
LOOK_EVERY = 0.2


def run() -> list[dict[str, Any]]:
    """The country's month, a million worker-months in three ways, and one person explained."""
    return [country(PEOPLE, PROCESSES), *million(ROWS), one_person()]


def country(people: int, processes: int) -> dict[str, Any]:
    """From Parquet to Parquet by the command itself; memory is that of all its processes together."""
    with tempfile.TemporaryDirectory() as folder:
        given, result = Path(folder, "given"), Path(folder, "result")
        subprocess.run(
            [sys.executable, str(Path(__file__).with_name("country.py")), str(given), str(people)], check=True
        )
        days = pq.read_metadata(given / "days.parquet").num_rows
        command = ["compute", str(given), str(result), f"--processes={processes}"]
        with peak_memory() as peak:
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "openinsa.cli", *command], check=True, capture_output=True, text=True
            )
            seconds = time.perf_counter() - start
        if f"{people:,} slips" not in done.stdout:
            raise RuntimeError(done.stdout)
        lines = pq.ParquetDataset(result / "lines").read(["slip"]).num_rows
    return {
        "job": f"country: {people:,} people's day records to slips with lines, Parquet to Parquet",
        "unit": "country",
        "count": 1,
        "seconds": seconds,
        "limit": COUNTRY_LIMIT,
        "day records": f"{days:,}",
        "lines": f"{lines:,}",
        "processes": processes,
        "peak MB": peak[0] // MEGABYTE,
        "peak MB at most": MEMORY_LIMIT,
        "holds": peak[0] < MEMORY_LIMIT * MEGABYTE,
    }


@contextmanager
def peak_memory() -> Iterator[list[int]]:
    """The most that all processes begun meanwhile, and those they began, held in memory at one time."""
    most, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY):
            most[0] = max(most[0], sum(map(resident, descendants(os.getpid()))))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield most
    finally:
        ended.set()
        looking.join()


def descendants(process: int) -> Iterator[int]:
    """The processes that a process has begun, and those that they have."""
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{process}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield child
        yield from descendants(child)


def resident(process: int) -> int:
    """Bytes of a process in memory; what it shares with others is counted with each."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def million(rows: int) -> Iterator[dict[str, Any]]:
    """Premiums of both sides and taxes of mixed months by the rule book, plain Python and Hamilton."""
    book, columns = load_rule_book(), made_up_months(rows)
    some = {name: values[:PLAIN_ROWS] for name, values in columns.items()}
    book.run(TARGETS, some)
    found, seconds = timed(lambda: book.run(TARGETS, columns))
    plain, plainly = timed(lambda: np.array(worker_months(some)))
    right = dict(zip(TARGETS, plain.T, strict=True))
    yield way("rule book", rows, seconds, ROWS_LIMIT, wrong(found, right))
    yield way("plain Python, row by row", PLAIN_ROWS, plainly, None, "it is the measure")
    if find_spec("hamilton"):
        import hamilton_rules

        hamilton_rules.run(book, TARGETS, some)
        theirs, seconds = timed(lambda: hamilton_rules.run(book, TARGETS, columns))
        yield way("same functions under Hamilton", rows, seconds, None, wrong(theirs, right)) | {
            "differs from the rule book": sum(int((theirs[name] != found[name]).sum()) for name in TARGETS)
        }


def way(name: str, rows: int, seconds: float, limit: float | None, wrong_values: str) -> dict[str, Any]:
    return {
        "job": f"month-level rules: {name}",
        "unit": "million worker-months",
        "count": rows / 1_000_000,
        "seconds": seconds,
        "limit": limit,
        "wrong values": wrong_values,
    }


def wrong(found: dict[str, np.ndarray], right: dict[str, np.ndarray]) -> str:
    """How many values differ from plain Python's, on the rows that it computed."""
    differing = sum(int((found[name][: len(values)] != values).sum()) for name, values in right.items())
    return f"{differing} of {sum(map(len, right.values())):,}"


def one_person() -> dict[str, Any]:
    """One person's month from stored days to the explanation on the screen, one person after another."""
    with fresh_database():
        from big_district import fill
        from django.db import transaction

        from openinsa.payroll.explaining import explain_contract
        from openinsa.people.tenancy import within
        from openinsa.staffing.models import Contract
        from statements import counted_statements

        june = date(2026, 6, 1)
        with transaction.atomic():
            officer = fill("rules", projects=2, people=TOLD + BEFORE)
        with within(officer.institution_id, officer.pk):
            first, *others = Contract.objects.values_list("pk", flat=True)
            with counted_statements() as sent:
                explain_contract(first, june)
            for contract in others[: BEFORE - 1]:
                explain_contract(contract, june)
            others = others[BEFORE - 1 :]
            told, seconds = timed(lambda: [explain_contract(contract, june) for contract in others])
    return {
        "job": "one person, one month, from stored days to the explanation",
        "unit": "person",
        "count": TOLD,
        "seconds": seconds,
        "limit": ONE_PERSON_LIMIT,
        "lines": sum(map(len, told)) // TOLD,
        "statements": len(sent),
    }


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    done = work()
    return done, time.perf_counter() - start
