"""Workers are invited many at once; a link is used once, by the invited alone, and ends by itself."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from entrance.door import is_in
from exports import sent
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.delivery import invitations as act
from openinsa.delivery.invitations import invite_workers, revoke_invitations
from openinsa.delivery.models import Invitation, MailSetting, Message
from openinsa.delivery.outbox import words_of
from openinsa.delivery.queries import people_to_invite
from openinsa.people.invitations import CLEAR_SIGNS, made_login_name
from openinsa.people.models import Person, User
from openinsa.people.tenancy import set_context
from openinsa.privacy.sealing import Sealer

pytestmark = pytest.mark.django_db
BIRTH = "850412"


@pytest.fixture
def office(settings: Any) -> Office:
    settings.SMTP_URL = "smtp://127.0.0.1:1?tls=off"
    office = new_office()
    MailSetting.objects.create(institution=office.institution, from_address="pay@gaon.example")
    return office


def by_letter(office: Office, name: str = "김하늘") -> act.Made:
    person = office.employ(name, email="kim@example.com").person
    (made,) = invite_workers(office.hr_officer, [person], "letter")
    return made


def open_page(made: act.Made, client: Client | None = None) -> Any:
    set_context(None)
    return (client or Client()).get(reverse("delivery:join", args=[made.secret]))


def prove(made: act.Made, client: Client, **typed: str) -> Any:
    set_context(None)
    return client.post(reverse("delivery:join", args=[made.secret]), typed)


def begin(client: Client, how: str) -> Any:
    set_context(None)
    return client.post(reverse("delivery:begin"), {"how": how})


def standing(office: Office) -> dict[str, str]:
    office.enter()
    return dict(people_to_invite(office.project).values_list("name", "invited"))


def test_who_has_the_letter_and_knows_the_birth_date_comes_in_and_the_link_is_used_up(office: Office) -> None:
    made, client = by_letter(office), Client()
    assert standing(office) == {"김하늘": "invited"}
    first = text(open_page(made, client))
    assert "가온구" in first
    assert "김하늘" not in first, "no name before it is known who comes"
    assert standing(office) == {"김하늘": "opened"}
    assert prove(made, client, birth=BIRTH, pin=f"{made.pin[:3]} {made.pin[3:]}")["Location"] == reverse(
        "delivery:begin"
    )
    set_context(None)
    assert "김하늘" in text(client.get(reverse("delivery:begin")))
    assert begin(client, "passkey")["Location"] == reverse("mfa_add_webauthn")
    assert is_in(client)
    again = open_page(made)
    assert (again.status_code, str(act.InvitationUsed())[:10] in text(again)) == (410, True)
    assert begin(client, "passkey").status_code == 404
    assert standing(office) == {"김하늘": "active"}


def test_a_password_is_chosen_on_the_page_that_every_invitation_has(office: Office) -> None:
    made, client = by_letter(office), Client()
    prove(made, client, birth=BIRTH, pin=made.pin)
    answer = begin(client, "password")
    assert "/password/reset/key/" in answer["Location"]
    assert not is_in(client), "nobody is signed in before the password is set"


def test_a_link_by_mail_asks_for_the_birth_date_and_a_number_sent_there_a_moment_ago(office: Office) -> None:
    person = office.employ("이가을", email="lee@example.com").person
    act.send_invitations(office.hr_officer, [person], "mail")
    sealer, message = Sealer(office.institution.pk), Message.objects.get()
    body = words_of(sealer, message)[1]
    address = re.search(r"/delivery/join/[^/]+/", body)[0]  # type: ignore[index]
    client = Client()
    set_context(None)
    assert str(act.NotTheInvited(left=4))[:10] in text(client.post(address, {"birth": "850413"}))
    office.enter()
    assert Message.objects.count() == 1, "no number for somebody else"
    set_context(None)
    assert client.post(address, {"birth": "1985-04-12"})["Location"] == address
    office.enter()
    code = re.search(r"\b\d{6}\b", words_of(sealer, Message.objects.latest("pk"))[1])[0]  # type: ignore[index]
    set_context(None)
    assert client.post(address, {"code": code})["Location"] == reverse("delivery:begin")
    assert begin(client, "code")["Location"] == "/"
    assert is_in(client)


def test_a_number_that_was_mistyped_or_came_too_late_is_sent_anew_for_the_birth_date(office: Office) -> None:
    person = office.employ("이가을", email="lee@example.com").person
    act.send_invitations(office.hr_officer, [person], "mail")
    sealer = Sealer(office.institution.pk)
    body = words_of(sealer, Message.objects.get())[1]
    address = re.search(r"/delivery/join/[^/]+/", body)[0]  # type: ignore[index]
    client = Client()
    set_context(None)
    client.post(address, {"birth": BIRTH})
    wrong = text(client.post(address, {"code": "wrong"}))
    assert str(act.ProofWrong(left=3)) in wrong
    assert "인증번호 다시 받기" in wrong
    assert "생년월일" in text(client.get(address, {"again": "1"}))
    assert client.post(f"{address}?again=1", {"birth": BIRTH})["Location"] == address
    office.enter()
    code = re.search(r"\b\d{6}\b", words_of(sealer, Message.objects.latest("pk"))[1])[0]  # type: ignore[index]
    set_context(None)
    assert client.post(address, {"code": code})["Location"] == reverse("delivery:begin")


def test_five_wrong_tries_close_an_invitation_even_for_who_is_right_at_last(office: Office) -> None:
    made, client = by_letter(office), Client()
    for _try in range(act.TRIES):
        assert prove(made, client, birth=BIRTH, pin="000").status_code == 200
    closed = prove(made, client, birth=BIRTH, pin=made.pin)
    assert (closed.status_code, str(act.InvitationClosed())[:10] in text(closed)) == (410, True)
    assert begin(client, "passkey").status_code == 404


def test_a_late_a_revoked_a_replaced_and_a_made_up_link_each_say_what_to_do(office: Office) -> None:
    made = by_letter(office)
    (newer,) = invite_workers(office.hr_officer, [made.invitation.user.person], "letter")
    assert str(act.InvitationRevoked())[:10] in text(open_page(made))
    office.enter()
    Invitation.objects.filter(pk=newer.invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert str(act.InvitationExpired())[:10] in text(open_page(newer))
    assert standing(office) == {"김하늘": "expired"}
    assert revoke_invitations(office.hr_officer, [made.invitation.user.person]) == 1
    assert standing(office) == {"김하늘": "revoked"}
    set_context(None)
    assert (
        Client().get(reverse("delivery:join", args=[f"{office.institution.pk:x}-guess"])).status_code == 404
    )


def test_one_invitation_is_used_by_the_first_of_two_who_both_hold_it(office: Office) -> None:
    made, first, second = by_letter(office), Client(), Client()
    for client in (first, second):
        prove(made, client, birth=BIRTH, pin=made.pin)
    assert begin(first, "passkey").status_code == 302
    late = begin(second, "passkey")
    assert (late.status_code, is_in(second)) == (410, False)


def test_many_are_invited_by_as_many_statements_as_few(office: Office) -> None:
    office.employ_many(3)
    few = _statements(office)
    names = [office.employ(f"새사람{number:02}").person.pk for number in range(12)]
    people = list(Person.objects.filter(pk__in=names))
    with CaptureQueriesContext(connection) as counted:
        invite_workers(office.hr_officer, people, "letter")
    assert len(counted) <= few
    assert User.objects.filter(person__in=names).count() == 12


def _statements(office: Office) -> int:
    people = list(Person.objects.all())
    with CaptureQueriesContext(connection) as counted:
        made = invite_workers(office.hr_officer, people, "letter")
    assert len({one.invitation.user.username for one in made}) == 3
    return len(counted)


def test_login_names_are_made_by_chance_of_signs_that_nobody_confuses() -> None:
    names = {made_login_name() for _one in range(200)}
    assert len(names) == 200
    assert all(re.fullmatch(rf"[{CLEAR_SIGNS}]{{4}}-[{CLEAR_SIGNS}]{{4}}", one) for one in names)
    assert not set("01loi") & set(CLEAR_SIGNS)


def test_letters_are_taken_for_a_reason_and_hold_what_each_person_needs(office: Office) -> None:
    people = [office.employ(name).person.pk for name in ("김하늘", "박새봄")]
    page = OfficeClient(office, office.hr_officer, "delivery")
    assert "전할 방법" in text(page.post("invite", office.project.pk, row=people))
    address = reverse("delivery:invite", args=[office.project.pk])
    set_context(None)
    answer = sent(page.client, address, row=people, way="letter", language="ko", held_up="POST")
    assert answer["Content-Type"] == "application/pdf"
    pages = [one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages]
    office.enter()
    logins = {one.person.name: one.username for one in User.objects.filter(person__in=people)}
    assert [
        logins[name] in told and name in told for (name, told) in zip(sorted(logins), pages, strict=True)
    ] == [True] * 2
    assert "초대함" in text(page.get("invited", office.project.pk))
    revoked = page.post("revoke", office.project.pk, row=people)
    assert revoked.status_code == 302
    assert set(standing(office).values()) == {"revoked"}


def test_nobody_and_too_many_are_refused(office: Office) -> None:
    made, client = by_letter(office), Client()
    prove(made, client, birth=BIRTH, pin=made.pin)
    begin(client, "passkey")
    office.enter()
    person = Person.objects.get()
    with pytest.raises(act.NobodyToInvite):
        invite_workers(office.hr_officer, [person], "letter")
    with pytest.raises(act.TooManyAtOnce):
        invite_workers(office.hr_officer, [person] * (act.MOST + 1), "letter")
