from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.web.forms import DayField, MinutesField


class GrantForm(forms.Form):
    """Leave that HR adds by hand."""

    minutes = MinutesField(label=_("시간"), help_text=_("하루 8시간이면 15일은 120:00입니다."))
    granted_on = DayField(label=_("발생일"))
    expires_on = DayField(label=_("사용 기한"))
    reason = forms.CharField(label=_("사유"), max_length=200)
