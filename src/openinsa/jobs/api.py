"""Long work for machines: the list, one job's state, stopping it and letting it go on."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.jobs.actions import cancel_job, job_of, resume_job
from openinsa.jobs.key_pages import KEYS, shown_keys
from openinsa.jobs.key_rotation import start_key_rotation
from openinsa.jobs.models import Job
from openinsa.jobs.pages import JOBS
from openinsa.jobs.queries import jobs_of

room = Room("jobs", _("작업"))
JobTold = shape(
    "Job", Job, "kind title state done total message cancel_requested requested_at finished_at", result=Any
)

room.table(
    "/jobs",
    "list_jobs",
    JOBS,
    may="jobs.see",
    rows=lambda call: jobs_of(call.by),
)


@room.get("/jobs/{int:job_id}", of=job_of, answer=JobTold)
def show_job(call: Call, job: Job) -> Job:
    """How far one job is. `result` is there once it is done."""
    return job


@room.post("/jobs/{int:job_id}/cancel", of=job_of, answer=JobTold)
def stop_job(call: Call, job: Job) -> Job:
    """Ask a job to stop after its present chunk."""
    return cancel_job(call.by, job.pk)


@room.post("/jobs/{int:job_id}/resume", of=job_of, answer=JobTold)
def go_on_with_job(call: Call, job: Job) -> Job:
    """Let a stopped or failed job go on with what is left."""
    return resume_job(call.by, job.pk)


room.table("/keys", "list_keys", KEYS, may="privacy.rotate_keys", rows=lambda call: shown_keys())


@room.post("/keys/rotate", may="privacy.rotate_keys", answer=JobTold, status=201)
def rotate_keys(call: Call) -> Job:
    """Give the institution a new key, as a job that seals every value anew."""
    return start_key_rotation(call.by)
