"""Marks of days that the average wage leaves out together with their wages (근로기준법 시행령 제2조).

A span goes on over free days between two marked days. An institution may say otherwise of a mark from a day on.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.ending.models import LeftOut

BY_LAW: Mapping[str, str | Promise] = {
    "closure": _("제2호(사용자 책임의 휴업)"),
    "maternity_leave": _("제3호(출산전후휴가)"),
    "maternity_leave_unpaid": _("제3호(출산전후휴가)"),
    "work_injury_leave": _("제4호(업무상 재해 요양)"),
    "childcare_leave": _("제5호(육아휴직)"),
    "strike": _("제6호(쟁의행위)"),
    "military_duty": _("제7호(병역·예비군·민방위, 무급)"),
    "paid_sick_leave": _("제8호(승인받은 개인 상병)"),
    "unpaid_sick_leave": _("제8호(승인받은 개인 상병)"),
    "leave_of_absence": _("제8호(승인받은 휴직)"),
}
"""By name of the mark: the item of 시행령 제2조제1항. Names of marks that an institution adds count too."""


class Exclusions:
    """Which marks are left out on a day."""

    def __init__(self, rows: Iterable[LeftOut]) -> None:
        self._rows = sorted(rows, key=lambda row: row.valid_from)

    @property
    def codes(self) -> list[str]:
        """Marks that may be left out on some day."""
        return sorted({*BY_LAW, *(row.code for row in self._rows)})

    def left_out(self, code: str, day: date) -> bool:
        held = [row.left_out for row in self._rows if row.code == code and row.valid_from <= day]
        return held[-1] if held else code in BY_LAW
