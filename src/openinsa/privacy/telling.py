"""Lines of the change history in words: one renderer for all tables, from what the models say of themselves."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, DateTimeField, Field, ForeignKey, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from openinsa.compute.words import percent
from openinsa.people.models import Person, User
from openinsa.privacy.histories import NAMED, PAY, sees_pay
from openinsa.privacy.models import ChangeRecord
from openinsa.privacy.words import COLUMNS, TABLES, VERBS, said

ROWS = ("insert", "update", "delete")
NEVER_TOLD = frozenset({"id", "institution_id"})
TOLD_BY_ANOTHER = frozenset({("staffing_day", "code")})  # the mark beside it is what people read
LONGEST = 300
Values = Mapping[str, Any]
Names = Mapping[tuple[type[Model], int], str]


@dataclass(frozen=True)
class Told:
    """One line of the history, or all lines of one moment, ready to be shown."""

    pk: int
    at: datetime
    actor_name: str
    reason: str
    lines: Sequence[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def told(records: Sequence[ChangeRecord], user: User) -> tuple[list[Told], set[int]]:
    """What the lines say to this reader, and the people whom they tell of.

    One statement for each kind of row that they name.
    """
    names, people = _names(records)
    pay = sees_pay(user)
    lines = [
        Told(
            pk=one.pk,
            at=one.at,
            actor_name=getattr(one, "actor_name", None) or _("시스템"),
            reason=one.reason,
            lines=list(_lines(one, names, pay)),
        )
        for one in records
    ]
    return lines, people


@cache
def models() -> dict[str, type[Model]]:
    """The models by the names of their tables."""
    return {one._meta.db_table: one for one in apps.get_models()}


@cache
def fields_of(table: str) -> dict[str, "Field[Any, Any]"]:
    """The fields of a table that its history tells of, by column."""
    model = models().get(table)
    known = model._meta.concrete_fields if model else ()
    told_here = (one for one in known if (table, one.column) not in TOLD_BY_ANOTHER)
    return {one.column: one for one in told_here if one.column not in NEVER_TOLD and label_of(one)}


def label_of(field: "Field[Any, Any]") -> str:
    """What a column is called on screens; nothing where only the machine reads it."""
    if field.name in COLUMNS:
        return str(COLUMNS[field.name])
    if isinstance(field, BinaryField):
        return _("보호된 값") if field.column.endswith("_sealed") else ""
    named = str(field.verbose_name) != field.name.replace("_", " ")
    if isinstance(field, ForeignKey) and not named:
        return said(TABLES, field.related_model._meta.db_table)
    return str(field.verbose_name) if named else ""


def name_of(record: Model) -> str:
    """What a record is called in a history."""
    paths = _paths(type(record))
    found = type(record)._default_manager.filter(pk=record.pk).values_list(*paths) if paths else []
    return _words(paths, found[0]) if found else ""


def _words(paths: Sequence[str], values: Sequence[Any]) -> str:
    """The parts of a name; a month is a month, not its first day."""
    pairs = zip(paths, values, strict=True)
    return " ".join(str(one)[:7] if path.endswith("month") else str(one) for path, one in pairs)


def _lines(one: ChangeRecord, names: Names, pay: bool) -> Iterator[str]:
    model = models().get(one.table_name)
    row = names.get((model, one.row_id)) if model else ""
    where = " ".join(filter(None, (said(TABLES, one.table_name), row or _named_before(one, names))))
    yield f"{said(VERBS, one.verb)} · {where}"
    if one.verb == "update":
        yield from _moved(one, names, pay)
    elif one.verb in ROWS and (whole := ", ".join(_whole(one, names, pay))):
        yield whole


def _moved(one: ChangeRecord, names: Names, pay: bool) -> Iterator[str]:
    before, after = one.before or {}, one.after or {}
    for column, field in fields_of(one.table_name).items():
        if column in before or column in after:
            if hidden := _hidden(one.table_name, field, pay):
                yield f"{label_of(field)}: {hidden}"
            else:
                was, became = _differing(before.get(column), after.get(column))
                yield f"{label_of(field)}: {_written(field, was, names)} → {_written(field, became, names)}"


def _whole(one: ChangeRecord, names: Names, pay: bool) -> Iterator[str]:
    values = (one.after if one.verb == "insert" else one.before) or {}
    for column, field in fields_of(one.table_name).items():
        value = values.get(column)
        if value in (None, "", [], {}, False) or (field.has_default() and value == field.get_default()):
            continue
        yield f"{label_of(field)} {_hidden(one.table_name, field, pay) or _written(field, value, names)}"


def _hidden(table: str, field: "Field[Any, Any]", pay: bool) -> str:
    """What is said in place of a value that this reader may not see in a history."""
    if field.column.endswith("_sealed") or isinstance(field, BinaryField):
        return _("보호된 값이 바뀜")
    if not pay and field.column in PAY.get(table, ()):
        return _("급여를 볼 수 있는 사람에게만 보임")
    return ""


def _differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two values with names inside only what differs."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def _written(field: "Field[Any, Any]", value: Any, names: Names) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), f"#{value}")
    if isinstance(field, ArrayField) and field.name == "breaks":
        pairs = zip(value[::2], value[1::2], strict=True)
        return ", ".join(f"{_clock(start)}~{_clock(end)}" for start, end in pairs)
    if isinstance(field, ArrayField):
        return "·".join(_written(field.base_field, one, names) for one in value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(field, value)[:LONGEST]


def _plain(field: "Field[Any, Any]", value: Any) -> str:
    if isinstance(value, bool):
        return _("예") if value else _("아니요")
    if isinstance(field, DateTimeField):
        return timezone.localtime(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, int):
        return next(
            (write(value) for end, write in BY_NAME.items() if field.name.endswith(end)), f"{value:,}"
        )
    if isinstance(value, dict):
        return ", ".join(f"{key} {_inside(one)}" for key, one in value.items())
    return _inside(value)[:7] if field.name == "month" else _inside(value)


def _inside(value: Any) -> str:
    """A value inside of a value, as plainly as it can be said."""
    if isinstance(value, dict):
        return "(" + ", ".join(f"{key} {_inside(one)}" for key, one in value.items()) + ")"
    if isinstance(value, list):
        return "·".join(_inside(one) for one in value)
    return "–" if value is None else f"{value:,}" if type(value) is int else str(value)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


BY_NAME: Mapping[str, Callable[[int], str]] = {
    "_ppm": percent,
    "year": str,
    "minutes": _clock,
    "starts": _clock,
    "ends": _clock,
}


def _named_before(one: ChangeRecord, names: Names) -> str:
    """What a row that is gone was called, from what its last line holds."""
    values, model = one.before or one.after or {}, models().get(one.table_name)
    words = []
    for path in NAMED.get(model, ()) if model else ():
        field = model._meta.get_field(path.split("__")[0])  # type: ignore[union-attr]
        if (value := values.get(field.column)) is not None:  # type: ignore[union-attr]
            words.append(_written(field, value, names))  # type: ignore[arg-type]
    return " ".join(words)


def _names(records: Sequence[ChangeRecord]) -> tuple[Names, set[int]]:
    """What the rows are called that the lines name, and the ids of the people to whom those belong."""
    wanted: dict[type[Model], set[int]] = {}
    for model, pk in _mentioned(records):
        wanted.setdefault(model, set()).add(pk)
    names: dict[tuple[type[Model], int], str] = {}
    people: set[int] = set()
    for model, ids in wanted.items():
        paths, whose = _paths(model), _whose(model)
        if asked := [*paths, *filter(None, [whose])]:
            for pk, *words in model._default_manager.filter(pk__in=ids).values_list("pk", *asked):
                names[model, pk] = _words(paths, words[: len(paths)])
                people.update(words[len(paths) :])
    return {key: name for key, name in names.items() if name}, people - {None}


@cache
def _whose(model: type[Model]) -> str:
    """The way from a row to the id of the person of whom it tells."""
    own = {one.name for one in model._meta.concrete_fields}
    ways = {"person": "person_id", "contract": "contract__person_id", "slip": "slip__person_id"}
    ways |= {"correction": "correction__contract__person_id", "settlement": "settlement__person_id"}
    if model is Person:
        return "pk"
    return next((way for name, way in ways.items() if name in own), "")


def _mentioned(records: Iterable[ChangeRecord]) -> Iterator[tuple[type[Model], int]]:
    """Every row that the lines are about or refer to."""
    for one in records:
        if model := models().get(one.table_name):
            yield model, one.row_id
        for column, field in fields_of(one.table_name).items():
            if isinstance(field, ForeignKey):
                for values in (one.before or {}, one.after or {}):
                    if values.get(column) is not None:
                        yield field.related_model, values[column]


def _paths(model: type[Model]) -> tuple[str, ...]:
    if model in NAMED:
        return NAMED[model]
    return ("name",) if any(one.name == "name" for one in model._meta.concrete_fields) else ()
