"""What people type about projects and contracts; the actions decide whether it may stand."""

from typing import Any

from django import forms
from django.db.models import Case, Q, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from openinsa.compute.tables import months_number
from openinsa.people.models import Department, User
from openinsa.people.roles import Role
from openinsa.staffing.marks import MARK_AT_MOST
from openinsa.staffing.models import (
    LONGEST_MONTH,
    Allowance,
    ContractVersion,
    DayCode,
    Deduction,
    PayTable,
    Project,
)
from openinsa.staffing.schedules import UnreadableShift, hours_of, shift_in_words, shift_typed
from openinsa.staffing.sheet import WEEKDAYS
from openinsa.web.forms import DayField, MinutesField, PercentField, WonField


class ProjectForm(forms.Form):
    name = forms.CharField(label=_("사업명"), max_length=200)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("부서"))
    starts_on = DayField(label=_("시작일"))
    ends_on = DayField(label=_("종료일"))
    budget = WonField(label=_("예산액"), help_text=_("보수와 기관부담금을 합한 금액"))
    construction_site = forms.BooleanField(
        label=_("건설현장"),
        required=False,
        help_text=_(
            "일용근로자의 국민연금을 일수와 소득으로만 판단하고, 1년까지 일용근로소득으로 과세합니다."
        ),
    )
    day_labour_payment = forms.ChoiceField(
        label=_("일용 노임 지급"),
        choices=Project.DayLabourPayment.choices,
        help_text=_("소득세를 지급하는 때마다 계산합니다."),
    )
    review_approval = forms.CharField(
        label=_("사전심사 승인번호"),
        max_length=100,
        required=False,
        help_text=_("기간제근로자 채용 사전심사의 문서번호나 승인번호"),
    )
    review_approved_on = DayField(label=_("사전심사 승인일"), required=False)
    clerks = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("사업담당"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["department"].queryset = Department.objects.all()
        chosen = Case(When(pk__in=self.initial.get("clerks", []), then=0), default=1)
        clerks = Q(roles__contains=[Role.PROJECT_CLERK]) | Q(rights__isnull=False)
        self.fields["clerks"].queryset = User.objects.filter(clerks, is_active=True).order_by(chosen, "name")


class HolidaySwapForm(forms.Form):
    holiday = DayField(label=_("일하기로 한 공휴일"))
    instead = DayField(label=_("대신 쉬는 근무일"))
    agreed_on = DayField(label=_("서면합의일"), help_text=_("근로자대표와 서면으로 합의한 날"))
    agreement = forms.CharField(label=_("합의서 번호"), max_length=100, help_text=_("문서번호나 결재 제목"))
    grounds = forms.CharField(
        label=_("사유"), max_length=200, required=False, help_text=_("노동절을 바꿀 때에는 반드시 적습니다.")
    )


PART_TIME = [
    ("", _("1주 시간에 따름(40시간 미만)")),
    ("yes", _("단시간근로자")),
    ("no", _("통상 근로자")),
]
PART_TIME_HELP = _(
    "같은 일을 하는 통상 근로자의 1주 시간보다 짧으면 단시간근로자입니다(근로기준법 제2조). 소정근로를 넘으면 곧 가산임금을 줍니다."
)
SAID_PART_TIME = {"": None, "yes": True, "no": False}


class TermsForm(forms.Form):
    """New terms of a contract from a day on."""

    valid_from = DayField(
        label=_("적용 시작일"), help_text=_("이 날부터 계약 종료일까지 새 조건을 따릅니다.")
    )
    pay_basis = forms.ChoiceField(label=_("임금 형태"), choices=ContractVersion.PayBasis.choices)
    rate = WonField(label=_("임금 단가"), min_value=1)
    daily_scheduled_minutes = MinutesField(label=_("1일 소정근로시간"), help_text=_("8, 7.5 또는 7:30처럼"))
    weekly_scheduled_minutes = MinutesField(label=_("1주 소정근로시간"))
    weekly_scheduled_days = forms.IntegerField(label=_("1주 소정근로일수"), min_value=1, max_value=7)
    monthly_scheduled_minutes = MinutesField(
        label=_("월 소정근로시간"),
        required=False,
        help_text=_(
            "주마다 달라 한 달 시간을 따로 정했을 때만 적습니다. 국민연금·건강보험·고용보험의 월 60시간 판단에 씁니다. 비우면 1주 시간으로 계산합니다."
        ),
    )
    part_time = forms.ChoiceField(
        label=_("단시간근로자"), choices=PART_TIME, required=False, help_text=PART_TIME_HELP
    )
    month_hours = forms.IntegerField(
        label=_("월 유급시간"),
        min_value=0,
        max_value=400,
        required=False,
        help_text=_(
            "토요일처럼 소정근로 밖의 시간도 유급으로 정했을 때만 적습니다(226, 243시간). 비우면 소정근로와 주휴로 계산합니다."
        ),
    )
    week_ends_on = forms.TypedChoiceField(
        label=_("주휴일"),
        choices=ContractVersion.Weekday.choices,
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(label=_("바꾸는 사유"), max_length=200)

    def clean_month_hours(self) -> int:
        return self.cleaned_data["month_hours"] or 0

    def clean_monthly_scheduled_minutes(self) -> int:
        minutes = self.cleaned_data["monthly_scheduled_minutes"] or 0
        if minutes > LONGEST_MONTH:
            raise forms.ValidationError(_("한 달 시간보다 깁니다. 시간을 고쳐 주세요."))
        return minutes

    def clean_part_time(self) -> bool | None:
        return SAID_PART_TIME[self.cleaned_data["part_time"]]


class ShiftField(forms.CharField):
    """A weekday's plan, typed as in a cell of the month; nothing is a day without work."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            max_length=MARK_AT_MOST,
            widget=forms.TextInput(attrs={"placeholder": "09:00-18:00/12:00-13:00", "autocomplete": "off"}),
            **options,
        )

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return shift_typed(typed)
        except UnreadableShift as unreadable:
            raise forms.ValidationError(
                _("시각을 읽을 수 없습니다. 09:00-18:00/12:00-13:00처럼 시작-끝/휴게로 써 주세요.")
            ) from unreadable

    def prepare_value(self, value: Any) -> Any:
        return shift_in_words(value) if isinstance(value, list) else value


class ScheduleForm(forms.Form):
    """On which weekdays and from when to when somebody works, from a day on or for some days."""

    valid_from = DayField(label=_("적용 시작일"))
    valid_to = DayField(
        label=_("적용 종료일"),
        required=False,
        help_text=_(
            "비우면 계약 종료일까지입니다. 한 주만 다르게 일하면 그 주의 첫날과 마지막 날을 적습니다. 그 뒤에는 앞서 정한 시간표로 돌아갑니다."
        ),
    )
    week_ends_on = forms.TypedChoiceField(
        label=_("주휴일"), choices=ContractVersion.Weekday.choices, coerce=int
    )
    part_time = forms.ChoiceField(
        label=_("단시간근로자"), choices=PART_TIME, required=False, help_text=PART_TIME_HELP
    )
    reason = forms.CharField(label=_("바꾸는 사유"), max_length=200)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for weekday, (_number, label) in zip(WEEKDAYS, ContractVersion.Weekday.choices, strict=True):
            said = format_lazy(_("{weekday}요일"), weekday=label)
            self.fields[weekday] = ShiftField(label=said)
        self.order_fields(["valid_from", "valid_to", *WEEKDAYS])

    def clean_part_time(self) -> bool | None:
        return SAID_PART_TIME[self.cleaned_data["part_time"]]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and not any(typed[weekday] for weekday in WEEKDAYS):
            raise forms.ValidationError(_("일하는 요일이 없습니다. 한 요일이라도 시각을 적어 주세요."))
        since, to = typed.get("valid_from"), typed.get("valid_to")
        if since and to and to < since:
            self.add_error("valid_to", _("종료일이 시작일보다 앞입니다. 날짜를 고쳐 주세요."))
        return typed

    def terms(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What was typed as terms of a contract."""
        schedule = {weekday: typed[weekday] for weekday in WEEKDAYS if typed[weekday]}
        told = {} if typed["part_time"] is None else {"part_time": typed["part_time"]}
        return {"schedule": schedule, "week_ends_on": typed["week_ends_on"], **hours_of(schedule), **told}


class PayFactsForm(forms.Form):
    """What minimum wage and tax ask about the picked people's contracts."""

    probation_to = DayField(
        label=_("수습 마지막 날"),
        required=False,
        help_text=_(
            "1년 이상 계약의 처음 3개월까지, 단순노무가 아닐 때만 최저임금의 90%까지 줄일 수 있습니다. 수습이 없으면 비웁니다."
        ),
    )
    simple_labour = forms.BooleanField(label=_("단순노무 직종"), required=False)
    production_job = forms.BooleanField(
        label=_("생산직 등(연장수당 비과세 직종)"),
        required=False,
        help_text=_(
            "생산·운전·돌봄·청소·경비·조리와 단순 서비스 직종의 연장·야간·휴일수당을 한도까지 비과세합니다."
        ),
    )
    last_year_gross = WonField(
        label=_("직전 연도 총급여"),
        required=False,
        max_value=1_000_000_000,
        help_text=_("비우면 이 기관에서 지난해에 준 급여로 봅니다."),
    )
    reason = forms.CharField(label=_("바꾸는 사유"), max_length=200)


class SpanForm(forms.Form):
    """Something that holds for one or many people for a time, at most to the end of each contract."""

    valid_from = DayField(label=_("적용 시작일"))
    valid_to = DayField(
        label=_("적용 종료일"), required=False, help_text=_("비우면 저마다 계약이 끝나는 날까지입니다.")
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        since, to = typed.get("valid_from"), typed.get("valid_to")
        if since and to and to < since:
            self.add_error("valid_to", _("종료일이 시작일보다 앞입니다. 날짜를 고쳐 주세요."))
        return typed


UNUSED = (None, "", [], "yes")
"""What a field that is seldom wanted holds when nobody wanted it."""


class _PayItemForm(SpanForm):
    """What a pay item and an agreed deduction have in common."""

    RARE: tuple[str, ...] = ()
    """Fields that are seldom wanted, folded away."""
    kinds_ask_differently = False

    amount = WonField(label=_("금액"), min_value=1, max_value=1_000_000_000)

    field_order: tuple[str, ...] = ("name", "kind", "amount", "valid_from", "valid_to")

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name not in self.RARE]

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name in self.RARE]

    @property
    def rare_are_used(self) -> bool:
        return any(bound.errors or bound.value() not in UNUSED for bound in self.rare_fields)

    def item(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What was typed as fields of the stored row."""
        return typed


class AllowanceForm(_PayItemForm):
    """A pay item beside the wage, for one or many people; only what its kind asks for is asked."""

    OF_KIND = {
        Allowance.Kind.MONTHLY: (
            "amount",
            "months",
            "proration",
            "minimum_wage",
            "condition",
            "ordinary_from",
        ),
        Allowance.Kind.PER_WORKED_DAY: ("amount", "minimum_wage", "condition", "ordinary_from"),
        Allowance.Kind.PER_MARKED_DAY: ("day_code", "amount"),
        Allowance.Kind.PER_HOUR: ("hours", "amount", "minimum_wage", "condition", "ordinary_from"),
        Allowance.Kind.SHARE: ("pay", "share", "months", "proration", "condition", "ordinary_from"),
        Allowance.Kind.TABLE: (
            "pay_table",
            "grade",
            "service_from",
            "months",
            "proration",
            "minimum_wage",
            "condition",
            "ordinary_from",
        ),
    }
    RARE = ("months", "ordinary_from", "average_wage", "rounding")
    kinds_ask_differently = True

    name = forms.CharField(
        label=_("수당명"),
        max_length=60,
        help_text=_("급여명세서에 그대로 나옵니다. 예: 급식비, 교통비, 위험수당"),
    )
    kind = forms.ChoiceField(
        label=_("지급 방식"),
        choices=Allowance.Kind.choices,
        help_text=_("고르면 아래에 그 방식에 필요한 칸만 나옵니다."),
    )
    day_code = forms.ChoiceField(
        label=_("어느 부호의 날"), help_text=_("근무상황에 이 부호가 있는 날마다 한 번씩 줍니다.")
    )
    hours = forms.ChoiceField(
        label=_("어느 시간"),
        choices=[(one.value, one.label) for one in Allowance.HOURS],
        help_text=_("근무한 시간마다 주는 것만 통상임금과 최저임금에 듭니다."),
    )
    pay = forms.ChoiceField(label=_("무엇의 비율"), choices=[(one.value, one.label) for one in Allowance.PAY])
    share = PercentField(label=_("비율(%)"), highest=1_000, help_text=_("5, 4.75 또는 60%처럼"))
    pay_table = forms.ChoiceField(
        label=_("호봉표"), help_text=_("기관 설정의 '호봉표'에 올려 둔 표 가운데 고릅니다.")
    )
    grade = forms.CharField(label=_("등급"), max_length=40, help_text=_("표의 첫 칸에 적은 대로"))
    service_from = DayField(
        label=_("근속 기산일"), required=False, help_text=_("비우면 저마다 계약을 시작한 날부터 셉니다.")
    )
    months = forms.MultipleChoiceField(
        label=_("주는 달"),
        choices=[(f"{month}", format_lazy(_("{month}월"), month=month)) for month in range(1, 13)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("상여금·명절휴가비처럼 정한 달에만 줄 때 고릅니다. 고르지 않으면 매달 줍니다."),
    )
    proration = forms.ChoiceField(
        label=_("일할 여부"),
        choices=Allowance.Proration.choices,
        help_text=_("월 정액을 달의 일부만 재직한 사람에게 전액 줄지, 재직한 날만큼 나눌지입니다."),
    )
    tax = forms.ChoiceField(label=_("과세 구분"), choices=Allowance.Tax.choices)
    minimum_wage = forms.ChoiceField(label=_("최저임금 산입"), choices=Allowance.MinimumWage.choices)
    condition = forms.ChoiceField(
        label=_("지급 조건"),
        choices=Allowance.Condition.choices,
        help_text=_("통상임금에 드는지를 가릅니다. 재직·근무일수 조건은 2024-12-19부터 따지지 않습니다."),
    )
    ordinary_from = DayField(
        label=_("통상임금 산입일"),
        required=False,
        help_text=_(
            "비우면 지급 조건에 따라 법이 정한 날부터 통상임금에 듭니다. 정한 달에만 주는 것은 1년분의 12분의 1, 근무일당은 1일 소정근로시간으로 나눈 금액이 듭니다."
        ),
    )
    average_wage = forms.ChoiceField(
        label=_("평균임금 산입"),
        choices=[("yes", _("넣음")), ("no", _("넣지 않음"))],
        required=False,
        help_text=_("휴업수당과 퇴직금의 기준입니다. 실비와 은혜적인 금품은 넣지 않습니다."),
    )
    rounding = forms.ChoiceField(
        label=_("이 수당의 끝수"),
        choices=[("", _("기관 설정대로")), *Allowance.Rounding.choices],
        required=False,
    )

    field_order = (
        "name",
        "kind",
        "day_code",
        "hours",
        "pay",
        "share",
        "pay_table",
        "grade",
        "service_from",
        "amount",
        "valid_from",
        "valid_to",
    )

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, **named)
        kind = (data or named.get("initial") or {}).get("kind") or Allowance.Kind.MONTHLY
        asked = self.OF_KIND.get(kind, self.OF_KIND[Allowance.Kind.MONTHLY])
        for name in {name for names in self.OF_KIND.values() for name in names} - set(asked):
            del self.fields[name]
        if "day_code" in self.fields:
            codes = DayCode.objects.exclude(code="work")
            self.fields["day_code"].choices = [(one.code, f"{one.mark} · {one.label}") for one in codes]
        if "pay_table" in self.fields:
            names = PayTable.objects.order_by("name").values_list("name", flat=True).distinct()
            self.fields["pay_table"].choices = [(one, one) for one in names]
        if "amount" in self.fields:
            self.fields["amount"].label = AMOUNTS.get(kind, AMOUNTS[Allowance.Kind.MONTHLY])

    def item(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What was typed as fields of Allowance."""
        kept = {"name", "kind", "valid_from", "valid_to", "proration", "tax", "minimum_wage"}
        kept |= {"condition", "ordinary_from", "day_code", "rounding", "pay_table", "grade", "service_from"}
        months = [int(month) for month in typed.get("months") or range(1, 13)]
        return {name: value for name, value in typed.items() if name in kept} | {
            "amount": typed.get("share") or typed.get("amount", 0),
            "measure": typed.get("hours") or typed.get("pay") or Allowance.Measure.NONE,
            "months": months_number(months),
            "average_wage": typed.get("average_wage") != "no",
        }


AMOUNTS = {
    Allowance.Kind.MONTHLY: _("금액"),
    Allowance.Kind.PER_WORKED_DAY: _("하루 금액"),
    Allowance.Kind.PER_MARKED_DAY: _("하루 금액"),
    Allowance.Kind.PER_HOUR: _("1시간 금액"),
}


class DeductionForm(_PayItemForm):
    """Something kept back from pay by agreement, for one or many people."""

    name = forms.CharField(
        label=_("공제명"), max_length=60, help_text=_("급여명세서에 그대로 나옵니다. 예: 식비, 기숙사비")
    )
    kind = forms.ChoiceField(label=_("공제 방식"), choices=Deduction.Kind.choices)
    agreement = forms.CharField(
        label=_("동의서·단체협약"),
        max_length=200,
        help_text=_("임금에서 빼는 근거입니다. 동의서나 단체협약의 날짜와 문서 번호를 적어 주세요."),
    )


class EndForm(forms.Form):
    ends_on = DayField(label=_("마지막 근무일"))
    reason = forms.CharField(label=_("끝내는 사유"), max_length=200)


class EndPayItemForm(forms.Form):
    """The last day of a pay item or deduction, and why it ends or was none."""

    ends_on = DayField(label=_("마지막 날"))
    reason = forms.CharField(label=_("끝내거나 지우는 사유"), max_length=200)


class UploadForm(forms.Form):
    """A spreadsheet, and its password where it has one."""

    file = forms.FileField(
        label=_("엑셀 파일"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.xlsm"}),
        error_messages={
            "required": _("파일을 골라 주세요."),
            "empty": _("빈 파일입니다. 저장이 끝난 파일인지 확인해 다시 올려 주세요."),
        },
    )
    password = forms.CharField(
        label=_("파일 암호"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("암호로 보호된 파일일 때만 적습니다. 암호는 저장하지 않습니다."),
    )
