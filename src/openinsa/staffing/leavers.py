"""Access that ends with the employment: nobody has to remember to switch a login off.

The days are set ahead from the contracts, and every request compares them with today; a night without
this work lets nobody in longer.
"""

from datetime import date

from django.db import connection

from openinsa.people.institutions import in_every_institution
from openinsa.people.tenancy import within

FOLLOW = """
    WITH last AS (
        SELECT person_id, max(ends_on) AS day FROM staffing_contract GROUP BY person_id
    ), due AS (
        SELECT u.id,
               CASE WHEN 'worker' = ANY(u.roles) THEN (last.day + interval '3 years')::date ELSE last.day END
                   AS valid_to,
               last.day AS staff_until,
               CASE WHEN last.day >= %(today)s THEN u.roles
                    ELSE ARRAY(SELECT role FROM unnest(u.roles) AS role WHERE role = 'worker') END AS roles
        FROM people_user u JOIN last USING (person_id)
    )
    UPDATE people_user u SET valid_to = due.valid_to, staff_until = due.staff_until, roles = due.roles
    FROM due WHERE u.id = due.id
    AND (u.valid_to, u.staff_until, u.roles) IS DISTINCT FROM (due.valid_to, due.staff_until, due.roles)
"""
"""A worker may come in for three years after leaving, as long as the register and the contract are kept
(근로기준법 제42조, 시행령 제22조); what is more than a worker's role ends with the last day of employment."""


def end_access(institution_id: int, today: date) -> int:
    """Let the logins of an institution's own people end with their contracts. Returns how many moved."""
    reason = "고용 기간에 따라 저절로"
    with within(institution_id, None, reason), connection.cursor() as cursor:
        cursor.execute(FOLLOW, {"today": today})
        return int(cursor.rowcount)


def end_access_everywhere(today: date) -> None:
    """One transaction for each institution that is not suspended."""
    in_every_institution(lambda institution_id: end_access(institution_id, today))
