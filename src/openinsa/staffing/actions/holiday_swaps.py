"""A public holiday exchanged in writing for a workday, and taking that back."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.rules.calendar.calendar import CHECKED_YEARS, PublicHoliday, public_holidays
from openinsa.staffing.actions.months import reread_days
from openinsa.staffing.holidays import project_holidays
from openinsa.staffing.models import HolidaySwap, Project, ProjectMonth
from openinsa.staffing.scope import projects_of, reach
from openinsa.staffing.sheet import load_sheet

LABOUR_DAY = "labour_day"


class NotAPublicHoliday(Refused):
    sentence = _(
        "%(day)s은(는) 법정 공휴일이 아니거나 이미 바꾼 날이어서 바꿀 수 없습니다. 공휴일의 날짜를 확인해 주세요."
    )


class RestsAlready(Refused):
    sentence = _("%(day)s은(는) 이미 쉬는 공휴일입니다. 대신 쉴 날로 근무일을 골라 주세요.")


class OutsideProject(Refused):
    sentence = _("%(day)s은(는) 사업 기간 밖의 날입니다. 사업 기간 안의 날짜로 고쳐 주세요.")


class AgreedAfterwards(Refused):
    sentence = _(
        "서면합의일(%(agreed_on)s)이 바꾸려는 날(%(day)s)보다 늦습니다. 미리 합의한 휴일만 바꿀 수 있으니 날짜를 확인해 주세요."
    )


class LabourDayAsksForAReason(Refused):
    sentence = _(
        "노동절을 다른 날로 바꿀 수 있는지는 확인되지 않았습니다(종전 해석은 바꿀 수 없음). 그래도 바꾸려면 사유를 적어 주세요."
    )


class MonthNotOpenForSwap(Refused):
    sentence = _(
        "%(month)s 근무상황이 이미 제출되었거나 지급되어 휴일을 바꿀 수 없습니다. 지급 전이라면 그 달을 돌려보낸 뒤 다시 해 주세요."
    )


@action(permission="staffing.manage_projects", record="holiday_swapped")
def swap_holiday(
    by: User,
    project_id: int,
    *,
    holiday: date,
    instead: date,
    agreed_on: date,
    agreement: str,
    grounds: str = "",
) -> HolidaySwap:
    """Let a project work on a public holiday and rest on a workday instead; its open months are read again.

    Raises NotFound, OutsideProject, NotAPublicHoliday, RestsAlready, AgreedAfterwards,
    LabourDayAsksForAReason, MonthNotOpenForSwap.
    """
    project = reach(projects_of(by, "staffing.manage_projects"), project_id)
    for day in (holiday, instead):
        require(project.starts_on <= day <= project.ends_on, OutsideProject(day=day))
    first, last = min(holiday, instead), max(holiday, instead)
    resting = project_holidays(project.pk, first, last)
    by_law = _by_law(holiday)
    if by_law is None or holiday not in resting:
        raise NotAPublicHoliday(day=holiday)
    require(instead not in resting, RestsAlready(day=instead))
    require(agreed_on <= first, AgreedAfterwards(agreed_on=agreed_on, day=first))
    require(by_law.kind != LABOUR_DAY or bool(grounds.strip()), LabourDayAsksForAReason())
    months = _open_months(project, (holiday, instead))
    swap = HolidaySwap.objects.create(
        institution_id=by.institution_id,
        project=project,
        holiday=holiday,
        instead=instead,
        agreed_on=agreed_on,
        agreement=agreement,
        grounds=grounds,
    )
    _read_again(months)
    return swap


@action(permission="staffing.manage_projects", record="holiday_swap_taken_back")
def take_swap_back(by: User, project_id: int, swap_id: int) -> Project:
    """Let the holiday be one again. Raises NotFound, MonthNotOpenForSwap."""
    project = reach(projects_of(by, "staffing.manage_projects"), project_id)
    swap = reach(HolidaySwap.objects.filter(project=project), swap_id)
    months = _open_months(project, (swap.holiday, swap.instead))
    swap.delete()
    _read_again(months)
    return project


def _by_law(day: date) -> PublicHoliday | None:
    """The holiday of the law on a day; the institution's own days may be moved in the settings."""
    if day.year not in CHECKED_YEARS:
        return None
    return next(iter(public_holidays(day, day)), None)


def _open_months(project: Project, days: Iterable[date]) -> list[ProjectMonth]:
    """The months of the days as far as they were begun; nothing that was handed in may change unseen."""
    firsts = {day.replace(day=1) for day in days}
    months = list(
        ProjectMonth.objects.filter(project=project, month__in=firsts).select_for_update(of=("self",))
    )
    for month in months:
        require(month.is_open, MonthNotOpenForSwap(month=f"{month.month:%Y-%m}"))
    return months


def _read_again(months: Iterable[ProjectMonth]) -> None:
    for month in months:
        reread_days(load_sheet(month))
