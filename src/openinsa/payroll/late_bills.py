"""Bills that came after their month was paid: what each asks beyond what was taken, and where it goes. Writes nothing.

What the pay of the bill's month took counts with every later difference for that month. The worker's part goes into
the person's first month after it that is not paid yet; the employer's part is told for the books.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, Sum

from openinsa.payroll.bills import LINES
from openinsa.payroll.models import BilledPerson, CarriedBill, PayRun, PayslipLine, PremiumBill
from openinsa.payroll.settlements import paid_months
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

SETTLES = {
    line: line if line.endswith("_settlement") else f"{line}_settlement"
    for lines in LINES.values()
    for line in lines
}
"""The line of a settlement that takes what a line was billed too late."""
EMPLOYER = "employer_"
Taken = Mapping[tuple[int, str], int]


@dataclass
class Late:
    """One person of a late bill. `pk` is the person's; won billed and taken by line of the bill, the employer's apart.
    `carried_to` is the month that takes it, `open_month` the one that would."""

    pk: int
    name: str
    birth_date: date
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    employer: dict[str, tuple[int, int]] = field(default_factory=dict)
    carried_to: date | None = None
    open_month: date | None = None

    @property
    def carrying(self) -> dict[str, tuple[int, int]]:
        """The lines that ask more or give back."""
        return {line: (billed, taken) for line, (billed, taken) in self.lines.items() if billed != taken}

    @property
    def differing(self) -> dict[str, tuple[int, int]]:
        """The same by the line of a settlement that takes it: a premium and its settlement go together."""
        found: dict[str, tuple[int, int]] = {}
        for line, (billed, taken) in self.carrying.items():
            before = found.get(SETTLES[line], (0, 0))
            found[SETTLES[line]] = (before[0] + billed, before[1] + taken)
        return found

    @property
    def billed(self) -> int:
        return sum(billed for billed, _taken in self.lines.values())

    @property
    def taken(self) -> int:
        return sum(taken for _billed, taken in self.lines.values())

    @property
    def difference(self) -> int:
        return self.billed - self.taken

    @property
    def employer_difference(self) -> int:
        return sum(billed - taken for billed, taken in self.employer.values())


def late_people(bill: PremiumBill) -> list[Late]:
    """The people of a confirmed bill who had been paid before it. Statements: a fixed number."""
    rows = list(bill.people.filter(known=BilledPerson.Known.PAID).select_related("person"))
    if not rows:
        return []
    people = {one.person_id: one.person for one in rows if one.person}
    carried = {one.person_id: one for one in bill.carried.all()}
    taken = _taken(bill.month, people)
    billed: dict[tuple[int, str], int] = defaultdict(int)
    for one in rows:
        for line, won in one.amounts.items():
            billed[one.person_id or 0, line] += won
    months = open_months(bill.month, people)
    found = {pk: Late(pk, one.name, one.birth_date, open_month=months.get(pk)) for pk, one in people.items()}
    for (pk, line), won in billed.items():
        lines = found[pk].employer if line.startswith(EMPLOYER) else found[pk].lines
        lines[line] = (won, taken.get((pk, line), 0))
    for pk, kept in carried.items():
        found[pk].carried_to = kept.month
        found[pk].lines |= {line: (won, before) for line, (won, before) in kept.lines.items()}
    return sorted(found.values(), key=lambda one: (one.name, one.pk))


def _taken(month: date, people: Iterable[int]) -> Taken:
    """Won that the pay of a month took by person and line, later differences for the month among them."""
    lines = PayslipLine.objects.filter(
        Q(month=None, slip__run__month=month, slip__run__kind=PayRun.Kind.REGULAR) | Q(month=month),
        slip__person__in=list(people),
        slip__run__state=PayRun.State.PAID,
    ).order_by()
    sums = lines.values_list("slip__person_id", "code").annotate(won=Sum("amount"))
    return {(person, code): won for person, code, won in sums}


def open_months(after: date, people: Iterable[int]) -> dict[int, date]:
    """The first month after one in which each person has a contract and is not paid yet. Two statements."""
    paid = paid_months(people)
    held = Contract.objects.filter(person__in=list(people), ends_on__gt=last_day(after)).order_by("starts_on")
    found: dict[int, date] = {}
    for person, since, to in held.values_list("person_id", "starts_on", "ends_on"):
        month = max(_month_after(after), since.replace(day=1))
        while person not in found and month <= to:
            if (person, month) not in paid:
                found[person] = month
            month = _month_after(month)
    return found


def _month_after(month: date) -> date:
    return last_day(month) + timedelta(days=1)


def carried_lines(people: Iterable[int]) -> dict[tuple[int, date], set[str]]:
    """Lines that carried bills decide over, by person and billed month; no correction pays their difference too."""
    found: dict[tuple[int, date], set[str]] = defaultdict(set)
    rows = CarriedBill.objects.filter(person__in=list(people)).order_by()
    for person, month, lines in rows.values_list("person_id", "bill__month", "lines"):
        found[person, month] |= set(lines)
    return found
