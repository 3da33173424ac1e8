"""The leave of people in a real browser: the list, a person's ledger, leave added by hand, a worker's own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from site_fixtures import Site

pytestmark = pytest.mark.browser
LONG_REASON = "전산도입전근속기간의연차를회계연도기준에서입사일기준으로바꾸며옮겨적음" * 2


def test_the_list_of_leave_reads_well_with_people_and_without(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "clerk")
    page.goto(f"{live_site.url}/leave/")
    expect(page.locator("tbody tr").first).to_be_visible()
    reads_well(page, "list")
    page.goto(f"{live_site.url}/leave/?q=없는이름")
    expect(page.locator("main")).to_contain_text("찾는 것이 없습니다")
    reads_well(page, "empty list")


def test_hr_adds_leave_by_hand_and_the_ledger_says_why(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/leave/?sort=-employed_since")
    began = page.locator("tbody tr").first.locator("td").nth(1).inner_text()
    page.locator("tbody a").first.click()
    reads_well(page, "ledger")
    page.get_by_role("link", name="직접 더하기").click()
    reads_well(page, "form")
    page.get_by_label("시간").fill("-8")
    page.get_by_label("발생일").fill(began)
    page.get_by_label("사용 기한").fill("2199-12-31")
    page.get_by_label("사유").fill(LONG_REASON)
    page.get_by_role("button", name="더하기").click()
    expect(page.get_by_role("alert")).to_contain_text("아무것도 저장하지 않았습니다")
    reads_well(page, "refused")
    page.get_by_label("시간").fill("8")
    page.get_by_role("button", name="더하기").click()
    expect(page.get_by_role("row", name=began).last).to_contain_text(LONG_REASON)
    reads_well(page, "ledger with a long reason")


def test_a_worker_reads_the_own_leave_on_a_phone(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "worker")
    page.goto(f"{live_site.url}/leave/mine/")
    expect(page.get_by_role("heading", name="발생한 연차")).to_be_visible()
    reads_well(page, "mine")
