"""Around every job: one log line with kind, number and time, and where wanted a trace."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from openinsa.config.watching import telemetry
from openinsa.config.watching.logs import JOB
from openinsa.jobs.work import AROUND

log = logging.getLogger("openinsa.job")


def watch_jobs() -> None:
    """Let this worker tell of its jobs."""
    telemetry.start()
    if watched not in AROUND:
        AROUND.append(watched)


@contextmanager
def watched(kind: str, job_id: int, institution_id: int) -> Iterator[None]:
    token = JOB.set({"job": job_id, "kind": kind, "institution": institution_id})
    began, ended = time.perf_counter(), "failed"
    try:
        with telemetry.job_span(kind, job_id):
            yield
        ended = "done"
    finally:
        known = {"state": ended, "ms": round(1000 * (time.perf_counter() - began), 1)}
        log.info("performed", extra=known)
        JOB.reset(token)
