"""How an institution reckons: dated settings, its own holidays, its marks."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import InstitutionSetting, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.staffing.marks import tidy
from openinsa.staffing.models import DayCode, InstitutionHoliday, ProjectMonth, ShiftType

MINUTES_PER_DAY = 24 * 60

READ_AS_TIME = re.compile(r"[0-9~:/-]")
"""What would be read as hours or times, or as a duty behind another mark."""


class PaidMonthsFollow(Refused):
    sentence = _(
        "%(day)s부터의 급여가 이미 지급된 달(%(month)s)에 있어 바꿀 수 없습니다. 다음 달부터의 날짜로 정하고, 지급한 달의 근무나 임금이 달랐으면 그 급여명세서에서 정정해 주세요."
    )


class SettingExists(Refused):
    sentence = _("%(day)s부터의 설정이 이미 있습니다. 다른 적용일을 써 주세요.")


class HolidayExists(Refused):
    sentence = _("%(day)s은(는) 이미 기관 휴일입니다. 날짜를 확인해 주세요.")


class DutyWithoutHours(Refused):
    sentence = _("근로시간으로 셈하는 당직에는 시작과 끝 시각이 있어야 합니다. 두 시각을 모두 적어 주세요.")


class DayMarkUnreadable(Refused):
    status = 422
    sentence = _(
        "'%(mark)s'은(는) 부호로 쓸 수 없습니다. 숫자와 -, ~, :, / 없이 1자에서 10자로 적어 주세요. 숫자는 시간으로 읽습니다. (아무것도 저장되지 않았습니다.)"
    )


class DayMarkTaken(Refused):
    sentence = _(
        "'%(mark)s'은(는) 이미 쓰는 부호이거나 교대표의 근무 부호입니다. 다른 부호를 적어 주세요. (아무것도 저장되지 않았습니다.)"
    )


class DayCodeWithoutGrounds(Refused):
    status = 422
    sentence = _(
        "근거가 비어 있습니다. 이 부호를 정한 조례나 내부 규정의 이름과 조항을 적어 주세요. (아무것도 저장되지 않았습니다.)"
    )


@action(permission="people.manage", record="settings_changed")
def set_settings(by: User, valid_from: date, fields: Mapping[str, Any]) -> InstitutionSetting:
    """Let settings hold from a day on; earlier months keep theirs. Raises PaidMonthsFollow, SettingExists."""
    require_unpaid(valid_from)
    try:
        with transaction.atomic():
            return InstitutionSetting.objects.create(
                institution_id=by.institution_id, valid_from=valid_from, **fields
            )
    except IntegrityError as broken:
        raise SettingExists(day=valid_from) from broken


@action(permission="people.manage", record="holiday_added")
def add_holiday(by: User, day: date, name: str, source: str) -> InstitutionHoliday:
    """Add a paid holiday of the institution's own. Raises PaidMonthsFollow, HolidayExists."""
    require_unpaid(day)
    try:
        with transaction.atomic():
            return InstitutionHoliday.objects.create(
                institution_id=by.institution_id, date=day, name=name, source=source
            )
    except IntegrityError as broken:
        raise HolidayExists(day=day) from broken


@action(permission="people.manage")
def remove_holiday(by: User, holiday_id: int) -> None:
    """Take back a holiday that no paid month has used. Raises NotFound, PaidMonthsFollow."""
    holiday = InstitutionHoliday.objects.filter(pk=holiday_id).first()
    require(holiday is not None, NotFound())
    require_unpaid(holiday.date)
    holiday.delete()


@action(permission="people.manage", record="day_code_added")
def add_day_code(by: User, fields: Mapping[str, Any]) -> DayCode:
    """Add a mark of the institution's own behind the others; `fields` as of DayCode.

    Raises DayMarkUnreadable, DayMarkTaken, DayCodeWithoutGrounds.
    """
    mark = tidy(fields["mark"])
    require(mark and not READ_AS_TIME.search(mark), DayMarkUnreadable(mark=fields["mark"]))
    taken = DayCode.objects.filter(mark=mark).exists() or ShiftType.objects.filter(mark=mark).exists()
    require(not taken, DayMarkTaken(mark=mark))
    require(fields["law"].strip(), DayCodeWithoutGrounds())
    last = DayCode.objects.order_by("position").last()
    position = last.position + 1 if last else 0
    return DayCode.objects.create(
        **{**fields, "mark": mark, "label_en": fields.get("label_en") or fields["label_ko"]},
        institution_id=by.institution_id,
        code=f"{DayCode.OWN}{position}",
        position=position,
    )


@action(permission="people.manage", record="day_code_changed")
def change_day_code(
    by: User, code_id: int, *, paid: bool, attendance: str, words: Mapping[str, str] | None = None
) -> DayCode:
    """Change whether days with a mark are paid and how they count for the weekly holiday.

    `words` (label_ko, label_en, law) are changed of the institution's own marks alone. Raises NotFound,
    DayCodeWithoutGrounds.
    """
    code = DayCode.objects.filter(pk=code_id).first()
    require(code is not None, NotFound())
    code.paid, code.attendance = paid, attendance
    if words and code.is_own:
        require(words["law"].strip(), DayCodeWithoutGrounds())
        code.label_ko, code.law = words["label_ko"], words["law"]
        code.label_en = words["label_en"] or words["label_ko"]
    code.save(update_fields=["paid", "attendance", "label_ko", "label_en", "law"])
    return code


@action(permission="people.manage", record="day_code_changed")
def change_duty(
    by: User, code_id: int, *, as_work: bool, starts: int | None = None, ends: int | None = None
) -> DayCode:
    """Say whether a duty equals normal work, and its hours; marks read from now on follow.

    `ends` up to `starts` lies on the next day. Raises NotFound, DutyWithoutHours.
    """
    code = DayCode.objects.filter(pk=code_id, kind=DayCode.Kind.DUTY).first()
    require(code is not None, NotFound())
    require(not as_work or (starts is not None and ends is not None), DutyWithoutHours())
    if starts is not None and ends is not None and ends <= starts:
        ends += MINUTES_PER_DAY
    code.as_work, code.starts, code.ends = as_work, starts, ends
    code.save(update_fields=["as_work", "starts", "ends"])
    return code


def require_unpaid(first: date, last: date = date.max, **of: object) -> None:
    """No month with days from first to last may have been paid: a paid slip replays to the same won.

    `of` names the project months that are meant, all of the institution without it. Raises PaidMonthsFollow.
    """
    paid = ProjectMonth.objects.filter(state=ProjectMonth.State.PAID, month__lte=last, **of)
    latest = paid.filter(month__gte=first.replace(day=1)).order_by("-month").first()
    if latest is not None:
        raise PaidMonthsFollow(day=first, month=f"{latest.month:%Y-%m}")
