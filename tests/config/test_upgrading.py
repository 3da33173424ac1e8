"""`openinsa upgrade` looks before it touches anything, and refuses with one sentence."""

import io
import re
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from rich.console import Console

import databases
from openinsa.config import upgrading
from openinsa.config.database import OWNER, WEB

LAST = "DELETE FROM django_migrations WHERE app = 'staffing' AND name = (SELECT max(name) FROM django_migrations WHERE app = 'staffing')"


def said(code: int, *, check: bool = True) -> str:
    console = Console(file=io.StringIO(), width=400)
    assert upgrading.upgrade(console, check=check, backup_made=False) == code
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_looking_names_the_migrations_that_wait_and_changes_nothing(fresh_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LAST)
    told = said(0)
    assert re.search(r"^1 migrations: staffing\.\d{4}_\w+$", told, re.MULTILINE)
    assert "Nothing was changed: --check only looks." in told
    assert len(upgrading.pending()) == 1


def test_nothing_is_done_while_a_worker_runs(fresh_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    told = said(1, check=False)
    assert told.startswith("1 workers run; stop them")
    assert told.endswith("Nothing was changed.\n")


def test_nothing_is_done_while_the_site_is_connected(fresh_database: str) -> None:
    site = psycopg.connect(host=databases.socket(), user="openinsa_web", dbname=fresh_database)
    told = said(1, check=False)
    site.close()
    assert "1 connections of the site are open; stop the web processes on every machine." in told


def test_nothing_is_done_without_room_for_a_backup(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "ROOM_FOR_OTHERS", 1 << 60)
    assert "make room. Nothing was changed." in said(1, check=False)


def test_nothing_is_done_as_a_role_that_policies_do_not_bind(fresh_database: str) -> None:
    with databases.connected_as("postgres", fresh_database):
        told = said(1, check=False)
    assert "the role is bound by row-level security: " in told


def test_nothing_is_done_without_a_database(fresh_database: str) -> None:
    databases.use("nowhere")
    told = said(1, check=False)
    databases.use(fresh_database)
    assert told == "The database does not answer; start it first. Nothing was changed.\n"


def test_an_installation_of_before_is_migrated_and_examined(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.connected_as(OWNER, fresh_database):
        call_command("migrate", "privacy", "0015", verbosity=0)
    where = f"/{fresh_database}?host={quote(databases.socket(), safe='')}"
    monkeypatch.setenv("OPENINSA_OWNER_DATABASE_URL", f"postgresql://{OWNER}@{where}")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{WEB}@{where}")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
    console = Console(file=io.StringIO(), width=400)
    upgrading.upgrade(console, check=False, backup_made=True)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert "privacy.0016_guards_of_papers_and_messages" in told
    assert "ok    migrations are applied" in told
    assert upgrading.pending() == []
