"""Sending messages to addresses outside: signed, to where it is allowed, again and again until taken or given up.

Headers and signature are those of Standard Webhooks: https://www.standardwebhooks.com
"""

import base64
import hmac
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.api.events import send_later
from openinsa.api.models import Delivery
from openinsa.people.refusals import Refused, require
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer

WAITS = (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400)
"""Seconds before each further try; after the last one the message is dead. About a day and a half in all."""
PATIENCE, LONGEST = 5, 20
"""Seconds for each step of a try, and for the whole: a receiver that answers letter by letter holds no worker."""
SUSPENDED_WAITS = 3_600
LOG_KEPT = timedelta(days=90)
READ_AT_MOST = 1_000
TAKEN = range(200, 300)
BEGINNING = "whsec_"
PORTS = {"https": 443, "http": 80}
CARRIERS = [ip_network(one) for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10")]
"""IPv4 within IPv6 (compatible, translated, 6to4) and the old site-local: RFC 4291, 6052, 8215, 3056, 3879."""


class TargetNotAllowed(Refused):
    status = 422
    sentence = _(
        "'%(url)s'에는 보낼 수 없습니다. https로 시작하는 바깥 주소를 쓰거나, 기관 안의 주소라면 운영자에게 OPENINSA_WEBHOOK_HOSTS에 넣어 달라고 하세요."
    )


@dataclass(frozen=True)
class Target:
    """Where a message goes: the address as written, and the one place that its name was found to mean."""

    parts: SplitResult
    address: str

    @property
    def port(self) -> int:
        return self.parts.port or PORTS[self.parts.scheme]

    @property
    def path(self) -> str:
        return (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")


def target_of(url: str) -> Target:
    """Look an address up and judge it. Raises TargetNotAllowed.

    Only https to addresses of the public net, unless the operator named the host: what stands inside the walls
    must not be reached by writing its name into a form. The message goes to the address that was judged, not to
    what the name may mean a moment later.
    """
    parts = written_well(url)
    inside = parts.hostname in settings.WEBHOOK_HOSTS
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except OSError as unknown:
        raise TargetNotAllowed(url=url) from unknown
    addresses = [str(one[4][0]) for one in found]
    require(inside or all(map(is_public, addresses)), TargetNotAllowed(url=url))
    return Target(parts, addresses[0])


def is_public(address: str) -> bool:
    """Whether an address lies in the public net and leads nowhere else: none that carries an older one within."""
    known = ip_address(address.partition("%")[0])
    return known.is_global and not known.is_multicast and not any(known in carrier for carrier in CARRIERS)


def written_well(url: str) -> SplitResult:
    """The parts of an address that may be subscribed. Raises TargetNotAllowed."""
    try:
        parts = urlsplit(url)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as unreadable:
        raise TargetNotAllowed(url=url) from unreadable
    plain = parts.scheme == "http" and parts.hostname in settings.WEBHOOK_HOSTS
    clean = not (parts.username or parts.password or parts.fragment) and url.isascii() and url.isprintable()
    require(
        known and clean and " " not in url and (parts.scheme == "https" or plain), TargetNotAllowed(url=url)
    )
    return parts


def signature(secret: str, message: str, timestamp: int, body: str) -> str:
    """v1 of Standard Webhooks: HMAC-SHA256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix(BEGINNING))
    digest = hmac.digest(key, f"{message}.{timestamp}.{body}".encode(), sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def deliver(delivery_id: int, institution_id: int) -> None:
    """One try: read, send outside of any transaction, write down what came of it and queue the next try."""
    with within(institution_id):
        rows = Delivery.objects.select_related("subscription", "institution")
        delivery = rows.filter(pk=delivery_id, state=Delivery.State.WAITING).first()
        if delivery is None or _waits_or_ends(delivery):
            return
        secret = Sealer(institution_id).open(delivery.subscription.secret_sealed)
    taken, answer = _sent(delivery, secret)
    with within(institution_id):
        _write_down(delivery, taken, answer)


def _waits_or_ends(delivery: Delivery) -> bool:
    """Whether nothing is sent now: an ended subscription's message is dead, a suspended institution's waits."""
    if not delivery.subscription.is_active:
        Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.DEAD)
        return True
    if delivery.institution.is_suspended:
        send_later(delivery, SUSPENDED_WAITS)
        return True
    return False


def _write_down(delivery: Delivery, taken: bool, answer: str) -> None:
    tries = delivery.attempts + 1
    dead = not taken and tries > len(WAITS)
    state = Delivery.State.DELIVERED if taken else Delivery.State.DEAD if dead else Delivery.State.WAITING
    # Two workers may hold the same message after a crash: only the one that counted last writes.
    mine = Delivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, state=Delivery.State.WAITING
    ).update(state=state, attempts=tries, answer=answer[:200], tried_at=timezone.now())
    if mine and state == Delivery.State.WAITING:
        send_later(delivery, WAITS[tries - 1])
    log_ends = timezone.now() - LOG_KEPT
    old = Delivery.objects.filter(subscription=delivery.subscription_id, made_at__lt=log_ends)
    old.exclude(state=Delivery.State.WAITING).delete()


def _sent(delivery: Delivery, secret: str) -> tuple[bool, str]:
    """Whether the message was taken, and what was answered or went wrong."""
    message, now = f"msg_{delivery.message.hex}", int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "OpenInsa-Webhooks",
        "webhook-id": message,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret, message, now, delivery.body),
    }
    try:
        status, reason = _post(target_of(delivery.subscription.url), headers, delivery.body)
    except Refused as refused:
        return False, str(refused)
    except (OSError, HTTPException, ValueError) as broken:
        return False, type(broken).__name__
    return status in TAKEN, f"{status} {reason}"


def _post(target: Target, headers: dict[str, str], body: str) -> tuple[int, str]:
    """Post to the judged address under the written name; what would lead elsewhere is an answer like any other."""
    opened = socket.create_connection((target.address, target.port), timeout=PATIENCE)
    with _cut_off(opened, LONGEST), closing(_connection(target, opened)) as connection:
        connection.request("POST", target.path, body.encode(), {"Host": target.parts.netloc, **headers})
        answer = connection.getresponse()
        answer.read(READ_AT_MOST)
        return answer.status, answer.reason


@contextmanager
def _cut_off(opened: socket.socket, seconds: float) -> Iterator[None]:
    """End a conversation after so long, whatever it waits for."""
    line = opened.dup()  # the other is given away to TLS
    timer = Timer(seconds, _hang_up, [line])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        line.close()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _connection(target: Target, opened: socket.socket) -> HTTPConnection:
    name = target.parts.hostname or ""
    if target.parts.scheme == "http":
        plain = HTTPConnection(name, target.port, timeout=PATIENCE)
        plain.sock = opened
        return plain
    secured = HTTPSConnection(name, target.port, timeout=PATIENCE)
    secured.sock = ssl.create_default_context().wrap_socket(opened, server_hostname=name)
    return secured
