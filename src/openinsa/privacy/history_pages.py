"""The history of one record: who changed what, from what to what, when and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Min, Q, QuerySet, TextField, Value
from django.db.models.lookups import IContains
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from openinsa.people.refusals import NotFound
from openinsa.privacy.histories import PAY, changes_of, record_of, sees_pay
from openinsa.privacy.models import ChangeRecord
from openinsa.privacy.queries import with_actors
from openinsa.privacy.reading import SEARCH, VIEW, note_read
from openinsa.privacy.telling import Told, name_of, told
from openinsa.privacy.words import TABLES, VERBS, said
from openinsa.web.tables import Bulk, Column, Kind, ShownTable, Table

LINES_AT_MOST = 40
AT_A_TIME = 2_000
COLUMNS = (
    Column("at", _lazy("일시"), kind=Kind.MOMENT),
    Column("actor_name", _lazy("바꾼 사람"), sort="", search=("actor_name",)),
    Column("text", _lazy("바뀐 내용"), kind=Kind.LINES, sort=""),
    Column("reason", _lazy("사유"), sort="", search=("reason",)),
)


@dataclass(frozen=True)
class HistoryTable(Table):
    """A list of moments; each holds all lines of one transaction."""

    def show(self, request: HttpRequest, rows: QuerySet, bulk: tuple[Bulk, ...] = ()) -> "ShownHistory":
        return ShownHistory(self, request, rows, bulk)


CHANGES = HistoryTable(
    name="history",
    whose="people",
    caption=_lazy("변경 이력"),
    order="-at",
    page_size=20,
    empty=_lazy("변경 이력이 없습니다"),
    columns=COLUMNS,
)


class Text(Func):
    """A stored value as text, without the keys that must not be searched."""

    template = "(%(expressions)s)::text"
    arg_joiner = " - "
    output_field = TextField()


class ShownHistory(ShownTable):
    """The history as one request wants to see it. The download has a row for every line."""

    def __init__(self, table: Table, request: HttpRequest, rows: QuerySet, bulk: tuple[Bulk, ...]) -> None:
        self.user = request.user
        self.seen: set[int] = set()
        super().__init__(table, request, rows, bulk)

    def prepared(self, picked: Iterable[Any]) -> list[Told]:
        """The moments of a page with their lines, as many as can be read."""
        moments = list(picked)
        lines = self.lines.filter(at__in={one.at for one in moments}).order_by("at", "actor_id", "pk")
        found = {key: list(group) for key, group in groupby(lines, key=_moment)}
        shown = [one for moment in moments for one in found[_moment(moment)][:LINES_AT_MOST]]
        said_of = {one.pk: one for one in self._told(shown)}
        note_read(self.table.name, self.seen, verb=SEARCH if self.search_text else VIEW)
        return [_together(found[_moment(one)], said_of) for one in moments]

    def _every_row(self) -> Iterator[Told]:
        lines = self.lines.order_by("-at", "pk").iterator(chunk_size=AT_A_TIME)
        while some := list(islice(lines, AT_A_TIME)):
            yield from self._told(some)

    def _told(self, lines: list[ChangeRecord]) -> list[Told]:
        """The lines in words; whom they tell of is kept for the record of reads."""
        said_of, people = told(lines, self.user)
        self.seen |= people
        return said_of

    def everybody(self) -> set[int | None]:
        """Ids of all whom the lines of every page tell of."""
        for _line in self._every_row():
            pass
        return {*self.seen}

    def _note(self, rows: list[Any]) -> None:
        """Nothing before the lines are read: only they say of whom they tell."""

    def _narrowed(self, rows: QuerySet) -> QuerySet:
        self.lines = with_actors(rows)
        hidden = _hidden_keys(sees_pay(self.user))
        for word in self.search_text.split():
            self.lines = self.lines.filter(_says(word, hidden))
        moments = self.lines.order_by().values("at", "actor_id").annotate(first=Min("pk"))
        return with_actors(ChangeRecord.objects.filter(pk__in=moments.values("first")))


def _moment(one: ChangeRecord) -> tuple[Any, int]:
    return one.at, one.actor_id or 0


def _together(lines: list[ChangeRecord], said_of: dict[int, Told]) -> Told:
    """All lines of one moment as one row."""
    first = said_of[lines[0].pk]
    texts = [text for one in lines[:LINES_AT_MOST] for text in said_of[one.pk].lines]
    if (more := len(lines) - LINES_AT_MOST) > 0:
        texts.append(_("외 %(count)s건: 내려받은 파일에 모두 있습니다") % {"count": f"{more:,}"})
    reasons = dict.fromkeys(one.reason for one in lines if one.reason)
    return replace(first, lines=texts, reason=" / ".join(reasons))


def _hidden_keys(pay: bool) -> list[str]:
    """Columns in which a reader must not search because they may not be shown either."""
    return [] if pay else sorted({column for columns in PAY.values() for column in columns})


def _says(word: str, hidden: list[str]) -> Q:
    """Lines that have the word in their names, values, verb or kind of row."""
    verbs = [verb for verb in VERBS if word in said(VERBS, verb)]
    tables = [table for table in TABLES if word in said(TABLES, table)]
    keys = Value(hidden, ArrayField(TextField()))
    found = Q(actor_name__icontains=word) | Q(reason__icontains=word)
    found |= Q(verb__in=verbs) | Q(table_name__in=tables)
    for side in ("before", "after"):
        found |= Q(IContains(Text(F(side), keys), word))
    return found


def record_history(request: HttpRequest, table: str, row_id: int) -> HttpResponse:
    """The history of a record that the user may see; somebody else's is not there."""
    found = record_of(request.user, table, row_id)
    if found is None:
        raise NotFound()
    history, record = found
    context = {
        "name": " ".join(filter(None, (said(TABLES, table), name_of(record)))),
        "back": reverse(history.page, args=[row_id]) if history.page else "",
    }
    return CHANGES.respond(
        request, changes_of(history, record, request.user, request.GET), "privacy/history.html", **context
    )
