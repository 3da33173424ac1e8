"""A clerk brings the spreadsheet that is already there: upload, confirm the reading, mend, register."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clerks import Habits, a_person, a_sheet, as_xlsx
from e2e.handing_out import taken_out
from e2e.month_sheets import MonthSheet
from openinsa.people.tenancy import within
from openinsa.staffing.models import Contract, ContractVersion, ProjectMonth
from site_fixtures import Site

pytestmark = pytest.mark.browser
WAGE = 96_968
PEOPLE = 4


@pytest.fixture
def place(
    live_site: Site, make_sheet: Callable[..., MonthSheet], django_db_blocker: Any
) -> tuple[MonthSheet, str, str]:
    """An empty project of the clerk's: its month sheet, department and name."""
    sheet = make_sheet(())
    with django_db_blocker.unblock(), live_site.looking_in(), within(sheet.institution_id):
        project = ProjectMonth.objects.get(pk=sheet.month_id).project
        return sheet, project.department.name, project.name


def file_of(department: str, project: str, **changed: Any) -> dict[str, Any]:
    """A register in one clerk's habits, as the browser hands it over."""
    chance = random.Random(11)
    people = [{**a_person(chance), "daily_wage": WAGE} for _ in range(PEOPLE)]
    people[2].update(changed)
    content = as_xlsx({"명단": a_sheet(people, Habits.drawn(chance), department, project)})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "채용 명단.xlsx", "mimeType": kind, "buffer": content}


def upload(page: Page, site: Site, file: dict[str, Any]) -> None:
    page.goto(f"{site.url}/staffing/registrations/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="올려서 확인하기").click()


def test_a_clerk_registers_from_the_spreadsheet_that_is_already_there(
    live_site: Site,
    page: Page,
    session: Callable[..., Page],
    place: tuple[MonthSheet, str, str],
    django_db_blocker: Any,
) -> None:
    sheet, department, project = place
    session(page)
    upload(page, live_site, file_of(department, project, daily_wage=-1))
    expect(page.get_by_role("heading", name="채용 명단.xlsx")).to_be_visible()
    page.get_by_role("button", name="이렇게 읽기").click()
    expect(page.get_by_text("0보다 커야 합니다")).to_be_visible()
    expect(page.get_by_role("button", name="명 등록")).to_have_count(0)
    name, _content = taken_out(page, "내 파일에 표시해 내려받기")
    assert name == "채용 명단 확인할 내용.xlsx"

    upload(page, live_site, file_of(department, project))
    expect(page.locator("#people-count")).to_have_text(str(PEOPLE))
    expect(page.locator("#wage-sum")).to_have_text(f"{PEOPLE * WAGE:,}원")
    page.get_by_role("button", name=f"{PEOPLE}명 등록").click()
    expect(page.locator(".toast")).to_contain_text("등록했습니다")
    expect(page.locator("#wage-sum")).to_have_text(f"{PEOPLE * WAGE:,}원")
    with django_db_blocker.unblock(), live_site.looking_in(), within(sheet.institution_id):
        contracts = Contract.objects.filter(project__name=project)
        rates = ContractVersion.objects.filter(contract__in=contracts).values_list("rate", flat=True)
        assert list(rates) == [WAGE] * PEOPLE
