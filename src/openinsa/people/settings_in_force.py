"""The institution's settings on a day."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from openinsa.people.models import InstitutionSetting
from openinsa.people.refusals import Refused, require

IN_FORCE = """
    SELECT * FROM people_institutionsetting WHERE valid_from <= %s ORDER BY valid_from DESC LIMIT 1
"""
"""Written out: nearly every page asks it, and composing it took longer than answering it."""


class NoSettings(Refused):
    sentence = _(
        "%(month)s에 적용되는 기관 설정이 없습니다. 인사담당이 기관 설정에서 적용일과 계산 방법을 먼저 정해 주세요."
    )


def settings_on(day: date) -> InstitutionSetting:
    """The settings in force on a day. Raises NoSettings."""
    found = next(iter(InstitutionSetting.objects.raw(IN_FORCE, [day])), None)
    require(found is not None, NoSettings(month=f"{day:%Y-%m}"))
    return found  # type: ignore[return-value]
