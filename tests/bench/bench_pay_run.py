"""The pay run of 13,500 people in 1,260 projects, from stored days to stored slips with history."""

import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from stage import fresh_database

PEOPLE, PROJECTS, JUNE = 13_500, 1_260, date(2026, 6, 1)
MEGABYTE = 1024


def run() -> list[dict[str, Any]]:
    """The whole run, and one person's month computed and explained for the screen."""
    with fresh_database():
        from big_district import fill
        from django.db import transaction

        from openinsa.people.tenancy import within
        from statements import counted_statements

        with transaction.atomic():
            officer = fill("bench", projects=PROJECTS, people=PEOPLE)
        with within(officer.institution_id, officer.pk):
            runs = _prepare(officer)
        before = _memory()
        with counted_statements() as sent:
            start = time.perf_counter()
            _perform(officer, runs)
            seconds = time.perf_counter() - start
        growth = _memory() - before
        with within(officer.institution_id, officer.pk):
            one, told = _one_person(runs)
        return [
            {
                "job": "pay run: stored days to stored slips",
                "unit": f"run of {PEOPLE:,}",
                "count": 1,
                "seconds": seconds,
                "limit": 40,
                "statements per 1,000 people": round(1000 * len(sent) / PEOPLE, 1),
                "memory growth MB": growth // MEGABYTE,
            },
            {
                "job": "one person's month computed and explained",
                "unit": "person",
                "count": 1,
                "seconds": one,
                "limit": 0.1,
                "lines": told,
            },
        ]


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _prepare(officer: Any) -> list[int]:
    from openinsa.payroll.actions.runs import prepare_runs

    return [one.pk for one in prepare_runs(officer, JUNE)]


def _perform(officer: Any, runs: list[int]) -> None:
    from openinsa.jobs.actions import start_job
    from openinsa.jobs.work import perform
    from openinsa.people.tenancy import within

    with within(officer.institution_id, officer.pk):
        job = start_job(officer, "pay_run", "bench", {"runs": runs})
    perform(job.pk, job.institution_id)
    with within(officer.institution_id, officer.pk):
        job.refresh_from_db()
        if job.state != "done" or job.result["people"] != PEOPLE:
            raise RuntimeError(f"the run ended as {job.state}: {job.message} {job.result}")


def _one_person(runs: list[int]) -> tuple[float, int]:
    from openinsa.payroll.explaining import explain_contract
    from openinsa.payroll.models import Payslip

    contract = Payslip.objects.filter(run__in=runs).values_list("contract_id", flat=True).first()
    start = time.perf_counter()
    lines = explain_contract(contract, JUNE)
    return time.perf_counter() - start, len(lines)
