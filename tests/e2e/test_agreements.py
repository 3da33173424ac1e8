"""HR makes and sends a contract, the worker reads and signs it on a phone, HR signs: both hold the same file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import PHONE, fits, reads_well, violations
from openinsa.web.demo_logins import DEMO_PASSWORD
from site_fixtures import Site

pytestmark = pytest.mark.browser
WORKER = "worker-who-signs"


@pytest.fixture
def worker(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> str:
    """The name of somebody with a login of the own, whose contract has no paper yet."""
    from openinsa.people.models import Institution, User
    from openinsa.people.roles import Role
    from openinsa.people.tenancy import within
    from openinsa.staffing.models import Contract

    with django_db_blocker.unblock(), live_site.looking_in():
        with within(None):
            institution = Institution.objects.get()
        with within(institution.pk):
            fresh = Contract.objects.filter(agreements=None, person__user=None).exclude(job="")
            person = next(
                one.person
                for one in fresh
                if Contract.objects.filter(person__name=one.person.name).count() == 1
            )
            given = {
                "institution": institution,
                "name": person.name,
                "roles": [Role.WORKER],
                "person": person,
            }
            User.objects.create_user(WORKER, DEMO_PASSWORD, **given)
            name = person.name
    return name


@pytest.fixture
def kept_by_the_office(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> Callable[[str], bytes]:
    """The file behind an agreement's page, as it lies in the database."""

    def look(address: str) -> bytes:
        from openinsa.agreements.models import Agreement
        from openinsa.agreements.queries import file_of
        from openinsa.people.models import Institution
        from openinsa.people.tenancy import within

        with django_db_blocker.unblock(), live_site.looking_in():
            with within(None):
                institution = Institution.objects.get()
            with within(institution.pk):
                return file_of(Agreement.objects.get(pk=int(address.rstrip("/").rsplit("/", 1)[1]))).content

    return look


def prove(page: Page) -> None:
    """Say the password again, as the page asks before every signature."""
    page.wait_for_url("**/reauthenticate/**")
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="확인", exact=True).click()


def draw(page: Page) -> None:
    """A stroke across the pad."""
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + 60 + (30 if step % 2 else -30))
    page.mouse.up()


def test_a_contract_is_made_sent_read_signed_and_held_by_both(
    live_site: Site,
    worker: str,
    new_page: Callable[..., Page],
    session: Callable[..., Page],
    kept_by_the_office: Callable[[str], bytes],
) -> None:
    office = session(new_page(), "hr")
    office.goto(f"{live_site.url}/agreements/contracts/?agreement=none&q={worker}")
    reads_well(office, "contracts without a paper")
    office.locator("tbody input[name=row]").first.check()
    office.get_by_role("button", name="고른 계약의 계약서 만들기").click()
    office.get_by_role("button", name="만들기", exact=True).click()
    expect(office.locator("main")).to_contain_text("작성됨")
    reads_well(office, "draft")
    office.get_by_role("link", name="보내기").click()
    reads_well(office, "sending")
    office.get_by_role("button", name="보내기").click()
    expect(office.locator("main")).to_contain_text("보냄")
    agreement = office.url

    phone = session(new_page(viewport=PHONE), WORKER)
    phone.goto(f"{live_site.url}/agreements/mine/")
    phone.locator("a.task").first.click()
    expect(phone.locator("main")).to_contain_text("근로계약기간")
    fits(phone, "reading")
    phone.get_by_role("link", name="서명하기").click()
    prove(phone)
    phone.get_by_label("계약서를 모두 읽었고").check()
    draw(phone)
    fits(phone, "signing")
    phone.get_by_role("button", name="서명하여 보내기").click()
    expect(phone.locator("main")).to_contain_text("근로자 서명함")

    office.goto(agreement)
    office.get_by_role("link", name="기관 서명").click()
    prove(office)
    reads_well(office, "countersigning")
    office.get_by_role("button", name="기관 서명").click()
    expect(office.locator("main")).to_contain_text("체결됨")
    reads_well(office, "concluded")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("체결한 계약서 내려받기")
    assert violations(phone) == [], "held"
    with phone.expect_download() as given:
        phone.get_by_role("link", name="체결한 계약서 내려받기").click()
    own = Path(given.value.path()).read_bytes()
    assert own == kept_by_the_office(agreement)
    reads_well(office, "list")
