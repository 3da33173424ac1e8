"""What is typed with a thumb: leave to ask for, a day to report, an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.web.forms import DayField
from openinsa.worker.actions import ANSWER, WORDS, askable_codes
from openinsa.worker.models import DayReport

PICKED = {"type": "date"}


class PickedDay(DayField):
    """A day picked from the phone's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs=PICKED)


class LeaveForm(forms.Form):
    """Leave that a worker asks for."""

    code = forms.ChoiceField(label=_("휴가 종류"))
    first_day = PickedDay(label=_("첫날"))
    last_day = PickedDay(label=_("마지막 날"))
    words = forms.CharField(
        label=_("하고 싶은 말"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("담당자만 봅니다. 병 이름은 적지 않아도 됩니다."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["code"].choices = [(one.code, one.label) for one in askable_codes()]


class ReportForm(forms.Form):
    """A day that is written down wrongly."""

    day = PickedDay(label=_("틀린 날"))
    note = forms.CharField(
        label=_("무엇이 틀렸나요?"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("예: 18시까지 일했는데 15시까지로 적혀 있습니다."),
    )
    photo = forms.FileField(
        label=_("사진"),
        required=False,
        max_length=200,
        help_text=_(
            "출근부나 시계를 찍은 사진(JPEG·PNG, 12MB까지). 찍은 곳과 시각 정보는 지우고 보관합니다."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )


class LeaveAnswerForm(forms.Form):
    """Whether leave is given, and why not."""

    approve = forms.TypedChoiceField(
        label=_("결정"),
        choices=[("yes", _("승인하고 근무상황에 적기")), ("no", _("반려"))],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("답변"), max_length=ANSWER, required=False, help_text=_("반려하면 까닭을 적어야 합니다.")
    )


class ReportAnswerForm(forms.Form):
    """What was done about a reported day."""

    state = forms.ChoiceField(
        label=_("결과"),
        choices=[
            (DayReport.State.CORRECTED.value, _("고쳤습니다")),
            (DayReport.State.ANSWERED.value, _("그대로 맞습니다")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("답변"), max_length=ANSWER, widget=forms.Textarea(attrs={"rows": 3}))
