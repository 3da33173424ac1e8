"""Sending what waits in the outbox: in chunks over one line, at a pace that the server bears."""

import time
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from openinsa.delivery.gateways import GatewayWrong, ShortMessage, gateway_in_use
from openinsa.delivery.models import MailSetting, Message
from openinsa.delivery.outbox import claim, give_back, seconds_to_wait, settle, words_of
from openinsa.delivery.transport import (
    NO_LINE,
    Became,
    FolderLine,
    Letter,
    Line,
    Outcome,
    TransportWrong,
    transport_in_use,
)
from openinsa.jobs.work import Progress
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer

CHUNK = 50
JOB_KIND = "send_messages"
NOT_SET_UP = Outcome(
    Became.FAILED, gettext_noop("메일 서버가 정해지지 않았습니다. 운영자에게 말씀해 주세요.")
)
NO_SENDER = Outcome(
    Became.FAILED, gettext_noop("보내는 주소가 정해지지 않았습니다. 교부 설정에서 정해 주세요.")
)
NO_GATEWAY = Outcome(
    Became.FAILED, gettext_noop("문자 서버가 정해지지 않았습니다. 운영자에게 말씀해 주세요.")
)

Send = Callable[[Message], Outcome]


def perform_sending(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Send the messages of the job that carries this work; what is to be tried again is taken up later."""
    return send_of_job(progress, progress.job_id)


def send_of_job(progress: Progress, job_id: int, done: int = 0) -> dict[str, int]:
    """Send all that waits for a job, chunk by chunk. Raises Cancelled, Held between chunks."""
    with within(progress.institution_id, progress.actor_id):
        own = Message.objects.filter(job_id=job_id)
        total = max(done + own.filter(state=Message.State.WAITING, tries=0).count(), 1)
    while True:
        progress.report(min(done, total), total)
        sent = send_chunk(progress.institution_id, job_id=job_id)
        if not sent:
            break
        done += sent
    with within(progress.institution_id, progress.actor_id):
        return counts(own)


def counts(messages: Any) -> dict[str, int]:
    """How many messages stand where."""
    return {
        "sent": messages.filter(state__in=["sent", "opened"]).count(),
        "failed": messages.filter(state__in=["failed", "bounced"]).count(),
        "later": messages.filter(state="waiting").count(),
        "unsure": messages.filter(state__in=["unsure", "sending"]).count(),
    }


def send_chunk(institution_id: int, *, job_id: int | None = None, ids: Sequence[int] | None = None) -> int:
    """Take some messages, send them, write down what became of each. Returns how many were dealt with."""
    with within(institution_id):
        taken = claim(CHUNK, job_id=job_id, ids=ids)
    mails = [one for one in taken if one.channel == Message.Channel.MAIL]
    texts = [one for one in taken if one.channel == Message.Channel.SMS]
    if mails:
        _send_mails(institution_id, mails)
    if texts:
        _send_texts(institution_id, texts)
    return len(taken)


def _send_mails(institution_id: int, messages: Sequence[Message]) -> None:
    with within(institution_id):
        setting = MailSetting.objects.first()
        sealer = Sealer(institution_id)
    try:
        transport = transport_in_use()
    except TransportWrong:
        transport = None
    if transport is None or setting is None or not setting.from_address:
        _settle_all(institution_id, messages, NOT_SET_UP if transport is None else NO_SENDER)
        return
    try:
        with transport.line() as line:
            _over(institution_id, messages, line, setting, sealer)
    except OSError:  # smtplib's own exceptions are among these
        still = [one.pk for one in messages]
        with within(institution_id):
            left = list(Message.objects.filter(pk__in=still, state=Message.State.SENDING))
        _settle_all(institution_id, left, NO_LINE)


def _over(
    institution_id: int,
    messages: Sequence[Message],
    line: Line | FolderLine,
    setting: MailSetting,
    sealer: Sealer,
) -> None:
    """Give messages over one after another; those behind a break were not begun with and wait on."""
    for place, message in enumerate(messages):
        if line.broken:
            with within(institution_id):
                give_back(messages[place:])
            return
        _keep_pace(institution_id, message.channel)
        with within(institution_id):
            letter = letter_of(setting, sealer, message)
        outcome = line.send(letter)
        with within(institution_id):
            settle(message, outcome)


def _send_texts(institution_id: int, messages: Sequence[Message]) -> None:
    try:
        gateway = gateway_in_use()
    except GatewayWrong:
        gateway = None
    if gateway is None:
        _settle_all(institution_id, messages, NO_GATEWAY)
        return
    with within(institution_id):
        sealer = Sealer(institution_id)
    for message in messages:
        _keep_pace(institution_id, message.channel)
        with within(institution_id):
            number, (_subject, body) = sealer.open(message.address_sealed), words_of(sealer, message)
        outcome = gateway.send(ShortMessage(number, body, message.token))
        with within(institution_id):
            settle(message, outcome)


def _keep_pace(institution_id: int, channel: str) -> None:
    with within(institution_id):
        wait = seconds_to_wait(channel)
    if wait:
        time.sleep(wait)


def _settle_all(institution_id: int, messages: Sequence[Message], outcome: Outcome) -> None:
    with within(institution_id):
        for message in messages:
            settle(message, outcome)


def letter_of(setting: MailSetting, sealer: Sealer, message: Message) -> Letter:
    """The mail itself. Its Message-ID and the address for bounces carry the message's token."""
    subject, body = words_of(sealer, message)
    address = sealer.open(message.address_sealed)
    domain = setting.from_address.rpartition("@")[2]
    mail = EmailMessage()
    mail["From"] = formataddr((setting.from_name or setting.institution.name, setting.from_address))
    mail["To"] = address
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = f"<{message.token}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if setting.reply_to:
        mail["Reply-To"] = setting.reply_to
    mail.set_content(body)
    if message.file_sealed:
        _attach(mail, sealer, message)
    return Letter(bounces_to(message.token) or setting.from_address, address, mail)


def _attach(mail: EmailMessage, sealer: Sealer, message: Message) -> None:
    content = sealer.open_bytes(message.file_sealed)
    mail.add_attachment(content, maintype="application", subtype="pdf", filename=message.file_name)


def bounces_to(token: str) -> str:
    """The sender of the envelope: bounces+token@host where the operator takes bounces, else nothing."""
    local, at, host = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{token}@{host}" if at else ""
