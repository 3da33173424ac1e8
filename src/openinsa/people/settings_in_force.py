"""The institution's settings on a day."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from openinsa.people.models import InstitutionSetting
from openinsa.people.refusals import Refused, require


class NoSettings(Refused):
    sentence = _(
        "%(month)s에 적용되는 기관 설정이 없습니다. 인사담당이 기관 설정에서 적용일과 계산 방법을 먼저 정해 주세요."
    )


def settings_on(day: date) -> InstitutionSetting:
    """The settings in force on a day. Raises NoSettings."""
    found = InstitutionSetting.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    require(found is not None, NoSettings(month=f"{day:%Y-%m}"))
    return found  # type: ignore[return-value]
