"""Deciding over one week's paid holiday in place of the law's test, and taking that back."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Contract, ContractVersion, DecidedWeek, ProjectMonth
from openinsa.staffing.scope import contracts_of, reach
from openinsa.staffing.sheet import week_of


class NotTheEndOfAWeek(Refused):
    sentence = _(
        "%(day)s은(는) 이 계약에서 주가 끝나는 날이 아닙니다. 그 주의 주휴일인 %(end)s을(를) 적어 주세요."
    )


class NoWeeklyHoliday(Refused):
    sentence = _(
        "%(day)s에는 계약 기간이 아니거나 1주 15시간 미만 계약이어서 정할 주휴가 없습니다. 날짜와 계약을 확인해 주세요."
    )


class WeekDecided(Refused):
    sentence = _("%(day)s에 끝나는 주의 주휴는 이미 정해져 있습니다. 거둔 뒤 다시 정해 주세요.")


class MonthClosedForWeek(Refused):
    sentence = _(
        "%(month)s 근무상황이 이미 제출되었거나 지급되어 주휴를 정할 수 없습니다. 지급 전이라면 그 달을 돌려보낸 뒤 다시 해 주세요."
    )


@action(permission="staffing.record_days", record="week_decided")
def decide_week(by: User, contract_id: int, *, week_end: date, ruling: str, reason: str) -> DecidedWeek:
    """Pay a week's holiday, or not, whatever the attendance; the decision, who and why stay on record.

    Raises NotFound, ReasonMissing, NoWeeklyHoliday, NotTheEndOfAWeek, WeekDecided, MonthClosedForWeek.
    """
    contract = reach(contracts_of(by, "staffing.record_days"), contract_id)
    require(reason.strip(), ReasonMissing())
    version = _version(contract, week_end)
    end = week_of(week_end, version.week_ends_on)
    require(week_end == end, NotTheEndOfAWeek(day=week_end, end=end))
    require(not contract.decided_weeks.filter(week_end=week_end).exists(), WeekDecided(day=week_end))
    _require_open(contract, week_end)
    return DecidedWeek.objects.create(
        institution_id=contract.institution_id,
        contract=contract,
        week_end=week_end,
        ruling=ruling,
        grounds=reason.strip(),
        decided_by=by,
    )


@action(permission="staffing.record_days", record="week_left_to_law")
def leave_week_to_law(by: User, contract_id: int, week_id: int) -> Contract:
    """Take a decision back. Raises NotFound, MonthClosedForWeek."""
    contract = reach(contracts_of(by, "staffing.record_days"), contract_id)
    decided = reach(DecidedWeek.objects.filter(contract=contract), week_id)
    _require_open(contract, decided.week_end)
    decided.delete()
    return contract


def _version(contract: Contract, day: date) -> ContractVersion:
    """The terms of a day that have a weekly holiday. Raises NoWeeklyHoliday."""
    version = contract.versions.filter(valid_from__lte=day, valid_to__gte=day).first()
    if version is None or version.weekly_scheduled_minutes < law_value("weekly_holiday_threshold", day):
        raise NoWeeklyHoliday(day=day)
    return version


def _require_open(contract: Contract, week_end: date) -> None:
    month = week_end - timedelta(days=week_end.day - 1)
    begun = ProjectMonth.objects.filter(project=contract.project_id, month=month).first()
    require(begun is None or begun.is_open, MonthClosedForWeek(month=f"{week_end:%Y-%m}"))
