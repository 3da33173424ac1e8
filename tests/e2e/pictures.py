"""The pictures of the README, taken from the running product: `./openinsa test tests/e2e/pictures.py`."""

from collections.abc import Callable

from playwright.sync_api import Page

from openinsa.config.places import CHECKOUT
from site_fixtures import Site

IMAGES = CHECKOUT / "docs" / "images"
OPEN_MONTH = "2026-11"


def test_take_the_month_grid(
    new_page: Callable[..., Page], sign_in: Callable[[Page, str], Page], live_site: Site
) -> None:
    """월 근무상황 화면을 찍는다."""
    page = sign_in(new_page(viewport={"width": 1440, "height": 860}), "clerk")
    page.goto(f"{live_site.url}{grid_address(live_site)}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    IMAGES.mkdir(exist_ok=True)
    page.screenshot(path=IMAGES / "month-grid.png")


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
