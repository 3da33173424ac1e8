"""What the queue knows of this room: deliver the message with this number."""

from procrastinate.contrib.django import app

from openinsa.api import sending


@app.task(name="openinsa.api.deliver", queue="webhooks", priority=-10)
def deliver(delivery_id: int, institution_id: int) -> None:
    """One try; a failed one queues the next by itself."""
    sending.deliver(delivery_id, institution_id)
