"""Correcting a paid month: propose, confirm, turn down, reverse.

Nothing here touches a closed slip, its days or its contract version: docs/decisions/0012-later-corrections.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.compute.bulk import next_ids
from openinsa.leave.following import follow_corrected_days
from openinsa.payroll.corrected_days import EnteredDays, entered_days_of
from openinsa.payroll.differences import Due, confirmed, dues
from openinsa.payroll.models import CorrectedDay, Correction, PayRun, Payslip
from openinsa.payroll.scope import corrections_of, runs_of, slips_of
from openinsa.payroll.wages_in_force import wages_of
from openinsa.people.acting import action, record_verb
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.rules.engine import load_rule_book
from openinsa.staffing.actions.contracts import OutsideContract, correct_wage
from openinsa.staffing.faults import DAY_FAULTS
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import reach
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
Kind, State = Correction.Kind, Correction.State


class MonthNotPaid(Refused):
    sentence = _(
        "%(month)s은(는) 아직 지급되지 않아 정정할 것이 없습니다. 근무상황이나 계약을 고치고 다시 계산해 주세요."
    )


class NothingCorrected(Refused):
    status = 422
    sentence = _(
        "지금과 달라지는 것이 없어 정정을 저장하지 않았습니다. 고칠 날이나 임금을 지금과 다르게 적어 주세요."
    )


class CorrectedDayUnreadable(Refused):
    status = 422
    sentence = _("%(day)s의 '%(mark)s': %(why)s (아무것도 저장되지 않았습니다.)")


class WageNotPositive(Refused):
    status = 422
    sentence = _("임금 단가는 1원 이상이어야 합니다. 금액을 고쳐 주세요.")


class RuleBookUnchanged(Refused):
    sentence = _(
        "이 달은 지금의 규칙집으로 계산되어 다시 계산해도 같습니다. 규칙집이 바뀐 뒤에 정정해 주세요."
    )


class CorrectionDecided(Refused):
    sentence = _("이 정정은 이미 처리되었습니다. 화면을 새로 고쳐 지금 상태를 확인해 주세요.")


class OwnProposal(Refused):
    status = 403
    sentence = _("자기가 올린 정정은 자기가 확정할 수 없습니다. 다른 급여담당에게 확정을 맡겨 주세요.")


class CorrectionNotConfirmed(Refused):
    sentence = _("확정된 정정만 되돌릴 수 있습니다. 확정 전이면 정정을 취소해 주세요.")


class LaterCorrectionFollows(Refused):
    sentence = _(
        "같은 날을 다시 고친 뒤의 정정이 있어 이 정정을 되돌릴 수 없습니다. 뒤의 정정을 먼저 되돌려 주세요."
    )


@action(permission="payroll.correct", record="correction_proposed")
def propose_days(by: User, slip_id: int, marks: Mapping[date, str], *, reason: str) -> Correction:
    """Propose other days for a paid month; marks like those of now are left out.

    Raises NotFound, ReasonMissing, MonthNotPaid, CorrectedDayUnreadable, NothingCorrected,
    CorrectedMonthRefused.
    """
    slip = _paid_slip(by, slip_id, reason)
    return _propose_days(by, slip.contract, entered_days_of(slip), marks, reason)


def _propose_days(
    by: User,
    contract: Contract,
    entered: EnteredDays,
    marks: Mapping[date, str],
    reason: str,
    reverses: Correction | None = None,
) -> Correction:
    changed = {day: mark for day, mark in marks.items() if entered.differs(day, mark)}
    require(changed, NothingCorrected())
    readings = {day: entered.read(day, mark) for day, mark in sorted(changed.items())}
    for day, reading in readings.items():
        fault = reading.fault or ("" if reading.mark else "missing")
        if fault:
            raise CorrectedDayUnreadable(day=day, mark=reading.mark, why=DAY_FAULTS[fault].text)
    one = _propose(by, contract, Kind.DAYS, min(changed), max(changed), reason, reverses=reverses)
    CorrectedDay.objects.bulk_create(
        CorrectedDay(
            institution_id=one.institution_id,
            correction=one,
            date=day,
            was=entered.mark(day),
            mark=reading.mark,
            code=reading.code,
            starts=reading.starts,
            ends=reading.ends,
            breaks=list(reading.breaks),
            leave_code=reading.leave_code,
            leave_minutes=reading.leave_minutes,
        )
        for day, reading in readings.items()
    )
    require_computable(one)
    return one


@action(permission="payroll.correct", record="correction_proposed")
def propose_wage(by: User, slip_id: int, since: date, rate: int, *, reason: str) -> Correction:
    """Propose another wage from a day in a paid month on, until another wage was agreed.

    Raises NotFound, ReasonMissing, MonthNotPaid, OutsideContract, WageNotPositive, NothingCorrected,
    CorrectedMonthRefused.
    """
    slip = _paid_slip(by, slip_id, reason)
    return _propose_wage(by, slip.contract, since, rate, reason)


def _propose_wage(
    by: User, contract: Contract, since: date, rate: int, reason: str, reverses: Correction | None = None
) -> Correction:
    require(rate > 0, WageNotPositive())
    wages = wages_of(contract)
    inside = contract.starts_on <= since <= contract.ends_on
    require(inside, OutsideContract(day=since, starts_on=contract.starts_on, ends_on=contract.ends_on))
    require(wages.on(since) != rate, NothingCorrected())
    closed = last_closed_day(contract)
    require(since <= closed, MonthNotPaid(month=f"{since:%Y-%m}"))
    last = min(closed, wages.agreed_until(since))
    one = _propose(by, contract, Kind.WAGE, since, last, reason, rate=rate, reverses=reverses)
    require_computable(one)
    return one


@action(permission="payroll.correct", record="correction_proposed")
def propose_law(by: User, run_id: int, *, reason: str) -> list[Correction]:
    """Propose that a paid run be computed under the rule book of today: one correction for each person
    whose pay moves by it.

    Raises NotFound, ReasonMissing, MonthNotPaid, RuleBookUnchanged, NothingCorrected.
    """
    run = reach(runs_of(by, "payroll.correct"), run_id)
    require(reason.strip(), ReasonMissing())
    paid = run.state == PayRun.State.PAID and run.kind == PayRun.Kind.REGULAR
    require(paid, MonthNotPaid(month=f"{run.month:%Y-%m}"))
    require(run.rule_book_version != load_rule_book().version, RuleBookUnchanged())
    slips = list(run.slips.select_related("contract"))
    asked = [
        Correction(
            institution_id=run.institution_id,
            contract=slip.contract,
            kind=Kind.LAW,
            first_day=run.month,
            last_day=last_day(run.month),
            reason=reason.strip()[:300],
            proposed_by=by,
        )
        for slip in slips
    ]
    holding = list(confirmed(Contract.objects.filter(pk__in=[slip.contract_id for slip in slips])))
    moved = {due.unit.person for due in dues([run.project_id], asked, holding) if due.moved}
    require(moved, NothingCorrected())
    return Correction.objects.bulk_create(one for one in asked if one.contract.person_id in moved)


@action(permission="payroll.correct", record="correction_proposed")
def propose_reversal(by: User, correction_id: int, *, reason: str) -> Correction:
    """Propose to take a confirmed correction back: a correction to what stood before it.

    Raises NotFound, ReasonMissing, CorrectionNotConfirmed, LaterCorrectionFollows, NothingCorrected.
    """
    one = reach(corrections_of(by, "payroll.correct"), correction_id)
    require(reason.strip(), ReasonMissing())
    require(one.state == State.CONFIRMED and one.kind != Kind.LAW, CorrectionNotConfirmed())
    require(not _corrected_again(one), LaterCorrectionFollows())
    if one.kind == Kind.WAGE:
        before = wages_of(one.contract, before=one).on(one.first_day)
        return _propose_wage(by, one.contract, one.first_day, before or 0, reason, one)
    slip = _closed_slip_of(one)
    marks = {day.date: day.was for day in one.days.all()}
    return _propose_days(by, one.contract, entered_days_of(slip), marks, reason, one)


def _corrected_again(one: Correction) -> bool:
    """Whether a later confirmed correction changed the same days or the same wage."""
    later = Correction.objects.filter(
        contract=one.contract, kind=one.kind, state=State.CONFIRMED, position__gt=one.position
    )
    if one.kind == Kind.WAGE:
        return later.filter(first_day__lte=one.last_day, last_day__gte=one.first_day).exists()
    return later.filter(days__date__in=one.days.values("date")).exists()


def _closed_slip_of(one: Correction) -> Payslip:
    month = one.first_day.replace(day=1)
    slips = Payslip.objects.filter(
        person=one.contract.person_id, run__project=one.contract.project_id, run__month=month
    )
    return slips.filter(run__kind=PayRun.Kind.REGULAR).select_related("run", "contract").latest("pk")


@action(permission="payroll.confirm_correction")
def confirm_corrections(by: User, correction_ids: Sequence[int]) -> int:
    """Let corrections hold, in the order named: the next pay run of each person pays the difference.

    Every month must be computable with all of them. Returns how many. Raises NotFound, CorrectionDecided,
    OwnProposal, CorrectedMonthRefused; then none holds. The ledgers of leave follow corrected days. Statements
    grow with corrected wages and months only.
    """
    made = _lock(by, correction_ids)
    for one in made:
        require(one.state == State.PROPOSED, CorrectionDecided())
        require(one.proposed_by_id != by.pk, OwnProposal())
        if one.kind == Kind.WAGE:
            _let_wage_hold(one)
    with connection.cursor() as wrapped:
        positions = next_ids(wrapped.cursor, "payroll_correction", len(made))
    for one, position in zip(made, positions, strict=True):
        one.position, one.state = position, State.CONFIRMED
        one.decided_by, one.decided_at = by, timezone.now()
    Correction.objects.bulk_update(made, ["position", "state", "decided_by", "decided_at", "last_day"])
    record_verb(by, "correction_confirmed", *made)
    contracts = Contract.objects.filter(person__in=[one.contract.person_id for one in made])
    dues(contracts.values_list("project_id", flat=True), made, list(confirmed(contracts)))
    if days := [one for one in made if one.kind == Kind.DAYS]:
        months = {(one.contract.project_id, one.first_day.replace(day=1)) for one in days}
        follow_corrected_days({one.contract.person_id for one in days}, months)
    return len(made)


def _let_wage_hold(one: Correction) -> None:
    """Closed months follow the correction, open ones the contract itself."""
    closed, until = last_closed_day(one.contract), wages_of(one.contract).agreed_until(one.first_day)
    one.last_day = min(closed, until)
    if until > closed:
        correct_wage(one.contract, closed + ONE_DAY, until, int(one.rate or 0))


@action(permission="payroll.confirm_correction", record="correction_turned_down")
def turn_down(by: User, correction_id: int, *, reason: str) -> Correction:
    """Refuse a proposed correction with a reason. Raises NotFound, ReasonMissing, CorrectionDecided."""
    (one,) = _lock(by, [correction_id])
    require(reason.strip(), ReasonMissing())
    return _drop(by, one, reason)


@action(permission="payroll.correct", record="correction_withdrawn")
def withdraw(by: User, correction_id: int) -> Correction:
    """Take back a proposal that nobody decided yet. Raises NotFound, CorrectionDecided."""
    (one,) = _lock(by, [correction_id], "payroll.correct")
    return _drop(by, one, "")


def _drop(by: User, one: Correction, reason: str) -> Correction:
    require(one.state == State.PROPOSED, CorrectionDecided())
    one.state, one.decided_by, one.decided_at = State.DROPPED, by, timezone.now()
    one.answer = reason.strip()[:300]
    one.save()
    return one


def last_closed_day(contract: Contract) -> date:
    """The last day of the last month that was paid to the person in the project. Raises MonthNotPaid."""
    slips = Payslip.objects.filter(
        person=contract.person_id,
        run__project=contract.project_id,
        run__state=PayRun.State.PAID,
        run__kind=PayRun.Kind.REGULAR,
    )
    latest = slips.order_by("-run__month").values_list("run__month", flat=True).first()
    if latest is None:
        raise MonthNotPaid(month=f"{contract.starts_on:%Y-%m}")
    return last_day(latest)


def dues_with(one: Correction) -> list[Due]:
    """What the touched months owe with this correction and all that hold, in all of the person's projects."""
    contracts = Contract.objects.filter(person=one.contract.person_id)
    holding = [other for other in confirmed(contracts) if other.pk != one.pk]
    laid = [*holding, one] if one.position is None else sorted([*holding, one], key=lambda c: c.position or 0)
    return dues(contracts.values_list("project_id", flat=True), [one], laid)


def require_computable(one: Correction) -> None:
    """Raise CorrectedMonthRefused when a month cannot be computed with the correction."""
    dues_with(one)


def _paid_slip(by: User, slip_id: int, reason: str) -> Payslip:
    slip = reach(slips_of(by, "payroll.correct"), slip_id)
    require(reason.strip(), ReasonMissing())
    paid = slip.run.state == PayRun.State.PAID and slip.run.kind == PayRun.Kind.REGULAR
    require(paid, MonthNotPaid(month=f"{slip.run.month:%Y-%m}"))
    return slip


def _propose(
    by: User,
    contract: Contract,
    kind: Correction.Kind,
    first: date,
    last: date,
    reason: str,
    *,
    rate: int | None = None,
    reverses: Correction | None = None,
) -> Correction:
    return Correction.objects.create(
        institution_id=contract.institution_id,
        contract=contract,
        kind=kind,
        first_day=first,
        last_day=last,
        rate=rate,
        reason=reason.strip()[:300],
        reverses=reverses,
        proposed_by=by,
    )


def _lock(
    by: User, correction_ids: Iterable[int], permission: str = "payroll.confirm_correction"
) -> list[Correction]:
    ids = list(dict.fromkeys(correction_ids))
    found = corrections_of(by, permission).select_for_update(of=("self",)).filter(pk__in=ids)
    by_id = {one.pk: one for one in found.order_by("pk")}
    require(ids and len(by_id) == len(ids), NotFound())
    return [by_id[pk] for pk in ids]
