"""What a payroll officer wants to see before closing: each check is one function in one list."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.carrying import pending_in
from openinsa.payroll.models import CarriedCorrection, PayRun, Payslip, PayslipLine, RunFault
from openinsa.people.models import InsuredState
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Contract, Day, ProjectMonth
from openinsa.staffing.sheet import last_day

JUMP_PERCENT = 30
WEEKLY_LIMITS = {
    "weekly_limit_12": _("주 연장근로 12시간 초과"),
    "part_time_limit_12": _("단시간근로자의 초과근로 12시간 초과"),
}


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
        Finding("fault", title, fault.contract.person.name, fault.message, None, True) for fault in faults
    ]


def pay_not_above_zero(runs: Sequence[PayRun]) -> list[Finding]:
    slips = Payslip.objects.filter(Q(net__lte=0) | Q(gross__lte=0), run__in=runs).select_related("person")
    title = _("0원 또는 음수 급여")
    return [
        Finding("not_above_zero", title, slip.person.name, _net(slip), slip.pk, slip.net < 0)
        for slip in slips
    ]


def _net(slip: Payslip) -> str:
    return _("실지급액 %(won)s원") % {"won": f"{slip.net:,}"}


def no_bank_account(runs: Sequence[PayRun]) -> list[Finding]:
    slips = Payslip.objects.filter(run__in=runs, person__account_sealed__isnull=True, net__gt=0)
    title = _("계좌번호 없음")
    return [
        Finding("no_account", title, slip.person.name, _net(slip), slip.pk, False)
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
            _("지급액 %(before)s원 → %(now)s원")
            % {"before": f"{gross:,}", "now": f"{now[contract].gross:,}"},
            now[contract].pk,
            False,
        )
        for contract, gross in before
        if 100 * abs(now[contract].gross - gross) > JUMP_PERCENT * gross
    ]


def minimum_wage_missed(runs: Sequence[PayRun]) -> list[Finding]:
    return _flagged(runs, "minimum_wage", _("최저임금 미달"))


def living_wage_missed(runs: Sequence[PayRun]) -> list[Finding]:
    """People paid less an hour than the living wage that the institution set for the month."""
    return _flagged(runs, "living_wage", _("생활임금 미달"))


def paid_above_contract(runs: Sequence[PayRun]) -> list[Finding]:
    """People paid at the agreed wage for more time than the contract plans: an unplanned day, a longer one."""
    return _flagged(runs, "above_contract", _("계약한 시간보다 많이 지급"))


def _flagged(runs: Sequence[PayRun], flag: str, title: str | Promise) -> list[Finding]:
    slips = Payslip.objects.filter(run__in=runs, facts__flags__contains=flag).select_related("person")
    return [
        Finding(
            flag, title, slip.person.name, _("지급액 %(won)s원") % {"won": f"{slip.gross:,}"}, slip.pk, False
        )
        for slip in slips
    ]


def weekly_limits_passed(runs: Sequence[PayRun]) -> list[Finding]:
    """Weeks beyond the hours that the law allows, of everybody and of part-timers."""
    found = []
    for flag, title in WEEKLY_LIMITS.items():
        slips = Payslip.objects.filter(run__in=runs, facts__flags__contains=flag).select_related("person")
        for slip in slips:
            overtime = slip.facts["minutes"]["overtime"]
            detail = _("연장근로 %(hours)s") % {"hours": f"{overtime // 60}:{overtime % 60:02}"}
            found.append(Finding(flag, title, slip.person.name, detail, slip.pk, False))
    return found


def hours_in_two_projects(runs: Sequence[PayRun]) -> list[Finding]:
    """People who worked in two projects at once and together longer than a day's limit.

    Each project pays its own hours; what only both together make overtime is paid by none.
    """
    month = runs[0].month
    slips = {slip.person_id: slip for slip in Payslip.objects.filter(run__in=runs).select_related("person")}
    held = Contract.objects.filter(starts_on__lte=last_day(month), ends_on__gte=month, person__in=slips)
    shared = (
        held.values("person_id").annotate(projects=Count("project", distinct=True)).filter(projects__gt=1)
    )
    days = Day.objects.filter(
        contract__in=held.filter(person__in=shared.values("person_id")),
        date__range=(month, last_day(month)),
        starts__isnull=False,
    ).annotate(person=F("contract__person"), project=F("contract__project"))
    by_day: dict[tuple[int, date], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for day in days:
        by_day[day.person, day.date][day.project] += day.worked_minutes
    over: dict[int, list[date]] = defaultdict(list)
    for (person, on), minutes in sorted(by_day.items()):
        if len(minutes) > 1 and sum(minutes.values()) > law_value("daily_limit_minutes", on):
            over[person].append(on)
    title = _("두 사업을 합치면 하루 8시간을 넘음")
    return [
        Finding("two_projects", title, slips[person].person.name, _in_words(on), slips[person].pk, False)
        for person, on in over.items()
    ]


def _in_words(days: Sequence[date]) -> str:
    return ", ".join(f"{day:%m-%d}" for day in days)


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


def foreigners_in_the_pension(runs: Sequence[PayRun]) -> list[Finding]:
    """Foreigners who pay pension premiums though nobody has declared that they are in."""
    declared = InsuredState.objects.filter(insurance=InsuredState.Insurance.PENSION).values("person")
    paying = PayslipLine.objects.filter(slip__run__in=runs, code="pension", slip__person__foreigner=True)
    title = _("외국인 국민연금 확인")
    return [
        Finding(
            "foreigner_pension",
            title,
            line.slip.person.name,
            _("국민연금 %(won)s원") % {"won": f"{line.amount:,}"},
            line.slip_id,
            False,
        )
        for line in paying.exclude(slip__person__in=declared).select_related("slip__person")
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
    living_wage_missed,
    paid_above_contract,
    foreigners_in_the_pension,
    weekly_limits_passed,
    hours_in_two_projects,
    no_bank_account,
    jumps_against_last_month,
]
