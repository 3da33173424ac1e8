"""What people type about consents, permissions, pregnancies and other papers about working time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.staffing.models import Approval, Consent, DecidedWeek
from openinsa.web.forms import DayField


class PaperForm(forms.Form):
    """A paper with its days."""

    dated_on = DayField(label=_("문서 날짜"))
    document = forms.CharField(
        label=_("문서"), max_length=200, help_text=_("동의서, 요청서, 인가서의 이름과 번호나 결재 제목")
    )
    valid_from = DayField(label=_("적용 시작일"))
    valid_to = DayField(label=_("적용 종료일"), required=False, help_text=_("비우면 거둘 때까지입니다."))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        since, to = typed.get("valid_from"), typed.get("valid_to")
        if since and to and to < since:
            self.add_error("valid_to", _("종료일이 시작일보다 앞입니다. 날짜를 고쳐 주세요."))
        return typed


class ConsentForm(PaperForm):
    """A consent, request or permission of one or many people."""

    kind = forms.ChoiceField(label=_("종류"), choices=Consent.Kind.choices)

    field_order = ("kind", "dated_on", "document", "valid_from", "valid_to")


class EndPaperForm(forms.Form):
    """The last day of a paper, and why it ends or was none."""

    ends_on = DayField(label=_("마지막 날"))
    reason = forms.CharField(label=_("끝내거나 지우는 사유"), max_length=200)


class PregnancyForm(forms.Form):
    """What a worker told of her pregnancy."""

    told_on = DayField(label=_("알린 날"), help_text=_("이 날부터 월 근무상황에 보호 규정을 표시합니다."))
    due_on = DayField(label=_("출산예정일"), help_text=_("진단서의 날짜. 임신 주수를 거꾸로 셉니다."))
    document = forms.CharField(label=_("진단서·신청서"), max_length=200)


class EndPregnancyForm(forms.Form):
    """How and when a pregnancy ended."""

    day = DayField(label=_("날짜"))
    gave_birth = forms.TypedChoiceField(
        label=_("끝난 사유"),
        choices=[("true", _("출산(산후 1년 보호가 시작됨)")), ("false", _("출산 없이 끝남"))],
        coerce=lambda word: word == "true",
    )


class ApprovalForm(PaperForm):
    """What was approved or agreed for a project."""

    kind = forms.ChoiceField(label=_("종류"), choices=Approval.Kind.choices)
    use_months = forms.IntegerField(
        label=_("보상휴가를 쓸 수 있는 달 수"),
        required=False,
        min_value=1,
        max_value=36,
        help_text=_(
            "보상휴가 합의에만 씁니다. 일한 달의 다음 달부터 세며, 비우면 퇴사할 때까지 쓸 수 있습니다."
        ),
    )

    field_order = ("kind", "dated_on", "document", "valid_from", "valid_to", "use_months")


class DecidedWeekForm(forms.Form):
    """Whether a week's holiday is paid, decided in place of the law's test."""

    week_end = DayField(label=_("주의 마지막 날"), help_text=_("그 주의 주휴일"))
    ruling = forms.ChoiceField(label=_("결정"), choices=DecidedWeek.Ruling.choices)
    reason = forms.CharField(label=_("사유"), max_length=200)
