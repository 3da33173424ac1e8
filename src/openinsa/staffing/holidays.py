"""Paid holidays as an institution has them: those of the law and its own."""

from datetime import date

from openinsa.rules.calendar.calendar import CHECKED_YEARS, PublicHoliday, public_holidays
from openinsa.staffing.models import InstitutionHoliday

INSTITUTION_DAY = "institution_day"


def paid_holidays(first: date, last: date) -> dict[date, str]:
    """Holidays and their names from first to last, the institution's own days among them.

    Days outside the calendar's years hold none: only the margins of its first and last month reach there.
    """
    first = max(first, date(CHECKED_YEARS[0], 1, 1))
    last = min(last, date(CHECKED_YEARS[-1], 12, 31))
    own = [
        PublicHoliday(day.date, INSTITUTION_DAY, day.name, day.name, day.source)
        for day in InstitutionHoliday.objects.filter(date__range=(first, last))
    ]
    return {day.date: day.name_ko for day in public_holidays(first, last, own)}
