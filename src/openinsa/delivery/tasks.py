"""What comes by itself: messages that wait for their next try, and those that must not wait for a job."""

from django.utils import timezone
from procrastinate.contrib.django import app

from openinsa.delivery.models import Message
from openinsa.delivery.outbox import note_lost
from openinsa.delivery.sending import send_chunk
from openinsa.people.institutions import in_every_institution

AT_ONCE = 10
"""Before the long work of others: somebody waits at a screen for a code."""


@app.task(name="openinsa.delivery.send_now", queue="jobs", priority=AT_ONCE)
def send_now(message_id: int, institution_id: int) -> None:
    """Send one message that somebody waits for."""
    send_chunk(institution_id, ids=[message_id])


@app.periodic(cron="* * * * *")
@app.task(name="openinsa.delivery.send_again", queue="jobs", queueing_lock="send_again")
def send_again(timestamp: int) -> None:
    """Take up messages whose next try is due, in every institution that has some."""
    waiting: list[int] = []
    in_every_institution(lambda institution_id: _note_due(institution_id, waiting))
    for institution_id in waiting:
        while send_chunk(institution_id):
            pass


def _note_due(institution_id: int, waiting: list[int]) -> None:
    note_lost()
    due = Message.objects.filter(state=Message.State.WAITING, tries__gt=0, next_try_at__lte=timezone.now())
    if due.exists():
        waiting.append(institution_id)


def send_at_once(message: Message) -> None:
    """Send one message as soon as the transaction commits and a worker is free."""
    send_now.defer(message_id=message.pk, institution_id=message.institution_id)
