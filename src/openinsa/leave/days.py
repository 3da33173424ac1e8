"""The days of some people as they hold: as recorded, with confirmed corrections of paid months over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

DAYS_IN_FORCE = """
    corrected AS (
        SELECT DISTINCT ON (c.person_id, c.project_id, x.date) c.person_id, c.project_id, x.date, x.mark, x.code,
            x.starts, x.ends, x.breaks, x.leave_code, x.leave_minutes, x.was, k.why, k.decided_at
        FROM payroll_correctedday x
        JOIN payroll_correction k ON k.id = x.correction_id AND k.state = 'confirmed'
        JOIN staffing_contract c ON c.id = k.contract_id
        WHERE c.person_id = ANY(%(people)s)
        ORDER BY c.person_id, c.project_id, x.date, k.position DESC
    ), days_in_force AS (
        SELECT c.person_id, c.project_id, d.contract_id, d.date, COALESCE(x.mark, d.mark) AS mark,
            CASE WHEN x.date IS NULL THEN d.code ELSE x.code END AS code,
            CASE WHEN x.date IS NULL THEN d.starts ELSE x.starts END AS starts,
            CASE WHEN x.date IS NULL THEN d.ends ELSE x.ends END AS ends,
            CASE WHEN x.date IS NULL THEN d.breaks ELSE x.breaks END AS breaks,
            CASE WHEN x.date IS NULL THEN d.leave_code ELSE x.leave_code END AS leave_code,
            CASE WHEN x.date IS NULL THEN d.leave_minutes ELSE x.leave_minutes END AS leave_minutes,
            d.mark AS recorded, x.why, x.decided_at
        FROM staffing_day d JOIN staffing_contract c ON c.id = d.contract_id
        LEFT JOIN corrected x USING (person_id, project_id, date)
        WHERE c.person_id = ANY(%(people)s)
    )
"""
"""Two parts of a WITH. Payroll keeps the corrections; what it decided is only read here."""

CORRECTED = f"""
    WITH {DAYS_IN_FORCE} SELECT date, recorded, mark, why, decided_at FROM days_in_force
    WHERE why IS NOT NULL ORDER BY date
"""


@dataclass(frozen=True)
class CorrectedDay:
    """A day of a paid month as it was found to have been, and why."""

    date: date
    recorded: str
    mark: str
    reason: str
    decided_at: datetime


def corrected_days_of(people: Iterable[int]) -> list[CorrectedDay]:
    """The corrected days of some people, in the order of days. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(CORRECTED, {"people": sorted(people)})
        return [CorrectedDay(*row) for row in cursor]
