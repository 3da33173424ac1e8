"""A mail address is changed by staff, or by its owner who shows to read the new one; texts keep their places."""

import re
from typing import Any

import pytest

from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.delivery import actions as act
from openinsa.delivery.models import MailSetting, MailText, Message
from openinsa.delivery.outbox import words_of
from openinsa.delivery.own_address import CannotConfirm, ask_for_change, confirm_change
from openinsa.delivery.texts import HOUSE, NEEDED, PLACES, PlaceMissing, PlaceUnknown, filled, text_for
from openinsa.entrance import codes
from openinsa.people.models import Person, User
from openinsa.people.roles import Role
from openinsa.privacy.actions import reveal
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer

pytestmark = pytest.mark.django_db
WHY = Reason("pay", "명세서를 보낼 주소 확인")


@pytest.fixture
def office(settings: Any) -> Office:
    settings.SMTP_URL = "smtp://127.0.0.1:1?tls=off"
    office = new_office()
    MailSetting.objects.create(institution=office.institution, from_address="pay@gaon.example")
    return office


@pytest.fixture
def kim(office: Office) -> User:
    return office.user(Role.WORKER, person=office.employ(email="old@example.com").person)


def address_of(office: Office) -> str:
    return Sealer(office.institution.pk).open(Person.objects.get().email_sealed)


def test_the_own_address_changes_once_the_number_sent_to_it_is_typed(office: Office, kim: User) -> None:
    page = OfficeClient(office, kim, "delivery")
    assert "o******@example.com" in text(page.get("my_address"))
    assert page.post("my_address", address="new@example.com").status_code == 302
    message = Message.objects.get(purpose="address")
    sealer = Sealer(office.institution.pk)
    assert sealer.open(message.address_sealed) == "new@example.com"
    assert "맞지 않거나" in text(page.post("confirm_address", code="12"))
    assert address_of(office) == "old@example.com"
    code = re.search(r"\d{6}", words_of(sealer, message)[1])[0]  # type: ignore[index]
    assert page.post("confirm_address", code=code).status_code == 302
    assert address_of(office) == "new@example.com"
    told = Message.objects.get(purpose="address_changed")
    assert sealer.open(told.address_sealed) == "old@example.com", "the former address hears of it"
    assert confirm_change(kim, code) is False


def test_an_address_that_is_none_or_cannot_be_reached_is_refused(
    office: Office, kim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = OfficeClient(office, kim, "delivery")
    assert "읽을 수 없습니다" in text(page.post("my_address", address="new@"))
    assert OfficeClient(office, office.clerk, "delivery").get("my_address").status_code == 404
    monkeypatch.setattr(codes, "CARRIERS", [])
    with pytest.raises(CannotConfirm):
        ask_for_change(kim, "new@example.com", None)


def test_staff_put_an_address_in_and_see_it_in_clear_for_a_reason_alone(office: Office, kim: User) -> None:
    page = OfficeClient(office, office.payroll_officer, "delivery")
    assert "읽을 수 없습니다" in text(page.post("person_address", kim.person_id, address="hong@@example.com"))
    assert page.post("person_address", kim.person_id, address="hong@example.com").status_code == 302
    people = OfficeClient(office, office.payroll_officer, "staffing")
    shown = text(people.get("person", kim.person_id))
    assert "h******@example.com" in shown
    assert "hong@example.com" not in shown
    assert reveal(office.payroll_officer, Person.objects.get(), "email", reason=WHY) == "hong@example.com"
    page.post("person_address", kim.person_id, address="")
    assert address_of(office) == ""


def test_an_institution_writes_its_own_words_and_keeps_what_they_are_for(office: Office) -> None:
    hr = office.hr_officer
    with pytest.raises(PlaceUnknown):
        act.change_text(hr, "code", "ko", subject="번호", body="{code} {resident_number}")
    with pytest.raises(PlaceMissing):
        act.change_text(hr, "code", "ko", subject="{code}", body="번호는 제목에")
    page = OfficeClient(office, hr, "delivery")
    assert page.post("text", "code", "ko", subject="우리 번호", body="번호 {code} 입니다").status_code == 302
    assert MailText.objects.get().subject == "우리 번호"
    assert filled(text_for("code", "ko").body, {"code": "1"}) == "번호 1 입니다"
    assert text_for("code", "en") == HOUSE["code", "en"]


def test_every_text_of_the_house_has_its_places_and_what_is_typed_stays_text() -> None:
    for (purpose, _language), words in HOUSE.items():
        places = set(re.findall(r"\{(\w+)\}", words.subject + words.body + words.short))
        assert places <= set(PLACES[purpose])
        assert set(NEEDED.get(purpose, ())) <= set(re.findall(r"\{(\w+)\}", words.body))
    assert filled("{name.__class__} {0} {name}", {"name": "{code}"}) == "{name.__class__} {0} {code}"


def test_the_test_mail_is_sent_by_who_sets_delivery(office: Office) -> None:
    page = OfficeClient(office, office.hr_officer, "delivery")
    assert page.post("test_mail", address="hr@example.com").status_code == 302
    assert Message.objects.get().purpose == "test"
    assert "읽을 수 없습니다" in text(page.post("test_mail", address="hr"))
    assert OfficeClient(office, office.clerk, "delivery").get("settings").status_code == 403
    assert page.get("settings").status_code == 200
