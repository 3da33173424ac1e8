"""Employments that end in the made-up office, with the months before the end paid."""

from collections.abc import Iterable
from datetime import date

from closing import close
from office import Office
from openinsa.ending.actions import draft_settlements
from openinsa.ending.models import Settlement
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.models import Contract, Day

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
LAST_MONTHS = (OCTOBER, NOVEMBER, DECEMBER)


def settled(
    office: Office,
    contract: Contract,
    cause: str = "contract_ended",
    months: Iterable[date] = LAST_MONTHS,
) -> Settlement:
    """The settlement drafted after the months before the end were paid."""
    for month in months:
        close(office, month, contract.project)
    return draft(office, contract, cause)


def draft(office: Office, contract: Contract, cause: str = "contract_ended") -> Settlement:
    (made,) = draft_settlements(office.payroll_officer, [contract.pk], cause)
    return Settlement.objects.get(pk=made.pk)


def mark(office: Office, contract: Contract, first: date, last: date, mark: str, code: str) -> None:
    """Enter a mark on the working days of a span of one month that is still open."""
    fill_month(office.clerk, office.month(first.replace(day=1), contract.project).pk)
    Day.objects.filter(contract=contract, date__range=(first, last), code="work").update(
        mark=mark, code=code, starts=None, ends=None, breaks=[]
    )
