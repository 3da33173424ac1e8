"""Days and hours of people by month, as they hold: entered, with corrections of paid months over them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from openinsa.leave.days import DAYS_IN_FORCE
from openinsa.staffing.models import ProjectMonth

COUNTED = f"""
    WITH {DAYS_IN_FORCE}, judged AS (
        SELECT asked.at, d.person_id, %(project)s AS project_id, date_trunc('month', d.date)::date AS month, d.date,
            d.starts IS NOT NULL AS worked, d.starts IS NOT NULL OR c.paid AND c.code <> 'weekly_holiday' AND (
                c.code <> 'public_holiday' OR v.schedule ? lower(to_char(d.date, 'Dy'))
                OR EXISTS (SELECT FROM staffing_crewassignment a WHERE a.contract_id = d.contract_id)
            ) AS paid,
            c.code = 'weekly_holiday' AS weekly_holiday, c.kind = 'leave' AND c.attendance <> 'present' AS away,
            c.attendance = 'absent' AND c.code = 'absence' AS absent, c.paid AS paid_mark,
            d.ends - d.starts - COALESCE((
                SELECT sum(CASE WHEN at %% 2 = 0 THEN minute ELSE -minute END)
                FROM unnest(d.breaks) WITH ORDINALITY AS pause (minute, at)
            ), 0) AS minutes
        FROM unnest(%(people)s::bigint[], %(since)s::date[], %(until)s::date[])
            WITH ORDINALITY AS asked (person_id, since, until, at)
        JOIN days_in_force d ON d.person_id = asked.person_id AND d.date BETWEEN asked.since AND asked.until
        LEFT JOIN staffing_daycode c ON c.code = d.code
        LEFT JOIN staffing_contractversion v
            ON v.contract_id = d.contract_id AND d.date BETWEEN v.valid_from AND v.valid_to
    )
    SELECT at - 1, person_id, project_id, month,
        count(DISTINCT date) FILTER (WHERE worked), COALESCE(sum(minutes), 0)::int, max(date) FILTER (WHERE worked),
        count(DISTINCT date) FILTER (WHERE away AND paid_mark AND NOT absent),
        count(DISTINCT date) FILTER (WHERE away AND NOT paid_mark AND NOT absent),
        count(DISTINCT date) FILTER (WHERE absent),
        count(DISTINCT date) FILTER (WHERE paid), count(DISTINCT date) FILTER (WHERE weekly_holiday)
    FROM judged GROUP BY 1, 2, 3, 4 ORDER BY 1, 4, 3
"""
"""A day in two projects counts once for the person; a public holiday is paid on a day that is worked otherwise, or by
who follows a crew. Breaks are pairs of minutes after midnight."""

UNEARNED = """
    SELECT p.person_id, date_trunc('month', (week ->> 'end')::date)::date, count(DISTINCT week ->> 'end')::int
    FROM payroll_payslip p JOIN payroll_payrun r ON r.id = p.run_id AND r.state = 'paid'
    CROSS JOIN LATERAL jsonb_array_elements(p.facts -> 'weeks') AS week
    WHERE p.person_id = ANY(%(people)s) AND NOT (week ->> 'weekly_holiday_earned')::boolean
    GROUP BY 1, 2
"""
"""Weeks whose holiday is not paid, by the month of their last day."""


class WorkedMonth(NamedTuple):
    """asked: the place of the span among those asked for. paid_days leaves the weekly holidays out, which are paid
    only where they were earned."""

    asked: int
    person_id: int
    project_id: int
    month: date
    worked_days: int
    worked_minutes: int
    last_worked_day: date | None
    paid_leave_days: int
    unpaid_leave_days: int
    absent_days: int
    paid_days: int
    weekly_holidays: int


def worked_months(asked: Sequence[tuple[int, date, date]], *, by_project: bool) -> list[WorkedMonth]:
    """Months with entered days in the spans of some people (person, first and last day), in the order asked for and
    of time; of each project, or of all together. One statement."""
    sql = COUNTED.replace("%(project)s", "d.project_id" if by_project else "0")
    people, since, until = ([one[at] for one in asked] for at in range(3))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"people": people, "since": since, "until": until})
        return [WorkedMonth(*row) for row in cursor]


def unearned_holidays(people: Iterable[int]) -> dict[tuple[int, date], int]:
    """Weekly holidays that were not paid, by person and month. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(UNEARNED, {"people": sorted(people)})
        return {(person, month): count for person, month, count in cursor}


def unsettled_months(people: Iterable[int]) -> set[tuple[int, date]]:
    """Months that some project of the person has not approved yet. One statement."""
    waiting = ProjectMonth.objects.filter(
        project__contracts__person__in=list(people),
        state__in=[ProjectMonth.State.OPEN, ProjectMonth.State.SUBMITTED],
    )
    return set(waiting.order_by().values_list("project__contracts__person_id", "month").distinct())
