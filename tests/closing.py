"""Months closed as a real pay run closes them, for tests about what comes after."""

from collections.abc import Mapping
from datetime import date

from office import Office
from openinsa.payroll.actions.corrections import confirm_corrections
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import Correction, PayRun, Payslip, PayslipLine
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import Contract, Project

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def compute(office: Office, month: date, project: Project | None = None) -> PayRun:
    """Fill, submit, approve and compute a month of one project."""
    fill(office, month, project)
    return compute_again(office, month, project)


def fill(office: Office, month: date, project: Project | None = None) -> None:
    """Fill, submit and approve a month, unless that was done."""
    one = office.month(month, project)
    if one.is_open:
        fill_month(office.clerk, one.pk)
        submit_month(office.clerk, one.pk)
        approve_month(office.head, one.pk)


def compute_again(office: Office, month: date, project: Project | None = None) -> PayRun:
    runs = prepare_runs(office.payroll_officer, month, [(project or office.project).pk])
    for chunk in chunks_of(runs):
        compute_runs(chunk, office.payroll_officer.pk)
    return PayRun.objects.get(pk=runs[0].pk)


def close(office: Office, month: date, project: Project | None = None) -> PayRun:
    """Compute a month and pay it."""
    run = compute(office, month, project)
    pay_runs(office.payroll_officer, [run.pk])
    return PayRun.objects.get(pk=run.pk)


def confirm(office: Office, *corrections: Correction) -> None:
    confirm_corrections(office.payroll_officer, [one.pk for one in corrections])


def slip_of(contract: Contract, month: date) -> Payslip:
    return Payslip.objects.get(contract=contract, run__month=month, run__kind="regular")


def paid_for(contract: Contract, month: date) -> Mapping[tuple[str, str], int]:
    """Everything on any slip that belongs to a month of work, by side and code."""
    sums: dict[tuple[str, str], int] = {}
    own = PayslipLine.objects.filter(slip__person=contract.person_id, slip__run__month=month, month=None)
    later = PayslipLine.objects.filter(slip__person=contract.person_id, month=month)
    for line in [*own, *later]:
        sums[line.side, line.code] = sums.get((line.side, line.code), 0) + line.amount
    return {item: won for item, won in sums.items() if won}
