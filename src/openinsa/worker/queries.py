"""What can be asked about requests and reports, by the worker and by the office, and what the start page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from openinsa.agreements.models import Agreement
from openinsa.agreements.scope import own_agreements
from openinsa.leave.queries import PersonsLeave, leave_of
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.scope import slips_of
from openinsa.people.models import User
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract, DayCode
from openinsa.staffing.own_schedule import OwnDay, next_shift, own_days
from openinsa.staffing.scope import contracts_of
from openinsa.worker.actions import ANSWERS
from openinsa.worker.models import DayReport, LeaveRequest, ScreenChoice

RECENT = timedelta(days=30)
WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Summary:
    """What a worker sees first."""

    next: OwnDay | None
    week: list[OwnDay]
    slip: Payslip | None
    leave: PersonsLeave | None
    open: int
    answered: list[LeaveRequest | DayReport]
    until: date | None
    to_sign: list[Agreement]


def summary_of(user: User, today: date) -> Summary:
    """The start page of a worker with a person."""
    person, now = user.person_id, timezone.localtime()
    requests, reports = own_requests(user), own_reports(user)
    since = Q(answered_at__gte=now - RECENT)
    answered = [*requests.filter(since), *reports.filter(since)]
    return Summary(
        next_shift(person, today, now.hour * 60 + now.minute),
        own_days(person, today, today + WEEK),
        latest_slip(user),
        own_leave(user, today),
        requests.filter(state="open").count() + reports.filter(state="open").count(),
        sorted(answered, key=lambda one: one.answered_at, reverse=True),  # type: ignore[arg-type,return-value]
        user.valid_to if not own_contracts(user).filter(ends_on__gte=today).exists() else None,
        list(own_agreements(user).filter(state__in=Agreement.TO_SIGN)),
    )


def own_contracts(user: User) -> QuerySet[Contract]:
    """All contracts of the user's person, newest first."""
    return Contract.objects.filter(person_id=user.person_id).select_related("project").order_by("-starts_on")


def latest_slip(user: User) -> Payslip | None:
    paid = slips_of(user).filter(person_id=user.person_id, run__state=PayRun.State.PAID)
    return paid.select_related("run").order_by("-run__month", "-pk").first()


def own_leave(user: User, today: date) -> PersonsLeave | None:
    """The leave of the contract that runs today."""
    running = own_contracts(user).filter(starts_on__lte=today, ends_on__gte=today).select_related("person")
    return next(iter(leave_of(list(running[:1]), today)), None)


def own_requests(user: User) -> QuerySet[LeaveRequest]:
    return LeaveRequest.objects.filter(contract__person_id=user.person_id).defer("words_sealed")


def own_reports(user: User) -> QuerySet[DayReport]:
    return DayReport.objects.filter(contract__person_id=user.person_id).defer("photo_sealed")


def requests_to(user: User) -> QuerySet[LeaveRequest]:
    """Requests of people whose days the user may write down."""
    found = LeaveRequest.objects.filter(contract__in=contracts_of(user, ANSWERS))
    mark = DayCode.objects.filter(code=OuterRef("code"))
    found = found.annotate(**{name: Subquery(mark.values(name)[:1]) for name in ("label_ko", "label_en")})
    return found.select_related("contract__person", "contract__project", "answered_by").defer("words_sealed")


def reports_to(user: User) -> QuerySet[DayReport]:
    """Reports of people whose days the user may write down."""
    found = DayReport.objects.filter(contract__in=contracts_of(user, ANSWERS))
    return found.select_related("contract__person", "contract__project", "answered_by").defer("photo_sealed")


def leave_label(row: Any) -> str:
    """What leave a request of `requests_to` is about, for staff."""
    return (row.label_en if get_language() == "en" else row.label_ko) or row.code


def words_of(row: LeaveRequest | DayReport) -> str:
    """What the worker wrote."""
    sealed = row.words_sealed if isinstance(row, LeaveRequest) else row.note_sealed
    return Sealer(row.institution_id).open(sealed)


def photo_of(row: DayReport) -> bytes:
    """The photograph as a JPEG; nothing where none was sent."""
    return Sealer(row.institution_id).open_bytes(row.photo_sealed)


def labels_of_leave() -> dict[str, str]:
    """What each mark means, by the name of its code, in the reader's language."""
    return {code.code: code.label for code in DayCode.objects.all()}


def languages_chosen(users: Sequence[int]) -> dict[int, str]:
    """The languages that logins chose for their screens; they are written to in the same."""
    chosen = ScreenChoice.objects.filter(user__in=users).exclude(language="")
    return dict(chosen.values_list("user_id", "language"))
