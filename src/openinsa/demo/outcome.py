"""What came of the demo district's months: read from the database, compared with the plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Sum
from rich.table import Table

from openinsa.demo.founding import Founded
from openinsa.demo.plan import CLOSED_MONTHS
from openinsa.payroll.models import PayRun, Payslip, RunFault
from openinsa.people.tenancy import within
from openinsa.staffing.sheet import last_day


@dataclass(frozen=True)
class MonthOutcome:
    """One closed month in whole won."""

    month: date
    projects: int
    people: int
    gross: int
    deductions: int
    net: int
    employer_total: int
    faults: int


@dataclass
class Outcome:
    """Everything that is printed; a finding is something that should not be."""

    months: list[MonthOutcome]
    findings: list[str] = field(default_factory=list)


def of(founded: Founded, printed: int) -> Outcome:
    """The closed months as stored, and where they or the printed statements differ from the plan."""
    with within(founded.institution.pk):
        outcome = Outcome([month_outcome(month) for month in CLOSED_MONTHS], register_findings(founded))
        for one in outcome.months:
            outcome.findings += findings_of(founded, one)
        slips = Payslip.objects.filter(run__month=CLOSED_MONTHS[-1]).count()
    if printed != slips:
        outcome.findings.append(f"{slips} slips, but {printed} wage statements were printed")
    return outcome


def month_outcome(month: date) -> MonthOutcome:
    """A month's sums over its slips, not over the sums of its runs."""
    slips = Payslip.objects.filter(run__month=month)
    sums = slips.aggregate(*(Sum(name) for name in ("gross", "deductions", "net", "employer_total")))
    return MonthOutcome(
        month=month,
        projects=PayRun.objects.filter(month=month, state=PayRun.State.PAID).count(),
        people=slips.aggregate(people=Count("person", distinct=True))["people"],
        **{name.removesuffix("__sum"): total or 0 for name, total in sums.items()},
        faults=RunFault.objects.filter(run__month=month).count(),
    )


def register_findings(founded: Founded) -> list[str]:
    """Whether what was read back after registration is what the plan wrote into the workbook."""
    planned, stored = founded.district.contracts, founded.registered
    wanted = len(planned), sum(contract.rate for contract in planned)
    got = stored["people"], stored["rate_sum"]
    if wanted == got:
        return []
    return [
        f"the workbook has {wanted[0]} people and wages of {wanted[1]:,}, stored are {got[0]} and {got[1]:,}"
    ]


def findings_of(founded: Founded, found: MonthOutcome) -> list[str]:
    """One sentence for each thing that is not as planned."""
    planned = sum(
        contract.starts_on <= last_day(found.month) and found.month <= contract.ends_on
        for contract in founded.district.contracts
    )
    expectations = (
        (found.people == planned, f"{planned} people worked, {found.people} have a slip"),
        (
            found.projects == len(founded.projects),
            f"{found.projects} of {len(founded.projects)} projects are paid",
        ),
        (found.faults == 0, f"{found.faults} people could not be paid"),
        (found.net == found.gross - found.deductions, "net is not gross less deductions"),
        (found.gross > found.net > 0, "the sums are not above zero"),
    )
    return [f"{found.month:%Y-%m}: {sentence}" for holds, sentence in expectations if not holds]


def table(outcome: Outcome) -> Table:
    """The months as a person reads them."""
    printed = Table("month", *("projects", "people", "gross", "deductions", "net", "employer"))
    for column in printed.columns[1:]:
        column.justify = "right"
    for one in outcome.months:
        printed.add_row(f"{one.month:%Y-%m}", *_figures(one))
    return printed


def _figures(one: MonthOutcome) -> Sequence[str]:
    return [
        f"{value:,}"
        for value in (one.projects, one.people, one.gross, one.deductions, one.net, one.employer_total)
    ]
