"""Everybody's ledger of annual leave out of the database: four statements, whatever the number of people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from django.db import connection

from openinsa.leave.days import DAYS_IN_FORCE
from openinsa.leave.employments import NEVER_EMPLOYED, Employment, employments_of
from openinsa.leave.ledger import Exit, Granted, Taken, Unused, settled, unused
from openinsa.leave.models import LeaveGrant, LeaveSetting
from openinsa.leave.settings import SettingsByDay
from openinsa.leave.spans import COMPARED, FISCAL
from openinsa.rules.engine import day_number, load_rule_book

ANNUAL_LEAVE = ["annual_leave", "half_leave", "morning_leave"]
"""The marks that take annual leave."""

TAKEN = f"""
    WITH {DAYS_IN_FORCE}
    SELECT d.person_id, d.date, CASE WHEN d.leave_code = ANY(%(codes)s) THEN d.leave_minutes
        WHEN c.crewed OR NOT v.schedule ? lower(to_char(d.date, 'Dy')) THEN v.daily_scheduled_minutes
        ELSE (plan.day ->> 1)::int - (plan.day ->> 0)::int - COALESCE((
            SELECT sum((pause ->> 1)::int - (pause ->> 0)::int) FROM jsonb_array_elements(plan.day -> 2) AS pause
        ), 0) END::int, d.mark, CASE WHEN d.why IS NULL THEN '' ELSE d.recorded END, COALESCE(d.why, '')
    FROM days_in_force d
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM staffing_crewassignment a WHERE a.contract_id = d.contract_id) AS crewed
    ) c
    JOIN staffing_contractversion v ON v.contract_id = d.contract_id AND d.date BETWEEN v.valid_from AND v.valid_to
    CROSS JOIN LATERAL (SELECT v.schedule -> lower(to_char(d.date, 'Dy')) AS day) AS plan
    WHERE d.code = ANY(%(codes)s) OR d.leave_code = ANY(%(codes)s)
"""
"""A whole day of leave takes the hours planned for it; for who follows a crew, the agreed hours of a day."""


@dataclass(frozen=True)
class Ledger:
    """One person's employments, grants and leave taken, in the order of time.

    `exits` says what the end of an employment settles, by its first day, where a fiscal year granted any of it.
    """

    employments: list[Employment] = field(default_factory=list)
    grants: list[Granted] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    compared: list[Granted] = field(default_factory=list)
    exits: dict[date, Exit] = field(default_factory=dict)

    @property
    def by_fiscal_year(self) -> bool:
        """Whether a fiscal year granted any of it, or will by the settings of now."""
        return bool(self.compared) or any(one.basis == FISCAL for one in self.grants)

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
        grants, taken = self.at_the_end_of(employment)
        return unused(grants, taken, employment.until)

    def at_the_end_of(self, employment: Employment) -> tuple[list[Granted], list[Taken]]:
        """Grants and leave of an employment as its end settles them."""
        grants, taken = self.between(employment.since, employment.until)
        exit_ = self.exits.get(employment.since)
        return (settled(grants, exit_, employment.until) if exit_ else grants), taken


def ledgers_of(person_ids: Iterable[int]) -> dict[int, Ledger]:
    """The ledgers of some people. Four statements."""
    people = sorted(person_ids)
    ledgers = {person: Ledger() for person in people}
    for person, employments in employments_of(people).items():
        ledgers[person].employments.extend(employments)
    for person, one in taken_by(people, ANNUAL_LEAVE):
        ledgers[person].taken.append(one)
    shown = ("person_id", "granted_on", "expires_on", "minutes", "basis", "days", "note", "pk")
    for person, *values in LeaveGrant.objects.filter(person__in=people).values_list(*shown):
        one = Granted(*values)
        kept = ledgers[person].compared if one.basis == COMPARED else ledgers[person].grants
        kept.append(one)
    _settle_ends([ledger for ledger in ledgers.values() if ledger.by_fiscal_year])
    return ledgers


def taken_by(people: Sequence[int], codes: Sequence[str]) -> list[tuple[int, Taken]]:
    """Leave taken under some marks, with its person, corrections of paid months counted. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"people": list(people), "codes": list(codes)})
        return [(person, Taken(*values)) for person, *values in cursor]


def _settle_ends(ledgers: Sequence[Ledger]) -> None:
    """Put what the end of each employment settles into the ledgers. One statement, none without a fiscal year."""
    ends = [(ledger, employment) for ledger in ledgers for employment in ledger.employments]
    if not ends:
        return
    settings = SettingsByDay()
    rows = [
        {
            "leave_grant_date": day_number(employment.until),
            "hire_date_leave_minutes": _sum_by_hire(ledger, employment),
            "granted_leave_minutes": _sum_granted(ledger, employment),
            "settled_by_hire_date": settings.on(employment.until).settlement == LeaveSetting.Settlement.HIRE,
        }
        for ledger, employment in ends
    ]
    columns = {
        name: np.array([row[name] for row in rows], np.bool_ if name == "settled_by_hire_date" else np.int64)
        for name in rows[0]
    }
    found = load_rule_book().run(["leave_shortfall_minutes", "leave_surplus_minutes"], columns)
    amounts = zip(*(found[name].tolist() for name in found), strict=True)
    for (ledger, employment), row, (shortfall, surplus) in zip(ends, rows, amounts, strict=True):
        ledger.exits[employment.since] = Exit(
            int(row["hire_date_leave_minutes"]), int(row["granted_leave_minutes"]), shortfall, surplus
        )


def _sum_by_hire(ledger: Ledger, employment: Employment) -> int:
    """What the day of hire gives: months of the first year, and every year on its own day."""
    own = _within([*ledger.grants, *ledger.compared], employment)
    compared = {one.granted_on for one in own if one.basis == COMPARED}
    return sum(
        one.minutes
        for one in own
        if one.basis in {"month", COMPARED} or (one.basis == "year" and one.granted_on not in compared)
    )


def _sum_granted(ledger: Ledger, employment: Employment) -> int:
    """What was granted; leave by hand is beside it, for it stands in both."""
    own = _within(ledger.grants, employment)
    return sum(one.minutes for one in own if one.basis != LeaveGrant.Basis.BY_HAND)


def _within(grants: Iterable[Granted], employment: Employment) -> list[Granted]:
    return [one for one in grants if employment.since <= one.granted_on <= employment.until]
