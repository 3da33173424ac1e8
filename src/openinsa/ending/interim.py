"""Severance settled before the end (퇴직금 중간정산): who asks for it, on what ground, and what it comes to."""

from datetime import date

from django.db.models import DateField, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.ending.employment import employments_of
from openinsa.ending.models import InterimSettlement, Settlement
from openinsa.ending.reckoning import reckon_into
from openinsa.ending.scope import endings_of
from openinsa.ending.settings import SettingsByDay
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import reach

Ground = InterimSettlement.Ground


class InterimOutsideEmployment(Refused):
    status = 422
    sentence = _(
        "기준일은 계약 기간(%(since)s ~ %(until)s) 안이고 오늘까지의 날이어야 하며, 신청일은 지급일보다 늦을 수 없습니다. 아무것도 저장하지 않았습니다."
    )


class InterimSettledAlready(Refused):
    status = 422
    sentence = _(
        "%(day)s까지 이미 중간정산했습니다. 그 뒤의 날을 기준일로 골라 주세요. 아무것도 저장하지 않았습니다."
    )


class SettledAtTheEnd(Refused):
    status = 422
    sentence = _(
        "퇴직일(%(day)s)까지의 퇴직금은 퇴직정산으로 지급합니다. 퇴직일이나 퇴직정산을 확정한 근속은 중간정산할 수 없습니다. 아무것도 저장하지 않았습니다."
    )


class DepositOnlyOnce(Refused):
    status = 422
    sentence = _(
        "전세금·보증금을 사유로 한 중간정산은 이 기관에서 일하는 동안 한 번만 할 수 있습니다. 아무것도 저장하지 않았습니다."
    )


class NothingToSettleYet(Refused):
    status = 422
    sentence = _(
        "기준일까지 정산할 퇴직금이 없습니다. 계속근로 1년과 주 15시간을 확인해 주세요. 아무것도 저장하지 않았습니다."
    )


class InterimWagesUnknown(Refused):
    status = 422
    sentence = _(
        "기준일 전 3개월에 지급된 급여명세서가 없는 달이 있어 계산할 수 없습니다. 그 달을 지급한 뒤에 해 주세요. 아무것도 저장하지 않았습니다."
    )


def running_contracts(user: User, today: date) -> QuerySet[Contract]:
    """Contracts that run, each with the last day that was settled before the end."""
    last = InterimSettlement.objects.filter(person=OuterRef("person")).order_by("-settled_on")
    settled = Subquery(last.values("settled_on")[:1], output_field=DateField())
    running = endings_of(user).filter(starts_on__lte=today, ends_on__gte=today)
    return running.select_related("person", "project").annotate(interim_on=settled)


@action(permission="ending.confirm", record="interim_settled")
def settle_interim(
    by: User,
    contract_id: int,
    *,
    settled_on: date,
    requested_on: date,
    ground: str,
    document: str,
    paid_on: date,
) -> InterimSettlement:
    """Settle severance up to a day at the worker's request; the service after it begins anew.

    Raises NotFound, InterimOutsideEmployment, SettledAtTheEnd, InterimSettledAlready, DepositOnlyOnce,
    InterimWagesUnknown, NothingToSettleYet, NotReckonable.
    """
    contract = reach(endings_of(by, "ending.confirm").select_related("person", "project"), contract_id)
    days = {"since": contract.starts_on, "until": contract.ends_on}
    inside = contract.starts_on <= settled_on <= min(contract.ends_on, timezone.localdate())
    require(inside and requested_on <= paid_on, InterimOutsideEmployment(**days))
    _require_goes_on(contract, settled_on)
    held = InterimSettlement.objects.filter(person=contract.person_id)
    last = held.aggregate(last=Max("settled_on"))["last"]
    require(last is None or last < settled_on, InterimSettledAlready(day=last))
    once = ground != Ground.DEPOSIT or not held.filter(ground=Ground.DEPOSIT).exists()
    require(once, DepositOnlyOnce())
    one = _reckoned(by, contract, settled_on)
    return InterimSettlement.objects.create(
        institution_id=contract.institution_id,
        contract=contract,
        person=contract.person,
        settled_on=settled_on,
        requested_on=requested_on,
        ground=ground,
        document=document.strip()[:200],
        paid_on=paid_on,
        settled_by=by,
        **{name: getattr(one, name) for name in TAKEN_OVER},
    )


def _require_goes_on(contract: Contract, settled_on: date) -> None:
    """The employment must go on after the day, and its end must not have been settled. Raises SettledAtTheEnd."""
    until = employments_of([contract], SettingsByDay().gap_days)[contract.pk].until
    decided = Settlement.objects.filter(person=contract.person_id, ended_on__gte=settled_on)
    decided = decided.filter(employed_since__lte=settled_on).exclude(state=Settlement.State.DRAFTED)
    require(settled_on < until and not decided.exists(), SettledAtTheEnd(day=until))


TAKEN_OVER = (
    "employed_since",
    "severance",
    "income_tax",
    "local_tax",
    "net",
    "given",
    "told",
    "months",
    "rule_book_version",
)


def _reckoned(by: User, contract: Contract, settled_on: date) -> Settlement:
    """What severance comes to on a day, paid to the worker: the employment goes on, so no pension account is asked."""
    one = Settlement(
        institution_id=contract.institution_id,
        contract=contract,
        person=contract.person,
        ended_on=settled_on,
        due_on=settled_on,
        cause="contract_ended",
        payment=Settlement.Payment.ACCOUNT,
        drafted_by=by,
    )
    reckon_into([one])
    missing = {"months_missing", "no_ordinary_wage"} & {warning["code"] for warning in one.warnings}
    require(not missing, InterimWagesUnknown())
    require(one.severance > 0, NothingToSettleYet())
    return one
