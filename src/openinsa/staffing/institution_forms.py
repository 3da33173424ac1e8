"""What an operator types about institutions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.web.forms import PercentField


class InstitutionForm(forms.Form):
    """A new institution and the login of its first HR officer."""

    code = forms.CharField(label=_("기관코드"), max_length=20, help_text=_("짧은 이름. 예: GAON"))
    name = forms.CharField(label=_("기관명"), max_length=100)
    accident_rate_ppm = PercentField(label=_("산재보험료율(%)"), highest=20, help_text=_("예: 0.966"))
    source = forms.CharField(
        label=_("근거"), max_length=200, help_text=_("보험료율을 정한 고시의 이름과 날짜")
    )
    login = forms.CharField(
        label=_("첫 인사담당의 로그인 이름"),
        max_length=80,
        help_text=_("영문과 숫자. 주민등록번호나 전화번호를 쓰지 마세요."),
    )


class SuspensionForm(forms.Form):
    reason = forms.CharField(
        label=_("멈추는 사유"),
        max_length=200,
        help_text=_("기관의 변경 이력에도 남습니다. 이름은 쓰지 마세요."),
    )
