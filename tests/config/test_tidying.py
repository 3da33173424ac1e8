"""`openinsa tidy` forgets what has ended and nothing else."""

import io

import pytest
from django.db import connection
from rich.console import Console

from openinsa.config.tidying import tidy_up

SESSIONS = """
    INSERT INTO django_session VALUES ('old', '', now() - interval '1 day'), ('new', '', now() + interval '1 hour')
"""
JOBS = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
    VALUES ('jobs', 'old', '{}', 'succeeded'), ('jobs', 'waiting', '{}', 'todo'), ('jobs', 'new', '{}', 'succeeded')
"""
LONG_AGO = """
    INSERT INTO procrastinate_events (job_id, type, at)
    SELECT id, 'succeeded', now() - CASE task_name WHEN 'new' THEN interval '1 day' ELSE interval '40 days' END
    FROM procrastinate_jobs WHERE status = 'succeeded'
"""


@pytest.mark.django_db
def test_ended_sessions_and_old_entries_go_and_the_rest_stays() -> None:
    console = Console(file=io.StringIO(), width=200)
    with connection.cursor() as cursor:
        for statement in (SESSIONS, JOBS, LONG_AGO):
            cursor.execute(statement)
        assert tidy_up(console) == 0
        cursor.execute("SELECT session_key FROM django_session")
        assert cursor.fetchall() == [("new",)]
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY 1")
        assert cursor.fetchall() == [("new",), ("waiting",)]
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert told == "sessions forgotten: 1; entries of the queue forgotten: 1\n"
