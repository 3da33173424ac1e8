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
        SELECT u.id, longer, (last.day + longer)::date AS valid_to,
               u.valid_to AS was, u.staff_until AS followed, last.day AS staff_until,
               CASE WHEN last.day >= %(today)s THEN u.roles
                    ELSE ARRAY(SELECT role FROM unnest(u.roles) AS role WHERE role = 'worker') END AS roles
        FROM people_user u JOIN last USING (person_id), LATERAL (
            SELECT make_interval(years => CASE WHEN 'worker' = ANY(u.roles) THEN 3 ELSE 0 END) AS longer
        ) AS kind
    ), kept AS (
        SELECT id, staff_until, roles, CASE
            WHEN was IS NULL OR was = (followed + longer)::date THEN valid_to
            ELSE LEAST(was, valid_to) END AS valid_to
        FROM due
    )
    UPDATE people_user u SET valid_to = kept.valid_to, staff_until = kept.staff_until, roles = kept.roles
    FROM kept WHERE u.id = kept.id
    AND (u.valid_to, u.staff_until, u.roles) IS DISTINCT FROM (kept.valid_to, kept.staff_until, kept.roles)
"""
"""A worker may come in for three years after leaving, as long as the register and the contract are kept
(근로기준법 제42조, 시행령 제22조); what is more than a worker's role ends with the last day of employment.

A last day that this work set itself tells so by its distance from `staff_until`, the day it followed; any other was set
by hand and only moves to an earlier day."""


def end_access(institution_id: int, today: date) -> int:
    """Let the logins of an institution's own people end with their contracts. Returns how many moved."""
    reason = "고용 기간에 따라 저절로"
    with within(institution_id, None, reason), connection.cursor() as cursor:
        cursor.execute(FOLLOW, {"today": today})
        return int(cursor.rowcount)


def end_access_everywhere(today: date) -> None:
    """One transaction for each institution that is not suspended."""
    in_every_institution(lambda institution_id: end_access(institution_id, today))
