"""The whole way of a month on screen: submitted, approved, computed, checked, printed, paid, locked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from documents.reading import open_pdf, text_of
from e2e.handing_out import taken_out
from e2e.month_sheets import MonthSheet
from site_fixtures import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COMPUTED_WITHIN = 60_000


def test_a_month_goes_from_the_clerks_submission_to_locked_payslips(
    live_site: Site,
    new_page: Callable[..., Page],
    session: Callable[..., Page],
    make_sheet: Callable[..., MonthSheet],
) -> None:
    sheet = make_sheet(("강하늘", "김바다"))
    submit(session(new_page()), live_site, sheet)
    project = approve(session(new_page(), "head"), live_site, sheet)
    officer = session(new_page(), "payroll")
    compute(officer, live_site)
    open_run(officer, live_site, project)
    look_at_a_slip(officer)
    take_the_papers(officer)
    pay(officer)


def submit(clerk: Page, site: Site, sheet: MonthSheet) -> None:
    clerk.goto(site.url + sheet.path)
    clerk.get_by_role("button", name="제출").click()
    expect(clerk.locator(".toast")).to_contain_text("제출")


def approve(head: Page, site: Site, sheet: MonthSheet) -> str:
    """Approve the month; gives back the name of its project."""
    head.goto(site.url + sheet.path)
    name = head.locator("h1").inner_text().rsplit(" ", 1)[0].strip()
    head.get_by_role("button", name="승인").click()
    expect(head.locator(".toast")).to_contain_text("승인")
    return name


def compute(officer: Page, site: Site) -> None:
    officer.goto(f"{site.url}/payroll/runs/")
    officer.locator("form.task", has_text="2026-06").get_by_role("button", name="계산하기").click()
    expect(officer.locator("#job")).to_contain_text("완료", timeout=COMPUTED_WITHIN)


def open_run(officer: Page, site: Site, project: str) -> None:
    officer.goto(f"{site.url}/payroll/runs/?q={project}")
    officer.get_by_role("link", name=project).click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text(project)
    expect(officer.locator(".figures")).to_contain_text("2")


def look_at_a_slip(officer: Page) -> None:
    """Unfold the base pay down to the entered days, and come back."""
    officer.get_by_role("link", name="강하늘").last.click()
    base = officer.locator("details.line", has_text="기본급")
    base.locator("summary").click()
    expect(base.locator(".conts")).to_contain_text("근로기준법")
    expect(base.locator(".chips li").first).to_be_visible()
    assert "강하늘" in text_of(downloaded(officer, "임금명세서 PDF"))
    officer.go_back()


def take_the_papers(officer: Page) -> None:
    assert len(open_pdf(downloaded(officer, "임금명세서 모두 PDF")).pages) == 2
    assert downloaded(officer, "임금명세서 한 명씩 ZIP").startswith(b"PK")
    assert "김바다" in text_of(downloaded(officer, "임금대장 PDF"))
    assert downloaded(officer, "임금대장 엑셀").startswith(b"PK")
    assert "김바다" in text_of(downloaded(officer, "근무상황부 PDF"))
    assert downloaded(officer, "근무상황부 엑셀").startswith(b"PK")


def pay(officer: Page) -> None:
    """Confirm payment; afterwards nothing on the page computes or sends back any more."""
    run = officer.url
    officer.get_by_role("button", name="지급 확정").click()
    expect(officer.locator(".krds-alert", has_text="잠깁니다")).to_be_visible()
    officer.get_by_role("button", name="지급 확정").click()
    officer.wait_for_url(re.compile(r"/payroll/runs/"))
    officer.goto(run)
    expect(officer.locator(".page-head")).to_contain_text("지급됨")
    expect(officer.get_by_role("button", name="다시 계산")).to_have_count(0)
    expect(officer.get_by_role("button", name="돌려보내기")).to_have_count(0)


def downloaded(page: Page, link: str) -> bytes:
    _name, content = taken_out(page, link)
    return content
