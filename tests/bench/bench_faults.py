"""Faults on purpose, each many times: afterwards the whole database must be as if nothing had happened.

A server of its own in memory of limited size; real workers and a real web server, ended by SIGKILL at a moment
drawn by lot while they work; PostgreSQL restarted under them; the disk full; the clock wrong; a request sent
twice. OPENINSA_FAULTS says how many times each (20), OPENINSA_FAULT which ones, by a part of their name.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import faults
from faults import Process, Server, content, difference, take_up_stalled_jobs, until
from stage import session_of

TIMES = int(os.environ.get("OPENINSA_FAULTS", "20"))
ONLY = os.environ.get("OPENINSA_FAULT", "")
JULY = date(2026, 7, 1)
PEOPLE, PROJECTS, SEALED_ANEW = 300, 30, 1_500
GRID_PEOPLE, GRID_DAYS = 100, 31
CERTIFICATES = 150
chance = Random(20261127)


@dataclass(frozen=True)
class Undisturbed:
    """A database in which some work waits, what it holds once the work is done, and how long that took."""

    template: str
    institution: int
    job: int
    held: dict[str, Counter[str]]
    seconds: float


Fault = Callable[[Undisturbed, str, Server], bool]


def run() -> list[dict[str, Any]]:
    """Every fault in every work that it can meet."""
    faults.folder_of_its_own()
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings_for_tests"
    import django

    django.setup()
    with faults.own_server() as server:
        import databases

        databases.make_template()
        faults.let_commits_last()
        rows = []
        for work, prepare in WORKS.items():
            wanted = {
                f"{work}: {name}": act for name, act in FAULTS[work].items() if ONLY in f"{work}: {name}"
            }
            if wanted:
                undisturbed = _undisturbed(work, prepare)
                rows += [_row(name, _repeated(act, undisturbed, server)) for name, act in wanted.items()]
        return rows


def _row(name: str, told: dict[str, Any]) -> dict[str, Any]:
    return {"job": f"fault: {name}", "unit": "time", "count": max(1, told["met"]), "limit": None, **told}


def _repeated(act: Fault, undisturbed: Undisturbed, server: Server) -> dict[str, Any]:
    """Meet the fault so many times; raises when a database differs afterwards."""
    import databases

    start, met, tried = time.perf_counter(), 0, 0
    while met < TIMES and tried < 3 * TIMES:
        name = databases.own(f"fault{tried}")
        databases.copy(undisturbed.template, name)
        met += act(undisturbed, name, server)
        other = difference(undisturbed.held, content(name))
        databases.drop(name)
        tried += 1
        if other:
            raise RuntimeError(f"time {tried}: other rows in {other}")
    if not met:
        raise RuntimeError("the work was always over before the fault came")
    return {"seconds": time.perf_counter() - start, "met": met, "of": tried, "differences": 0}


# ---------------------------------------------------------------------------------------------- the works


def _undisturbed(work: str, prepare: Callable[[], tuple[int, int]]) -> Undisturbed:
    import databases

    template = databases.own(f"faults_{work.replace(' ', '_')}")
    databases.copy(databases.make_template(), template)
    databases.use(template)
    institution, job = prepare()
    databases.use("postgres")
    name = f"{template}_done"
    databases.copy(template, name)
    if job:
        process = faults.worker(name)
        until(lambda: _job_state(name, institution, job) != "waiting", "the job runs")
        start = time.perf_counter()
        _until_over(name, institution, job)
        seconds = time.perf_counter() - start
        process.kill()
    else:
        seconds = SAVE_SECONDS
        _save_once(name)
    held = content(name)
    if not difference(content(template), held):
        raise RuntimeError("the comparison sees no difference between before and after the work")
    return Undisturbed(template, institution, job, held, seconds)


def _register() -> tuple[int, int]:
    """A register, uploaded, read and confirmed."""
    from bench_import import _register_file
    from django.db import transaction

    from office import new_office
    from openinsa.staffing.actions.imports import save_register_later, summary, take_register
    from openinsa.staffing.importing import read_import

    with transaction.atomic():
        office = new_office()
        file = _register_file(PEOPLE, office.department.name, office.project.name)
        taken = take_register(office.hr_officer, "명단.xlsx", file)
        shown = summary(read_import(office.hr_officer, taken))
        return office.institution.pk, save_register_later(office.hr_officer, taken.pk, shown).pk


def _pay_run() -> tuple[int, int]:
    """An approved month of these people, to be computed."""
    from big_district import fill
    from django.db import transaction

    from openinsa.jobs.actions import start_job
    from openinsa.payroll.actions.runs import prepare_runs

    with transaction.atomic():
        officer = fill("faults", projects=PROJECTS, people=PEOPLE)
        runs = [one.pk for one in prepare_runs(officer, date(2026, 6, 1))]
        return officer.institution_id, start_job(officer, "pay_run", "급여 계산", {"runs": runs}).pk


def _rotation() -> tuple[int, int]:
    """Registered people whose numbers shall be sealed under a new key."""
    from django.db import transaction

    from office import new_office
    from openinsa.jobs.key_rotation import start_key_rotation

    with transaction.atomic():
        office = new_office()
        office.employ_many(SEALED_ANEW, phone="010-1234-9876")
        return office.institution.pk, start_key_rotation(office.hr_officer).pk


def _bulk_issue() -> tuple[int, int]:
    """Certificates for everybody of an office, in chunks; the key is valid on whatever day the clock shows."""
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from office import new_office
    from openinsa.issuing.bulk import issue_many
    from openinsa.issuing.keys import make_first_key

    with transaction.atomic():
        office = new_office()
        office.employ_many(CERTIFICATES)
        make_first_key(office.institution, since=timezone.now() - timedelta(days=30))
        return office.institution.pk, issue_many(office.hr_officer, "employment_certificate").pk


def _grid() -> tuple[int, int]:
    """A project with an open July; no job, a clerk will save."""
    from django.db import transaction

    from office import new_office

    with transaction.atomic():
        office = new_office()
        office.employ_many(GRID_PEOPLE)
        office.month(JULY)
        return office.institution.pk, 0


WORKS: dict[str, Callable[[], tuple[int, int]]] = {
    "register": _register,
    "pay run": _pay_run,
    "key rotation": _rotation,
    "bulk issue": _bulk_issue,
    "save of a grid": _grid,
}

# --------------------------------------------------------------------------------- faults of a worker's work


def _worker_killed(work: Undisturbed, database: str, server: Server) -> bool:
    process = faults.worker(database)
    met = _wait_into(work, database)
    process.kill()
    _go_on(work, database)
    return met


def _server_restarted(work: Undisturbed, database: str, server: Server) -> bool:
    process = faults.worker(database)
    met = _wait_into(work, database)
    server.restart(chance.choice(["fast", "immediate"]))
    try:
        _go_on(work, database, process)
    finally:
        process.kill()
    return met


def _disk_full(work: Undisturbed, database: str, server: Server) -> bool:
    """Everything left in the data folder is taken for some seconds."""
    if not os.path.ismount(faults.HERE):
        raise RuntimeError("a disk that may be filled needs a mount in memory: run this bench as root")
    filler = faults.HERE / "filler"
    process = faults.worker(database)
    try:
        met = _wait_into(work, database)
        _fill(filler)
        time.sleep(2 + chance.random())
        filler.unlink()
        if not _answers(database):
            server.control("start", "fast")
        _go_on(work, database, process)
    finally:
        filler.unlink(missing_ok=True)
        process.kill()
    return met


def _fill(filler: Path) -> None:
    """Write until nothing more fits."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 1_048_576)


def _clock_moved(work: Undisturbed, database: str, server: Server) -> bool:
    """The worker's clock jumps two days back or forth while it works."""
    moved = faults.HERE / "clock"
    _move(moved, "+0d")
    environment = {
        "LD_PRELOAD": str(next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))),
        "FAKETIME_TIMESTAMP_FILE": str(moved),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    process = faults.worker(database, **environment)
    try:
        met = _wait_into(work, database)
        _move(moved, chance.choice(["+2d", "-2d"]))
        _until_over(database, work.institution, work.job)
    finally:
        process.kill()
    return met


def _move(clock: Path, by: str) -> None:
    """Set the clock in one step: a process that read half a line of it would end."""
    draft = clock.with_suffix(".draft")
    draft.write_text(by)
    draft.replace(clock)


def _wait_into(work: Undisturbed, database: str) -> bool:
    """Wait until the job runs and then a part of its time; whether it was still running."""
    until(lambda: _state(database, work) != "waiting", "the job runs")
    time.sleep(chance.random() * work.seconds)
    return _state(database, work) == "running"


def _go_on(work: Undisturbed, database: str, process: Process | None = None) -> None:
    """A worker works on, the same or a new one, until the job is done."""
    import databases

    own = process or faults.worker(database)
    databases.use(database)
    if process is None:
        take_up_stalled_jobs()
    try:
        until(lambda: own.keep_up() or _state(database, work) == "done", "the job is done")
    finally:
        databases.use("postgres")
        if process is None:
            own.kill()


def _until_over(database: str, institution: int, job: int) -> None:
    until(lambda: _job_state(database, institution, job) == "done", "the job is done")


def _state(database: str, work: Undisturbed) -> str:
    return _job_state(database, work.institution, work.job)


def _job_state(database: str, institution: int, job: int) -> str:
    import psycopg

    import databases

    try:
        with psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as connection:
            found = connection.execute("SELECT state, message FROM jobs_job WHERE id = %s", [job]).fetchone()
    except psycopg.OperationalError:
        return "unknown"
    if found is None or found[0] == "failed":
        raise RuntimeError(f"the job failed: {found}")
    return str(found[0])


def _answers(database: str) -> bool:
    import psycopg

    import databases

    try:
        with psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as connection:
            return connection.execute("SELECT true").fetchone() == (True,)
    except psycopg.OperationalError:
        return False


# ------------------------------------------------------------------------------------- faults of a clerk's save


class Web:
    """The web server on a database, and one clerk's save of a whole grid to it."""

    def __init__(self, database: str) -> None:
        from bench_load import Visitor

        import databases
        from openinsa.config.serving import web_command
        from site_fixtures import free_port, site_environment

        self.port = free_port()
        self.process = Process(web_command("127.0.0.1", self.port), site_environment(database))
        databases.use(database)
        try:
            self.month, self.request, session = _clerks_save()
        finally:
            databases.use("postgres")
        self.address = f"http://localhost:{self.port}"
        self.wait()
        self.visitor = Visitor(session, self.address)
        self.visitor.ask("open", f"/staffing/months/{self.month}/")

    def wait(self) -> None:
        from site_fixtures import wait_until_it_answers

        wait_until_it_answers(f"{self.address}/accounts/login/")

    def save(self) -> bool:
        """Send the save; whether it was acknowledged."""
        from bench_load import Visitor

        visitor = Visitor(self.visitor.session, self.address, token=self.visitor.token)
        try:
            visitor.ask("save", f"/staffing/months/{self.month}/cells/", self.request)
        except OSError:
            return False
        return not visitor.refused

    def save_again_until_acknowledged(self) -> None:
        until(lambda: self.save(), "the save is acknowledged")


def _clerks_save() -> tuple[int, dict[str, Any], str]:
    """The month, the request with all its cells, and the clerk's session."""
    from django.db import transaction

    from openinsa.people.models import Institution, User
    from openinsa.people.tenancy import set_context, within
    from openinsa.staffing.models import Contract, ProjectMonth

    with transaction.atomic():
        set_context(None)
        institution = Institution.objects.get().pk
    with within(institution):
        month = ProjectMonth.objects.get().pk
        contracts = list(Contract.objects.order_by("pk").values_list("pk", flat=True))
        clerk = User.objects.get(roles=["project_clerk"])
    cells = [[one, f"2026-07-{day:02}", "", "8"] for one in contracts for day in range(1, GRID_DAYS + 1)]
    return month, {"request_id": str(uuid4()), "kind": "paste", "cells": cells}, session_of(clerk)


def _save_once(database: str) -> None:
    web = Web(database)
    try:
        web.save_again_until_acknowledged()
    finally:
        web.process.kill()


def _during_a_save(database: str, fault: Callable[[Web], None]) -> bool:
    web = Web(database)
    try:
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(web.save)
            time.sleep(chance.random() * SAVE_SECONDS)
            met = not first.done()
            fault(web)
            first.result()
        web.save_again_until_acknowledged()
        return met
    finally:
        web.process.kill()


SAVE_SECONDS = 0.3


def _web_killed(work: Undisturbed, database: str, server: Server) -> bool:
    def kill(web: Web) -> None:
        web.process.kill()
        web.process.start()
        web.wait()

    return _during_a_save(database, kill)


def _server_restarted_in_a_save(work: Undisturbed, database: str, server: Server) -> bool:
    return _during_a_save(database, lambda web: server.restart(chance.choice(["fast", "immediate"])))


def _sent_twice(work: Undisturbed, database: str, server: Server) -> bool:
    """The same save from two connections at once, and once more afterwards."""
    web = Web(database)
    try:
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(web.save) for _ in range(2)]
        return all(one.result() for one in both) and web.save()
    finally:
        web.process.kill()


def _delivered_twice(work: Undisturbed, database: str, server: Server) -> bool:
    """The queue delivers the job two more times while it runs and after it is done."""
    import psycopg

    import databases

    with psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args, status)"
            " SELECT queue_name, task_name, priority, lock, args, status FROM procrastinate_jobs,"
            " generate_series(1, 2) WHERE task_name = 'openinsa.jobs.perform'"
        )
    processes = [faults.worker(database), faults.worker(database)]
    try:
        _until_over(database, work.institution, work.job)
        until(lambda: _queue_is_empty(database), "the queue is empty")
    finally:
        for process in processes:
            process.kill()
    return True


def _queue_is_empty(database: str) -> bool:
    import psycopg

    import databases

    with psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as connection:
        waiting = connection.execute(
            "SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queue_name = 'jobs'"
        )
        return waiting.rowcount == 0


OF_A_JOB: dict[str, Fault] = {
    "worker killed": _worker_killed,
    "database restarted": _server_restarted,
    "disk full": _disk_full,
    "clock moved": _clock_moved,
    "delivered three times": _delivered_twice,
}
FAULTS: dict[str, dict[str, Fault]] = {
    "register": OF_A_JOB,
    "pay run": OF_A_JOB,
    "key rotation": OF_A_JOB,
    "bulk issue": OF_A_JOB,
    "save of a grid": {
        "web server killed": _web_killed,
        "database restarted": _server_restarted_in_a_save,
        "sent three times": _sent_twice,
    },
}
