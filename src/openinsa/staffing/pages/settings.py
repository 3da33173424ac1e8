"""The institution's settings: how it reckons from when, its own holidays, its marks."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as say
from django.views.decorators.http import require_POST

from openinsa.people.models import InstitutionSetting, User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.actions.settings import (
    add_day_code,
    add_holiday,
    change_day_code,
    change_duty,
    remove_holiday,
    set_settings,
)
from openinsa.staffing.models import DayCode, InstitutionHoliday
from openinsa.staffing.setting_words import SETTING_WORDS
from openinsa.staffing.settings_forms import (
    DayCodeForm,
    DutyForm,
    HolidayForm,
    NewDayCodeForm,
    OwnDayCodeForm,
    SettingsForm,
)
from openinsa.web.forms import form_done

PLAIN = (
    "employer_kind",
    "accident_rate_ppm",
    "pay_day",
    "future_days",
    "premium_bills",
    "two_years_notice_days",
    "living_hourly_wage",
    "living_wage_source",
    "source",
)


def settings(request: HttpRequest) -> HttpResponse:
    """All settings by date, newest first, with holidays and marks."""
    require(request.user.may("people.manage"), NotAllowed())
    held = InstitutionSetting.objects.order_by("-valid_from")
    context = {
        "settings": [(one, _in_words(one)) for one in held],
        "today": timezone.localdate(),
        "holidays": InstitutionHoliday.objects.order_by("-date"),
        "codes": DayCode.objects.all(),
    }
    return render(request, "staffing/settings/overview.html", context)


def new_settings(request: HttpRequest) -> HttpResponse:
    """Settings from a day on, beginning with those that hold last."""
    require(request.user.may("people.manage"), NotAllowed())
    form = SettingsForm(request.POST or None, held=InstitutionSetting.objects.latest("valid_from"))
    made = form_done(
        form,
        lambda typed: set_settings(
            request.user,
            typed["valid_from"],
            {name: typed[name] for name in PLAIN} | {"choices": form.choices_made()},
        ),
    )
    if made:
        messages.success(request, say("%(day)s부터 새 설정을 따릅니다.") % {"day": made.valid_from})
        return redirect("staffing:settings")
    return render(request, "staffing/settings/form.html", {"form": form, "heading": say("새 설정")})


def new_holiday(request: HttpRequest) -> HttpResponse:
    """A paid holiday of the institution's own."""
    require(request.user.may("people.manage"), NotAllowed())
    form = HolidayForm(request.POST or None)
    made = form_done(
        form, lambda typed: add_holiday(request.user, typed["date"], typed["name"], typed["source"])
    )
    if made:
        messages.success(request, say("%(day)s을(를) 기관 휴일로 정했습니다.") % {"day": made.date})
        return redirect("staffing:settings")
    return render(request, "staffing/settings/form.html", {"form": form, "heading": say("기관 휴일 더하기")})


@require_POST
def drop_holiday(request: HttpRequest, holiday_id: int) -> HttpResponse:
    """Take a holiday back."""
    remove_holiday(request.user, holiday_id)
    messages.success(request, say("기관 휴일에서 뺐습니다."))
    return redirect("staffing:settings")


def new_day_code(request: HttpRequest) -> HttpResponse:
    """A mark of the institution's own."""
    require(request.user.may("people.manage"), NotAllowed())
    form = NewDayCodeForm(request.POST or None, initial={"attendance": DayCode.Attendance.EXCUSED})
    made = form_done(form, lambda typed: add_day_code(request.user, typed))
    if made:
        messages.success(request, say("부호 '%(mark)s'을(를) 더했습니다.") % {"mark": made.mark})
        return redirect("staffing:settings")
    return render(request, "staffing/settings/form.html", {"form": form, "heading": say("부호 더하기")})


def edit_day_code(request: HttpRequest, code_id: int) -> HttpResponse:
    """Whether days with a mark are paid, and what they mean for the weekly holiday."""
    require(request.user.may("people.manage"), NotAllowed())
    code = DayCode.objects.filter(pk=code_id).first()
    require(code is not None, NotFound())
    form_class, change = form_of(code)
    now = {name: getattr(code, name) for name in form_class.base_fields}
    form = form_class(request.POST or None, initial=now)
    changed = form_done(form, lambda typed: change(request.user, code_id, **typed))
    if changed:
        messages.success(request, say("부호 '%(mark)s'의 뜻을 바꾸었습니다.") % {"mark": changed.mark})
        return redirect("staffing:settings")
    context = {"form": form, "heading": f"{code.mark} · {code.label}", "record": code}
    return render(request, "staffing/settings/form.html", context)


def form_of(code: DayCode) -> tuple[type[forms.Form], Callable[..., DayCode]]:
    """What may be changed of a mark: of a duty its hours, of an own mark its words too."""
    if code.kind == DayCode.Kind.DUTY:
        return DutyForm, change_duty
    return (OwnDayCodeForm, _change_own) if code.is_own else (DayCodeForm, change_day_code)


def _change_own(by: User, code_id: int, *, paid: bool, attendance: str, **words: str) -> DayCode:
    return change_day_code(by, code_id, paid=paid, attendance=attendance, words=words)


def _in_words(setting: InstitutionSetting) -> list[tuple[object, object]]:
    """What a setting says, by label; a choice it does not name is the usual one."""
    return [
        (words.label, words.options[setting.choices.get(name, next(iter(words.options)))])
        for name, words in SETTING_WORDS.items()
    ]
