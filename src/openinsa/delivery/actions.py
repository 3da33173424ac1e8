"""What can be done about delivery: how it is done here, a test, sending again, mending an address."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.delivery import publishing
from openinsa.delivery.models import Handover, MailSetting, MailText, Message, PasswordRule, Purpose, Way
from openinsa.delivery.outbox import Draft, file_as_sent, write_messages
from openinsa.delivery.queries import messages_of
from openinsa.delivery.seen import note_file
from openinsa.delivery.tasks import send_at_once
from openinsa.delivery.texts import filled, languages, require_places, text_for
from openinsa.exchange.values import EMAIL, LONGEST_EMAIL
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.payroll.scope import slips_of
from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer


class SenderMissing(Refused):
    status = 422
    sentence = _("전자우편으로 보내려면 보내는 주소가 있어야 합니다. 보내는 주소를 적어 주세요.")


class NoMailServer(Refused):
    sentence = _(
        "메일 서버가 정해지지 않아 전자우편을 보낼 수 없습니다. 운영자에게 OPENINSA_SMTP_URL을 정해 달라고 하세요."
    )


class PasswordWordMissing(Refused):
    status = 422
    sentence = _("암호에 넣을 낱말이 없습니다. 4자 이상의 낱말을 적거나 다른 암호 규칙을 골라 주세요.")


class AddressUnreadable(Refused):
    status = 422
    sentence = _("'%(address)s'은(는) 전자우편 주소로 읽을 수 없습니다. hong@example.com처럼 적어 주세요.")


class NothingToSendAgain(Refused):
    sentence = _("고른 급여명세서가 없습니다. 다시 보낼 사람을 골라 주세요. 아무것도 보내지 않았습니다.")


class FileGone(Refused):
    status = 404
    sentence = _("이 메시지에는 보낸 파일이 없습니다. 링크로 보냈거나 보존기간이 지나 지웠습니다.")


SHORTEST_WORD = 4


@action(permission="delivery.set", record="delivery_set")
def change_settings(by: User, *, password_word: str = "", **values: Any) -> MailSetting:
    """Set how the institution sends; an empty word leaves the one that is kept.

    Raises SenderMissing, NoMailServer, PasswordWordMissing.
    """
    mails = values["way"] != Way.PAGE
    require(not mails or values["from_address"], SenderMissing())
    require(not mails or settings.SMTP_URL, NoMailServer())
    setting = MailSetting.objects.select_for_update().first() or MailSetting(institution_id=by.institution_id)
    for name, value in values.items():
        setattr(setting, name, value)
    if word := password_word.strip():
        require(len(word) >= SHORTEST_WORD, PasswordWordMissing())
        setting.password_word_sealed = Sealer(by.institution_id or 0).seal(word)
    with_word = setting.password_rule == PasswordRule.BIRTH_AND_WORD
    require(not with_word or setting.password_word_sealed, PasswordWordMissing())
    setting.save()
    return setting


@action(permission="delivery.set", record="mail_text_set")
def change_text(by: User, purpose: str, language: str, *, subject: str, body: str) -> MailText:
    """Write an institution's own words for a purpose. Raises NotFound, PlaceUnknown, PlaceMissing."""
    require(purpose in set(Purpose) and language in dict(languages()), NotFound())
    require_places(purpose, subject, body)
    told = {"subject": " ".join(subject.split()), "body": body.replace("\r\n", "\n")}
    text, _made = MailText.objects.update_or_create(
        institution_id=by.institution_id, purpose=purpose, language=language, defaults=told
    )
    return text


@action(permission="delivery.set")
def send_test(by: User, address: str) -> Message:
    """Send a mail that only says that it arrived. Raises AddressUnreadable, NoMailServer, SenderMissing."""
    to = readable(address)
    require(settings.SMTP_URL, NoMailServer())
    require(MailSetting.objects.exclude(from_address="").exists(), SenderMissing())
    text = text_for(Purpose.TEST, "ko")
    values = {"institution": by.institution.name if by.institution else ""}
    draft = Draft(Purpose.TEST, to, filled(text.subject, values), filled(text.body, values), user=by)
    (message,) = write_messages(Sealer(by.institution_id or 0), [draft])
    send_at_once(message)
    return message


@action(permission="delivery.send")
def send_again(by: User, handovers: Sequence[Handover], way: str) -> Job:
    """Send some payslips once more, as a job. Raises NothingToSendAgain, SenderMissing, NoMailServer."""
    require(handovers and way in {Way.LINK, Way.PDF}, NothingToSendAgain())
    require(settings.SMTP_URL, NoMailServer())
    require(MailSetting.objects.exclude(from_address="").exists(), SenderMissing())
    title = say("급여명세서 다시 보내기: %(count)d명") % {"count": len(handovers)}
    ids = [one.pk for one in handovers]
    return start_job(by, publishing.JOB_KIND, title, {"handovers": ids, "way": str(way)})


@action(permission="delivery.send", record="mail_address_set")
def set_address(by: User, person: Person, address: str) -> Person:
    """Put another mail address into a person's record; an empty one takes it out. Raises AddressUnreadable."""
    person.email_sealed = Sealer(by.institution_id or 0).seal(readable(address) if address.strip() else "")
    person.save(update_fields=["email_sealed"])
    return person


@action(permission="delivery.send")
def mend(by: User, message: Message, address: str) -> Job | None:
    """Give a bounced message's person another address, and send the payslip it carried again.

    Raises AddressUnreadable, NothingToSendAgain, SenderMissing, NoMailServer.
    """
    require(message.person is not None, NothingToSendAgain())
    set_address(by, message.person, address)  # type: ignore[arg-type]
    Message.objects.filter(pk=message.pk).update(mended=True)
    if message.handover is None:
        return None
    way = Way.PDF if message.purpose == Purpose.PAYSLIP_PDF else Way.LINK
    return send_again(by, [message.handover], way)


@action(permission="payroll.see")
def hand_out_sent(
    by: User, message_id: int, *, reason: Reason | None = None, address: str | None = None
) -> tuple[Message, bytes]:
    """The very file that was sent, byte for byte: for its owner freely, for staff with a reason.

    Raises NotFound, FileGone, ReasonNeeded.
    """
    message = messages_of(by, own=True).select_related("handover__slip").filter(pk=message_id).first()
    require(message is not None and message.handover is not None, NotFound())
    slip = message.handover.slip_id  # type: ignore[union-attr]
    require(slips_of(by).filter(pk=slip).exists(), NotFound())
    require(message.file_sealed, FileGone())  # type: ignore[union-attr]
    hand_out(by, "sent_slip", [message.person_id], reason=reason, address=address)  # type: ignore[union-attr]
    note_file(by, slip)
    return message, file_as_sent(message)  # type: ignore[return-value,arg-type]


def readable(address: str) -> str:
    """The address without blanks. Raises AddressUnreadable."""
    plain = "".join(address.split())
    require(
        len(plain) <= LONGEST_EMAIL and EMAIL.fullmatch(plain),
        AddressUnreadable(address=address.strip()[:60]),
    )
    return plain
