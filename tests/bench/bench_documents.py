"""How fast wage statements print: a project in one file, and single files side by side."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openinsa.documents.wage_statements import print_each, wage_statements_pdf

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from documents.reading import open_pdf, text_of
from documents.samples import distinct_statements

STATEMENTS = 500
LOOKED_AT = 5
LIMIT = 0.015


def run() -> list[dict[str, object]]:
    """Both ways over the same distinct statements; of each, some are read back."""
    statements = distinct_statements(STATEMENTS)
    looked_at = range(0, STATEMENTS, STATEMENTS // LOOKED_AT)
    together, seconds_together = timed(lambda: wage_statements_pdf(statements))
    singles, seconds_single = timed(lambda: list(print_each(statements)))
    pages = open_pdf(together).pages
    for at in looked_at:
        wanted = f"{statements[at]['net']:,}"
        require(statements[at]["name"] in pages[at].extract_text() and wanted in pages[at].extract_text())
        require(statements[at]["name"] in text_of(singles[at]) and wanted in text_of(singles[at]))
    return [
        row("wage statements: one file", seconds_together, len(together)),
        row("wage statements: single files", seconds_single, sum(map(len, singles))),
    ]


def row(job: str, seconds: float, size: int) -> dict[str, object]:
    kibibytes = size // STATEMENTS // 1024
    return {
        "job": job,
        "unit": "statement",
        "count": STATEMENTS,
        "seconds": seconds,
        "limit": LIMIT,
        "KiB each": kibibytes,
    }


def require(read_back: bool) -> None:
    if not read_back:
        raise AssertionError("a statement does not read back")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started
