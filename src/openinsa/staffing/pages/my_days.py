"""A worker's own days, a month at a time: what is written down and what is planned."""

from collections import defaultdict
from datetime import date, timedelta

from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from openinsa.people.refusals import NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.reading import note_read
from openinsa.staffing.own_schedule import OwnDay, own_days

ONE_DAY = timedelta(days=1)
MONTHS_AHEAD = timedelta(days=92)
own_facts_told = Signal()
"""Asked with a worker's `person`: a room above that knows something of theirs answers with (label, text, address)."""


def my_days(request: HttpRequest) -> HttpResponse:
    """The month of `?month=2026-11`, this month without it; nobody else's days are reachable here."""
    user, today = request.user, timezone.localdate()
    require(Role.WORKER in user.roles and user.person_id, NotFound())
    first = _month(request.GET.get("month", ""))
    after = (first + 31 * ONE_DAY).replace(day=1)
    note_read("staffing_day", [user.person_id])
    days = own_days(user.person_id, first, after - ONE_DAY)
    context = {
        "month": first,
        "before": (first - ONE_DAY).replace(day=1),
        "after": after if after <= today + MONTHS_AHEAD else None,
        "today": today,
        "facts": [
            fact for _room, facts in own_facts_told.send(sender=None, person=user.person_id) for fact in facts
        ],
        "days": days,
        "weeks": weeks_of(first, after - ONE_DAY, days),
    }
    return render(request, "staffing/my_days/month.html", context)


def weeks_of(first: date, last: date, days: list[OwnDay]) -> list[list[tuple[date | None, list[OwnDay]]]]:
    """The month as weeks from Sunday, as Korean calendars have it; None where another month's day stands."""
    by_date: dict[date, list[OwnDay]] = defaultdict(list)
    for day in days:
        by_date[day.date].append(day)
    start = first - ((first.weekday() + 1) % 7) * ONE_DAY
    count = -(-((last - start).days + 1) // 7) * 7
    cells = [start + n * ONE_DAY for n in range(count)]
    told = [(day, by_date[day]) if first <= day <= last else (None, []) for day in cells]
    return [told[n : n + 7] for n in range(0, count, 7)]  # type: ignore[return-value]


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
