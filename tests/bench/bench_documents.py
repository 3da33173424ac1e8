"""How fast wage statements print: in three ways, and signed one by one in bulk."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openinsa.documents.contracts import WageStatement
from openinsa.documents.signing import Seal, read_signature
from openinsa.documents.wage_statements import (
    print_files,
    print_signed,
    wage_statements_pdf,
    write_wage_statements_zip,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from documents.issued import issue
from documents.reading import open_pdf, text_of
from documents.samples import distinct_statements, varied

STATEMENTS = 500
A_PROJECT = 10
LOOKED_AT = 5
LIMIT = 0.015
DAY = datetime(2026, 11, 10, 9, tzinfo=UTC)


def run() -> list[dict[str, object]]:
    seal = Seal.self_made("가람시 나래구청", since=datetime(2026, 1, 1, tzinfo=UTC))
    return [*unsigned(), signed(seal)]


def signed(seal: Seal) -> dict[str, object]:
    """Single statements with number, code and QR code, each signed."""
    statements = [given_out(number) for number in range(STATEMENTS)]
    files, seconds = timed(lambda: list(print_signed(statements, seal, at=DAY)))
    for at in range(0, STATEMENTS, STATEMENTS // LOOKED_AT):
        require(read_signature(files[at], [seal.certificate]).trusted)
        require(statements[at]["name"] in text_of(files[at]))
    return row("wage statements: signed single files with their code", seconds, sum(map(len, files)))


def given_out(number: int) -> WageStatement:
    return {**varied(number), "issue": issue(address=address(number), qr="")}


def address(number: int) -> str:
    return f"https://insa.example.go.kr/verify/{number:012X}"


def unsigned() -> list[dict[str, object]]:
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
