"""Links that open once: the secret stands in the address alone, the database keeps its digest."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.delivery.models import Message
from openinsa.delivery.outbox import digest
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.people.tenancy import within


class LinkExpired(Refused):
    status = 410
    sentence = _(
        "링크를 열 수 있는 기한이 지났습니다. 로그인해서 '내 급여명세서'에서 보거나 담당자에게 다시 보내 달라고 하세요."
    )


class LinkUsed(Refused):
    status = 410
    sentence = _("이미 한 번 연 링크입니다. 로그인해서 '내 급여명세서'에서 다시 볼 수 있습니다.")


class LinkOfAnother(Refused):
    status = 403
    sentence = _(
        "다른 사람에게 보낸 링크입니다. 로그아웃하고 받은 사람의 로그인으로 열어 주세요. 아무것도 열지 않았습니다."
    )


def new_secret(institution_id: int) -> str:
    """A secret for an address: whose institution it is, and 192 bits that nobody guesses."""
    return f"{institution_id:x}-{secrets.token_urlsafe(24)}"


def institution_in(secret: str) -> int:
    """The institution that a secret names. Raises NotFound."""
    head = secret.partition("-")[0]
    require(0 < len(head) <= 12 and head.isascii() and head.isalnum(), NotFound())
    try:
        return int(head, 16)
    except ValueError as unreadable:
        raise NotFound from unreadable


def address(page: str, secret: str) -> str:
    """The whole address of a page with a secret, as it is printed and mailed."""
    return settings.PUBLIC_ADDRESS + reverse(page, args=[secret])


@contextmanager
def link(secret: str) -> Iterator[Message]:
    """The message whose link it is, inside its institution. Raises NotFound."""
    with within(institution_in(secret)):
        found = Message.objects.filter(link_hash=digest(secret)).select_related("handover__slip").first()
        require(found is not None, NotFound())
        yield found  # type: ignore[misc]


def require_living(message: Message) -> None:
    """Raises LinkUsed, LinkExpired."""
    require(message.link_used_at is None, LinkUsed())
    require(message.link_ends_at is None or timezone.now() < message.link_ends_at, LinkExpired())


def use(by: User, message: Message) -> int:
    """Open a link for the one it was sent to, once. Returns the payslip's number. Raises LinkOfAnother, LinkUsed."""
    require(by.person_id is not None and by.person_id == message.person_id, LinkOfAnother())
    require_living(message)
    now = timezone.now()
    first = Message.objects.filter(pk=message.pk, link_used_at=None)
    require(first.update(link_used_at=now, state=Message.State.OPENED), LinkUsed())
    return message.handover.slip_id
