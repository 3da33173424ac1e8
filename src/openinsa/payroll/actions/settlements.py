"""Settling a year's premiums of some people: decided, carried into pay from a month on, taken back while unpaid."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from openinsa.payroll.models import PremiumSettlement, SettlementShare
from openinsa.payroll.settlements import paid_months, settle, shares_of
from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day


class SettledAlready(Refused):
    sentence = _(
        "%(name)s님의 %(year)d년 보험료는 이미 정산했습니다. 다시 하려면 앞선 정산을 먼저 취소해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class NothingToSettle(Refused):
    sentence = _(
        "%(name)s님은 %(year)d년에 정산할 차이가 없습니다. 그 사람을 빼 주세요. (아무것도 저장되지 않았습니다.)"
    )


class SettledInPaidMonth(Refused):
    sentence = _(
        "%(name)s님의 %(month)s 급여는 이미 지급되었습니다. 아직 지급하지 않은 달부터 반영해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class SettledOutsideContract(Refused):
    sentence = _(
        "%(name)s님은 %(month)s에 계약이 없어 급여에서 정산할 수 없습니다. 시작하는 달과 횟수를 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class SettlementPaid(Refused):
    sentence = _("%(name)s님의 정산액이 이미 지급한 급여에 들어 있어 취소할 수 없습니다.")


@action(permission="payroll.run", record="premiums_settled")
def settle_premiums(
    by: User, year: int, person_ids: Sequence[int], first_month: date, instalments: int = 1
) -> list[PremiumSettlement]:
    """Carry what a year's settlement gives into the pay of some people from a month on, all or nobody.

    Raises NobodyPicked, NotFound, SettledAlready, NothingToSettle, SettledInPaidMonth,
    SettledOutsideContract.
    """
    require(person_ids, NobodyPicked())
    first = first_month.replace(day=1)
    people = settle(year, person_ids)
    require(len(people) == len(set(person_ids)), NotFound())
    made, shares = [], []
    for one in people:
        named = {"name": one.name, "year": year}
        require(not one.decided, SettledAlready(**named))
        require(one.amounts, NothingToSettle(**named))
        settlement = PremiumSettlement(
            institution_id=by.institution_id,
            person_id=one.pk,
            year=year,
            pay=one.pay,
            months=one.months,
            base=one.base,
            due=one.due,
            charged=one.charged,
            employer_due=one.employer_due,
            employer_charged=one.employer_charged,
            decided_by=by,
        )
        made.append(settlement)
        carried = shares_of(one.amounts, first, instalments)
        shares += [(settlement, month, amounts) for month, amounts in carried]
    _require_months(
        {one.pk: one.name for one in people}, [(of.person_id, month) for of, month, _won in shares]
    )
    PremiumSettlement.objects.bulk_create(made)
    SettlementShare.objects.bulk_create(
        SettlementShare(institution_id=by.institution_id, settlement=of, month=month, amounts=amounts)
        for of, month, amounts in shares
    )
    return made


@action(permission="payroll.run", record="settlement_undone")
def undo_settlement(by: User, settlement_id: int, *, reason: str = "") -> Person:
    """Take a settlement back while none of it was paid. Raises NotFound, SettlementPaid."""
    found = PremiumSettlement.objects.select_related("person").filter(pk=settlement_id).first()
    if found is None:
        raise NotFound()
    paid = paid_months([found.person_id])
    carried = {(found.person_id, month) for month in found.shares.values_list("month", flat=True)}
    require(not paid & carried, SettlementPaid(name=found.person.name))
    found.shares.all().delete()
    found.delete()
    return found.person


def _require_months(names: Mapping[int, str], carried: Sequence[tuple[int, date]]) -> None:
    """Every month that shall carry something has a contract and is not paid. Two statements."""
    paid = paid_months(names)
    held = Contract.objects.filter(person__in=names).order_by()
    spans = list(held.values_list("person_id", "starts_on", "ends_on"))
    for person, month in carried:
        named = {"name": names[person], "month": f"{month:%Y-%m}"}
        employed = any(who == person and since <= last_day(month) and to >= month for who, since, to in spans)
        require(employed, SettledOutsideContract(**named))
        require((person, month) not in paid, SettledInPaidMonth(**named))
