"""What can be asked about pay runs and slips; a list comes with what it shows."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.models import CarriedCorrection, Correction, PayRun, Payslip, PayslipLine, RunFault
from openinsa.payroll.scope import corrections_of, runs_of, slips_of
from openinsa.people.models import User
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.sheet import last_day

RUNNABLE = ProjectMonth.State.APPROVED


class Stage(TextChoices):
    """How far a correction is."""

    PROPOSED = "proposed", _("확인 대기")
    OWED = "owed", _("지급할 차액")
    CARRIED = "carried", _("급여에 반영됨")
    PAID = "paid", _("지급됨")
    DROPPED = "dropped", _("취소됨")


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


def corrections_with_stage(user: User) -> QuerySet[Correction]:
    """The user's corrections with `stage`: proposed, dropped, owed, carried (by an unpaid run) or paid, and
    `carried_month`, the month of the run that carries the difference."""
    carried = CarriedCorrection.objects.filter(
        correction=OuterRef("pk"), run__project=OuterRef("contract__project")
    ).order_by("-run__month", "-run")
    paid = carried.filter(run__state=PayRun.State.PAID)
    confirmed = Q(state=Correction.State.CONFIRMED)
    return corrections_of(user).annotate(
        carried_month=Subquery(carried.values("run__month")[:1]),
        stage=Case(
            When(confirmed & Exists(paid), then=Value(Stage.PAID)),
            When(confirmed & Exists(carried), then=Value(Stage.CARRIED)),
            When(confirmed, then=Value(Stage.OWED)),
            default="state",
            output_field=CharField(),
        ),
    )


def lines_paid_for(correction: Correction) -> list[PayslipLine]:
    """The lines of differences that name the correction, by month and in the order of their slips."""
    lines = PayslipLine.objects.filter(
        slip__person=correction.contract.person_id,
        month__isnull=False,
        inputs__corrections__contains=[correction.pk],
    )
    return list(lines.select_related("slip__run__project").order_by("month", "slip", "position"))


def corrections_of_slip(slip: Payslip) -> list[Correction]:
    """What was proposed or confirmed against the slip's month, newest first."""
    own = Correction.objects.filter(
        contract__person=slip.person_id,
        contract__project=slip.run.project_id,
        first_day__lte=last_day(slip.run.month),
        last_day__gte=slip.run.month,
    )
    return list(own.exclude(state=Correction.State.DROPPED))
