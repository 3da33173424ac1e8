"""Pay items that may be columns of a register: those that somebody of the institution has or had, by name.

An amount in such a column is given like the item that was agreed last under the name: kind, taxation, condition
and what else belongs to it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest, Least

from openinsa.staffing.models import Allowance, Contract

WON_KINDS = (
    Allowance.Kind.MONTHLY,
    Allowance.Kind.PER_WORKED_DAY,
    Allowance.Kind.PER_MARKED_DAY,
    Allowance.Kind.PER_HOUR,
)
"""Kinds whose amount is won; a share and a row of a pay table are given on their own page."""


def item_names() -> Sequence[str]:
    """Names of the items, in their order. One statement."""
    return list(_latest().values_list("name", flat=True))


def items_named(names: Sequence[str]) -> Mapping[str, Allowance]:
    """The item agreed last under each name. One statement, none without a name."""
    return {one.name: one for one in _latest().filter(name__in=names)} if names else {}


def amounts_on(contracts: QuerySet[Contract], day: date) -> Mapping[tuple[int, str], int]:
    """Won of each item by contract and name, on a day or the nearest one of the contract. One statement."""
    near = Greatest(F("contract__starts_on"), Least(Value(day), F("contract__ends_on")))
    held = Allowance.objects.filter(contract__in=contracts.order_by(), kind__in=WON_KINDS)
    held = held.filter(valid_from__lte=near, valid_to__gte=near).order_by("pk")
    return {
        (contract, name): amount for contract, name, amount in held.values_list("contract", "name", "amount")
    }


def _latest() -> QuerySet[Allowance]:
    """One row for each name; what was paid only once for unused leave is no item to be given."""
    held = Allowance.objects.filter(kind__in=WON_KINDS, unused_leave_pay__isnull=True)
    return held.order_by("name", "-valid_from", "-pk").distinct("name")
