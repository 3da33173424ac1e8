"""Grants written from the days of approved months: three statements, whatever the number of people."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection
from psycopg.types.json import Jsonb

from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract, ProjectMonth
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)

EMPLOYMENTS = """
    WITH begun AS (
        SELECT id, person_id, starts_on, ends_on, starts_on > COALESCE(max(ends_on) OVER (
            PARTITION BY person_id ORDER BY starts_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) + 1, '-infinity'::date) AS begins
        FROM staffing_contract WHERE person_id = ANY(%(people)s)
    ), chained AS (
        SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY person_id ORDER BY starts_on, id) AS chain
        FROM begun
    ), employed AS (
        SELECT person_id, chain, min(starts_on) AS since, max(ends_on) AS until FROM chained GROUP BY 1, 2
    )
"""
"""A person's contracts in any projects that follow each other without a day between are one employment."""

SERVICE_MONTHS = f"""
    {EMPLOYMENTS}, edges AS (
        SELECT person_id, since, until, n,
            (since + n * interval '1 month')::date + (
                extract(day FROM since + n * interval '1 month') < extract(day FROM since)
            )::int AS edge
        FROM employed, generate_series(0, 1200) AS n
        WHERE since + n * interval '1 month' <= LEAST(%(until)s::date, until + 1)
    ), periods AS (
        SELECT person_id, since, until, n, edge AS granted_on,
            lag(edge) OVER (PARTITION BY person_id, since ORDER BY n) AS first
        FROM edges
    ), entered AS (
        SELECT c.person_id, d.date, bool_or(k.kind IN ('work', 'half', 'leave') OR d.starts IS NOT NULL) AS scheduled,
            bool_and(COALESCE(k.attendance, 'present') = 'absent') AS absent
        FROM staffing_day d JOIN staffing_contract c ON c.id = d.contract_id
        JOIN staffing_projectmonth m
            ON m.project_id = c.project_id AND m.month = date_trunc('month', d.date)::date
        LEFT JOIN staffing_daycode k ON k.code = d.code
        WHERE c.person_id = ANY(%(people)s) AND d.mark <> '' AND m.state IN ('approved', 'paid')
        GROUP BY 1, 2
    ), attended AS (
        SELECT p.person_id, p.since, p.until, p.n, p.granted_on,
            count(e.date) = p.granted_on - p.first AS known,
            count(*) FILTER (WHERE e.scheduled) AS scheduled,
            count(*) FILTER (WHERE e.scheduled AND NOT e.absent) AS attended
        FROM periods p LEFT JOIN entered e
            ON e.person_id = p.person_id AND e.date >= p.first AND e.date < p.granted_on
        WHERE p.n > 0 AND p.granted_on <= %(until)s GROUP BY 1, 2, 3, 4, 5, p.first
    )
    SELECT a.person_id, a.since, a.n, a.granted_on, a.known, a.scheduled, a.attended, v.contract_id,
        v.part_time, v.daily_scheduled_minutes, v.weekly_scheduled_minutes
    FROM attended a LEFT JOIN LATERAL (
        SELECT w.* FROM staffing_contractversion w JOIN staffing_contract c ON c.id = w.contract_id
        WHERE c.person_id = a.person_id AND a.granted_on BETWEEN w.valid_from AND w.valid_to
        ORDER BY w.weekly_scheduled_minutes DESC, w.id LIMIT 1
    ) v ON true
    ORDER BY a.person_id, a.since, a.n
"""
"""Month by month of service: whether all its days are known, how many were scheduled and attended, and the
terms on the day after it (none where the employment is over)."""

FIELDS = "person_id, contract_id, basis, granted_on, expires_on, days, minutes"
WANTED = """
    jsonb_to_recordset(%(rows)s) AS wanted (person_id bigint, contract_id bigint, basis text,
        granted_on date, expires_on date, days int, minutes int)
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
        minutes = EXCLUDED.minutes
    WHERE (g.contract_id, g.expires_on, g.days, g.minutes) IS DISTINCT FROM
        (EXCLUDED.contract_id, EXCLUDED.expires_on, EXCLUDED.days, EXCLUDED.minutes)
"""


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
    with connection.cursor() as cursor:
        cursor.execute(SERVICE_MONTHS, {"people": people, "until": until})
        months = cursor.fetchall()
        grants = [grant for grant in _grants(months) if grant["minutes"]]
        given = {"rows": Jsonb(grants), "people": people, "until": until}
        cursor.execute(DROP, given)
        cursor.execute(WRITE, given)
    return len(grants)


def _grants(months: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Months of the first year and whole years, each with its days by the rule book."""
    book = load_rule_book()
    single = [month for month in months if month[2] < 12 and month[4]]
    years = list(_years(months))
    earned = _run("month_grant_days", single, attended_every_day_of_month=[_perfect(m) for m in single])
    yearly = _run(
        "year_grant_days",
        [months_[-1] for months_ in years],
        completed_years=[one[-1][2] // 12 for one in years],
        scheduled_days=[sum(m[5] for m in one) for one in years],
        attended_days=[sum(m[6] for m in one) for one in years],
        perfect_months=[sum(_perfect(m) for m in one) for one in years],
    )
    arising = [*single, *(one[-1] for one in years)]
    days = np.concatenate([earned, yearly])
    columns = {
        "leave_grant_date": _whole([day_number(month[3]) for month in arising]),
        "full_time_leave_days": days,
        "part_time": np.array([bool(month[8]) for month in arising], np.bool_),
        "daily_scheduled_minutes": _whole([month[9] or 0 for month in arising]),
        "weekly_scheduled_minutes": _whole([month[10] or 0 for month in arising]),
    }
    minutes = book.run(["leave_grant_minutes"], columns)["leave_grant_minutes"]
    return [_grant(*one) for one in zip(arising, days.tolist(), minutes.tolist(), strict=True)]


def _years(months: Sequence[tuple[Any, ...]]) -> Iterable[list[tuple[Any, ...]]]:
    """The twelve months of every whole year of service whose days are all known."""
    for place, month in enumerate(months):
        if month[2] % 12 == 0:
            year = list(months[place - 11 : place + 1])
            if all(one[4] for one in year):
                yield year


def _perfect(month: tuple[Any, ...]) -> bool:
    """Whether every scheduled day of the month was attended; a month without any earns nothing."""
    return month[5] > 0 and month[5] == month[6]


def _run(target: str, arising: Sequence[tuple[Any, ...]], **given: list[Any]) -> np.ndarray:
    columns = {
        name: np.array(values, np.bool_ if name.startswith("attended_every") else np.int64)
        for name, values in given.items()
    }
    columns["leave_grant_date"] = _whole([day_number(month[3]) for month in arising])
    columns["employed_on_grant_day"] = np.array([month[7] is not None for month in arising], np.bool_)
    return load_rule_book().run([target], columns)[target]


def _whole(values: list[int]) -> np.ndarray:
    return np.array(values, np.int64)


def _grant(month: tuple[Any, ...], days: int, minutes: int) -> dict[str, Any]:
    """First-year days lapse with the first year, others a year after they arise (제60조제7항)."""
    person, since, count, granted_on, _known, _scheduled, _attended, contract, *_terms = month
    of_month = count < 12
    return {
        "person_id": person,
        "contract_id": contract,
        "basis": "month" if of_month else "year",
        "granted_on": granted_on.isoformat(),
        "expires_on": (a_year_after(since if of_month else granted_on) - ONE_DAY).isoformat(),
        "days": days,
        "minutes": minutes,
    }


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
