"""How an institution stands for its papers: read and changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.issuing.kinds import KINDS
from openinsa.issuing.models import IssuingSetting
from openinsa.issuing.numbering import require_readable
from openinsa.issuing.pictures import read_picture
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.sealing import Sealer

LONGEST_VALID_DAYS = 3_660


class ValidityOutOfRange(Refused):
    status = 422
    sentence = _(
        "'%(kind)s'의 유효기간 %(days)s일은 정할 수 없습니다. 1일부터 3,660일까지 적거나 비워 주세요."
        " 아무것도 저장하지 않았습니다."
    )


def setting_of(institution_id: int) -> IssuingSetting:
    """The institution's own setting, or an empty one."""
    found = IssuingSetting.objects.filter(institution_id=institution_id).first()
    return found or IssuingSetting(institution_id=institution_id)


@action(permission="issuing.set", record="issuing_settings_changed")
def change_setting(by: User, **given: Any) -> IssuingSetting:
    """Change what is given: office, office_english, contact, numbering by series, valid_days by kind.

    A number already given stays as it was written. Raises NumberingUnreadable, ValidityOutOfRange.
    """
    for pattern in given.get("numbering", {}).values():
        require_readable(pattern)
    for kind, days in given.get("valid_days", {}).items():
        known = kind in KINDS and isinstance(days, int) and 1 <= days <= LONGEST_VALID_DAYS
        require(known, ValidityOutOfRange(kind=KINDS[kind].label if kind in KINDS else kind, days=days))
    return _stored(by, **given)


@action(permission="issuing.set", record="issuing_settings_changed")
def set_seal(by: User, content: bytes | None) -> IssuingSetting:
    """Print this picture over the end of the office from now on; None prints none.

    Raises PictureTooLarge, PictureTooSmall, PictureUnreadable.
    """
    picture = read_picture(content) if content else None
    sealed = Sealer(by.institution_id).seal_bytes(picture) if picture else None  # type: ignore[arg-type]
    return _stored(by, seal_sealed=sealed)


def seal_picture(setting: IssuingSetting) -> bytes:
    """The picture of the seal as a PNG, empty without one."""
    if not setting.seal_sealed:
        return b""
    return Sealer(setting.institution_id).open_bytes(setting.seal_sealed)


def _stored(by: User, **given: Any) -> IssuingSetting:
    setting, _made = IssuingSetting.objects.update_or_create(
        institution_id=by.institution_id, defaults={**given, "set_by": by}
    )
    return setting
