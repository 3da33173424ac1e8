"""What waits for a user, role by role. Each list is one statement and at most as long as a screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from openinsa.agreements.queries import to_countersign
from openinsa.ending.queries import Stage, endings_with_settlement
from openinsa.jobs.queries import jobs_of_all
from openinsa.payroll.models import Correction, PayRun
from openinsa.payroll.scope import corrections_of, runs_of
from openinsa.people.models import User
from openinsa.privacy.models import AccessRecord
from openinsa.privacy.patterns import span_of
from openinsa.privacy.reviewing import last_month, review_of
from openinsa.retention.models import Destruction, DueNote, PersonRequest
from openinsa.staffing.contract_watch import gravest
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.queries import contracts_ending, months_with_figures, projects_with_figures
from openinsa.worker.models import DayReport, LeaveRequest
from openinsa.worker.queries import reports_to, requests_to

SHOWN = 8
ONE_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Waiting:
    """The first rows of what waits, and how many there are."""

    rows: Sequence[Any]
    count: int


def _first(rows: Any, shown: int = SHOWN) -> Waiting:
    found = list(rows[: shown + 1])
    return Waiting(found[:shown], len(found) if len(found) <= shown else rows.count())


def months_to_fill(user: User, today: date) -> Waiting:
    """Open months of the user's projects up to now; what was sent back comes first, then the oldest."""
    months = months_with_figures(user).filter(state=ProjectMonth.State.OPEN, month__lte=today)
    months = months.annotate(sent_back=~Q(sent_back_reason=""))
    return _first(months.order_by("-sent_back", "month", "project__name"))


def months_to_approve(user: User) -> Waiting:
    """Submitted months that wait for the head, the longest waiting first."""
    months = months_with_figures(user).filter(state=ProjectMonth.State.SUBMITTED)
    return _first(months.order_by("submitted_at", "project__name"))


def months_to_run() -> list[dict[str, Any]]:
    """By month: how many approved projects have no computed pay yet."""
    computed = Q(project__pay_runs__month=F("month"), project__pay_runs__state=PayRun.State.COMPUTED)
    approved = ProjectMonth.objects.filter(state=ProjectMonth.State.APPROVED).exclude(
        pk__in=ProjectMonth.objects.filter(computed).values("pk")
    )
    return list(approved.order_by("month").values("month").annotate(projects=Count("pk")))


def runs_with_faults(user: User) -> Waiting:
    """Unpaid runs with somebody who could not be computed."""
    runs = (
        runs_of(user).exclude(state=PayRun.State.PAID).annotate(faulty=Count("faults")).filter(faulty__gt=0)
    )
    return _first(runs.order_by("month", "project__name"))


def runs_to_pay(user: User) -> list[dict[str, Any]]:
    """By month: runs that are computed without a fault and wait for payment."""
    ready = runs_of(user).filter(state=PayRun.State.COMPUTED, faults__isnull=True)
    months = ready.order_by("month").values("month")
    return list(months.annotate(projects=Count("pk"), people_paid=Sum("people")))


def corrections_to_confirm(user: User) -> Waiting:
    """Corrections of paid months that others proposed, the longest waiting first."""
    proposed = corrections_of(user, "payroll.confirm_correction").filter(state=Correction.State.PROPOSED)
    return _first(proposed.exclude(proposed_by=user).order_by("proposed_at", "pk"))


def endings_to_settle(user: User, today: date) -> Waiting:
    """People who left within a year and whose settlement is not paid, the longest waiting first."""
    left = endings_with_settlement(user, today).filter(ends_on__lte=today, ends_on__gt=today - ONE_YEAR)
    return _first(left.exclude(stage=Stage.PAID).order_by("ends_on", "pk"))


def agreements_to_countersign(user: User) -> Waiting:
    """Contracts that wait for the institution's signature, the longest waiting first."""
    return _first(to_countersign(user))


def endings(user: User, today: date) -> Waiting:
    return _first(contracts_ending(user, today))


def projects_over_budget(user: User, today: date) -> Waiting:
    """Projects whose used and committed money exceeds the budget, worst first."""
    return _first(projects_with_figures(user, today).filter(left__lt=0).order_by("left"))


def contracts_to_watch(user: User, today: date) -> Waiting:
    """What the terms of contracts should make one look at, the gravest first."""
    return Waiting(*gravest(user, today, SHOWN))


def latest_looks(month: date) -> tuple[int, list[AccessRecord]]:
    """How often protected values were looked at since the month began, and the latest looks."""
    begun = timezone.make_aware(datetime.combine(month, time.min))
    return AccessRecord.objects.filter(at__gte=begun).count(), list(AccessRecord.objects.all()[:SHOWN])


def destructions_to_approve(user: User) -> Waiting:
    """Proposals of others that wait for a second person, the longest waiting first."""
    proposed = Destruction.objects.filter(state=Destruction.State.PROPOSED).exclude(proposed_by=user)
    return _first(proposed.select_related("proposed_by").order_by("proposed_at"))


def requests_to_answer() -> Waiting:
    """Demands of people about their data that wait for an answer, the soonest due first."""
    return _first(PersonRequest.objects.filter(state=PersonRequest.State.OPEN).select_related("person"))


def what_is_due() -> DueNote | None:
    """What the monthly look found due for destruction."""
    return DueNote.objects.first()


def access_review_due(today: date) -> date | None:
    """Last month, while its access records are not reviewed; nothing where it has none."""
    month = last_month(today)
    begin, end = span_of(month)
    due = AccessRecord.objects.filter(at__gte=begin, at__lt=end).exists() and review_of(month) is None
    return month if due else None


def latest_jobs() -> Waiting:
    return _first(jobs_of_all(), 30)


def figures_of(user: User, today: date) -> dict[str, int]:
    """People and projects at work today, within reach."""
    projects = projects_with_figures(user, today).filter(starts_on__lte=today, ends_on__gte=today)
    people = projects.values_list("people", flat=True)
    return {"projects": len(people), "people": sum(people)}


def leave_to_answer(user: User) -> Waiting:
    """Leave that people asked for, the soonest first."""
    return _first(requests_to(user).filter(state=LeaveRequest.State.OPEN).order_by("first_day", "pk"))


def reports_to_answer(user: User) -> Waiting:
    """Days that people say are wrong, the longest waiting first."""
    return _first(reports_to(user).filter(state=DayReport.State.OPEN).order_by("reported_at", "pk"))
