"""Fixtures of the browser tests: a month sheet of the test's own, open in the grid."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from e2e.month_sheets import GridPage, MonthSheet, new_sheet
from openinsa.people.models import User
from site_fixtures import Site

PEOPLE = ("강하늘", "김바다", "박산들")
expect.set_options(timeout=20_000)  # a busy machine answers late; nothing waits longer than it must


@pytest.fixture
def make_sheet(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> Callable[..., MonthSheet]:
    """Put a new month sheet into the running site; without names it has three people."""

    def make(names: tuple[str, ...] = PEOPLE, **fields: object) -> MonthSheet:
        with django_db_blocker.unblock():
            return new_sheet(live_site, names, **fields)

    return make


@pytest.fixture
def stored(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> Callable[..., list[str]]:
    """What the database holds for a cell of a sheet."""

    def ask(sheet: MonthSheet, row: int, day: int) -> list[str]:
        with django_db_blocker.unblock():
            return sheet.stored(live_site, row, day)

    return ask


@pytest.fixture
def session_of(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> Callable[[str], str]:
    """A signed-in session of a demo login, without the way over the sign-in page."""

    def start(username: str) -> str:
        with django_db_blocker.unblock(), live_site.looking_in():
            client = Client()
            client.force_login(User.objects.get(username=username))
            return str(client.session.session_key)

    return start


@pytest.fixture
def session(live_site: Site, session_of: Callable[[str], str]) -> Callable[..., Page]:
    """Let a page belong to a signed-in session, the clerk's unless told otherwise."""

    def sign(page: Page, username: str = "clerk") -> Page:
        key = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(username), "url": live_site.url}
        page.context.add_cookies([key])  # type: ignore[list-item]
        return page

    return sign


@pytest.fixture
def sign_in(live_site: Site, session: Callable[..., Page]) -> Callable[[Page, str], Page]:
    """A page at home, signed in as one of the demo logins: clerk, head, payroll, hr, auditor, operator, worker."""

    def sign_in_as(page: Page, username: str) -> Page:
        session(page, username).goto(live_site.url)
        return page

    return sign_in_as


@pytest.fixture
def open_grid(
    live_site: Site, new_page: Callable[..., Page], session: Callable[..., Page]
) -> Callable[..., GridPage]:
    """Open a sheet in a browser session of its own, signed in as the clerk unless told otherwise."""

    def open_it(sheet: MonthSheet, login: str = "clerk", **options: object) -> GridPage:
        page = session(new_page(**options), login)
        page.goto(live_site.url + sheet.path)
        page.wait_for_function("() => document.getElementById('grid-input')?.hidden === false")
        return GridPage(page)

    return open_it


@pytest.fixture
def sheet(make_sheet: Callable[..., MonthSheet]) -> MonthSheet:
    return make_sheet()


@pytest.fixture
def grid(open_grid: Callable[..., GridPage], sheet: MonthSheet) -> GridPage:
    """The grid of three people with an ordinary June, open for the clerk."""
    return open_grid(sheet)


@pytest.fixture
def closed(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> Callable[[MonthSheet], None]:
    """Submit a sheet behind the browser's back."""

    def close(sheet: MonthSheet) -> None:
        with django_db_blocker.unblock():
            sheet.close(live_site)

    return close
