"""How fast papers print: wage statements in three ways, signed in bulk and by the thousand; one signed certificate.

OPENINSA_BENCH_SLIPS sets how many slips the long row signs.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openinsa.documents.contracts import WageStatement
from openinsa.documents.printing import Paper, print_one
from openinsa.documents.qr import qr_svg
from openinsa.documents.signing import Seal, read_signature, sign_pdf
from openinsa.documents.wage_statements import (
    print_files,
    print_signed,
    wage_statements_pdf,
    write_wage_statements_zip,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from documents.issued import issue
from documents.reading import open_pdf, text_of
from documents.samples import distinct_statements, sample, varied

STATEMENTS = 500
A_PROJECT = 10
LOOKED_AT = 5
LIMIT = 0.015
CERTIFICATES, LIMIT_OF_A_CERTIFICATE = 10, 1.5
SLIPS = int(os.environ.get("OPENINSA_BENCH_SLIPS", "13500"))
MOST_GROWTH = 40
"""Megabytes that all processes together may have grown by between a tenth of the slips and the last."""
DAY = datetime(2026, 11, 10, 9, tzinfo=UTC)


def run() -> list[dict[str, object]]:
    seal = Seal.self_made("가람시 나래구청", since=datetime(2026, 1, 1, tzinfo=UTC))
    return [*unsigned(), signed(seal), certificate(seal), slips(seal)]


def signed(seal: Seal) -> dict[str, object]:
    """Single statements with number, code and QR code, each signed."""
    statements = [given_out(number) for number in range(STATEMENTS)]
    files, seconds = timed(lambda: list(print_signed(statements, seal, at=DAY)))
    for at in range(0, STATEMENTS, STATEMENTS // LOOKED_AT):
        require(read_signature(files[at], [seal.certificate]).trusted)
        require(statements[at]["name"] in text_of(files[at]))
    return row("wage statements: signed single files with their code", seconds, sum(map(len, files)))


def certificate(seal: Seal) -> dict[str, object]:
    """From data to a signed PDF by Typst: the slowest of some, the first of which finds nothing prepared."""
    papers = [certificate_data(number) for number in range(CERTIFICATES)]
    made = [timed(lambda data=data: certified(data, seal)) for data in papers]
    pdf, _seconds = made[-1]
    require(read_signature(pdf, [seal.certificate]).trusted)
    seconds = [each for _pdf, each in made]
    return {
        "job": "one certificate from data to signed PDF",
        "unit": "certificate",
        "count": 1,
        "seconds": max(seconds),
        "limit": LIMIT_OF_A_CERTIFICATE,
        "ms usually": round(sorted(seconds)[CERTIFICATES // 2] * 1000),
        "KiB each": len(pdf) // 1024,
    }


def certified(data: dict[str, Any], seal: Seal) -> bytes:
    data["issue"]["qr"] = qr_svg(data["issue"]["address"])
    pdf = print_one(Paper("employment_certificate", data, "2026-11-10"))
    return sign_pdf(pdf, seal, reason="재직증명서 발급", at=DAY)


def certificate_data(number: int) -> dict[str, Any]:
    given = sample("employment_certificate")
    return {**given, "name": varied(number)["name"], "issue": {**issue(), "address": address(number)}}


def slips(seal: Seal) -> dict[str, object]:
    """The slips of a district as one job: nothing is kept but what is being printed."""
    marks = {SLIPS // 10: "MB at a tenth", SLIPS // 2: "MB at half", SLIPS: "MB at the end"}
    memory, size, started = {}, 0, time.perf_counter()
    for number, pdf in enumerate(print_signed(map(given_out, range(SLIPS)), seal, at=DAY), start=1):
        size += len(pdf)
        if number in marks:
            memory[marks[number]] = resident_megabytes()
    seconds = time.perf_counter() - started
    grown = memory["MB at the end"] - memory["MB at a tenth"]
    return {
        "job": "signed slips as one job",
        "unit": "slip",
        "count": SLIPS,
        "seconds": seconds,
        "limit": LIMIT,
        "holds": grown <= MOST_GROWTH,
        "KiB each": size // SLIPS // 1024,
        **memory,
    }


def given_out(number: int) -> WageStatement:
    return {**varied(number), "issue": issue(address=address(number), qr="")}


def address(number: int) -> str:
    return f"https://insa.example.go.kr/verify/{number:012X}"


def resident_megabytes() -> int:
    """What this process and those it started hold in memory."""
    own = str(os.getpid())
    held = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        told = dict(line.split(":", 1) for line in lines_of(status) if ":" in line)
        if own in (told.get("Pid", "").strip(), told.get("PPid", "").strip()):
            held += int(told.get("VmRSS", "0 kB").split()[0])
    return held // 1024


def lines_of(status: Path) -> Iterator[str]:
    """Nothing of a process that has just ended."""
    try:
        yield from status.read_text().splitlines()
    except OSError:
        return


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
