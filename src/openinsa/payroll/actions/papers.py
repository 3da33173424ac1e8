"""Papers of a pay run handed out: each leaves a line in the access record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import Calculation, WageLedger, WageStatement
from openinsa.payroll.calculations import calculation, calculation_data
from openinsa.payroll.explaining import retell
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.papers import wage_ledger, wage_statements
from openinsa.payroll.scope import runs_of, slips_of
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.actions import record_access
from openinsa.staffing.scope import reach

DOWNLOAD = "download"


class NothingToPrint(Refused):
    sentence = _("%(project)s %(month)s 급여에는 아직 명세서가 없습니다. 먼저 급여를 계산해 주세요.")


@action(permission="payroll.see")
def hand_out_statement(by: User, slip_id: int, *, address: str | None = None) -> WageStatement:
    """One person's wage statement; a worker's own once it is paid. Raises NotFound."""
    slip = reach(slips_of(by), slip_id)
    (statement,) = wage_statements(Payslip.objects.filter(pk=slip.pk))
    record_access(by, DOWNLOAD, "wage_statement", person_id=slip.person_id, address=address)
    return statement


@action(permission="payroll.see")
def hand_out_calculation(by: User, slip_id: int, *, address: str | None = None) -> Calculation:
    """How one payslip came about, to print; a worker's own once it is paid. Raises NotFound, NotComputable."""
    slip = reach(slips_of(by), slip_id)
    told = calculation(slip, retell(slip))
    record_access(by, DOWNLOAD, "calculation", person_id=slip.person_id, address=address)
    return told


@action(permission="payroll.see")
def hand_out_calculation_data(by: User, slip_id: int, *, address: str | None = None) -> dict[str, Any]:
    """The same for machines, in both languages. Raises NotFound, NotComputable."""
    slip = reach(slips_of(by), slip_id)
    told = calculation_data(slip, retell(slip))
    record_access(by, DOWNLOAD, "calculation", person_id=slip.person_id, address=address)
    return told


@action(permission="payroll.see")
def hand_out_statements(by: User, run_id: int, *, address: str | None = None) -> list[WageStatement]:
    """The wage statements of a run, in the order of names. Raises NotFound, NothingToPrint."""
    run = _computed_run(by, run_id)
    statements = wage_statements(run.slips.all())
    record_access(by, DOWNLOAD, "wage_statement", count=len(statements), address=address)
    return statements


@action(permission="payroll.see")
def hand_out_ledger(by: User, run_id: int, *, address: str | None = None) -> WageLedger:
    """The wage ledger of a run. Raises NotFound, NothingToPrint."""
    ledger = wage_ledger(_computed_run(by, run_id))
    record_access(by, DOWNLOAD, "wage_ledger", count=len(ledger["rows"]), address=address)
    return ledger


def _computed_run(by: User, run_id: int) -> PayRun:
    run = reach(runs_of(by).select_related("institution", "project__department"), run_id)
    require(run.slips.exists(), NothingToPrint(project=run.project.name, month=f"{run.month:%Y-%m}"))
    return run
