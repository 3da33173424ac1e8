"""`{% load history %}{% history row %}`: the section of a record's page that opens its change history."""

from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("privacy/_history.html")
def history(row: Model) -> dict[str, Any]:
    """A closed section; its lines are read when somebody opens it, so that the page pays nothing for it."""
    return history_of(row._meta.db_table, row.pk)


@register.inclusion_tag("privacy/_history.html")
def history_of(table: str, row_id: int) -> dict[str, Any]:
    """The same for a record of which the page holds the number only."""
    return {"url": reverse("privacy:history", args=[table, row_id])}
