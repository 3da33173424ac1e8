"""Paid holidays as an institution has them: those of the law and its own, in a project after its swaps."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language, gettext

from openinsa.rules.calendar.calendar import CHECKED_YEARS, PublicHoliday, public_holidays
from openinsa.staffing.models import HolidaySwap, InstitutionHoliday

INSTITUTION_DAY = "institution_day"


def paid_holidays(first: date, last: date) -> dict[date, str]:
    """Holidays and their names from first to last, the institution's own days among them.

    Days outside the calendar's years hold none: only the margins of its first and last month reach there.
    """
    own = [
        institution_day(day.date, day.name, day.source)
        for day in InstitutionHoliday.objects.filter(date__range=(first, last))
    ]
    english = get_language() == "en"
    return {day.date: day.name_en if english else day.name_ko for day in holidays_between(first, last, own)}


def institution_day(day: date, name: str = "", source: str = "") -> PublicHoliday:
    """A holiday of the institution's own."""
    return PublicHoliday(day, INSTITUTION_DAY, name, name, source)


def holidays_between(first: date, last: date, own: Iterable[PublicHoliday]) -> tuple[PublicHoliday, ...]:
    """Holidays of the law and the institution's own, as far as the calendar's years reach."""
    begin = max(first, date(CHECKED_YEARS[0], 1, 1))
    end = min(last, date(CHECKED_YEARS[-1], 12, 31))
    return public_holidays(begin, end, own)


def project_holidays(project_id: int, first: date, last: date) -> dict[date, str]:
    """The paid holidays of a project: a holiday swapped for a workday is none, that workday is one."""
    days, span = paid_holidays(first, last), (first, last)
    swaps = HolidaySwap.objects.filter(Q(holiday__range=span) | Q(instead__range=span), project=project_id)
    for swap in swaps:
        days.pop(swap.holiday, None)
        if first <= swap.instead <= last:
            days[swap.instead] = gettext("%(day)s 휴일 대체") % {"day": f"{swap.holiday:%m.%d}"}
    return days
