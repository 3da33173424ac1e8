"""A worker's own recorded days, a month at a time."""

from datetime import date, timedelta

from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from openinsa.people.refusals import NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.reading import note_read
from openinsa.staffing.queries import days_of_person

ONE_DAY = timedelta(days=1)
own_facts_told = Signal()
"""Asked with a worker's `person`: a room above that knows something of theirs answers with (label, text, address)."""


def my_days(request: HttpRequest) -> HttpResponse:
    """The month of `?month=2026-11`, this month without it; nobody else's days are reachable here."""
    user = request.user
    require(Role.WORKER in user.roles and user.person_id, NotFound())
    first = _month(request.GET.get("month", ""))
    after = (first + 31 * ONE_DAY).replace(day=1)
    note_read("staffing_day", [user.person_id])
    context = {
        "month": first,
        "before": (first - ONE_DAY).replace(day=1),
        "after": after if after <= timezone.localdate() else None,
        "facts": [
            fact for _room, facts in own_facts_told.send(sender=None, person=user.person_id) for fact in facts
        ],
        "days": days_of_person(user.person_id, first, after - ONE_DAY),
    }
    return render(request, "staffing/my_days/month.html", context)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
