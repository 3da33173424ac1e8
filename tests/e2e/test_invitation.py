"""HR hands out an invitation; a worker with a phone of 360 px comes in by it, by mail and letter, and nobody twice."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Download, Page, expect
from pypdf import PdfReader

from e2e.accessibility import PHONE, fits, reads_well
from e2e.handing_out import give_reason
from site_fixtures import Site

pytestmark = pytest.mark.browser
NewPage, Session = Callable[..., Page], Callable[..., Page]
ADDRESS = re.compile(r"http://\S+/delivery/join/[\w-]+/")
PIN = re.compile(r"\b(\d{3}) (\d{3})\b")
LOGIN = re.compile(r"\b[a-z2-9]{4}-[a-z2-9]{4}\b")
CODE = re.compile(r"\b\d{6}\b")
PATIENCE = 60
NUMBERS = count(1)
OWN_PAGES = ("/my/more/", "/staffing/my-days/", "/payroll/my-slips/", "/leave/mine/")
PAGES_WITH_LONG_WORDS = ("/delivery/my-address/", "/entrance/mine/")


@dataclass(frozen=True)
class Newcomer:
    """Somebody in a project who has an address and no login yet."""

    name: str
    birth: str
    email: str
    project: int


@pytest.fixture
def newcomer(live_site: Site, django_db_blocker: Any) -> Newcomer:
    """A worker whom nobody has invited, another one in each test."""
    with django_db_blocker.unblock(), live_site.looking_in():
        return _given_an_address(f"newcomer{next(NUMBERS)}@mail.example")


def _given_an_address(email: str) -> Newcomer:
    from openinsa.demo.words import LARGEST_PROJECT
    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within
    from openinsa.privacy.sealing import Sealer
    from openinsa.staffing.models import Contract

    with within(None):
        institution = Institution.objects.get()
    with within(institution.pk):
        free = Contract.objects.filter(
            person__user=None, project__name=LARGEST_PROJECT, ends_on__gte=timezone.localdate()
        )
        contract = next(one for one in free.order_by("-pk") if _is_alone(one))
        person = contract.person
        person.email_sealed = Sealer(institution.pk).seal(email)
        person.save(update_fields=["email_sealed"])
        return Newcomer(person.name, f"{person.birth_date:%y%m%d}", email, contract.project_id)


def _is_alone(contract: Any) -> bool:
    """Nobody else in the project has a name that a search for this one finds too."""
    return contract.project.contracts.filter(person__name__contains=contract.person.name).count() == 1


@pytest.fixture
def desk(new_page: NewPage, session: Session) -> Page:
    return session(new_page(), "hr")


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    return new_page(viewport=PHONE, has_touch=True)


def invite(site: Site, desk: Page, one: Newcomer, way: str) -> None:
    """Pick a worker of the project and say how the invitation goes out."""
    desk.goto(f"{site.url}/delivery/projects/{one.project}/invitations/?q={one.name}")
    expect(desk.locator("tbody tr")).to_have_count(1)
    desk.locator("tbody input[name=row]").check()
    reads_well(desk, "people to invite")
    desk.get_by_role("button", name="초대하기").click()
    desk.get_by_label("전할 방법").select_option(way)
    reads_well(desk, "how to invite")
    desk.get_by_role("button", name="초대하기").click()


def letter_of(site: Site, desk: Page, one: Newcomer) -> str:
    """What stands in the letter that was really downloaded."""
    invite(site, desk, one, "letter")
    reads_well(desk, "why")
    give_reason(desk, "근로자 초대")
    with desk.expect_download() as given:
        desk.get_by_role("button", name="내려받기").click()
    return text_of(given.value)


def text_of(given: Download) -> str:
    (page,) = PdfReader(Path(given.path())).pages
    return page.extract_text()


def found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match, (pattern.pattern, text)
    return match[0]


def mails_to(site: Site, one: Newcomer, count: int) -> str:
    """The words of so many-th mail to somebody, which a worker process brings."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        pairs = zip(list(site.box.envelopes), site.box.texts(), strict=False)
        got = [text for (_from, to), text in pairs if to == [one.email]]
        if len(got) >= count:
            return got[count - 1]
        time.sleep(0.2)
    raise AssertionError(f"mail {count} to {one.email} did not come")


def is_at_home(site: Site, phone: Page, one: Newcomer) -> None:
    """The phone shows the own pages of this very person."""
    phone.wait_for_url(f"{site.url}/my/")
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"{one.name} 님")
    fits(phone, "start")


def is_refused(phone: Page, address: str, words: str) -> None:
    phone.goto(address)
    expect(phone.locator("main")).to_contain_text(words)
    fits(phone, words)


def test_a_letter_brings_its_owner_in_once_and_a_code_by_mail_ever_after(
    live_site: Site, newcomer: Newcomer, desk: Page, phone: Page, new_page: NewPage
) -> None:
    letter = letter_of(live_site, desk, newcomer)
    assert newcomer.name in letter
    address = found(ADDRESS, letter)
    phone.goto(address)
    assert newcomer.name not in phone.content(), "no name before it is known who comes"
    fits(phone, "invitation")
    prove(phone, newcomer.birth, "000000")
    expect(phone.get_by_role("alert")).to_contain_text("4번 더")
    fits(phone, "wrong number")
    prove(phone, newcomer.birth, found(PIN, letter))
    expect(phone.get_by_role("heading", level=1)).to_contain_text(newcomer.name)
    fits(phone, "how to come in")
    phone.get_by_role("button", name="들어올 때마다 인증번호 받기").click()
    is_at_home(live_site, phone, newcomer)
    is_refused(new_page(viewport=PHONE), address, "이미 쓴 초대입니다.")

    for path in OWN_PAGES:
        assert phone.goto(live_site.url + path).status == 200, path  # type: ignore[union-attr]
        fits(phone, path)
    largest_type_fits(live_site, phone)
    phone.goto(f"{live_site.url}/my/more/")
    phone.locator("main").get_by_role("button", name="로그아웃").click()
    phone.wait_for_url(lambda url: "/my/" not in url)
    come_in_by_code(live_site, phone, newcomer, found(LOGIN, letter))
    is_at_home(live_site, phone, newcomer)
    desk.goto(f"{live_site.url}/delivery/projects/{newcomer.project}/invitations/?q={newcomer.name}")
    expect(desk.locator("tbody tr")).to_contain_text("쓰고 있음")


def largest_type_fits(site: Site, phone: Page) -> None:
    phone.context.add_cookies([{"name": "type", "value": "largest", "url": site.url}])
    for path in PAGES_WITH_LONG_WORDS:
        phone.goto(site.url + path)
        assert phone.locator("html").get_attribute("data-type") == "largest"
        fits(phone, path)


def prove(phone: Page, birth: str, number: str) -> None:
    phone.get_by_label("생년월일").fill(birth)
    phone.get_by_label("확인번호").fill(number)
    phone.get_by_role("button", name="확인", exact=True).click()
    phone.wait_for_load_state()


def come_in_by_code(site: Site, phone: Page, one: Newcomer, login: str) -> None:
    """Ask for a code, type a wrong one, then the one that the mail brought."""
    phone.goto(f"{site.url}/accounts/login/")
    phone.get_by_role("link", name="인증번호로 로그인").click()
    expect(phone.get_by_label("로그인 이름")).to_be_visible()
    fits(phone, "login name")
    phone.get_by_label("로그인 이름").fill(login)
    phone.get_by_role("button", name="인증번호 받기").click()
    code = found(CODE, mails_to(site, one, 1))
    type_code(phone, f"{(int(code) + 1) % 1_000_000:06}", "로그인")
    expect(phone.get_by_role("alert")).to_contain_text("인증번호가 맞지 않거나")
    fits(phone, "wrong code")
    type_code(phone, code, "로그인")


def type_code(phone: Page, code: str, button: str) -> None:
    phone.get_by_label("인증번호", exact=True).fill(code)
    fits(phone, "code")
    phone.get_by_role("button", name=button, exact=True).click()
    phone.wait_for_load_state()


def test_a_link_by_mail_asks_for_the_birth_date_and_a_code_that_is_mailed_a_moment_later(
    live_site: Site, newcomer: Newcomer, desk: Page, phone: Page
) -> None:
    invite(live_site, desk, newcomer, "mail")
    address = found(ADDRESS, mails_to(live_site, newcomer, 1))
    phone.goto(address)
    fits(phone, "invitation")
    ask_for_number(phone, newcomer)
    late = found(CODE, mails_to(live_site, newcomer, 2))
    phone.get_by_role("link", name="인증번호 다시 받기").click()
    ask_for_number(phone, newcomer)
    code = found(CODE, mails_to(live_site, newcomer, 3))
    if late != code:
        type_code(phone, late, "확인")
        expect(phone.get_by_role("alert")).to_contain_text("2번 더")
        fits(phone, "former number")
    type_code(phone, code, "확인")
    phone.get_by_role("button", name="들어올 때마다 인증번호 받기").click()
    is_at_home(live_site, phone, newcomer)


def ask_for_number(phone: Page, one: Newcomer) -> None:
    phone.get_by_label("생년월일").fill(one.birth)
    phone.get_by_role("button", name="인증번호 받기").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("인증번호 입력")


def test_a_late_and_a_made_up_link_say_so_in_the_languages_that_workers_read(
    live_site: Site, newcomer: Newcomer, desk: Page, new_page: NewPage, let_it_end: Callable[[], None]
) -> None:
    address = found(ADDRESS, letter_of(live_site, desk, newcomer))
    let_it_end()
    korean = new_page(viewport=PHONE)
    is_refused(korean, address, "초대를 쓸 수 있는 기한이 지났습니다. 담당자에게 새 초대를 부탁해 주세요.")
    is_refused(korean, f"{live_site.url}/delivery/join/1-made-up/", "주소를 확인해 주세요.")
    is_refused(new_page(viewport=PHONE, locale="vi-VN"), address, "Lời mời đã hết hạn")
    is_refused(new_page(viewport=PHONE, locale="zh-CN"), address, "邀请已过期")


@pytest.fixture
def let_it_end(live_site: Site, django_db_blocker: Any) -> Callable[[], None]:
    """The latest invitation ends a minute ago."""

    def end() -> None:
        from openinsa.delivery.models import Invitation
        from openinsa.people.models import Institution
        from openinsa.people.tenancy import within

        with django_db_blocker.unblock(), live_site.looking_in():
            with within(None):
                institution = Institution.objects.get()
            with within(institution.pk):
                latest = Invitation.objects.latest("pk")
                latest.expires_at = timezone.now() - timedelta(minutes=1)
                latest.save(update_fields=["expires_at"])

    return end
