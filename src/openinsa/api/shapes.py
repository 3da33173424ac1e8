"""Answers made of a model's own fields, so that the schema says what the database says."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from ninja import Schema
from pydantic import Field, create_model

TYPES: tuple[tuple[type[models.Field], Any], ...] = (
    (models.BooleanField, bool),
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (models.ForeignKey, int),
    (models.IntegerField, int),
    (models.JSONField, Any),
    (models.CharField, str),
    (models.TextField, str),
    (models.GenericIPAddressField, str),
)


def shape(name: str, model: type[models.Model], fields: str, **more: Any) -> Any:
    """A schema of some fields of a model (`department_id` for a reference) and of `more`, name by type."""
    known = {one.attname: one for one in model._meta.concrete_fields}
    made: dict[str, Any] = {one: _described(known[one]) for one in ["id", *fields.split()]}
    made |= {one: (kind, ... if kind is not None else None) for one, kind in more.items()}
    return create_model(name, __base__=Schema, **made)


def _described(field: models.Field) -> tuple[Any, Any]:
    kind = list[_type_of(field.base_field)] if isinstance(field, ArrayField) else _type_of(field)  # type: ignore[misc]
    codes = [value for value, _label in field.choices] if field.choices else []
    extra = {
        "enum": [*codes, *([""] if field.blank and "" not in codes else []), *([None] if field.null else [])]
    }
    said = str(field.verbose_name)
    told = Field(
        ... if not field.null else None, description=said, json_schema_extra=extra if codes else None
    )
    return (kind | None if field.null and kind is not Any else kind), told


def _type_of(field: models.Field) -> Any:
    return next(kind for one, kind in TYPES if isinstance(field, one))
