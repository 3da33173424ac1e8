"""What comes by itself: sessions that are over go every night, and once a month it is noted what is due."""

from django.utils import timezone
from procrastinate.contrib.django import app

from openinsa.people.institutions import in_every_institution
from openinsa.retention.actions import clear_sessions, note_due


@app.periodic(cron="30 18 * * *")  # the queue counts in UTC: half past three in Korea
@app.task(name="openinsa.retention.clear_sessions", queue="jobs", queueing_lock="clear_sessions")
def clear_sessions_nightly(timestamp: int) -> None:
    """Remove sessions that are over."""
    clear_sessions()


@app.periodic(cron="0 20 1 * *")
@app.task(name="openinsa.retention.note_due", queue="jobs", queueing_lock="note_due")
def note_due_monthly(timestamp: int) -> None:
    """Look through every institution for what is due, and tell it on the start page of those who propose."""
    note_due_everywhere()


def note_due_everywhere() -> None:
    """One transaction for each institution that is not suspended."""
    in_every_institution(lambda institution_id: note_due(institution_id, timezone.localdate()))
