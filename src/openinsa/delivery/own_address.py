"""A worker's own mail address: changed once a code shows that the new one is read by whoever changes it."""

from django.utils.translation import gettext_lazy as _

from openinsa.delivery.actions import readable
from openinsa.delivery.languages import language_of
from openinsa.delivery.models import Message, Purpose
from openinsa.delivery.outbox import Draft, write_messages
from openinsa.delivery.tasks import send_at_once
from openinsa.delivery.texts import filled, text_for
from openinsa.entrance.codes import require_not_too_often, send_code, use_code
from openinsa.entrance.models import OneTimeCode
from openinsa.people.acting import record_verb
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.sealing import Sealer

ADDRESS = OneTimeCode.Purpose.ADDRESS


class CannotConfirm(Refused):
    sentence = _("확인 메일을 보낼 수 없습니다. 담당자에게 주소를 바꾸어 달라고 하세요.")


def ask_for_change(by: User, new: str, address: str | None) -> None:
    """Send a code to the new address. Nothing changes before it is typed in.

    Raises NotFound, AddressUnreadable, TooManyCodes, CannotConfirm.
    """
    require(by.person is not None, NotFound())
    to = readable(new)
    require_not_too_often(f"address {by.pk}", address)
    require(send_code(by, ADDRESS, address=to, told=to), CannotConfirm())


def confirm_change(by: User, code: str) -> bool:
    """Take the new address over if the code is right, and tell the former one. False for a wrong code."""
    new = use_code(by, ADDRESS, code)
    if not new or by.person is None:
        return False
    sealer = Sealer(by.institution_id or 0)
    person = Person.objects.select_for_update().get(pk=by.person_id)
    former = sealer.open(person.email_sealed)
    person.email_sealed = sealer.seal(new)
    person.save(update_fields=["email_sealed"])
    record_verb(by, "mail_address_set", person)
    if former and former != new:
        _tell(by, sealer, former)
    return True


def _tell(by: User, sealer: Sealer, former: str) -> None:
    text = text_for(Purpose.ADDRESS_CHANGED, language_of(by))
    values = {"institution": by.institution.name if by.institution else "", "name": by.name}
    draft = Draft(
        Purpose.ADDRESS_CHANGED,
        former,
        filled(text.subject, values),
        filled(text.body, values),
        channel=Message.Channel.MAIL,
        language=language_of(by),
        person=by.person,
        user=by,
    )
    (message,) = write_messages(sealer, [draft])
    send_at_once(message)
