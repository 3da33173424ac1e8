"""What can be done with papers: issue, issue anew, revoke. Each is one transaction: a paper exists whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from openinsa.issuing.kinds import About, Asked, Kind
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.numbering import take_numbers
from openinsa.issuing.press import Order, Press
from openinsa.issuing.queries import asked_of
from openinsa.issuing.scope import ISSUES, Told, issues_own, kind_of, own_papers, papers_of, told_of
from openinsa.people.acting import action, record_verb
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require

LONGEST_PURPOSE = 60
State = IssuedPaper.State


class ItemUnknown(Refused):
    status = 422
    sentence = _(
        "'%(item)s'은(는) 이 문서에 넣을 수 있는 항목이 아닙니다. 목록에서 골라 주세요. 발급한 것은 없습니다."
    )


class PaperOver(Refused):
    sentence = _(
        "%(number)s은(는) 이미 취소했거나 다시 발급한 문서입니다. 목록에서 지금 유효한 문서를 골라 주세요."
        " 바뀐 것은 없습니다."
    )


class PurposeTooLong(Refused):
    status = 422
    sentence = _("용도와 제출처는 %(most)d자까지 적을 수 있습니다. 짧게 고쳐 주세요. 발급한 것은 없습니다.")


@action(permission=ISSUES)
def issue(by: User, kind_key: str, asked: Asked, *, request_id: UUID | None = None) -> IssuedPaper:
    """Give one paper out: content frozen, numbered, printed, signed and stored.

    The same request twice, and a second wage statement of one slip, give the paper that is there already.
    Raises NotFound, NotAllowed, ItemUnknown, PurposeTooLong, SlipNotPaid, NoSigningKey, UnprintableCharacter,
    whatever the kind's content refuses, and whatever signing refuses; then nothing was stored and no number used.
    """
    kind = kind_of(kind_key)
    told, wanted = told_of(by, kind, asked), complete(kind, asked, by)
    if same := same_before(kind, told, request_id):
        return same
    (content,) = contents_of(kind, [wanted])
    if isinstance(content, Exception):
        raise content
    press = Press(by, kind)
    take_numbers(press.institution.pk, kind.series, press.day.year, 0)  # from here on nobody else counts
    if same := same_before(kind, told, request_id):
        return same
    (paper,) = press.give_out([[Order(wanted, told, content, request_id)]])
    record_verb(by, "paper_issued", paper)
    return paper


@action(permission=ISSUES)
def preview(by: User, kind_key: str, asked: Asked) -> bytes:
    """The paper as it would be, marked as a sample. Raises as `issue`; nothing is stored."""
    order = order_of(by, kind_of(kind_key), asked)
    return Press(by, kind_of(kind_key)).sample(order.asked, order.content)


def order_of(by: User, kind: Kind, asked: Asked) -> Order:
    """Whom a paper tells of and what it would say. Raises as `issue`."""
    told, wanted = told_of(by, kind, asked), complete(kind, asked, by)
    (content,) = contents_of(kind, [wanted])
    if isinstance(content, Exception):
        raise content
    return Order(wanted, told, content)


@action(permission=ISSUES)
def reissue(by: User, paper_id: int, *, reason: str = "") -> IssuedPaper:
    """Give a paper out anew from what is known now; the former one then says that a newer one replaces it.

    Raises as `issue`, and PaperOver.
    """
    former = _valid(issuable_by(by), paper_id)
    kind, before = kind_of(former.kind), asked_of(former)
    told, asked = told_of(by, kind, before), replace(before, own=issues_own(by, kind, before.person_id))
    (content,) = contents_of(kind, [asked])
    if isinstance(content, Exception):
        raise content
    former.state, former.replaced_by_id = State.REPLACED, next_paper_id()
    former.save(update_fields=["state", "replaced_by"])
    (paper,) = Press(by, kind).give_out([[Order(asked, told, content, paper_id=former.replaced_by_id)]])
    record_verb(by, "paper_reissued", paper)
    return paper


@action(permission="issuing.revoke", record="paper_revoked")
def revoke(by: User, paper_id: int, *, reason: str) -> IssuedPaper:
    """Say of a paper that it holds no more. The public page tells the day, never the reason.

    Raises NotFound, PaperOver, ReasonMissing.
    """
    require(reason.strip(), ReasonMissing())
    paper = _valid(papers_of(by, "issuing.revoke"), paper_id)
    paper.state, paper.revoked_by, paper.revoked_at = State.REVOKED, by, timezone.now()
    paper.revoke_reason = reason.strip()[:200]
    paper.save(update_fields=["state", "revoked_by", "revoked_at", "revoke_reason"])
    return paper


def issuable_by(by: User) -> QuerySet[IssuedPaper]:
    """The papers that somebody may issue anew: those of others within reach, and the own ones."""
    others, own = papers_of(by, ISSUES).values("pk"), own_papers(by).values("pk")
    return IssuedPaper.objects.filter(Q(pk__in=others) | Q(pk__in=own))


def complete(kind: Kind, asked: Asked, by: User) -> Asked:
    """What was asked for with its usual items and by whom, checked. Raises ItemUnknown, PurposeTooLong."""
    known = {item.key for item in kind.items}
    unknown = next((item for item in asked.items if item not in known), None)
    require(unknown is None, ItemUnknown(item=unknown))
    longest = max(len(asked.purpose), len(asked.submit_to))
    require(longest <= LONGEST_PURPOSE, PurposeTooLong(most=LONGEST_PURPOSE))
    usual = tuple(item.key for item in kind.items if item.usual)
    return replace(asked, items=asked.items or usual, own=issues_own(by, kind, asked.person_id))


def contents_of(kind: Kind, wanted: Sequence[Asked]) -> Sequence[Mapping[str, Any] | Exception]:
    """What the papers say, in the language asked for; all of one call share it."""
    with translation.override(wanted[0].language):
        return kind.contents(wanted)


def same_before(kind: Kind, told: Told, request_id: UUID | None) -> IssuedPaper | None:
    """The paper that this request, or this slip, has already."""
    if request_id and (same := IssuedPaper.objects.filter(request_id=request_id).first()):
        require(same.person_id == told.person_id and same.kind == kind.key, NotFound())
        return same
    if kind.about is not About.PAYSLIP:
        return None
    return IssuedPaper.objects.filter(kind=kind.key, subject_id=told.subject_id, state=State.ISSUED).first()


def next_paper_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('issuing_issuedpaper', 'id'))")
        return int(cursor.fetchone()[0])


def _valid(papers: Any, paper_id: int) -> IssuedPaper:
    paper = papers.select_for_update(of=("self",)).filter(pk=paper_id).first()
    require(paper is not None, NotFound())
    require(paper.state == State.ISSUED, PaperOver(number=paper.written_number))
    return paper
