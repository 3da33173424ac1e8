"""A worker at night with a phone of 360 px and nobody to ask; and what stays when the network goes."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from e2e.accessibility import PHONE, fits
from site_fixtures import Site

pytestmark = pytest.mark.browser
NewPage, SignIn = Callable[..., Page], Callable[[Page, str], Page]
FIRST_LOAD = 130_000
"""Bytes of a first look, unpacked: the page with its styles and scripts, without any font."""
LANGUAGES = ("vi", "zh-hans")


@pytest.fixture
def phone(live_site: Site, new_page: NewPage, sign_in_by_password: SignIn) -> Page:
    """Signed in, in Korean and ordinary type whatever another test left with the login."""
    page = sign_in_by_password(new_page(viewport=PHONE, has_touch=True, accept_downloads=True), "worker")
    habits = {"django_language": "ko", "type": ""}
    page.context.add_cookies([{"name": n, "value": v, "url": live_site.url} for n, v in habits.items()])
    page.goto(f"{live_site.url}/my/")
    return page


def test_pay_is_explained_a_certificate_issued_leave_asked_and_a_wrong_day_told(
    live_site: Site, phone: Page, tmp_path: Path
) -> None:
    fits(phone, "start")
    phone.get_by_role("link", name="왜 이 금액인지 보기").click()
    phone.locator("details.line summary").first.click()
    expect(phone.get_by_text("왜 이 금액인가요?").first).to_be_visible()
    fits(phone, "payslip")

    phone.get_by_role("navigation", name="바로 가기").get_by_role("link", name="증명서").click()
    phone.get_by_role("link", name="재직증명서", exact=True).click()
    fits(phone, "certificate")
    phone.get_by_role("button", name="지금 떼기").first.click()
    with phone.expect_download() as taken:
        phone.get_by_role("link", name="PDF 내려받기").click()
    fits(phone, "paper")
    paper = tmp_path / "paper.pdf"
    taken.value.save_as(paper)
    content = paper.read_bytes()
    assert b"/ByteRange" in content
    assert "재직증명서" in PdfReader(BytesIO(content)).pages[0].extract_text().replace(" ", "")

    phone.goto(f"{live_site.url}/my/leave/")
    phone.get_by_label("휴가 종류").select_option("annual_leave")
    phone.get_by_label("하고 싶은 말").fill("가족 행사")
    phone.get_by_role("button", name="신청하기").click()
    expect(phone.locator("main")).to_contain_text("연차휴가")
    fits(phone, "asked")

    picture = tmp_path / "clock.jpg"
    Image.new("RGB", (1200, 900), (40, 90, 60)).save(picture)
    phone.goto(f"{live_site.url}/staffing/my-days/")
    fits(phone, "days")
    phone.get_by_role("link", name="근무가 틀렸다고 알리기").first.click()
    phone.get_by_label("무엇이 틀렸나요?").fill("18시까지 일했습니다")
    phone.get_by_label("사진").set_input_files(picture)
    phone.get_by_role("button", name="담당자에게 알리기").click()
    expect(phone.locator("main")).to_contain_text("답변 전")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_fit_in_every_language_in_the_largest_type(
    live_site: Site, phone: Page, language: str
) -> None:
    phone.goto(f"{live_site.url}/my/more/")
    phone.locator(f"main button[value={language}]").click()
    phone.locator("main button[value=largest]").click()
    for address in (
        "/my/",
        "/my/more/",
        "/my/leave/",
        "/my/certificates/",
        "/staffing/my-days/",
        "/leave/mine/",
    ):
        phone.goto(live_site.url + address)
        assert phone.locator("html").get_attribute("lang") == language
        assert phone.locator("html").get_attribute("data-type") == "largest"
        fits(phone, f"{address} in {language}")
    phone.goto(f"{live_site.url}/my/")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(offline=True)
    phone.reload()
    assert phone.locator("html").get_attribute("lang") == language
    assert phone.locator("html").get_attribute("data-type") == "largest"
    fits(phone, f"no network in {language}")
    phone.context.set_offline(offline=False)
    phone.goto(f"{live_site.url}/my/more/")
    phone.locator("main button[name=type]").first.click()
    phone.locator("main button[value=ko]").click()


def test_a_first_look_is_light_and_asks_for_no_font(live_site: Site, phone: Page) -> None:
    seen: dict[str, int] = {}
    phone.on("response", lambda answer: seen.update({answer.url: len(answer.body())}) if answer.ok else None)
    phone.goto(f"{live_site.url}/my/", wait_until="networkidle")
    assert not [url for url in seen if ".woff" in url]
    assert 20_000 < sum(seen.values()) < FIRST_LOAD, seen


def test_the_slip_seen_last_opens_without_a_network_by_its_pin_alone(live_site: Site, phone: Page) -> None:
    phone.goto(f"{live_site.url}/my/keep/")
    phone.locator("#pin").fill("12345")
    phone.locator("#again").fill("12345")
    phone.get_by_role("button", name="켜기").click()
    expect(phone.get_by_text("숫자로 여섯 자리 이상 넣어 주세요.")).to_be_visible()
    turn_on(phone, "204060")
    net = phone.evaluate("localStorage.getItem('openinsa.slip')")
    assert "원" not in net
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kept = phone.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
            return found;
        }"""
    )
    assert [path for path in kept if not path.startswith(("/static/", "/my/offline/"))] == []

    phone.context.set_offline(offline=True)
    phone.goto(f"{live_site.url}/my/")
    expect(phone.get_by_role("heading", name="인터넷이 없습니다")).to_be_visible()
    assert "원" not in phone.locator("main").inner_text()
    try_pin(phone, "111111")
    expect(phone.get_by_role("alert").filter(has_text="남은 횟수")).to_contain_text("4")
    try_pin(phone, "204060")
    expect(phone.locator("[data-slip]")).to_contain_text("실지급액")

    phone.reload()
    for wrong in range(5):
        try_pin(phone, f"99999{wrong}")
    expect(phone.get_by_text("다섯 번 틀려")).to_be_visible()
    assert phone.evaluate("Object.keys(localStorage)") == ["openinsa.reading"]
    phone.context.set_offline(offline=False)


def test_signing_out_erases_the_slip(live_site: Site, phone: Page) -> None:
    phone.goto(f"{live_site.url}/my/keep/")
    turn_on(phone, "204060")
    phone.goto(f"{live_site.url}/my/more/")
    phone.locator("main").get_by_role("button", name="로그아웃").click()
    phone.wait_for_url(lambda url: "/my/" not in url)
    assert phone.evaluate("localStorage.getItem('openinsa.safe')") is None


def turn_on(phone: Page, pin: str) -> None:
    phone.locator("#pin").fill(pin)
    phone.locator("#again").fill(pin)
    phone.get_by_role("button", name="켜기").click()
    expect(phone.get_by_text("켜져 있습니다.")).to_be_visible()
    phone.wait_for_function("() => localStorage.getItem('openinsa.slip') !== null")


def try_pin(phone: Page, pin: str) -> None:
    before = phone.evaluate("localStorage.getItem('openinsa.safe')")
    phone.locator("#pin").fill(pin)
    phone.get_by_role("button", name="명세서 보기").click()
    phone.wait_for_function("before => localStorage.getItem('openinsa.safe') !== before", arg=before)
    phone.wait_for_function("() => document.querySelector('#pin')?.value === ''")
