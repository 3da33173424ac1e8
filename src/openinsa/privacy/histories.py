"""Which records have a history page, who may read it, and which other rows belong to it.

A room registers its records when it loads; this room knows none of them:

    register_history(Contract, contracts_of, Part(Allowance, "contract"), named=("person__name", "starts_on"))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet, Value

from openinsa.people.models import Institution, TenantModel, User
from openinsa.people.roles import Scope
from openinsa.privacy.models import ChangeRecord

Reach = Callable[[User], "QuerySet[Any]"]


@dataclass(frozen=True)
class Part:
    """Rows that belong to a record: those whose reference `link` leads to it.

    `of_pay` parts are shown to those who may see pay, `permission` to those who have it.
    """

    model: type[Model]
    link: str
    of_pay: bool = False
    permission: str = ""

    def rows(self, record: Model) -> "QuerySet[Any]":
        """The rows that are still there."""
        return self.model._default_manager.filter(**{self.link: record})

    def removed(self, record: Model) -> Q:
        """What the history says of rows that were there: the condition on a line of the verb `delete`."""
        column = self.model._meta.get_field(self.link).column  # type: ignore[union-attr]
        return Q(**{f"before__{column}": record.pk})

    def only(self, asked: Mapping[str, str]) -> "Part | None":
        """A narrower part that the reader asked for, such as the days of one person; None where none was."""
        return None

    @property
    def whole(self) -> bool:
        """Whether every row of the table belongs to the record, because the record is the institution itself."""
        return self.link == "institution"

    def open_to(self, user: User) -> bool:
        """Whether the user sees this part of a record within reach."""
        return (not self.of_pay or sees_pay(user)) and (not self.permission or user.may(self.permission))


@dataclass(frozen=True)
class History:
    """A kind of record with a history page; `page` is the address of the record itself."""

    model: type[Model]
    reach: Reach
    parts: tuple[Part, ...]
    page: str


HISTORIES: dict[str, History] = {}
MORE_PARTS: dict[str, list[Part]] = {}
NAMED: dict[type[Model], tuple[str, ...]] = {}
PAY: dict[str, frozenset[str]] = {}


def register_history(
    model: type[Model], reach: Reach, *parts: Part, named: tuple[str, ...] = (), page: str = ""
) -> None:
    """Give a kind of record a history page: `reach` are the records whose history a user may read."""
    HISTORIES[model._meta.db_table] = History(model, reach, parts, page)
    if named:
        NAMED[model] = named


def add_parts(model: type[Model], *parts: Part) -> None:
    """Let rows of another room belong to a record."""
    known = MORE_PARTS.setdefault(model._meta.db_table, [])
    known.extend(part for part in parts if part not in known)


def name_by(model: type[Model], *paths: str) -> None:
    """Say by which of its fields a row is called where another row's history refers to it."""
    NAMED[model] = paths


def keep_for_pay(model: type[Model], *columns: str) -> None:
    """Columns that only those see who may see pay."""
    PAY[model._meta.db_table] = frozenset(columns)


def sees_pay(user: User) -> bool:
    """Whether the user may see the pay of others."""
    return user.scope("payroll.see") not in {None, Scope.OWN}


def parts_of(history: History, user: User) -> list[Part]:
    """The parts of a record that a user may read."""
    table = history.model._meta.db_table
    parts = (*history.parts, *MORE_PARTS.get(table, ()))
    if history.model is Institution:
        parts = (*parts, *unclaimed())
    return [part for part in parts if part.open_to(user)]


@cache
def unclaimed() -> tuple[Part, ...]:
    """What no record claims for itself belongs to the institution: its rules, rights, tokens and plans."""
    claimed = {history.model for history in HISTORIES.values()}
    claimed |= {part.model for history in HISTORIES.values() for part in history.parts}
    claimed |= {part.model for parts in MORE_PARTS.values() for part in parts}
    own = [one for one in apps.get_models() if issubclass(one, TenantModel) and one not in claimed]
    return tuple(Part(one, "institution", permission="people.manage") for one in own)


def record_of(user: User, table: str, row_id: int) -> tuple[History, Model] | None:
    """The record with this id if its history is within the user's reach; auditors reach all of their institution."""
    history = HISTORIES.get(table)
    if history is None:
        return None
    everything = user.may("privacy.see_records")
    rows = history.model._default_manager.all() if everything else history.reach(user)
    record = rows.filter(pk=row_id).first()
    return (history, record) if record is not None else None


def changes_of(
    history: History, record: Model, user: User, asked: Mapping[str, str] = MappingProxyType({})
) -> "QuerySet[ChangeRecord]":
    """Every line about a record and the parts of it that the user may read. Three statements at most.

    Where `asked` names a narrower part, its lines alone.
    """
    parts = parts_of(history, user)
    narrower = [one for part in parts if (one := part.only(asked))]
    wanted = Q(pk__in=[]) if narrower else Q(table_name=history.model._meta.db_table, row_id=record.pk)
    parts = narrower or parts
    wanted |= Q(table_name__in=[part.model._meta.db_table for part in parts if part.whole])
    for table, ids in _ids([part for part in parts if not part.whole], record).items():
        wanted |= Q(table_name=table, row_id__in=ids)
    return ChangeRecord.objects.filter(wanted)


def _ids(parts: list[Part], record: Model) -> dict[str, list[int]]:
    """The ids of all rows of the parts, present and removed, by table."""
    if not parts:
        return {}
    found: dict[str, list[int]] = {}
    for table, pk in (*_present(parts, record), *_removed(parts, record)):
        found.setdefault(table, []).append(pk)
    return found


def _present(parts: list[Part], record: Model) -> list[tuple[str, int]]:
    asked = [
        part.rows(record)
        .order_by()
        .annotate(_table=Value(part.model._meta.db_table, CharField()))
        .values_list("_table", "pk")
        for part in parts
    ]
    return list(asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0])


def _removed(parts: list[Part], record: Model) -> list[tuple[str, int]]:
    gone = Q(pk__in=[])
    for part in parts:
        gone |= Q(table_name=part.model._meta.db_table) & part.removed(record)
    lines = ChangeRecord.objects.filter(gone, verb="delete").order_by()
    tables = {part.model._meta.db_table for part in parts}
    return list(lines.filter(table_name__in=tables).values_list("table_name", "row_id"))
