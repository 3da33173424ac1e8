"""What the queue knows: perform the job with this number, and take up jobs whose worker died."""

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from openinsa.jobs import work

ATTEMPTS = 12
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""Due by the clock of the database, whatever the clock of this machine says."""
AGAIN = RetryStrategy(linear_wait=2, retry_exceptions=list(work.TROUBLE))
"""Without an end: from the last attempt on the work itself says that it failed. What comes back then is only a
database that did not even store that, and a job that nobody delivers again would run for ever on its page."""


@app.task(name="openinsa.jobs.perform", queue="jobs", retry=AGAIN, pass_context=True)
def perform(context: JobContext, job_id: int, institution_id: int) -> None:
    """Run one job of one institution; what it does stands in its row. While the database is away it is tried again."""
    work.perform(job_id, institution_id, last=context.job.attempts >= ATTEMPTS)


def put_into_queue(job_id: int, institution_id: int) -> None:
    """Let a worker perform a job once the transaction commits. However often it is put in, one at a time."""
    perform.configure(lock=f"job {job_id}").defer(job_id=job_id, institution_id=institution_id)


@app.periodic(cron="* * * * *")
@app.task(name="openinsa.jobs.take_up_stalled", queueing_lock="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs whose worker has fallen silent back to the queue; their work goes on chunk by chunk."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job, retry_at=AT_ONCE)
