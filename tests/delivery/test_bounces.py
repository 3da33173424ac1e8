"""What came back is found by its number, told in words, and mended by a better address."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from closing import JUNE, close
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.delivery.actions import AddressUnreadable, FileGone, NothingToSendAgain, mend
from openinsa.delivery.bounces import mails_in, read_bounce, take_bounces
from openinsa.delivery.models import Handover, MailSetting, Message
from openinsa.delivery.outbox import Draft, said_error, write_messages
from openinsa.jobs.models import Job
from openinsa.people.tenancy import set_context
from openinsa.privacy.sealing import Sealer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ(email="kim@example.com")
    close(office, JUNE)
    MailSetting.objects.create(institution=office.institution, from_address="pay@gaon.example")
    return office


@pytest.fixture
def message(office: Office) -> Message:
    """A payslip that went out by mail."""
    from openinsa.payroll.models import Payslip

    slip = Payslip.objects.get()
    handover = Handover.objects.create(
        institution=office.institution, slip=slip, person=slip.person, way="link"
    )
    draft = Draft("payslip_link", "kim@example.com", "제목", "글", person=slip.person, handover=handover)
    (one,) = write_messages(Sealer(office.institution.pk), [draft])
    Message.objects.update(state="sent")
    return one


def notification(
    message: Message, *, action: str = "failed", status: str = "5.1.1", verp: bool = True
) -> bytes:
    """A notification as mail servers write it (RFC 3464)."""
    to = f"bounces+{message.token}@gaon.example" if verp else "bounces@gaon.example"
    head = f"Message-ID: <{message.token}@gaon.example>\r\nSubject: x\r\n\r\n"
    return (
        f"From: MAILER-DAEMON@mx.example.com\r\nTo: {to}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; kim@example.com\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}--b--\r\n"
    ).encode()


@pytest.mark.parametrize("verp", [True, False])
@pytest.mark.parametrize(
    ("status", "words"), [("5.1.1", "그런 주소가 없"), ("5.2.2", "꽉 찼"), ("5.9.9", "되돌아왔")]
)
def test_a_failure_marks_its_message_by_address_or_by_number(
    message: Message, office: Office, verp: bool, status: str, words: str
) -> None:
    assert take_bounces([notification(message, status=status, verp=verp)]) == (1, 1)
    office.enter()
    stored = Message.objects.get()
    assert stored.state == "bounced"
    assert words in said_error(stored.error)


def test_a_delay_a_reply_or_somebody_elses_number_marks_nothing(message: Message, office: Office) -> None:
    reply = EmailMessage()
    reply["To"], reply["Subject"] = f"bounces+{message.token}@gaon.example", "고맙습니다"
    reply.set_content("잘 받았습니다.")
    foreign = notification(message).replace(message.token.encode(), b"1.00000000000000000000")
    mails = [notification(message, action="delayed"), reply.as_bytes(), foreign, b"", b"\xff\x00 no mail"]
    assert take_bounces(mails) == (5, 0)
    office.enter()
    assert Message.objects.get().state == "sent"
    assert read_bounce(b"") is None


def test_the_command_reads_a_folder_and_leaves_each_mail_read(message: Message, tmp_path: Path) -> None:
    from openinsa.cli import app

    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(notification(message))
    (tmp_path / "new" / "2").write_bytes(b"Subject: nothing\r\n\r\nhello")
    told = CliRunner().invoke(app, ["bounces", "--maildir", str(tmp_path)])
    assert (told.exit_code, told.output.strip()) == (0, "2 mails read, 1 message came back")
    assert list(mails_in(tmp_path)) == []
    assert len(list((tmp_path / "cur").iterdir())) == 2


def test_a_better_address_takes_it_off_the_list_and_sends_the_payslip_again(
    message: Message, office: Office, settings: Any
) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1?tls=off"
    take_bounces([notification(message)])
    office.enter()
    page = OfficeClient(office, office.payroll_officer, "delivery")
    listed = text(page.get("bounces"))
    assert "k******@example.com" in listed
    assert "kim@example.com" not in listed
    assert "읽을 수 없습니다" in text(page.post("message", message.pk, address="kim at example"))
    answer = page.post("message", message.pk, address="new@example.com")
    job = Job.objects.filter(kind="hand_over_slips").latest("pk")
    assert answer["Location"].endswith(f"/{job.pk}/")
    assert job.arguments == {"handovers": [message.handover_id], "way": "link"}
    person = Message.objects.get(pk=message.pk).person
    assert Sealer(office.institution.pk).open(person.email_sealed) == "new@example.com"
    assert "메시지가 없습니다" in text(page.get("bounces"))


def test_a_message_of_nobody_cannot_be_mended_and_one_without_a_file_has_none(
    message: Message, office: Office
) -> None:
    with pytest.raises(AddressUnreadable):
        mend(office.hr_officer, message, "nobody")
    page = OfficeClient(office, office.payroll_officer, "delivery")
    gone = page.get("sent_file", message.pk)
    assert (gone.status_code, str(FileGone()) in text(gone)) == (404, True)
    message.person = None
    with pytest.raises(NothingToSendAgain):
        mend(office.hr_officer, message, "new@example.com")


def test_another_institutions_notification_reaches_its_own_message_alone(message: Message) -> None:
    other = new_office("나래시")
    take_bounces([notification(message)])
    set_context(other.institution.pk)
    assert not Message.objects.exists()
