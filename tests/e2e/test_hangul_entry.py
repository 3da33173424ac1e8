"""Hangul typed on a chosen cell with a real input method: physical keys, ibus-hangul, a browser with a window.

A simulated composition is no proof: it passed for grids in which real fingers lost the first letter.
"""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Playwright

from e2e.hangul_desktop import Desktop, hangul_desktop, missing_programs
from e2e.month_sheets import GridPage, MonthSheet
from site_fixtures import FLAGS, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEYS = {"출": "cnf", "연": "dus", "반": "qks", "병": "qud", "주": "wn"}
PEOPLE = ("강하늘", "김바다", "박산들", "서가람", "이나래", "한누리")
MILLISECONDS_PER_KEY = (30, 60, 100, 150)


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    assert not (missing := missing_programs()), f"install these programs for this test: {missing}"
    with hangul_desktop(tmp_path_factory.mktemp("desktop")) as started:
        yield started


@pytest.fixture(scope="module")
def window(desktop: Desktop, playwright_driver: Playwright) -> Iterator[BrowserContext]:
    """A browser with a window on the Hangul desktop."""
    opened = playwright_driver.chromium.launch(
        executable_path="/usr/bin/chromium",
        headless=False,
        env=desktop.environment,
        args=[*FLAGS, "--ozone-platform=x11", "--gtk-version=3", "--window-size=1440,900"],
    )
    yield opened.new_context(locale="ko-KR", viewport={"width": 1400, "height": 760})
    opened.close()


@pytest.fixture
def grid(
    window: BrowserContext,
    desktop: Desktop,
    live_site: Site,
    make_sheet: Callable[..., MonthSheet],
    session_of: Callable[[str], str],
) -> Iterator[GridPage]:
    key = {"name": settings.SESSION_COOKIE_NAME, "value": session_of("clerk"), "url": live_site.url}
    window.add_cookies([key])  # type: ignore[list-item]
    page = window.new_page()
    page.goto(live_site.url + make_sheet(PEOPLE).path)
    page.wait_for_function("() => document.getElementById('grid-input')?.hidden === false")
    desktop.focus_window("chromium")
    yield GridPage(page)
    page.close(run_before_unload=False)


def start_at(grid: GridPage, row: int, day: int) -> None:
    grid.choose(row, day)
    grid.page.wait_for_function("() => document.hasFocus()")


def settled(grid: GridPage, ask: Callable[[], object], expected: object) -> None:
    """Wait a moment for the last key to arrive, then compare."""
    for _ in range(30):
        if ask() == expected:
            break
        grid.page.wait_for_timeout(100)
    assert ask() == expected


@pytest.mark.parametrize("pause", MILLISECONDS_PER_KEY)
def test_codes_typed_in_a_row_with_enter_come_out_whole(grid: GridPage, desktop: Desktop, pause: int) -> None:
    start_at(grid, 1, 9)
    desktop.press(*[key for keys in KEYS.values() for key in (*keys, "Return")], pause=pause)
    settled(grid, lambda: grid.column(9, 5), list(KEYS))
    assert grid.active == "한누리 9일 화"


@pytest.mark.parametrize("pause", MILLISECONDS_PER_KEY)
def test_codes_typed_along_a_row_with_tab_come_out_whole(
    grid: GridPage, desktop: Desktop, pause: int
) -> None:
    start_at(grid, 2, 15)
    desktop.press(*[key for keys in KEYS.values() for key in (*keys, "Tab")], pause=pause)
    settled(grid, lambda: grid.marks(2, range(15, 20)), list(KEYS))


def test_an_arrow_in_the_middle_of_a_syllable_stores_it_and_moves_once(
    grid: GridPage, desktop: Desktop
) -> None:
    start_at(grid, 3, 9)
    desktop.press(*"dus", "Right", *"qks", "Right")
    settled(grid, lambda: grid.marks(3, (9, 10)), ["연", "반"])
    assert grid.active == "박산들 11일 목"


def test_clicking_elsewhere_in_the_middle_of_a_syllable_stores_it(grid: GridPage, desktop: Desktop) -> None:
    start_at(grid, 4, 9)
    desktop.press(*"cnf")
    grid.choose(5, 12)
    settled(grid, lambda: (grid.mark(4, 9), grid.mark(5, 12)), ("출", "출"))
    assert grid.active == "이나래 12일 금"
    desktop.press(*"dus", "Return")
    settled(grid, lambda: grid.mark(5, 12), "연")


def test_backspace_takes_letters_back_inside_the_syllable(grid: GridPage, desktop: Desktop) -> None:
    start_at(grid, 1, 9)
    desktop.press(*"cnf", "BackSpace", "BackSpace", "BackSpace", *"qud", "Return")
    settled(grid, lambda: grid.mark(1, 9), "병")


def test_two_syllables_of_one_code_come_out_whole(grid: GridPage, desktop: Desktop) -> None:
    start_at(grid, 1, 9)
    desktop.press(*"cnfwkd", "Return", *"rhdgb", "Return", pause=30)
    settled(grid, lambda: grid.column(9, 2), ["출장", "공휴"])
