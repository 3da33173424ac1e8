"""A register by HR and a ledger by payroll: chosen, issued and taken away in a real browser."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from documents.reading import text_of
from e2e.accessibility import reads_well
from e2e.handing_out import taken_out
from openinsa.documents.signing_reading import State, read_signature
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.models import Institution
from openinsa.people.tenancy import within
from site_fixtures import Site

pytestmark = pytest.mark.browser
FILE = "발급한 파일 PDF"


class Paid(NamedTuple):
    """A project of the demo with a paid month, and somebody who was paid."""

    project: int
    month: str
    name: str


@pytest.fixture
def paid(live_site: Site, django_db_blocker: pytest.FixtureRequest) -> Paid:
    with django_db_blocker.unblock(), live_site.looking_in():
        institution = Institution.objects.get()
        with within(institution.pk):
            slips = Payslip.objects.filter(run__state=PayRun.State.PAID, run__kind=PayRun.Kind.REGULAR)
            slip = slips.select_related("run", "person").order_by("pk")[0]
            return Paid(slip.run.project_id, f"{slip.run.month:%Y-%m}", slip.person.name)


def test_hr_issues_the_register_of_the_institution_from_the_list_of_papers(
    live_site: Site, page: Page, session: Callable[..., Page], paid: Paid
) -> None:
    session(page, "hr").goto(f"{live_site.url}/issuing/")
    page.get_by_role("link", name="대장·명부 발급").click()
    reads_well(page, "choice")
    page.get_by_role("link", name="근로자명부 기관 전체").click()
    page.get_by_label("용도").fill("근로감독")
    reads_well(page, "form")
    page.get_by_role("button", name="발급", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("근로자명부")
    reads_well(page, "paper")
    assert_signed(page, paid.name)


def test_payroll_issues_the_ledger_of_a_month_from_the_page_of_the_project(
    live_site: Site, page: Page, session: Callable[..., Page], paid: Paid
) -> None:
    session(page, "payroll").goto(f"{live_site.url}/staffing/projects/{paid.project}/")
    page.get_by_role("link", name="사업 문서 발급").click()
    reads_well(page, "choice")
    page.get_by_role("link", name="임금대장").click()
    expect(page.get_by_label("사업")).to_have_value(str(paid.project))
    page.get_by_label("월", exact=True).fill("2001-01")
    page.get_by_role("button", name="발급", exact=True).click()
    expect(page.locator("main")).to_contain_text("2001-01에는 지급이 확정된 이 사업의 급여가 없습니다")
    reads_well(page, "refused")
    page.get_by_label("월", exact=True).fill(paid.month)
    page.get_by_role("button", name="발급", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("임금대장")
    reads_well(page, "paper")
    assert_signed(page, paid.name)


def assert_signed(page: Page, name: str) -> None:
    """The file behind the page is whole, signed, and tells of somebody."""
    _name, content = taken_out(page, FILE)
    assert read_signature(content, []).state is State.WHOLE
    assert name in text_of(content)
