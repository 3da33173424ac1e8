"""The month grid at full size: saved through the real server, drawn and typed into in a real browser."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from stage import fresh_database, session_of, web_server

JULY, DAYS = date(2026, 7, 1), 31
PEOPLE, PAGE = 200, 300
SATURDAY = 5
KEYS = 30
DRAWN = (
    """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"""
)
LISTEN = """() => {
    window.waits = [];
    document.getElementById("grid-input").addEventListener("keydown", event =>
        requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - event.timeStamp))), true);
}"""
PASTE = """([rows, line]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", Array(rows).fill(line).join("\\r\\n"));
    const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
    document.getElementById("grid-input").dispatchEvent(paste);
}"""

SAVED = """() => (document.getElementById("grid-state").dataset.unsaved ?? "0") === "0"
    && !document.querySelector("td.unsaved, td.stale")"""
SHOWN = """() => [...document.querySelectorAll("#month-grid tbody tr")].map(row =>
    [...row.querySelectorAll("td:not(.note, .earlier, .total)")].map(cell => cell.firstChild?.data ?? ""))"""
REQUEST = """() => performance.getEntriesByType("resource")
    .filter(entry => entry.name.endsWith("/cells/")).at(-1).duration"""


def run() -> list[dict[str, Any]]:
    """6,200 cells saved, 200 and 300 rows drawn, a key until it is seen."""
    with fresh_database():
        month, session = _office(PEOPLE, "200")
        page_month, page_session = _office(PAGE, "300")
        with web_server() as address, _browser() as browser:
            sheet = _open(browser, address, month, session)
            first, heavy = _first_drawing(sheet), _open(browser, address, page_month, page_session)
            return [
                _row("month grid: first drawing of 200 × 31", "page", 1, first),
                _row("month grid: first drawing of 300 × 31", "page", 1, _first_drawing(heavy)),
                _row("month grid: key until drawn", "key", KEYS, _typing(sheet)),
                *_saving(sheet),
            ]


def _row(job: str, unit: str, count: int, seconds: float, limit: float | None = None) -> dict[str, Any]:
    return {"job": job, "unit": unit, "count": count, "seconds": seconds, "limit": limit}


def _office(people: int, code: str) -> tuple[int, str]:
    """A project of so many people with an ordinary July; its month and a session of its clerk."""
    from django.db import transaction

    from office import new_office
    from openinsa.staffing.actions.months import fill_month

    with transaction.atomic():
        office = new_office(f"가온구 {code}", code)
        office.employ_many(people)
        month = office.month(JULY)
        fill_month(office.clerk, month.pk)
        return month.pk, session_of(office.clerk)


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    from site_fixtures import FLAGS

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


def _open(browser: Any, address: str, month: int, session: str) -> Any:
    from django.conf import settings

    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page.goto(f"{address}/staffing/months/{month}/")
    _wait_for_grid(page)
    return page


def _wait_for_grid(page: Any) -> None:
    page.wait_for_function("() => document.getElementById('grid-input')?.hidden === false")


def _first_drawing(page: Any) -> float:
    """Seconds from asking for the page, files in the cache, until the working grid is drawn."""
    page.reload()
    _wait_for_grid(page)
    return float(page.evaluate(DRAWN)) / 1000


def _typing(page: Any) -> float:
    """Seconds of all keys together, each from the key to the next frame behind it, one after the other."""
    page.evaluate(LISTEN)
    for number in range(KEYS):
        page.keyboard.press("Tab" if number % 2 else "8")
        page.evaluate(DRAWN)
    page.wait_for_function(f"() => waits.length === {KEYS}")
    return float(page.evaluate("waits.reduce((a, b) => a + b)")) / 1000


def _saving(page: Any) -> list[dict[str, Any]]:
    """The request that stores 6,200 pasted cells, and the whole way from the key until its answer is drawn."""
    _wait_until_saved(page)
    page.keyboard.press("Control+Home")
    marks = ["8" if JULY.replace(day=day).weekday() < SATURDAY else "결" for day in range(1, DAYS + 1)]
    page.evaluate(PASTE, [PEOPLE, "\t".join(marks)])
    page.wait_for_function(
        "() => document.querySelector('[data-count=error]').textContent !== '0'", timeout=60_000
    )
    page.focus("#paste-confirm")
    start = time.perf_counter()
    page.keyboard.press("Enter")
    _wait_until_saved(page)
    page.evaluate(DRAWN)
    shown = time.perf_counter() - start
    cells = PEOPLE * DAYS
    _require_shown(page, marks)
    return [
        _row(f"month grid: save {cells:,} pasted cells", "save", 1, page.evaluate(REQUEST) / 1000, limit=5),
        _row(f"month grid: {cells:,} pasted cells shown as saved", "paste", 1, shown, limit=5),
    ]


def _wait_until_saved(page: Any) -> None:
    page.wait_for_function(SAVED, timeout=120_000)


def _require_shown(page: Any, marks: list[str]) -> None:
    """Every cell shows what was pasted, and every day off work is marked as the fault that it is."""
    faults = sum(mark == "결" for mark in marks) * PEOPLE
    if page.evaluate(SHOWN) != [marks] * PEOPLE or page.locator("td.error").count() != faults:
        raise RuntimeError("the grid does not show what was pasted")
