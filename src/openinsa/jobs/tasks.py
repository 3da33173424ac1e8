"""What the queue knows: perform the job with this number, and take up jobs whose worker died."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from openinsa.jobs import work


@app.task(name="openinsa.jobs.perform", queue="jobs")
def perform(job_id: int, institution_id: int) -> None:
    """Run one job of one institution; what it does stands in its row."""
    work.perform(job_id, institution_id)


@app.periodic(cron="* * * * *")
@app.task(name="openinsa.jobs.take_up_stalled", queueing_lock="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs whose worker has fallen silent back to the queue; their work goes on chunk by chunk."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
