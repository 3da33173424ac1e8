"""The pictures of the docs, taken from the running product: `./openinsa test tests/e2e/pictures.py`."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from openinsa.config.places import CHECKOUT
from site_fixtures import Site

IMAGES = CHECKOUT / "docs" / "images"
OPEN_MONTH = "2026-11"
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True}
NewPage, SignIn = Callable[..., Page], Callable[[Page, str], Page]


def test_take_the_month_grid(
    new_page: Callable[..., Page], sign_in: Callable[[Page, str], Page], live_site: Site
) -> None:
    """월 근무상황 화면을 찍는다."""
    page = sign_in(new_page(viewport={"width": 1440, "height": 860}), "clerk")
    take(page, f"{live_site.url}{grid_address(live_site)}", "month-grid")


def test_take_what_a_worker_sees_on_a_phone(new_page: NewPage, sign_in: SignIn, live_site: Site) -> None:
    """근로자의 휴대전화 화면을 찍는다."""
    phone = sign_in(new_page(**PHONE), "worker")
    take(phone, f"{live_site.url}/my/", "worker-start")
    phone.get_by_role("link", name="왜 이 금액인지 보기").click()
    phone.locator("details.line summary").first.click()
    take(phone, "", "worker-payslip")
    take(phone, f"{live_site.url}/my/certificates/", "worker-certificates")


def test_take_a_certificate_and_the_page_that_checks_it(
    new_page: NewPage, sign_in: SignIn, live_site: Site, tmp_path: Path
) -> None:
    """증명서와 진위 확인 화면을 찍는다."""
    phone = sign_in(new_page(**PHONE, accept_downloads=True), "worker")
    phone.goto(f"{live_site.url}/my/certificates/employment_certificate/")
    phone.get_by_role("button", name="지금 떼기").first.click()
    with phone.expect_download() as taken:
        phone.get_by_role("link", name="PDF 내려받기").click()
    draw(taken.value.path(), "certificate")
    desk = sign_in(new_page(), "hr")
    desk.goto(f"{live_site.url}/issuing/?kind=employment_certificate")
    desk.locator("#table-papers tbody a").first.click()
    code = desk.locator("a[href*='/verify/']").get_attribute("href")
    take(new_page(**PHONE), f"{live_site.url}{code}?language=ko", "verify")


def test_take_a_contract_on_its_way(new_page: NewPage, sign_in: SignIn, live_site: Site) -> None:
    """전자계약 목록을 찍는다."""
    take(sign_in(new_page(), "hr"), f"{live_site.url}/agreements/", "agreements")


def take(page: Page, address: str, name: str) -> None:
    """A picture of an address, or of the page as it stands."""
    if address:
        page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    IMAGES.mkdir(exist_ok=True)
    page.screenshot(path=IMAGES / f"{name}.png")


def draw(pdf: Path, name: str) -> None:
    """A picture of the first page of a file."""
    where = IMAGES / name
    subprocess.run(["pdftoppm", "-png", "-r", "80", "-f", "1", "-singlefile", pdf, where], check=True)


def grid_address(site: Site) -> str:
    """The open month of the largest project."""
    from django.urls import reverse

    from openinsa.demo.words import LARGEST_PROJECT
    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within
    from openinsa.staffing.models import ProjectMonth

    with site.looking_in(), within(None):
        institution = Institution.objects.get()
        with within(institution.pk):
            month = ProjectMonth.objects.get(project__name=LARGEST_PROJECT, month=f"{OPEN_MONTH}-01")
    return reverse("staffing:month", args=[month.pk])
