"""Leave taken before it arose: how much an institution lets pass, and where the limit holds the month back."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from openinsa.leave.ledger import Balance
from openinsa.leave.models import LeaveSetting
from openinsa.leave.queries import balances_of, in_days
from openinsa.leave.settings import SettingsByDay
from openinsa.people.refusals import Refused
from openinsa.staffing.sheet import Row, Sheet

Advance = LeaveSetting.Advance


class LeaveTakenBeyondTheLimit(Refused):
    status = 422
    sentence = _(
        "%(name)s님이 당겨 쓴 연차가 %(days)s일로 한도 %(most)s일을 넘어 제출하지 않았습니다(모두 %(count)d명). 연차를 다른 휴가나 결근으로 고치거나, 인사담당에게 연차 설정의 한도를 물어봐 주세요. 아무것도 바꾸지 않았습니다."
    )


def beyond_the_limit(
    rows: Mapping[int, Row], balances: Mapping[int, Balance], setting: LeaveSetting
) -> dict[int, int]:
    """Minutes taken in advance by the rows that went beyond the limit, by contract. No statement."""
    if setting.advance == Advance.FREE:
        return {}
    found = {}
    for contract, row in rows.items():
        if row.versions:
            taken = -balances[row.contract.person_id].left
            if taken > setting.advance_days * row.versions[-1].daily_scheduled_minutes:
                found[contract] = taken
    return found


def refuse_beyond_the_limit(*, sheet: Sheet, **_rest: object) -> None:
    """Hold a month back in which somebody took more in advance than may be. Raises LeaveTakenBeyondTheLimit."""
    day: date = sheet.dates[-1]
    setting = SettingsByDay().on(day)
    if setting.advance != Advance.REFUSE:
        return
    balances = balances_of({row.contract.person_id for row in sheet.rows.values()}, day, ahead=False)
    beyond = beyond_the_limit(sheet.rows, balances, setting)
    if beyond:
        contract, minutes = next(iter(beyond.items()))
        row = sheet.rows[contract]
        days = in_days(minutes, row.versions[-1].daily_scheduled_minutes)
        raise LeaveTakenBeyondTheLimit(
            name=row.contract.person.name, days=days, most=setting.advance_days, count=len(beyond)
        )
