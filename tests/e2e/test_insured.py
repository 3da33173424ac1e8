"""Insurances and tax as a payroll officer sees and declares them, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from site_fixtures import Site

pytestmark = pytest.mark.browser
MONTH = "2026-11"


def test_a_payroll_officer_finds_declares_and_dates_the_insurances_of_a_person(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "payroll")
    page.goto(f"{live_site.url}/staffing/projects/")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="보험·세금").click()
    page.goto(f"{page.url}?month={MONTH}")
    expect(page.locator("tbody")).to_contain_text("가입 (월 60시간 이상)")
    reads_well(page, "project")
    page.locator("tbody input[name=row]").first.check()
    page.get_by_role("button", name="보험 판정·기준액").click()
    reads_well(page, "declare")
    page.get_by_label("적용일").fill(f"{MONTH}-01")
    page.get_by_label("기준소득월액·보수월액").fill("2,528,000")
    page.get_by_label("사유").select_option(label="소득·보수 신고")
    page.get_by_role("button", name="1명 저장").click()
    expect(page.locator(".toast")).to_contain_text("저장했습니다")
    page.goto(f"{page.url}?month={MONTH}")
    expect(page.locator("main")).to_contain_text("2,528,000")
    reads_well(page, "contract")
    page.get_by_role("link", name="가족 추가").click()
    page.get_by_label("생년월일").fill("2015-03-02")
    page.get_by_label("관계").select_option(label="자녀")
    page.get_by_label("공제 시작일").fill("2026-01-01")
    reads_well(page, "fact")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("자녀 2015-03-02")
