"""From the plan to the database: which rows are due, and the statements that end them.

Runs as the owner after every migration. The web role may call what is made here and change none of it, so
that the plan in force is the plan of the installed version.
"""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

from django.db import connections
from django.db.models import Model

from openinsa.retention.database import CLOCKS, DUE, GUARDED, STEPS
from openinsa.retention.plan import PUBLIC_RECORDS, Kind, Plan, models_by_table, plan

REPLACEMENTS = {
    "nothing": ("NULL", "{column} IS NOT NULL"),
    "empty_text": ("''", "{column} <> ''"),
    "empty_bytes": ("''::bytea", "{column} <> ''::bytea"),
    "never": ("false", "{column}"),
    "unlike_any": ("", ""),
}
UNLIKE_ANY = {"BinaryField": "int8send(t.id)", "CharField": "'destroyed-' || t.id"}
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid
"""
Edges = set[tuple[str, str]]


def install_after_migrating(using: str = "default", **_signal: Any) -> None:
    """What Django calls after a migration; see `install`."""
    if "retention_destruction" in connections[using].introspection.table_names():
        with connections[using].cursor() as cursor:
            install(cursor)


def install(cursor: Any) -> None:
    """Put the plan into the database: clocks, what is due, the steps, and the guards that let a destruction by."""
    cursor.execute(FOREIGN_KEYS)
    edges = {(child, parent) for child, parent in cursor.fetchall()} | references()
    written = plan()
    cursor.execute(CLOCKS)
    due = "\n    UNION ALL\n".join(due_of(kind, written) for kind in written.kinds.values())
    cursor.execute(DUE.replace("{kinds}", due))
    cursor.execute(STEPS.replace("{steps}", ",\n".join(steps(written, edges))))
    tables = {table for kind in written.kinds.values() for table in kind.tables}
    cursor.execute(GUARDED, [sorted(tables | {"privacy_changerecord"})])


def references() -> Edges:
    """Which table refers to which, as the models say; some references stand in no constraint."""
    return {
        (table, parent._meta.db_table)
        for table, model in models_by_table().items()
        for _column, parent in parents_of(model)
        if parent is not model
    }


def parents_of(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for one in model._meta.concrete_fields:
        if one.is_relation and one.related_model:
            yield one.column, one.related_model


def condition(table: str, path: str, target: str, alias: str = "t") -> str:
    """The SQL that leads from a row of a table over a look-up path to its subject."""
    model = models_by_table()[table]
    if path == "self":
        return f"{alias}.{model._meta.pk.column} = {target}"
    first, _point, rest = path.partition("__")
    step = model._meta.get_field(first)
    if not rest:
        return f"{alias}.{step.column} = {target}"
    further = f"{alias}x"
    parent = step.related_model._meta.db_table
    deeper = condition(parent, rest, target, further)
    return f"{alias}.{step.column} IN (SELECT {further}.id FROM {parent} {further} WHERE {deeper})"


def blanks(kind: Kind, table: str) -> tuple[list[str], list[str], list[str]]:
    """Columns that a kind empties in a table, the assignments, and what shows that something is left."""
    columns, sets, left = [], [], []
    for column, name in kind.blank.get(table, {}).items():
        value, kept = REPLACEMENTS[name]
        if name == "unlike_any":
            value = UNLIKE_ANY[models_by_table()[table]._meta.get_field(column).get_internal_type()]
        columns.append(column)
        sets.append(f"{column} = {value}")
        left += [kept.format(column=f"t.{column}")] if kept else []
    return columns, sets, left


SOURCES = {
    "contract": ("contract_clock k", "k.contract_id", "k.person_id", "k.project_id"),
    "person": ("person_clock k", "k.person_id", "k.person_id", "NULL::bigint"),
}
HELD = {
    "contract": "k.person_id IN (SELECT id FROM held_alone) OR k.project_id IN (SELECT id FROM held_projects)",
    "person": "k.person_id IN (SELECT id FROM held_people)",
}


def due_of(kind: Kind, written: Plan) -> str:
    """A SELECT of the kind's subjects that are due on `on_day`, with the day and whether they are held."""
    return {"row": _due_rows, "age": _due_months}.get(kind.subject, _due_subjects)(kind, written)


def _due_subjects(kind: Kind, written: Plan) -> str:
    source, subject, person, project = SOURCES[kind.subject]
    due = f"GREATEST({', '.join(periods(kind, written))})::date"
    wheres = [
        f"{due} <= on_day",
        f"({' OR '.join(leftovers(kind, subject))})",
        *unreferenced(kind, written, subject),
    ]
    wheres += [kind.where] if kind.where else []
    return f"""    SELECT '{kind.name}', {subject}, {person}, {project}, k.{kind.clock_name}::date, {due},
        (SELECT anything FROM held_all) OR {HELD[kind.subject]}
    FROM {source} WHERE {" AND ".join(wheres)}"""


def _due_rows(kind: Kind, written: Plan) -> str:
    (table,) = (name for name, path in kind.tables.items() if path == "self")
    clock = f"({kind.clock})"
    due = f"GREATEST({', '.join(periods(kind, written, clock))})::date"
    wheres = [f"{due} <= on_day", *([kind.where] if kind.where else [])]
    _columns, _sets, left = blanks(kind, table)
    wheres += [f"({' OR '.join(left)})"] if left else []
    people = (
        f" OR EXISTS ({kind.people} AND b.person_id IN (SELECT id FROM held_people))" if kind.people else ""
    )
    return f"""    SELECT '{kind.name}', t.id::bigint, NULL::bigint, NULL::bigint, {clock}::date, {due},
        (SELECT anything FROM held_all){people}
    FROM {table} t WHERE {" AND ".join(wheres)}"""


def _due_months(kind: Kind, written: Plan) -> str:
    (table,) = kind.tables
    clock = f"max({kind.clock})"
    due = f"GREATEST({', '.join(periods(kind, written, clock))})::date"
    held = " OR (SELECT something FROM held_all)" if kind.left_while_held else ""
    return f"""    SELECT '{kind.name}', {month_of(kind)}, NULL::bigint, NULL::bigint, {clock}::date, {due},
        (SELECT anything FROM held_all){held}
    FROM {table} t WHERE {kind.clock} IS NOT NULL GROUP BY {month_of(kind)} HAVING {due} <= on_day"""


def month_of(kind: Kind) -> str:
    return f"to_char({kind.clock}, 'YYYYMM')::bigint"


def periods(kind: Kind, written: Plan, clock: str = "") -> Iterator[str]:
    """Every end of a period that must have passed: of each law, and of each choice of the institution."""
    for one in written.closure(kind):
        for law in one.laws:
            if law.years:
                yield f"{clock or f'k.{law.clock}'} + interval '{law.years} years'"
        own = clock or f"k.{one.clock_name}"
        yield f"{own} + COALESCE(retention_chosen('{one.name}'), {_interval(one.default)})"
        if one.records:
            yield f"{own} + retention_chosen('{PUBLIC_RECORDS}')"


def _interval(default: Mapping[str, int]) -> str:
    return f"make_interval(years => {default.get('years', 0)}, days => {default.get('days', 0)})"


def leftovers(kind: Kind, subject: str) -> Iterator[str]:
    """Conditions of which one holds while the subject still has something of the kind."""
    for table, path in kind.tables.items():
        if table in kind.conditions:
            continue
        _columns, _sets, left = blanks(kind, table)
        still = f" AND ({' OR '.join(left)})" if left else ""
        yield f"EXISTS (SELECT FROM {table} t WHERE {condition(table, path, subject)}{still})"


def unreferenced(kind: Kind, written: Plan, subject: str) -> Iterator[str]:
    """Conditions that nothing outside of what ends before still refers to the subject's own row."""
    own = [table for table, path in kind.tables.items() if path == "self" and table not in kind.blank]
    inside = {table for one in written.closure(kind) for table in one.tables}
    for table, model in models_by_table().items():
        for column, parent in parents_of(model):
            if parent._meta.db_table in own and table not in inside:
                yield f"NOT EXISTS (SELECT FROM {table} r WHERE r.{column} = {subject})"


def steps(written: Plan, edges: Edges) -> Iterator[str]:
    """One line for each statement of a destruction: kind, order, table, condition, what is emptied.

    What is shared goes first, for it looks at the rows that follow; what is emptied goes last.
    """
    tables = ordered({table for kind in written.kinds.values() for table in kind.tables}, edges)
    for place, name in enumerate(ordered_kinds(written, edges)):
        kind = written.kinds[name]
        own = sorted(
            kind.tables, key=lambda one: (one not in kind.conditions, one in kind.blank, tables.index(one))
        )
        for position, table in enumerate(own):
            columns, sets, left = blanks(kind, table)
            still = f" AND ({' OR '.join(left)})" if left else ""
            key = models_by_table()[table]._meta.pk.column
            line = (kind.subject, kind.name, table, key, where_of(kind, table) + still, ", ".join(sets))
            yield f"({place}, {position}, {', '.join(map(quoted, line))}, {array(columns)})"


def where_of(kind: Kind, table: str) -> str:
    """The condition of a destruction's statement on a table; its subjects are $1."""
    if table in kind.conditions:
        return kind.conditions[table]
    if kind.subject == "age":
        return f"{month_of(kind)} = ANY($1)"
    return condition(table, kind.tables[table], "ANY($1)")


def ordered(tables: set[str], edges: Edges) -> list[str]:
    """Tables that refer before tables that are referred to."""
    graph: dict[str, set[str]] = {table: set() for table in sorted(tables)}
    for child, parent in edges:
        if child in tables and parent in tables:
            graph[parent].add(child)
    return list(TopologicalSorter(graph).static_order())


def ordered_kinds(written: Plan, edges: Edges) -> list[str]:
    """Kinds whose rows refer before kinds whose rows are referred to and deleted."""
    graph = {name: set(kind.stands_with) for name, kind in written.kinds.items()}
    ends = {t: k.name for k in written.kinds.values() for t in k.tables if t not in k.blank}
    for name, kind in written.kinds.items():
        for child, parent in edges:
            if child in kind.tables and parent in ends and ends[parent] != name:
                graph[ends[parent]].add(name)
    return list(TopologicalSorter(graph).static_order())


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def array(names: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(map(quoted, names))}]::text[]"
