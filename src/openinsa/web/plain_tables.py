"""The list of the house over things that stand in no database: the same screen, search, sorting and download.

A row is any object with a `pk`; columns and filters are those of `tables`. `sort` and `search` name attributes,
and a filter's condition is a test of one row. There are no totals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from openinsa.web.tables import Bulk, Row, ShownTable, Table


@dataclass(frozen=True)
class PlainTable(Table):
    """A table over a list; `order` and the columns' `sort` are attributes of its rows."""

    def show(self, request: HttpRequest, rows: Any, bulk: tuple[Bulk, ...] = ()) -> "ShownPlainTable":
        return ShownPlainTable(self, request, rows, bulk)


class ShownPlainTable(ShownTable):
    """A plain table as one request wants to see it."""

    def _summed(self) -> dict[str, int]:
        return {"_count": len(self.all_rows)}

    def _every_row(self) -> Iterable[Row]:
        return self.all_rows

    def _narrowed(self, rows: Any) -> Any:
        for one in self.table.filters:
            chosen = self.asked.get(one.name, "")
            if chosen in {str(value) for value, _label in self.options[one.name]}:
                rows = filter(one.narrow(chosen), rows)
        paths = [path for column in self.table.columns for path in column.search]
        words = self.search_text.casefold().split() if paths else []
        return [row for row in rows if all(word in _searched(row, paths) for word in words)]

    def _ordered(self, rows: Any) -> Any:
        """Rows without a value stand at the end, whichever way the list is sorted."""
        name, down = self.sorted_by.lstrip("-"), self.sorted_by.startswith("-")
        known = [row for row in rows if getattr(row, name) is not None]
        unknown = [row for row in rows if getattr(row, name) is None]
        return sorted(known, key=lambda row: getattr(row, name), reverse=down) + unknown


def _searched(row: Row, paths: list[str]) -> str:
    return " ".join(str(getattr(row, path)) for path in paths).casefold()
