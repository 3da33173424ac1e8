"""Changing a contract: always a new dated version, never an edit of what already held."""

from collections.abc import Mapping
from copy import copy
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.staffing.actions.months import reread_days
from openinsa.staffing.actions.pay_items import require_apart
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Allowance, Contract, ContractVersion, Day, ProjectMonth
from openinsa.staffing.schedules import following_schedule
from openinsa.staffing.scope import contracts_of, reach
from openinsa.staffing.sheet import load_sheet

ONE_DAY = timedelta(days=1)
HOURS = ("daily_scheduled_minutes", "weekly_scheduled_minutes", "weekly_scheduled_days")


class OutsideContract(Refused):
    sentence = _(
        "%(day)s은(는) 계약 기간(%(starts_on)s ~ %(ends_on)s) 밖입니다. 날짜를 계약 기간 안으로 고쳐 주세요."
    )


class DaysBeyondTheEnd(Refused):
    sentence = _(
        "%(day)s 뒤에 근무 기록이 %(count)d일 있어 계약을 그 날로 끝낼 수 없습니다. 기록을 먼저 지우거나 종료일을 확인해 주세요."
    )


class ContractRunsLonger(Refused):
    sentence = _(
        "종료일은 지금 종료일(%(ends_on)s)보다 앞이어야 합니다. 기간을 늘리려면 새 계약을 등록해 주세요."
    )


@action(permission="staffing.register", record="contract_changed")
def change_contract(
    by: User,
    contract_id: int,
    valid_from: date,
    changes: Mapping[str, Any],
    *,
    valid_to: date | None = None,
    reason: str = "",
) -> ContractVersion:
    """Add a version that holds from a day to the contract's end; earlier days keep the earlier version.

    With `valid_to` it holds to that day, and what was agreed for the days after it stays. `changes` names
    fields of ContractVersion; the week's plan follows the hours, and days already entered in open months are
    read again. Raises NotFound, OutsideContract, PaidMonthsFollow.
    """
    contract = reach(contracts_of(by, "staffing.register"), contract_id)
    _require_inside(contract, valid_from)
    require_unpaid(valid_from, project=contract.project_id)
    valid_to = valid_to or contract.ends_on
    require(valid_from <= valid_to <= contract.ends_on, _outside(contract, valid_to))
    held = contract.versions.get(valid_from__lte=valid_from, valid_to__gte=valid_from)
    fields = {f.name: getattr(held, f.name) for f in ContractVersion._meta.fields if f.name != "id"}
    fields |= {**changes, "valid_from": valid_from, "valid_to": valid_to}
    fields |= {name: value for name, value in _following_hours(held, fields).items() if name not in changes}
    _make_room(contract, valid_from, valid_to)
    version = ContractVersion.objects.create(**fields)
    for month in open_months(contract, valid_from):
        reread_days(load_sheet(month, [contract.pk]))
    return version


def _make_room(contract: Contract, first: date, last: date) -> None:
    """Take some days out of the versions that hold on them; what a version says of other days stays."""
    for version in contract.versions.filter(valid_from__lte=last, valid_to__gte=first):
        begins_before, ends_after = version.valid_from < first, version.valid_to > last
        rest = copy(version)
        if begins_before:
            version.valid_to = first - ONE_DAY
            version.save(update_fields=["valid_to"])
        elif not ends_after:
            version.delete()
        if ends_after:
            rest.pk, rest.valid_from = (None if begins_before else version.pk), last + ONE_DAY
            rest.save()


def correct_wage(contract: Contract, first: date, last: date, rate: int) -> None:
    """Let another rate hold on open days, from one to the end of a version, the other terms as they are.

    Part of a confirmed correction, whose action asks for permission. Raises PaidMonthsFollow.
    """
    require_unpaid(first, project=contract.project_id)
    for version in contract.versions.filter(valid_from__lte=last, valid_to__gte=first):
        if version.valid_from < first:
            contract.versions.filter(pk=version.pk).update(valid_to=first - ONE_DAY)
            version.pk, version.valid_from = None, first
        version.rate = rate
        version.save()


@action(permission="staffing.register", record="contract_ended")
def end_contract(by: User, contract_id: int, ends_on: date, *, reason: str = "") -> Contract:
    """End a contract earlier than agreed; the insurances go on asking how long was agreed at the hire.

    Raises NotFound, OutsideContract, ContractRunsLonger, PaidMonthsFollow, DaysBeyondTheEnd.
    """
    contract = reach(contracts_of(by, "staffing.register"), contract_id)
    require(contract.starts_on <= ends_on, _outside(contract, ends_on))
    require(ends_on < contract.ends_on, ContractRunsLonger(ends_on=contract.ends_on))
    require_unpaid(ends_on + ONE_DAY, project=contract.project_id)
    beyond = Day.objects.filter(contract=contract, date__gt=ends_on)
    count = beyond.exclude(mark="").count()
    require(not count, DaysBeyondTheEnd(day=ends_on, count=count))
    beyond.delete()
    contract.versions.filter(valid_from__gt=ends_on).delete()
    contract.versions.filter(valid_to__gt=ends_on).update(valid_to=ends_on)
    contract.allowances.filter(valid_from__gt=ends_on).delete()
    contract.allowances.filter(valid_to__gt=ends_on).update(valid_to=ends_on)
    contract.deductions.filter(valid_from__gt=ends_on).delete()
    contract.deductions.filter(valid_to__gt=ends_on).update(valid_to=ends_on)
    contract.crew_assignments.filter(valid_from__gt=ends_on).delete()
    contract.crew_assignments.filter(valid_to__gt=ends_on).update(valid_to=ends_on)
    contract.agreed_end = contract.agreed_end or contract.ends_on
    contract.ends_on = ends_on
    if contract.exempt_from is not None and contract.exempt_from > ends_on:
        contract.exempt_approval, contract.exempt_from, contract.exempt_to = "", None, None
    elif contract.exempt_to is not None:
        contract.exempt_to = min(contract.exempt_to, ends_on)
    exemption = ["exempt_approval", "exempt_from", "exempt_to"]
    contract.save(update_fields=["agreed_end", "ends_on", *exemption])
    return contract


@action(permission="staffing.register", record="allowance_added")
def add_allowance(by: User, contract_id: int, fields: Mapping[str, Any]) -> Allowance:
    """Agree a pay item beside the wage for some days.

    Raises NotFound, OutsideContract, PaidMonthsFollow, PayItemTwice.
    """
    contract = reach(contracts_of(by, "staffing.register"), contract_id)
    for day in (fields["valid_from"], fields["valid_to"]):
        _require_inside(contract, day)
    require_unpaid(fields["valid_from"], project=contract.project_id)
    require_apart(
        Allowance.objects.all(), fields["name"], [(contract, fields["valid_from"], fields["valid_to"])]
    )
    return Allowance.objects.create(institution_id=contract.institution_id, contract=contract, **fields)


def open_months(contract: Contract, since: date) -> QuerySet[ProjectMonth]:
    """The open months of a contract's project from a day on, locked."""
    months = ProjectMonth.objects.filter(project=contract.project_id, state=ProjectMonth.State.OPEN)
    return months.filter(month__gte=since.replace(day=1)).select_for_update(of=("self",))


def _following_hours(held: ContractVersion, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What depends on the agreed hours: the week's plan, whether the worker is part-time, the month's hours."""
    hours = {name: fields[name] for name in HOURS}
    if hours == {name: getattr(held, name) for name in HOURS}:
        return {}
    limit = law_value("weekly_limit_minutes", fields["valid_from"])
    return {
        "schedule": following_schedule(
            held.schedule, hours["daily_scheduled_minutes"], hours["weekly_scheduled_days"]
        ),
        "part_time": hours["weekly_scheduled_minutes"] < limit,
        "monthly_scheduled_minutes": 0,
    }


def _require_inside(contract: Contract, day: date) -> None:
    require(contract.starts_on <= day <= contract.ends_on, _outside(contract, day))


def _outside(contract: Contract, day: date) -> OutsideContract:
    return OutsideContract(day=day, starts_on=contract.starts_on, ends_on=contract.ends_on)
