"""What an HR officer types about the institution's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import EmployerKind, FutureDays, InstitutionSetting, PremiumBills
from openinsa.rules.choices import DEFAULT_SETTINGS, word_of
from openinsa.staffing.models import DayCode
from openinsa.staffing.setting_words import SETTING_WORDS
from openinsa.web.forms import FULL_WIDTH, ClockField, DayField, PercentField, WonField


class SettingsForm(forms.Form):
    """Settings from a day on; every choice that the law leaves is one field."""

    PARTS = (
        (_("언제부터, 무엇에 따라"), ("valid_from", "source")),
        (
            _("기관"),
            ("employer_kind", "accident_rate_ppm", "pay_day", "future_days", "two_years_notice_days"),
        ),
        (_("보험료와 생활임금"), ("premium_bills", "living_hourly_wage", "living_wage_source")),
        (_("급여 계산"), tuple(SETTING_WORDS)),
    )

    valid_from = DayField(
        label=_("적용일"), help_text=_("이 날이 든 달의 급여부터 따릅니다. 이미 지급한 달은 바뀌지 않습니다.")
    )
    employer_kind = forms.ChoiceField(label=_("사업장 규모"), choices=EmployerKind.choices)
    accident_rate_ppm = PercentField(label=_("산재보험료율(%)"), highest=20, help_text=_("예: 0.966"))
    pay_day = forms.IntegerField(label=_("급여일(다음 달)"), min_value=1, max_value=28)
    future_days = forms.ChoiceField(label=_("아직 오지 않은 날의 근무 입력"), choices=FutureDays.choices)
    premium_bills = forms.ChoiceField(
        label=_("보험료 고지내역"),
        choices=PremiumBills.choices,
        help_text=_("공단의 고지내역을 올려 확인한 달에 따릅니다. 올리지 않은 달은 늘 직접 계산합니다."),
    )
    two_years_notice_days = forms.IntegerField(
        label=_("기간제 2년이 되기 전 알릴 날수"),
        min_value=0,
        max_value=730,
        help_text=_(
            "법이 정한 날수가 아닙니다. 처음 값 90일은 전환 심사와 해고예고에 걸리는 때를 넉넉히 둔 것입니다."
        ),
    )
    living_hourly_wage = WonField(
        label=_("생활임금(시급)"),
        required=False,
        max_value=1_000_000,
        help_text=_("조례로 정한 그해의 생활임금입니다. 적으면 급여를 확인할 때 미달을 알려 줍니다."),
    )
    living_wage_source = forms.CharField(
        label=_("생활임금 근거"), max_length=200, required=False, help_text=_("조례나 고시의 이름과 날짜")
    )
    source = forms.CharField(
        label=_("근거"), max_length=200, help_text=_("고시, 조례, 내부 규정의 이름과 조항")
    )

    def clean_living_hourly_wage(self) -> int:
        return self.cleaned_data["living_hourly_wage"] or 0

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("living_hourly_wage") and not typed.get("living_wage_source"):
            self.add_error("living_wage_source", _("생활임금을 정한 조례나 고시를 적어 주세요."))
        return typed

    def __init__(self, *arguments: Any, held: InstitutionSetting, **named: Any) -> None:
        usual = {name: word_of(name, number) for name, number in DEFAULT_SETTINGS.items()} | held.choices
        plain = {
            name: getattr(held, name)
            for name in (
                "employer_kind",
                "accident_rate_ppm",
                "pay_day",
                "future_days",
                "premium_bills",
                "two_years_notice_days",
                "living_hourly_wage",
                "living_wage_source",
            )
        }
        super().__init__(*arguments, initial=plain | usual, **named)
        for name, words in SETTING_WORDS.items():
            self.fields[name] = forms.ChoiceField(label=words.label, choices=list(words.options.items()))

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        return [(heading, [self[name] for name in names]) for heading, names in self.PARTS]

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


class OwnDayCodeForm(DayCodeForm):
    """What a mark of the institution's own means."""

    label_ko = forms.CharField(label=_("뜻"), max_length=40)
    label_en = forms.CharField(
        label=_("뜻(영문)"), max_length=40, required=False, help_text=_("비우면 한글 뜻을 씁니다.")
    )
    law = forms.CharField(
        label=_("근거"), max_length=100, help_text=_("조례, 취업규칙, 내부 규정의 이름과 조항")
    )
    field_order = ("mark", "label_ko", "label_en", "kind", "paid", "attendance", "law")


class NewDayCodeForm(OwnDayCodeForm):
    """A mark that the institution adds."""

    KINDS = (DayCode.Kind.LEAVE, DayCode.Kind.WORK, DayCode.Kind.FREE)

    mark = forms.CharField(
        label=_("부호"),
        max_length=10,
        help_text=_("칸에 적는 글자입니다. 휴가 부호 뒤에 시간을 붙이면 시간 휴가입니다."),
    )
    kind = forms.ChoiceField(label=_("종류"), choices=[(one.value, one.label) for one in KINDS])


class DutyForm(forms.Form):
    """Whether a duty is normal work, and from when to when."""

    as_work = forms.BooleanField(
        label=_("근로시간으로 셈"),
        required=False,
        help_text=_(
            "당직의 내용이 통상의 근로와 같거나 근로의 연장이면 고릅니다. 그 시간에 연장·야간·휴일 가산임금이 붙습니다. 고르지 않으면 당직수당만 나갑니다."
        ),
    )
    starts = ClockField(label=_("당직 시작"), required=False)
    ends = ClockField(
        label=_("당직 끝"), required=False, help_text=_("시작보다 이르면 다음 날의 시각입니다.")
    )


class PayTableForm(forms.Form):
    """A table of pay, pasted from a spreadsheet: a grade and the won of 0, 1, 2, ... years in each line."""

    name = forms.CharField(label=_("호봉표 이름"), max_length=60, help_text=_("예: 직무수당표, 근속수당표"))
    valid_from = DayField(label=_("적용 시작일"), help_text=_("이 날부터의 달에 따릅니다."))
    source = forms.CharField(label=_("근거"), max_length=200, help_text=_("규정이나 결재의 이름과 날짜"))
    rows = forms.CharField(
        label=_("등급과 금액"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "엑셀에서 복사해 붙여 넣습니다. 한 줄에 등급, 근속 0년, 1년, 2년, … 의 월 금액을 적습니다. 마지막 금액은 그 뒤의 해에도 씁니다. 머리글 줄은 있어도 됩니다."
        ),
    )

    def clean_rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        lines = [line for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        for number, line in enumerate(lines, 1):
            grade, *cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split())]
            if number == 1 and cells and not any(map(_won_of, cells)):
                continue
            rows[grade] = self._amounts(number, grade, cells, rows)
        if not rows:
            raise forms.ValidationError(_("등급과 금액이 있는 줄이 없습니다."))
        return rows

    def _amounts(self, number: int, grade: str, cells: list[str], rows: dict[str, list[int]]) -> list[int]:
        while cells and not cells[-1]:
            cells.pop()
        if not grade or len(grade) > 40 or grade in rows:
            raise forms.ValidationError(
                _("%(line)s번째 줄의 등급 '%(grade)s'이(가) 비었거나 너무 길거나 두 번 나옵니다."),
                params={"line": number, "grade": grade},
            )
        for column, cell in enumerate(cells, 2):
            if _won_of(cell) is None:
                raise forms.ValidationError(
                    _(
                        "%(line)s번째 줄 %(column)s번째 칸 '%(cell)s'은(는) 금액이 아닙니다. 1,234,000처럼 써 주세요."
                    ),
                    params={"line": number, "column": column, "cell": cell},
                )
        if not cells:
            raise forms.ValidationError(
                _("%(line)s번째 줄 '%(grade)s'에 금액이 없습니다."), params={"line": number, "grade": grade}
            )
        return [_won_of(cell) or 0 for cell in cells]


def _won_of(cell: str) -> int | None:
    """The won of a cell, None for what is no amount up to a billion."""
    plain = cell.translate(FULL_WIDTH).replace(",", "").removesuffix("원")
    return int(plain) if plain.isdecimal() and int(plain) <= 1_000_000_000 else None
