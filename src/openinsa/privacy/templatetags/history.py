"""`{% load history %}{% history row %}`: the section of a record's page that opens its change history."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import Model
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("privacy/_history.html")
def history(row: Model, **asked: int) -> dict[str, Any]:
    """A closed section; its lines are read when somebody opens it, so that the page pays nothing for it.

    `asked` narrows it to a part of the record, such as the days of one person.
    """
    url = history_of(row._meta.db_table, row.pk)["url"]
    return {"url": f"{url}?{urlencode(asked)}" if asked else url}


@register.inclusion_tag("privacy/_history.html")
def history_of(table: str, row_id: int) -> dict[str, Any]:
    """The same for a record of which the page holds the number only."""
    return {"url": reverse("privacy:history", args=[table, row_id])}
