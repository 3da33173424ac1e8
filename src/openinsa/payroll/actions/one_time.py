"""Pay outside the monthly pay: given to one or many people with one month, taken back while it is unpaid."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.models import OneTimePayment
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, reach
from openinsa.staffing.sheet import last_day

MONTHS_PER_YEAR = 12


class PaidOutsideContract(Refused):
    sentence = _(
        "%(name)s님은 %(month)s에 계약이 없어 함께 지급할 수 없습니다. 계약이 있는 달을 고르거나 그 사람을 빼 주세요. (아무것도 저장되지 않았습니다.)"
    )


class OneTimeTwice(Refused):
    sentence = _(
        "%(name)s님에게 %(month)s의 '%(item)s'이(가) 이미 있습니다. 그것을 먼저 지우거나 다른 이름을 써 주세요. (아무것도 저장되지 않았습니다.)"
    )


class OneTimeByTheDay(Refused):
    sentence = _(
        "%(name)s님은 일용근로소득으로 과세하는 사람이라 상여를 따로 지급할 수 없습니다. 과세 방식을 먼저 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PeriodTooLong(Refused):
    sentence = _(
        "지급대상기간은 %(most)d개월까지입니다. 시작과 끝을 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PeriodIncomplete(Refused):
    sentence = _("지급대상기간은 시작과 끝을 모두 쓰거나 모두 비우고, 끝이 시작보다 앞서지 않게 써 주세요.")


@action(permission="staffing.insure", record="one_time_paid")
def pay_once(
    by: User, amounts: Mapping[int, int], month: date, *, reason: str = "", **fields: Any
) -> list[OneTimePayment]:
    """Pay amounts by contract with one month, to all or to nobody. `fields` as of OneTimePayment.

    Raises NotFound, NobodyPicked, PaidOutsideContract, OneTimeTwice, OneTimeByTheDay, PeriodIncomplete,
    PeriodTooLong, PaidMonthsFollow.
    """
    month = month.replace(day=1)
    require(amounts, NobodyPicked())
    contracts = _contracts(by, list(amounts))
    _require_period(fields.get("covers_from"), fields.get("covers_to"), month)
    held = OneTimePayment.objects.filter(contract__in=contracts, month=month, name=fields["name"])
    twice = set(held.values_list("contract_id", flat=True))
    for one in contracts:
        named = {"name": one.person.name, "month": f"{month:%Y-%m}", "item": fields["name"]}
        require(one.starts_on <= last_day(month) and one.ends_on >= month, PaidOutsideContract(**named))
        require(one.pk not in twice, OneTimeTwice(**named))
        require(one.tax_mode != Contract.TaxMode.DAILY, OneTimeByTheDay(**named))
    for project in {one.project_id for one in contracts}:
        require_unpaid(month, last_day(month), project=project)
    return OneTimePayment.objects.bulk_create(
        OneTimePayment(
            institution_id=one.institution_id, contract=one, month=month, amount=amounts[one.pk], **fields
        )
        for one in contracts
    )


@action(permission="staffing.insure", record="one_time_dropped")
def drop_one_time(by: User, payment_id: int, *, reason: str = "") -> Contract:
    """Take a payment back before its month is paid. Raises NotFound, PaidMonthsFollow."""
    within = contracts_of(by, "staffing.insure")
    payments = OneTimePayment.objects.filter(contract__in=within).select_related("contract__person")
    payment = reach(payments, payment_id)
    require_unpaid(payment.month, last_day(payment.month), project=payment.contract.project_id)
    payment.delete()
    return payment.contract


def _contracts(by: User, ids: Sequence[int]) -> list[Contract]:
    found = list(contracts_of(by, "staffing.insure").filter(pk__in=ids).select_related("person"))
    require(len(found) == len(set(ids)), NotFound())
    return found


def _require_period(first: date | None, last: date | None, month: date) -> None:
    require((first is None) == (last is None), PeriodIncomplete())
    if first is not None and last is not None:
        require(first <= last, PeriodIncomplete())
        months = MONTHS_PER_YEAR * (last.year - first.year) + last.month - first.month + 1
        most = _longest(month)
        require(months <= most, PeriodTooLong(most=most))


def _longest(month: date) -> int:
    """The longest period that the law lets a payment of the month cover."""
    given = {"payment_date": np.array([day_number(month)])}
    return int(load_rule_book().run(["bonus_months_at_most"], given)["bonus_months_at_most"][0])
