"""What is typed in the review of access records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.web.forms import ClockField, DayField


class FoundOutForm(forms.Form):
    """What looking into it showed."""

    note = forms.CharField(
        label=_("확인한 내용"),
        max_length=500,
        help_text=_("누구에게 무엇을 물었고 어떻게 보았는지 적습니다. 개인정보는 적지 마세요."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignOffForm(forms.Form):
    note = forms.CharField(
        label=_("의견"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AccessSettingForm(forms.Form):
    """From which day on, how long records stay at hand and from how much on something is brought up."""

    valid_from = DayField(label=_("적용일"))
    keep_years = forms.IntegerField(
        label=_("접속기록 보관(년)"),
        min_value=1,
        max_value=10,
        help_text=_("법은 1년 이상, 고유식별정보를 다루면 2년 이상입니다(안전성 확보조치 기준 제8조)."),
    )
    many_people = forms.IntegerField(label=_("하루에 본 사람 수"), min_value=2, max_value=100_000)
    night_from = ClockField(label=_("야간 시작"))
    night_to = ClockField(label=_("야간 끝"))
    reveals_a_day = forms.IntegerField(label=_("하루에 가려진 값을 본 횟수"), min_value=1, max_value=1_000)
    least_letters = forms.IntegerField(label=_("사유의 최소 글자 수"), min_value=1, max_value=100)
    known_address_days = forms.IntegerField(label=_("새 접속지로 보는 날수"), min_value=1, max_value=730)
    source = forms.CharField(label=_("근거"), max_length=200)

    fields_in_order = (
        *("keep_years", "many_people", "night_from", "night_to"),
        *("reveals_a_day", "least_letters", "known_address_days"),
    )

    @classmethod
    def values_of(cls, rules: Any) -> dict[str, Any]:
        """What holds now, to begin with."""
        return {name: getattr(rules, name) for name in cls.fields_in_order}
