"""Messages that came back: delivery status notifications (RFC 3464), found by the address they came to or by number.

Fed by the mail server, one at a time on standard input, or from a folder in the form of Maildir.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Mail
from pathlib import Path

from django.utils.translation import gettext_noop

from openinsa.delivery.models import Message
from openinsa.delivery.outbox import institution_of
from openinsa.people.tenancy import within

TOKEN = re.compile(r"\+([0-9a-f]{1,12}\.[0-9a-f]{20})@|<([0-9a-f]{1,12}\.[0-9a-f]{20})@")
RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
LARGEST = 5 * 1024 * 1024
WORDS = {
    "5.1": gettext_noop("그런 주소가 없다고 되돌아왔습니다."),
    "5.2": gettext_noop("받는 편지함이 꽉 찼거나 닫혀서 되돌아왔습니다."),
    "5.3": gettext_noop("받는 메일 서버가 받을 수 없어 되돌아왔습니다."),
    "5.4": gettext_noop("받는 메일 서버를 찾지 못해 되돌아왔습니다."),
    "5.7": gettext_noop("받는 메일 서버가 거절해 되돌아왔습니다."),
}
OTHERWISE = gettext_noop("받는 곳에서 되돌아왔습니다.")


@dataclass(frozen=True)
class Bounce:
    """What a notification says: of which message, and why in words that name nobody (a msgid)."""

    token: str
    why: str


def read_bounce(content: bytes) -> Bounce | None:
    """The failure that a mail reports, None where it reports none: a delay, a receipt, a reply of a person."""
    mail = message_from_bytes(content[:LARGEST], policy=policy.compat32)
    status = next(
        (part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None
    )
    if status is None:
        return None
    failed = [one for one in _recipients(status) if str(one.get("Action", "")).strip().lower() == "failed"]
    token = _token(mail)
    if not failed or not token:
        return None
    code = str(failed[0].get("Status", "")).strip()
    return Bounce(token, WORDS.get(code[:3], OTHERWISE))


def _recipients(status: Mail) -> list[Mail]:
    """The blocks of a status: the first is of the whole message, each further one of a receiver."""
    blocks = status.get_payload()
    return [one for one in blocks if isinstance(one, Mail)] if isinstance(blocks, list) else []


def _token(mail: Mail) -> str:
    """Whose message came back: by the address that the notification went to, else by the returned head."""
    heads = [str(mail.get(name, "")) for name in ("To", "Delivered-To", "X-Original-To")]
    for part in mail.walk():
        if part.get_content_type() in RETURNED:
            heads.append(_head_of(part))
    found = next((match for head in heads if (match := TOKEN.search(head))), None)
    return (found[1] or found[2]) if found else ""


def _head_of(part: Mail) -> str:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Mail):
        return str(payload[0].get("Message-ID", ""))
    text = payload if isinstance(payload, str) else ""
    line = next((one for one in text.splitlines() if one.lower().startswith("message-id:")), "")
    return line.partition(":")[2]


def take_bounces(mails: Iterable[bytes]) -> tuple[int, int]:
    """Mark every message that came back. Returns how many mails were read and how many messages were marked."""
    read = marked = 0
    for content in mails:
        read += 1
        bounce = read_bounce(content)
        marked += bool(bounce and _mark(bounce))
    return read, marked


def _mark(bounce: Bounce) -> bool:
    institution = institution_of(bounce.token)
    if institution is None:
        return False
    went = [Message.State.SENT, Message.State.UNSURE]
    with within(institution):
        sent = Message.objects.filter(token=bounce.token, state__in=went)
        return bool(sent.update(state=Message.State.BOUNCED, error=bounce.why))


def mails_in(folder: Path) -> Iterator[bytes]:
    """The mails of a Maildir folder that are new; each is moved among the read ones once it was dealt with."""
    for path in sorted((folder / "new").glob("*")):
        yield path.read_bytes()
        (folder / "cur").mkdir(exist_ok=True)
        path.replace(folder / "cur" / f"{path.name}:2,S")
