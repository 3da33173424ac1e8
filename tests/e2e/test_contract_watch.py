"""The term of contracts in a real browser: the list, a ground written down, an exemption from hours, a review."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from site_fixtures import Site

pytestmark = pytest.mark.browser
LONG_NUMBER = "서울특별시가온구인사담당관실2026년기간제근로자채용사전심사결과알림문서번호2026-0000012345"


def test_hr_finds_what_to_look_at_and_writes_a_ground_down(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "hr")
    page.get_by_role("link", name="계약기간 점검").first.click()
    expect(page.locator("tbody tr").first).to_be_visible()
    reads_well(page, "list")
    page.goto(f"{live_site.url}/staffing/contracts/watch/?q=없는이름")
    expect(page.locator("main")).to_contain_text("찾는 것이 없습니다")
    page.goto(f"{live_site.url}/staffing/contracts/?period=now")
    page.locator("tbody a").first.click()
    reads_well(page, "contract")
    page.get_by_role("link", name="사용기간 예외").click()
    reads_well(page, "exception")
    page.get_by_label("기간제 사용기간 예외 사유").select_option("stand_in")
    page.get_by_label("고치는 사유").fill("휴직 대체")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("alert")).to_contain_text("문서번호나 승인번호를 적거나")
    reads_well(page, "refused")
    page.get_by_label("예외 사유 문서").fill(LONG_NUMBER)
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text(LONG_NUMBER)
    reads_well(page, "contract with a ground")


def test_hr_writes_the_review_of_a_project_down_and_its_notice_goes(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/staffing/contracts/watch/?kind=no_review")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="계약기간 점검")).to_be_visible()
    reads_well(page, "project")
    page.get_by_role("link", name="고치기", exact=True).click()
    page.get_by_label("사전심사 승인번호").fill(LONG_NUMBER)
    page.get_by_label("사전심사 승인일").fill("2025-12-01")
    reads_well(page, "project form")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text(LONG_NUMBER)
    expect(page.locator("main")).not_to_contain_text("사전심사 없음")
    reads_well(page, "reviewed project")


def test_an_exemption_asks_for_number_and_days_together(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/staffing/contracts/?period=now")
    page.locator("tbody a").nth(1).click()
    page.get_by_role("link", name="근로시간 적용제외").click()
    reads_well(page, "exemption")
    page.get_by_label("근로시간 적용제외 승인번호").fill("서울동부-2026-12")
    page.get_by_label("고치는 사유").fill("승인서 접수")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("alert")).to_contain_text("시작일과 종료일을 모두")
