"""Messages go out over a real mail server: once each, in spite of refusals, breaks and a second sender."""

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from mail_server import PASSWORD, MailServer, mail_server
from office import Office, new_office
from openinsa.config.examinations import mail_and_messages_can_be_sent
from openinsa.delivery.models import MailSetting, Message
from openinsa.delivery.outbox import (
    LOST_AFTER,
    Draft,
    claim,
    note_lost,
    said_error,
    seconds_to_wait,
    settle,
    write_messages,
)
from openinsa.delivery.sending import perform_sending, send_chunk
from openinsa.delivery.tasks import send_again
from openinsa.delivery.transport import NO_LINE, TransportWrong, transport_of
from openinsa.jobs.actions import cancel_job, start_job
from openinsa.jobs.models import Job
from openinsa.jobs.work import Progress, perform
from openinsa.people.tenancy import set_context
from openinsa.privacy.sealing import Sealer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        settings.SMTP_URL, settings.SMTP_PASSWORD = running.url, PASSWORD
        settings.SMTP_CA_FILE, settings.MAILS_A_MINUTE = str(running.certificate), 1_000_000
        yield running


@pytest.fixture
def office() -> Office:
    office = new_office()
    MailSetting.objects.create(
        institution=office.institution, from_name="가온구", from_address="pay@gaon.example"
    )
    return office


def written(office: Office, *addresses: str, job_id: int | None = None) -> list[Message]:
    drafts = [Draft("test", address, "시험", "글입니다.", job_id=job_id) for address in addresses]
    return write_messages(Sealer(office.institution.pk), drafts)


def send(office: Office, messages: list[Message]) -> dict[str, str]:
    """Send them, and say what became of each by its address."""
    send_chunk(office.institution.pk, ids=[one.pk for one in messages])
    return states(office)


def states(office: Office) -> dict[str, str]:
    office.enter()
    sealer = Sealer(office.institution.pk)
    return {sealer.open(one.address_sealed): one.state for one in Message.objects.all()}


def due_now() -> None:
    Message.objects.filter(state="waiting").update(next_try_at=timezone.now())


def test_a_message_arrives_over_tls_with_its_own_number_in_head_and_envelope(
    office: Office, server: MailServer, settings: Any
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@gaon.example"
    (message,) = written(office, "kim@example.com")
    assert send(office, [message]) == {"kim@example.com": "sent"}
    (got,), ((sender, receivers),) = server.box.messages, server.box.envelopes
    assert got["Message-ID"] == f"<{message.token}@gaon.example>"
    assert (sender, receivers) == (f"bounces+{message.token}@gaon.example", ["kim@example.com"])
    assert server.box.texts() == ["글입니다."]
    assert got["From"] == "가온구 <pay@gaon.example>"


def test_the_demo_puts_its_mail_into_a_folder_and_no_other_site_may(
    office: Office, settings: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "우편"
    settings.SMTP_URL, settings.DEMO = folder.as_uri(), True
    (message,) = written(office, "kim@example.com")
    assert mail_and_messages_can_be_sent() == ""
    assert send(office, [message]) == {"kim@example.com": "sent"}
    (kept,) = folder.iterdir()
    assert kept.name == f"{message.token}.eml"
    assert message_from_bytes(kept.read_bytes())["To"] == "kim@example.com"
    settings.DEMO = False
    assert "demo alone" in mail_and_messages_can_be_sent()
    (another,) = written(office, "lee@example.com")
    assert send(office, [another])["lee@example.com"] == "failed"


def test_who_is_refused_for_good_failed_and_who_is_put_off_is_tried_again(
    office: Office, server: MailServer
) -> None:
    server.box.answers = {"no@example.com": "550 no such user", "later@example.com": "451 busy"}
    messages = written(office, "no@example.com", "later@example.com", "yes@example.com")
    found = send(office, messages)
    assert found == {"no@example.com": "failed", "later@example.com": "waiting", "yes@example.com": "sent"}
    assert server.box.lines == 1, "all three went over one line"
    server.box.answers = {}
    send_again(0)
    assert states(office)["later@example.com"] == "waiting", "its time has not come"
    due_now()
    send_again(0)
    assert states(office) == {**found, "later@example.com": "sent"}
    assert [one["To"] for one in server.box.messages] == ["yes@example.com", "later@example.com"]
    assert "550" in said_error(Message.objects.get(state="failed").error)


def test_a_line_that_breaks_before_the_message_was_given_loses_and_doubles_nothing(
    office: Office, server: MailServer
) -> None:
    server.box.hangs_up_at = "rcpt b@example.com"
    messages = written(office, "a@example.com", "b@example.com", "c@example.com")
    found = send(office, messages)
    assert found == {"a@example.com": "sent", "b@example.com": "waiting", "c@example.com": "waiting"}
    due_now()
    send(office, messages)
    assert set(states(office).values()) == {"sent"}
    assert sorted(one["To"] for one in server.box.messages) == [
        "a@example.com",
        "b@example.com",
        "c@example.com",
    ]


def test_a_line_that_breaks_after_the_whole_message_is_told_and_never_sent_by_itself_again(
    office: Office, server: MailServer
) -> None:
    server.box.hangs_up_at = "data"
    messages = written(office, "a@example.com")
    assert send(office, messages) == {"a@example.com": "unsure"}
    assert send_chunk(office.institution.pk, ids=[messages[0].pk]) == 0
    assert len(server.box.messages) == 1


def test_a_server_that_is_not_there_is_tried_again_until_it_is_given_up(
    office: Office, settings: Any
) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1?tls=off"
    messages = written(office, "a@example.com")
    for _more in range(5):
        assert send(office, messages) == {"a@example.com": "waiting"}
        due_now()
    assert send(office, messages) == {"a@example.com": "failed"}
    assert Message.objects.get().error == NO_LINE.why


def test_a_wrong_password_or_an_unknown_certificate_sends_nothing(
    office: Office, server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openinsa.delivery.transport.PATIENCE", 2)
    settings.SMTP_PASSWORD = "wrong"
    assert send(office, written(office, "a@example.com")) == {"a@example.com": "waiting"}
    settings.SMTP_PASSWORD, settings.SMTP_CA_FILE = PASSWORD, ""
    due_now()
    assert send(office, list(Message.objects.all())) == {"a@example.com": "waiting"}
    assert server.box.messages == []


@pytest.mark.parametrize(
    ("url", "password"),
    [
        ("mail.example.com", ""),
        ("smtp://mail.example.com:port", ""),
        ("smtp://user@mail.example.com", ""),
        ("smtp://user:word@mail.example.com", "word"),
        ("smtp://user@mail.example.com?tls=off", "word"),
        ("smtp://mail.example.com?tls=maybe", ""),
    ],
)
def test_a_transport_that_cannot_be_or_would_tell_its_password_is_refused(url: str, password: str) -> None:
    with pytest.raises(TransportWrong):
        transport_of(url, password)


def test_without_a_server_or_a_sender_the_message_says_what_is_missing(office: Office, settings: Any) -> None:
    settings.SMTP_URL = ""
    send(office, written(office, "a@example.com"))
    assert "운영자" in said_error(Message.objects.get().error)
    settings.SMTP_URL = "smtp://127.0.0.1:1?tls=off"
    MailSetting.objects.update(from_address="")
    send(office, written(office, "b@example.com"))
    assert "교부 설정" in said_error(Message.objects.latest("pk").error)


def test_two_senders_never_take_the_same_message(office: Office) -> None:
    messages = written(office, "a@example.com", "b@example.com")
    ids = [one.pk for one in messages]
    assert [one.pk for one in claim(1, ids=ids)] == ids[:1]
    assert [one.pk for one in claim(5, ids=ids)] == ids[1:]
    assert claim(5, ids=ids) == []


def test_a_sender_that_died_leaves_a_message_that_people_look_at(office: Office) -> None:
    written(office, "a@example.com")
    (taken,) = claim(1, ids=[Message.objects.get().pk])
    assert note_lost() == 0
    Message.objects.update(claimed_at=timezone.now() - LOST_AFTER * 2)
    assert note_lost() == 1
    assert states(office) == {"a@example.com": "unsure"}
    settle(taken, NO_LINE)
    assert states(office) == {"a@example.com": "unsure"}, "who comes late changes nothing"


def test_a_job_sends_what_is_its_own_and_a_stopped_one_goes_on_where_it_was(
    office: Office, server: MailServer
) -> None:
    job = start_job(office.hr_officer, "send_messages", "보내기", {})
    written(office, *(f"p{number}@example.com" for number in range(60)), job_id=job.pk)
    written(office, "other@example.com")
    cancel_job(office.hr_officer, job.pk)
    perform(job.pk, office.institution.pk)
    office.enter()
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert server.box.messages == []
    told = (
        perform_sending(Progress(job.pk, office.institution.pk, office.hr_officer.pk), {})
        if _went_on(job)
        else {}
    )
    assert told == {"sent": 60, "failed": 0, "later": 0, "unsure": 0}
    assert len({one["Message-ID"] for one in server.box.messages}) == 60
    assert states(office)["other@example.com"] == "waiting"


def _went_on(job: Job) -> int:
    return Job.objects.filter(pk=job.pk).update(state="running", cancel_requested=False)


def test_messages_leave_at_the_pace_of_the_installation_whoever_sends(office: Office, settings: Any) -> None:
    settings.MAILS_A_MINUTE = 6
    waits = [seconds_to_wait("mail") for _sender in range(3)]
    assert waits[0] == 0
    assert 9 < waits[1] <= 10
    assert 19 < waits[2] <= 20


def test_a_person_without_an_address_is_told_apart_at_once(office: Office) -> None:
    written(office, "")
    message = Message.objects.get()
    assert (message.state, said_error(message.error)) == ("failed", "보낼 주소가 없습니다.")


def test_another_institution_sees_none_of_them(office: Office) -> None:
    written(office, "a@example.com")
    set_context(new_office("나래시").institution.pk)
    assert not Message.objects.exists()


def test_the_doctor_tells_of_a_mail_server_that_cannot_be_used(
    server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openinsa.delivery.transport.PATIENCE", 2)
    assert mail_and_messages_can_be_sent() == ""
    settings.SMTP_PASSWORD = "wrong"
    assert "does not let us in" in mail_and_messages_can_be_sent()
    settings.SMTP_URL = "mail.example.com"
    assert "OPENINSA_SMTP_URL" in mail_and_messages_can_be_sent()
    settings.SMTP_URL, settings.SMS_FILE = "", "/nowhere.json"
    assert "OPENINSA_SMS_FILE" in mail_and_messages_can_be_sent()
