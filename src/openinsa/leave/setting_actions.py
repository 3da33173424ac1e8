"""What an institution decides about leave: how it is granted, and how much may be taken in advance."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.leave.granting import ONE_DAY, grant_leave
from openinsa.leave.models import LeaveSetting
from openinsa.leave.settings import SettingsByDay
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.staffing.scope import contracts_of


class LeaveSettingTwice(Refused):
    sentence = _(
        "%(day)s부터의 연차 설정이 이미 있습니다. 다른 적용일을 써 주세요. 아무것도 저장하지 않았습니다."
    )


class FiscalYearBeginsElsewhere(Refused):
    status = 422
    sentence = _(
        "적용일 %(day)s이(가) 회계연도의 첫날이 아닙니다. 주는 기준은 회계연도가 시작하는 %(month)d월 1일에만 바꿀 수 있습니다. 적용일을 고쳐 주세요. 아무것도 저장하지 않았습니다."
    )


@action(permission="people.manage", record="leave_settings_changed")
def set_leave_settings(by: User, valid_from: date, **fields: Any) -> LeaveSetting:
    """Let settings hold from a day on, and write the leave of everybody employed then anew.

    A change of the granting begins with a fiscal year, so that no day of service is granted for twice. Raises
    LeaveSettingTwice, FiscalYearBeginsElsewhere.
    """
    setting = LeaveSetting(institution_id=by.institution_id, valid_from=valid_from, **fields)
    _require_first_day_of_fiscal_year(setting, SettingsByDay().on(valid_from - ONE_DAY))
    try:
        with transaction.atomic():
            setting.save()
    except IntegrityError as broken:
        raise LeaveSettingTwice(day=valid_from) from broken
    people = contracts_of(by).filter(ends_on__gte=valid_from).values_list("person_id", flat=True)
    grant_leave(set(people), timezone.localdate() + ONE_DAY)
    return setting


def _require_first_day_of_fiscal_year(new: LeaveSetting, before: LeaveSetting) -> None:
    changes = new.begins_in != before.begins_in
    leads = new if new.begins_in else before
    elsewhere = FiscalYearBeginsElsewhere(day=new.valid_from, month=leads.begins_in or 1)
    require(not changes or leads.begins_fiscal_year_on(new.valid_from), elsewhere)
