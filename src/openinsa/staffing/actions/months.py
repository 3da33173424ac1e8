"""A project's month on its way: open, fill, submit, approve, send back."""

from datetime import date

from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.staffing.actions.record_days import day_from, store_days
from openinsa.staffing.faults import DAY_FAULTS
from openinsa.staffing.models import Project, ProjectMonth
from openinsa.staffing.scope import months_of, projects_of, reach
from openinsa.staffing.sheet import Entered, Sheet, last_day, load_sheet

State = ProjectMonth.State
month_submitted = Signal()
"""Sent with the `sheet` before a month is submitted: a room above may refuse it."""
month_approved = Signal()
"""Sent with the `month` once it is approved, in the same transaction: rooms above do what follows from it."""

READ_FROM_THE_MARK = ("code", "starts", "ends", "breaks", "leave_code", "leave_minutes", "fault")


class MonthNotOpen(Refused):
    sentence = _(
        "%(project)s %(month)s은(는) 입력 중이 아니어서 바꿀 수 없습니다. 고치려면 부서장에게 돌려보내 달라고 하세요."
    )


class MonthNotSubmitted(Refused):
    sentence = _(
        "%(project)s %(month)s은(는) 제출된 상태가 아닙니다. 화면을 새로 고쳐 지금 상태를 확인해 주세요."
    )


class OwnSubmission(Refused):
    status = 403
    sentence = _(
        "%(project)s %(month)s은(는) 직접 제출한 것이어서 승인할 수 없습니다. 위임을 받았더라도 다른 결재권자가 승인해야 합니다."
    )


class MonthHasFaults(Refused):
    sentence = _(
        "%(project)s %(month)s에 고칠 칸이 %(count)d개 있어 제출하지 않았습니다. 표의 오류 목록에서 고쳐 주세요. 첫 칸: %(first)s"
    )


class MonthOutsideProject(Refused):
    sentence = _(
        "%(month)s은(는) %(project)s의 사업 기간(%(starts_on)s ~ %(ends_on)s) 밖입니다. 사업 기간을 확인해 주세요."
    )


class MonthAlreadyPaid(Refused):
    sentence = _(
        "%(project)s %(month)s은(는) 이미 지급되어 돌려보낼 수 없습니다. 다음 달 급여에서 차액으로 정정해 주세요."
    )


@action(permission="staffing.record_days")
def open_month(by: User, project_id: int, month: date) -> ProjectMonth:
    """The project's month, made when it is not there yet. Raises NotFound, MonthOutsideProject."""
    project = reach(projects_of(by, "staffing.record_days"), project_id)
    return ensure_month(project, month)


def ensure_month(project: Project, month: date) -> ProjectMonth:
    """The project's month, made when it is not there yet. Raises MonthOutsideProject."""
    inside = project.starts_on <= last_day(month) and month <= project.ends_on
    require(
        inside,
        MonthOutsideProject(
            project=project.name, month=f"{month:%Y-%m}", starts_on=project.starts_on, ends_on=project.ends_on
        ),
    )
    made, _new = ProjectMonth.objects.get_or_create(
        project=project, month=month, defaults={"institution_id": project.institution_id}
    )
    return made


@action(permission="staffing.record_days")
def fill_month(by: User, project_month_id: int) -> int:
    """Put the ordinary mark into every empty day of employment; entered days stay. Returns the number filled.

    Raises NotFound, MonthNotOpen.
    """
    month = _lock(months_of(by, "staffing.record_days"), project_month_id)
    require(month.is_open, MonthNotOpen(**_named(month)))
    return fill_empty_days(by, load_sheet(month))


def fill_empty_days(by: User | None, sheet: Sheet) -> int:
    """Store the ordinary mark on each missing day that may be entered; returns how many."""
    month, user_id = sheet.project_month, by.pk if by else None
    month.sheet_version += 1
    filled: list[Entered] = []
    for row, day in sheet.missing_days():
        if row.version_on(day) is not None:
            reading = sheet.read(row, day, sheet.default(row, day))
            if reading.fault:
                continue
            row.days[day] = day_from(reading, row, day, month.sheet_version, user_id)
            filled.append(row.days[day])
    store_days(month, filled)
    month.save(update_fields=["sheet_version"])
    return len(filled)


def reread_days(sheet: Sheet) -> int:
    """Read every mark again under the terms, holidays and settings of now; returns how many days changed.

    Who entered a mark stays. A mark that reads as before is left alone.
    """
    month = sheet.project_month
    changed: list[Entered] = []
    for row in sheet.rows.values():
        for day in sheet.dates:
            entered = row.days.get(day)
            if entered is None or not entered.mark or row.version_on(day) is None:
                continue
            reading = sheet.read(row, day, entered.mark)
            again = day_from(reading, row, day, month.sheet_version + 1, entered.entered_by_id)
            if any(getattr(again, name) != getattr(entered, name) for name in READ_FROM_THE_MARK):
                row.days[day] = again
                changed.append(again)
    if changed:
        month.sheet_version += 1
        store_days(month, changed)
        month.save(update_fields=["sheet_version"])
    return len(changed)


def month_faults(sheet: Sheet) -> list[tuple[str, date, str]]:
    """What forbids submission: name, day and fault of every unreadable or missing cell."""
    missing = [(row.contract.person.name, day, "missing") for row, day in sheet.missing_days()]
    wrong = [
        (row.contract.person.name, day, entered.fault)
        for row in sheet.rows.values()
        for day, entered in sorted(row.days.items())
        if entered.fault
        and day >= sheet.project_month.month
        and DAY_FAULTS[entered.fault].severity == "error"
    ]
    return missing + wrong


@action(permission="staffing.submit_month", record="month_submitted")
def submit_month(by: User, project_month_id: int) -> ProjectMonth:
    """Hand a project's month to the department head, every mark read as it means today.

    Raises NotFound, MonthNotOpen, MonthHasFaults, and what a room above refuses.
    """
    month = _lock(months_of(by, "staffing.submit_month"), project_month_id)
    require(month.is_open, MonthNotOpen(**_named(month)))
    sheet = load_sheet(month)
    reread_days(sheet)
    faults = month_faults(sheet)
    if faults:
        name, day, fault = faults[0]
        first = f"{name} {day}: {DAY_FAULTS[fault].text}"
        raise MonthHasFaults(**_named(month), count=len(faults), first=first)
    month_submitted.send(sender=ProjectMonth, sheet=sheet)
    month.state, month.sent_back_reason = State.SUBMITTED, ""
    month.submitted_by, month.submitted_at = by, timezone.now()
    month.save(update_fields=["state", "sent_back_reason", "submitted_by", "submitted_at"])
    return month


@action(permission="staffing.approve_month", record="month_approved")
def approve_month(by: User, project_month_id: int) -> ProjectMonth:
    """Let a submitted month go to payroll. Raises NotFound, MonthNotSubmitted, OwnSubmission."""
    month = _lock(months_of(by, "staffing.approve_month"), project_month_id)
    require(month.state == State.SUBMITTED, MonthNotSubmitted(**_named(month)))
    require(month.submitted_by_id != by.pk, OwnSubmission(**_named(month)))
    month.state, month.approved_by, month.approved_at = State.APPROVED, by, timezone.now()
    month.save(update_fields=["state", "approved_by", "approved_at"])
    month_approved.send(sender=ProjectMonth, month=month)
    return month


@action(permission="staffing.approve_month", record="month_sent_back")
def send_back_month(by: User, project_month_id: int, *, reason: str) -> ProjectMonth:
    """Return a submitted or approved month to its clerk. Raises NotFound, ReasonMissing, MonthAlreadyPaid."""
    return return_to_clerk(_lock(months_of(by, "staffing.approve_month"), project_month_id), reason)


def return_to_clerk(month: ProjectMonth, reason: str) -> ProjectMonth:
    """Open a locked month again with the reason. Raises ReasonMissing, MonthAlreadyPaid, MonthNotSubmitted."""
    require(reason.strip(), ReasonMissing())
    require(month.state != State.PAID, MonthAlreadyPaid(**_named(month)))
    require(not month.is_open, MonthNotSubmitted(**_named(month)))
    month.state, month.sent_back_reason = State.OPEN, reason.strip()[:300]
    month.save(update_fields=["state", "sent_back_reason"])
    return month


def _lock(months: object, project_month_id: int) -> ProjectMonth:
    locked = months.select_related("project").select_for_update(of=("self",))  # type: ignore[attr-defined]
    return reach(locked, project_month_id)


def _named(month: ProjectMonth) -> dict[str, str]:
    return {"project": month.project.name, "month": f"{month.month:%Y-%m}"}
