"""Bills, settlements, incomes, reports and one-time pay as a payroll officer sees them, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from payroll.test_bills import sheet
from site_fixtures import Site

pytestmark = pytest.mark.browser


def test_a_bill_is_uploaded_explained_and_compared(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page], tmp_path: Path
) -> None:
    file = tmp_path / "고지내역.xlsx"
    file.write_bytes(
        sheet(["성명", "생년월일", "건강보험료", "ㄱ"], ["아주 긴 이름의 없는 사람", "850412", 1, 2])
    )
    sign_in(page, "payroll")
    page.goto(f"{live_site.url}/payroll/bills/")
    reads_well(page, "bills")
    page.get_by_label("고지내역 파일").set_input_files(file)
    page.get_by_label("급여 월").fill("2026-05")
    page.get_by_role("button", name="올려서 견주어 보기").click()
    expect(page.locator("main")).to_contain_text("누구인지 알 수 없는 행 1개")
    reads_well(page, "bill")
    page.locator("select[name^='column:']").last.select_option(label="장기요양보험료(근로자)")
    page.get_by_role("button", name="이렇게 읽기").click()
    expect(page.locator("main")).not_to_contain_text("열을 찾지 못했습니다")
    reads_well(page, "bill read")


def test_the_lists_of_premiums_read_well(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "payroll")
    for address in (
        "settlements/",
        "settlements/decided/",
        "bases/",
        "bases/?decision=change",
        "insurance-events/",
        "one-time/",
    ):
        page.goto(f"{live_site.url}/payroll/{address}")
        expect(page.locator("h1")).to_be_visible()
        reads_well(page, address)


def test_somebody_is_paid_once_with_a_month(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "payroll")
    page.goto(f"{live_site.url}/staffing/projects/")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="상여").last.click()
    reads_well(page, "people")
    page.locator("tbody input[name=row]").first.check()
    page.get_by_role("button", name="상여 지급").click()
    reads_well(page, "pay")
    page.get_by_role("button", name="1명에게 저장").click()
    page.get_by_label("이름").fill("명절휴가비")
    page.get_by_label("급여 월").fill("2026-11")
    page.get_by_label("근거").fill("내부 결재")
    page.get_by_label("모두에게 같은 금액").fill("300,000")
    page.get_by_role("button", name="1명에게 저장").click()
    expect(page.locator(".toast")).to_contain_text("함께 지급합니다")
