"""The real queue and the real worker: a job is carried out, and one whose worker died is taken up again."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from office import new_office
from openinsa.config.places import CHECKOUT
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
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
