"""The attendance sheet as entered, as a PDF and a spreadsheet, for those within reach."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.reading import text_of
from exports import taken_out
from office import JUNE, Office, new_office
from openinsa.exchange.reading import reading_of
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import AccessRecord
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.papers import attendance_sheet
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ("김하늘")
    office.employ("이바다", starts_on=JUNE.replace(day=15))
    return office


@pytest.fixture
def month(office: Office) -> ProjectMonth:
    fill_month(office.clerk, office.month(JUNE).pk)
    return office.month(JUNE)


def asked_by(user: User, name: str, number: int):  # noqa: ANN201 - Django's answer of a test client
    client = Client()
    set_context(None)
    client.force_login(user)
    set_context(None)
    return taken_out(client, reverse(name, args=[number]))


def test_every_person_has_a_mark_for_each_day_of_employment(month: ProjectMonth) -> None:
    first, second = attendance_sheet(month)["rows"]
    assert all(first["marks"])
    assert second["marks"][:14] == [""] * 14
    assert all(second["marks"][14:])
    assert first["worked_days"] == 21
    assert first["worked_minutes"] == 21 * 480


def test_holidays_and_weekends_are_told_apart(month: ProjectMonth) -> None:
    kinds = {day["date"]: day["kind"] for day in attendance_sheet(month)["days"]}
    assert kinds["2026-06-03"] == "holiday"
    assert kinds["2026-06-13"] == "saturday"
    assert kinds["2026-06-14"] == "sunday"
    assert kinds["2026-06-15"] == "work"


def test_the_number_of_statements_does_not_grow_with_the_people(office: Office, month: ProjectMonth) -> None:
    counts = [statements_to_fill(month)]
    for number in range(4):
        office.employ(f"사람{number}")
    counts.append(statements_to_fill(month))
    assert counts[0] == counts[1]


def statements_to_fill(month: ProjectMonth) -> int:
    fresh = ProjectMonth.objects.select_related("institution", "project__department").get(pk=month.pk)
    with counted_statements() as sent:
        attendance_sheet(fresh)
    return len(sent)


def test_the_clerk_takes_the_pdf_and_the_access_record_says_so(office: Office, month: ProjectMonth) -> None:
    answer = asked_by(office.clerk, "staffing:attendance", month.pk)
    assert "이바다" in text_of(answer.content)
    office.enter()
    record = AccessRecord.objects.latest("pk")
    assert (record.verb, record.what, record.count) == ("download", "attendance_sheet", 2)


def test_the_spreadsheet_that_is_taken_reads_in_again(office: Office, month: ProjectMonth) -> None:
    wanted = attendance_sheet(month)["rows"][0]
    answer = asked_by(office.clerk, "staffing:attendance_spreadsheet", month.pk)
    read = reading_of("근무상황부.xlsx", answer.content)
    assert read["project"] == office.project.name
    assert list(read["people"][0]["days"].values()) == wanted["marks"]


def test_another_projects_clerk_does_not_find_it(office: Office, month: ProjectMonth) -> None:
    stranger = office.user(Role.PROJECT_CLERK)
    assert asked_by(stranger, "staffing:attendance", month.pk).status_code == 404
