"""Passwords of files that leave the house: made here or chosen, told once, kept nowhere."""

import hmac
import secrets
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused, require

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read out or copied by hand."""
GROUPS, GROUP = 4, 4
LEAST = 10
LEAST_KINDS = 2


class PasswordTooWeak(Refused):
    status = 422
    sentence = _(
        "파일 비밀번호가 약합니다. 영문·숫자·기호 가운데 두 가지 이상을 섞어 %(least)d자 이상으로,"
        " 흔히 쓰지 않는 말로 정해 주세요. 내려받은 것은 없습니다."
    )


def made_password(bound_to: str = "") -> str:
    """A password of about 79 bits. Bound to a text it is the same for as long as the server's key is.

    So a file that comes back in the same session is opened without its password having been kept.
    """
    source = _derived(bound_to) if bound_to else secrets.randbits(256)
    signs = []
    for _place in range(GROUPS * GROUP):
        source, at = divmod(source, len(LETTERS))
        signs.append(LETTERS[at])
    groups = ("".join(signs[first : first + GROUP]) for first in range(0, len(signs), GROUP))
    return "-".join(groups)


def _derived(bound_to: str) -> int:
    return int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), f"file:{bound_to}".encode(), sha256))


def require_strong(password: str) -> None:
    """Raises PasswordTooWeak."""
    kinds = {"letter" if sign.isalpha() else "digit" if sign.isdigit() else "sign" for sign in password}
    mixed = len(kinds) >= LEAST_KINDS and len(set(password)) > LEAST // 2
    require(len(password) >= LEAST and mixed and not _is_common(password), PasswordTooWeak(least=LEAST))


def _is_common(password: str) -> bool:
    try:
        _common().validate(password)
    except ValidationError:
        return True
    return False


@cache
def _common() -> CommonPasswordValidator:
    """Its list of twenty thousand is unpacked once."""
    return CommonPasswordValidator()
