"""The rule book's pages in a real browser: light, dark, on a phone, for a screen reader."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from site_fixtures import Site

pytestmark = pytest.mark.browser
PAGES = [
    "/law/",
    "/law/topics/insurance/",
    "/law/rules/",
    "/law/rules/health_premium/",
    "/law/values/?on=2027-01-01",
    "/law/values/pension_income_ceiling/",
]


def test_the_pages_of_the_rule_book_read_well_in_every_theme_and_on_a_phone(
    live_site: Site, page: Page, session: Callable[[Page], Page]
) -> None:
    session(page)
    for address in PAGES:
        page.goto(live_site.url + address)
        reads_well(page, address)


def test_a_chosen_day_changes_the_values_and_a_day_of_change_shows_what_begins(
    live_site: Site, page: Page, session: Callable[[Page], Page]
) -> None:
    session(page).goto(f"{live_site.url}/law/values/?q=시간급 최저임금&on=2025-06-01")
    expect(page.get_by_role("row", name="시간급 최저임금").first).to_contain_text("10,030원")
    page.get_by_label("조회 기준일", exact=True).last.fill("2026-06-01")
    page.get_by_role("button", name="이 날의 값 보기").click()
    expect(page.get_by_role("row", name="시간급 최저임금").first).to_contain_text("10,320원")
    page.get_by_role("link", name="시간급 최저임금").click()
    expect(page.get_by_role("img", name="시간급 최저임금의 변화")).to_be_visible()
