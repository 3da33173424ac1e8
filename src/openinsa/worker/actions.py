"""What a worker asks with a phone and what the office answers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract, DayCode
from openinsa.staffing.scope import contracts_of, reach
from openinsa.worker.models import DayReport, LeaveRequest, ScreenChoice
from openinsa.worker.photos import picture_alone
from openinsa.worker.recording import record_leave
from openinsa.worker.words import NOT_ASKED

ASKS, ANSWERS = "worker.ask", "staffing.record_days"
DAYS_AT_MOST = 400
"""A leave that is longer is asked for in parts; a childcare leave of a year fits."""
REPORT_DAYS = 3 * 365
"""How long ago a day may lie that is told to be wrong: wage claims live three years (근로기준법 제49조)."""
WORDS, ANSWER = 500, 300


class LeaveSpanWrong(Refused):
    status = 422
    sentence = _("마지막 날이 첫날보다 앞이거나 %(days)d일을 넘습니다. 두 날을 확인해 주세요.")


class NoContractThen(Refused):
    status = 422
    sentence = _("%(first)s ~ %(last)s에는 계약이 없습니다. 계약 기간 안의 날을 골라 주세요.")


class LeaveNotAsked(Refused):
    status = 422
    sentence = _(
        "이 휴가는 휴대전화로 신청할 수 없습니다. 목록에서 다른 휴가를 고르거나 사업담당에게 말씀해 주세요."
    )


class LeaveAskedAlready(Refused):
    sentence = _(
        "%(first)s ~ %(last)s에 이미 신청한 휴가가 있습니다. 먼저 낸 신청을 거둔 뒤 다시 신청해 주세요."
    )


class HalfLeaveOfOneDay(Refused):
    status = 422
    sentence = _("반차는 하루만 신청할 수 있습니다. 첫날과 마지막 날을 같게 해 주세요.")


class RequestDecided(Refused):
    sentence = _("이미 답변했거나 거둔 신청입니다. 화면을 새로 고쳐 지금 상태를 확인해 주세요.")


class ReportAnswered(Refused):
    sentence = _("이미 답변한 알림입니다. 화면을 새로 고쳐 답변을 확인해 주세요.")


class DayNotReportable(Refused):
    status = 422
    sentence = _(
        "%(day)s은(는) 알릴 수 있는 날이 아닙니다. 계약 기간 안의, 오늘이나 그 전의 날을 골라 주세요."
    )


def own_contract(by: User, first: date, last: date) -> Contract:
    """The user's own contract that covers a span. Raises NoContractThen."""
    covering = Contract.objects.filter(person_id=by.person_id, starts_on__lte=first, ends_on__gte=last)
    found = covering.order_by("-starts_on", "-pk").first() if by.person_id else None
    require(found is not None, NoContractThen(first=first, last=last))
    return found  # type: ignore[return-value]


@action(permission=ASKS, record="leave_asked")
def ask_leave(by: User, *, code: str, first_day: date, last_day: date, words: str = "") -> LeaveRequest:
    """Ask for leave. Raises LeaveSpanWrong, NoContractThen, LeaveNotAsked, HalfLeaveOfOneDay, LeaveAskedAlready."""
    fits = first_day <= last_day < first_day + timedelta(days=DAYS_AT_MOST)
    require(fits, LeaveSpanWrong(days=DAYS_AT_MOST))
    contract = own_contract(by, first_day, last_day)
    kind = askable_codes().filter(code=code).first()
    require(kind is not None, LeaveNotAsked())
    half = kind.kind == DayCode.Kind.HALF  # type: ignore[union-attr]
    require(not half or first_day == last_day, HalfLeaveOfOneDay())
    _refuse_twice(contract, first_day, last_day)
    return LeaveRequest.objects.create(
        institution_id=by.institution_id,
        contract=contract,
        code=code,
        first_day=first_day,
        last_day=last_day,
        words_sealed=Sealer(contract.institution_id).seal(words.strip()[:WORDS]),
        asked_by=by,
    )


def askable_codes() -> Any:
    """The institution's marks that somebody may ask for: leave, whole or half a day."""
    kinds = [DayCode.Kind.LEAVE, DayCode.Kind.HALF]
    return DayCode.objects.filter(kind__in=kinds).exclude(code__in=NOT_ASKED)


def _refuse_twice(contract: Contract, first: date, last: date) -> None:
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    live = LeaveRequest.objects.filter(contract__person_id=contract.person_id, state__in=["open", "approved"])
    other = live.filter(first_day__lte=last, last_day__gte=first).first()
    if other:
        raise LeaveAskedAlready(first=other.first_day, last=other.last_day)


@action(permission=ASKS, record="leave_request_withdrawn")
def withdraw_leave(by: User, request_id: int) -> LeaveRequest:
    """Take back an own request that nobody answered. Raises NotFound, RequestDecided."""
    own = LeaveRequest.objects.select_for_update(of=("self",)).filter(asked_by=by, pk=request_id).first()
    require(own is not None, NotFound())
    require(own.state == LeaveRequest.State.OPEN, RequestDecided())
    own.state = LeaveRequest.State.WITHDRAWN
    own.save(update_fields=["state"])
    return own


@action(permission=ANSWERS, record="leave_answered")
def answer_leave(by: User, request_id: int, *, approve: bool, answer: str = "") -> LeaveRequest:
    """Approve, which writes the leave into the months that are open, or refuse with a reason.

    Raises NotFound, RequestDecided, ReasonMissing, LeaveNotRecorded.
    """
    rows = LeaveRequest.objects.select_for_update(of=("self",)).select_related("contract__project")
    row = reach(rows.filter(contract__in=contracts_of(by, ANSWERS)), request_id)
    require(row.state == LeaveRequest.State.OPEN, RequestDecided())
    require(approve or answer.strip(), ReasonMissing())
    row.left_to_enter = record_leave(by, row) if approve else 0
    row.state = LeaveRequest.State.APPROVED if approve else LeaveRequest.State.REFUSED
    row.answer, row.answered_by, row.answered_at = answer.strip()[:ANSWER], by, timezone.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at", "left_to_enter"])
    return row


@action(permission=ASKS, record="day_reported")
def report_day(by: User, *, day: date, note: str, photo: bytes = b"") -> DayReport:
    """Tell that a day is written down wrongly. Raises DayNotReportable, ReasonMissing, PhotoTooLarge, PhotoUnreadable."""
    today = timezone.localdate()
    require(today - timedelta(days=REPORT_DAYS) <= day <= today, DayNotReportable(day=day))
    require(note.strip(), ReasonMissing())
    contract = own_contract(by, day, day)
    sealer = Sealer(contract.institution_id)
    picture = sealer.seal_bytes(picture_alone(photo)) if photo else None
    return DayReport.objects.create(
        institution_id=by.institution_id,
        contract=contract,
        day=day,
        note_sealed=sealer.seal(note.strip()[:WORDS]),
        photo_sealed=picture,
        reported_by=by,
    )


@action(permission=ANSWERS, record="day_report_answered")
def answer_report(by: User, report_id: int, *, state: str, answer: str) -> DayReport:
    """Say in words what was done about a day. Raises NotFound, ReportAnswered, ReasonMissing."""
    rows = DayReport.objects.select_for_update(of=("self",)).filter(contract__in=contracts_of(by, ANSWERS))
    row = reach(rows, report_id)
    require(row.state == DayReport.State.OPEN, ReportAnswered())
    require(answer.strip(), ReasonMissing())
    row.state, row.answer = state, answer.strip()[:ANSWER]
    row.answered_by, row.answered_at = by, timezone.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return row


def remember_choice(user: User, chosen: Mapping[str, str]) -> None:
    """Keep how somebody reads the screens; a preference, which needs no right and leaves no record."""
    if user.institution_id:
        shared = {"institution_id": user.institution_id, **chosen}
        ScreenChoice.objects.update_or_create(user_id=user.pk, defaults=shared)
