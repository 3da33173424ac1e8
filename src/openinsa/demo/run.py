"""`openinsa demo` and `openinsa demo --check`: make the district, close its months, show what came of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from openinsa.config.database import drop_embedded
from openinsa.config.serving import migrate_database, serve_site


def serve(console: Console, host: str, port: int, *, fresh: bool) -> int:
    """Serve the demo district until stopped; it is made at the first start, and anew with `fresh`."""
    if code := prepare(console, fresh=fresh):
        return code
    from openinsa.demo import whole

    if not whole.is_there():
        with timed(console, "the demo district is made"):
            whole.make(progress_bar(console))
    console.print(logins())
    console.print(f"mail: {settings.DATA / 'mail'}", soft_wrap=True)
    return serve_site(host, port, console)


def check(console: Console) -> int:
    """Make the district anew, close a month from its sample workbooks, and say what came of it.

    0 when everybody in the workbook has a slip and a document and every sum agrees, 1 otherwise.
    """
    if code := prepare(console, fresh=True):
        return code
    from openinsa.demo import outcome, papers, whole

    with timed(console, "the demo district is made and its months are closed"):
        founded = whole.make(progress_bar(console))
    with timed(console, "the wage statements are printed"):
        printed = papers.print_month(founded, outcome.CLOSED_MONTHS[-1])
    found = outcome.of(founded, printed)
    console.print(outcome.table(found))
    console.print(f"documents: {printed:,} wage statements, a ledger")
    for line in found.findings:
        console.print(line, style="red")
    for path in founded.files:
        console.print(str(path), soft_wrap=True)
    return 1 if found.findings else 0


def prepare(console: Console, *, fresh: bool) -> int:
    """A database that is up to date, and Django set up. Returns the exit code of the migration."""
    if fresh:
        drop_embedded(settings.DATABASES["default"]["HOST"])
    with timed(console, "the database is up to date"):
        code = migrate_database()
    django.setup()
    return code


@contextmanager
def timed(console: Console, what: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    console.print(f"{what} ({time.monotonic() - start:.0f} s)")


def progress_bar(console: Console) -> Callable[[str, int, int], None]:
    """Somewhere to say how far a step is; each step has its own line."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
    lines: dict[str, int] = {}

    def say(step: str, done: int, total: int) -> None:
        if step not in lines:
            lines[step] = bar.add_task(step, total=total)
            bar.start()
        bar.update(lines[step], completed=done)  # type: ignore[arg-type]
        if done == total:
            bar.stop()

    return say


def logins() -> Table:
    """Who can sign in, with which word."""
    from openinsa.web.demo_logins import DEMO_LOGINS

    table = Table("login", "password", "role")
    for login in DEMO_LOGINS:
        table.add_row(login.username, login.password, str(login.label))
    return table
