"""Unused leave as money: what is owed at which wage, and in which month's pay it can still go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from openinsa.compute.telling import laws
from openinsa.compute.words import fraction_won, hours
from openinsa.leave.due import Due, due_of
from openinsa.payroll.ordinary_wages import Fraction, hourly_ordinary_wages
from openinsa.people.models import User
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract, ProjectMonth
from openinsa.staffing.scope import contracts_of
from openinsa.staffing.sheet import last_day

PAID_BY = {
    "unused_leave_time_pay": "paid_leave_minutes_unused",
    "compensatory_leave_pay": "banked_leave_minutes_unused",
}
"""The rules that pay unused leave, each with the time it reads."""
LOOKED_BACK = timedelta(days=3 * 366)
"""Wages can be claimed for three years, so nothing older is asked for."""


@dataclass(frozen=True)
class OwedLeave:
    """Unused leave of one person as pay; below 0 where more was paid than was left.

    `wage` is the ordinary wage of the last day of use, or of the month that earned compensatory leave, None where
    that month cannot be computed; `month` the first month in whose pay it can still go, None where there is none.
    """

    due: Due
    contract: Contract
    wage: Fraction | None
    amount: int | None
    law: str
    month: date | None

    @property
    def pk(self) -> str:
        earned = f"-{self.due.earned_in:%Y%m}" if self.due.earned_in else ""
        return f"{self.due.person}-{self.due.due_on:%Y%m%d}-{int(self.due.employment_over)}{earned}"

    @property
    def name(self) -> str:
        return self.contract.person.name

    @property
    def project(self) -> str:
        return self.contract.project.name

    @property
    def due_on(self) -> date:
        return self.due.due_on

    @property
    def owed(self) -> int:
        return self.due.owed

    @property
    def formula(self) -> str:
        """40시간 × 12,121원; nothing where the wage is not known."""
        return f"{hours(abs(self.owed)).ko}×{fraction_won(*self.wage).ko}" if self.wage else ""

    @property
    def item_name(self) -> str:
        """What the payslip's line says: how the amount was reckoned, with the last day of use."""
        why = "퇴사" if self.due.employment_over else "기한"
        if self.due.earned_in:
            return f"보상휴가 미사용수당({self.due.earned_in:%Y-%m} 근무, {why}) {self.formula}"[:60]
        return f"연차 미사용수당({why} {self.due_on}) {self.formula}"[:60]


def owed_leave(user: User, until: date) -> list[OwedLeave]:
    """What fell due up to a day for people within reach, and is not paid or promoted."""
    reached = contracts_of(user).filter(ends_on__gte=until - LOOKED_BACK, starts_on__lte=until)
    contracts = {one.pk: one for one in reached.select_related("person", "project")}
    dues = due_of({one.person_id for one in contracts.values()}, until)
    return as_pay(
        [one for one in dues if one.owed and one.due_on > until - LOOKED_BACK and one.contract in contracts],
        contracts,
    )


def owed_today(user: User) -> list[OwedLeave]:
    """What can be paid today: leave may be taken on its last day, so that it is owed from the day after."""
    return owed_leave(user, timezone.localdate() - timedelta(days=1))


def as_pay(
    dues: Iterable[Due],
    contracts: Mapping[int, Contract],
    wages: Mapping[tuple[int, date], Fraction] | None = None,
) -> list[OwedLeave]:
    """Unused leave at the ordinary wage of its last day of use; `contracts` hold all that are named, `wages`
    what is known of them already."""
    held = list(dues)
    if wages is None:
        wages = hourly_ordinary_wages(one.wage_place for one in held)
    priced = [one for one in held if one.wage_place in wages]
    amounts, articles = {}, {}
    for target, minutes in PAID_BY.items():
        amounts |= _amounts([one for one in priced if _target(one) == target], wages, target, minutes)
        articles |= _articles([one for one in held if _target(one) == target], target)
    months = _payable_months(held, contracts)
    return [
        OwedLeave(
            due=one,
            contract=contracts[one.contract],
            wage=wages.get(one.wage_place),
            amount=amounts.get(one),
            law=articles[one],
            month=months.get(one),
        )
        for one in held
    ]


def _target(due: Due) -> str:
    """The rule that pays a kind of leave."""
    return "compensatory_leave_pay" if due.earned_in else "unused_leave_time_pay"


def _articles(dues: list[Due], target: str) -> dict[Due, str]:
    """By which article each is paid, or given back where more was paid than was left."""
    days = [day_number(one.claim_on) for one in dues]
    paid = laws(target, days) if dues else []
    back = laws("unused_leave_pay_refund", days) if dues else []
    held = zip(dues, paid, back, strict=True)
    return {one: refund if one.owed < 0 else law for one, law, refund in held}


def _amounts(
    dues: list[Due], wages: Mapping[tuple[int, date], Fraction], target: str, minutes: str
) -> dict[Due, int]:
    if not dues:
        return {}
    parts = [wages[one.wage_place] for one in dues]
    columns = {
        "leave_claim_date": np.array([day_number(one.claim_on) for one in dues], np.int64),
        minutes: np.array([abs(one.owed) for one in dues], np.int64),
        "leave_hourly_numerator": np.array([above for above, _below in parts], np.int64),
        "leave_hourly_denominator": np.array([below for _above, below in parts], np.int64),
    }
    won = load_rule_book().run([target], columns)[target].tolist()
    return {one: -amount if one.owed < 0 else amount for one, amount in zip(dues, won, strict=True)}


def _payable_months(dues: Iterable[Due], contracts: Mapping[int, Contract]) -> dict[Due, date]:
    """The first month from that of the last day of use on that is not paid and that the contract reaches."""
    projects = {contracts[one.contract].project_id for one in dues}
    paid = ProjectMonth.objects.filter(project__in=projects, state=ProjectMonth.State.PAID)
    locked = set(paid.values_list("project_id", "month"))
    found = {}
    for one in dues:
        contract, month = contracts[one.contract], one.due_on.replace(day=1)
        while (contract.project_id, month) in locked:
            month = last_day(month) + timedelta(days=1)
        if month <= contract.ends_on:
            found[one] = month
    return found
