"""The real queue and the real worker: a job is carried out, and one whose worker died is taken up again."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psutil
import psycopg
import pytest
from django.db import OperationalError, connection, transaction

import databases
from office import new_office
from openinsa.config.places import CHECKOUT
from openinsa.jobs import work
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.jobs.tasks import ATTEMPTS, put_into_queue
from openinsa.people.tenancy import within
from site_fixtures import site_environment
from stalled_jobs import take_up

DEAD_WORKER = """
    WITH dead AS (
        INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id
    )
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead) WHERE status = 'todo'
"""


def work_off(database: str) -> None:
    """Run the real worker until its queue is empty."""
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]
    subprocess.run(command, env=site_environment(database), cwd=CHECKOUT / "tests", check=True, timeout=60)


def committed_job() -> Job:
    with transaction.atomic():
        office = new_office()
        return start_job(office.payroll_officer, "pay_run", "계산", {"runs": []})


def state_of(job: Job) -> str:
    with within(job.institution_id):
        return Job.objects.get(pk=job.pk).state


def test_a_started_job_is_carried_out_by_a_worker_of_its_own_process(fresh_database: str) -> None:
    job = committed_job()
    work_off(fresh_database)
    assert state_of(job) == "done"


def test_a_job_whose_worker_was_killed_is_taken_up_by_the_next_one(fresh_database: str) -> None:
    job = committed_job()
    with connection.cursor() as cursor:
        cursor.execute(DEAD_WORKER)
    with ThreadPoolExecutor() as apart:  # where no loop of a browser runs
        apart.submit(asyncio.run, take_up()).result()
    work_off(fresh_database)
    assert state_of(job) == "done"


def test_it_is_taken_up_at_once_even_where_a_clock_runs_days_ahead(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = committed_job()
    with connection.cursor() as cursor:
        cursor.execute(DEAD_WORKER)
    monkeypatch.setattr("procrastinate.utils.utcnow", lambda: datetime.now(UTC) + timedelta(days=2))
    with ThreadPoolExecutor() as apart:
        apart.submit(asyncio.run, take_up()).result()
    work_off(fresh_database)
    assert state_of(job) == "done"


def test_however_often_a_job_is_put_into_the_queue_it_is_performed_one_at_a_time(fresh_database: str) -> None:
    job = committed_job()
    put_into_queue(job.pk, job.institution_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock FROM procrastinate_jobs WHERE task_name = 'openinsa.jobs.perform'")
        assert cursor.fetchall() == [(f"job {job.pk}",)] * 2


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_work_whose_database_went_away_goes_on_at_the_next_attempt(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch, in_bulk: bool
) -> None:
    job, times = committed_job(), []

    def lose_the_database_once(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        times.append(progress.job_id)
        if len(times) == 1:
            with within(progress.institution_id), connection.cursor() as cursor:
                own = cursor.cursor if in_bulk else cursor
                own.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return {}

    monkeypatch.setitem(work.WORKS, job.kind, lose_the_database_once)
    with pytest.raises((OperationalError, psycopg.OperationalError)):
        work.perform(job.pk, job.institution_id, last=False)
    assert state_of(job) == "running"
    work.perform(job.pk, job.institution_id, last=False)
    assert (state_of(job), len(times)) == ("done", 2)


def test_a_work_that_never_gets_its_database_ends_as_failed(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = committed_job()

    def lose_the_database(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        with within(progress.institution_id), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return {}

    monkeypatch.setitem(work.WORKS, job.kind, lose_the_database)
    work.perform(job.pk, job.institution_id)
    assert state_of(job) == "failed"


def test_a_job_whose_last_attempt_cannot_even_begin_is_taken_up_until_the_database_is_back(
    fresh_database: str,
) -> None:
    """마지막 시도의 첫 문장부터 실패해도 작업이 '진행 중'으로 남지 않는다."""
    job = committed_job()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s", [ATTEMPTS])
    with locked_away(fresh_database, "jobs_job"):
        work_off(fresh_database)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    work_off(fresh_database)
    assert state_of(job) == "done"


@contextmanager
def locked_away(database: str, table: str) -> Iterator[None]:
    """No statement gets at a table, and each that waits for it fails, as it does when the server is in trouble."""
    with databases.server() as superuser:
        superuser.execute(f"ALTER DATABASE {database} SET lock_timeout = '100ms'")
        with psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as holder:
            holder.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
        superuser.execute(f"ALTER DATABASE {database} RESET lock_timeout")


def test_when_a_worker_ends_by_itself_the_next_one_is_started(fresh_database: str) -> None:
    command = [sys.executable, "-m", "openinsa.cli", "worker"]
    started = subprocess.Popen(command, env=site_environment(fresh_database), cwd=CHECKOUT / "tests")
    keeper = psutil.Process(started.pid)
    first = the_worker_under(keeper)
    first.kill()
    assert the_worker_under(keeper, but_not=first).pid != first.pid
    started.terminate()
    assert started.wait(timeout=50) == 0


def the_worker_under(keeper: psutil.Process, but_not: psutil.Process | None = None) -> psutil.Process:
    until = time.monotonic() + 50
    while time.monotonic() < until:
        if found := [one for one in keeper.children() if one != but_not]:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("no worker was started")
