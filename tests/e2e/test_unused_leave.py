"""Unused leave, its promotion, other leaves and an institution's own mark in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from e2e.accessibility import reads_well
from openinsa.leave.actions import grant_by_hand
from openinsa.people.models import Institution, User
from openinsa.people.tenancy import within
from openinsa.staffing.models import Contract
from site_fixtures import Site

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, str], Page]


@pytest.fixture
def lapsed(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> str:
    """Somebody at work whose leave lapsed a week ago; the name."""
    today = timezone.localdate()
    lapse = today - timedelta(days=7)
    with django_db_blocker.unblock(), live_site.looking_in():
        institution = Institution.objects.get()
        with within(institution.pk):
            contract = Contract.objects.filter(starts_on__lt=lapse, ends_on__gte=today).first()
            assert contract is not None
            days = {"granted_on": contract.starts_on, "expires_on": lapse, "reason": "이월"}
            grant_by_hand(User.objects.get(username="hr"), contract.pk, minutes=2400, **days)
            return str(contract.person.name)


def test_unused_leave_is_put_into_the_pay_and_taken_out_again(
    live_site: Site, page: Page, sign_in: SignIn, lapsed: str
) -> None:
    sign_in(page, "payroll")
    page.goto(f"{live_site.url}/payroll/unused-leave/?q={lapsed}")
    expect(page.locator("main")).to_contain_text("퇴직정산은 금액을 보여 주기만 합니다")
    reads_well(page, "unused leave")
    page.locator("tbody input[name=row]").first.check()
    page.get_by_role("button", name="급여에 넣기").click()
    expect(page.locator(".toast")).to_contain_text("급여에 넣었습니다")
    reads_well(page, "unused leave in the pay")
    page.locator("tbody input[name=row]").first.check()
    page.get_by_role("button", name="되돌리기").click()
    expect(page.locator(".toast")).to_contain_text("되돌렸습니다")


PAGES = {
    "payroll": ("payroll/unused-leave/?q=없는이름", "payroll/unused-leave/paid/?q=없는이름"),
    "hr": (
        "leave/promotions/",
        "leave/promotions/?q=없는이름",
        "leave/kinds/",
        "staffing/settings/marks/new/",
    ),
}


@pytest.mark.parametrize("login", PAGES)
def test_the_pages_around_leave_read_well(live_site: Site, page: Page, sign_in: SignIn, login: str) -> None:
    sign_in(page, login)
    for address in PAGES[login]:
        page.goto(f"{live_site.url}/{address}")
        expect(page.locator("h1")).to_be_visible()
        reads_well(page, address)
