"""What an HR officer types about the institution's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import EmployerKind, FutureDays, InstitutionSetting
from openinsa.rules.choices import DEFAULT_SETTINGS, word_of
from openinsa.staffing.models import DayCode
from openinsa.staffing.setting_words import SETTING_WORDS
from openinsa.web.forms import DayField


class SettingsForm(forms.Form):
    """Settings from a day on; every choice that the law leaves is one field."""

    valid_from = DayField(
        label=_("적용일"), help_text=_("이 날이 든 달의 급여부터 따릅니다. 이미 지급한 달은 바뀌지 않습니다.")
    )
    employer_kind = forms.ChoiceField(label=_("사업장 규모"), choices=EmployerKind.choices)
    accident_rate_ppm = forms.IntegerField(
        label=_("산재보험료율(백만분율)"), min_value=0, max_value=200_000, help_text=_("0.966%는 9660")
    )
    pay_day = forms.IntegerField(label=_("급여일(다음 달)"), min_value=1, max_value=28)
    future_days = forms.ChoiceField(label=_("아직 오지 않은 날의 근무 입력"), choices=FutureDays.choices)
    source = forms.CharField(
        label=_("근거"), max_length=200, help_text=_("고시, 조례, 내부 규정의 이름과 조항")
    )

    def __init__(self, *arguments: Any, held: InstitutionSetting, **named: Any) -> None:
        usual = {name: word_of(name, number) for name, number in DEFAULT_SETTINGS.items()} | held.choices
        plain = {
            name: getattr(held, name)
            for name in ("employer_kind", "accident_rate_ppm", "pay_day", "future_days")
        }
        super().__init__(*arguments, initial=plain | usual, **named)
        for name, words in SETTING_WORDS.items():
            self.fields[name] = forms.ChoiceField(label=words.label, choices=list(words.options.items()))

    def choices_made(self) -> dict[str, str]:
        """The typed choices by setting."""
        return {name: self.cleaned_data[name] for name in SETTING_WORDS}


class HolidayForm(forms.Form):
    date = DayField(label=_("날짜"))
    name = forms.CharField(label=_("이름"), max_length=60)
    source = forms.CharField(label=_("근거"), max_length=200, help_text=_("조례나 내부 결재의 이름"))


class DayCodeForm(forms.Form):
    paid = forms.BooleanField(label=_("유급"), required=False)
    attendance = forms.ChoiceField(label=_("개근 판단"), choices=DayCode.Attendance.choices)
