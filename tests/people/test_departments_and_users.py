"""Departments and logins: who may make and change them, and what is refused."""

from datetime import date

import pytest

from office import Office, new_office
from office_client import OfficeClient
from openinsa.people.actions import (
    DepartmentExists,
    NotOneself,
    RoleUnknown,
    UserExists,
    change_user,
    make_department,
    make_user,
)
from openinsa.people.models import Department, User
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.roles import Role
from openinsa.people.settings_in_force import NoSettings, settings_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def test_a_department_is_made_once(office: Office) -> None:
    assert make_department(office.hr_officer, "복지정책과").institution == office.institution
    with pytest.raises(DepartmentExists, match="복지정책과"):
        make_department(office.hr_officer, "복지정책과")
    assert Department.objects.filter(name="복지정책과").count() == 1


def test_a_login_name_is_given_once_even_to_another_institution(office: Office) -> None:
    make_user(office.hr_officer, "haneul", "김하늘", [Role.PROJECT_CLERK])
    with pytest.raises(UserExists, match="haneul"):
        make_user(new_office("나래시").hr_officer, "haneul", "박하늘", [Role.PROJECT_CLERK])


@pytest.mark.parametrize("role", [Role.OPERATOR, "mayor"])
def test_an_institution_grants_only_its_own_roles(office: Office, role: str) -> None:
    with pytest.raises(RoleUnknown, match=role):
        make_user(office.hr_officer, "haneul", "김하늘", [role])
    assert not User.objects.filter(username="haneul").exists()


def test_nobody_changes_ones_own_roles(office: Office) -> None:
    hr = office.hr_officer
    with pytest.raises(NotOneself):
        change_user(hr, hr.pk, roles=[Role.PAYROLL_OFFICER], department=None, is_active=True, valid_to=None)


def test_a_login_switched_off_may_do_nothing_more(office: Office) -> None:
    usual = {"roles": [Role.PROJECT_CLERK], "department": None, "valid_to": None}
    user = change_user(office.hr_officer, office.clerk.pk, is_active=False, **usual)
    assert not user.may("staffing.see")


def test_a_login_of_another_institution_is_not_found(office: Office) -> None:
    stranger, hr = new_office("나래시").clerk, office.enter().hr_officer
    with pytest.raises(NotFound):
        change_user(hr, stranger.pk, roles=[], department=None, is_active=False, valid_to=None)


def test_a_clerk_makes_no_logins(office: Office) -> None:
    with pytest.raises(NotAllowed):
        make_user(office.clerk, "haneul", "김하늘", [Role.PROJECT_CLERK])


def test_a_month_before_the_first_settings_is_refused_in_a_sentence(office: Office) -> None:
    with pytest.raises(NoSettings, match="2020-12"):
        settings_on(date(2020, 12, 31))
    assert settings_on(date(2021, 1, 1)).pay_day == 10


def test_hr_sets_the_last_day_of_a_login_on_its_page(office: Office) -> None:
    hr = OfficeClient(office, office.hr_officer, "people")
    typed = {"roles": [Role.PROJECT_CLERK], "department": office.department.pk, "is_active": "on"}
    hr.post("user", office.clerk.pk, **typed, valid_to="2026-01-31")
    ended = User.objects.get(pk=office.clerk.pk)
    assert (ended.valid_to, ended.is_in_time) == (date(2026, 1, 31), False)
    assert 'value="2026-01-31"' in hr.get("user", office.clerk.pk).content.decode()
    hr.post("user", office.clerk.pk, **typed)
    assert User.objects.get(pk=office.clerk.pk).is_in_time
