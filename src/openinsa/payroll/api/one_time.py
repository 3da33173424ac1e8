"""Pay outside the monthly pay, and pay for unused leave."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from django.db.models import QuerySet, Sum
from pydantic import Field, StrictInt, StrictStr

from openinsa.api.bodies import ModelBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.actions.one_time import drop_one_time, pay_once
from openinsa.payroll.actions.paid_elsewhere import record_paid_elsewhere
from openinsa.payroll.actions.unused_leave import pay_unused_leave, take_back_unused_leave
from openinsa.payroll.api.insured import INSURES, require_within
from openinsa.payroll.api.room import (
    RUNS,
    SEES,
    Done,
    Ids,
    Month,
    Strict,
    first_of,
    project_seen,
    project_under,
    room,
)
from openinsa.payroll.models import OneTimePayment
from openinsa.payroll.pages.one_time import ONE_TIME, PEOPLE
from openinsa.payroll.pages.unused_leave import PAID, owed_table
from openinsa.payroll.unused_leave import owed_today
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.scope import contracts_of

Won = Annotated[StrictInt, Field(ge=1, le=1_000_000_000)]
Key = Annotated[
    StrictStr, Field(pattern=r"^[0-9]{1,12}-[0-9]{8}-[01](-[0-9]{6})?$", examples=["42-20261231-0"])
]
PaymentTold = shape(
    "OneTimePayment", OneTimePayment, "contract_id month name amount covers_from covers_to grounds"
)
PaidTold = shape(
    "UnusedLeavePay",
    UnusedLeavePay,
    "person_id contract_id item_id kind due_on paid_on note minutes amount law decided_at",
)


class AmountSent(Strict):
    contract: Annotated[StrictInt, Field(ge=1, lt=2**62)]
    amount: Won


class OneTimeSent(Strict):
    """A payment of one name with one month's pay; without a period it covers the months since the last one."""

    name: Annotated[StrictStr, Field(min_length=1, max_length=60)]
    month: Month
    grounds: Annotated[StrictStr, Field(min_length=1, max_length=200)]
    covers_from: date | None = None
    covers_to: date | None = None
    payments: list[AmountSent] = Field(min_length=1, max_length=20_000)


class PaymentsSent(Strict):
    payments: Ids


class LeaveSent(Strict):
    """Ids of the list of unused leave."""

    leave: list[Key] = Field(min_length=1, max_length=20_000)


class PaidElsewhereSent(LeaveSent):
    """When and how it was paid outside; an amount only for one."""

    paid_on: date
    note: Annotated[StrictStr, Field(min_length=1, max_length=200)]
    amount: Won | None = None


def _payments(call: Call) -> "QuerySet[OneTimePayment]":
    rows = OneTimePayment.objects.filter(contract__in=contracts_of(call.by, SEES))
    return rows.select_related("contract__person", "contract__project")


room.table(
    "/one-time-payments",
    "list_one_time_payments",
    ONE_TIME,
    may=SEES,
    rows=_payments,
    also={"contract_id": "contract_id", "person_id": "contract__person_id"},
)


def _people(call: Call, project: Project) -> "QuerySet[Contract]":
    people = contracts_of(call.by, SEES).filter(project=project).select_related("person")
    return people.annotate(paid_once=Sum("one_time_payments__amount"))


room.table(
    "/projects/{int:project_id}/one-time-payments",
    "list_people_paid_once",
    PEOPLE,
    of=project_seen,
    rows=_people,
    also={"person_id": "person_id"},
)


@room.post(
    "/projects/{int:project_id}/one-time-payments",
    of=project_under(INSURES),
    body=ModelBody(OneTimeSent),
    answer=list[PaymentTold],
    status=201,
)
def add_one_time_payments(call: Call, project: Project, given: OneTimeSent) -> list[OneTimePayment]:
    """Pay amounts with one month to some people of a project, all or nobody."""
    amounts = {one.contract: one.amount for one in given.payments}
    require_within(call.by, project, amounts)
    names = ("name", "grounds", "covers_from", "covers_to")
    return pay_once(call.by, amounts, first_of(given.month), **{name: getattr(given, name) for name in names})


@room.post("/one-time-payments/drop", may=INSURES, body=ModelBody(PaymentsSent), answer=Done)
def drop_one_time_payments(call: Call, given: PaymentsSent) -> dict[str, int]:
    """Take payments of unpaid months back, all or none."""
    wanted = list(dict.fromkeys(given.payments))
    for one in wanted:
        drop_one_time(call.by, one)
    return {"count": len(wanted)}


room.table(
    "/unused-leave",
    "list_unused_leave",
    replace(owed_table([]), filters=()),
    may=SEES,
    rows=lambda call: owed_today(call.by),
    also={"person_id": "contract__person_id", "contract_id": "contract__pk"},
)


@room.post("/unused-leave/pay", may=RUNS, body=ModelBody(LeaveSent), answer=list[PaidTold], status=201)
def pay_leave_not_used(call: Call, given: LeaveSent) -> list[UnusedLeavePay]:
    """Put the pay for unused leave into the first month that is not paid, all or nobody's."""
    return pay_unused_leave(call.by, given.leave)


@room.post(
    "/unused-leave/paid-elsewhere",
    may=RUNS,
    body=ModelBody(PaidElsewhereSent),
    answer=list[PaidTold],
    status=201,
)
def record_leave_paid_elsewhere(call: Call, given: PaidElsewhereSent) -> list[UnusedLeavePay]:
    """Record that unused leave was paid outside, all or nobody's."""
    return record_paid_elsewhere(
        call.by, given.leave, paid_on=given.paid_on, note=given.note, amount=given.amount
    )


def _paid(call: Call) -> "QuerySet[UnusedLeavePay]":
    rows = UnusedLeavePay.objects.filter(contract__in=contracts_of(call.by, SEES))
    return rows.select_related("person", "contract__project", "item", "decided_by")


room.table(
    "/unused-leave/paid",
    "list_unused_leave_paid",
    PAID,
    may=SEES,
    rows=_paid,
    also={"person_id": "person_id", "contract_id": "contract_id"},
)


@room.post("/unused-leave/take-back", may=RUNS, body=ModelBody(PaymentsSent), answer=Done)
def take_back_leave_pay(call: Call, given: PaymentsSent) -> dict[str, int]:
    """Take pay for unused leave out of unpaid months, and records of what was paid elsewhere away."""
    return {"count": take_back_unused_leave(call.by, given.payments)}
