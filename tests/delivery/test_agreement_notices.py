"""Workers hear by mail that a contract waits for their signature, and that it is concluded."""

from typing import Any

import pytest

from agreements.agreeing import employed, login_of, proof, sent, stroke
from office import Office, new_office
from openinsa.agreements.actions import sending, signing
from openinsa.agreements.models import Agreement
from openinsa.delivery.models import MailSetting, Message
from openinsa.delivery.outbox import words_of
from openinsa.issuing.keys import make_first_key
from openinsa.jobs.models import Job
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Office:
    settings.SMTP_URL = "smtp://127.0.0.1:1?tls=off"
    office = new_office()
    MailSetting.objects.create(institution=office.institution, from_address="hr@example.com")
    return office


def reachable(office: Office) -> Contract:
    """Somebody with a login and a mail address."""
    contract = employed(office)
    contract.person.email_sealed = Sealer(office.institution.pk).seal("haneul@example.com")
    contract.person.save(update_fields=["email_sealed"])
    login_of(office, contract)
    return contract


def told(office: Office) -> list[tuple[str, str]]:
    """Purpose and body of every message, oldest first."""
    sealer = Sealer(office.institution.pk)
    return [(one.purpose, words_of(sealer, one)[1]) for one in Message.objects.order_by("pk")]


def test_the_worker_is_asked_reminded_and_told_of_the_end(office: Office) -> None:
    one = sent(office, reachable(office))
    sending.remind(office.hr_officer, [one.pk])
    make_first_key(office.institution)
    signing.sign(
        login_of(office, one.contract), one.pk, proof=proof(), shown=one.unsigned_sha256, stroke=stroke()
    )
    signing.countersign(office.hr_officer, [one.pk], proof=proof())
    messages = told(office)
    assert [purpose for purpose, _body in messages] == ["agreement", "agreement", "agreed"]
    assert all(f"/agreements/mine/{one.pk}/" in body for _purpose, body in messages)
    assert str(one.due_on) in messages[0][1]
    assert "96,968" not in str(messages)
    assert Job.objects.filter(total=1).count() == 3


def test_whoever_has_no_login_or_no_address_stops_nobody(office: Office) -> None:
    without = employed(office, "박바다")
    assert sent(office, without).state == Agreement.State.SENT
    login_of(office, without)
    sending.remind(office.hr_officer, [Agreement.objects.get().pk])
    assert told(office) == []
