"""A month's pay: prepare, run, check, pay, send back."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.pay_day import pay_date_of
from openinsa.payroll.scope import runs_of
from openinsa.people.acting import action, record_verb
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.staffing.actions.months import return_to_clerk
from openinsa.staffing.models import ProjectMonth

State = PayRun.State


class NothingToRun(Refused):
    sentence = _("%(month)s에 승인된 사업이 없어 계산할 것이 없습니다. 부서장의 승인을 먼저 받아 주세요.")


class MonthNotApproved(Refused):
    sentence = _(
        "%(project)s %(month)s은(는) 승인되지 않아 계산하지 않았습니다. 부서장의 승인을 먼저 받아 주세요."
    )


class RunAlreadyPaid(Refused):
    sentence = _(
        "%(project)s %(month)s 급여는 이미 지급되었습니다. 같은 달을 다시 계산할 수 없고, 고칠 것은 다음 달 차액으로 정정합니다."
    )


class RunNotComputed(Refused):
    sentence = _("%(project)s %(month)s 급여는 아직 계산되지 않았습니다. 먼저 계산해 주세요.")


class RunHasFaults(Refused):
    sentence = _(
        "%(project)s %(month)s에 계산하지 못한 사람이 %(count)d명 있어 지급할 수 없습니다. 명단의 사유를 해결하고 다시 계산해 주세요."
    )


class PayBelowNothing(Refused):
    sentence = _(
        "%(name)s의 실지급액이 %(net)s원이어서 지급할 수 없습니다. 근무상황이나 공제를 고치고 다시 계산해 주세요."
    )


@action(permission="payroll.run")
def run_month(by: User, month: date, project_ids: Sequence[int] | None = None) -> Job:
    """Start the pay run of a month for all approved projects, or for some, as one job.

    Raises NothingToRun; MonthNotApproved or RunAlreadyPaid when a named project cannot be run.
    """
    runs = prepare_runs(by, month, project_ids)
    title = say("%(month)s 급여 계산: %(count)d개 사업") % {"month": f"{month:%Y-%m}", "count": len(runs)}
    return start_job(by, "pay_run", title, {"runs": [run.pk for run in runs]})


def prepare_runs(by: User, month: date, project_ids: Sequence[int] | None = None) -> list[PayRun]:
    """The runs of a month's approved projects, made where they are missing; paid ones are left out.

    Raises NothingToRun, MonthNotApproved, RunAlreadyPaid. Three statements.
    """
    months = ProjectMonth.objects.filter(month=month).select_related("project")
    if project_ids is not None:
        months = months.filter(project_id__in=project_ids)
    months = list(months)
    if project_ids is not None:
        require(len(months) == len(set(project_ids)), NotFound())
        _require_approved(months)
    approved = [one for one in months if one.state == ProjectMonth.State.APPROVED]
    require(approved, NothingToRun(month=f"{month:%Y-%m}"))
    pay_date = pay_date_of(month)
    PayRun.objects.bulk_create(
        (
            PayRun(institution_id=one.institution_id, project=one.project, month=month, pay_date=pay_date)
            for one in approved
        ),
        ignore_conflicts=True,
    )
    regular = PayRun.objects.filter(month=month, kind=PayRun.Kind.REGULAR)
    runs = regular.filter(project__in=[one.project_id for one in approved])
    return list(runs.exclude(state=State.PAID).order_by("pk"))


def _require_approved(months: Iterable[ProjectMonth]) -> None:
    for one in months:
        named = {"project": one.project.name, "month": f"{one.month:%Y-%m}"}
        require(one.state != ProjectMonth.State.PAID, RunAlreadyPaid(**named))
        require(one.state == ProjectMonth.State.APPROVED, MonthNotApproved(**named))


@action(permission="payroll.pay")
def pay_runs(by: User, run_ids: Sequence[int]) -> int:
    """Confirm payment of computed runs and lock their months for ever. Returns how many.

    Raises NotFound, RunAlreadyPaid, RunNotComputed, RunHasFaults, PayBelowNothing; then nothing is paid.
    """
    runs = list(
        PayRun.objects.filter(pk__in=run_ids).select_for_update(of=("self",)).select_related("project")
    )
    require(runs and len(runs) == len(set(run_ids)), NotFound())
    faults = dict(PayRun.objects.filter(pk__in=run_ids).values_list("pk").annotate(count=Count("faults")))
    for run in runs:
        named = {"project": run.project.name, "month": f"{run.month:%Y-%m}"}
        require(run.state != State.PAID, RunAlreadyPaid(**named))
        require(run.state == State.COMPUTED, RunNotComputed(**named))
        require(not faults[run.pk], RunHasFaults(**named, count=faults[run.pk]))
    below = Payslip.objects.filter(run__in=run_ids, net__lt=0).select_related("person").first()
    if below is not None:
        raise PayBelowNothing(name=below.person.name, net=f"{below.net:,}")
    now = timezone.now()
    PayRun.objects.filter(pk__in=run_ids).update(state=State.PAID, paid_by=by, paid_at=now)
    record_verb(by, "run_paid", *runs)
    _lock_months(by, [run for run in runs if run.kind == PayRun.Kind.REGULAR])
    return len(runs)


def _lock_months(by: User, runs: Sequence[PayRun]) -> None:
    paid = Q(pk__in=[])
    for month in {run.month for run in runs}:
        paid |= Q(month=month, project__in=[run.project_id for run in runs if run.month == month])
    months = list(ProjectMonth.objects.filter(paid))
    ProjectMonth.objects.filter(paid).update(state=ProjectMonth.State.PAID)
    record_verb(by, "month_locked", *months)


@action(permission="payroll.run", record="run_sent_back")
def send_back_run(by: User, run_id: int, *, reason: str) -> PayRun:
    """Return an unpaid run's month to the clerk and drop its slips; of a supplement only the slips go.

    Raises NotFound, RunAlreadyPaid, ReasonMissing.
    """
    run = runs_of(by, "payroll.run").select_for_update(of=("self",)).filter(pk=run_id).first()
    require(run is not None, NotFound())
    named = {"project": run.project.name, "month": f"{run.month:%Y-%m}"}
    require(run.state != State.PAID, RunAlreadyPaid(**named))
    if run.kind == PayRun.Kind.REGULAR:
        month = ProjectMonth.objects.select_for_update().get(project=run.project_id, month=run.month)
        return_to_clerk(month, reason)
    require(reason.strip(), ReasonMissing())
    for rows in (run.carried, run.differences, run.slips, run.faults):
        rows.all().delete()
    run.state, run.people, run.gross, run.deductions, run.net, run.employer_total = (
        State.WAITING,
        0,
        0,
        0,
        0,
        0,
    )
    run.save()
    return run
