"""The outbox: messages are written down whole before they leave, taken by one sender each, and never sent twice.

A sender first marks a row as its own and commits, then sends, then writes down what became of it. Whoever dies in
between leaves a row of which nobody can tell whether it went: it is shown as such and sent again by people alone.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop

from openinsa.delivery.models import Handover, Message, Pace
from openinsa.delivery.transport import Became, Outcome
from openinsa.people.models import Person, User
from openinsa.privacy.sealing import Sealer

State = Message.State
WAITS = (60, 300, 1_800, 7_200, 21_600)
"""Seconds before each further try; after the last one the message has failed."""
LOST_AFTER = timedelta(minutes=15)
LOST = gettext_noop("보내는 중에 멈추어 갔는지 알 수 없습니다. 받았는지 확인한 뒤 다시 보내 주세요.")
GIVEN_UP = gettext_noop("여러 번 해 보았지만 보내지 못했습니다.")
WITHOUT_ADDRESS = gettext_noop("보낼 주소가 없습니다.")
SECRET_PURPOSES = {"code", "address"}
ENDS = {Became.SENT: State.SENT, Became.FAILED: State.FAILED, Became.UNSURE: State.UNSURE}

CLAIM = """
    WITH taken AS MATERIALIZED (
        SELECT id FROM delivery_message
        WHERE state = 'waiting' AND (next_try_at IS NULL OR next_try_at <= clock_timestamp()) AND {which}
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE delivery_message AS m SET state = 'sending', claimed_at = clock_timestamp(), tries = tries + 1
    FROM taken WHERE m.id = taken.id RETURNING m.id
"""
OF_A_JOB, OF_NO_JOB, TRIED_BEFORE = "job_id = %s", "id = ANY(%s)", "tries > 0 AND %s"
NEXT_SLOT = """
    UPDATE delivery_pace SET next_at = GREATEST(next_at, clock_timestamp()) + %s WHERE name = %s
    RETURNING next_at - %s - clock_timestamp()
"""


@dataclass(frozen=True)
class Attached:
    """A file that goes with a message."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """A message before it is sealed and written down."""

    purpose: str
    address: str
    subject: str
    body: str
    channel: str = Message.Channel.MAIL
    language: str = "ko"
    person: Person | None = None
    user: User | None = None
    handover: Handover | None = None
    file: Attached | None = None
    link: str = ""
    link_ends_at: datetime | None = None
    job_id: int | None = None
    error: str = ""


def write_messages(sealer: Sealer, drafts: Iterable[Draft]) -> list[Message]:
    """Put messages into the outbox in one statement; one with an error, or without an address, has failed already."""
    return Message.objects.bulk_create([_sealed(sealer, one) for one in drafts], batch_size=500)


def _sealed(sealer: Sealer, draft: Draft) -> Message:
    error = draft.error or ("" if draft.address else WITHOUT_ADDRESS)
    told = json.dumps([draft.subject, draft.body], ensure_ascii=False)
    return Message(
        institution_id=sealer.institution_id,
        purpose=draft.purpose,
        channel=draft.channel,
        person=draft.person,
        user=draft.user,
        handover=draft.handover,
        token=new_token(sealer.institution_id),
        language=draft.language,
        address_sealed=sealer.seal(draft.address),
        text_sealed=sealer.seal(told),
        file_sealed=sealer.seal_bytes(draft.file.content) if draft.file else None,
        file_hash=sha256(draft.file.content).digest() if draft.file else None,
        file_name=draft.file.name if draft.file else "",
        link_hash=digest(draft.link) if draft.link else None,
        link_ends_at=draft.link_ends_at,
        state=State.FAILED if error else State.WAITING,
        error=error,
        job_id=draft.job_id,
    )


def new_token(institution_id: int) -> str:
    """What tells a message from all others, and whose institution's it is."""
    return f"{institution_id:x}.{secrets.token_hex(10)}"


def institution_of(token: str) -> int | None:
    """The institution that a token names, None where it is none."""
    head, dot, rest = token.partition(".")
    try:
        return int(head, 16) if dot and rest and len(head) <= 12 else None
    except ValueError:
        return None


def digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def file_as_sent(message: Message) -> bytes:
    """The very bytes that went out with a message."""
    return Sealer(message.institution_id).open_bytes(message.file_sealed)


def words_of(sealer: Sealer, message: Message) -> tuple[str, str]:
    """Subject and body as they were written down."""
    subject, body = json.loads(sealer.open(message.text_sealed) or '["", ""]')
    return subject, body


def claim(count: int, *, job_id: int | None = None, ids: Sequence[int] | None = None) -> list[Message]:
    """Take so many messages that wait: a job's, certain ones, or those whose next try is due.

    The rows are the caller's once its transaction commits; nobody else sends them from then on.
    """
    if job_id is not None:
        which, asked = OF_A_JOB, job_id
    elif ids is not None:
        which, asked = OF_NO_JOB, list(ids)
    else:
        which, asked = TRIED_BEFORE, True
    with connection.cursor() as cursor:
        cursor.execute(CLAIM.format(which=which), [asked, count])
        taken = [number for (number,) in cursor.fetchall()]
    return list(Message.objects.filter(pk__in=taken).order_by("pk"))


def settle(message: Message, outcome: Outcome) -> str:
    """Write down what became of a message that the caller had taken. Returns its state."""
    again = outcome.became == Became.LATER and message.tries <= len(WAITS)
    state = State.WAITING if again else ENDS.get(outcome.became, State.FAILED)
    now = timezone.now()
    values = {
        "state": state,
        "error": outcome.why,
        "claimed_at": None,
        "next_try_at": now + timedelta(seconds=WAITS[message.tries - 1]) if again else None,
        "sent_at": now if outcome.became == Became.SENT else None,
    }
    if message.purpose in SECRET_PURPOSES and not again:
        values["text_sealed"] = None
    Message.objects.filter(pk=message.pk, state=State.SENDING).update(**values)
    return str(state)


def give_back(messages: Iterable[Message]) -> None:
    """Let go of messages that were taken and not begun with."""
    taken = Message.objects.filter(pk__in=[one.pk for one in messages], state=State.SENDING)
    for one in taken:
        Message.objects.filter(pk=one.pk).update(state=State.WAITING, claimed_at=None, tries=one.tries - 1)


def note_lost() -> int:
    """Mark what a sender took and never answered for. Returns how many."""
    lost = Message.objects.filter(state=State.SENDING, claimed_at__lt=timezone.now() - LOST_AFTER)
    return lost.update(state=State.UNSURE, error=LOST)


def seconds_to_wait(channel: str) -> float:
    """Take the next place in the row of all senders of the installation, and say how long it is until then."""
    step = timedelta(minutes=1) / max(settings.MAILS_A_MINUTE, 1)
    Pace.objects.get_or_create(name=channel, defaults={"next_at": timezone.now()})
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SLOT, [step, channel, step])
        wait = cursor.fetchone()[0]
    return max(0.0, wait.total_seconds())


def said_error(stored: str) -> str:
    """Why a message did not go, in the reader's language."""
    words, _bar, code = stored.partition("|")
    return say(words) % int(code) if code.isdigit() else (say(words) if words else "")
