"""What can be asked about ends of employments: who leaves, what is settled, whether it still comes out the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from openinsa.ending.models import InterimSettlement, Settlement
from openinsa.ending.reckoning import values_again
from openinsa.ending.scope import endings_of
from openinsa.ending.telling import tree
from openinsa.law.trees import Value as TreeValue
from openinsa.law.trees import tree_of
from openinsa.leave.models import UnusedLeavePay
from openinsa.people.models import User
from openinsa.rules.engine import Refusal, day_number, load_rule_book
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
LONG_PAST = timedelta(days=120)
"""An end so long ago that nobody settled stands no longer before what is due."""

BEHIND = 10**6
"""More than the days of any date: those behind are listed the latest first."""

SHOWN = (
    "severance",
    "notice_pay",
    "income_tax",
    "local_tax",
    "net",
    "leave_pay",
    "fairness",
    "due_on",
    "cause",
)
FIGURES = ("severance", "notice_pay", "income_tax", "local_tax", "net", "fairness", "due_on")


class Stage(TextChoices):
    """How far the settlement of an ending contract is."""

    NONE = "none", _("정산 전")
    DRAFTED = "drafted", _("작성됨")
    CONFIRMED = "confirmed", _("확정됨")
    PAID = "paid", _("지급됨")


class Replay(StrEnum):
    """Whether a confirmed settlement comes out as it was. OTHER_BOOK: the rule book of then is not at hand."""

    EQUAL = "equal"
    DIFFERS = "differs"
    OTHER_BOOK = "other_book"


def endings_with_settlement(user: User, today: date) -> QuerySet[Contract]:
    """Contracts that end an employment up to the end of next month, each with what is settled so far."""
    until = last_day(last_day(today) + ONE_DAY)
    goes_on = Contract.objects.filter(
        Q(ends_on__gt=OuterRef("ends_on")) | Q(ends_on=OuterRef("ends_on"), pk__gt=OuterRef("pk")),
        person=OuterRef("person"),
        starts_on__lte=OuterRef("ends_on") + ONE_DAY,
    )
    shown = {name: F(f"settlements__{name}") for name in SHOWN}
    ending = endings_of(user).filter(~Exists(goes_on), ends_on__lte=until)
    days = int(load_rule_book().parameters["settlement_days"].value_on(day_number(today)).value)
    last_day_to_pay = Func(F("ends_on"), template=f"(%(expressions)s + {days})", output_field=DateField())
    due = Coalesce(F("settlements__due_on"), last_day_to_pay, output_field=DateField())
    return ending.select_related("person", "project").annotate(
        settlement_id=F("settlements__pk"),
        stage=Coalesce("settlements__state", Value(Stage.NONE)),
        due=due,
        due_order=_due_order(due, today),
        **shown,
    )


def _due_order(due: Coalesce, today: date) -> Case:
    """What is due next stands first, then what is long past or paid, the latest first."""
    day = Func(due, template="(%(expressions)s - DATE '2000-01-01')", output_field=IntegerField())
    open_still = ~Q(settlements__state=Settlement.State.PAID) | Q(settlements__isnull=True)
    recent = Q(ends_on__gte=today - LONG_PAST)
    return Case(When(open_still & recent, then=day), default=BEHIND - day, output_field=IntegerField())


@dataclass(frozen=True)
class Figure:
    """One explained value of a settlement."""

    label: str
    shown: str
    tree: TreeValue


def figures_told(settlement: Settlement | InterimSettlement) -> list[Figure]:
    """The values of a settlement in the reader's language, each down to what was entered."""
    trees = [tree_of(tree(settlement.told, name)) for name in settlement.told["figures"]]
    return [Figure(one.label, one.shown, one) for one in trees]


def leave_in_pay(settlement: Settlement) -> int:
    """Won for unused leave of the settled employment that payroll has put into pay. One statement."""
    lasted = (settlement.employed_since, settlement.ended_on)
    paid = UnusedLeavePay.objects.filter(
        person=settlement.person_id, due_on__range=lasted, item__isnull=False
    )
    return int(paid.aggregate(won=Sum("amount"))["won"] or 0)


def replay(settlements: list[Settlement]) -> list[Replay]:
    """Confirmed settlements reckoned again from what they kept, in their order. No statement, nothing is stored."""
    version = load_rule_book().version
    found: dict[int, Any] = {}
    for place, one in enumerate(settlements):
        try:
            found[place] = values_again([one.given])[0]
        except Refusal:
            found[place] = {}
    verdicts = []
    for place, one in enumerate(settlements):
        same = all(found[place].get(name) == getattr(one, name) for name in FIGURES)
        other = one.rule_book_version != version
        verdicts.append(Replay.EQUAL if same else Replay.OTHER_BOOK if other else Replay.DIFFERS)
    return verdicts
