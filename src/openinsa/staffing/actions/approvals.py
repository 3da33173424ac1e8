"""Approvals and written agreements that hold for everybody in a project: recorded, ended, taken back."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.staffing.actions.months import reread_days
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.models import Approval, Project, ProjectMonth
from openinsa.staffing.scope import projects_of, reach
from openinsa.staffing.sheet import load_sheet


class ApprovalHolds(Refused):
    sentence = _(
        "그 날들의 '%(kind)s'이(가) 이미 기록되어 있습니다. 그것을 먼저 끝내거나 날짜를 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class AgreedAfterThePay(Refused):
    sentence = _(
        "보상휴가 합의 날짜(%(dated_on)s)가 적용 시작일(%(since)s)보다 늦습니다. 합의한 날부터의 근로만 휴가로 바꿀 수 있으니 날짜를 고쳐 주세요."
    )


class ApprovalEndsElsewhere(Refused):
    sentence = _(
        "마지막 날(%(day)s)이 시작일(%(since)s)보다 앞섭니다. 처음부터 없던 것이면 지우기를 눌러 주세요."
    )


@action(permission="staffing.manage_projects", record="approval_recorded")
def record_approval(
    by: User,
    project_id: int,
    *,
    kind: str,
    dated_on: date,
    document: str,
    valid_from: date,
    valid_to: date | None = None,
    use_months: int | None = None,
) -> Approval:
    """Record what holds for a project; its open months are read again.

    Raises NotFound, ApprovalHolds, AgreedAfterThePay, PaidMonthsFollow.
    """
    project = reach(projects_of(by, "staffing.manage_projects"), project_id)
    if kind == Approval.Kind.COMPENSATORY:
        require(dated_on <= valid_from, AgreedAfterThePay(dated_on=dated_on, since=valid_from))
        require_unpaid(valid_from, valid_to or date.max, project=project)
    approval = Approval(
        institution_id=by.institution_id,
        project=project,
        kind=kind,
        dated_on=dated_on,
        document=document,
        valid_from=valid_from,
        valid_to=valid_to,
        use_months=use_months if kind == Approval.Kind.COMPENSATORY else None,
    )
    try:
        with transaction.atomic():
            approval.save()
    except IntegrityError as broken:
        raise ApprovalHolds(kind=approval.get_kind_display()) from broken
    _read_again(project)
    return approval


@action(permission="staffing.manage_projects", record="approval_ended")
def end_approval(by: User, approval_id: int, last_day: date, *, reason: str = "") -> Approval:
    """Let an approval hold no longer than a day. Raises NotFound, ApprovalEndsElsewhere, PaidMonthsFollow."""
    approval = _reach(by, approval_id)
    require(approval.valid_from <= last_day, ApprovalEndsElsewhere(day=last_day, since=approval.valid_from))
    _require_nothing_paid(approval, min(last_day, approval.valid_to or last_day))
    approval.valid_to = last_day
    approval.save(update_fields=["valid_to"])
    _read_again(approval.project)
    return approval


@action(permission="staffing.manage_projects", record="approval_dropped")
def drop_approval(by: User, approval_id: int, *, reason: str) -> Project:
    """Take back a record that was wrong. Raises NotFound, ReasonMissing, PaidMonthsFollow."""
    approval = _reach(by, approval_id)
    require(reason.strip(), ReasonMissing())
    _require_nothing_paid(approval, approval.valid_from)
    approval.delete()
    _read_again(approval.project)
    return approval.project


def _require_nothing_paid(approval: Approval, since: date) -> None:
    """Leave in place of pay stands in paid months: it may not change behind them."""
    if approval.kind == Approval.Kind.COMPENSATORY:
        require_unpaid(since, approval.valid_to or date.max, project=approval.project_id)


def _reach(by: User, approval_id: int) -> Approval:
    within = Approval.objects.filter(project__in=projects_of(by, "staffing.manage_projects"))
    return reach(within.select_related("project"), approval_id)


def _read_again(project: Project) -> None:
    months = ProjectMonth.objects.filter(project=project, state=ProjectMonth.State.OPEN)
    for month in months.select_for_update(of=("self",)):
        reread_days(load_sheet(month))
