"""What a payroll officer types when premiums of a year are settled."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.bill_forms import month_field
from openinsa.payroll.settlements import most_instalments


class SettleForm(forms.Form):
    """From which month on, and in how many instalments, the difference is taken."""

    month = month_field(_("이 달의 급여부터 떼거나 돌려줍니다. 2026-06처럼 써 주세요."))
    instalments = forms.IntegerField(
        label=_("분할 횟수"),
        min_value=1,
        initial=1,
        help_text=_("더 뗄 금액만 나눕니다. 돌려줄 금액은 첫 달에 한 번에 돌려줍니다."),
    )

    def clean_instalments(self) -> int:
        most, asked = most_instalments(timezone.localdate()), self.cleaned_data["instalments"]
        if asked > most:
            raise forms.ValidationError(_("%(most)d회까지 나눌 수 있습니다."), params={"most": most})
        return int(asked)

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")
