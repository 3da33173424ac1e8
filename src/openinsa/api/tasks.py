"""What the queue knows of this room: deliver the message with this number; each night let old answers go."""

from procrastinate.contrib.django import app

from openinsa.api import keeping, sending


@app.task(name="openinsa.api.deliver", queue="webhooks", priority=-10)
def deliver(delivery_id: int, institution_id: int) -> None:
    """One try; a failed one queues the next by itself."""
    sending.deliver(delivery_id, institution_id)


@app.periodic(cron="40 18 * * *")  # the queue counts in UTC: twenty to four in Korea
@app.task(name="openinsa.api.forget_answers", queue="jobs", queueing_lock="forget_answers")
def forget_answers_nightly(timestamp: int) -> None:
    """Let the answers go that were kept for a repeated request."""
    keeping.forget_answers()
