"""Who looked at whose data, and who changed what: to be read, never to be changed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.queries import access_records, change_records
from openinsa.privacy.words import PROTECTED_WORDS, TABLES, VERBS, said
from openinsa.web.tables import Column, Kind, Table

RECORDS = Table(
    name="access-records",
    whose="person_id",
    caption=_("접속기록"),
    order="-at",
    empty=_("접속기록이 없습니다"),
    columns=(
        Column("at", _("일시"), kind=Kind.MOMENT),
        Column("actor_name", _("본 사람"), search=("actor_name",)),
        Column("verb", _("한 일"), value=lambda one: said(VERBS, one.verb), sort="verb"),
        Column("what", _("항목"), value=lambda one: said(PROTECTED_WORDS, one.what), sort="what"),
        Column("person_name", _("대상"), search=("person_name",)),
        Column("count", _("인원"), kind=Kind.NUMBER),
        Column("reason", _("사유"), search=("reason",)),
        Column("address", _("접속지")),
    ),
)
CHANGES = Table(
    name="changes",
    caption=_("변경 이력"),
    order="-at",
    empty=_("변경 이력이 없습니다"),
    columns=(
        Column("at", _("일시"), kind=Kind.MOMENT),
        Column("actor_name", _("바꾼 사람"), search=("actor_name",)),
        Column("verb", _("한 일"), value=lambda one: said(VERBS, one.verb), sort="verb"),
        Column("table_name", _("자료"), value=lambda one: said(TABLES, one.table_name), sort="table_name"),
        Column("row_id", _("번호"), kind=Kind.NUMBER),
        Column("reason", _("사유"), search=("reason",)),
    ),
)


def record_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("privacy.see_records"), NotAllowed())
    return RECORDS.respond(request, access_records(), "privacy/records.html")


def change_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("privacy.see_records"), NotAllowed())
    return CHANGES.respond(request, change_records(), "privacy/changes.html")
