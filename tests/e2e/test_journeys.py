"""One errand of each role, done as that person does it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from e2e.handing_out import give_reason
from e2e.month_sheets import MonthSheet
from openinsa.privacy.reasons import ReasonCode
from site_fixtures import Site

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
SignIn = Callable[[Page, str], Page]
NewPage = Callable[..., Page]


def test_a_department_head_finds_a_submitted_month_and_approves_it(
    live_site: Site,
    new_page: NewPage,
    sign_in: SignIn,
    make_sheet: Callable[..., MonthSheet],
    django_db_blocker: pytest.FixtureRequest,
) -> None:
    sheet = make_sheet()
    with django_db_blocker.unblock():
        sheet.close(live_site)
    page = sign_in(new_page(), "head")
    page.locator(f"a[href='{sheet.path}']").click()
    page.get_by_role("button", name="승인").first.click()
    expect(page.locator(".toast")).to_contain_text("승인했습니다")
    page.goto(live_site.url)
    expect(page.locator(f"a[href='{sheet.path}']")).to_have_count(0)


def test_an_hr_officer_agrees_new_terms_and_the_earlier_ones_stay(
    live_site: Site, new_page: NewPage, sign_in: SignIn, make_sheet: Callable[..., MonthSheet]
) -> None:
    sheet = make_sheet()
    page = sign_in(new_page(), "hr")
    page.goto(f"{live_site.url}/staffing/contracts/{sheet.contracts[0]}/")
    page.get_by_role("link", name="새 조건").click()
    page.get_by_label("적용 시작일").fill("20261201")
    page.get_by_label("임금 단가").fill("99,000")
    page.get_by_label("바꾸는 사유").fill("임금 인상")
    page.get_by_role("button", name="저장").click()
    rows = page.locator("table").first.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("99,000")
    expect(rows.last).to_contain_text("2026-12-01")


def test_a_date_outside_the_contract_is_refused_and_what_was_typed_stays(
    live_site: Site, new_page: NewPage, sign_in: SignIn, make_sheet: Callable[..., MonthSheet]
) -> None:
    sheet = make_sheet()
    page = sign_in(new_page(), "hr")
    page.goto(f"{live_site.url}/staffing/contracts/{sheet.contracts[0]}/terms/")
    page.get_by_label("적용 시작일").fill("2031-01-01")
    page.get_by_label("바꾸는 사유").fill("임금 인상")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("alert")).to_contain_text("계약 기간")
    expect(page.get_by_label("바꾸는 사유")).to_have_value("임금 인상")


def test_looking_at_an_account_number_asks_for_a_reason_and_the_auditor_sees_it(
    live_site: Site, new_page: NewPage, sign_in: SignIn, make_sheet: Callable[..., MonthSheet]
) -> None:
    sheet = make_sheet()
    page = sign_in(new_page(), "hr")
    page.goto(f"{live_site.url}/staffing/contracts/{sheet.contracts[0]}/")
    page.locator("dl.definitions a").first.click()
    expect(page.get_by_text(re.compile(r"\d{6}-\d\*{6}"))).to_be_visible()
    page.get_by_role("link", name="보기 주민등록번호").click()
    asking = page.get_by_role("dialog")
    reads_well(page, "dialogue that asks why")
    asking.get_by_role("button", name="보기").click()
    expect(asking).to_be_visible()
    page.keyboard.press("Escape")
    expect(asking).to_be_hidden()
    page.get_by_role("link", name="보기 주민등록번호").press("Enter")
    give_reason(asking, "고용보험 취득 신고", ReasonCode.FILING)
    page.keyboard.press("Enter")
    expect(page.locator(".revealed")).to_have_text(re.compile(r"\d{6}-\d{7}"))
    auditor = sign_in(new_page(), "auditor")
    auditor.goto(f"{live_site.url}/privacy/records/")
    expect(auditor.locator("tbody tr").first).to_contain_text("고용보험 취득 신고")
    expect(auditor.get_by_role("button", name="저장")).to_have_count(0)


def test_an_hr_officer_makes_a_project_and_a_second_of_the_same_name_is_refused(
    live_site: Site, new_page: NewPage, sign_in: SignIn
) -> None:
    page = sign_in(new_page(), "hr")
    for _time in range(2):
        page.goto(f"{live_site.url}/staffing/projects/new/")
        page.get_by_label("사업명").fill("여름철 물놀이 안전관리")
        page.get_by_label("부서").select_option(index=1)
        page.get_by_label("예산액").fill("120,000,000")
        page.get_by_label("시작일").fill("2026-06-01")
        page.get_by_label("종료일").fill("20260831")
        page.get_by_role("button", name="저장").click()
        if _time == 0:
            expect(page.get_by_role("heading", name="여름철 물놀이 안전관리")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("이미 있습니다")


def test_a_worker_looks_at_own_days_on_a_phone_and_reaches_nobody_elses(
    live_site: Site, new_page: NewPage, sign_in: SignIn
) -> None:
    page = sign_in(new_page(viewport=PHONE, has_touch=True), "worker")
    expect(page.get_by_role("link", name="증명서 떼기")).to_be_visible()
    page.get_by_role("link", name="이번 달 근무").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("근무")
    for address in ("/staffing/people/", "/payroll/runs/", "/people/users/", "/privacy/records/"):
        answer = page.goto(live_site.url + address)
        assert answer, address
        assert answer.status in {403, 404}, address
