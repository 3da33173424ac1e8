"""`openinsa upgrade`: look first, then back up, migrate and look again; or refuse with one sentence and change nothing."""

import shutil
import time

import django
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from openinsa.config import doctor
from openinsa.config.backing_up import back_up
from openinsa.config.backup_files import BackupRefused
from openinsa.config.serving import migrate_database

FRESH_SECONDS = 3600
ROOM_FOR_OTHERS = 512 * 1024**2
WORKERS = """
    SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '90 seconds'
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
      AND backend_type = 'client backend'
"""


class UpgradeRefused(Exception):
    """Why nothing was changed, and what to do."""


def upgrade(console: Console, *, check: bool, backup_made: bool) -> int:
    """Bring the installation up to date. 0 when it is and the doctor finds nothing, 1 otherwise."""
    django.setup()
    try:
        waiting = look(console)
        if check:
            console.print("Nothing was changed: --check only looks.")
            return 0
        if waiting and not backup_made:
            console.print(_backed_up(), soft_wrap=True)
    except UpgradeRefused as refused:
        console.print(f"{refused} Nothing was changed.", markup=False, soft_wrap=True)
        return 1
    connection.close()
    if code := migrate_database():
        console.print(
            "The migrations failed; what they had begun was undone. Start nothing before they succeed."
        )
        return code
    return doctor.examine(console)


def look(console: Console) -> list[str]:
    """Ask everything that could stop an upgrade, and say what is to be migrated. Raises UpgradeRefused."""
    for ask in (_database, _guards, _disk, _nobody_works):
        if trouble := ask():
            raise UpgradeRefused(trouble)
    waiting = pending()
    console.print(f"{len(waiting)} migrations: {', '.join(waiting)}" if waiting else "No migrations wait.")
    return waiting


def pending() -> list[str]:
    """Names of the migrations that are to be made."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{one.app_label}.{one.name}" for one, _backwards in plan]


def _database() -> str:
    try:
        connection.ensure_connection()
    except OperationalError:
        return "The database does not answer; start it first."
    return ""


def _guards() -> str:
    """What `openinsa doctor` asks of role and policies; the rest it asks of a database of today only."""
    for name, ask in doctor.CHECKS.items():
        if ask is not doctor.migrations_are_applied and (trouble := ask()):
            return f"{name}: {trouble}."
    return ""


def _disk() -> str:
    needed = int(_value("SELECT pg_database_size(current_database())")) + ROOM_FOR_OTHERS
    free = shutil.disk_usage(settings.DATA).free
    if free >= needed:
        return ""
    return (
        f"{free // 1024**2} MB are free in {settings.DATA} and {needed // 1024**2} MB are needed; make room."
    )


def _nobody_works() -> str:
    if workers := int(_value(WORKERS)):
        return f"{workers} workers run; stop them and wait until they have finished their chunk (up to 90 seconds)."
    if others := int(_value(OTHERS)):
        return f"{others} connections of the site are open; stop the web processes on every machine."
    return ""


def _value(query: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_workers') IS NOT NULL")
        if query == WORKERS and not cursor.fetchone()[0]:
            return 0
        cursor.execute(query)
        return cursor.fetchone()[0]


def _backed_up() -> str:
    """A backup that is fresh, or a new one. Raises UpgradeRefused."""
    folder = settings.DATA / "backups"
    made = [path.stat().st_mtime for path in folder.glob("*") if path.is_file()]
    if made and time.time() - max(made) < FRESH_SECONDS:
        return "A backup of within the last hour is there."
    try:
        done = back_up(None, 0, "", with_secrets=False)
    except BackupRefused as refused:
        raise UpgradeRefused(f"{refused} Make one in another way and say --backup-made.") from refused
    return f"{done.path}: backup made"
