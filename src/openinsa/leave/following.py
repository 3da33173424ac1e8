"""What follows in the ledgers of leave from corrections of paid months."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from openinsa.leave.banking import bank_month
from openinsa.leave.granting import ONE_DAY, grant_leave
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.sheet import last_day


def follow_corrected_days(people: Iterable[int], months: Iterable[tuple[int, date]]) -> None:
    """Write the grants of some people anew, and what some projects' months earn in place of pay.

    Leave taken needs nothing: it is read from the days as they hold. Statements grow with the months.
    """
    until = last_day(last_day(timezone.localdate()) + ONE_DAY) + ONE_DAY
    grant_leave(set(people), until)
    named = Q()
    for project, month in set(months):
        named |= Q(project=project, month=month)
    for one in ProjectMonth.objects.filter(named) if named else ():
        bank_month(month=one)
