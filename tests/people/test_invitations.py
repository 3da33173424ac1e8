"""Nobody signs up: an HR officer makes the login and hands over a link, which works once."""

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.people.actions import NotOneself, UserExists, make_user
from openinsa.people.invitations import LoginExists, LoginStopped, invite, make_worker_login
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context

pytestmark = pytest.mark.django_db
PASSWORD = "a long and unusual sentence"


@pytest.fixture
def office() -> Office:
    return new_office()


def choose_password(link: str, password: str = PASSWORD) -> int:
    """Open an invitation as its owner would; the status of the answer to the chosen password."""
    set_context(None)
    browser = Client()
    form = browser.get(link, follow=True)
    return browser.post(form.request["PATH_INFO"], {"password1": password, "password2": password}).status_code


def signs_in(username: str, password: str = PASSWORD) -> bool:
    set_context(None)
    browser = Client()
    browser.post(reverse("account_login"), {"login": username, "password": password})
    return "_auth_user_id" in browser.session


def test_an_invited_user_chooses_a_password_and_signs_in(office: Office) -> None:
    user = make_user(office.hr_officer, "new-clerk", "새담당", [Role.PROJECT_CLERK])
    link = invite(office.hr_officer, user)
    assert choose_password(link) == 302
    assert signs_in("new-clerk")


def test_an_invitation_works_once(office: Office) -> None:
    user = make_user(office.hr_officer, "new-clerk", "새담당", [Role.PROJECT_CLERK])
    link = invite(office.hr_officer, user)
    choose_password(link)
    choose_password(link, "another long sentence of somebody else")
    assert signs_in("new-clerk")
    assert not signs_in("new-clerk", "another long sentence of somebody else")


def test_a_worker_gets_a_login_of_the_own_person_once(office: Office) -> None:
    person = office.employ("김하늘").person
    login = make_worker_login(office.hr_officer, person, "haneul")
    assert (login.person, login.roles, login.name) == (person, [Role.WORKER], "김하늘")
    with pytest.raises(LoginExists, match="haneul"):
        make_worker_login(office.hr_officer, person, "haneul2")


def test_a_taken_login_name_is_refused(office: Office) -> None:
    person = office.employ().person
    with pytest.raises(UserExists):
        make_worker_login(office.hr_officer, person, office.clerk.username)


def test_nobody_invites_oneself_a_stopped_user_or_somebody_of_another_institution(office: Office) -> None:
    with pytest.raises(NotOneself):
        invite(office.hr_officer, office.hr_officer)
    stopped = office.user(Role.PROJECT_CLERK, is_active=False)
    with pytest.raises(LoginStopped, match=stopped.username):
        invite(office.hr_officer, stopped)
    with pytest.raises(NotFound):
        invite(office.hr_officer, User(institution_id=-5, username="x"))


def test_only_an_hr_officer_invites(office: Office) -> None:
    with pytest.raises(NotAllowed):
        invite(office.clerk, office.head)
