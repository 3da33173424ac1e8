"""Pay for unused leave: into a month's pay, and out of it again while the month is not paid."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.unused_leave import OwedLeave, owed_today
from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.staffing.actions.pay_items import pay_once, take_back_once
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of

KEY = re.compile(r"([0-9]{1,18})-[0-9]{8}-[01](-[0-9]{6})?")


class NoUnusedLeavePicked(Refused):
    status = 422
    sentence = _("고른 연차 미사용수당이 없습니다. 목록에서 사람을 고른 뒤 다시 눌러 주세요.")


class NoMonthForUnusedLeave(Refused):
    sentence = _(
        "%(name)s님의 계약이 든 달은 모두 지급되어 연차 미사용수당을 넣을 급여가 없습니다. 그 사람을 빼고 다시 고르고, 이 사람 몫은 급여 밖에서 지급해 주세요. 퇴직정산은 연차수당을 지급하지 않습니다. (아무것도 저장되지 않았습니다.)"
    )


class UnusedLeaveWithoutWage(Refused):
    sentence = _(
        "%(name)s님의 %(day)s 통상임금을 계산할 수 없습니다. 그 달의 계약과 근무를 고치거나 그 사람을 빼 주세요. (아무것도 저장되지 않았습니다.)"
    )


class NothingOwedForLeave(Refused):
    sentence = _(
        "%(name)s님에게 더 줄 연차 미사용수당이 없습니다. 그 사람을 빼고 다시 골라 주세요. (아무것도 저장되지 않았습니다.)"
    )


@action(permission="payroll.run", record="unused_leave_paid")
def pay_unused_leave(by: User, picked: Sequence[str]) -> list[UnusedLeavePay]:
    """Put the pay for unused leave of some people into the first month that is not paid, all or nobody's.

    `picked` are keys of OwedLeave. Raises NoUnusedLeavePicked, NotFound, NothingOwedForLeave,
    UnusedLeaveWithoutWage, NoMonthForUnusedLeave.
    """
    wanted = set(picked)
    require(wanted, NoUnusedLeavePicked())
    lock_people(wanted)
    owed = [one for one in owed_today(by) if one.pk in wanted]
    require(len(owed) == len(wanted), NotFound())
    return [_pay(by, one) for one in owed]


def lock_people(keys: Iterable[str]) -> None:
    """Who pays the same people at the same moment waits, and then finds nothing owed."""
    people = {int(found[1]) for key in keys if (found := KEY.fullmatch(key))}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))


def _pay(by: User, owed: OwedLeave) -> UnusedLeavePay:
    require(owed.owed > 0, NothingOwedForLeave(name=owed.name))
    require(owed.wage and owed.amount, UnusedLeaveWithoutWage(name=owed.name, day=owed.due_on))
    require(owed.month, NoMonthForUnusedLeave(name=owed.name))
    above, below = owed.wage or (0, 1)
    return UnusedLeavePay.objects.create(
        institution_id=by.institution_id,
        person_id=owed.due.person,
        contract=owed.contract,
        item=pay_once(by, owed.contract, owed.month, owed.item_name, owed.amount),
        kind=owed.due.kind,
        earned_in=owed.due.earned_in,
        due_on=owed.due_on,
        employment_over=owed.due.employment_over,
        number=owed.due.payments + 1,
        minutes=owed.owed,
        hourly_numerator=above,
        hourly_denominator=below,
        amount=owed.amount,
        law=owed.law,
        decided_by=by,
    )


@action(permission="payroll.run")
def take_back_unused_leave(by: User, pay_ids: Sequence[int]) -> int:
    """Take pay for unused leave out of months that are not paid, and records of what was paid elsewhere away.

    Raises NoUnusedLeavePicked, NotFound, PaidMonthsFollow.
    """
    require(pay_ids, NoUnusedLeavePicked())
    within = contracts_of(by, "payroll.run")
    found = list(
        UnusedLeavePay.objects.filter(pk__in=pay_ids, contract__in=within).select_related("item__contract")
    )
    require(len(found) == len(set(pay_ids)), NotFound())
    for one in found:
        if one.item:
            take_back_once(by, one.item, reason=f"{one.due_on}")
        else:
            _drop_paid_elsewhere(by, one, reason=f"{one.paid_on}")
    return len(found)


@action(permission="payroll.run", record="paid_elsewhere_dropped")
def _drop_paid_elsewhere(by: User, one: UnusedLeavePay, *, reason: str) -> Contract:
    """Let leave pay be owed again that was not paid elsewhere after all; the history keeps the record."""
    one.delete()
    return one.contract
