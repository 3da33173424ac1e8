"""Paging that neither skips nor repeats when rows come and go: a cursor names the last row that was read.

A cursor is signed and bound to its caller, address and filters; it is nothing to be read or made by hand.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from openinsa.api.problems import CursorRefused
from openinsa.people.refusals import require

SIGNER = Signer(salt="openinsa.api.cursor")


def make_cursor(request: HttpRequest, *last: Any) -> str:
    return SIGNER.sign_object([_bound_to(request), *map(_plain, last)])


def read_cursor(request: HttpRequest) -> Sequence[Any] | None:
    """What the cursor says of the last row, None at the beginning. Raises CursorRefused."""
    text = request.GET.get("cursor", "")
    if not text:
        return None
    try:
        bound, *last = SIGNER.unsign_object(text)
    except (BadSignature, ValueError, UnicodeError) as broken:
        raise CursorRefused() from broken
    require(bound == _bound_to(request), CursorRefused())
    return last


def page_of_rows(
    request: HttpRequest, rows: QuerySet, sorted_by: str, limit: int
) -> tuple[list[Any], str | None]:
    """The next rows in their order, and the cursor behind them. One statement; `sorted_by` then the id."""
    field, down = sorted_by.removeprefix("-"), sorted_by.startswith("-")
    ordered = rows.annotate(sort_value=F(field)).order_by(sorted_by, "pk")
    if last := read_cursor(request):
        ordered = ordered.filter(_after(*last, down=down))
    found = list(ordered[: limit + 1])
    if len(found) <= limit:
        return found, None
    shown = found[:limit]
    return shown, make_cursor(request, shown[-1].sort_value, shown[-1].pk)


def page_of_list(request: HttpRequest, rows: Sequence[Any], limit: int) -> tuple[list[Any], str | None]:
    """The same of a list that is computed whole: the cursor counts."""
    begin = int((read_cursor(request) or [0])[0])
    shown = list(rows[begin : begin + limit])
    more = begin + limit < len(rows)
    return shown, make_cursor(request, begin + limit) if more else None


def _after(value: Any, pk: Any, *, down: bool) -> Q:
    """Rows behind a place; empty values stand last, or first where the order is turned round."""
    if value is None:
        same = Q(sort_value__isnull=True, pk__gt=pk)
        return same | Q(sort_value__isnull=False) if down else same
    beyond = Q(sort_value__lt=value) if down else Q(sort_value__gt=value) | Q(sort_value__isnull=True)
    return beyond | Q(sort_value=value, pk__gt=pk)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _bound_to(request: HttpRequest) -> list[Any]:
    asked = sorted((name, value) for name, value in request.GET.items() if name not in {"cursor", "limit"})
    return [request.user.pk, request.path, [list(one) for one in asked]]
