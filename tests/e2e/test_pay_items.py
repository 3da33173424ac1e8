"""Pay items, agreed deductions and swapped holidays as an HR officer gives and ends them, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from e2e.month_sheets import MonthSheet
from site_fixtures import Site

pytestmark = pytest.mark.browser
PEOPLE = ("황보남궁선우가나다라마바사아자차", "Nguyễn Thị Hoàng Phương Anh Marie-Christine")
ALLOWANCE = "현장 안전관리 및 위험업무 담당자 교통비와 급식비 보전 수당"


def open_project(page: Page, site: Site, sheet: MonthSheet) -> None:
    page.goto(f"{site.url}/staffing/contracts/{sheet.contracts[0]}/")
    page.locator(".definitions a").nth(1).click()


def test_an_allowance_and_a_deduction_are_given_to_all_and_the_deduction_is_ended(
    live_site: Site, page: Page, session: Callable[..., Page], make_sheet: Callable[..., MonthSheet]
) -> None:
    sheet = make_sheet(PEOPLE)
    open_project(session(page, "hr"), live_site, sheet)
    page.get_by_role("link", name="수당과 공제").click()
    page.get_by_label("이 쪽의 모두 고르기").check()
    page.get_by_role("button", name="수당 주기").click()
    page.get_by_label("수당명").fill(ALLOWANCE)
    page.get_by_label("금액").fill("150,000월")
    page.get_by_role("button", name="2명에게 저장").click()
    expect(page.locator("main")).to_contain_text("1,234,000처럼")
    reads_well(page, "allowance")
    page.get_by_label("금액").fill("150,000")
    page.get_by_role("button", name="2명에게 저장").click()
    expect(page.locator(".toast")).to_contain_text("저장했습니다")
    reads_well(page, "list")
    page.get_by_label("이 쪽의 모두 고르기").check()
    page.get_by_role("button", name="공제 넣기").click()
    page.get_by_label("공제명").fill("기숙사비")
    page.get_by_label("금액").fill("50,000")
    page.get_by_label("동의서·단체협약").fill("임금공제 동의서 2026-05-20")
    reads_well(page, "deduction")
    page.get_by_role("button", name="2명에게 저장").click()
    expect(page.locator("tbody tr").first).to_contain_text("기숙사비")
    page.goto(f"{live_site.url}/staffing/contracts/{sheet.contracts[0]}/")
    reads_well(page, "contract")
    page.get_by_role("link", name="기숙사비").click()
    reads_well(page, "end")
    page.get_by_label("사유").fill("기숙사를 나감")
    page.get_by_role("button", name="지우기").click()
    expect(page.locator("main")).not_to_contain_text("기숙사비")


def test_a_holiday_is_swapped_and_the_swap_taken_back(
    live_site: Site, page: Page, session: Callable[..., Page], make_sheet: Callable[..., MonthSheet]
) -> None:
    open_project(session(page, "hr"), live_site, make_sheet(PEOPLE))
    reads_well(page, "project")
    page.locator("section", has=page.get_by_role("heading", name="휴일 대체")).get_by_role("link").click()
    page.get_by_label("일하기로 한 공휴일").fill("2026-06-04")
    page.get_by_label("대신 쉬는 근무일").fill("2026-06-05")
    page.get_by_label("서면합의일").fill("2026-05-04")
    page.get_by_label("합의서 번호").fill("총무과-1234 근로자대표와의 휴일대체 서면합의서")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("2026-06-04은(는) 법정 공휴일이 아니거나")
    reads_well(page, "swap")
    page.get_by_label("일하기로 한 공휴일").fill("2026-06-03")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("총무과-1234")
    reads_well(page, "swapped")
    page.get_by_role("button", name="거두기").click()
    page.get_by_role("dialog").get_by_role("button", name="거두기").click()
    expect(page.locator("main")).not_to_contain_text("총무과-1234")


def test_the_fields_follow_the_kind_of_item_and_a_month_is_shown_while_typing(
    live_site: Site, page: Page, session: Callable[..., Page], make_sheet: Callable[..., MonthSheet]
) -> None:
    open_project(session(page, "hr"), live_site, make_sheet(PEOPLE))
    page.get_by_role("link", name="수당과 공제").click()
    page.get_by_label("이 쪽의 모두 고르기").check()
    page.get_by_role("button", name="수당 주기").click()
    page.get_by_label("수당명").fill("직무수당")
    expect(page.get_by_label("무엇의 비율")).to_have_count(0)
    page.get_by_label("지급 방식").select_option("share")
    page.get_by_label("비율(%)").fill("5")
    expect(page.get_by_label("수당명")).to_have_value("직무수당")
    page.get_by_label("과세 구분").select_option("taxable")
    expect(page.locator("#pay-item-preview")).to_contain_text("직무수당")
    expect(page.locator("#pay-item-preview")).to_contain_text("× 5%")
    reads_well(page, "share")
    page.get_by_role("button", name="2명에게 저장").click()
    expect(page.locator("tbody tr").first).to_contain_text("직무수당")
