"""Inviting workers: many at once, by a printed letter, mail or telephone; each link is used once and ends by itself.

The link alone opens nothing. Who has a letter also knows the birth date and the letter's own number; who got the link
by mail or telephone also knows the birth date and a code sent a moment ago (docs/decisions/0031).
"""

import hmac
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.delivery.languages import languages_of
from openinsa.delivery.links import address, institution_in, new_secret
from openinsa.delivery.models import Invitation, MailSetting, Message, Purpose
from openinsa.delivery.outbox import Draft, digest, write_messages
from openinsa.delivery.sending import JOB_KIND
from openinsa.delivery.texts import Text, filled, text_for
from openinsa.documents.contracts import InvitationLetters, Language
from openinsa.documents.qr import qr_svg
from openinsa.entrance.codes import OneTimeCode, send_code, use_code
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.people.acting import action, record_verb
from openinsa.people.invitations import make_worker_logins
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.people.tenancy import within
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer

PIN_DIGITS, TRIES, MOST = 6, 5, 500
By = Invitation.By
CHANNELS = {By.MAIL: Message.Channel.MAIL, By.SMS: Message.Channel.SMS}


class InvitationExpired(Refused):
    status = 410
    sentence = _("초대를 쓸 수 있는 기한이 지났습니다. 담당자에게 새 초대를 부탁해 주세요.")


class InvitationUsed(Refused):
    status = 410
    sentence = _(
        "이미 쓴 초대입니다. 로그인 화면에서 들어오세요. 들어올 수 없으면 담당자에게 새 초대를 부탁해 주세요."
    )


class InvitationRevoked(Refused):
    status = 410
    sentence = _(
        "거두었거나 새 초대로 바뀐 초대입니다. 가장 나중에 받은 초대를 쓰거나 담당자에게 부탁해 주세요."
    )


class InvitationClosed(Refused):
    status = 410
    sentence = _("여러 번 틀려 이 초대를 닫았습니다. 담당자에게 새 초대를 부탁해 주세요.")


class NotTheInvited(Refused):
    status = 422
    sentence = _(
        "적은 것이 초대한 사람과 맞지 않습니다. 생년월일과 확인번호를 다시 보아 주세요. %(left)d번 더 해 볼 수 있습니다."
    )


class ProofWrong(NotTheInvited):
    sentence = _(
        "인증번호가 맞지 않거나 시간이 지났습니다. 받은 번호를 다시 보거나 새로 받아 주세요. %(left)d번 더 해 볼 수 있습니다."
    )


class NobodyToInvite(Refused):
    sentence = _("고른 사람이 없습니다. 초대할 사람을 골라 주세요. 이미 쓰고 있는 사람은 초대하지 않습니다.")


class TooManyAtOnce(Refused):
    status = 422
    sentence = _("한 번에 %(most)d명까지 초대할 수 있습니다. 나누어 골라 주세요.")


@dataclass(frozen=True)
class Made:
    """An invitation with its secrets, which exist nowhere else: they are printed or sent and forgotten."""

    invitation: Invitation
    secret: str
    pin: str

    @property
    def link(self) -> str:
        return address("delivery:join", self.secret)


@action(permission="people.manage")
def invite_workers(by: User, people: Sequence[Person], way: str) -> list[Made]:
    """Invite people, with new logins for those who have none. Former invitations that are still open end.

    Who has come in before is left out. Raises NobodyToInvite, TooManyAtOnce.
    """
    require(len(people) <= MOST, TooManyAtOnce(most=MOST))
    logins = make_worker_logins(by, people)
    wanted = [one for one in logins.values() if one.last_login is None and one.is_active]
    require(wanted, NobodyToInvite())
    open_ones = Invitation.objects.filter(user__in=wanted, used_at=None, revoked_at=None)
    open_ones.update(revoked_at=timezone.now())
    setting = MailSetting.objects.first() or MailSetting()
    ends = timezone.now() + timedelta(days=setting.invitation_days)
    made = [_made(by, user, way, ends) for user in sorted(wanted, key=lambda one: (one.name, one.pk))]
    Invitation.objects.bulk_create([one.invitation for one in made])
    record_verb(by, "workers_invited", *[one.invitation.user for one in made])
    return made


def _made(by: User, user: User, way: str, ends: datetime) -> Made:
    secret = new_secret(user.institution_id or 0)
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}" if way == By.LETTER else ""
    invitation = Invitation(
        institution_id=user.institution_id,
        user=user,
        by=way,
        link_hash=digest(secret),
        pin_hash=pin_hash(digest(secret), pin) if pin else None,
        made_by=by,
        expires_at=ends,
    )
    return Made(invitation, secret, pin)


@action(permission="people.manage")
def send_invitations(by: User, people: Sequence[Person], way: str) -> Job:
    """Invite people by mail or telephone; sending is a job. Raises NobodyToInvite, TooManyAtOnce."""
    made = invite_workers(by, people, way)
    title = say("근로자 초대 보내기: %(count)d명") % {"count": len(made)}
    job = start_job(by, JOB_KIND, title, {})
    sealer = Sealer(by.institution_id or 0)
    known = {one.pk: one for one in people}
    spoken = languages_of([one.invitation.user for one in made])
    write_messages(
        sealer,
        [
            _draft(
                sealer, one, known[one.invitation.user.person_id], way, job, spoken[one.invitation.user.pk]
            )
            for one in made
        ],
    )
    return job


def _draft(sealer: Sealer, made: Made, person: Person, way: str, job: Job, language: str) -> Draft:
    user = made.invitation.user
    text: Text = text_for(Purpose.INVITATION, language)
    values = {
        "institution": str(job.institution.name),
        "name": person.name,
        "login": user.username,
        "link": made.link,
        "until": f"{timezone.localtime(made.invitation.expires_at):%Y-%m-%d}",
    }
    by_phone = way == By.SMS
    return Draft(
        Purpose.INVITATION,
        sealer.open(person.phone_sealed if by_phone else person.email_sealed),
        filled(text.subject, values),
        filled((text.short or text.body) if by_phone else text.body, values),
        channel=CHANNELS[By(way)],
        language=language,
        person=person,
        user=user,
        job_id=job.pk,
    )


@action(permission="people.manage")
def revoke_invitations(by: User, people: Sequence[Person]) -> int:
    """End the open invitations of people. Returns how many there were."""
    mine = Invitation.objects.filter(
        user__person__in=[one.pk for one in people], used_at=None, revoked_at=None
    )
    users = [one.user for one in mine.select_related("user")]
    count = mine.update(revoked_at=timezone.now())
    if users:
        record_verb(by, "invitations_revoked", *users)
    return count


@contextmanager
def invited(secret: str) -> Iterator[Invitation]:
    """The invitation whose link it is, inside its institution. Raises NotFound and why it cannot be used."""
    with within(institution_in(secret)):
        found = Invitation.objects.filter(link_hash=digest(secret)).select_related(
            "user__person", "institution"
        )
        invitation = found.first()
        require(invitation is not None, NotFound())
        require_open(invitation)  # type: ignore[arg-type]
        yield invitation  # type: ignore[misc]


def require_open(invitation: Invitation) -> None:
    """Raises InvitationUsed, InvitationRevoked, InvitationExpired, InvitationClosed."""
    require(invitation.used_at is None, InvitationUsed())
    require(invitation.revoked_at is None, InvitationRevoked())
    require(timezone.now() < invitation.expires_at, InvitationExpired())
    require(invitation.tries < TRIES, InvitationClosed())


def note_opened(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=timezone.now())


def prove_by_letter(invitation: Invitation, birth: str, pin: str) -> bool:
    """Whether birth date and the letter's number are right; a wrong try is counted by the caller."""
    right = hmac.compare_digest(bytes(invitation.pin_hash or b""), pin_hash(bytes(invitation.link_hash), pin))
    return is_born(invitation, birth) and right


def is_born(invitation: Invitation, birth: str) -> bool:
    digits = "".join(filter(str.isdecimal, birth))
    return hmac.compare_digest(digits[-6:], f"{invitation.user.person.birth_date:%y%m%d}")


def count_try(invitation: Invitation) -> None:
    """Count a try before it is looked at, so that many at once get no further. Raises InvitationClosed."""
    fresh = Invitation.objects.filter(pk=invitation.pk, tries__lt=TRIES)
    require(fresh.update(tries=F("tries") + 1), InvitationClosed())


def tries_left(invitation: Invitation) -> int:
    return TRIES - Invitation.objects.get(pk=invitation.pk).tries


def send_proof(invitation: Invitation) -> bool:
    """Send the code that proves that whoever opened the link still has the address it was sent to."""
    return send_code(invitation.user, OneTimeCode.Purpose.INVITATION)


def prove_by_code(invitation: Invitation, code: str) -> bool:
    return use_code(invitation.user, OneTimeCode.Purpose.INVITATION, code) is not None


def use(invitation: Invitation) -> None:
    """The invitation has done its work. Raises InvitationUsed when somebody else was first."""
    first = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    require(first.update(used_at=timezone.now()), InvitationUsed())


def pin_hash(link_hash: bytes, pin: str) -> bytes:
    digits = "".join(filter(str.isdecimal, pin))
    return hmac.digest(settings.SECRET_KEY.encode(), b"pin " + link_hash + digits.encode(), sha256)


@action(permission="people.manage")
def invite_by_letter(
    by: User,
    people: Sequence[Person],
    language: str,
    *,
    reason: Reason | None = None,
    address: str | None = None,
) -> InvitationLetters:
    """Invite people and give what their letters print. Raises ReasonNeeded, NobodyToInvite, TooManyAtOnce."""
    made = invite_workers(by, people, By.LETTER)
    invited_people = [one.invitation.user.person_id for one in made]
    origin = hand_out(by, "invitation_letter", invited_people, reason=reason, address=address)
    return {**_letters(by, made, language), "origin": origin}


def _letters(by: User, made: Sequence[Made], language: str) -> InvitationLetters:
    """A page for each person."""
    institution = by.institution.name if by.institution else ""
    return {
        "language": cast("Language", language),
        "institution": institution,
        "dated_on": timezone.localdate().isoformat(),
        "letters": [
            {
                "name": one.invitation.user.name,
                "login": one.invitation.user.username,
                "pin": f"{one.pin[:3]} {one.pin[3:]}",
                "address": one.link,
                "qr": qr_svg(one.link),
                "until": f"{timezone.localtime(one.invitation.expires_at):%Y-%m-%d}",
            }
            for one in made
        ],
    }
