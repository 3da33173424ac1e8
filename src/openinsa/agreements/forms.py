"""What is typed about agreements."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.web.forms import DayField

USUAL_DAYS = 7


class DueForm(forms.Form):
    """Until when the worker is asked to sign."""

    due_on = DayField(
        label=_("서명 기한"), help_text=_("이날까지 서명할 수 있습니다. 나중에 늘릴 수 있습니다.")
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.initial.setdefault("due_on", timezone.localdate() + timedelta(days=USUAL_DAYS))


class RemindForm(forms.Form):
    """Another last day, if one is wanted."""

    due_on = DayField(
        label=_("새 서명 기한"), required=False, help_text=_("비우면 지금 기한 그대로 다시 알립니다.")
    )


class NoWordsForm(forms.Form):
    """Nothing but a confirmation."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("사유"), max_length=200, help_text=_("계약서의 경과에 남고 근로자도 봅니다.")
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("서명하지 않는 까닭"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("어느 부분이 다른지 적어 주세요. 담당자가 보고 다시 연락합니다."),
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("스캔한 파일"),
        help_text=_("PDF, JPEG, PNG. 10MB까지"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class SignForm(forms.Form):
    """The worker's signature: drawn, or by the typed name. `shown` names the file that was read."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    stroke = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    typed = forms.CharField(
        label=_("성명"),
        max_length=100,
        required=False,
        help_text=_("그리기 어려우면 성명을 계약서에 적힌 대로 적어 서명합니다."),
    )
    read = forms.BooleanField(label=_("계약서를 모두 읽었고 이 내용으로 계약합니다."))
