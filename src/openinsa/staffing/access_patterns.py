"""What only this room can see in the access record: looks at people outside the own department and projects."""

from django.utils.translation import gettext_lazy as _

from openinsa.people.roles import Role
from openinsa.privacy.patterns import Pattern, register_pattern

WHOLE_INSTITUTION = ", ".join(f"'{role}'" for role in (Role.HR_OFFICER, Role.PAYROLL_OFFICER, Role.AUDITOR))
OUTSIDE = f"""
    , seen AS (
        SELECT DISTINCT read.actor_id, here::date AS day, person, u.department_id
        FROM read JOIN people_user u ON u.id = read.actor_id CROSS JOIN unnest(people) AS person
        WHERE NOT u.roles && ARRAY[{WHOLE_INSTITUTION}]::varchar[]
    )
    SELECT actor_id, day, count(*), count(DISTINCT person), '' FROM seen
    WHERE NOT EXISTS (
        SELECT FROM staffing_contract c JOIN staffing_project p ON p.id = c.project_id
        WHERE c.person_id = seen.person AND (
            p.department_id = seen.department_id
            OR EXISTS (SELECT FROM staffing_projectclerk k WHERE k.project_id = p.id AND k.clerk_id = seen.actor_id)
        )
    )
    GROUP BY 1, 2
"""


def register() -> None:
    register_pattern("outside", Pattern(_("소속과 담당 사업 밖의 사람"), OUTSIDE))
