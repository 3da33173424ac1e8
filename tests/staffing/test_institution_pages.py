"""An operator's pages of institutions: numbers, founding, suspending; never anybody's data."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.people.actions import UserExists
from openinsa.people.institutions import operator_at_the_server
from openinsa.people.models import Institution, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import NOBODY, set_context, within
from openinsa.staffing.founding import InstitutionExists, found_with_officer
from openinsa.staffing.models import InstitutionOverview

pytestmark = pytest.mark.django_db
TYPED = {
    "code": "DARAE",
    "name": "다래군",
    "accident_rate_ppm": "0.966",
    "source": "고시 2025-1",
    "login": "darae-hr",
}
TENANT_TABLES = """
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id' AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""


@pytest.fixture
def office() -> Office:
    office = new_office("가온구")
    office.employ("김하늘")
    return office


@pytest.fixture
def operator(office: Office) -> Client:
    set_context(None)
    user = User.objects.create_user("operator", roles=[Role.OPERATOR], name="운영자")
    client = Client()
    client.force_login(user)
    return client


def test_an_operator_sees_each_institution_in_numbers(office: Office, operator: Client) -> None:
    new_office("나래시")
    set_context(None)
    page = operator.get(reverse("staffing:institutions")).content.decode()
    assert "가온구" in page
    assert "나래시" in page
    assert "김하늘" not in page
    with within(NOBODY):
        seen = InstitutionOverview.objects.get(pk=office.institution.pk)
    assert (seen.users, seen.people, seen.projects) == (2, 1, 1)


def test_an_institution_does_not_see_the_numbers_of_any(office: Office) -> None:
    assert not InstitutionOverview.objects.exists()
    with within(None):
        assert not InstitutionOverview.objects.exists()
    client = Client()
    client.force_login(office.hr_officer)
    set_context(None)
    assert client.get(reverse("staffing:institutions")).status_code == 404


def test_an_operators_transaction_reads_no_row_of_any_table_with_an_institution(office: Office) -> None:
    with within(NOBODY), connection.cursor() as cursor:
        cursor.execute(TENANT_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 30
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
        assert not Institution.objects.exists()


def test_a_founded_institution_has_a_first_officer_who_sets_a_password_by_invitation(
    operator: Client,
) -> None:
    page = operator.post(reverse("staffing:new_institution"), TYPED)
    link = page.context["link"]
    officer = page.context["officer"]
    assert (officer.username, officer.roles) == ("darae-hr", [Role.HR_OFFICER])
    set_context(None)
    assert Client().get(link, follow=True).status_code == 200
    with within(NOBODY):
        assert InstitutionOverview.objects.get(code="DARAE").users == 1


def test_a_taken_code_or_login_is_said_so_and_nothing_is_founded(office: Office, operator: Client) -> None:
    by = operator_at_the_server()
    rate: dict[str, Any] = {"accident_rate_ppm": 9_660, "source": "고시"}
    with pytest.raises(InstitutionExists):
        found_with_officer(by, office.institution.code, "또 가온구", login="other", **rate)
    with pytest.raises(UserExists):
        found_with_officer(by, "OTHER", "다른 구", login="operator", **rate)
    with within(NOBODY):
        assert not InstitutionOverview.objects.filter(code="OTHER").exists()
    page = operator.post(reverse("staffing:new_institution"), {**TYPED, "code": office.institution.code})
    assert "이미 쓰이고 있습니다" in page.content.decode()


def test_an_operator_suspends_with_a_reason_and_lets_in_again(office: Office, operator: Client) -> None:
    here = reverse("staffing:institution", args=[office.institution.pk])
    assert "이용 멈추기" in operator.get(here).content.decode()
    assert operator.post(here, {"reason": "계약 종료"}).status_code == 302
    page = operator.get(here).content.decode()
    assert "계약 종료" in page
    assert "다시 이용하게 하기" in page
    assert (
        operator.post(reverse("staffing:resume_institution", args=[office.institution.pk])).status_code == 302
    )
    office.enter()
    office.institution.refresh_from_db()
    assert not office.institution.is_suspended
