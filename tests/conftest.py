"""What every test may use: a real database under row-level security, a browser, a running site."""

import gc
from collections.abc import Iterator

import psycopg
import pytest
from _pytest import runner
from django.utils import translation
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["site_fixtures"]


@pytest.fixture(autouse=True)
def korean() -> None:
    """Each test begins in Korean, whatever language a page left behind."""
    translation.activate("ko")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the English texts once, before test processes start."""
    if not hasattr(config, "workerinput"):
        from openinsa.web.translations import compile_all

        compile_all()


class Together(LoadScopeScheduling):
    """All tests with a browser in one process, on one running site; the others file by file, wherever there is time."""

    BROWSER = "tests/e2e/"

    def _split_scope(self, nodeid: str) -> str:
        return self.BROWSER if nodeid.startswith(self.BROWSER) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser first: it is the longest piece, and while one process works it the other does all the rest.

    Then what is slow, so that nothing long is left for the end.
    """
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, so no collection of garbage walks through it again, nor every moment."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """Each test with the room that a server gives a request."""
    from openinsa.config.frames import with_room

    return with_room(runner.pytest_runtest_protocol)(item, nextitem)


def _turn(item: pytest.Item) -> int:
    marks = ("browser", "slow")
    return next((turn for turn, mark in enumerate(marks) if item.get_closest_marker(mark)), len(marks))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database of this process's own, copied from the migrated template; tests are the web role in it."""
    import databases

    name = databases.own("test")
    with django_db_blocker.unblock():
        databases.drop_abandoned()
        databases.copy(databases.make_template(), name)
        databases.use(name)
        yield
        databases.drop(name)


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection]:
    """A connection as the role that owns the tables. It does not see what the test has not committed."""
    from django.db import connection

    import databases
    from openinsa.config.database import OWNER

    with psycopg.connect(
        host=databases.socket(), user=OWNER, dbname=connection.settings_dict["NAME"], autocommit=True
    ) as opened:
        yield opened


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database for one test that commits, thrown away afterwards; several connections see each other."""
    import databases

    name, before = databases.own("fresh"), databases.own("test")
    with django_db_blocker.unblock():
        databases.copy(databases.make_template(), name)
        databases.use(name)
        yield name
        databases.use(before)
        databases.drop(name)
