"""A PDF behind a password that its owner knows: AES-256. The password is never in the mail and never stored."""

import secrets
from io import BytesIO

import pikepdf
from django.utils.translation import gettext_noop

from openinsa.delivery.models import MailSetting, PasswordRule
from openinsa.people.models import Person
from openinsa.privacy.sealing import Sealer

AES_256 = 6
PHONE_DIGITS = 4
WITHOUT_PHONE = gettext_noop(
    "전화번호가 없어 PDF의 암호를 정할 수 없습니다. 전화번호를 등록하거나 링크로 보내 주세요."
)


class NoPassword(Exception):
    """The rule asks for something that is not known of the person; the text is a msgid."""


def password_of(person: Person, setting: MailSetting, sealer: Sealer) -> str:
    """What opens this person's file by the institution's rule. Raises NoPassword."""
    birth = f"{person.birth_date:%y%m%d}"
    if setting.password_rule == PasswordRule.BIRTH_AND_WORD:
        return birth + sealer.open(setting.password_word_sealed)
    digits = "".join(filter(str.isdecimal, sealer.open(person.phone_sealed)))
    if len(digits) < PHONE_DIGITS:
        raise NoPassword(WITHOUT_PHONE)
    return birth + digits[-PHONE_DIGITS:]


def protected(pdf: bytes, password: str) -> bytes:
    """The same pages behind the password; reading aloud stays allowed. Made once: each making differs."""
    locked = BytesIO()
    rights = pikepdf.Permissions(
        modify_annotation=False, modify_assembly=False, modify_form=False, modify_other=False
    )
    lock = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(24), R=AES_256, allow=rights)
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(locked, encryption=lock)
    return locked.getvalue()
