"""Who is to be reported to which insurance as gained or lost in a month, and by when. Writes nothing.

Somebody's contracts that follow or overlap each other, in whatever projects, are one employment. Whether an
insurance is concerned follows from the month that first (or last) carries its premium; what only the month's work
can tell is marked to be looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.insured import Judged, judge
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
GAINED, LOST = "gained", "lost"
WORDS: dict[str, str | Promise] = {GAINED: _("취득"), LOST: _("상실")}
DUE = {
    "pension": "pension_report_due",
    "health": "health_report_due",
    "employment": "employment_report_due",
    "accident": "employment_report_due",
}


@dataclass(frozen=True)
class Event:
    """One insurance gained or lost by one person. `certain` is False where the month's work decides."""

    pk: int
    contract_id: int
    person_id: int
    name: str
    birth_date: date
    project: str
    kind: str
    code: str
    insurance: str | Promise
    on: date
    due: date
    certain: bool
    why: str | Promise
    base: int | None

    @property
    def kind_word(self) -> str:
        return str(WORDS[self.kind])

    @property
    def insurance_word(self) -> str:
        return str(self.insurance)

    @property
    def certain_word(self) -> str:
        return str(_("신고 대상")) if self.certain else str(_("확인 필요"))

    @property
    def why_word(self) -> str:
        return str(self.why)


def events_of(month: date, within: QuerySet[Contract]) -> list[Event]:
    """The events of a month among some contracts, in the order of their due days.

    Statements: a fixed number, whatever the number of people.
    """
    first, last = month, last_day(month)
    touching = within.filter(starts_on__range=(first, last)) | within.filter(
        ends_on__range=(first - ONE_DAY, last - ONE_DAY)
    )
    people = set(touching.values_list("person_id", flat=True))
    spans = _employments(Contract.objects.filter(person__in=people))
    begun = [span for span in spans if first <= span[0].starts_on <= last]
    ended = [span for span in spans if first <= _last(span) + ONE_DAY <= last]
    found = [
        *_told(GAINED, ((span[0], span[0].starts_on, _first_premium(span)) for span in begun)),
        *_told(LOST, ((span[-1], _last(span) + ONE_DAY, _last(span).replace(day=1)) for span in ended)),
    ]
    return [
        Event(number, *event) for number, event in enumerate(sorted(found, key=lambda one: (one[9], one[2])))
    ]


Span = list[Contract]


def _employments(contracts: QuerySet[Contract]) -> list[Span]:
    """Contracts of each person that follow or overlap each other, in the order of time."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for one in contracts.select_related("person", "project").order_by("starts_on", "pk"):
        held = spans[one.person_id]
        if held and one.starts_on <= _last(held[-1]) + ONE_DAY:
            held[-1].append(one)
        else:
            held.append([one])
    return [span for held in spans.values() for span in held]


def _last(span: Span) -> date:
    return max(one.ends_on for one in span)


def _first_premium(span: Span) -> date:
    """The first month whose premium is charged: the hire's on the 1st, else the next where it still works."""
    hired = span[0].starts_on
    following = last_day(hired.replace(day=1)) + ONE_DAY
    return hired.replace(day=1) if hired.day == 1 or following > _last(span) else following


def _told(kind: str, asked: Iterable[tuple[Contract, date, date]]) -> list[tuple[object, ...]]:
    """Events without their number: contracts, days of gaining or losing, and the months that decide."""
    rows = list(asked)
    by_month: dict[date, list[Contract]] = defaultdict(list)
    for contract, _on, judged_in in rows:
        by_month[judged_in].append(contract)
    judged = {
        (month, person): verdict
        for month, contracts in by_month.items()
        for person, verdict in _by_person(contracts, month).items()
    }
    found: list[tuple[object, ...]] = []
    for contract, on, judged_in in rows:
        one = judged.get((judged_in, contract.person_id))
        for verdict in one.verdicts if one else ():
            if verdict.inside is False:
                continue
            due = _due(verdict.insurance, on)
            certain = verdict.inside is True
            person = contract.person
            told = (
                contract.pk,
                person.pk,
                person.name,
                person.birth_date,
                contract.project.name,
                kind,
                verdict.insurance,
            )
            found.append((*told, verdict.name, on, due, certain, verdict.why, verdict.base))
    return found


def _by_person(contracts: Sequence[Contract], month: date) -> dict[int, Judged]:
    """What a month's insurances are, by person; a person with several contracts has one verdict."""
    people = {one.person_id for one in contracts}
    held = Contract.objects.filter(person__in=people, starts_on__lte=last_day(month), ends_on__gte=month)
    person_of = {one.pk: one.person_id for one in held}
    return {person_of[pk]: found for pk, found in judge(list(held), month).items() if pk in person_of}


@cache
def _due(insurance: str, on: date) -> date:
    rule = DUE[insurance]
    found = load_rule_book().run([rule], {"event_date": np.array([day_number(on)])})
    return day_of(found[rule][0])
