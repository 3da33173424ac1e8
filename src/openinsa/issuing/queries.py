"""What can be asked about papers given out."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.functional import Promise

from openinsa.issuing.kinds import KINDS, OF_EVERYBODY, About, Asked, Kind
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.scope import HEAVY, ISSUES, issues_own, may_issue_for_others
from openinsa.people.models import Person, User
from openinsa.people.roles import Scope
from openinsa.privacy.sealing import Sealer

MONTHS_COUNTED = 12


def kinds_for(user: User) -> list[Kind]:
    """The kinds that a worker issues for the own person."""
    return [kind for kind in KINDS.values() if issues_own(user, kind, user.person_id)]


def kinds_for_others(user: User) -> list[Kind]:
    """The kinds that staff issue for others."""
    return [kind for kind in KINDS.values() if kind.on_request and may_issue_for_others(user, kind)]


def kinds_of_everybody(user: User) -> list[Kind]:
    """The kinds about a project's month that staff issue, and those about the institution where they reach all of it."""
    everywhere = user.scope(ISSUES) == Scope.INSTITUTION
    kinds = [kind for kind in kinds_for_others(user) if kind.about in OF_EVERYBODY]
    return [kind for kind in kinds if everywhere or kind.about is not About.INSTITUTION]


def issued_to(person: Person | int) -> QuerySet[IssuedPaper]:
    """Everything given out about one person, newest first."""
    return IssuedPaper.objects.filter(person_id=getattr(person, "pk", person)).defer(*HEAVY)


def file_of(paper: IssuedPaper) -> bytes:
    """The very bytes that were given out. Raises SealBroken."""
    return Sealer(paper.institution_id).open_bytes(paper.file_sealed)


def content_of(paper: IssuedPaper) -> dict[str, Any]:
    """What the paper says, as data: `form`, `data`, `asked`. Raises SealBroken."""
    return json.loads(Sealer(paper.institution_id).open_bytes(paper.content_sealed))


def asked_of(paper: IssuedPaper) -> Asked:
    """What was asked for when the paper was issued."""
    asked = content_of(paper)["asked"]
    days = {name: date.fromisoformat(asked[name]) if asked[name] else None for name in ("since", "until")}
    return Asked(**{**asked, **days, "items": tuple(asked["items"])})


def code_of(paper: IssuedPaper) -> str:
    return str(content_of(paper)["data"]["issue"]["code"])


def label_of(kind_key: str) -> str | Promise:
    """What a kind is called, or its key where it is gone."""
    return KINDS[kind_key].label if kind_key in KINDS else kind_key


def is_expired(paper: IssuedPaper) -> bool:
    return paper.valid_until is not None and paper.valid_until < timezone.localdate()


def file_name(paper: IssuedPaper) -> str:
    return f"{label_of(paper.kind)} {paper.written_number}.pdf"


def months_of_papers() -> list[str]:
    """The months in which anything was given out, newest first."""
    months = (
        IssuedPaper.objects.order_by().annotate(month=TruncMonth("issued_at")).values_list("month", flat=True)
    )
    return [f"{one:%Y-%m}" for one in sorted(set(months.distinct()), reverse=True)]


@dataclass(frozen=True)
class MonthCount:
    """How many papers of each kind a month gave out; `counts` stand under `CountedPapers.kinds`."""

    month: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class CountedPapers:
    kinds: list[str]
    months: list[MonthCount]


def counts_by_month(papers: QuerySet[IssuedPaper]) -> CountedPapers:
    """Papers counted by the month they were given out and by kind, the last twelve months of them."""
    counted = (
        papers.order_by()
        .annotate(month=TruncMonth("issued_at"))
        .values_list("month", "kind")
        .annotate(count=Count("pk"))
    )
    found = {(f"{month:%Y-%m}", kind): count for month, kind, count in counted}
    kinds = sorted({kind for _month, kind in found})
    months = sorted({month for month, _kind in found}, reverse=True)[:MONTHS_COUNTED]
    rows = [MonthCount(month, [found.get((month, kind), 0) for kind in kinds]) for month in months]
    return CountedPapers([str(label_of(kind)) for kind in kinds], rows)
