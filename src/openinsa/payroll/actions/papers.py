"""Papers of a pay run handed out: each leaves a line in the access record."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import Calculation, WageLedger, WageStatement
from openinsa.payroll.calculations import calculation, calculation_data
from openinsa.payroll.explaining import retell
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.papers import wage_ledger, wage_statements
from openinsa.payroll.scope import runs_of, slips_of
from openinsa.payroll.seen import slip_seen
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.staffing.scope import reach


class NothingToPrint(Refused):
    sentence = _("%(project)s %(month)s 급여에는 아직 명세서가 없습니다. 먼저 급여를 계산해 주세요.")


@action(permission="payroll.see")
def hand_out_statement(
    by: User, slip_id: int, *, reason: Reason | None = None, address: str | None = None
) -> WageStatement:
    """One person's wage statement; a worker's own once it is paid. Raises NotFound, ReasonNeeded."""
    slip = reach(slips_of(by), slip_id)
    origin = hand_out(by, "wage_statement", [slip.person_id], reason=reason, address=address)
    if slip.person_id == by.person_id:
        slip_seen.send(sender=None, by=by, slip_id=slip.pk, file=True)
    (statement,) = wage_statements(Payslip.objects.filter(pk=slip.pk))
    return {**statement, "origin": origin}


@action(permission="payroll.see")
def hand_out_calculation(
    by: User, slip_id: int, *, reason: Reason | None = None, address: str | None = None
) -> Calculation:
    """How one payslip came about, to print; a worker's own once it is paid. Raises NotFound, ReasonNeeded, NotComputable."""
    slip = reach(slips_of(by), slip_id)
    origin = hand_out(by, "calculation", [slip.person_id], reason=reason, address=address)
    return {**calculation(slip, retell(slip)), "origin": origin}


@action(permission="payroll.see")
def hand_out_calculation_data(
    by: User, slip_id: int, *, reason: Reason | None = None, address: str | None = None
) -> dict[str, Any]:
    """The same for machines, in both languages. Raises NotFound, ReasonNeeded, NotComputable."""
    slip = reach(slips_of(by), slip_id)
    origin = hand_out(by, "calculation", [slip.person_id], reason=reason, address=address)
    return {**calculation_data(slip, retell(slip)), "origin": dict(origin.lines)}


@action(permission="payroll.see")
def hand_out_statements(
    by: User, run_id: int, *, reason: Reason | None = None, address: str | None = None
) -> list[WageStatement]:
    """The wage statements of a run, in the order of names. Raises NotFound, ReasonNeeded, NothingToPrint."""
    run = _computed_run(by, run_id)
    origin = hand_out(by, "wage_statement", _people(run), reason=reason, address=address)
    return [{**statement, "origin": origin} for statement in wage_statements(run.slips.all())]


@action(permission="payroll.see")
def hand_out_ledger(
    by: User, run_id: int, *, reason: Reason | None = None, address: str | None = None
) -> WageLedger:
    """The wage ledger of a run. Raises NotFound, ReasonNeeded, NothingToPrint."""
    run = _computed_run(by, run_id)
    origin = hand_out(by, "wage_ledger", _people(run), reason=reason, address=address)
    return {**wage_ledger(run), "origin": origin}


def _people(run: PayRun) -> QuerySet:
    return run.slips.order_by().values_list("person_id", flat=True)


def _computed_run(by: User, run_id: int) -> PayRun:
    run = reach(runs_of(by).select_related("institution", "project__department"), run_id)
    require(run.slips.exists(), NothingToPrint(project=run.project.name, month=f"{run.month:%Y-%m}"))
    return run
