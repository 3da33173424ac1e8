"""The first minute with a running site: signing in as each role, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from openinsa.web.demo_logins import DEMO_LOGINS, DemoLogin
from site_fixtures import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("login", DEMO_LOGINS, ids=lambda login: login.username)
def test_each_demo_login_opens_its_home_page(
    page: Page, sign_in_by_password: Callable[[Page, str], Page], login: DemoLogin
) -> None:
    """시연 로그인마다 첫 화면이 열린다."""
    sign_in_by_password(page, login.username)
    page.locator("h1").wait_for()
    assert page.locator("h1").count() == 1
    assert page.locator("nav").count() >= 1


def test_a_wrong_password_says_so_and_stays_outside(page: Page, live_site: Site) -> None:
    """비밀번호가 틀리면 한 문장으로 알리고 들이지 않는다."""
    page.goto(f"{live_site.url}/accounts/login/")
    page.locator("#id_login").fill("clerk")
    page.locator("#id_password").fill("wrong")
    page.locator("#id_password").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert "/accounts/login" in page.url
