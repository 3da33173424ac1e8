"""The frame in a real browser: accessibility, keyboard, phone width, language, theme."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import violations, violations_in_every_theme
from site_fixtures import DESKTOP, Site

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
WALL = {"width": 3840, "height": 2160}
SignIn = Callable[[Page, str], Page]
NewPage = Callable[..., Page]
INSURANCES = ("/payroll/insurance-events/", "/payroll/bills/", "/payroll/settlements/", "/payroll/one-time/")
RETENTION = (
    "/retention/",
    "/retention/preview/?on=2040-01-01",
    "/retention/holds/",
    "/retention/plan/wages/",
)
PAGES = {
    "clerk": ["/", "/staffing/projects/", "/staffing/people/", "/staffing/contracts/", "/staffing/months/"],
    "head": ["/", "/entrance/delegations/new/"],
    "payroll": ["/", "/payroll/runs/", "/payroll/slips/", "/jobs/", *INSURANCES, "/ending/"],
    "hr": [
        "/",
        "/staffing/projects/new/",
        "/people/users/",
        "/people/departments/",
        "/people/users/new/",
        "/staffing/contracts/watch/",
        "/jobs/keys/",
        "/api/integrations/",
        "/entrance/rules/",
        "/entrance/provider/",
        "/entrance/sign-ins/",
        *RETENTION,
    ],
    "auditor": ["/", "/privacy/records/", "/privacy/changes/", "/privacy/review/", "/privacy/review/rules/"],
    "operator": ["/", "/jobs/", "/staffing/institutions/", "/staffing/institutions/1/"],
    "worker": [
        "/my/",
        "/my/more/",
        "/my/asked/",
        "/my/leave/",
        "/my/reports/new/",
        "/my/certificates/",
        "/my/keep/",
        "/my/offline/",
        "/staffing/my-days/",
        "/payroll/my-slips/",
        "/accounts/2fa/",
        "/entrance/mine/",
        "/retention/mine/",
    ],
}


@pytest.mark.parametrize("login", PAGES)
def test_the_main_pages_of_a_role_break_no_accessibility_rule_and_fit_a_phone_and_a_wall(
    live_site: Site, page: Page, sign_in: SignIn, login: str
) -> None:
    sign_in(page, login)
    found = []
    for address in PAGES[login]:
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        page.goto(live_site.url + address)
        found += [(address, fault) for fault in violations_in_every_theme(page)]
        for viewport in (PHONE, WALL):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                found.append((address, f"{width} pixels wide at {viewport['width']}"))
    assert found == []


def test_the_door_breaks_no_accessibility_rule(live_site: Site, page: Page) -> None:
    page.goto(f"{live_site.url}/accounts/login/")
    assert violations(page) == []


def test_the_keyboard_skips_to_the_content_and_opens_the_theme(
    live_site: Site, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/staffing/projects/")
    page.keyboard.press("Tab")
    expect(page.locator(".krds-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    summary = page.locator("summary", has_text="화면 밝기")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="고대비")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="고대비")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_chosen_theme_stays_on_the_next_page(live_site: Site, page: Page, sign_in: SignIn) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/staffing/people/")
    page.locator("summary", has_text="화면 밝기").click()
    page.get_by_role("button", name="고대비").click()
    expect(page).to_have_url(re.compile("/staffing/people/"))
    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")
    page.goto(f"{live_site.url}/")
    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")


IN_HANGUL = """async (addresses) => {
    const frame = ["nav", ".page .krds-btn:not([lang])", "thead", ".form-tit", ".card > h2", "dt", ".form-hint", "caption"];
    const found = [];
    for (const address of addresses) {
        const text = await (await fetch(address)).text();
        const page = new DOMParser().parseFromString(text, "text/html");
        for (const one of page.querySelectorAll("template, body [lang=ko]")) one.remove();
        for (const place of frame)
            for (const one of page.querySelectorAll(place))
                if (/[가-힣]/.test(one.textContent)) found.push([address, place, one.textContent.trim()]);
    }
    return found;
}"""
"""What stands in Hangul in the frame of pages. A language is called by its own name."""


@pytest.mark.parametrize("login", PAGES)
def test_english_pages_hold_no_hangul_but_names(
    live_site: Site, new_page: NewPage, sign_in: SignIn, login: str
) -> None:
    """Names of people, projects and departments stay as they are; the frame around them is English."""
    page = new_page()
    page.goto(f"{live_site.url}/accounts/login/")
    page.locator("summary", has_text="Language").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    sign_in(page, login)
    assert page.evaluate(IN_HANGUL, PAGES[login]) == []


def test_the_menu_of_a_phone_opens_by_its_button_and_closes_by_escape(
    live_site: Site, new_page: NewPage, sign_in: SignIn
) -> None:
    page = sign_in(new_page(viewport=PHONE), "hr")
    menu = page.get_by_role("navigation", name="메뉴")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="메뉴", exact=True).click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_a_list_searches_without_leaving_the_page_and_says_when_nothing_is_found(
    live_site: Site, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/staffing/people/")
    page.get_by_label("찾기").first.fill("없는사람이름")
    page.keyboard.press("Enter")
    expect(page.get_by_text("찾는 것이 없습니다")).to_be_visible()
    expect(page).to_have_url(re.compile("q="))
    page.go_back()
    expect(page.locator("tbody tr").first).to_be_visible()


def test_a_list_downloads_as_a_spreadsheet(live_site: Site, page: Page, sign_in: SignIn) -> None:
    sign_in(page, "hr")
    page.goto(f"{live_site.url}/staffing/projects/")
    with page.expect_download() as download:
        page.get_by_role("link", name="엑셀", exact=True).click()
    assert download.value.suggested_filename == "projects.xlsx"


def test_nobody_can_sign_up(live_site: Site, page: Page) -> None:
    page.goto(f"{live_site.url}/accounts/signup/")
    expect(page.locator("input[name=password1]")).to_have_count(0)


def test_what_is_not_there_says_so_in_the_frame(live_site: Site, page: Page, sign_in: SignIn) -> None:
    sign_in(page, "clerk")
    for address in ("/staffing/projects/999999/", "/nowhere/"):
        answer = page.goto(live_site.url + address)
        assert answer
        assert answer.status == 404
        expect(
            page.get_by_role("heading", name="찾는 자료가 없거나 볼 수 있는 자료가 아닙니다")
        ).to_be_visible()
        assert violations(page) == []


def test_a_form_that_was_drawn_anew_meanwhile_is_sent_once_confirmed(
    live_site: Site, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, "clerk")
    form = '<form action="/staffing/projects/" data-confirm="작업을 멈춥니다."><button>멈추기</button></form>'
    draw = "form => { document.querySelector('main').innerHTML = form }"
    page.evaluate(draw, form)
    page.get_by_role("button", name="멈추기").click()
    page.evaluate(draw, form)
    page.get_by_role("dialog").get_by_role("button", name="멈추기").click()
    page.wait_for_url("**/staffing/projects/**")
