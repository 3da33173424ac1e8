"""Everybody's ledger of annual leave out of the database: three statements, whatever the number of people."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection

from openinsa.leave.granting import EMPLOYMENTS
from openinsa.leave.ledger import Granted, Taken, Unused, unused
from openinsa.leave.models import LeaveGrant

ANNUAL_LEAVE = ["annual_leave", "half_leave", "morning_leave"]
"""The marks that take annual leave."""

TAKEN = """
    SELECT c.person_id, d.date, CASE WHEN d.leave_code = ANY(%(codes)s) THEN d.leave_minutes
        WHEN c.crewed OR NOT v.schedule ? lower(to_char(d.date, 'Dy')) THEN v.daily_scheduled_minutes
        ELSE (plan.day ->> 1)::int - (plan.day ->> 0)::int - COALESCE((
            SELECT sum((pause ->> 1)::int - (pause ->> 0)::int) FROM jsonb_array_elements(plan.day -> 2) AS pause
        ), 0) END::int
    FROM staffing_day d
    JOIN (
        SELECT *, EXISTS (SELECT FROM staffing_crewassignment a WHERE a.contract_id = one.id) AS crewed
        FROM staffing_contract one WHERE person_id = ANY(%(people)s)
    ) c ON c.id = d.contract_id
    JOIN staffing_contractversion v ON v.contract_id = c.id AND d.date BETWEEN v.valid_from AND v.valid_to
    CROSS JOIN LATERAL (SELECT v.schedule -> lower(to_char(d.date, 'Dy')) AS day) AS plan
    WHERE d.code = ANY(%(codes)s) OR d.leave_code = ANY(%(codes)s)
"""
"""A whole day of leave takes the hours planned for it; for who follows a crew, the agreed hours of a day."""

EMPLOYED = f"""
    {EMPLOYMENTS}
    SELECT person_id, since, until, id, starts_on, ends_on FROM chained JOIN employed USING (person_id, chain)
    ORDER BY person_id, since, starts_on, id
"""


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


@dataclass(frozen=True)
class Ledger:
    """One person's employments, grants and leave taken, in the order of time."""

    employments: list[Employment] = field(default_factory=list)
    grants: list[Granted] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def employment_on(self, day: date) -> Employment:
        """The employment of a day, or else the last one before it: what was left at its end is not left in
        the next."""
        begun = [one for one in self.employments if one.since <= day]
        return begun[-1] if begun else NEVER_EMPLOYED

    def between(self, since: date, until: date) -> tuple[list[Granted], list[Taken]]:
        """Grants and leave of some days, the grants as if nothing had been taken from them yet."""
        grants = [replace(one) for one in self.grants if since <= one.granted_on <= until]
        return grants, [one for one in self.taken if since <= one.date <= until]

    def unused_in(self, employment: Employment) -> list[Unused]:
        """What one employment leaves unused, by the last day of its use."""
        return unused(*self.between(employment.since, employment.until), employment.until)


def ledgers_of(person_ids: Iterable[int]) -> dict[int, Ledger]:
    """The ledgers of some people. Three statements."""
    people = sorted(person_ids)
    ledgers = {person: Ledger() for person in people}
    with connection.cursor() as cursor:
        cursor.execute(EMPLOYED, {"people": people})
        for person, since, until, *contract in cursor:
            employments = ledgers[person].employments
            if not employments or employments[-1].since != since:
                employments.append(Employment(since, until))
            employments[-1].contracts.append(tuple(contract))
        cursor.execute(TAKEN, {"people": people, "codes": ANNUAL_LEAVE})
        for person, day, minutes in cursor:
            ledgers[person].taken.append(Taken(day, minutes))
    shown = ("person_id", "granted_on", "expires_on", "minutes", "basis", "days", "note", "pk")
    for person, *values in LeaveGrant.objects.filter(person__in=people).values_list(*shown):
        ledgers[person].grants.append(Granted(*values))
    return ledgers
