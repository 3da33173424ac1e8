"""Paying differences to people who have left: they have no open month that could carry them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.carrying import Pending, carry, pending_in
from openinsa.payroll.computing import DROP_OLD, sum_up
from openinsa.payroll.models import CarriedCorrection, PayRun, Payslip
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.rules.engine import load_rule_book
from openinsa.staffing.models import Contract, Project, ProjectMonth
from openinsa.staffing.scope import projects_of, reach
from openinsa.staffing.sheet import last_day

NOTHING = dict.fromkeys(("gross", "non_taxable", "taxable", "deductions", "net", "employer_total"), 0)


class NothingOwed(Refused):
    sentence = _(
        "%(project)s에는 퇴사한 사람에게 따로 지급할 차액이 없습니다. 근무 중인 사람의 차액은 다음 급여에 들어갑니다."
    )


@action(permission="payroll.run", record="supplement_computed")
def run_supplement(by: User, project_id: int, pay_date: date) -> PayRun:
    """Compute what is due to the people who have left a project, as a run of its own.

    An unpaid supplement of the project is computed anew. Who was paid too much gets no slip and stays owed.
    Raises NotFound, NothingOwed.
    """
    project = reach(projects_of(by, "payroll.run"), project_id)
    pending = pending_in([project.pk], lock=True)
    left = _left(project, {one.contract.person_id for one in pending.corrections})
    own = [one for one in pending.corrections if one.contract.person_id in left]
    require(own, NothingOwed(project=project.name))
    run = _open_supplement(project, left, pay_date)
    with connection.cursor() as wrapped:
        for statement in DROP_OLD:
            wrapped.execute(statement, [[run.pk]])
        _pay_alone(run, left.values(), replace(pending, corrections=own))
        require(run.slips.exists(), NothingOwed(project=project.name))
        sum_up(wrapped.cursor, [run.pk], by.pk, load_rule_book().version, None)
    run.refresh_from_db()
    return run


def _left(project: Project, people: Iterable[int]) -> dict[int, Contract]:
    """Those among the people whose employment in the project ends with its paid months, with their last contract."""
    paid = ProjectMonth.objects.filter(project=project, state=ProjectMonth.State.PAID)
    latest = paid.aggregate(month=Max("month"))["month"]
    contracts = Contract.objects.filter(project=project, person__in=people).order_by("starts_on")
    last = {one.person_id: one for one in contracts}
    return {person: one for person, one in last.items() if latest and one.ends_on <= last_day(latest)}


def left_the_project(contract: Contract) -> bool:
    """Whether the person has no month to come in the project."""
    return bool(_left(contract.project, {contract.person_id}))


def _open_supplement(project: Project, left: dict[int, Contract], pay_date: date) -> PayRun:
    """The project's unpaid supplement, named by the last month that was paid to one of the people."""
    closed = Payslip.objects.filter(
        person__in=left, run__project=project, run__kind=PayRun.Kind.REGULAR, run__state=PayRun.State.PAID
    )
    named = {"month": closed.aggregate(month=Max("run__month"))["month"], "pay_date": pay_date}
    made = PayRun.objects.filter(project=project, kind=PayRun.Kind.SUPPLEMENT).exclude(
        state=PayRun.State.PAID
    )
    if made.update(**named):
        return made.get()
    return PayRun.objects.create(
        institution_id=project.institution_id, project=project, kind=PayRun.Kind.SUPPLEMENT, **named
    )


def _pay_alone(run: PayRun, contracts: Iterable[Contract], pending: Pending) -> None:
    """Slips that hold differences only; those without any, or below nothing, are dropped again."""
    Payslip.objects.bulk_create(
        Payslip(institution_id=run.institution_id, run=run, contract=one, person_id=one.person_id, **NOTHING)
        for one in contracts
    )
    carry({run.project_id: run.pk}, pending, None)
    useless = run.slips.filter(differences=None) | run.slips.filter(net__lt=0)
    people = list(useless.values_list("person_id", flat=True))
    CarriedCorrection.objects.filter(run=run, correction__contract__person__in=people).delete()
    run.differences.filter(slip__person__in=people).delete()
    run.slips.filter(person__in=people).delete()
