"""The access record and the change history for machines: to be read, never to be changed."""

from django.utils.translation import gettext_lazy as _

from openinsa.api.rooms import Room
from openinsa.privacy.pages import CHANGES, RECORDS
from openinsa.privacy.queries import access_records, change_records

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
