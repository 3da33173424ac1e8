"""Who looked at whose data, and who changed what: to be read, never to be changed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.changed_values import opened_by
from openinsa.privacy.models import AccessRecord, Channel
from openinsa.privacy.patterns import month_after
from openinsa.privacy.queries import access_records, change_records
from openinsa.privacy.read_words import what_read
from openinsa.privacy.reasons import ReasonCode
from openinsa.privacy.words import TABLES, VERBS, said
from openinsa.web.tables import Column, Filter, Kind, Table

READ = ("view", "search", "reveal", "download", "print", "register")
REASONS = dict(ReasonCode.choices)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


PERIODS: dict[str, tuple[Callable[[str], date | None], Callable[[date], date]]] = {
    "day": (_day, lambda day: day + timedelta(days=1)),
    "month": (lambda text: _day(f"{text}-01"), month_after),
}
"""What the address may name, how it is read, and the first day after it."""

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
        Column("what", _("항목"), value=lambda one: what_read(one.what, one.verb), sort="what"),
        Column("person_name", _("대상"), search=("person_name",)),
        Column("count", _("인원"), kind=Kind.NUMBER),
        Column("reason_code", _("사유 구분"), value=lambda one: REASONS.get(one.reason_code, "")),
        Column("reason", _("사유"), search=("reason",)),
        Column("channel", _("경로")),
        Column("address", _("접속지")),
        Column("number", _("번호"), kind=Kind.NUMBER),
    ),
    filters=(
        Filter("verb", _("한 일"), [(verb, VERBS[verb]) for verb in READ], lambda verb: Q(verb=verb)),
        Filter("channel", _("경로"), list(Channel.choices), lambda channel: Q(channel=channel)),
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
        Column(
            "protected",
            _("보호된 값"),
            value=lambda one: _("보기") if opened_by(one) else "",
            link=lambda one: reverse("privacy:changed_values", args=[one.pk]) if opened_by(one) else "",
        ),
    ),
)


def record_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("privacy.see_records"), NotAllowed())
    return RECORDS.respond(request, _narrowed(access_records(), request.GET), "privacy/records.html")


def _narrowed(rows: QuerySet[AccessRecord], asked: QueryDict) -> QuerySet[AccessRecord]:
    """The records of one user, day or month, where a page of the review leads to them."""
    if (actor := asked.get("actor", "")).isascii() and actor.isdigit():
        rows = rows.filter(actor_id=actor)
    for name, (read, last) in PERIODS.items():
        if begin := read(asked.get(name, "")):
            span = (datetime.combine(day, time.min) for day in (begin, last(begin)))
            first, after = (timezone.make_aware(moment) for moment in span)
            rows = rows.filter(at__gte=first, at__lt=after)
    return rows


def change_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("privacy.see_records"), NotAllowed())
    return CHANGES.respond(request, change_records(), "privacy/changes.html")
