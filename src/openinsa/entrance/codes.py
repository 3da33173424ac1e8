"""One-time codes: six digits to somebody's own address, good for five minutes, five tries and once.

A room above knows how to reach people and says so when it loads (`carry_by`). Whoever asks learns nothing: the answer
is the same whether the login exists, has an address, or may come in this way at all.
"""

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.entrance import attempts
from openinsa.entrance.doors import Locked, code_in_vain
from openinsa.entrance.models import OneTimeCode, SignIn
from openinsa.entrance.records import note_try, user_named
from openinsa.entrance.rules import rules_of
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer

DIGITS, MINUTES, TRIES = 6, 5, 5
ASKED_AT_MOST = 5
"""So many codes for a login within the minutes of a lock; an address may ask for ten times as many."""
KEPT = timedelta(days=1)
Purpose = OneTimeCode.Purpose

Carrier = Callable[[User, str, str, str], bool]
CARRIERS: list[Carrier] = []
"""Takes a user, a purpose, a code and an address (empty: the user's own); says whether it is on its way."""


class CodeWrong(Refused):
    status = 422
    sentence = _(
        "인증번호가 맞지 않거나 시간이 지났습니다. 받은 번호를 다시 확인하고, 5분이 지났으면 새로 받아 주세요."
    )


class TooManyCodes(Refused):
    status = 429
    sentence = _("인증번호를 너무 여러 번 요청했습니다. %(minutes)d분 뒤에 다시 해 주세요.")


def carry_by(carrier: Carrier) -> None:
    """Name who brings codes to people."""
    CARRIERS[:] = [carrier]


def ask_to_sign_in(request: HttpRequest, login: str) -> None:
    """Send a code to whoever has this login and may use one. Raises TooManyCodes, and says nothing else."""
    require_not_too_often(login, address_of(request))
    with within(None):
        user = user_named(login)
    if user is None or not may_use_codes(user):
        new_digits()  # the same work as for somebody
        return
    with within(user.institution_id, user.pk):
        if send_code(user, Purpose.SIGN_IN):
            note_try(request, user, SignIn.Outcome.CODE_SENT, method="code")


def may_use_codes(user: User) -> bool:
    """Whether the institution lets all of the user's roles come in by a code."""
    if not user.is_active or not user.is_in_time or user.is_integration or user.institution_id is None:
        return False
    with within(user.institution_id, user.pk):
        return bool(user.roles) and set(user.roles) <= set(rules_of(user.institution_id).code_roles)


def send_code(user: User, purpose: str, *, address: str = "", told: str = "") -> bool:
    """Make a code and have it brought, to another address where one is given. Former ones of the purpose end.

    Inside the user's institution. False where nobody can reach the user.
    """
    code, now = new_digits(), timezone.now()
    if not CARRIERS or not CARRIERS[0](user, purpose, code, address):
        return False
    OneTimeCode.objects.filter(user=user, purpose=purpose).delete()
    OneTimeCode.objects.create(
        institution_id=user.institution_id,
        user=user,
        purpose=purpose,
        digest=code_digest(user.pk, purpose, code),
        made_at=now,
        ends_at=now + timedelta(minutes=MINUTES),
        told_sealed=Sealer(user.institution_id or 0).seal(told),
    )
    return True


def use_code(user: User, purpose: str, code: str) -> str | None:
    """Use a code up. Returns what it confirms (maybe an empty text), or None where it is wrong, late or used.

    Inside the user's institution. Counting and looking are one statement each: two at once get no further than one.
    """
    living = OneTimeCode.objects.filter(
        user=user, purpose=purpose, used_at=None, ends_at__gt=timezone.now(), tries__lt=TRIES
    )
    if not living.update(tries=F("tries") + 1):
        return None
    right = OneTimeCode.objects.filter(user=user, purpose=purpose, used_at=None)
    right = right.filter(digest=code_digest(user.pk, purpose, "".join(code.split())))
    stored = right.first()
    if stored is None or not right.update(used_at=timezone.now()):
        return None
    return Sealer(user.institution_id or 0).open(stored.told_sealed)


def try_to_sign_in(request: HttpRequest, login: str, code: str) -> User:
    """The user whose login and code these are. Every wrong try counts as a wrong password does. Raises CodeWrong, Locked."""
    tried = attempts.count_try(login, address_of(request))
    with within(None):
        user = user_named(login)
    if tried.locked_until is None and user is not None and may_use_codes(user):
        with within(user.institution_id, user.pk):
            confirmed = use_code(user, Purpose.SIGN_IN, code)
        if confirmed is not None:
            attempts.take_back(tried)
            return user
    code_in_vain(request, user, tried, login)
    raise Locked(minutes=tried.minutes) if tried.locked_until else CodeWrong


def require_not_too_often(login: str, address: str | None) -> None:
    """Count one who asks for a code, by login and by address. Raises TooManyCodes."""
    counted = attempts.count_asking(login, address, ASKED_AT_MOST)
    require(counted.locked_until is None, TooManyCodes(minutes=counted.minutes))


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code_digest(user_id: int, purpose: str, code: str) -> bytes:
    """A keyed digest: six digits alone would be found by trying them all."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"code {user_id} {purpose} {code}".encode(), sha256)


def forget_old_codes() -> int:
    """Remove codes of yesterday. Inside one institution."""
    return OneTimeCode.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]
