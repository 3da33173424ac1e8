"""A database of its own for measuring: real tables, policies and triggers, worked in as the web role."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TESTS = str(Path(__file__).resolve().parents[1])


@contextmanager
def fresh_database() -> Iterator[None]:
    """Django set up on an empty, migrated database that is dropped afterwards."""
    sys.path[:0] = [TESTS, str(Path(__file__).parent)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings_for_tests"
    import django

    django.setup()
    _load_what_a_running_process_has()
    gc.freeze()  # as server and worker do
    import databases

    name = databases.own("bench")
    databases.copy(databases.make_template(), name)
    databases.use(name)
    try:
        yield
    finally:
        databases.drop(name)


def _load_what_a_running_process_has() -> None:
    """The rule book, and pandas: Arrow looks for it once, and only the requirements of the benches bring it."""
    import pyarrow as pa

    from openinsa.rules.engine import load_rule_book

    load_rule_book()
    pa.array([0])


def count_rows_as_time_would() -> None:
    """Let the database learn what its tables hold, as it does by itself within a minute."""
    import psycopg
    from django.db import connection

    import databases

    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=databases.socket(), user="postgres", dbname=name, autocommit=True) as superuser:
        superuser.execute("ANALYZE")


def session_of(user: Any) -> str:
    """The key of a session that begins as every session does."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def web_server() -> Iterator[str]:
    """The address of the real web server on the database in use."""
    import subprocess

    from django.db import connection

    from openinsa.config.places import CHECKOUT
    from openinsa.config.serving import web_command
    from site_fixtures import free_port, site_environment, wait_until_it_answers

    port = free_port()
    environment = site_environment(connection.settings_dict["NAME"])
    with subprocess.Popen(web_command("127.0.0.1", port), env=environment, cwd=CHECKOUT / "tests") as process:
        try:
            wait_until_it_answers(f"http://localhost:{port}/accounts/login/")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
