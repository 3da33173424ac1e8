"""An approved leave written into the months that it lies in, by the month's own action."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.staffing.actions.months import open_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import DayCode, ProjectMonth
from openinsa.staffing.sheet import Row, Sheet, load_sheet
from openinsa.worker.models import LeaveRequest

BY_APPROVAL = "leave_request"


class LeaveNotRecorded(Refused):
    sentence = _(
        "%(day)s 칸에 '%(mark)s'을(를) 적지 못해 승인하지 않았습니다. 월 근무상황에서 그 칸을 먼저 확인해 주세요."
    )


class NoWorkThen(Refused):
    status = 422
    sentence = _(
        "%(first)s ~ %(last)s에는 일하기로 한 날이 없어 휴가를 적을 칸이 없습니다. 반려하고 까닭을 적어 주세요."
    )


def record_leave(by: User, asked: LeaveRequest) -> int:
    """Write the leave on the days of work in open months. Returns how many days lie in months already handed in.

    Raises LeaveNotRecorded, NoWorkThen, MonthOutsideProject.
    """
    mark = DayCode.objects.get(code=asked.code).mark
    written = left = 0
    for month, days in days_by_month(asked.first_day, asked.last_day).items():
        project_month = open_month(by, asked.contract.project_id, month)
        cells = _cells(project_month, asked.contract_id, days, mark)
        if project_month.is_open:
            written += _write(by, project_month, cells)
        else:
            left += len(cells)
    require(written + left, NoWorkThen(first=asked.first_day, last=asked.last_day))
    return left


def days_by_month(first: date, last: date) -> dict[date, list[date]]:
    """The days of a span by the first day of their month."""
    found: dict[date, list[date]] = defaultdict(list)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        found[day.replace(day=1)].append(day)
    return dict(found)


def _cells(month: ProjectMonth, contract_id: int, days: list[date], mark: str) -> list[CellChange]:
    sheet = load_sheet(month, [contract_id])
    row = sheet.rows[contract_id]
    return [
        CellChange(contract_id, day, row.days[day].mark if day in row.days else "", mark)
        for day in days
        if has_work(sheet, row, day)
    ]


def has_work(sheet: Sheet, row: Row, day: date) -> bool:
    """Whether somebody was to work on a day: leave is written on no day that is free anyway."""
    if row.version_on(day) is None:
        return False
    code = sheet.codes_by_mark.get(sheet.default(row, day))
    return code is None or code.kind == DayCode.Kind.WORK


def _write(by: User, month: ProjectMonth, cells: list[CellChange]) -> int:
    if not cells:
        return 0
    answer = record_days(by, month.pk, uuid4(), BY_APPROVAL, cells)
    failed = [told for told in answer["told"] if told["status"] not in {"ok", "warning"}]
    if failed:
        cell = cells[int(failed[0]["place"])]
        raise LeaveNotRecorded(day=cell.date, mark=cell.new)
    return len(cells)
