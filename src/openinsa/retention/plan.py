"""The plan of keeping (plan.yaml) as data: kinds of data, their tables, and the law that holds them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import Model
from django.utils.translation import get_language

PLAN = Path(__file__).with_name("plan.yaml")
PUBLIC_RECORDS, BACKUPS = "public_records", "backups"
"""Choices of an institution that belong to no single kind."""


@dataclass(frozen=True)
class Law:
    """One rule that keeps data: from which day (`clock`) how many years, and where that was read."""

    name: str
    article: str
    article_en: str
    says: str
    says_en: str
    clock: str
    years: int
    source: str
    state: str

    @property
    def is_verified(self) -> bool:
        return self.state == "verified"

    def __str__(self) -> str:
        return self.article_en if _english() else self.article

    @property
    def told(self) -> str:
        return self.says_en if _english() else self.says


@dataclass(frozen=True)
class Kind:
    """One kind of data. `tables` and `blank` are keyed by the table's name; see the head of plan.yaml."""

    name: str
    label: str
    label_en: str
    subject: str
    laws: tuple[Law, ...]
    tables: Mapping[str, str]
    blank: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clock: str = ""
    where: str = ""
    people: str = ""
    default: Mapping[str, int] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    stands_with: tuple[str, ...] = ()
    records: bool = False
    left_while_held: bool = False

    def __str__(self) -> str:
        return self.label_en if _english() else self.label

    @property
    def clock_name(self) -> str:
        """The clock from which an institution's own period counts."""
        return self.clock or self.laws[0].clock

    @property
    def by_law(self) -> int:
        """The years that the kind's own laws ask for at least."""
        return max(law.years for law in self.laws)

    def path_to_person(self, table: str) -> str | None:
        """The look-up that leads from a row to the person it tells about; None where it tells about nobody."""
        if table in self.person:
            return self.person[table]
        path = self.tables[table]
        if table in self.conditions:
            return None
        if self.subject == "person":
            return "pk" if path == "self" else path
        if self.subject == "contract":
            return "person" if path == "self" else f"{path}__person"
        return None


@dataclass(frozen=True)
class Elsewhere:
    """Data that ends by other means than a proposed destruction."""

    name: str
    label: str
    label_en: str
    laws: tuple[Law, ...]
    how: str
    how_en: str
    tables: tuple[str, ...]
    person: Mapping[str, str] = field(default_factory=dict)
    default: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.label_en if _english() else self.label

    @property
    def told(self) -> str:
        return self.how_en if _english() else self.how


@dataclass(frozen=True)
class Plan:
    kinds: Mapping[str, Kind]
    elsewhere: Mapping[str, Elsewhere]
    not_personal: Mapping[str, str]

    def closure(self, kind: Kind) -> tuple[Kind, ...]:
        """The kind and all that must have ended before it."""
        return (kind, *(self.kinds[name] for name in kind.stands_with))

    def chosen_freely(self) -> Iterator[str]:
        """Kinds whose period no law sets: an institution may choose any, also a shorter one."""
        yield from (one.name for one in self.kinds.values() if one.by_law == 0)


@cache
def plan() -> Plan:
    """The plan as it is written."""
    text = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    laws = {name: Law(name=name, **told) for name, told in text["laws"].items()}
    return Plan(
        kinds={name: _kind(name, told, laws) for name, told in text["kinds"].items()},
        elsewhere={name: _elsewhere(name, told, laws) for name, told in text["elsewhere"].items()},
        not_personal=text["not_personal"],
    )


def _kind(name: str, told: dict[str, Any], laws: Mapping[str, Law]) -> Kind:
    rest = {key: value for key, value in told.items() if key not in {"laws", "with"}}
    held = tuple(laws[one] for one in told["laws"])
    return Kind(name=name, laws=held, stands_with=tuple(told.get("with", ())), **rest)


def _elsewhere(name: str, told: dict[str, Any], laws: Mapping[str, Law]) -> Elsewhere:
    rest = {key: value for key, value in told.items() if key not in {"laws", "tables"}}
    return Elsewhere(
        name=name, laws=tuple(laws[one] for one in told["laws"]), tables=tuple(told["tables"]), **rest
    )


@cache
def models_by_table() -> Mapping[str, type[Model]]:
    """Every model of the installation by its table."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _english() -> bool:
    return get_language() == "en"
