"""A person's contracts that follow each other without a day between, as one employment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

EMPLOYED = """
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
    SELECT person_id, since, until, id, starts_on, ends_on FROM chained JOIN employed USING (person_id, chain)
    ORDER BY person_id, since, starts_on, id
"""
"""A person's contracts in any projects that follow each other without a day between are one employment."""


@dataclass(frozen=True)
class Employment:
    """Contracts that follow each other without a day between: their first and last day, and each one's."""

    since: date
    until: date
    contracts: list[tuple[int, date, date]] = field(default_factory=list)

    def contract_on(self, day: date) -> int | None:
        """The contract in force on a day, the latest of several."""
        return next((pk for pk, first, last in reversed(self.contracts) if first <= day <= last), None)


NEVER_EMPLOYED = Employment(date.max, date.min)


def employments_of(people: Sequence[int]) -> dict[int, list[Employment]]:
    """The employments of some people, in the order of time. One statement."""
    found: dict[int, list[Employment]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(EMPLOYED, {"people": list(people)})
        for person, since, until, *contract in cursor:
            if not found[person] or found[person][-1].since != since:
                found[person].append(Employment(since, until))
            found[person][-1].contracts.append(tuple(contract))
    return found
