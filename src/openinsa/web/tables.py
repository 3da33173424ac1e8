"""The list of the house: columns declared over a queryset give search, sorting, pages, totals and a download.

A page declares its table once and hands it a request and a queryset:

    PROJECTS = Table(
        name="projects",
        caption=_("사업"),
        order="name",
        columns=(
            Column("name", _("사업명"), search=("name",), link=lambda p: reverse("staffing:project", args=[p.pk])),
            Column("budget", _("예산액"), kind=Kind.WON, total=Sum("budget")),
        ),
    )

    def project_list(request):
        return PROJECTS.respond(request, projects_of(request.user), "staffing/projects.html")

The template shows it with `{% table table %}`. A list costs two statements whatever its length, and
one for each filter whose choices stand in the database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Self, TypeAlias

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.aggregates import Aggregate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from openinsa.exchange.origin import NO_ORIGIN, Origin
from openinsa.exchange.table_download import workbook
from openinsa.people.addresses import address_of
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reading import SEARCH, VIEW, note_read, person_of
from openinsa.web.handing_out import why
from openinsa.web.templatetags.web import day, hours, moment, month, number

Text: TypeAlias = str | Promise
Row: TypeAlias = Any
Condition: TypeAlias = Q | Callable[[Row], bool]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(StrEnum):
    """How a value is written: in a cell of the page and in a cell of the spreadsheet."""

    TEXT = "text"
    NUMBER = "number"
    WON = "won"
    MINUTES = "minutes"
    DAY = "day"
    MONTH = "month"
    MOMENT = "moment"
    BADGE = "badge"
    BUDGET = "budget"
    MASKED = "masked"
    LINES = "lines"


WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.NUMBER: number,
    Kind.WON: number,
    Kind.MINUTES: hours,
    Kind.DAY: day,
    Kind.MONTH: month,
    Kind.MOMENT: moment,
}
AT_THE_END = {Kind.NUMBER, Kind.WON, Kind.MINUTES}
SHORT = {Kind.DAY, Kind.MONTH, Kind.MOMENT, Kind.BADGE, Kind.MASKED}


@dataclass(frozen=True)
class Column:
    """One column. `key` names the attribute shown (a__b follows references), unless `value` computes it.

    `sort` and `search` are field paths; a column that names a model field sorts by itself when
    `sort` is left out, and `sort=""` switches that off. `tones` maps a state to the colour of its badge.
    """

    key: str
    label: Text
    kind: Kind = Kind.TEXT
    value: Callable[[Row], Any] | None = None
    sort: str | None = None
    search: tuple[str, ...] = ()
    link: Callable[[Row], str] | None = None
    total: Aggregate | None = None
    tones: Mapping[Any, str] | None = None

    @property
    def order(self) -> str:
        return self.key if self.sort is None and self.value is None else self.sort or ""

    @property
    def look(self) -> str:
        return "num" if self.kind in AT_THE_END else "short" if self.kind in SHORT else "text"

    def of(self, row: Row) -> Any:
        if self.value:
            return self.value(row)
        shown = getattr(row, f"get_{self.key}_display", None)
        if shown:
            return shown()
        return reduce(lambda thing, name: getattr(thing, name, None), self.key.split("__"), row)

    def written(self, value: Any) -> str:
        return WRITTEN.get(self.kind, lambda text: "" if text is None else str(text))(value)


@dataclass(frozen=True)
class Filter:
    """A drop-down beside the search: `choices` are (value, label), `narrow` makes the condition.

    The condition is a Q, or for a list of plain things (`plain_tables`) a test of one row.
    """

    name: str
    label: Text
    choices: Callable[[], list[tuple[str, Text]]] | list[tuple[str, Text]]
    narrow: Callable[[str], Condition]

    def options(self) -> list[tuple[str, Text]]:
        return list(self.choices() if callable(self.choices) else self.choices)


def month_filter(model: Any, path: str) -> Filter:
    """A choice among the months that a model's rows have; `path` leads from the listed rows to the month."""

    def choices() -> list[tuple[str, Text]]:
        months = model.objects.order_by("-month").values_list("month", flat=True).distinct()
        return [(written, written) for written in map(month, months)]

    return Filter("month", _lazy("월"), choices, lambda chosen: Q(**{path: f"{chosen}-01"}))


@dataclass(frozen=True)
class Bulk:
    """Something done to the picked rows: a button that posts them as `row` to an address."""

    label: Text
    url: str
    icon: str = "check"


@dataclass(frozen=True)
class Table:
    """A list as its page declares it.

    `whose` leads from a row to the id of the person it tells of, as in `contract__person_id`; a list that shows
    anybody's name has one, so that looking at it is recorded. Empty: no personal data.
    """

    name: str
    caption: Text
    columns: tuple[Column, ...]
    order: str
    whose: str = ""
    filters: tuple[Filter, ...] = ()
    page_size: int = 50
    empty: Text = ""
    empty_hint: Text = ""
    pickable: Callable[[Row], bool] = lambda _row: True

    def respond(
        self, request: HttpRequest, rows: QuerySet, template: str, bulk: tuple[Bulk, ...] = (), **context: Any
    ) -> HttpResponse:
        """The whole page, only the table when htmx asks for it, or the spreadsheet with `?download`."""
        shown = self.show(request, rows, bulk)
        if "download" in request.GET:
            return shown.download(self._handed_out(request, shown))
        if request.headers.get("HX-Target") == shown.element_id:
            template = "web/components/table_only.html"
        return render(request, template, {"table": shown, **context})

    def show(self, request: HttpRequest, rows: QuerySet, bulk: tuple[Bulk, ...] = ()) -> "ShownTable":
        return ShownTable(self, request, rows, bulk)

    def _handed_out(self, request: HttpRequest, shown: "ShownTable") -> Origin:
        """Nothing for a list without personal data; else it goes on record whose. Raises ReasonNeeded."""
        if not self.whose:
            return NO_ORIGIN
        given = {"label": self.caption, "reason": why(request), "address": address_of(request)}
        return hand_out(request.user, self.name, shown.everybody(), **given)

    def without(self, *names: str) -> Self:
        """The same table on a page where these columns and filters could only say one thing."""
        columns = tuple(one for one in self.columns if one.key not in names)
        return replace(
            self, columns=columns, filters=tuple(one for one in self.filters if one.name not in names)
        )


class ShownTable:
    """A table as one request wants to see it: what the template reads."""

    def __init__(self, table: Table, request: HttpRequest, rows: QuerySet, bulk: tuple[Bulk, ...]) -> None:
        self.table = table
        self.asked = request.GET
        self.bulk = bulk
        self.search_text = request.GET.get("q", "").strip()
        self.options = {one.name: one.options() for one in table.filters}
        self.sorted_by = self._sorting(request.GET.get("sort", ""))
        self.all_rows = self._ordered(self._narrowed(rows))
        self.sums = self._summed()
        self.count = self.sums["_count"]
        if self.search_text and not self.count:
            self._note([])
        self.page_count = max(1, -(-self.count // table.page_size))
        self.page = min(max(1, _whole(request.GET.get("page", "1"))), self.page_count)

    @property
    def element_id(self) -> str:
        return f"table-{self.table.name}"

    @property
    def searchable(self) -> bool:
        return any(column.search for column in self.table.columns)

    @property
    def narrowed(self) -> bool:
        return bool(self.search_text) or any(self.asked.get(f.name) for f in self.table.filters)

    @property
    def rows(self) -> list[dict[str, Any]]:
        first = (self.page - 1) * self.table.page_size
        picked = list(self.all_rows[first : first + self.table.page_size])
        self._note(picked)
        picked = list(self.prepared(picked))
        cells = [[self._cell(column, row) for column in self.table.columns] for row in picked]
        return [
            {"pk": row.pk, "name": own[0]["text"], "cells": own, "pickable": self.table.pickable(row)}
            for row, own in zip(picked, cells, strict=True)
        ]

    def prepared(self, picked: Iterable[Row]) -> Iterable[Row]:
        """The rows of a page as the columns read them; a list that looks something up for them does it here."""
        return picked

    @property
    def heads(self) -> list[dict[str, Any]]:
        return [self._head(column) for column in self.table.columns]

    @property
    def totals(self) -> list[dict[str, str]] | None:
        """Sums over all pages, under their columns; the first cell names them."""
        if not any(column.total for column in self.table.columns):
            return None
        cells = [
            {
                "text": c.written(self.sums[f"total_of_{c.key}"] or 0) if c.total else "",
                "look": c.look,
                "label": str(c.label),
            }
            for c in self.table.columns
        ]
        cells[0]["text"] = cells[0]["text"] or _("합계")
        return cells

    @property
    def filters(self) -> list[dict[str, Any]]:
        return [
            {
                "name": one.name,
                "label": one.label,
                "options": self.options[one.name],
                "chosen": self.asked.get(one.name, ""),
            }
            for one in self.table.filters
        ]

    @property
    def pages(self) -> list[int | None]:
        """Page numbers near the current one and at both ends; None stands for a gap."""
        near = {1, self.page_count, *range(max(1, self.page - 2), min(self.page_count, self.page + 2) + 1)}
        ordered, shown = sorted(near), []
        for position, one in enumerate(ordered):
            if position and one - ordered[position - 1] > 1:
                shown.append(None)
            shown.append(one)
        return shown

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search form must carry along."""
        own = {"q", "page", "download", *(f.name for f in self.table.filters)}
        return [(name, value) for name, value in self.asked.items() if name not in own]

    def address(self, **changes: str | int) -> str:
        """The query string of this list with some of its parts changed."""
        asked = self.asked.copy()
        for name, value in changes.items():
            asked[name] = str(value)
        return f"?{asked.urlencode()}"

    @property
    def download_address(self) -> str:
        return self.address(download="xlsx")

    @property
    def links(self) -> list[dict[str, Any]]:
        return [{"page": page, "url": self.address(page=page) if page else ""} for page in self.pages]

    @property
    def previous_address(self) -> str:
        return self.address(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_address(self) -> str:
        return self.address(page=self.page + 1) if self.page < self.page_count else ""

    def everybody(self) -> Iterable[int | None]:
        """Ids of all whom the rows of every page tell of."""
        return {self._person(row) for row in self._every_row()}

    def download(self, origin: Origin = NO_ORIGIN) -> HttpResponse:
        """All rows as a spreadsheet, sorted and searched as on the page."""
        columns = self.table.columns
        lines = [[column.of(row) for column in columns] for row in self._every_row()]
        heads = [(str(column.label), str(column.kind)) for column in columns]
        content = workbook(str(self.table.caption), heads, lines, origin)
        response = HttpResponse(content, content_type=SPREADSHEET)
        response["Content-Disposition"] = f'attachment; filename="{self.table.name}.xlsx"'
        return response

    def _note(self, rows: list[Row]) -> None:
        """Put on record whose data the page shows, and that it was found by a search; not what was searched for."""
        if self.table.whose:
            verb = SEARCH if self.search_text else VIEW
            note_read(self.table.name, (self._person(row) for row in rows), verb=verb)

    def _person(self, row: Row) -> int | None:
        return reduce(lambda thing, name: getattr(thing, name, None), self.table.whose.split("__"), row)

    def _summed(self) -> dict[str, int]:
        """How many rows there are, and the totals over all of them."""
        return self.all_rows.order_by().aggregate(_count=Count("pk", distinct=True), **self._totals())

    def _every_row(self) -> Iterable[Row]:
        return self.all_rows.iterator(chunk_size=2000)

    def _totals(self) -> dict[str, Aggregate]:
        return {f"total_of_{column.key}": column.total for column in self.table.columns if column.total}

    def _sorting(self, asked: str) -> str:
        allowed = {column.order for column in self.table.columns if column.order}
        return asked if asked.lstrip("-") in allowed else self.table.order

    def _narrowed(self, rows: QuerySet) -> QuerySet:
        for one in self.table.filters:
            chosen = self.asked.get(one.name, "")
            if chosen in {str(value) for value, _label in self.options[one.name]}:
                rows = rows.filter(one.narrow(chosen))
        paths = [path for column in self.table.columns for path in column.search]
        for word in self.search_text.split() if paths else ():
            rows = rows.filter(reduce(or_, (Q(**{f"{path}__icontains": word}) for path in paths)))
        return rows

    def _ordered(self, rows: QuerySet) -> QuerySet:
        return rows.order_by(self.sorted_by, "pk")

    def _head(self, column: Column) -> dict[str, Any]:
        here = self.sorted_by.lstrip("-") == column.order and bool(column.order)
        down = here and self.sorted_by.startswith("-")
        return {
            "label": column.label,
            "look": column.look,
            "url": self.address(sort=column.order if down or not here else f"-{column.order}", page=1)
            if column.order
            else "",
            "state": ("descending" if down else "ascending") if here else "",
        }

    def _cell(self, column: Column, row: Row) -> dict[str, Any]:
        value = column.of(row)
        state = getattr(row, column.key, "") if column.tones else ""
        return {
            "text": column.written(value),
            "value": value,
            "kind": column.kind,
            "look": column.look,
            "label": column.label,
            "url": column.link(row) if column.link else "",
            "tone": (column.tones or {}).get(state, "gray"),
        }


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def picked_rows(request: HttpRequest, rows: QuerySet) -> list[Model]:
    """The rows of a bulk action, from those the user may see; anything else posted is left out."""
    asked = [pk for pk in request.POST.getlist("row") if pk.isascii() and pk.isdigit()]
    picked = list(rows.filter(pk__in=asked))
    note_read("picked", (person_of(row) for row in picked))
    return picked
