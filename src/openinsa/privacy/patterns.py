"""What the monthly review brings up: unusual reading, found by a few statements over the month's access records.

A pattern is a statement over READ, the month's looks at others (own data left out), which tells by actor and day how
often and at how many people. Rooms above add patterns that need their tables: `register_pattern`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import User
from openinsa.privacy.access_settings import setting_on
from openinsa.privacy.models import AccessSetting
from openinsa.rules.calendar.calendar import CHECKED_YEARS, public_holidays

READ = """
    WITH read AS (
        SELECT r.*, (r.at AT TIME ZONE %(zone)s) AS here
        FROM privacy_accessrecord r LEFT JOIN people_user u ON u.id = r.actor_id
        WHERE r.at >= %(begin)s AND r.at < %(end)s
        AND (u.person_id IS NULL OR r.people <> ARRAY[u.person_id])
    )
"""
MANY = """
    , lists AS (
        SELECT actor_id, here::date AS day, people, count(*) AS looks, sum(count) AS looked_at FROM read
        GROUP BY 1, 2, 3
    )
    , days AS (
        SELECT actor_id, day, people, sum(looks) OVER whole AS looks, sum(looked_at) OVER whole AS looked_at
        FROM lists WINDOW whole AS (PARTITION BY actor_id, day)
    )
    , seen AS (
        SELECT DISTINCT actor_id, day, looks, person FROM days CROSS JOIN unnest(people) AS person
        WHERE looked_at >= %(many_people)s
    )
    SELECT actor_id, day, looks, count(*), '' FROM seen
    GROUP BY 1, 2, 3 HAVING count(*) >= %(many_people)s
"""
"""Days are summed over their own rows and never joined to them: a wrong guess of how many there are costs nothing."""
MINUTE = "extract(hour FROM here) * 60 + extract(minute FROM here)"
NIGHT = f"""
    SELECT actor_id, here::date, count(*), sum(count), '' FROM read
    WHERE CASE WHEN %(night_from)s > %(night_to)s
        THEN {MINUTE} >= %(night_from)s OR {MINUTE} < %(night_to)s
        ELSE {MINUTE} >= %(night_from)s AND {MINUTE} < %(night_to)s END
    GROUP BY 1, 2
"""
HOLIDAY = """
    SELECT actor_id, here::date, count(*), sum(count), '' FROM read
    WHERE extract(isodow FROM here) > 5 OR here::date = ANY(%(holidays)s)
    GROUP BY 1, 2
"""
REVEALS = """
    SELECT actor_id, here::date, count(*), count(DISTINCT person_id), '' FROM read
    WHERE verb = 'reveal' GROUP BY 1, 2 HAVING count(*) >= %(reveals_a_day)s
"""
NEW_ADDRESS = """
    , known AS (
        SELECT DISTINCT actor_id, address FROM privacy_accessrecord
        WHERE at >= %(known_from)s AND at < %(begin)s AND address IS NOT NULL
    )
    SELECT actor_id, min(here)::date, count(*), sum(count), host(address) FROM read
    WHERE address IS NOT NULL AND actor_id IN (SELECT actor_id FROM known)
    AND NOT EXISTS (SELECT FROM known WHERE known.actor_id = read.actor_id AND known.address = read.address)
    GROUP BY actor_id, address
"""
THIN_REASON = """
    SELECT actor_id, here::date, count(*), sum(count), min(reason) FROM read
    WHERE verb IN ('download', 'print') AND length(regexp_replace(reason, '[^[:alnum:]]', '', 'g')) < %(least_letters)s
    GROUP BY 1, 2
"""
LEFT = """
    SELECT actor_id, here::date, count(*), sum(count), '' FROM read
    WHERE actor_id IN (SELECT id FROM people_user WHERE NOT is_active) GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Pattern:
    """What is unusual, in words, and the statement that finds it."""

    label: str | Promise
    statement: str


PATTERNS: dict[str, Pattern] = {
    "many": Pattern(_("하루에 많은 사람"), MANY),
    "night": Pattern(_("야간"), NIGHT),
    "holiday": Pattern(_("휴일"), HOLIDAY),
    "new_address": Pattern(_("새 접속지"), NEW_ADDRESS),
    "reveals": Pattern(_("가려진 값을 되풀이해 봄"), REVEALS),
    "thin_reason": Pattern(_("사유가 짧은 내려받기·인쇄"), THIN_REASON),
    "left": Pattern(_("멈춘 사용자"), LEFT),
}
"""By the name that its findings carry, in the order in which they are shown."""


def register_pattern(kind: str, pattern: Pattern) -> None:
    """Let the review bring up something that only a room above can see."""
    PATTERNS[kind] = pattern


@dataclass(frozen=True)
class Finding:
    """One thing brought up: who, on which day, how many looks at how many people."""

    kind: str
    actor_id: int
    actor: str
    day: date
    looks: int
    people: int
    detail: str

    @property
    def pk(self) -> str:
        """The name under which it is marked as looked into; the same for the same records."""
        return f"{self.kind}-{self.actor_id}-{self.day:%Y%m%d}" + (
            f"-{self.detail}" if self.has_place else ""
        )

    @property
    def has_place(self) -> bool:
        return self.kind == "new_address"

    @property
    def label(self) -> str:
        return str(PATTERNS[self.kind].label)


def findings_of(month: date) -> list[Finding]:
    """Everything that is unusual in a month of the institution, in the order of the patterns and days."""
    asked = _asked(month, setting_on(month_after(month) - timedelta(days=1)))
    found = [(kind, *row) for kind, pattern in PATTERNS.items() for row in _rows(pattern, asked)]
    names = names_of(row[1] for row in found)
    return [
        Finding(kind, actor, names.get(actor, str(actor)), day, looks, int(people), detail or "")
        for kind, actor, day, looks, people, detail in found
    ]


def names_of(actors: Iterable[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=set(actors)).values_list("pk", "name"))


def month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def span_of(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month and the first after it, in Korean time."""
    begin, end = (datetime.combine(day, time.min) for day in (month, month_after(month)))
    return timezone.make_aware(begin), timezone.make_aware(end)


def _asked(month: date, rules: AccessSetting) -> Mapping[str, Any]:
    begin, end = span_of(month)
    return {
        "zone": settings.TIME_ZONE,
        "begin": begin,
        "end": end,
        "holidays": _holidays(month),
        "known_from": begin - timedelta(days=rules.known_address_days),
        "many_people": rules.many_people,
        "night_from": rules.night_from,
        "night_to": rules.night_to,
        "reveals_a_day": rules.reveals_a_day,
        "least_letters": rules.least_letters,
    }


def _holidays(month: date) -> list[date]:
    """Public holidays of the month; none in years that the calendar does not know."""
    if month.year not in CHECKED_YEARS:
        return []
    last = month_after(month) - timedelta(days=1)
    return [one.date for one in public_holidays(month, last, ())]


def _rows(pattern: Pattern, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")  # who was seen is told apart in memory
        cursor.execute(f"{READ} {pattern.statement} ORDER BY 2, 1", asked)
        return cursor.fetchall()
