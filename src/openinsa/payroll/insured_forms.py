"""What people type about insurances and tax; the actions decide whether it may stand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Dependant, InsuredState
from openinsa.staffing.models import Contract
from openinsa.web.forms import DayField, WonField

PERSONAL = ("short_hours_pension_wish", "pension_first_month_requested", "employment_before_65")
PERCENTS = [(80, "80%"), (100, "100%"), (120, "120%")]


class DeclareForm(forms.Form):
    """An insurance of the picked people from a day on."""

    insurance = forms.ChoiceField(label=_("보험"), choices=InsuredState.Insurance.choices)
    valid_from = DayField(
        label=_("적용일"),
        help_text=_(
            "1일이면 그 달 보험료부터, 2일 이후면 다음 달 보험료부터 따릅니다. 입사일은 입사한 달부터입니다."
        ),
    )
    standing = forms.ChoiceField(label=_("판정"), choices=InsuredState.Standing.choices)
    ground = forms.ChoiceField(
        label=_("사유"),
        choices=InsuredState.Ground.choices,
        help_text=_(
            "다른 사업장과 합산해 신청한 사람은 신청한 날을 적용일로 적습니다. 고용보험의 보수 합산은 2027년부터입니다."
        ),
    )
    base = WonField(
        label=_("기준소득월액·보수월액"),
        required=False,
        max_value=100_000_000,
        help_text=_("비워 두면 그달 과세급여로 계산합니다."),
    )
    note = forms.CharField(label=_("비고"), max_length=200, required=False)


class KindOfWorkForm(forms.Form):
    """How the picked people are taxed, and what the insurances ask about their hire."""

    tax_mode = forms.ChoiceField(
        label=_("과세 방식"),
        choices=Contract.TaxMode.choices,
        help_text=_("일용근로소득은 3개월(건설현장 1년)이 되는 달부터 간이세액표로 바뀝니다."),
    )
    day_labour = forms.BooleanField(
        label=_("일용근로(하루 단위 고용)"),
        required=False,
        help_text=_("국민연금과 건강보험을 그달의 근로일수·시간·소득으로 판단합니다."),
    )
    short_hours_pension_wish = forms.BooleanField(
        label=_("월 60시간 미만이지만 국민연금 가입을 희망하고 기관이 동의"), required=False
    )
    pension_first_month_requested = forms.BooleanField(
        label=_("입사한 달부터 국민연금 납부를 희망"), required=False
    )
    employment_before_65 = forms.BooleanField(label=_("65세 전부터 고용보험에 계속 가입"), required=False)
    reason = forms.CharField(label=_("바꾸는 사유"), max_length=200)

    def of_many(self) -> "KindOfWorkForm":
        """Without what a person alone can wish or have: for many these stay as they are."""
        for name in PERSONAL:
            del self.fields[name]
        return self


class WithholdingForm(forms.Form):
    valid_from = DayField(
        label=_("신청일"), help_text=_("다음 급여부터 그해 말까지 따르고, 새해에는 100%로 돌아갑니다.")
    )
    percent = forms.TypedChoiceField(label=_("원천징수 비율"), choices=PERCENTS, coerce=int)


class DependantForm(forms.Form):
    relation = forms.ChoiceField(label=_("관계"), choices=Dependant.Relation.choices)
    birth_date = DayField(
        label=_("생년월일"), help_text=_("자녀는 지급일의 나이로 8세 이상 20세 이하인지 셉니다.")
    )
    valid_from = DayField(label=_("공제 시작일"))
    valid_to = DayField(label=_("마지막 날"), required=False)


class OtherWorkForm(forms.Form):
    employer = forms.CharField(label=_("다른 근무지"), max_length=100)
    valid_from = DayField(label=_("적용일"))
    valid_to = DayField(label=_("마지막 날"), required=False)
    main_workplace = forms.BooleanField(
        label=_("그곳이 주된 근무지"),
        required=False,
        help_text=_("이곳에서는 본인만 공제대상으로 보고 소득세를 뗍니다."),
    )
    pension_income = WonField(
        label=_("그곳의 국민연금 기준소득월액"),
        required=False,
        max_value=100_000_000,
        help_text=_("두 곳의 합이 상한액을 넘으면 상한액을 소득 비율로 나눕니다."),
    )

    def clean_pension_income(self) -> int:
        return self.cleaned_data["pension_income"] or 0


class UntilForm(forms.Form):
    valid_to = DayField(label=_("마지막 날"))
