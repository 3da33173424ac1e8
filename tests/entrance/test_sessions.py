"""A session ends when it is idle, too old, ended elsewhere, or when what its user may do has changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from entrance.door import PASSWORD, come_in, get, is_in, post
from office import Office, new_office
from openinsa.entrance.models import Notice, SignedIn, SignIn
from openinsa.entrance.rules import change_rules
from openinsa.people.actions import change_user
from openinsa.people.models import User
from openinsa.people.roles import Role
from statements import counted_statements

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
RULES: dict[str, Any] = {
    "second_factor_roles": [],
    "idle_minutes": 10,
    "longest_hours": 2,
    "allowed_networks": "",
    "workers_from_anywhere": True,
    "address": "127.0.0.1",
}


@pytest.fixture
def office() -> Office:
    return new_office()


def put_back(office: Office, **by: timedelta) -> None:
    """Let the times of the open sessions lie further back."""
    office.enter()
    SignedIn.objects.update(**{name: F(name) - length for name, length in by.items()})


@pytest.mark.parametrize(
    ("times", "minutes", "end"),
    [
        ("used_at", 9, ""),
        ("used_at", 11, SignedIn.End.IDLE),
        ("made_at", 119, ""),
        ("made_at", 121, SignedIn.End.TOO_LONG),
    ],
)
def test_a_session_ends_by_the_rules_of_its_institution(
    office: Office, times: str, minutes: int, end: str
) -> None:
    change_rules(office.hr_officer, **RULES)
    client = come_in(office.clerk)
    put_back(office, **{times: timedelta(minutes=minutes)})
    assert is_in(client) == (not end)
    office.enter()
    assert SignedIn.objects.get().end == end


def test_whoever_is_shown_out_is_told_why_and_comes_back_to_the_same_page(office: Office) -> None:
    client = come_in(office.clerk)
    put_back(office, used_at=timedelta(hours=1))
    answer = get(client, "/staffing/people/?q=1")
    assert answer["Location"] == "/accounts/login/?next=%2Fstaffing%2Fpeople%2F%3Fq%3D1"
    assert "오래 쓰지 않아" in get(client, answer["Location"]).content.decode()
    assert get(client, "/staffing/people/").status_code == 302


def test_a_part_of_a_page_leads_the_whole_page_to_the_door(office: Office) -> None:
    client = come_in(office.clerk)
    put_back(office, used_at=timedelta(hours=1))
    answer = get(client, "/staffing/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"][:16]) == (401, "/accounts/login/")


def test_use_is_written_down_once_a_minute(office: Office) -> None:
    client = come_in(office.clerk)
    put_back(office, used_at=timedelta(minutes=5))
    get(client, "/entrance/mine/")
    office.enter()
    used = SignedIn.objects.get().used_at
    assert timezone.now() - used < timedelta(minutes=1)
    get(client, "/entrance/mine/")
    office.enter()
    assert SignedIn.objects.get().used_at == used


@pytest.mark.parametrize(
    "changed",
    [
        {"roles": [Role.PROJECT_CLERK, Role.HR_OFFICER]},
        {"roles": []},
        {"is_active": False},
        {"department": None},
        {"valid_to": date(2020, 1, 1)},
    ],
)
def test_a_session_ends_when_an_officer_changes_what_its_user_may_do(
    office: Office, changed: dict[str, Any]
) -> None:
    clerk = office.clerk
    client = come_in(clerk)
    assert is_in(client)
    office.enter()
    now = {"roles": clerk.roles, "department": clerk.department, "is_active": True, "valid_to": None}
    change_user(office.hr_officer, clerk.pk, **{**now, **changed})
    assert not is_in(client)


def test_a_new_password_ends_every_other_session_and_keeps_this_one(office: Office) -> None:
    here, elsewhere = come_in(office.clerk), come_in(office.clerk)
    typed = {
        "oldpassword": PASSWORD,
        "password1": "quite another sentence",
        "password2": "quite another sentence",
    }
    assert post(here, "/accounts/password/change/", typed).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_one_sees_where_one_is_signed_in_and_ends_the_others(office: Office) -> None:
    elsewhere = come_in(office.clerk, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.7")
    here = come_in(office.clerk)
    page = get(here, "/entrance/mine/").content.decode()
    assert "Firefox · Windows" in page
    assert "192.0.2.7" in page
    post(here, "/entrance/mine/seen/")
    assert post(here, "/entrance/mine/end-others/").status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere, REMOTE_ADDR="192.0.2.7")


def test_signing_out_ends_the_session_for_good(office: Office) -> None:
    client = come_in(office.clerk)
    cookies = client.cookies.output()
    post(client, "/accounts/logout/")
    assert cookies
    office.enter()
    assert SignedIn.objects.get().end == SignedIn.End.SIGNED_OUT


def test_a_session_without_its_row_lets_nobody_in(office: Office) -> None:
    client = come_in(office.clerk)
    office.enter()
    SignedIn.objects.all().delete()
    assert not is_in(client)


def test_a_session_row_holds_no_name_address_or_device(office: Office) -> None:
    clerk = office.clerk
    come_in(clerk, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.7")
    kept = [row.get_decoded() for row in Session.objects.all()]
    assert len(kept) == 1
    for text in (clerk.username, clerk.name, "192.0.2.7", "Firefox"):
        assert text not in str(kept)


def test_every_try_stands_in_the_history_with_address_device_and_method(office: Office) -> None:
    sent = {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "192.0.2.7"}
    clerk = office.clerk
    come_in(clerk, **sent)
    post(Client(**sent), "/accounts/login/", {"login": clerk.username, "password": "wrong"})
    office.enter()
    lines = SignIn.objects.order_by("pk").values_list("user_id", "outcome", "method", "address", "device")
    assert list(lines) == [
        (clerk.pk, "signed_in", "password", "192.0.2.7", "Firefox · Windows"),
        (clerk.pk, "wrong", "", "192.0.2.7", "Firefox · Windows"),
    ]


def test_the_history_cannot_be_changed(office: Office) -> None:
    come_in(office.clerk)
    office.enter()
    with pytest.raises(Exception, match="never changed"):
        SignIn.objects.update(outcome="wrong")


def test_a_user_sees_the_own_history_and_officers_that_of_the_institution(office: Office) -> None:
    head, clerk = office.head, office.clerk
    come_in(head, REMOTE_ADDR="192.0.2.7")
    neighbour = new_office("나래시")
    come_in(neighbour.clerk, REMOTE_ADDR="198.51.100.9")
    mine = get(come_in(clerk), "/entrance/mine/").content.decode()
    assert "192.0.2.7" not in mine
    for officer in (office.enter().hr_officer, office.enter().auditor):
        page = get(come_in(officer), "/entrance/sign-ins/").content.decode()
        assert "192.0.2.7" in page
        assert "198.51.100.9" not in page
    assert get(come_in(clerk), "/entrance/sign-ins/").status_code == 403


def test_an_operator_sees_the_tries_of_nobody_and_nobody_elses(office: Office) -> None:
    clerk = office.clerk
    come_in(clerk, REMOTE_ADDR="192.0.2.7")
    post(Client(REMOTE_ADDR="203.0.113.5"), "/accounts/login/", {"login": "who-knows", "password": "wrong"})
    operator = User.objects.create_user("operator", PASSWORD, roles=[Role.OPERATOR], name="운영자")
    page = get(come_in(operator), "/entrance/sign-ins/").content.decode()
    assert "203.0.113.5" in page
    assert "192.0.2.7" not in page


def test_a_new_address_is_brought_up_on_every_page_until_it_is_confirmed(office: Office) -> None:
    clerk = office.clerk
    come_in(clerk)
    assert "새 로그인 알림" not in get(come_in(clerk), "/").content.decode()
    stranger = come_in(clerk, REMOTE_ADDR="203.0.113.5")
    office.enter()
    assert Notice.objects.get().kind == Notice.Kind.NEW_ADDRESS
    owner = come_in(clerk)
    page = get(owner, "/").content.decode()
    assert "처음 보는 접속지" in page
    assert "203.0.113.5" in page
    assert is_in(stranger, REMOTE_ADDR="203.0.113.5")
    post(owner, "/entrance/mine/seen/")
    assert "처음 보는 접속지" not in get(owner, "/").content.decode()


def test_a_page_asks_the_database_once_about_who_makes_it(office: Office) -> None:
    client = come_in(office.clerk)
    get(client, "/entrance/mine/")
    with connection.execute_wrapper(Counted()) as _:
        get(client, "/entrance/mine/")
    assert sum("entrance_signinrules" in sql for sql in Counted.sent) == 1
    assert not any("UPDATE" in sql and "session" in sql for sql in Counted.sent)


class Counted:
    sent: list[str] = []

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.sent.append(sql)
        return execute(sql, *rest)


def test_who_comes_and_whether_the_institution_is_suspended_is_one_statement(office: Office) -> None:
    client = come_in(office.clerk)
    get(client, "/")
    with counted_statements() as sent:
        assert get(client, "/").status_code == 200
    assert not any(one.startswith('SELECT "people_institution"') for one in sent)
