"""Leave pay that was paid outside the product: recorded so that it is owed no more, and undone."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.actions.unused_leave import (
    NothingOwedForLeave,
    NoUnusedLeavePicked,
    UnusedLeaveWithoutWage,
    lock_people,
)
from openinsa.payroll.unused_leave import OwedLeave, owed_today
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require


class PaidElsewhereAmountOfMany(Refused):
    status = 422
    sentence = _(
        "금액은 한 사람을 골랐을 때만 적습니다. 비워 두면 사람마다 계산한 금액으로 저장합니다. (아무것도 저장되지 않았습니다.)"
    )


class PaidElsewhereInTheFuture(Refused):
    status = 422
    sentence = _(
        "지급일 %(day)s은(는) 아직 오지 않은 날입니다. 실제로 지급한 날을 적어 주세요. (아무것도 저장되지 않았습니다.)"
    )


@action(permission="payroll.run", record="unused_leave_paid_elsewhere")
def record_paid_elsewhere(
    by: User, picked: Sequence[str], *, paid_on: date, note: str, amount: int | None = None
) -> list[UnusedLeavePay]:
    """Record that the pay for unused leave of some people was paid outside the product, all or nobody's.

    Without an amount each has what is reckoned. Raises NoUnusedLeavePicked, NotFound, ReasonMissing,
    PaidElsewhereInTheFuture, PaidElsewhereAmountOfMany, NothingOwedForLeave, UnusedLeaveWithoutWage.
    """
    wanted, today = set(picked), timezone.localdate()
    require(wanted, NoUnusedLeavePicked())
    require(note.strip(), ReasonMissing())
    require(paid_on <= today, PaidElsewhereInTheFuture(day=paid_on))
    require(amount is None or len(wanted) == 1, PaidElsewhereAmountOfMany())
    lock_people(wanted)
    owed = [one for one in owed_today(by) if one.pk in wanted]
    require(len(owed) == len(wanted), NotFound())
    return [_record(by, one, paid_on, note, one.amount if amount is None else amount) for one in owed]


def _record(by: User, owed: OwedLeave, paid_on: date, note: str, amount: int | None) -> UnusedLeavePay:
    require(owed.owed > 0, NothingOwedForLeave(name=owed.name))
    require(amount is not None, UnusedLeaveWithoutWage(name=owed.name, day=owed.due_on))
    above, below = owed.wage or (0, 1)
    return UnusedLeavePay.objects.create(
        institution_id=by.institution_id,
        person_id=owed.due.person,
        contract=owed.contract,
        kind=owed.due.kind,
        earned_in=owed.due.earned_in,
        paid_on=paid_on,
        note=note.strip()[:200],
        due_on=owed.due_on,
        employment_over=owed.due.employment_over,
        number=owed.due.payments + 1,
        minutes=owed.owed,
        hourly_numerator=above,
        hourly_denominator=below,
        amount=amount,
        law=owed.law,
        decided_by=by,
    )
