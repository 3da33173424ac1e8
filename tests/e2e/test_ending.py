"""Who leaves is settled in a real browser: the list, a draft explained, its values, the settings."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from site_fixtures import Site

pytestmark = pytest.mark.browser


def test_a_payroll_officer_drafts_a_settlement_and_reads_how_it_came_about(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "payroll")
    page.goto(f"{live_site.url}/ending/")
    expect(page.locator("tbody tr").first).to_contain_text("정산 전")
    reads_well(page, "list")
    page.locator("tbody input[name=row]").first.check()
    page.get_by_role("button", name="정산안 만들기").click()
    expect(page.locator(".toast")).to_contain_text("1명의 정산안을 만들었습니다")
    page.locator("main summary").first.click()
    reads_well(page, "settlement")
    page.get_by_role("link", name="고치기", exact=True).click()
    page.get_by_label("퇴직 사유").select_option(label="해고")
    reads_well(page, "cause and payment")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("해고예고수당")
    page.get_by_role("link", name="고치기 입사일").click()
    page.get_by_label("직접 넣을 값").fill("2024-01-01")
    page.get_by_label("사유").fill("전산 도입 전 입사")
    reads_well(page, "value by hand")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("전산 도입 전 입사")
    reads_well(page, "settlement with a value by hand")


def test_hr_says_from_which_day_settlements_are_reckoned_how(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/ending/settings/")
    reads_well(page, "settings")
    form = page.locator("form").filter(has=page.get_by_role("heading", name="새 설정"))
    form.get_by_label("적용일").fill("2027-01-01")
    form.get_by_label("이어진 것으로 보는 공백(일)").fill("2")
    form.get_by_label("근거").fill("퇴직급여 지침")
    form.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("퇴직급여 지침")
    reads_well(page, "settings with a row")
