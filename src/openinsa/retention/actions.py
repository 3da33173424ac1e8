"""What can be done about keeping and destroying: choose, hold, propose, approve, ask, answer."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.jobs.actions import start_job
from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing, Refused, require
from openinsa.retention.models import (
    Destruction,
    DestructionItem,
    DestructionPart,
    DueNote,
    Hold,
    PersonRequest,
    RetentionChoice,
)
from openinsa.retention.plan import BACKUPS, PUBLIC_RECORDS, plan
from openinsa.retention.queries import by_kind, due_on
from openinsa.retention.work import JOB_KIND
from openinsa.staffing.models import Project

ANSWER_DAYS = 10
"""개인정보 보호법 시행령 제43조제3항, 제44조제2항: ten days from the day the demand was received."""


class ShorterThanTheLaw(Refused):
    status = 422
    sentence = _(
        "%(kind)s의 보존기간은 법이 정한 %(years)s년보다 짧게 정할 수 없습니다. %(years)s년 이상으로 적어 주세요."
    )


class NothingToDestroy(Refused):
    sentence = _("기준일에 파기할 것이 없습니다. 기준일과 고른 자료, 파기 유예를 확인해 주세요.")


class DestructionInTheFuture(Refused):
    status = 422
    sentence = _("오지 않은 날로는 파기를 제안할 수 없습니다. 기준일을 오늘이나 그 전으로 고쳐 주세요.")


class DestructionDecided(Refused):
    sentence = _("이미 승인했거나 거둔 파기입니다. 파기 관리대장에서 지금 상태를 확인해 주세요.")


class ProposedByOneself(Refused):
    sentence = _(
        "제안한 사람은 승인할 수 없습니다. 개인정보 보호책임자나 다른 인사담당에게 승인을 요청해 주세요."
    )


class HoldOver(Refused):
    sentence = _("이미 푼 파기 유예입니다. 다시 막으려면 새 유예를 등록해 주세요.")


class HoldEndsBeforeToday(Refused):
    status = 422
    sentence = _("유예 기한이 오늘보다 앞입니다. 오늘이나 그 뒤의 날을 적거나 비워 주세요.")


class RequestAnswered(Refused):
    sentence = _("이미 답변한 요구입니다. 답변을 바꾸려면 근로자에게 새 요구를 받아 주세요.")


@action(permission="retention.propose", record="retention_chosen")
def choose_period(by: User, kind: str, *, years: int, days: int = 0, source: str) -> RetentionChoice:
    """Keep a kind longer than the law asks. Raises NotFound, ShorterThanTheLaw."""
    least = _least_years(kind)
    label = (
        say("공공기록물") if kind == PUBLIC_RECORDS else str(plan().kinds.get(kind) or plan().elsewhere[kind])
    )
    require(years >= least, ShorterThanTheLaw(kind=label, years=least))
    chosen = {"years": years, "days": days, "source": source.strip()[:200], "set_by": by}
    row, _made = RetentionChoice.objects.update_or_create(
        institution_id=by.institution_id, kind=kind, defaults=chosen
    )
    return row


def _least_years(kind: str) -> int:
    if kind in {PUBLIC_RECORDS, BACKUPS}:
        return 0
    require(kind in plan().kinds, NotFound())
    return plan().kinds[kind].by_law


@action(permission="retention.hold", record="hold_placed")
def place_hold(
    by: User,
    *,
    cause: str,
    reason: str,
    person_id: int | None = None,
    project_id: int | None = None,
    until: date | None = None,
) -> Hold:
    """Keep data from destruction: a person's, a project's, or without either the institution's.

    Raises NotFound, ReasonMissing, HoldEndsBeforeToday.
    """
    require(reason.strip(), ReasonMissing())
    require(until is None or until >= timezone.localdate(), HoldEndsBeforeToday())
    require(person_id is None or Person.objects.filter(pk=person_id).exists(), NotFound())
    require(project_id is None or Project.objects.filter(pk=project_id).exists(), NotFound())
    return Hold.objects.create(
        institution_id=by.institution_id,
        person_id=person_id,
        project_id=project_id,
        cause=cause,
        grounds=reason.strip()[:200],
        until=until,
        placed_by=by,
    )


@action(permission="retention.hold", record="hold_lifted")
def lift_hold(by: User, hold_id: int, *, reason: str) -> Hold:
    """End a hold before its day. Raises NotFound, HoldOver, ReasonMissing."""
    hold = Hold.objects.select_for_update(of=("self",)).filter(pk=hold_id).first()
    require(hold is not None, NotFound())
    require(hold.lifted_at is None, HoldOver())
    require(reason.strip(), ReasonMissing())
    hold.lifted_by, hold.lifted_at, hold.lift_reason = by, timezone.now(), reason.strip()[:200]
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    return hold


@action(permission="retention.propose", record="destruction_proposed")
def propose(by: User, *, on_day: date, kinds: Sequence[str] = (), note: str = "") -> Destruction:
    """Name all that is due and not held on a day for destruction. Raises DestructionInTheFuture, NothingToDestroy."""
    require(on_day <= timezone.localdate(), DestructionInTheFuture())
    named = [one for one in due_on(on_day, kinds) if not one.held]
    require(named, NothingToDestroy())
    one = Destruction.objects.create(
        institution_id=by.institution_id, on_day=on_day, note=note.strip()[:200], proposed_by=by
    )
    shared = {"institution_id": by.institution_id, "destruction": one}
    DestructionPart.objects.bulk_create(
        DestructionPart(
            **shared,
            kind=part.kind.name,
            proposed=part.count,
            people=len(part.people),
            earliest=part.earliest,
            latest=part.latest,
        )
        for part in by_kind(named)
    )
    DueNote.objects.all().delete()
    DestructionItem.objects.bulk_create(
        (DestructionItem(**shared, kind=due.kind, subject_id=due.subject_id) for due in named),
        batch_size=5_000,
    )
    return one


@action(permission="retention.confirm", record="destruction_approved")
def approve(by: User, destruction_id: int) -> Destruction:
    """Approve what somebody else proposed, and start it. Raises NotFound, DestructionDecided, ProposedByOneself."""
    one = _proposed(destruction_id)
    require(one.proposed_by_id != by.pk, ProposedByOneself())
    one.state, one.confirmed_by, one.confirmed_at = Destruction.State.APPROVED, by, timezone.now()
    one.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    title = say("개인정보 파기 (%(day)s 기준)") % {"day": one.on_day}
    one.job_id = start_job(by, JOB_KIND, title, {"destruction": one.pk}, total=one.items.count()).pk
    one.save(update_fields=["job_id"])
    return one


@action(permission="retention.see", record="destruction_withdrawn")
def withdraw(by: User, destruction_id: int, *, reason: str) -> Destruction:
    """Take a proposal back, or send it back. Raises NotFound, DestructionDecided, ReasonMissing."""
    one = _proposed(destruction_id)
    require(reason.strip(), ReasonMissing())
    one.state, one.note = Destruction.State.WITHDRAWN, reason.strip()[:200]
    one.save(update_fields=["state", "note"])
    one.items.all().delete()
    return one


def _proposed(destruction_id: int) -> Destruction:
    one = Destruction.objects.select_for_update(of=("self",)).filter(pk=destruction_id).first()
    require(one is not None, NotFound())
    require(one.state == Destruction.State.PROPOSED, DestructionDecided())
    return one


@action(permission="retention.ask", record="request_made")
def ask(by: User, *, kind: str, text: str) -> PersonRequest:
    """Demand that the own data be corrected, deleted or no longer used; due ten days later. Raises NotAllowed."""
    require(by.person_id, NotAllowed())
    require(text.strip(), ReasonMissing())
    return PersonRequest.objects.create(
        institution_id=by.institution_id,
        person_id=by.person_id,
        kind=kind,
        text=text.strip()[:500],
        asked_by=by,
        due_on=timezone.localdate() + timedelta(days=ANSWER_DAYS),
    )


@action(permission="retention.answer", record="request_answered")
def answer(by: User, request_id: int, *, state: str, text: str) -> PersonRequest:
    """Tell the person what was done, or why not and how to object. Raises NotFound, RequestAnswered, ReasonMissing."""
    row = PersonRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    require(row is not None, NotFound())
    require(row.state == PersonRequest.State.OPEN, RequestAnswered())
    require(text.strip(), ReasonMissing())
    row.state, row.answer, row.answered_by, row.answered_at = state, text.strip()[:500], by, timezone.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return row


def note_due(institution_id: int, day: date) -> DueNote:
    """Keep the counts of what is due on a day, for the start page. Nobody acts here: it is a periodic look."""
    counts = {one.kind.name: one.free for one in by_kind(due_on(day)) if one.free}
    note, _made = DueNote.objects.update_or_create(
        institution_id=institution_id, defaults={"day": day, "counts": counts}
    )
    return note


def clear_sessions() -> int:
    """Remove sessions that are over, of everybody."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE expire_date < now()")
        return cursor.rowcount
