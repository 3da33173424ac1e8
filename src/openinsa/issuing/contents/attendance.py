"""One person's days and hours, month by month."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.record_contracts import AttendanceMonth, AttendanceRecord
from openinsa.issuing.kinds import About, Asked, Contents, Kind, register_kinds
from openinsa.issuing.somebody import Span, employments_in, head_of, people_of, span_of
from openinsa.issuing.worked_months import WorkedMonth, unsettled_months, worked_months
from openinsa.people.models import Person
from openinsa.people.refusals import NotFound, Refused


class NoDays(Refused):
    sentence = _(
        "%(name)s님의 %(since)s ~ %(until)s에는 오늘까지 기록된 근무가 없습니다. 기간을 다시 골라 주세요."
        " 발급한 것은 없습니다."
    )


def records(asked: Sequence[Asked]) -> Contents:
    """Attendance of the spans asked for, up to today. Four statements."""
    people, unsettled = people_of(asked), unsettled_months({one.person_id or 0 for one in asked})
    found: dict[int, list[WorkedMonth]] = defaultdict(list)
    for month in worked_months([(one.person_id or 0, *days_of(one)) for one in asked], by_project=False):
        found[month.asked].append(month)
    return [
        _record(one, people.get(one.person_id), found.get(at, ()), unsettled) for at, one in enumerate(asked)
    ]


def days_of(asked: Asked) -> Span:
    """The span asked for, as far as it has come."""
    since, until = span_of(asked)
    return since, min(until, timezone.localdate())


def _record(
    one: Asked, person: Person | None, months: Sequence[WorkedMonth], unsettled: set[tuple[int, date]]
) -> AttendanceRecord | Exception:
    if person is None:
        return NotFound()
    span = days_of(one)
    if not months:
        return NoDays(name=person.name, since=span_of(one)[0], until=span_of(one)[1])
    return {
        **head_of(person),
        "since": span[0].isoformat(),
        "until": span[1].isoformat(),
        "employments": employments_in(person, span),
        "months": [_told(month, unsettled) for month in months],
    }


def _told(month: WorkedMonth, unsettled: set[tuple[int, date]]) -> AttendanceMonth:
    return {
        "month": f"{month.month:%Y-%m}",
        "worked_days": month.worked_days,
        "worked_minutes": month.worked_minutes,
        "paid_leave_days": month.paid_leave_days,
        "unpaid_leave_days": month.unpaid_leave_days,
        "absent_days": month.absent_days,
        "settled": (month.person_id, month.month) not in unsettled,
    }


register_kinds(
    Kind(
        key="attendance_record",
        label=_("개인별 근무상황 확인서"),
        form="attendance_record",
        about=About.YEAR,
        contents=records,
    )
)
