"""A paid month is put right in a browser: typed over, looked at, confirmed; on a phone and in every theme."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from site_fixtures import Site

pytestmark = pytest.mark.browser


def test_a_clerk_types_over_a_paid_day_and_the_officer_confirms_the_difference(
    live_site: Site, new_page: Callable[..., Page], session: Callable[..., Page]
) -> None:
    clerk = session(new_page())
    clerk.goto(f"{live_site.url}/payroll/slips/?sort=run__month")
    clerk.locator("#table-slips tbody a").first.click()
    clerk.get_by_role("link", name="정정", exact=True).last.click()
    reads_well(clerk, "correct")
    worked = clerk.locator(".month-days input[value='출']").first
    worked.fill("결")
    form = clerk.locator("form", has=clerk.get_by_role("button", name="근무 정정 올리기"))
    form.get_by_label("정정 사유").fill("출근부와 다름")
    form.get_by_role("button", name="근무 정정 올리기").click()
    expect(clerk.locator("table")).to_contain_text("기본급")
    expect(clerk.locator("tfoot")).to_contain_text("-")
    reads_well(clerk, "proposed")
    confirm(session(new_page(), "payroll"), clerk.url)


def confirm(officer: Page, address: str) -> None:
    officer.goto(address)
    officer.get_by_role("button", name="확정", exact=True).click()
    expect(officer.locator(".toast")).to_contain_text("확정했습니다")
    expect(officer.locator(".page-head, main").first).to_contain_text("지급할 차액")
    officer.get_by_role("link", name="정정", exact=True).first.click()
    expect(officer.locator("#table-corrections")).to_contain_text("출근부와 다름")
    reads_well(officer, "list")
