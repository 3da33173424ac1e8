"""What people type about coming in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.models import MOST_HOURS, MOST_IDLE_MINUTES
from openinsa.people.forms import GRANTABLE


class RulesForm(forms.Form):
    second_factor_roles = forms.MultipleChoiceField(
        label=_("2단계 인증이 꼭 필요한 역할"),
        choices=GRANTABLE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    idle_minutes = forms.IntegerField(
        label=_("쓰지 않으면 끝나는 시간(분)"), min_value=5, max_value=MOST_IDLE_MINUTES
    )
    longest_hours = forms.IntegerField(label=_("한 번 로그인의 최대 시간"), min_value=1, max_value=MOST_HOURS)
    allowed_networks = forms.CharField(
        label=_("접속을 허용하는 망"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "192.0.2.0/24"}),
        help_text=_("한 줄에 하나씩. 비워 두면 어디서나 들어올 수 있습니다."),
    )
    workers_from_anywhere = forms.BooleanField(label=_("근로자는 어디서나 접속"), required=False)


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=_("사유"),
        max_length=200,
        help_text=_("본인을 어떻게 확인했는지도 적어 주세요. 이력에 남습니다."),
    )
