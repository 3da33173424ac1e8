"""The one task that the queue knows: perform the job with this number."""

from procrastinate.contrib.django import app

from openinsa.jobs import work


@app.task(name="openinsa.jobs.perform", queue="jobs")
def perform(job_id: int, institution_id: int) -> None:
    """Run one job of one institution; what it does stands in its row."""
    work.perform(job_id, institution_id)
