"""How one-time codes get to people: by mail where there is an address and a server, else by telephone."""

from django.conf import settings

from openinsa.delivery.languages import language_of
from openinsa.delivery.models import MailSetting, Message, Purpose
from openinsa.delivery.outbox import Draft, write_messages
from openinsa.delivery.tasks import send_at_once
from openinsa.delivery.texts import filled, text_for
from openinsa.entrance.codes import MINUTES
from openinsa.entrance.models import OneTimeCode
from openinsa.people.models import User
from openinsa.privacy.sealing import Sealer

MAIL, SMS = str(Message.Channel.MAIL), str(Message.Channel.SMS)


def carry(user: User, purpose: str, code: str, address: str) -> bool:
    """Bring a code to somebody: to a given mail address, or to the own one. Inside the user's institution."""
    sealer = Sealer(user.institution_id or 0)
    channel, to = (MAIL, address) if address else reached_by(user, sealer)
    if not to:
        return False
    kind = Purpose.ADDRESS if purpose == OneTimeCode.Purpose.ADDRESS else Purpose.CODE
    language = language_of(user)
    text = text_for(kind, language)
    values = {"institution": user.institution.name, "code": code, "minutes": str(MINUTES)}
    body = text.short if channel == SMS and text.short else text.body
    draft = Draft(
        kind,
        to,
        filled(text.subject, values),
        filled(body, values),
        channel=channel,
        language=language,
        person=user.person,
        user=user,
    )
    (message,) = write_messages(sealer, [draft])
    send_at_once(message)
    return True


def reached_by(user: User, sealer: Sealer) -> tuple[str, str]:
    """By what and where somebody is reached; nothing where there is no address that can be used."""
    person = user.person
    mail = sealer.open(person.email_sealed) if person else user.email
    if mail and settings.SMTP_URL and MailSetting.objects.exclude(from_address="").exists():
        return MAIL, mail
    phone = sealer.open(person.phone_sealed) if person else ""
    return (SMS, phone) if phone and settings.SMS_FILE else (MAIL, "")


def can_be_reached(user: User) -> bool:
    return bool(reached_by(user, Sealer(user.institution_id or 0))[1])
