"""The access record and the change history for machines: to be read, never to be changed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from openinsa.api.cursors import page_of_rows
from openinsa.api.lists import limit_asked, paging_parameters
from openinsa.api.rooms import Call, Room
from openinsa.people.models import User
from openinsa.people.refusals import NotFound
from openinsa.privacy.histories import History, changes_of, record_of
from openinsa.privacy.pages import CHANGES, RECORDS
from openinsa.privacy.queries import access_records, change_records, with_actors
from openinsa.privacy.reading import note_read
from openinsa.privacy.telling import told

room = Room("privacy", _("접속기록과 변경 이력"))
SEES = "privacy.see_records"

room.table(
    "/access-records",
    "list_access_records",
    RECORDS,
    may=SEES,
    rows=lambda call: access_records(),
    also={"actor_id": "actor_id", "person_id": "person_id"},
)
room.table(
    "/changes",
    "list_changes",
    CHANGES,
    may=SEES,
    rows=lambda call: change_records(),
    also={"actor_id": "actor_id"},
)


class LineTold(Schema):
    """One line of a record's history, in words."""

    id: int
    at: datetime
    actor_name: str
    reason: str
    lines: list[str]


class HistoryTold(Schema):
    items: list[LineTold]
    next: str | None


def record_within_reach(by: User, table: str, row_id: int) -> tuple[History, Any]:
    found = record_of(by, table, row_id)
    if found is None:
        raise NotFound()
    return found


@room.get(
    "/history/{slug:table}/{int:row_id}",
    of=record_within_reach,
    answer=HistoryTold,
    parameters=paging_parameters,
)
def list_history(call: Call, found: tuple[History, Any]) -> dict[str, Any]:
    """Who changed one record (`staffing_contract`, `people_person`, ...) and its parts, newest first."""
    limit = limit_asked(call.request)
    history, record = found
    rows = with_actors(changes_of(history, record, call.by))
    shown, following = page_of_rows(call.request, rows, "-at", limit)
    lines, people = told(shown, call.by)
    note_read("history", people)
    return {"items": [vars(one) | {"id": one.pk} for one in lines], "next": following}
