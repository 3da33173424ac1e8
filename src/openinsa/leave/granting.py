"""Grants written from the days of approved months: five statements, whatever the number of people."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection
from psycopg.types.json import Jsonb

from openinsa.leave.days import DAYS_IN_FORCE
from openinsa.leave.employments import Employment, employments_of
from openinsa.leave.settings import reckonings
from openinsa.leave.spans import COMPARED, FISCAL, MONTH, Span, months_after, spans_of
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract, ProjectMonth
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
MONTHS_OF_A_YEAR = 12

ATTENDED = f"""
    WITH {DAYS_IN_FORCE}, entered AS (
        SELECT d.person_id, d.date, bool_or(k.kind IN ('work', 'half', 'leave') OR d.starts IS NOT NULL) AS scheduled,
            bool_and(COALESCE(k.attendance, 'present') = 'absent') AS absent
        FROM days_in_force d
        JOIN staffing_projectmonth m
            ON m.project_id = d.project_id AND m.month = date_trunc('month', d.date)::date
        LEFT JOIN staffing_daycode k ON k.code = d.code
        WHERE d.mark <> '' AND m.state IN ('approved', 'paid')
        GROUP BY 1, 2
    ), asked AS (
        SELECT * FROM unnest(%(persons)s::bigint[], %(firsts)s::date[], %(nexts)s::date[])
            WITH ORDINALITY AS asked (person_id, first, next, place)
    ), attended AS (
        SELECT a.place, count(e.date) = a.next - a.first AS known,
            count(*) FILTER (WHERE e.scheduled) AS scheduled,
            count(*) FILTER (WHERE e.scheduled AND NOT e.absent) AS attended
        FROM asked a LEFT JOIN entered e
            ON e.person_id = a.person_id AND e.date >= a.first AND e.date < a.next
        GROUP BY a.place, a.first, a.next
    )
    SELECT a.known, a.scheduled, a.attended, v.contract_id,
        v.part_time, v.daily_scheduled_minutes, v.weekly_scheduled_minutes
    FROM asked o JOIN attended a USING (place) LEFT JOIN LATERAL (
        SELECT w.* FROM staffing_contractversion w JOIN staffing_contract c ON c.id = w.contract_id
        WHERE c.person_id = o.person_id AND o.next BETWEEN w.valid_from AND w.valid_to
        ORDER BY w.weekly_scheduled_minutes DESC, w.id LIMIT 1
    ) v ON true
    ORDER BY o.place
"""
"""Of each asked month: whether all its days are known, how many were scheduled and attended, and the terms on the
day after it (none where the employment is over)."""

FIELDS = "person_id, contract_id, basis, granted_on, expires_on, days, minutes, figures"
WANTED = """
    jsonb_to_recordset(%(rows)s) AS wanted (person_id bigint, contract_id bigint, basis text,
        granted_on date, expires_on date, days int, minutes int, figures jsonb)
"""
DROP = f"""
    DELETE FROM leave_leavegrant g WHERE g.person_id = ANY(%(people)s) AND g.basis <> 'by_hand'
    AND g.granted_on <= %(until)s AND NOT EXISTS (
        SELECT FROM {WANTED}
        WHERE (wanted.person_id, wanted.basis, wanted.granted_on) = (g.person_id, g.basis, g.granted_on)
    )
"""
WRITE = f"""
    INSERT INTO leave_leavegrant AS g (institution_id, note, {FIELDS})
    SELECT openinsa_institution(), '', {FIELDS} FROM {WANTED}
    ON CONFLICT (person_id, basis, granted_on) WHERE NOT basis = 'by_hand' DO UPDATE SET
        contract_id = EXCLUDED.contract_id, expires_on = EXCLUDED.expires_on, days = EXCLUDED.days,
        minutes = EXCLUDED.minutes, figures = EXCLUDED.figures
    WHERE (g.contract_id, g.expires_on, g.days, g.minutes, g.figures) IS DISTINCT FROM
        (EXCLUDED.contract_id, EXCLUDED.expires_on, EXCLUDED.days, EXCLUDED.minutes, EXCLUDED.figures)
"""


@dataclass(frozen=True)
class Attended:
    """A month of somebody's service, with the terms on the day after it."""

    known: bool
    scheduled: int
    attended: int
    contract: int | None
    part_time: bool | None
    daily_minutes: int | None
    weekly_minutes: int | None

    @property
    def perfect(self) -> bool:
        """Whether every scheduled day of the month was attended; a month without any earns nothing."""
        return 0 < self.scheduled == self.attended


@dataclass(frozen=True)
class Earned:
    """A span of somebody's service with its months as they were attended, all of whose days are known."""

    person: int
    since: date
    span: Span
    months: Sequence[Attended]

    @property
    def scheduled(self) -> int:
        return sum(one.scheduled for one in self.months)

    @property
    def attended(self) -> int:
        return sum(one.attended for one in self.months)

    @property
    def perfect_months(self) -> int:
        """Months attended in full. Where a year is in its first months, they earned their days month by month."""
        span = self.span
        if span.days < span.year_days and span.first == self.since:
            return 0
        edges = (month[1] for month in span.months)
        whole = [months_after(span.first, n) == edge for n, edge in enumerate(edges, start=1)]
        return sum(one.perfect and full for one, full in zip(self.months, whole, strict=True))

    @property
    def last(self) -> Attended:
        return self.months[-1]

    @property
    def expires_on(self) -> date:
        """First-year days lapse with the first year, others a year after they arise (제60조제7항)."""
        begins = self.since if self.span.basis == MONTH else self.span.granted_on
        return a_year_after(begins) - ONE_DAY


def grant_for_month(*, month: ProjectMonth, **_rest: object) -> None:
    """Write what arises for the people of a month that was just approved, its last day included."""
    first, last = month.month, last_day(month.month)
    contracts = Contract.objects.filter(project=month.project_id, starts_on__lte=last, ends_on__gte=first)
    grant_leave(set(contracts.values_list("person_id", flat=True)), last + ONE_DAY)


def grant_leave(person_ids: Iterable[int], until: date) -> int:
    """Write the grants of some people up to a day as their days have it now; returns how many there are.

    A month with a day that is not in an approved month earns nothing yet.
    """
    people = sorted(person_ids)
    grants = [grant for grant in _grants(_earned(people, until)) if grant["minutes"]]
    given = {"rows": Jsonb(grants), "people": people, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(DROP, given)
        cursor.execute(WRITE, given)
    return len([grant for grant in grants if grant["basis"] != COMPARED])


def _earned(people: Sequence[int], until: date) -> list[Earned]:
    """The spans whose days are all known, with their months. Three statements."""
    in_force = reckonings()
    spans = [
        (person, employment, span)
        for person, employments in employments_of(people).items()
        for employment in employments
        for span in spans_of(employment.since, _last_grant(employment, until), in_force)
    ]
    months = _attended(sorted({(person, *one) for person, _e, span in spans for one in span.months}))
    found = [
        Earned(person, employment.since, span, [months[person, *one] for one in span.months])
        for person, employment, span in spans
    ]
    return [one for one in found if all(month.known for month in one.months)]


def _last_grant(employment: Employment, until: date) -> date:
    """Leave of days that end with the employment would arise on the day after it, when nobody is employed."""
    return min(until, employment.until + ONE_DAY) if employment.until < date.max else until


def _attended(months: Sequence[tuple[int, date, date]]) -> Mapping[tuple[int, date, date], Attended]:
    if not months:
        return {}
    persons, firsts, nexts = zip(*months, strict=True)
    given = {"persons": list(persons), "firsts": list(firsts), "nexts": list(nexts)}
    with connection.cursor() as cursor:
        cursor.execute(ATTENDED, given | {"people": sorted(set(persons))})
        return {month: Attended(*row) for month, row in zip(months, cursor.fetchall(), strict=True)}


def _grants(earned: Sequence[Earned]) -> list[dict[str, Any]]:
    """What each span earns by the rule book, with the figures that the rules read."""
    figures = [figures_of(one) for one in earned]
    found: list[dict[str, Any]] = []
    for monthly in (True, False):
        rows = [row for row, one in enumerate(earned) if (one.span.basis == MONTH) == monthly]
        if rows:
            days, minutes = minutes_by_rule([figures[row] for row in rows])
            held = zip(rows, days, minutes, strict=True)
            found += [_grant(earned[row], figures[row], *amounts) for row, *amounts in held]
    return found


def figures_of(one: Earned) -> dict[str, Any]:
    """What the rules read of one span, as plain data."""
    figures: dict[str, Any] = {
        "leave_grant_date": one.span.granted_on.isoformat(),
        "employed_on_grant_day": one.last.contract is not None,
        "part_time": bool(one.last.part_time),
        "daily_scheduled_minutes": one.last.daily_minutes or 0,
        "weekly_scheduled_minutes": one.last.weekly_minutes or 0,
    }
    if one.span.basis == MONTH:
        return figures | {"attended_every_day_of_month": one.last.perfect}
    return figures | {
        "completed_years": one.span.years,
        "scheduled_days": one.scheduled,
        "attended_days": one.attended,
        "perfect_months": one.perfect_months,
        "span_days": min(one.span.days, one.span.year_days),
        "span_year_days": one.span.year_days,
        "leave_share_unit": one.span.share_unit,
    }


def minutes_by_rule(figures: Sequence[Mapping[str, Any]]) -> tuple[list[int], list[int]]:
    """Days of a full-timer and minutes of leave; all rows are of months, or all are of years."""
    columns = columns_of(figures)
    target, minutes = rules_of(columns)
    days = load_rule_book().run([target], columns)[target]
    found = load_rule_book().run([minutes], columns | {"full_time_leave_days": days})[minutes]
    return days.tolist(), found.tolist()


def rules_of(figures: Container[str]) -> tuple[str, str]:
    """The rules of the days and of the minutes of a grant, of a month or of a year by the names of its figures."""
    if "attended_every_day_of_month" in figures:
        return "month_grant_days", "leave_grant_minutes"
    return "year_grant_days", "span_leave_minutes"


def columns_of(figures: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """Rows of plain data as the columns that the rules read."""
    columns = {}
    for name, first in figures[0].items():
        values = [row[name] for row in figures]
        if name == "leave_grant_date":
            values = [day_number(date.fromisoformat(value)) for value in values]
        columns[name] = np.array(values, np.bool_ if isinstance(first, bool) else np.int64)
    return columns


def _grant(one: Earned, figures: Mapping[str, Any], days: int, minutes: int) -> dict[str, Any]:
    daily = one.last.daily_minutes or 1
    shared = one.span.basis == FISCAL and one.span.days < one.span.year_days
    return {
        "person_id": one.person,
        "contract_id": one.last.contract,
        "basis": one.span.basis,
        "granted_on": one.span.granted_on.isoformat(),
        "expires_on": one.expires_on.isoformat(),
        "days": minutes // daily if shared else days,
        "minutes": minutes,
        "figures": {"first": one.span.first.isoformat(), **figures},
    }


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March after a leap day."""
    return months_after(day, MONTHS_OF_A_YEAR)
