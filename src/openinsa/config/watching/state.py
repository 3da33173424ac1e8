"""What the installation is like now: figures that metrics, health and `openinsa doctor` share."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from openinsa.config.watching.chain_ends import broken_ends
from openinsa.people.tenancy import NOBODY, within

Reading = Iterable[tuple[list[str], float]]

WAITING = """
    SELECT COALESCE(EXTRACT(epoch FROM now() - min(told.at)), 0)
    FROM procrastinate_jobs AS job JOIN LATERAL (
        SELECT max(at) AS at FROM procrastinate_events
        WHERE job_id = job.id AND type IN ('deferred', 'deferred_for_retry')
    ) AS told ON true
    WHERE job.status = 'todo' AND job.queue_name = 'jobs' AND COALESCE(job.scheduled_at <= now(), true)
"""
QUEUE = "SELECT task_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2"
WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '90 seconds'"
STALLED = """
    SELECT count(*) FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker
        ON worker.id = job.worker_id
    WHERE job.status = 'doing'
      AND COALESCE(worker.last_heartbeat, '-infinity') < now() - interval '5 minutes'
"""
JOBS = "SELECT kind, state, count(*) FROM jobs_overview GROUP BY 1, 2"
CONNECTIONS = """
    SELECT COALESCE(state, 'background'), count(*) FROM pg_stat_activity
    WHERE datname = current_database() GROUP BY 1
"""


def rows(query: str, *, as_operator: bool = False) -> list[tuple[Any, ...]]:
    """The answer to a question about the whole installation, in a transaction of its own."""
    with within(NOBODY if as_operator else None), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def value(query: str) -> float:
    return float(rows(query)[0][0] or 0)


def disk_free() -> Iterator[tuple[list[str], float]]:
    yield [], shutil.disk_usage(settings.DATA).free


def backup_folder() -> Path:
    return Path(settings.BACKUP_FOLDER or settings.DATA / "backups")


def backup_age() -> float | None:
    """Seconds since the newest file in the folder of backups; None where there is none."""
    made = [path.stat().st_mtime for path in backup_folder().glob("*") if path.is_file()]
    return max(0.0, time.time() - max(made)) if made else None


def _backup() -> Reading:
    age = backup_age()
    return [] if age is None else [([], age)]


@dataclass(frozen=True)
class Figure:
    """One gauge: its name and meaning, the names of its labels, and how it is read."""

    name: str
    meaning: str
    read: Callable[[], Reading]
    labels: tuple[str, ...] = ()


def _one(query: str) -> Callable[[], Reading]:
    return lambda: [([], value(query))]


def _many(query: str, *, as_operator: bool = False) -> Callable[[], Reading]:
    return lambda: [
        ([str(name) for name in names], float(count))
        for *names, count in rows(query, as_operator=as_operator)
    ]


FIGURES = (
    Figure("openinsa_queue_seconds", "Age of the oldest job that waits for a worker.", _one(WAITING)),
    Figure("openinsa_workers", "Workers heard of within 90 seconds.", _one(WORKERS)),
    Figure("openinsa_stalled_jobs", "Jobs whose worker has been silent for five minutes.", _one(STALLED)),
    Figure("openinsa_queue_jobs", "Entries of the queue.", _many(QUEUE), ("task", "status")),
    Figure("openinsa_jobs", "Jobs of 90 days.", _many(JOBS, as_operator=True), ("kind", "state")),
    Figure("openinsa_database_connections", "Connections to the database.", _many(CONNECTIONS), ("state",)),
    Figure("openinsa_disk_free_bytes", "Free space of the data folder.", lambda: list(disk_free())),
    Figure(
        "openinsa_access_chain_broken",
        "Institutions whose last access records do not follow from each other.",
        lambda: [([], float(len(list(broken_ends()))))],
    ),
    Figure("openinsa_backup_age_seconds", "Age of the newest file in the folder of backups.", _backup),
)
