"""Opening a project's month from its page: the first step of every month."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.people.models import User
from openinsa.people.tenancy import set_context
from openinsa.staffing.models import ProjectMonth

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def post(user: User, office: Office, month: str) -> int:
    client, address = Client(), reverse("staffing:open_month", args=[office.project.pk])
    set_context(None)
    client.force_login(user)
    set_context(None)
    answer = client.post(address, {"month": month})
    set_context(office.institution.pk)
    return int(answer.status_code)


def test_a_clerk_opens_a_month_on_the_projects_page(office: Office) -> None:
    clerk = office.clerk
    assert post(clerk, office, "2026-06") == 302
    assert ProjectMonth.objects.get().month == date(2026, 6, 1)
    assert post(clerk, office, "2026-06") == 302
    assert ProjectMonth.objects.count() == 1


@pytest.mark.parametrize("month", ["2027-01", "2026-13", "", "유월"])
def test_a_month_outside_the_project_or_no_month_at_all_opens_nothing(office: Office, month: str) -> None:
    assert post(office.clerk, office, month) == 404
    assert not ProjectMonth.objects.exists()


def test_a_department_head_opens_no_month(office: Office) -> None:
    assert post(office.head, office, "2026-06") == 404
