"""What is typed about keeping and destroying."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.retention.models import Hold, PersonRequest
from openinsa.web.forms import DayField


class PeriodForm(forms.Form):
    """How long a kind of data is kept, and on what ground."""

    years = forms.IntegerField(label=_("보존 연수"), min_value=0, max_value=100)
    days = forms.IntegerField(label=_("보존 일수"), min_value=0, max_value=3660, required=False)
    source = forms.CharField(
        label=_("근거"), max_length=200, help_text=_("기록관리기준표, 내부 관리계획처럼 기간을 정한 문서")
    )

    def clean_days(self) -> int:
        return self.cleaned_data["days"] or 0


class PreviewForm(forms.Form):
    """The day for which it is asked what would be destroyed."""

    on = DayField(label=_("기준일"), help_text=_("앞으로 올 날을 적으면 그날이라면 파기할 것을 봅니다."))


class ProposeForm(forms.Form):
    """What of the due is proposed."""

    on_day = DayField(widget=forms.HiddenInput)
    kinds = forms.MultipleChoiceField(label=_("파기할 자료"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("비고"), max_length=200, required=False)

    def __init__(self, *arguments: Any, kinds: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kinds"].choices = kinds


class HoldForm(forms.Form):
    """What is held back from destruction: a project, or everything; a person is held from the preview."""

    project = forms.ChoiceField(label=_("사업"), required=False)
    cause = forms.ChoiceField(label=_("유예 사유"), choices=Hold.Cause.choices)
    reason = forms.CharField(
        label=_("내용"), max_length=200, help_text=_("감사 이름, 사건 번호처럼 알아볼 수 있게")
    )
    until = DayField(label=_("유예 기한"), required=False, help_text=_("비우면 풀 때까지 막습니다."))

    def __init__(self, *arguments: Any, projects: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["project"].choices = [("", _("기관 전체")), *projects]


class PersonHoldForm(forms.Form):
    """Why one person's data is held back."""

    cause = forms.ChoiceField(label=_("유예 사유"), choices=Hold.Cause.choices)
    reason = forms.CharField(label=_("내용"), max_length=200)
    until = DayField(label=_("유예 기한"), required=False, help_text=_("비우면 풀 때까지 막습니다."))


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("사유"), max_length=200)


class RequestForm(forms.Form):
    """What a worker demands about the own data."""

    kind = forms.ChoiceField(label=_("요구"), choices=PersonRequest.Kind.choices)
    text = forms.CharField(
        label=_("내용"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("어느 자료를 어떻게 해 달라는지 적어 주세요."),
    )


class AnswerForm(forms.Form):
    """What was done about a demand, or why not."""

    state = forms.ChoiceField(
        label=_("결과"),
        choices=[(one.value, one.label) for one in (PersonRequest.State.DONE, PersonRequest.State.REFUSED)],
    )
    text = forms.CharField(
        label=_("답변"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("따르지 않으면 그 이유와 이의제기방법을 함께 적습니다."),
    )
