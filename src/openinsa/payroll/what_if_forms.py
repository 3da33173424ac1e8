"""What people type to see a contract otherwise; an empty field stays as agreed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.what_if import Change
from openinsa.staffing.models import Contract, ContractVersion
from openinsa.staffing.queries import months_of_period
from openinsa.web.forms import DayField, MinutesField, WonField


class WhatIfForm(forms.Form):
    month = forms.ChoiceField(label=_("달"), help_text=_("그달의 법으로 계산합니다."))
    rate = WonField(label=_("임금 단가"), min_value=1, max_value=1_000_000_000, required=False)
    daily_scheduled_minutes = MinutesField(label=_("1일 소정근로시간"), required=False)
    weekly_scheduled_minutes = MinutesField(label=_("1주 소정근로시간"), required=False)
    weekly_scheduled_days = forms.IntegerField(
        label=_("1주 소정근로일수"), min_value=1, max_value=7, required=False
    )
    starts_on = DayField(label=_("시작일"), required=False)
    ends_on = DayField(label=_("종료일"), required=False)

    def __init__(self, contract: Contract, held: ContractVersion, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        months = [f"{month:%Y-%m}" for month in months_of_period(contract.project)]
        self.fields["month"].choices = [(month, month) for month in months]
        for name, bound in self.fields.items():
            if name != "month":
                now = getattr(contract if name in {"starts_on", "ends_on"} else held, name)
                bound.widget.attrs["placeholder"] = f"{bound.prepare_value(now)}"

    @staticmethod
    def change(typed: dict[str, Any]) -> Change:
        return Change(**{**typed, "month": date.fromisoformat(f"{typed['month']}-01")})
