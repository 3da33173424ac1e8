"""Shift patterns as an HR officer draws them and a clerk works by them, in a real browser."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from e2e.month_sheets import GridPage, MonthSheet
from site_fixtures import Site

pytestmark = pytest.mark.browser
SETTINGS = "/staffing/settings/shifts/"
numbers = count(1)


def draw_usual(page: Page, site: Site, form: str, name: str) -> None:
    """Take over a usual form under a name of the test's own."""
    page.goto(f"{site.url}{SETTINGS}new/?usual={form}")
    page.get_by_label("교대표 이름").fill(name)


def strip(page: Page) -> list[str]:
    days = page.locator(".cycle-strip button")
    return [re.sub(r"^\d+", "", text).strip() for text in days.all_inner_texts()[:-1]]


def test_a_cycle_is_drawn_by_clicks_and_keys_and_the_preview_follows(
    live_site: Site, page: Page, session: Callable[..., Page]
) -> None:
    session(page, "hr")
    draw_usual(page, live_site, "four_crews_two_shifts", f"그린 교대표 {next(numbers)}")
    assert [text.split()[-1] for text in strip(page)] == ["주간", "야간", "비번", "휴"]
    preview = page.locator("#pattern-preview")
    expect(preview.locator("tbody tr")).to_have_count(4)
    page.get_by_role("button", name="4일째 휴").click()
    expect(page.get_by_role("textbox", name="순환")).to_have_value("주간 야간 비번 주간")
    expect(preview).to_contain_text("55:08")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="순환")).to_have_value("주간 야간 비번 휴")
    page.keyboard.press("Insert")
    page.keyboard.press("Home")
    page.keyboard.press("2")
    expect(page.get_by_role("textbox", name="순환")).to_have_value("야간 야간 비번 비번 휴")
    page.keyboard.press("Delete")
    expect(page.get_by_role("textbox", name="순환")).to_have_value("야간 비번 비번 휴")
    expect(page.get_by_role("button", name="2일째 비번")).to_be_focused()
    expect(preview).to_contain_text("18:23")


def test_the_pages_of_shift_patterns_read_well_in_every_theme_and_on_a_phone(
    live_site: Site, page: Page, session: Callable[..., Page]
) -> None:
    session(page, "hr")
    draw_usual(page, live_site, "two_crews_alternate_days", f"읽는 교대표 {next(numbers)}")
    expect(page.locator("#pattern-preview")).to_contain_text("근로기준법 제53조제1항")
    reads_well(page, "draw")
    page.get_by_role("button", name="저장").click()
    expect(page.locator(".toast")).to_contain_text("만들었습니다")
    page.locator("main details summary").last.click()
    reads_well(page, "list")


def test_people_are_put_on_crews_and_their_month_fills_itself_with_shifts(
    live_site: Site,
    new_page: Callable[..., Page],
    session: Callable[..., Page],
    make_sheet: Callable[..., MonthSheet],
) -> None:
    name = f"청사 4조2교대 {next(numbers)}"
    page = session(new_page(), "hr")
    draw_usual(page, live_site, "four_crews_two_shifts", name)
    page.get_by_label("기준일").fill("2026-06-01")
    page.get_by_role("button", name="저장").click()
    expect(page.locator(".toast")).to_contain_text(name)
    sheet = make_sheet()
    clerk = session(new_page(), "clerk")
    clerk.goto(f"{live_site.url}/staffing/contracts/{sheet.contracts[0]}/")
    clerk.locator(".definitions a").nth(1).click()
    clerk.get_by_role("link", name="교대 배정").click()
    reads_well(clerk, "crews")
    clerk.get_by_label("이 쪽의 모두 고르기").check()
    clerk.get_by_role("button", name="조에 배정").click()
    clerk.get_by_label("교대표").select_option(label=name)
    clerk.get_by_label("적용 시작일").fill("2026-06-01")
    reads_well(clerk, "assign")
    clerk.get_by_role("button", name="3명 배정").click()
    expect(clerk.locator(".toast").first).to_contain_text("3명의 배정을 저장했습니다")
    expect(clerk.locator("table tbody tr").nth(1)).to_contain_text("2조")
    clerk.locator(".breadcrumb a").last.click()
    clerk.get_by_label("열 달").select_option("2026-07")
    clerk.get_by_role("button", name="달 열기").click()
    clerk.get_by_role("button", name="빈 칸 채우기").click()
    clerk.wait_for_function("() => document.getElementById('grid-input')?.hidden === false")
    grid = GridPage(clerk)
    assert [grid.mark(row, 1) for row in (1, 2, 3)] == ["비번", "주", "주간"]
    assert grid.marks(1, range(2, 8)) == ["주", "주간", "야간", "비번", "주", "주간"]
    grid.choose(1, 2)
    grid.type("dirks")
    grid.press("Enter")
    assert grid.mark(1, 2) == "야간"
