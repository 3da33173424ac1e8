"""Consents, a pregnancy, approvals, a decided week and a duty as officers record them, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from e2e.handing_out import give_reason
from e2e.month_sheets import MonthSheet
from site_fixtures import Site

pytestmark = pytest.mark.browser
PEOPLE = ("황보남궁선우가나다라마바사아자차", "Nguyễn Thị Hoàng Phương Anh Marie-Christine")


def test_papers_are_recorded_for_many_and_a_pregnancy_stays_behind_its_reason(
    live_site: Site, page: Page, session: Callable[..., Page], make_sheet: Callable[..., MonthSheet]
) -> None:
    sheet = make_sheet(PEOPLE)
    session(page, "hr").goto(f"{live_site.url}/staffing/contracts/{sheet.contracts[0]}/")
    page.locator(".definitions a").nth(1).click()
    page.get_by_role("link", name="동의·인가").click()
    page.get_by_label("이 쪽의 모두 고르기").check()
    page.get_by_role("button", name="동의·인가 기록").click()
    reads_well(page, "record")
    page.get_by_label("문서 날짜").fill("2026-05-20")
    page.get_by_label("문서", exact=True).fill("야간근로 동의서 제3호")
    page.get_by_label("적용 시작일").fill("20260601")
    page.get_by_role("button", name="2명 저장").click()
    expect(page.locator("tbody tr").first).to_contain_text("야간·휴일근로 동의")
    reads_well(page, "list")
    page.get_by_role("link", name=PEOPLE[1]).click()
    page.get_by_role("link", name="임신 보호 기록").click()
    page.get_by_label("알린 날").fill("2026-06-01")
    page.get_by_label("출산예정일").fill("2026-12-14")
    page.get_by_label("진단서·신청서").fill("임신 확인서")
    reads_well(page, "pregnancy")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).not_to_contain_text("2026-12-14")
    reads_well(page, "person")
    page.locator("section", has_text="임신·출산 보호").get_by_role("link", name="보기").last.click()
    give_reason(page, "단축근로 신청 확인")
    page.get_by_role("button", name="보기").click()
    expect(page.locator("main")).to_contain_text("2026-12-14")
    reads_well(page, "shown")


def test_an_approval_and_a_week_are_recorded_where_they_belong(
    live_site: Site, page: Page, session: Callable[..., Page], make_sheet: Callable[..., MonthSheet]
) -> None:
    sheet = make_sheet(PEOPLE)
    contract = f"{live_site.url}/staffing/contracts/{sheet.contracts[0]}/"
    session(page, "hr").goto(contract)
    page.locator(".definitions a").nth(1).click()
    page.locator("section", has_text="인가·서면합의").get_by_role("link", name="더하기").first.click()
    reads_well(page, "approval")
    for label, text in (("문서 날짜", "2026-05-20"), ("적용 시작일", "2026-06-01")):
        page.get_by_label(label).fill(text)
    page.get_by_label("문서", exact=True).fill("특별연장근로 인가 제12호")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("특별연장근로 인가 제12호")
    reads_well(page, "project")
    page.goto(contract)
    page.get_by_role("link", name="주휴 정하기").click()
    page.get_by_label("주의 마지막 날").fill("2026-06-10")
    page.get_by_label("사유").fill("병원 진료 확인")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("2026-06-14")
    reads_well(page, "week")
    page.get_by_label("주의 마지막 날").fill("2026-06-14")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("main")).to_contain_text("병원 진료 확인")
    reads_well(page, "contract")
