"""New and changed rows of a model into the database in bulk: as many statements for one row as for thousands."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from django.db import connection
from django.db.models import Field, JSONField, Lookup, Model
from django.db.models.sql.compiler import SQLCompiler

from openinsa.compute.bulk import insert_arrays, insert_rows, next_ids, update_rows


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
    if rows:
        fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
        keys = insert_values(type(rows[0]), [field.attname for field in fields], _values(rows, fields))
        for row, key in zip(rows, keys, strict=True):
            row.pk = key


def insert_with_files(rows: Sequence[Model]) -> None:
    """Store new rows of one model that carry files, and give a key to each that has none. Two statements."""
    meta = rows[0]._meta
    types = {field.column: _type_of(field) for field in meta.concrete_fields}
    with connection.cursor() as wrapped, connection.wrap_database_errors:
        without = [row for row in rows if row.pk is None]
        for row, key in zip(without, next_ids(wrapped.cursor, meta.db_table, len(without)), strict=True):
            row.pk = key
        insert_arrays(wrapped.cursor, meta.db_table, types, _values(rows, meta.concrete_fields))


def _type_of(field: Field) -> str:
    """Its type in the database without a length: a cast would cut off what is longer, where the column refuses it."""
    return str(field.cast_db_type(connection)).partition("(")[0]


def insert_values(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[object]]) -> list[int]:
    """Store new rows of a model that say only the named columns; the others are as usual. Returns the keys.

    Values are plain, JSON among them as text.
    """
    meta = model._meta
    others = [f for f in meta.concrete_fields if f.attname not in names and not f.primary_key]
    usual = [field.get_default() for field in others]
    with connection.cursor() as wrapped:
        keys = next_ids(wrapped.cursor, meta.db_table, len(rows))
        columns = [meta.pk.column, *names, *(field.column for field in others)]
        numbered = ((key, *row, *usual) for key, row in zip(keys, rows, strict=True))
        insert_rows(wrapped.cursor, meta.db_table, columns, numbered)
    return keys


def update_all(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Store what the named fields of stored rows of one model now hold."""
    if rows:
        meta = rows[0]._meta
        fields = [meta.pk, *map(meta.get_field, names)]
        with connection.cursor() as wrapped:
            columns = [field.column for field in fields]
            update_rows(wrapped.cursor, meta.db_table, columns, _values(rows, fields))


def _values(rows: Iterable[Model], fields: Sequence[Field]) -> list[tuple[object, ...]]:
    if any(isinstance(field, JSONField) for field in fields):
        raise TypeError("rows with JSON are stored by their values")
    read = attrgetter(*(field.attname for field in fields))
    return [read(row) for row in rows]
