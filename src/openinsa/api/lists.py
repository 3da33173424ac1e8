"""Lists of the API: the tables of the screens, so that both show the same rows, columns, filters and order."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import create_model

from openinsa.api.cursors import page_of_list, page_of_rows
from openinsa.api.problems import FieldsRefused
from openinsa.web.plain_tables import PlainTable, ShownPlainTable
from openinsa.web.tables import Column, Kind, ShownTable, Table
from openinsa.web.templatetags.web import month

LIMIT, LIMIT_AT_MOST = 100, 500
WORDS_AT_MOST = 200
PAGED = ("limit", "cursor")
NUL = "\x00"
VALUES: dict[Kind, Any] = {
    Kind.NUMBER: int | float | None,
    Kind.WON: int | None,
    Kind.MINUTES: int | None,
    Kind.DAY: date | None,
    Kind.MONTH: str | None,
    Kind.MOMENT: datetime | None,
}
NUMBERS = {Kind.NUMBER, Kind.WON, Kind.MINUTES}
ONLY_DRAWN = {Kind.BUDGET}


class ListedRows(ShownTable):
    """A table narrowed and ordered as the request asks, without the counting that pages need."""

    def __init__(self, table: Table, asked: QueryDict, rows: Any) -> None:
        self.table, self.asked = table, asked
        self.search_text = asked.get("q", "").strip()
        self.options = {one.name: one.options() for one in table.filters}
        self.sorted_by = self._sorting(asked.get("sort", ""))
        self.all_rows = self._ordered(self._narrowed(rows))


class ListedThings(ListedRows, ShownPlainTable):
    """The same over things that stand in no database."""


Also = Mapping[str, str]
Asks = Callable[[], list[dict[str, Any]]]
"""What a list is asked for beyond its table, such as a month, as OpenAPI parameters."""


def page_of(
    request: HttpRequest, table: Table, rows: QuerySet | Iterable[Any], also: Also, asks: Asks = list
) -> tuple[dict[str, Any], list[Any]]:
    """One page of a list as its answer, and the rows in it. Raises FieldsRefused, CursorRefused."""
    limit = _asked(request, table, [one["name"] for one in asks()])
    if isinstance(table, PlainTable):
        listed: ListedRows = ListedThings(table, request.GET, rows)
        found, following = page_of_list(request, listed.all_rows, limit)
    else:
        listed = ListedRows(table, request.GET, rows)
        found, following = page_of_rows(request, listed.all_rows, listed.sorted_by, limit)
    return {"items": [row_of(table, row, also) for row in found], "next": following}, found


def row_of(table: Table, row: Any, also: Also) -> dict[str, Any]:
    """A row by its columns; of a state both its code and its word."""
    told: dict[str, Any] = {"id": row.pk}
    for name, path in also.items():
        told[name] = reduce(lambda thing, part: getattr(thing, part, None), path.split("__"), row)
    for column in shown_columns(table):
        name, value = name_of(column), column.of(row)
        if column.kind == Kind.BADGE:
            told[name], told[f"{name}_label"] = _code(getattr(row, column.key, None)), str(value or "")
        else:
            told[name] = _value(column.kind, value)
    return told


def _code(state: Any) -> str | bool | None:
    return state if isinstance(state, bool) or state is None else str(state)


def _value(kind: Kind, value: Any) -> Any:
    if value is None or value == "":
        return None
    if kind == Kind.MONTH:
        return month(value)
    if isinstance(value, Decimal):
        return float(value)
    if kind in NUMBERS:
        return value if isinstance(value, int | float) else None
    return value if kind in VALUES else str(value)


def shown_columns(table: Table) -> list[Column]:
    return [column for column in table.columns if column.kind not in ONLY_DRAWN]


def name_of(column: Column) -> str:
    return column.key.replace("__", "_")


def answer_of(name: str, table: Table, also: Also) -> type[Schema]:
    """The schema of a page of a table."""
    fields: dict[str, Any] = {"id": (int | str, ...)}
    fields |= dict.fromkeys(also, (int | str | None, None))
    for column in shown_columns(table):
        own = name_of(column)
        if column.kind == Kind.BADGE:
            fields[own], fields[f"{own}_label"] = (str | bool | None, None), (str, "")
        else:
            fields[own] = (VALUES.get(column.kind, str | None), None)
    item = create_model(f"{name}Item", __base__=Schema, **fields)
    return create_model(f"{name}Page", __base__=Schema, items=(list[item], ...), next=(str | None, None))  # type: ignore[valid-type]


def parameters_of(table: Table) -> list[dict[str, Any]]:
    """What may be asked of a list, as the OpenAPI schema says it."""
    orders = list(dict.fromkeys(column.order for column in table.columns if column.order))
    asked = [
        *paging_parameters(),
        parameter(
            "sort",
            {"type": "string", "enum": [*orders, *(f"-{one}" for one in orders)]},
            _("정렬(-는 거꾸로)"),
        ),
    ]
    if any(column.search for column in table.columns):
        asked.append(parameter("q", {"type": "string", "maxLength": WORDS_AT_MOST}, _("찾는 말")))
    for one in table.filters:
        known = {} if callable(one.choices) else {"enum": [str(value) for value, _label in one.choices]}
        asked.append(parameter(one.name, {"type": "string", **known}, str(one.label)))
    return asked


def paging_parameters() -> list[dict[str, Any]]:
    """What may be asked of every list."""
    return [
        parameter("limit", {"type": "integer", "minimum": 1, "maximum": LIMIT_AT_MOST}, _("한 번에 받을 수")),
        parameter("cursor", {"type": "string"}, _("앞 답의 next")),
    ]


def limit_asked(request: HttpRequest, *more: str) -> int:
    """The number of rows asked of a list without filters. Raises FieldsRefused."""
    wrong = [
        _wrong(name, _("이 목록에 없는 항목입니다.")) for name in request.GET if name not in {*PAGED, *more}
    ]
    return _limited(request, wrong)


def parameter(name: str, schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": said}


def _asked(request: HttpRequest, table: Table, more: list[str]) -> int:
    """The number of rows asked for. Raises FieldsRefused for what the list does not know."""
    options = {one.name: {str(value) for value, _label in one.options()} for one in table.filters}
    orders = {column.order for column in table.columns if column.order}
    wrong = [_wrong(name, _("이 목록에 없는 항목입니다.")) for name in _unknown(request, table, more)]
    for name, known in options.items():
        if request.GET.get(name, "") not in {*known, ""}:
            wrong.append(_wrong(name, _("고를 수 있는 값이 아닙니다.")))
    if request.GET.get("sort", table.order).removeprefix("-") not in {*orders, table.order.removeprefix("-")}:
        wrong.append(_wrong("sort", _("이 목록은 그렇게 정렬할 수 없습니다.")))
    return _limited(request, wrong)


def _limited(request: HttpRequest, wrong: list[dict[str, str]]) -> int:
    limit = request.GET.get("limit", str(LIMIT))
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= LIMIT_AT_MOST):
        wrong.append(_wrong("limit", _("1에서 %(most)d까지의 수를 써 주세요.") % {"most": LIMIT_AT_MOST}))
    if len(request.GET.get("q", "")) > WORDS_AT_MOST:
        wrong.append(_wrong("q", _("찾는 말이 너무 깁니다.")))
    if wrong:
        raise FieldsRefused(wrong)
    return int(limit)


def _unknown(request: HttpRequest, table: Table, more: list[str]) -> list[str]:
    known = {*PAGED, "sort", "q", *more, *(one.name for one in table.filters)}
    unreadable = [name for name, value in request.GET.items() if NUL in value]
    return [*(name for name in request.GET if name not in known), *unreadable]


def _wrong(name: str, said: str) -> dict[str, str]:
    return {"parameter": name, "detail": said}


TableOf = Table | Callable[[Any], Table]
