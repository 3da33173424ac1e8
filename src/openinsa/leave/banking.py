"""Leave in place of pay (보상휴가) written from approved months, and its ledger beside annual leave."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import connection

from openinsa.leave.days import DAYS_IN_FORCE
from openinsa.leave.employments import employments_of
from openinsa.leave.ledger import Granted
from openinsa.leave.ledgers import Ledger, taken_by
from openinsa.leave.models import BankedLeave
from openinsa.leave.spans import months_after
from openinsa.staffing.compensatory import banked_of
from openinsa.staffing.models import Approval, ProjectMonth
from openinsa.staffing.sheet import Sheet, last_day, load_sheet

ONE_DAY = timedelta(days=1)
BANKED = "banked"
"""The basis of leave earned in place of pay."""
COMPENSATORY_LEAVE = ["compensatory_leave"]

CORRECTED = f"""
    WITH {DAYS_IN_FORCE}
    SELECT contract_id, date, mark, code, starts, ends, breaks, leave_code, leave_minutes FROM days_in_force
    WHERE why IS NOT NULL AND project_id = %(project)s AND date BETWEEN %(first)s AND %(last)s
"""


def bank_month(*, month: ProjectMonth, **_rest: object) -> None:
    """Write what a month that was approved earns in place of pay; what it earned before is replaced.

    Two statements for a project without an agreement, otherwise those of a sheet and five.
    """
    agreed = Approval.objects.filter(project=month.project_id, kind=Approval.Kind.COMPENSATORY)
    agreements = [one for one in agreed if _holds_in(one, month.month)]
    before = BankedLeave.objects.filter(contract__project=month.project_id, month=month.month)
    if not agreements and not before.exists():
        return
    sheet = load_sheet(month)
    _lay_corrections_over(sheet)
    use_until = _use_until(agreements, month.month)
    before.delete()
    BankedLeave.objects.bulk_create(
        BankedLeave(
            institution_id=month.institution_id,
            person_id=sheet.rows[contract].contract.person_id,
            contract_id=contract,
            month=month.month,
            minutes=minutes,
            use_until=use_until,
        )
        for contract, minutes in banked_of(sheet).items()
        if minutes > 0
    )


def bank_anew(projects: Iterable[int]) -> None:
    """Write what all approved months of some projects earn. Statements grow with months under an agreement."""
    agreed = Approval.objects.filter(project__in=projects, kind=Approval.Kind.COMPENSATORY)
    closed = (ProjectMonth.State.APPROVED, ProjectMonth.State.PAID)
    for month in ProjectMonth.objects.filter(project__in=agreed.values("project"), state__in=closed):
        bank_month(month=month)


def _holds_in(agreement: Approval, month: date) -> bool:
    return agreement.valid_from <= last_day(month) and (agreement.valid_to or date.max) >= month


def _use_until(agreements: Sequence[Approval], month: date) -> date | None:
    """The latest last day that an agreement of the month names; nothing where one of them names none."""
    spans = [one.use_months for one in agreements]
    longest = None if None in spans else max(filter(None, spans), default=None)
    return months_after(last_day(month) + ONE_DAY, longest) - ONE_DAY if longest else None


def _lay_corrections_over(sheet: Sheet) -> None:
    people = sorted({row.contract.person_id for row in sheet.rows.values()})
    month = sheet.project_month
    given = {"people": people, "project": month.project_id, "first": month.month, "last": sheet.last_day}
    with connection.cursor() as cursor:
        cursor.execute(CORRECTED, given)
        for contract, day, mark, code, starts, ends, breaks, leave_code, leave_minutes in cursor:
            row = sheet.rows.get(contract)
            if row and day in row.days:
                row.days[day] = row.days[day]._replace(
                    mark=mark,
                    code=code,
                    starts=starts,
                    ends=ends,
                    breaks=tuple(breaks),
                    leave_code=leave_code,
                    leave_minutes=leave_minutes,
                    fault="",
                )


def banked_ledgers_of(person_ids: Iterable[int]) -> dict[int, Ledger]:
    """The ledgers of leave in place of pay of some people: a grant for each month of work. Three statements."""
    people = sorted(person_ids)
    ledgers = {person: Ledger() for person in people}
    for person, employments in employments_of(people).items():
        ledgers[person].employments.extend(employments)
    for person, one in taken_by(people, COMPENSATORY_LEAVE):
        ledgers[person].taken.append(one)
    for banked in BankedLeave.objects.filter(person__in=people).select_related("contract"):
        usable_from = max(banked.month, banked.contract.starts_on)
        lapses = banked.use_until or date.max
        one = Granted(usable_from, lapses, banked.minutes, BANKED, pk=banked.pk)
        ledgers[banked.person_id].grants.append(one)
    return ledgers
