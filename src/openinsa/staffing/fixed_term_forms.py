"""What people type about the term of a contract; the actions decide whether it may stand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.staffing.models import Contract
from openinsa.web.forms import DayField


class ExceptionForm(forms.Form):
    """Why two years do not bind a contract, and what of it does not count."""

    exception_reason = forms.ChoiceField(
        label=_("기간제 사용기간 예외 사유"),
        choices=Contract.ExceptionReason.choices,
        help_text=_(
            "55세 이상과 1주 15시간 미만은 생년월일과 근로시간으로 알아서 판단합니다. 무기계약은 종료일이 이 사업에서 일하는 마지막 날일 뿐이어서 기간을 살피지 않습니다."
        ),
    )
    exception_document = forms.CharField(
        label=_("예외 사유 문서"), max_length=100, required=False, help_text=_("문서번호나 승인번호")
    )
    childcare_leave_days = forms.IntegerField(
        label=_("육아휴직한 날수"),
        min_value=0,
        max_value=2_000,
        help_text=_("이 계약 기간에 쓴 육아휴직. 2년에 세지 않습니다."),
    )
    reason = forms.CharField(label=_("고치는 사유"), max_length=200)


class ExemptionForm(forms.Form):
    """Days on which the law's hours, breaks and holidays do not bind a contract."""

    exempt_approval = forms.CharField(
        label=_("근로시간 적용제외 승인번호"),
        max_length=60,
        required=False,
        help_text=_("감시·단속적 근로는 고용노동부의 승인번호, 농림·축산·수산은 근거 문서번호"),
    )
    exempt_from = DayField(label=_("적용제외 시작일"), required=False, help_text=_("승인받은 날부터"))
    exempt_to = DayField(label=_("적용제외 종료일"), required=False)
    reason = forms.CharField(label=_("고치는 사유"), max_length=200)
