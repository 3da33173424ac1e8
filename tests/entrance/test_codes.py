"""Workers come in by a number that is sent to them, and nobody learns from the door who exists."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entrance.door import is_in
from office import Office, new_office
from office_client import text
from openinsa.delivery.models import MailSetting, Message
from openinsa.delivery.outbox import words_of
from openinsa.entrance.codes import ASKED_AT_MOST, CodeWrong, TooManyCodes, forget_old_codes
from openinsa.entrance.doors import Locked
from openinsa.entrance.models import OneTimeCode, SignIn, SignInRules
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.sealing import Sealer

pytestmark = pytest.mark.django_db
SIX_DIGITS = re.compile(r"\b\d{6}\b")


@pytest.fixture
def office(settings: Any) -> Office:
    settings.SMTP_URL = "smtp://127.0.0.1:1?tls=off"
    office = new_office()
    MailSetting.objects.create(institution=office.institution, from_address="pay@gaon.example")
    return office


def worker(office: Office, **fields: Any) -> User:
    person = office.employ(email="kim@example.com", **fields).person
    return office.user(Role.WORKER, person=person)


class Door:
    """Somebody before the page that asks for a login name."""

    def __init__(self) -> None:
        self.client = Client()

    def ask(self, login: str, **more: str) -> Any:
        set_context(None)
        return self.client.post(reverse("entrance:ask_for_code"), {"login": login, **more})

    def enter(self, code: str) -> Any:
        set_context(None)
        return self.client.post(reverse("entrance:enter_code"), {"code": code})


def code_sent(office: Office) -> str:
    """The number in the last message of the outbox."""
    office.enter()
    message = Message.objects.filter(purpose="code").latest("pk")
    return SIX_DIGITS.search(words_of(Sealer(office.institution.pk), message)[1])[0]  # type: ignore[index]


def outcomes(office: Office, user: User) -> list[str]:
    office.enter()
    return list(SignIn.objects.filter(user_id=user.pk).order_by("pk").values_list("outcome", flat=True))


def test_a_worker_comes_in_by_the_number_that_was_sent_and_by_it_once(office: Office) -> None:
    kim, door = worker(office), Door()
    assert door.ask(kim.username.upper(), next="/leave/mine/")["Location"] == reverse("entrance:enter_code")
    code = code_sent(office)
    answer = door.enter(f" {code[:3]} {code[3:]} ")
    assert (answer.status_code, answer["Location"]) == (302, "/leave/mine/")
    assert is_in(door.client)
    assert outcomes(office, kim) == ["code_sent", "signed_in"]
    assert SignIn.objects.latest("pk").method == "code"
    other = Door()
    other.ask("nobody")
    other.client.session["code_asked"] = {"login": kim.username, "next": ""}
    assert str(CodeWrong())[:10] in text(other.enter(code))


def test_the_answer_is_the_same_for_a_login_that_exists_and_one_that_does_not(office: Office) -> None:
    kim, hr = worker(office), office.hr_officer
    without = office.user(Role.WORKER, person=office.employ("무주소").person)
    mixed = office.user(Role.WORKER, roles=[Role.WORKER, Role.PROJECT_CLERK])
    pages = {}
    for login in (kim.username, "nobody", hr.username, without.username, mixed.username):
        door = Door()
        assert door.ask(login).status_code == 302
        set_context(None)
        asked = text(door.client.get(reverse("entrance:enter_code"))).replace(login, "LOGIN")
        wrong = text(door.enter("000000x")).replace(login, "LOGIN")
        pages[login] = [re.sub(r"[A-Za-z0-9]{64}", "", page) for page in (asked, wrong)]
    office.enter()
    assert Message.objects.count() == 1, "only who may come in by a code gets one"
    assert {login: page == pages[kim.username] for login, page in pages.items()} == dict.fromkeys(pages, True)


def test_five_wrong_numbers_lock_the_login_and_kill_the_code(office: Office) -> None:
    kim, door = worker(office), Door()
    door.ask(kim.username)
    code = code_sent(office)
    wrong = "000000" if code != "000000" else "111111"
    said = [text(door.enter(wrong)) for _try in range(6)]
    assert all(str(CodeWrong())[:10] in one for one in said[:5])
    assert str(Locked(minutes=10)) in said[5]
    assert "잠겼습니다" in text(door.enter(code)), "the right one comes too late"
    assert not is_in(door.client)
    assert outcomes(office, kim).count("code_wrong") == 5
    assert "lock_began" in outcomes(office, kim)


def test_a_code_ends_after_five_minutes_and_when_the_next_one_is_sent(office: Office) -> None:
    kim, door = worker(office), Door()
    door.ask(kim.username)
    first = code_sent(office)
    OneTimeCode.objects.update(ends_at=timezone.now() - timedelta(hours=1))
    assert str(CodeWrong())[:10] in text(door.enter(first))
    door.ask(kim.username)
    second = code_sent(office)
    office.enter()
    assert OneTimeCode.objects.count() == 1
    assert door.enter(second).status_code == 302


def test_codes_are_sent_so_often_and_no_oftener(office: Office) -> None:
    kim = worker(office)
    for _time in range(ASKED_AT_MOST):
        assert Door().ask(kim.username).status_code == 302
    assert str(TooManyCodes(minutes=10)) in text(Door().ask(kim.username))
    office.enter()
    assert Message.objects.filter(purpose="code").count() == ASKED_AT_MOST
    assert Door().ask("somebody else").status_code == 302


def test_an_institution_says_who_may_come_in_by_a_code(office: Office) -> None:
    kim = worker(office)
    SignInRules.objects.create(institution=office.institution, code_roles=[])
    Door().ask(kim.username)
    office.enter()
    assert not Message.objects.exists()
    User.objects.filter(pk=kim.pk).update(is_active=False)
    SignInRules.objects.update(code_roles=["worker"])
    Door().ask(kim.username)
    office.enter()
    assert not Message.objects.exists()


def test_only_a_digest_of_a_code_is_kept_and_not_for_long(office: Office) -> None:
    kim = worker(office)
    Door().ask(kim.username)
    code, stored = code_sent(office), OneTimeCode.objects.get()
    assert code.encode() not in bytes(stored.digest)
    assert forget_old_codes() == 0
    OneTimeCode.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert forget_old_codes() == 1


def test_the_page_for_the_number_leads_back_where_nothing_was_asked() -> None:
    set_context(None)
    assert Client().get(reverse("entrance:enter_code"))["Location"] == reverse("entrance:ask_for_code")
    assert "주민등록번호는 묻지 않습니다" in text(Client().get(reverse("entrance:ask_for_code")))
