"""New and changed rows of a model into the database in bulk: as many statements for one row as for thousands."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import Field, JSONField, Lookup, Model
from django.db.models.sql.compiler import SQLCompiler

from openinsa.compute.bulk import as_json, insert_rows, next_ids, update_rows


class OneOf(Lookup):
    """Whether an expression equals one of many values: one parameter, where `in` has one for each value."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[object]]:
        """The comparison and its parameters."""
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*parameters, [*self.rhs]]


def insert_all(rows: Sequence[Model]) -> None:
    """Store new rows of one model and give each its key."""
    if not rows:
        return
    meta = rows[0]._meta
    with connection.cursor() as wrapped:
        keys = next_ids(wrapped.cursor, meta.db_table, len(rows))
        for row, key in zip(rows, keys, strict=True):
            row.pk = key
        fields = meta.concrete_fields
        insert_rows(wrapped.cursor, meta.db_table, _columns(fields), _values(rows, fields))


def update_all(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Store what the named fields of stored rows of one model now hold."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.pk, *map(meta.get_field, names)]
    with connection.cursor() as wrapped:
        update_rows(wrapped.cursor, meta.db_table, _columns(fields), _values(rows, fields))


def _columns(fields: Iterable[Field]) -> list[str]:
    return [field.column for field in fields]


def _values(rows: Iterable[Model], fields: Sequence[Field]) -> Iterator[list[object]]:
    attributes = [(field.attname, isinstance(field, JSONField)) for field in fields]
    for row in rows:
        yield [
            as_json(value) if is_json and value is not None else value
            for value, is_json in ((getattr(row, name), is_json) for name, is_json in attributes)
        ]
