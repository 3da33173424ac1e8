"""`openinsa tidy`: what has ended is forgotten, so that tables do not grow for ever."""

import django
from django.core.management import call_command
from django.db import connection
from rich.console import Console

DONE = """
    DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'cancelled', 'aborted') AND NOT EXISTS (
        SELECT FROM procrastinate_events
        WHERE job_id = procrastinate_jobs.id AND at > now() - interval '30 days')
"""


def tidy_up(console: Console) -> int:
    """Remove ended sessions and old entries of the queue, and say how many. The jobs' own rows stay."""
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE expire_date < now()")
        sessions = cursor.fetchone()[0]
        call_command("clearsessions")
        cursor.execute(DONE)
        console.print(f"sessions forgotten: {sessions}; entries of the queue forgotten: {cursor.rowcount}")
    return 0
