"""Databases for tests: migrated once as the owner, copied for each worker, used as the web role."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from openinsa.config.database import OWNER, ROLES, WEB, grant_to_web, prepare_embedded
from openinsa.config.places import CHECKOUT

ONE_AT_A_TIME = 41_003  # key of the advisory lock under which templates are made and copied


DEMO_AT_A_TIME = 41_004  # the same for the demo district, which takes longer and needs the other one


def socket() -> str:
    return settings.DATABASES["default"]["HOST"]


def server() -> psycopg.Connection:
    """A connection of the superuser, for making and dropping databases only."""
    return psycopg.connect(host=socket(), user="postgres", dbname="postgres", autocommit=True)


@contextmanager
def one_at_a_time(key: int) -> Iterator[None]:
    """Only one process of the machine is inside this block."""
    with server() as superuser:
        superuser.execute("SELECT pg_advisory_lock(%s)", [key])
        yield


def digest_of(files: Iterable[Path], *words: str) -> str:
    """A short name for the content of some files."""
    digest = hashlib.sha256(" ".join(words).encode())
    for file in sorted(path for path in files if path.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def template_name() -> str:
    """Named by what the migrations say, so that a changed migration makes a new template."""
    rooms = CHECKOUT / "src" / "openinsa"
    helpers = [rooms / "people" / "row_security.py", rooms / "privacy" / "history.py"]
    helpers += [
        rooms / "retention" / name for name in ("plan.yaml", "plan.py", "compiling.py", "database.py")
    ]
    libraries = CHECKOUT / "requirements" / "test.lock"
    return f"template_{digest_of([*rooms.glob('*/migrations/*.py'), *helpers, libraries, Path(__file__)])}"


def make_template() -> str:
    """The name of a migrated, empty database; made when it is not there yet."""
    name = template_name()
    with server() as superuser:
        superuser.execute(ROLES)
        superuser.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not exists(name):
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                superuser.execute(f"ALTER SYSTEM SET {setting} = off")
            superuser.execute("SELECT pg_reload_conf()")
            _migrate(f"{name}_draft")
            rename(f"{name}_draft", name)
    return name


def own(purpose: str) -> str:
    """The name of this process's database for a purpose."""
    return f"{purpose}_of_{os.getpid()}"


def drop_abandoned() -> None:
    """Drop the databases of test processes that are gone."""
    with server() as superuser:
        names = superuser.execute("SELECT datname FROM pg_database WHERE datname ~ '_of_[0-9]+$'").fetchall()
    for (name,) in names:
        if not psutil.pid_exists(int(name.rpartition("_")[2])):
            drop(name)


def exists(name: str) -> bool:
    with server() as superuser:
        return superuser.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount > 0


def rename(name: str, to: str) -> None:
    with server() as superuser:
        superuser.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
        )


def _migrate(name: str) -> None:
    drop(name)
    prepare_embedded(socket(), name)
    with connected_as(OWNER, name):
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            grant_to_web(cursor)


@contextmanager
def connected_as(role: str, name: str) -> Iterator[None]:
    """Django's default connection as another role or to another database, for a while."""
    before = {key: connection.settings_dict[key] for key in ("USER", "NAME")}
    connection.close()
    connection.settings_dict.update(USER=role, NAME=name)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def copy(template: str, name: str) -> None:
    """Make `name` anew as a copy of `template`, which nobody may be using."""
    drop(name)
    with server() as superuser:
        superuser.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
            )
        )


def drop(name: str) -> None:
    with server() as superuser:
        superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def use(name: str) -> None:
    """Point Django's default connection at a database, as the web role."""
    connection.close()
    connection.settings_dict.update(USER=WEB, NAME=name)
