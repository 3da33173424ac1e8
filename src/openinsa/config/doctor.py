"""What an operator would want to know before trusting an installation, each as one line and one verdict."""

import stat
from collections.abc import Callable

import django
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

OLDEST_POSTGRES = 150_000

UNGUARDED = """
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id' AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
"""
ROLE = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
OWNED = "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind = 'r'"


def examine(console: Console) -> int:
    """Say each check and its verdict. 0 when all is well, 1 otherwise."""
    django.setup()
    if not _told(console, "the database answers", _the_database_answers()):
        return 1
    verdicts = [_told(console, name, check()) for name, check in CHECKS.items()]
    if migrations_are_applied():
        return 1  # the rest can be asked of a database of today only
    from openinsa.config.examinations import EXAMINATIONS  # its rooms need Django to be set up

    verdicts += [_told(console, name, check()) for name, check in EXAMINATIONS.items()]
    return 0 if all(verdicts) else 1


def _told(console: Console, name: str, trouble: str) -> bool:
    console.print(f"{'MEND ' if trouble else 'ok   '} {name}{': ' + trouble if trouble else ''}")
    return not trouble


def _the_database_answers() -> str:
    try:
        connection.ensure_connection()
    except OperationalError as refused:
        reason = str(refused).strip().splitlines()[-1]
        return f"{reason}; start it, or run `openinsa migrate` once if this installation is new"
    return ""


def _postgres_is_new_enough() -> str:
    version = connection.pg_version
    return "" if version >= OLDEST_POSTGRES else f"{version} is too old; use PostgreSQL 15 or newer"


def migrations_are_applied() -> str:
    """What is to be done before anything else, or nothing."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} wait; run `openinsa migrate`" if waiting else ""


def _the_role_is_bound_by_the_policies() -> str:
    return "the role may bypass row-level security; make it NOSUPERUSER NOBYPASSRLS" if _value(ROLE) else ""


def _the_role_owns_nothing() -> str:
    owned = _value(OWNED)
    return f"it owns {owned} tables; DATABASE_URL must name the web role, not the owner" if owned else ""


def _every_institution_is_kept_apart() -> str:
    with connection.cursor() as cursor:
        cursor.execute(UNGUARDED)
        tables = ", ".join(name for (name,) in cursor.fetchall())
    return f"no forced policy on {tables}; run `openinsa migrate`" if tables else ""


def _secrets_are_private() -> str:
    folder = settings.DATA / "secrets"
    open_to_others = [
        path.name for path in folder.glob("*") if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    return f"others may read {', '.join(open_to_others)}; chmod 600 them" if open_to_others else ""


def _value(query: str) -> int | bool:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


CHECKS: dict[str, Callable[[], str]] = {
    "PostgreSQL 15 or newer": _postgres_is_new_enough,
    "migrations are applied": migrations_are_applied,
    "the role is bound by row-level security": _the_role_is_bound_by_the_policies,
    "the role owns no table": _the_role_owns_nothing,
    "every table with an institution has a forced policy": _every_institution_is_kept_apart,
    "secrets are readable by their owner alone": _secrets_are_private,
}
