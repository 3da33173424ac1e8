"""A contract changed only to look, in a real browser: what moves, what it costs, and a refusal in a sentence."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from site_fixtures import Site

pytestmark = pytest.mark.browser


def test_somebody_looks_what_another_wage_would_cost(
    live_site: Site, page: Page, sign_in: Callable[[Page, str], Page]
) -> None:
    sign_in(page, "payroll")
    page.goto(f"{live_site.url}/staffing/projects/")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="모의 계산").click()
    reads_well(page, "project")
    page.locator("tbody a").first.click()
    page.get_by_label("임금 단가").fill("150,000")
    page.get_by_role("button", name="계산해 보기").click()
    expect(page.locator("main")).to_contain_text("사업비: 이 달부터")
    reads_well(page, "moved")
    page.get_by_label("종료일").fill("2031-01-01")
    page.get_by_role("button", name="계산해 보기").click()
    expect(page.locator("main")).to_contain_text("밖입니다")
    reads_well(page, "refused")
