"""What can be asked about leave: who has how much left. As many statements for one person as for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as say

from openinsa.leave.granting import EMPLOYMENTS
from openinsa.leave.ledger import Balance, Granted, Taken, balance
from openinsa.leave.models import LeaveGrant
from openinsa.people.models import User
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of
from openinsa.staffing.sheet import Sheet

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

EMPLOYMENT = f"""
    {EMPLOYMENTS}
    SELECT DISTINCT ON (person_id) person_id, since, until FROM employed
    WHERE since <= %(on)s ORDER BY person_id, since DESC
"""
"""The employment of a day, or else the last one before it: what was left at its end is not left in the next."""


@dataclass(frozen=True)
class PersonsLeave:
    """One contract's line in the list of leave."""

    contract: Contract
    balance: Balance
    daily_minutes: int

    @property
    def pk(self) -> int:
        return self.contract.pk

    @property
    def name(self) -> str:
        return self.contract.person.name

    @property
    def project(self) -> str:
        return self.contract.project.name

    @property
    def employed_since(self) -> date:
        return self.contract.starts_on

    @property
    def granted(self) -> int:
        return self.balance.granted

    @property
    def taken(self) -> int:
        return self.balance.taken

    @property
    def lapsed(self) -> int:
        return self.balance.lapsed

    @property
    def left(self) -> int:
        return self.balance.left

    @property
    def days_left(self) -> str:
        return in_days(self.left, self.daily_minutes)


def balances(user: User, on: date) -> list[PersonsLeave]:
    """The leave of everybody within reach who is employed on a day. A fixed number of statements."""
    contracts = contracts_of(user).filter(starts_on__lte=on, ends_on__gte=on)
    return leave_of(contracts.select_related("person", "project"), on)


def leave_of(contracts: Iterable[Contract], on: date, *, ahead: bool = True) -> list[PersonsLeave]:
    """The leave of contracts that are already loaded with person and project."""
    held = list(contracts)
    found = balances_of({contract.person_id for contract in held}, on, ahead=ahead)
    minutes = _daily_minutes([contract.pk for contract in held], on)
    return [
        PersonsLeave(one, found[one.person_id], minutes.get(one.pk, 0)) for one in held if one.pk in minutes
    ]


def balances_of(person_ids: Iterable[int], on: date, *, ahead: bool = True) -> dict[int, Balance]:
    """What stands in the ledgers of some people on a day; `ahead` counts what is written for later days too."""
    people = sorted(person_ids)
    with connection.cursor() as cursor:
        cursor.execute(EMPLOYMENT, {"people": people, "on": on})
        employed = {person: (since, until if ahead else min(until, on)) for person, since, until in cursor}
        cursor.execute(TAKEN, {"people": people, "codes": ANNUAL_LEAVE})
        days = cursor.fetchall()

    def counts(person: int, day: date) -> bool:
        since, until = employed.get(person, (date.max, date.min))
        return since <= day <= until

    grants: dict[int, list[Granted]] = defaultdict(list)
    shown = ("person_id", "granted_on", "expires_on", "minutes", "basis", "days", "note")
    for person, granted_on, *values in LeaveGrant.objects.filter(person__in=people).values_list(*shown):
        if counts(person, granted_on):
            grants[person].append(Granted(granted_on, *values))
    taken: dict[int, list[Taken]] = defaultdict(list)
    for person, day, minutes in days:
        if counts(person, day):
            taken[person].append(Taken(day, minutes))
    return {person: balance(grants[person], taken[person], on) for person in people}


def words_on_rows(*, sheet: Sheet, **_rest: object) -> dict[int, str]:
    """What is left at the month's end, for the rows of the month grid; nothing for who has no ledger yet."""
    rows = [row for row in sheet.rows.values() if row.versions]
    found = balances_of({row.contract.person_id for row in rows}, sheet.dates[-1], ahead=False)
    told = {}
    for row in rows:
        one = found[row.contract.person_id]
        if one.granted or one.taken:
            left = in_days(one.left, row.versions[-1].daily_scheduled_minutes)
            told[row.contract.pk] = say("연차 %(days)s일") % {"days": left}
    return told


def in_days(minutes: int, daily_minutes: int) -> str:
    """Minutes as days of a person's own length, to one decimal cut toward nothing: 11.5."""
    tenths = abs(minutes) * 10 // daily_minutes if daily_minutes else 0
    return f"{'-' if minutes < 0 and tenths else ''}{tenths // 10}.{tenths % 10}"


def _daily_minutes(contract_ids: Sequence[int], on: date) -> dict[int, int]:
    """The agreed minutes of a day in the version that holds on a day, or else in the last one."""
    versions = Contract.objects.filter(pk__in=contract_ids, versions__valid_from__lte=on)
    found = versions.order_by("versions__valid_from").values_list("pk", "versions__daily_scheduled_minutes")
    return dict(found)
