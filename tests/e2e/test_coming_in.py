"""Setting up a second factor and coming in with it, in a real browser with an authenticator of its own."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from e2e.accessibility import violations
from openinsa.people.models import User
from openinsa.people.tenancy import within
from site_fixtures import Site

OWN_BUTTON = "main form:not([action*=seen]) button"  # not that of the notices above
pytestmark = pytest.mark.browser
LOGIN, WORD = "newcomer", "openinsa-demo"


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def type_password(page: Page, site: Site, login: str) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.locator("#id_login").fill(login)
    page.locator("#id_password").fill(WORD)
    page.locator("#id_password").press("Enter")


def sign_out(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/accounts/logout/")
    page.locator(OWN_BUTTON).click()


def prove_again(page: Page) -> None:
    """Type the password once more where a page asks for it."""
    if "reauthenticate" in page.url:
        page.locator("main input[type=password]").fill(WORD)
        page.locator(OWN_BUTTON).first.click()


@pytest.fixture
def newcomer(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> str:
    """A login of its own: the demo's own ones are used by others, who know of no second factor."""
    with django_db_blocker.unblock(), live_site.looking_in():
        with within(None):
            auditor = User.objects.get(username="auditor")
        with within(auditor.institution_id):
            User.objects.create_user(
                LOGIN, WORD, name="새 감사담당", roles=auditor.roles, institution_id=auditor.institution_id
            )
    return LOGIN


def test_a_user_sets_up_an_app_recovery_codes_and_a_passkey_and_comes_in_with_each(
    live_site: Site, page: Page, sign_in_by_password: Callable[[Page, str], Page], newcomer: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    sign_in_by_password(page, newcomer)

    page.goto(f"{live_site.url}/entrance/second-factor/")
    assert violations(page) == []
    page.get_by_role("link", name="인증 앱 등록").click()
    prove_again(page)
    secret = page.locator("#authenticator_secret").input_value()
    assert violations(page) == []
    page.locator("#id_code").fill(code_of(secret))
    page.locator(OWN_BUTTON).first.click()
    page.goto(f"{live_site.url}/accounts/2fa/recovery-codes/")
    prove_again(page)
    spare = page.locator("#recovery_codes").input_value().split()
    assert len(spare) == 10
    assert violations(page) == []

    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    client.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(f"{live_site.url}/accounts/2fa/webauthn/add/")
    prove_again(page)
    assert violations(page) == []
    if page.locator("#id_passwordless").count():
        page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)

    sign_out(page, live_site)
    type_password(page, live_site, newcomer)
    expect(page.locator("#id_code")).to_be_visible()
    page.locator("#id_code").fill(code_of(secret))
    page.locator(OWN_BUTTON).first.click()
    page.goto(f"{live_site.url}/entrance/mine/")
    expect(page.locator("main")).to_contain_text("비밀번호 + 인증 앱")
    assert violations(page) == []

    sign_out(page, live_site)
    type_password(page, live_site, newcomer)
    page.locator("#id_code").fill(spare[0])
    page.locator(OWN_BUTTON).first.click()
    page.goto(f"{live_site.url}/entrance/mine/")
    expect(page.locator("main")).to_contain_text("비밀번호 + 복구 코드")

    sign_out(page, live_site)
    page.goto(f"{live_site.url}/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(f"{live_site.url}/entrance/mine/")
    expect(page.locator("#sessions-title + div tbody tr", has_text="이 화면")).to_contain_text("패스키")

    home = urlsplit(live_site.url).netloc
    assert {urlsplit(url).netloc for url in asked if url.startswith("http")} == {home}
