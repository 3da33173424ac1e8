"""What people type to correct a paid month; the actions decide whether it may stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.corrected_days import EnteredDays
from openinsa.staffing.models import ContractVersion
from openinsa.web.forms import DayField, WonField

DAYS = "day_"


def reason_field(label: Promise) -> forms.CharField:
    return forms.CharField(label=label, max_length=300)


class DaysForm(forms.Form):
    """The month's days with the mark that holds on each, to be typed over."""

    reason = reason_field(_("정정 사유"))

    def __init__(self, entered: EnteredDays, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.days: Sequence[date] = entered.dates
        for day in self.days:
            self.fields[f"{DAYS}{day.isoformat()}"] = forms.CharField(
                label=f"{day.day} ({ContractVersion.Weekday(day.weekday()).label})",
                initial=entered.mark(day),
                max_length=20,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[f"{DAYS}{day.isoformat()}"] for day in self.days]

    @staticmethod
    def marks(typed: dict[str, Any]) -> dict[date, str]:
        """The typed marks by day."""
        return {
            date.fromisoformat(name.removeprefix(DAYS)): mark
            for name, mark in typed.items()
            if name.startswith(DAYS)
        }


class WageForm(forms.Form):
    """Another wage from a day of a paid month on."""

    since = DayField(
        label=_("이 날부터"),
        help_text=_("다른 임금을 정한 날의 전날까지 고칩니다. 앞으로의 달은 계약도 바뀝니다."),
    )
    rate = WonField(label=_("맞는 임금 단가"), min_value=1)
    reason = reason_field(_("정정 사유"))


class ReasonForm(forms.Form):
    reason = reason_field(_("사유"))


class SupplementForm(forms.Form):
    pay_date = DayField(label=_("지급일"))
