"""How fast wage statements print: a file for each project, single files, and all of them in one."""

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openinsa.documents.contracts import WageStatement
from openinsa.documents.wage_statements import print_files, wage_statements_pdf, write_wage_statements_zip

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from documents.reading import open_pdf, text_of
from documents.samples import distinct_statements

STATEMENTS = 500
A_PROJECT = 10
LOOKED_AT = 5
LIMIT = 0.015


def run() -> list[dict[str, object]]:
    """Three ways over the same distinct statements; of each, some are read back."""
    statements = distinct_statements(STATEMENTS)
    projects = [statements[at : at + A_PROJECT] for at in range(0, STATEMENTS, A_PROJECT)]
    files, by_project = timed(lambda: list(print_files(projects)))
    archive, one_by_one = timed(lambda: archived(statements))
    singles = [archive.read(name) for name in archive.namelist()]
    together, at_once = timed(lambda: wage_statements_pdf(statements))
    pages = open_pdf(together).pages
    for at in range(0, STATEMENTS, STATEMENTS // LOOKED_AT):
        wanted, (project, page) = statements[at], divmod(at, A_PROJECT)
        for text in (
            open_pdf(files[project]).pages[page].extract_text(),
            text_of(singles[at]),
            pages[at].extract_text(),
        ):
            require(wanted["name"] in text and f"{wanted['net']:,}" in text)
    return [
        row(f"wage statements: a file for each project of {A_PROJECT}", by_project, sum(map(len, files))),
        row("wage statements: single files in an archive", one_by_one, sum(map(len, singles))),
        row("wage statements: all in one file", at_once, len(together)),
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


def archived(statements: list[WageStatement]) -> ZipFile:
    file = BytesIO()
    write_wage_statements_zip(statements, file)
    return ZipFile(file)


def require(read_back: bool) -> None:
    if not read_back:
        raise AssertionError("a statement does not read back")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started
