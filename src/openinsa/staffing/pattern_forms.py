"""What people type about shift patterns and crews; the actions decide whether it may stand."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.staffing.forms import SpanForm
from openinsa.staffing.marks import Plan, tidy
from openinsa.staffing.models import DayCode, ShiftPattern
from openinsa.staffing.patterns import (
    FREE_DAYS,
    SHIFTS_PER_PATTERN,
    Pattern,
    Shift,
    UnreadableTime,
    agreed_minutes,
    breaks_in_words,
    clock,
    plan_of,
)
from openinsa.web.forms import DayField, MinutesField

EMPTY_ROWS = 2
BETWEEN = re.compile(r"[\s,·]+")
CLOCK = {"inputmode": "numeric", "autocomplete": "off", "class": "clock"}


def free_marks() -> dict[str, str]:
    """The institution's marks of free days and of the weekly holiday, by the names of their codes."""
    names = (*FREE_DAYS, "weekly_holiday")
    return dict(DayCode.objects.filter(code__in=names).values_list("code", "mark"))


class CycleField(forms.CharField):
    """Marks and free days in a row, with blanks between."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=1000, **options)
        self.free: Mapping[str, str] = {}

    def to_python(self, value: Any) -> Any:
        names = {mark: name for name, mark in self.free.items()}
        words = [tidy(word) for word in BETWEEN.split(super().to_python(value))]
        return tuple(names.get(word, word) for word in words if word)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return " ".join(self.free.get(day, day) for day in value)
        return value


class OffsetsField(forms.CharField):
    """Whole numbers in a row, 0 or more."""

    default_error_messages = {"invalid": _("0 1 2 3처럼 0 이상의 숫자를 띄어 써 주세요.")}

    def to_python(self, value: Any) -> Any:
        words = [word for word in BETWEEN.split(super().to_python(value)) if word]
        if not all(word.isascii() and word.isdigit() and len(word) < 5 for word in words):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return tuple(int(word) for word in words)

    def prepare_value(self, value: Any) -> Any:
        return " ".join(map(str, value)) if isinstance(value, tuple) else value


class PatternForm(forms.Form):
    name = forms.CharField(label=_("교대표 이름"), max_length=60)
    starts_on = DayField(
        label=_("기준일"),
        help_text=_("1조의 순환 첫날. 앞뒤의 날은 저절로 이어집니다. 주 단위 순환이면 월요일로 정합니다."),
    )
    cycle = CycleField(label=_("순환"))
    crew_offsets = OffsetsField(
        label=_("조별 시작 위치"),
        help_text=_("조마다 1조보다 며칠 앞서 도는지 차례로 씁니다. 0 1 2 3이면 네 조가 하루씩 앞서 돕니다."),
    )
    on_duty = forms.IntegerField(
        label=_("늘 근무하는 조의 수"),
        min_value=0,
        max_value=20,
        help_text=_("24시간 내내 근무하는 조가 있어야 하면 그 수. 비는 시간이 있어도 되면 0"),
    )
    weekly_holiday = forms.ChoiceField(
        label=_("주휴일"),
        choices=ShiftPattern.WeeklyHoliday.choices,
        help_text=_("비번과 휴무는 무급입니다. 한 주에 하루만 유급 주휴일이 됩니다."),
    )
    works_on_public_holidays = forms.BooleanField(label=_("공휴일에도 순환대로 근무"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.free = free_marks()
        self.fields["cycle"].free = {name: self.free[name] for name in FREE_DAYS}


class ShiftForm(forms.Form):
    """One kind of shift; a row without anything in it is left out."""

    mark = forms.CharField(label=_("부호"), max_length=10, required=False)
    name = forms.CharField(label=_("근무 이름"), max_length=40, required=False)
    starts = forms.CharField(
        label=_("시작"), max_length=5, required=False, widget=forms.TextInput(attrs=CLOCK)
    )
    ends = forms.CharField(label=_("끝"), max_length=5, required=False, widget=forms.TextInput(attrs=CLOCK))
    breaks = forms.CharField(label=_("휴게"), max_length=80, required=False)
    scheduled_minutes = MinutesField(label=_("소정근로"), required=False)

    UNREADABLE = _("시각을 읽을 수 없습니다. 07:00처럼, 휴게는 12:00-13:00, 17:00-17:30처럼 써 주세요.")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not any(typed.values()):
            return typed
        for name in ("mark", "starts", "ends"):
            if not typed.get(name):
                self.add_error(name, _("이 칸을 채우거나 줄을 비워 주세요."))
        if not self.errors:
            self._read_plan(typed)
        return typed

    def _read_plan(self, typed: dict[str, Any]) -> None:
        breaks = [part for part in re.split(r"[,;·]", typed["breaks"]) if part.strip()]
        try:
            typed["plan"] = plan_of(typed["starts"], typed["ends"], breaks)
        except UnreadableTime:
            self.add_error("starts", self.UNREADABLE)

    def shift(self) -> Shift | None:
        """The typed shift; its agreed time is what is usual today where none was typed."""
        plan: Plan | None = self.cleaned_data.get("plan")
        if plan is None:
            return None
        agreed = self.cleaned_data["scheduled_minutes"]
        mark = tidy(self.cleaned_data["mark"])
        minutes = agreed_minutes(plan, timezone.localdate()) if agreed is None else agreed
        return Shift(mark, self.cleaned_data["name"] or mark, plan, minutes)


ShiftForms: type[BaseFormSet] = formset_factory(
    ShiftForm, extra=EMPTY_ROWS, max_num=SHIFTS_PER_PATTERN, absolute_max=SHIFTS_PER_PATTERN + EMPTY_ROWS
)


class Drawing:
    """A pattern on its way through the forms: one for the pattern, one for each of its shifts."""

    def __init__(self, typed: Any, begin_with: Pattern) -> None:
        first = {name: getattr(begin_with, name) for name in PatternForm.base_fields}
        self.form = PatternForm(typed, initial=first)
        self.shifts = ShiftForms(
            typed, initial=[_typed(shift) for shift in begin_with.shifts], prefix="shift"
        )

    def is_valid(self) -> bool:
        both = [self.form.is_valid(), self.shifts.is_valid()]
        return all(both)

    @property
    def pattern(self) -> Pattern:
        """What the valid forms draw."""
        typed = self.form.cleaned_data
        found = (form.shift() for form in self.shifts)
        return Pattern(**typed, shifts=tuple(shift for shift in found if shift is not None))

    @property
    def faults(self) -> list[str]:
        """All faults in a row, for the preview."""
        forms_ = [self.form, *self.shifts]
        return [str(fault) for form in forms_ for faults in form.errors.values() for fault in faults]


def _typed(shift: Shift) -> dict[str, Any]:
    return {
        "mark": shift.mark,
        "name": shift.name,
        "starts": clock(shift.plan.starts),
        "ends": clock(shift.plan.ends),
        "breaks": breaks_in_words(shift.plan.breaks),
        "scheduled_minutes": shift.scheduled_minutes,
    }


class CrewForm(SpanForm):
    """Which crew some people follow, and for how long."""

    pattern = forms.ModelChoiceField(
        ShiftPattern.objects.none(),
        label=_("교대표"),
        required=False,
        empty_label=_("교대 없음(계약의 요일별 시간)"),
    )
    crew = forms.IntegerField(
        label=_("조"), required=False, min_value=1, help_text=_("비우면 아래 순서대로 1조부터 나눕니다.")
    )

    field_order = ("pattern", "crew")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["pattern"].queryset = ShiftPattern.objects.all()
