"""How often the public page may be asked wrongly, and how many files it may be given.

A look is counted before anything is looked up and taken back when the code was right, as tries at the door are
(`entrance.attempts`), under keys of their own: whoever guesses codes does not lock the sign-in of others behind the
same address. Too many wrong codes of one institution from anywhere are no longer answered; a right code always is,
for it cannot be guessed and a bank must not be kept from checking.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.attempts import COUNT, LOCK, TAKE_BACK, address_key, token, window
from openinsa.people.refusals import Refused, require

WRONG_FROM_AN_ADDRESS = 20
WRONG_OF_AN_INSTITUTION = 1_000
FILES_FROM_AN_ADDRESS = 20


class TooManyLooks(Refused):
    status = 429
    sentence = _(
        "확인을 너무 여러 번 했습니다. %(minutes)d분 뒤에 다시 해 주세요. 급하면 문서를 발급한 기관에 물어봐 주세요."
    )


@dataclass(frozen=True)
class Look:
    """One counted look: under which keys, and until when they are locked."""

    address: bytes
    institution: bytes
    address_until: datetime | None
    institution_until: datetime | None

    def require_open(self) -> None:
        """Raises TooManyLooks where this address has asked too often."""
        require(self.address_until is None, TooManyLooks(minutes=_minutes(self.address_until)))

    def was_right(self) -> None:
        _run(TAKE_BACK, [b"", [self.address, self.institution]])

    def was_wrong(self) -> None:
        """Lock what has been wrong too often. Raises TooManyLooks where the institution is locked."""
        limits = {"login_limit": WRONG_OF_AN_INSTITUTION, "address_limit": WRONG_FROM_AN_ADDRESS}
        _run(LOCK, {"login": self.institution, "address": self.address, "window": window(), **limits})
        require(self.institution_until is None, TooManyLooks(minutes=_minutes(self.institution_until)))


def count_look(address: str | None, institution_id: int) -> Look:
    """Count a look, before anything is known about its code."""
    keys = [_key("look", address), token(f"verify institution:{institution_id}")]
    untils = _counted(keys, [WRONG_FROM_AN_ADDRESS, WRONG_OF_AN_INSTITUTION])
    return Look(*keys, *untils)


def count_file(address: str | None) -> None:
    """Count a file that somebody wants checked. Raises TooManyLooks."""
    (until,) = _counted([_key("file", address)], [FILES_FROM_AN_ADDRESS])
    require(until is None, TooManyLooks(minutes=_minutes(until)))


def _key(what: str, address: str | None) -> bytes:
    return token(f"verify {what}:{address_key(address).hex()}")


def _counted(keys: list[bytes], limits: list[int]) -> list[datetime | None]:
    rows = {
        bytes(key): (failures, until)
        for key, failures, until in _run(COUNT, {"keys": keys, "window": window()})
    }
    soon = timezone.now() + window()
    return [
        rows[key][1] or (soon if rows[key][0] > limit else None)
        for key, limit in zip(keys, limits, strict=True)
    ]


def _minutes(until: datetime | None) -> int:
    left = (until or timezone.now()) - timezone.now()
    return max(1, -(-int(left.total_seconds()) // 60))


def _run(query: str, values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []
