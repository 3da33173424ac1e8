from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.leave.models import LeaveAllowance, LeaveSetting
from openinsa.web.forms import DayField, MinutesField


class GrantForm(forms.Form):
    """Leave that HR adds by hand."""

    minutes = MinutesField(label=_("시간"), help_text=_("하루 8시간이면 15일은 120:00입니다."))
    granted_on = DayField(label=_("발생일"))
    expires_on = DayField(label=_("사용 기한"))
    reason = forms.CharField(label=_("사유"), max_length=200)


class FirstNoticeForm(forms.Form):
    """When and how workers were told how much leave is left."""

    day = DayField(label=_("1차 촉구일"))
    proof = forms.CharField(
        label=_("증거"), max_length=200, help_text=_("문서번호, 전자결재, 서명한 통지서의 보관처")
    )


class PlanForm(forms.Form):
    day = DayField(label=_("알려 온 날"))
    plan = forms.CharField(label=_("알려 온 사용 시기"), max_length=300)


class SecondNoticeForm(forms.Form):
    day = DayField(label=_("2차 통보일"))
    second_notice = forms.CharField(label=_("정해 준 사용 시기"), max_length=300)
    proof = forms.CharField(label=_("증거"), max_length=200, help_text=_("문서번호나 보관처"))


class FirstPaperForm(forms.Form):
    """The day that the first notices are dated."""

    day = DayField(label=_("촉구서 날짜"))


class SecondPaperForm(forms.Form):
    day = DayField(label=_("통보서 날짜"))
    appointed = forms.CharField(
        label=_("정해 준 사용 시기"),
        max_length=300,
        required=False,
        help_text=_("2차 통보를 이미 적은 사람에게는 적어 둔 사용 시기가 찍힙니다."),
    )


class DropPromotionForm(forms.Form):
    reason = forms.CharField(label=_("지우는 사유"), max_length=200)


class DropGrantForm(forms.Form):
    reason = forms.CharField(label=_("지우는 사유"), max_length=200)


class AllowanceForm(forms.Form):
    """How many days of a leave the institution's own rule gives."""

    valid_from = DayField(label=_("적용일"))
    days = forms.IntegerField(label=_("일수"), min_value=0, max_value=999)
    per = forms.ChoiceField(
        label=_("세는 기간"),
        choices=LeaveAllowance.Per.choices,
        help_text=_("한 해는 1월 1일부터, 사유마다는 앞선 1년을 함께 셉니다."),
    )
    source = forms.CharField(
        label=_("근거"), max_length=200, help_text=_("조례, 취업규칙, 내부 규정의 이름과 조항")
    )


class LeaveSettingForm(forms.Form):
    """How leave is granted from a day on, and how much may be taken in advance."""

    valid_from = DayField(
        label=_("적용일"), help_text=_("주는 기준을 바꾸는 날은 회계연도의 첫날이어야 합니다.")
    )
    granting = forms.ChoiceField(label=_("연차를 주는 기준"), choices=LeaveSetting.Granting.choices)
    fiscal_month = forms.TypedChoiceField(
        label=_("회계연도가 시작하는 달"),
        choices=[(month, _("%(month)d월") % {"month": month}) for month in range(1, 13)],
        coerce=int,
    )
    share_unit = forms.TypedChoiceField(
        label=_("비례 연차를 올리는 단위"),
        choices=LeaveSetting.ShareUnit.choices,
        coerce=int,
        help_text=_("입사한 해의 비례 연차는 15일에 재직한 날의 비율을 곱하고 이 단위로 올립니다."),
    )
    settlement = forms.ChoiceField(
        label=_("회계연도 기준이 더 많을 때(퇴사)"),
        choices=LeaveSetting.Settlement.choices,
        help_text=_(
            "적을 때에는 언제나 입사일 기준만큼 더해 줍니다. 다시 계산하려면 취업규칙에 있어야 합니다."
        ),
    )
    advance = forms.ChoiceField(label=_("당겨 쓰는 연차"), choices=LeaveSetting.Advance.choices)
    advance_days = forms.IntegerField(
        label=_("당겨 쓸 수 있는 일수"), min_value=0, max_value=25, help_text=_("0이면 생긴 연차만 씁니다.")
    )
    source = forms.CharField(
        label=_("근거"), max_length=200, help_text=_("취업규칙, 내부 규정의 이름과 조항")
    )
