"""Fixtures for tests that look at the product as a person does: a browser and a running site.

A test that uses them needs no `db`: the site runs in processes of its own on a database of its own, filled
by the small demo district.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from mail_server import PASSWORD, Mailbox, MailServer, mail_server
from openinsa.config.database import WEB
from openinsa.config.places import CHECKOUT
from openinsa.config.serving import stop

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright keeps a loop in this thread; the ORM may still be used
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
START_SECONDS = 240


@dataclass(frozen=True)
class Site:
    """A running site: its address, the name of its database, and what its mail server got."""

    url: str
    database: str
    box: Mailbox

    def looking_in(self) -> AbstractContextManager[None]:
        """Django's own connection to the site's database as the web role, for a while."""
        import databases

        return databases.connected_as(WEB, self.database)


@pytest.fixture(scope="session")
def live_site(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """The real server and the real worker, on the small demo district, with a mail server to send to."""
    import databases

    name = databases.own("site")
    with django_db_blocker.unblock(), ExitStack() as stack:
        databases.copy(demo_template(), name)
        stack.callback(databases.drop, name)
        mail = stack.enter_context(mail_server(tmp_path_factory.mktemp("mail")))
        site = Site(f"http://localhost:{free_port()}", name, mail.box)
        environment = site_environment(name) | mail_environment(mail, site.url)
        for command in site_commands(site):
            process = subprocess.Popen(command, env=environment, cwd=CHECKOUT / "tests")
            stack.callback(stop, process)
        wait_until_it_answers(f"{site.url}/accounts/login/")
        yield site


def demo_template() -> str:
    """A database with the small demo district in it; made once per state of migrations and demo."""
    import databases
    from openinsa.demo import whole
    from openinsa.demo.plan import SMALL

    empty = databases.make_template()
    name = f"demo_{databases.digest_of([*CHECKOUT.glob('src/openinsa/demo/*')], empty)}"
    with databases.one_at_a_time(databases.DEMO_AT_A_TIME):
        if not databases.exists(name):
            draft = f"{name}_draft"
            databases.copy(empty, draft)
            with databases.connected_as(WEB, draft):
                whole.make(size=SMALL)
            databases.rename(draft, name)
    return name


def site_environment(database: str) -> dict[str, str]:
    import databases

    address = f"postgresql://{WEB}@/{database}?host={quote(databases.socket(), safe='')}"
    return {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "settings_for_site",
        "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT / 'tests'}",
    }


def mail_environment(mail: MailServer, address: str) -> dict[str, str]:
    """What a site is told so that it sends over a mail server, and leads readers to itself."""
    return {
        "OPENINSA_SMTP_URL": mail.url,
        "OPENINSA_SMTP_PASSWORD": PASSWORD,
        "OPENINSA_SMTP_CA_FILE": str(mail.certificate),
        "OPENINSA_PUBLIC_ADDRESS": address,
    }


def site_commands(site: Site) -> list[list[str]]:
    from openinsa.config.serving import web_command

    return [
        web_command("127.0.0.1", urlsplit(site.url).port or 80),
        [sys.executable, "-m", "openinsa.cli", "worker"],
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url).read()  # noqa: S310
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = shutil.which("chromium") or "/usr/bin/chromium"
    opened = playwright_driver.chromium.launch(executable_path=program, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages in separate sessions: `new_page(viewport=…, color_scheme="dark")`.

    At the end no page may have complained on its console or asked anything of another server.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: object) -> Page:
        settings = {"locale": "ko-KR", "timezone_id": "Asia/Seoul", "viewport": DESKTOP, **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        page.on("request", lambda asked: _is_outside(asked.url) and complaints.append(asked.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "the server responded with a status of" not in text] == []


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and parts.hostname not in {"localhost", "127.0.0.1"}


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One signed-out page on a desktop screen."""
    return new_page()


@pytest.fixture
def sign_in_by_password(live_site: Site) -> Callable[[Page, str], Page]:
    """Sign a page in as one of the demo logins, over the sign-in page as they do."""
    from openinsa.web.demo_logins import DEMO_PASSWORD

    def sign_in_as(page: Page, username: str) -> Page:
        page.goto(f"{live_site.url}/accounts/login/")
        page.locator("#id_login").fill(username)
        page.locator("#id_password").fill(DEMO_PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return sign_in_as
