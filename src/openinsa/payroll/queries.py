"""What can be asked about pay runs and slips; a list comes with what it shows."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from openinsa.payroll.models import PayRun, Payslip, PayslipLine, RunFault
from openinsa.payroll.scope import runs_of, slips_of
from openinsa.people.models import User
from openinsa.staffing.models import ProjectMonth

RUNNABLE = ProjectMonth.State.APPROVED


def runs_with_faults_counted(user: User) -> QuerySet[PayRun]:
    """The user's runs with their project and the number of people who could not be computed."""
    faults = (
        RunFault.objects.filter(run=OuterRef("pk"))
        .order_by()
        .values("run")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        runs_of(user)
        .select_related("project__department")
        .annotate(fault_count=Coalesce(Subquery(faults), 0))
    )


def runnable_months() -> list[dict[str, object]]:
    """By month, newest first: how many projects are approved and not yet paid."""
    approved = ProjectMonth.objects.filter(state=RUNNABLE)
    return list(approved.order_by("-month").values("month").annotate(projects=Count("pk")))


def lines_by_side(slip: Payslip) -> list[tuple[str, list[PayslipLine], int]]:
    """The slip's lines as earnings, deductions and the employer's share: label, lines, sum."""
    lines = list(slip.lines.all())
    sides = []
    for side, label in PayslipLine.Side.choices:
        own = [line for line in lines if line.side == side]
        sides.append((label, own, sum(line.amount for line in own)))
    return sides


def earlier_slips(user: User, slip: Payslip, shown: int = 12) -> QuerySet[Payslip]:
    """The same contract's slips of earlier months, newest first."""
    return (
        slips_of(user)
        .filter(contract=slip.contract_id, run__month__lt=slip.run.month)
        .order_by("-run__month")[:shown]
    )


def month_behind(run: PayRun) -> ProjectMonth:
    """The month of work that the run pays."""
    return ProjectMonth.objects.get(project=run.project_id, month=run.month)
