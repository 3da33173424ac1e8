"""What people type about flexible hours; the actions decide whether it may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.staffing.models import FlexibleAgreement
from openinsa.web.forms import DayField

LONGEST_UNIT = 26
"""Weeks of half a year: what the field takes; how long a unit period may be is the law's."""


class AgreementForm(forms.Form):
    """An agreement on flexible hours."""

    kind = forms.ChoiceField(label=_("종류"), choices=FlexibleAgreement.Kind.choices)
    unit_length = forms.IntegerField(
        label=_("단위기간 길이"), min_value=1, max_value=LONGEST_UNIT, help_text=_("예: 2주면 2")
    )
    unit = forms.ChoiceField(label=_("길이의 단위"), choices=FlexibleAgreement.Unit.choices)
    starts_on = DayField(
        label=_("첫 단위기간 시작일"), help_text=_("주의 첫날(주휴일 다음 날)이 알맞습니다.")
    )
    ends_on = DayField(
        label=_("유효기간의 마지막 날"),
        help_text=_("이날까지 단위기간이 이어집니다. 단위기간 가운데에서 끝나면 그날 정산합니다."),
    )
    agreed_on = DayField(label=_("합의한 날"), help_text=_("2주 이내는 취업규칙을 시행한 날"))
    agreed_with = forms.CharField(
        label=_("근로자대표"), max_length=100, required=False, help_text=_("2주 이내는 비워도 됩니다.")
    )
    document = forms.CharField(label=_("문서"), max_length=200, help_text=_("서면 합의서나 취업규칙 조항"))
    wage_plan = forms.CharField(
        label=_("임금보전방안"),
        max_length=200,
        required=False,
        help_text=_("3개월을 넘으면 고용노동부에 신고한 날과 번호, 또는 서면으로 합의한 내용"),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        since, to = typed.get("starts_on"), typed.get("ends_on")
        if since and to and to < since:
            self.add_error("ends_on", _("종료일이 시작일보다 앞입니다. 날짜를 고쳐 주세요."))
        return typed


class CoverForm(forms.Form):
    """From when to when people are under an agreement."""

    valid_from = DayField(
        label=_("적용 시작일"), required=False, help_text=_("비우면 합의나 계약의 첫날부터입니다.")
    )
    valid_to = DayField(
        label=_("적용 종료일"), required=False, help_text=_("비우면 합의나 계약의 마지막 날까지입니다.")
    )
