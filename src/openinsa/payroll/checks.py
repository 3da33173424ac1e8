"""What a payroll officer wants to see before closing: each check is one function in one list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.carrying import pending_in
from openinsa.payroll.models import CarriedCorrection, PayRun, Payslip, RunFault
from openinsa.staffing.models import ProjectMonth

JUMP_PERCENT = 30


@dataclass(frozen=True)
class Finding:
    """One thing to look at: what, whose slip (None: a whole project), and whether it stops payment."""

    check: str
    title: str | Promise
    name: str
    detail: str
    slip_id: int | None
    stops_payment: bool


def findings(runs: Sequence[PayRun]) -> list[Finding]:
    """All findings of some runs of one month, most serious first. A fixed number of statements."""
    if not runs:
        return []
    found = [finding for check in CHECKS for finding in check(runs)]
    return sorted(found, key=lambda finding: not finding.stops_payment)


def people_without_slip(runs: Sequence[PayRun]) -> list[Finding]:
    faults = RunFault.objects.filter(run__in=runs).select_related("contract__person")
    title = _("계산하지 못한 사람")
    return [
        Finding("fault", title, fault.contract.person.name, fault.message_ko, None, True) for fault in faults
    ]


def pay_not_above_zero(runs: Sequence[PayRun]) -> list[Finding]:
    slips = Payslip.objects.filter(Q(net__lte=0) | Q(gross__lte=0), run__in=runs).select_related("person")
    title = _("0원 또는 음수 급여")
    return [
        Finding("not_above_zero", title, slip.person.name, f"{slip.net:,}", slip.pk, slip.net < 0)
        for slip in slips
    ]


def no_bank_account(runs: Sequence[PayRun]) -> list[Finding]:
    slips = Payslip.objects.filter(run__in=runs, person__account_sealed__isnull=True, net__gt=0)
    title = _("계좌번호 없음")
    return [
        Finding("no_account", title, slip.person.name, f"{slip.net:,}", slip.pk, False)
        for slip in slips.select_related("person")
    ]


def jumps_against_last_month(runs: Sequence[PayRun]) -> list[Finding]:
    """Gross that moved by more than the percentage against the same contract's last month."""
    last = (runs[0].month - timedelta(days=1)).replace(day=1)
    regular = Payslip.objects.filter(run__kind=PayRun.Kind.REGULAR)
    now = {slip.contract_id: slip for slip in regular.filter(run__in=runs).select_related("person")}
    before = regular.filter(run__month=last, contract__in=now).values_list("contract_id", "gross")
    title = _("지난달과 차이가 큼")
    return [
        Finding(
            "jump",
            title,
            now[contract].person.name,
            f"{gross:,} → {now[contract].gross:,}",
            now[contract].pk,
            False,
        )
        for contract, gross in before
        if 100 * abs(now[contract].gross - gross) > JUMP_PERCENT * gross
    ]


def minimum_wage_missed(runs: Sequence[PayRun]) -> list[Finding]:
    slips = Payslip.objects.filter(run__in=runs, facts__flags__contains="minimum_wage").select_related(
        "person"
    )
    title = _("최저임금 미달")
    return [
        Finding("minimum_wage", title, slip.person.name, f"{slip.gross:,}", slip.pk, False) for slip in slips
    ]


def corrections_not_carried(runs: Sequence[PayRun]) -> list[Finding]:
    """Confirmed corrections that a run should pay and could not compute."""
    waiting = pending_in([run.project_id for run in runs if run.kind == PayRun.Kind.REGULAR])
    if not waiting:
        return []
    earlier = [one for one in waiting.corrections if one.last_day < runs[0].month]
    held = set(CarriedCorrection.objects.filter(run__in=runs).values_list("correction_id", flat=True))
    slips = {slip.person_id: slip for slip in Payslip.objects.filter(run__in=runs).select_related("person")}
    title = _("정정 차액을 계산하지 못함")
    return [
        Finding("not_carried", title, slip.person.name, one.reason, slip.pk, False)
        for one in earlier
        if one.pk not in held and (slip := slips.get(one.contract.person_id))
    ]


def months_not_approved(month: date) -> list[ProjectMonth]:
    """Projects whose month has not reached payroll yet."""
    waiting = [ProjectMonth.State.OPEN, ProjectMonth.State.SUBMITTED]
    return list(ProjectMonth.objects.filter(month=month, state__in=waiting).select_related("project"))


CHECKS: list[Callable[[Sequence[PayRun]], list[Finding]]] = [
    people_without_slip,
    corrections_not_carried,
    pay_not_above_zero,
    minimum_wage_missed,
    no_bank_account,
    jumps_against_last_month,
]
