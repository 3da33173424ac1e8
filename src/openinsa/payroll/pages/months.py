"""The month that a page is asked for."""

from datetime import MAXYEAR, MINYEAR, date

from django.http import HttpRequest
from django.utils import timezone


def asked_month(request: HttpRequest) -> date:
    """The month asked for as 2026-06; this one where none is, or none that has a month before and after it."""
    try:
        month = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        month = date.min
    return month if MINYEAR < month.year < MAXYEAR else timezone.localdate().replace(day=1)
