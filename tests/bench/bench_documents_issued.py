"""Papers as people meet them: a certificate from tap to file, the page that checks it, a district's slips as one job.

OPENINSA_BENCH_SLIPS sets of how many people the slips are.
"""

import os
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import httpx

sys.path.insert(0, str(Path(__file__).parent))

from stage import count_rows_as_time_would, fresh_database, session_of, web_server

PEOPLE = int(os.environ.get("OPENINSA_BENCH_SLIPS", "13500"))
PROJECTS = max(1, PEOPLE * 1_260 // 13_500)
TIMES = 10
CONNECTIONS_TO_REACH_ALL = 10
"""So many find each process of the web server at least once."""
LIMIT_OF_A_CERTIFICATE, LIMIT_OF_A_LOOK, LIMIT_OF_A_SLIP = 1.5, 0.2, 0.015
MOST_GROWTH = 40
"""Megabytes that all processes together may grow by from the first to the last fifth of the job."""
PAPER = "/my/certificates/career_certificate/"


def run() -> list[dict[str, Any]]:
    """Everything on one paid district with a key of its own."""
    with fresh_database():
        from big_district import fill_and_pay

        officer = fill_and_pay("papers", projects=PROJECTS, people=PEOPLE)
        count_rows_as_time_would()
        session = _ready(officer)
        with web_server() as address, httpx.Client(base_url=address, follow_redirects=True) as worker:
            worker.cookies.set("sessionid", session)
            taken, code = _certificates(worker)
            looked = _looks(f"{address}/verify/{code}")
        return [taken, looked, _slips(officer)]


def _ready(officer: Any) -> str:
    """Give the institution its key; the session of a worker."""
    from openinsa.issuing.keys import make_first_key
    from openinsa.people.models import Person, User
    from openinsa.people.tenancy import within

    with within(officer.institution_id, officer.pk):
        make_first_key(officer.institution)
        given = {"institution_id": officer.institution_id, "name": "person", "roles": ["worker"]}
        return session_of(User.objects.create_user("worker", person=Person.objects.first(), **given))


def _certificates(worker: httpx.Client) -> tuple[dict[str, Any], str]:
    """From the tap to the last byte of the signed file; the first finds nothing prepared. And the last one's code."""
    from pypdf import PdfReader

    worker.get(PAPER).raise_for_status()
    files, seconds = zip(*(_timed(lambda: _taken(worker)) for _time in range(TIMES)), strict=True)
    require(b"/ByteRange" in files[-1], "no signature")
    text = PdfReader(BytesIO(files[-1])).pages[0].extract_text()
    code = re.search(r"verify/([0-9A-Z-]+)", text)
    require(code is not None, f"no address on the paper: {text}")
    row = _row("one certificate from tap to signed PDF", "certificate", seconds, LIMIT_OF_A_CERTIFICATE)
    return {**row, "KiB": len(files[-1]) // 1024}, code[1]


def _taken(worker: httpx.Client) -> bytes:
    asked = {"request_id": str(uuid4()), "language": "ko"}
    sent = {**asked, "csrfmiddlewaretoken": worker.cookies["csrftoken"]}
    paper = worker.post(PAPER, data=sent).raise_for_status()
    return worker.get(f"{paper.url.path}file.pdf").raise_for_status().content


def _looks(address: str) -> dict[str, Any]:
    """The public page of a true paper, as somebody sees it who is not signed in, of a server that has answered before."""
    for _connection in range(CONNECTIONS_TO_REACH_ALL):
        httpx.get(address)
    with httpx.Client() as anybody:
        pages, seconds = zip(*(_timed(lambda: anybody.get(address)) for _time in range(TIMES)), strict=True)
    require(all("진본입니다" in page.text for page in pages), "the page does not call the paper true")
    return _row("verification page", "look", seconds, LIMIT_OF_A_LOOK)


def _slips(officer: Any) -> dict[str, Any]:
    """Everybody's wage statement of the month numbered, signed and stored by the job that people start."""
    from openinsa.issuing.bulk import issue_many
    from openinsa.issuing.models import IssuedPaper
    from openinsa.jobs.work import perform
    from openinsa.people.tenancy import within

    with within(officer.institution_id, officer.pk):
        job = issue_many(officer, "wage_statement", month=date(2026, 6, 1))
    over = Event()
    with ThreadPoolExecutor(1) as watcher:
        watched = watcher.submit(_memory_until, over)
        _done, seconds = _timed(lambda: perform(job.pk, job.institution_id))
        over.set()
    memory = watched.result()
    with within(officer.institution_id, officer.pk):
        sizes = list(IssuedPaper.objects.filter(job_id=job.pk).values_list("size", flat=True))
    require(len(sizes) == PEOPLE, f"{len(sizes)} slips of {PEOPLE}")
    fifth = max(1, len(memory) // 5)
    first, last = max(memory[:fifth]), max(memory[-fifth:])
    return {
        "job": "signed slips as one job",
        "unit": "slip",
        "count": PEOPLE,
        "seconds": seconds,
        "limit": LIMIT_OF_A_SLIP,
        "holds": last - first <= MOST_GROWTH,
        "KiB each": sum(sizes) // PEOPLE // 1024,
        "MB in the first fifth": first,
        "MB in the last": last,
    }


def _memory_until(over: Event) -> list[int]:
    """What this process and those that it started hold, in megabytes, each second."""
    seen = [_resident_megabytes()]
    while not over.wait(1):
        seen.append(_resident_megabytes())
    return seen


def _resident_megabytes() -> int:
    own, held = str(os.getpid()), 0
    for status in Path("/proc").glob("[0-9]*/status"):
        told = dict(line.split(":", 1) for line in _lines_of(status) if ":" in line)
        if own in (told.get("Pid", "").strip(), told.get("PPid", "").strip()):
            held += int(told.get("VmRSS", "0 kB").split()[0])
    return held // 1024


def _lines_of(status: Path) -> list[str]:
    """Nothing of a process that has just ended."""
    try:
        return status.read_text().splitlines()
    except OSError:
        return []


def _row(job: str, unit: str, seconds: tuple[float, ...], limit: float) -> dict[str, Any]:
    """The slowest of some, and how long one usually takes."""
    usual = round(sorted(seconds)[len(seconds) // 2] * 1000)
    return {
        "job": job,
        "unit": unit,
        "count": 1,
        "seconds": max(seconds),
        "limit": limit,
        "ms usually": usual,
    }


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started
