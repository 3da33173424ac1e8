"""Rows of days and references as ranges that the database can compare."""

from django.db import models
from django.db.models import F, Func, Value


class Days(Func):
    """The days of a row, first and last included, as a range that the database can compare."""

    function = "DATERANGE"
    output_field = models.Field()

    def __init__(self, starts_on: str, ends_on: str) -> None:
        super().__init__(F(starts_on), F(ends_on), Value("[]"))


class Same(Func):
    """A row's reference as a range of one number: comparable under GiST without any extension."""

    template = "INT8RANGE(%(expressions)s, %(expressions)s, '[]')"
    output_field = models.Field()


class SameText(Same):
    template = "INT8RANGE(HASHTEXTEXTENDED(%(expressions)s, 0), HASHTEXTEXTENDED(%(expressions)s, 0), '[]')"
