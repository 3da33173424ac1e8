"""What is typed about the end of an employment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.ending.causes import CAUSES
from openinsa.ending.models import EndingSetting, InterimSettlement, Settlement
from openinsa.web.forms import DayField, MinutesField, WonField


class DetailsForm(forms.Form):
    """Why the employment ended, and how the settlement is paid."""

    cause = forms.ChoiceField(label=_("퇴직 사유"), choices=[(one.code, one.label) for one in CAUSES])
    notice_given_on = DayField(
        label=_("해고를 예고한 날"),
        required=False,
        help_text=_("해고일 때만 씁니다. 예고하지 않았으면 비워 두세요."),
    )
    payment = forms.ChoiceField(label=_("지급 방법"), choices=Settlement.Payment.choices)
    pension_provider = forms.CharField(label=_("IRP 금융기관"), max_length=60, required=False)
    pension_account = forms.CharField(
        label=_("IRP 계좌번호"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("암호화해 저장하고 뒷자리만 보입니다. 비우면 저장된 번호를 그대로 둡니다."),
    )
    ground = forms.ChoiceField(
        label=_("본인 계좌 사유"), choices=[("", "–"), *Settlement.Ground.choices], required=False
    )
    note = forms.CharField(label=_("비고"), max_length=200, required=False)


class InterimForm(forms.Form):
    """Severance settled before the end: up to which day, why, and what proves it."""

    settled_on = DayField(label=_("중간정산 기준일"), help_text=_("이 날까지의 근속을 정산합니다."))
    requested_on = DayField(label=_("근로자가 신청한 날"))
    ground = forms.ChoiceField(label=_("중간정산 사유"), choices=InterimSettlement.Ground.choices)
    document = forms.CharField(
        label=_("증명 서류"),
        max_length=200,
        help_text=_("등기부 등본, 임대차계약서처럼 사유를 증명하는 서류. 퇴직 후 5년까지 보존합니다."),
    )
    paid_on = DayField(label=_("지급일"))


class DayValueForm(forms.Form):
    """A day put by hand."""

    value = DayField(label=_("직접 넣을 값"), required=False)
    reason = forms.CharField(label=_("사유"), max_length=200)


class WonValueForm(forms.Form):
    value = WonField(label=_("직접 넣을 값(원)"), required=False, max_value=10**10)
    reason = forms.CharField(label=_("사유"), max_length=200)


class CountValueForm(forms.Form):
    value = forms.IntegerField(label=_("직접 넣을 값(일)"), required=False, min_value=0, max_value=100)
    reason = forms.CharField(label=_("사유"), max_length=200)


class MinutesValueForm(forms.Form):
    value = MinutesField(label=_("직접 넣을 값(시간)"), required=False)
    reason = forms.CharField(label=_("사유"), max_length=200)


VALUE_FORMS: dict[str, type[forms.Form]] = {
    "employed_since": DayValueForm,
    "excluded_days": CountValueForm,
    "average_weekly_minutes": MinutesValueForm,
}


def value_form(name: str, *arguments: Any, **named: Any) -> forms.Form:
    """The form for a value of this name; won unless it is something else."""
    form = VALUE_FORMS.get(name, WonValueForm)(*arguments, **named)
    form.fields["value"].help_text = _("비워 두고 저장하면 계산한 값을 다시 씁니다.")
    return form


class PaidForm(forms.Form):
    paid_on = DayField(label=_("지급한 날"))
    waived = forms.CharField(
        label=_("지연이자를 붙이지 않는 사유"),
        max_length=200,
        required=False,
        help_text=_(
            "근로기준법 시행령 제18조의 사유가 있을 때만 씁니다. 비우면 15일째부터 이자를 계산합니다."
        ),
    )


class PaidOnForm(forms.Form):
    """The day for which interest is asked."""

    paid_on = DayField(label=_("지급한 날"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("사유"), max_length=200)


class EndingSettingForm(forms.Form):
    """How settlements are reckoned from a day on."""

    valid_from = DayField(label=_("적용일"), help_text=_("퇴직일이 이 날 이후인 정산부터 따릅니다."))
    february = forms.ChoiceField(
        label=_("평균임금 첫날이 2월에 없을 때"), choices=EndingSetting.February.choices
    )
    rounding = forms.ChoiceField(label=_("퇴직금의 끝수"), choices=EndingSetting.Rounding.choices)
    gap_days = forms.IntegerField(
        label=_("이어진 것으로 보는 공백(일)"),
        min_value=0,
        max_value=90,
        help_text=_("계약 사이가 이 일수까지면 계속근로로 셉니다. 주말이나 공휴일만 끼면 2~3일입니다."),
    )
    pays_fairness = forms.BooleanField(
        label=_("공정수당 지급"),
        required=False,
        help_text=_("2027년 1월부터의 정부 계획이며 아직 법이 아닙니다."),
    )
    source = forms.CharField(label=_("근거"), max_length=200, help_text=_("지침, 내부 결재의 이름"))


class LeftOutForm(forms.Form):
    """Whether the average wage leaves out days with a mark."""

    code = forms.ChoiceField(label=_("부호"))
    valid_from = DayField(label=_("적용일"))
    left_out = forms.BooleanField(label=_("평균임금에서 뺌"), required=False)
    source = forms.CharField(label=_("근거"), max_length=200)

    def __init__(self, *arguments: Any, codes: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["code"] = forms.ChoiceField(label=_("부호"), choices=codes)
