"""What is typed about pay for unused leave."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.web.forms import DayField, WonField


class PaidElsewhereForm(forms.Form):
    """When and how leave pay was paid outside the product."""

    paid_on = DayField(label=_("지급일"))
    amount = WonField(
        label=_("지급한 금액"),
        required=False,
        help_text=_("비우면 계산한 금액입니다. 여러 사람을 골랐으면 비워 두세요."),
    )
    note = forms.CharField(
        label=_("비고"), max_length=200, help_text=_("결의서 번호처럼 지급을 확인할 수 있는 것")
    )
