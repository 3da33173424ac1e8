"""Shift patterns in the settings: the list, drawing one with its preview, copying and dropping."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as say
from django.views.decorators.http import require_POST

from openinsa.exchange.table_download import workbook
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, Refused, require
from openinsa.rules.calendar.calendar import CHECKED_YEARS
from openinsa.staffing.actions.patterns import (
    change_pattern,
    copy_pattern,
    drop_pattern,
    make_pattern,
    require_sound,
)
from openinsa.staffing.grid import Column
from openinsa.staffing.holidays import paid_holidays
from openinsa.staffing.models import ShiftPattern
from openinsa.staffing.pattern_figures import Figures
from openinsa.staffing.pattern_forms import Drawing, free_marks
from openinsa.staffing.patterns import Pattern, UsualPattern, breaks_in_words, clock, stored, usual_patterns
from openinsa.staffing.scope import reach
from openinsa.staffing.sheet import days_between, last_day
from openinsa.web.files import as_file
from openinsa.web.forms import form_done

MONTHS_TO_SEE = 12
NAME_TO_COPY = 50
"""As much of a name as leaves room for the word that tells the copy."""
EMPTY_PATTERN = Pattern("", date(2026, 1, 5), (), (), (0,))


@dataclass(frozen=True)
class Chip:
    """One day of a cycle or of a month, in the words and the colour of its shift."""

    word: str
    tone: str


def patterns(request: HttpRequest) -> HttpResponse:
    """The institution's patterns, and the usual forms to begin with."""
    _manages(request.user)
    today = timezone.localdate()
    rows = ShiftPattern.objects.prefetch_related("shift_types").annotate(
        people=Count("assignments__contract", distinct=True)
    )
    free = free_marks()
    context = {
        "patterns": [(row, _shown(stored(row), today, free)) for row in rows],
        "usual": [(one, _shown(one.pattern, today, free)) for one in usual_patterns(monday_of(today))],
    }
    return render(request, "staffing/patterns/list.html", context)


def new_pattern(request: HttpRequest) -> HttpResponse:
    """Draw a pattern, from nothing or from a usual form named by `?usual`."""
    _manages(request.user)
    begin_with = _begin(request.GET.get("usual", ""))
    drawing = Drawing(request.POST or None, begin_with)
    if request.POST and drawing.is_valid():
        made = form_done(drawing.form, lambda _typed: make_pattern(request.user, drawing.pattern))
        if made:
            messages.success(request, say("'%(name)s' 교대표를 만들었습니다.") % {"name": made.name})
            return redirect("staffing:shift_patterns")
    return _draw(request, drawing, begin_with, say("새 교대표"))


def pattern(request: HttpRequest, pattern_id: int) -> HttpResponse:
    """Change a pattern; what paid months were reckoned by stays."""
    row = _reach(request.user, pattern_id)
    drawing = Drawing(request.POST or None, stored(row))
    if request.POST and drawing.is_valid():
        changed = form_done(
            drawing.form, lambda _typed: change_pattern(request.user, pattern_id, drawing.pattern)
        )
        if changed:
            messages.success(request, say("'%(name)s' 교대표를 고쳤습니다.") % {"name": changed.name})
            return redirect("staffing:shift_patterns")
    return _draw(request, drawing, stored(row), row.name, record=row)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the typed pattern comes to, as a part of the page; nothing is stored."""
    _manages(request.user)
    drawing = Drawing(request.POST, EMPTY_PATTERN)
    context = _preview(request, drawing.pattern) if drawing.is_valid() else {"faults": drawing.faults}
    return render(request, "staffing/patterns/_preview.html", context)


@require_POST
def copy(request: HttpRequest, pattern_id: int) -> HttpResponse:
    """The same again under another name, open for changes."""
    row = _reach(request.user, pattern_id)
    made = copy_pattern(request.user, pattern_id, name_of_copy(row))
    messages.success(request, say("복사했습니다. 이름과 순환을 고쳐 주세요."))
    return redirect("staffing:shift_pattern", made.pk)


def name_of_copy(row: ShiftPattern) -> str:
    return say("%(name)s (복사)") % {"name": row.name[:NAME_TO_COPY]}


@require_POST
def drop(request: HttpRequest, pattern_id: int) -> HttpResponse:
    drop_pattern(request.user, pattern_id)
    messages.success(request, say("교대표를 지웠습니다."))
    return redirect("staffing:shift_patterns")


def download(request: HttpRequest, pattern_id: int) -> HttpResponse:
    """Every crew's month (`?month=2026-11`) as a spreadsheet."""
    pattern = stored(_reach(request.user, pattern_id))
    first = _month(request.GET.get("month", ""))
    days, free = days_between(first, last_day(first)), free_marks()
    heads = [(say("조"), "text"), *((str(day.day), "text") for day in days)]
    heads += [(say("근무일"), "number"), (say("근무시간"), "minutes")]
    lines = [
        [
            say("%(crew)d조") % {"crew": one.crew},
            *(_word(what, holiday, free) for what, holiday in one.days),
            one.worked_days,
            one.minutes,
        ]
        for one in Figures(pattern, first).month(first, last_day(first))
    ]
    name = f"{pattern.name} {first:%Y-%m}"
    return as_file(workbook(name, heads, lines), f"{name}.xlsx")


def _manages(user: User) -> None:
    require(user.may("people.manage"), NotAllowed())


def _reach(user: User, pattern_id: int) -> ShiftPattern:
    require(user.may("people.manage"), NotFound())
    return reach(ShiftPattern.objects.prefetch_related("shift_types"), pattern_id)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _begin(usual: str) -> Pattern:
    monday = monday_of(timezone.localdate())
    found: UsualPattern | None = next((one for one in usual_patterns(monday) if one.key == usual), None)
    return found.pattern if found else replace(EMPTY_PATTERN, starts_on=monday)


def _draw(
    request: HttpRequest,
    drawing: Drawing,
    begin_with: Pattern,
    heading: str,
    record: ShiftPattern | None = None,
) -> HttpResponse:
    """The forms, with the preview of what is stored or usual; of what was typed the page asks for it itself."""
    context = {
        "drawing": drawing,
        "heading": heading,
        "record": record,
        "free": [drawing.form.free[name] for name in ShiftPattern.FREE_DAYS],
        **(_preview(request, begin_with) if begin_with.shifts and not drawing.form.is_bound else {}),
    }
    return render(request, "staffing/patterns/draw.html", context)


def _preview(request: HttpRequest, pattern: Pattern) -> dict[str, object]:
    """A month of every crew with the pattern's figures, or why it cannot be."""
    first = _month(request.POST.get("month") or request.GET.get("month", ""))
    try:
        require_sound(pattern)
    except Refused as refused:
        return {"faults": [str(refused)]}
    last, free, figures = last_day(first), free_marks(), Figures(pattern, first)
    holidays = paid_holidays(first, last)
    return {
        "figures": figures,
        "notices": list(figures.notices()),
        "month": first,
        "months": _months_to_see(),
        "columns": [Column(day, holidays.get(day, ""), earlier=False) for day in days_between(first, last)],
        "crews": [
            (one, [_chip(pattern, what, holiday, free) for what, holiday in one.days])
            for one in figures.month(first, last)
        ],
    }


def _shown(pattern: Pattern, on: date, free: Mapping[str, str]) -> dict[str, object]:
    """A pattern in a list: its shifts in words, its cycle, its figures."""
    figures = Figures(pattern, on)
    return {
        "shifts": [
            (
                shift,
                f"{clock(shift.plan.starts)}-{clock(shift.plan.ends)}",
                breaks_in_words(shift.plan.breaks),
            )
            for shift in pattern.shifts
        ],
        "cycle": [_chip(pattern, what, False, free) for what in pattern.cycle],
        "crews": len(pattern.crew_offsets),
        "figures": figures,
        "notices": list(figures.notices()),
    }


def _chip(pattern: Pattern, what: str, holiday: bool, free: Mapping[str, str]) -> Chip:
    marks = [shift.mark for shift in pattern.shifts]
    tone = f"shift-{marks.index(what) % 4}" if what in marks else "rest" if holiday else "free"
    return Chip(_word(what, holiday, free), f"{tone} holiday" if holiday and what in marks else tone)


def _word(what: str, holiday: bool, free: Mapping[str, str]) -> str:
    return free["weekly_holiday"] if holiday and what in free else free.get(what, what)


def _month(text: str) -> date:
    """The month asked for where its holidays are known, else this one."""
    this = timezone.localdate().replace(day=1)
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return asked if asked.year in CHECKED_YEARS else this


def _months_to_see() -> list[date]:
    months = [timezone.localdate().replace(day=1)]
    while len(months) < MONTHS_TO_SEE:
        months.append(last_day(months[-1]) + timedelta(days=1))
    return months
