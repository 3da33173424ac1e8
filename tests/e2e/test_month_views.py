"""The month in its other shapes: on a phone, on paper, as a plain form, read aloud, without script."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from e2e.accessibility import violations
from e2e.handing_out import WORDS, give_reason
from e2e.month_sheets import GridPage, MonthSheet
from site_fixtures import Site

pytestmark = pytest.mark.browser
Open = Callable[..., GridPage]
PHONE = {"width": 360, "height": 740}
FAMILY = "강김박서이한정최윤조"
MANY = tuple(
    f"{family}{given}" for given in ("하늘", "바다", "산들", "가람", "나래", "누리") for family in FAMILY
)


def open_print(page: Page, month: str) -> None:
    """The page to print, for a reason given in the dialogue of the month."""
    page.goto(month)
    page.get_by_text("인쇄와 파일").click()
    page.get_by_role("link", name="인쇄", exact=True).click()
    asking = page.get_by_role("dialog")
    give_reason(asking, WORDS)
    asking.get_by_role("button", name="인쇄할 화면 열기").click()
    expect(page.locator(".month-scroller.print")).to_be_visible()


def with_faults(grid: GridPage) -> None:
    """One error, one warning, one cell that waits."""
    grid.choose(1, 2)
    grid.page.keyboard.insert_text("밥")
    grid.press("Enter")
    grid.choose(1, 7)
    grid.type("8")
    grid.press("Enter")
    grid.saved()
    grid.choose(1, 2)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_keeps_anybody_from_using_the_grid(sheet: MonthSheet, open_grid: Open, look: str) -> None:
    grid = open_grid(sheet, color_scheme=look)
    with_faults(grid)
    assert violations(grid.page) == []
    grid.page.click("[data-open-dialog=grid-help]")
    assert violations(grid.page) == []


def test_nothing_keeps_anybody_from_using_the_calendar_the_form_and_the_print(
    sheet: MonthSheet, open_grid: Open, live_site: Site
) -> None:
    phone = open_grid(sheet, viewport=PHONE)
    found = violations(phone.page)
    phone.page.goto(f"{live_site.url}{sheet.path}people/{sheet.contracts[0]}/")
    found += violations(phone.page)
    open_print(phone.page, live_site.url + sheet.path)
    found += violations(phone.page)
    assert found == []


def test_a_phone_opens_one_worker_s_calendar_and_the_palette_enters(
    sheet: MonthSheet, open_grid: Open, stored: Callable[..., list[str]]
) -> None:
    grid = open_grid(sheet, viewport=PHONE, has_touch=True)
    page = grid.page
    expect(page.locator("#month-calendar")).to_be_visible()
    expect(page.locator("#month-sheet")).to_be_hidden()
    page.locator("#calendar-days button").nth(7).click()
    page.locator("#calendar-palette button[data-mark=연]").click()
    grid.saved()
    assert stored(sheet, 1, 8) == ["연"]
    expect(page.locator("#calendar-days button[aria-pressed=true]")).to_have_text("9 화출")
    expect(page.locator("#calendar-totals")).to_contain_text("휴가 1")
    page.locator("[data-person='1']").click()
    expect(page.locator("#calendar-person")).to_have_value("1")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_a_narrow_screen_every_total_stands_under_its_day(sheet: MonthSheet, open_grid: Open) -> None:
    grid = open_grid(sheet, viewport=PHONE, has_touch=True)
    grid.page.click("button[data-view=grid]")
    shifted = grid.page.evaluate(
        """() => {
            const table = document.getElementById("month-grid");
            const edges = row => [...row.cells].filter(cell => cell.offsetWidth).map(cell => cell.offsetLeft);
            const lines = [table.tHead.rows[0], table.tBodies[0].rows[0], ...table.tFoot.rows].map(edges);
            return lines.some(line => line.slice(1).join() !== lines[0].slice(1).join());
        }"""
    )
    assert not shifted
    assert grid.page.get_attribute("#grid-input", "inputmode") == "none" or not grid.page.evaluate(
        "matchMedia('(pointer: coarse)').matches"
    )


def test_the_printed_sheet_holds_every_row_on_a4_landscape(
    make_sheet: Callable[..., MonthSheet], open_grid: Open, live_site: Site
) -> None:
    sheet = make_sheet(MANY)
    grid = open_grid(sheet)
    for marks in (
        ("(clerk)", sheet.path),
        ("(clerk)", "".join(WORDS.split())),
    ):  # the grid itself, then its print
        paper = PdfReader(BytesIO(grid.page.pdf(prefer_css_page_size=True)))
        text = "".join("".join(page.extract_text().split()) for page in paper.pages)
        box = paper.pages[0].mediabox
        assert round(box.width) > round(box.height)
        assert len(paper.pages) == 2
        assert [name for name in MANY if name not in text] == []
        assert [text.count(mark) for mark in marks] == [2, 2]
        open_print(grid.page, live_site.url + sheet.path)


def test_the_plain_form_saves_one_worker_s_month_without_script(
    sheet: MonthSheet,
    new_page: Callable[..., Page],
    session: Callable[[Page], Page],
    live_site: Site,
    stored: Callable[..., list[str]],
) -> None:
    page = session(new_page(java_script_enabled=False))
    page.goto(f"{live_site.url}{sheet.path}people/{sheet.contracts[0]}/")
    page.fill("#new-2026-06-08", "연")
    page.fill("#new-2026-06-09", "밥")
    page.get_by_role("button", name="저장").click()
    assert stored(sheet, 1, 8) == ["연"]
    expect(page.locator("#fault-2026-06-09")).to_contain_text("오류: 알 수 없는 부호")
    page.goto(live_site.url + sheet.path)
    expect(page.locator("#month-grid tbody tr:first-child td").nth(8)).to_have_text("연")


def test_a_project_without_people_says_what_to_do(
    make_sheet: Callable[..., MonthSheet],
    new_page: Callable[..., Page],
    session: Callable[[Page], Page],
    live_site: Site,
) -> None:
    page = session(new_page())
    page.goto(live_site.url + make_sheet(()).path)
    expect(page.get_by_text("이 달에 일하는 사람이 없습니다")).to_be_visible()
