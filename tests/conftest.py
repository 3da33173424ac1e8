"""What every test may use: a real database under row-level security, a browser, a running site."""

import os
from collections.abc import Iterator

import psycopg
import pytest

pytest_plugins = ["site_fixtures"]


@pytest.fixture(scope="session")
def worker_name() -> str:
    """The name of this test process: gw0, gw1 … or main."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_name: str) -> Iterator[None]:
    """A database of this process's own, copied from the migrated template; tests are the web role in it."""
    import databases

    name = f"test_{worker_name}"
    with django_db_blocker.unblock():
        databases.copy(databases.make_template(), name)
        databases.use(name)
        yield
        databases.drop(name)


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection]:
    """A connection as the role that owns the tables. It does not see what the test has not committed."""
    import databases
    from django.db import connection

    from openinsa.config.database import OWNER

    with psycopg.connect(
        host=databases.socket(), user=OWNER, dbname=connection.settings_dict["NAME"], autocommit=True
    ) as opened:
        yield opened


@pytest.fixture
def fresh_database(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_name: str
) -> Iterator[str]:
    """A database for one test that commits, thrown away afterwards; several connections see each other."""
    import databases

    name, before = f"fresh_{worker_name}", f"test_{worker_name}"
    with django_db_blocker.unblock():
        databases.copy(databases.make_template(), name)
        databases.use(name)
        yield name
        databases.use(before)
        databases.drop(name)
