"""Whom papers are about: people with their contracts, and the span that was asked for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from openinsa.documents.record_contracts import AboutSomebody, EmploymentSpan
from openinsa.issuing.kinds import Asked
from openinsa.issuing.models import IssuingSetting
from openinsa.payroll.papers import language
from openinsa.people.models import Institution, Person
from openinsa.people.refusals import NotFound
from openinsa.staffing.models import Contract

Span = tuple[date, date]


def people_of(asked: Sequence[Asked]) -> dict[int | None, Person]:
    """The people asked about, each with all contracts in the order of time. Two statements."""
    contracts = Contract.objects.select_related("project__department").order_by("starts_on", "pk")
    people = Person.objects.filter(pk__in={one.person_id for one in asked}).select_related("institution")
    return {one.pk: one for one in people.prefetch_related(Prefetch("contracts", contracts))}


def contracts_of(asked: Sequence[Asked]) -> dict[int, Contract]:
    """The contracts asked about, of the people they are asked about with. One statement."""
    wanted = {(one.subject_id, one.person_id) for one in asked}
    found = Contract.objects.filter(pk__in={contract for contract, _person in wanted})
    found = found.select_related("institution", "person__institution", "project__department")
    return {one.pk: one for one in found if (one.pk, one.person_id) in wanted}


def refused_or(found: object | None) -> Any:
    """What was found, or the refusal that it is not there."""
    return NotFound() if found is None else found


def span_of(asked: Asked) -> Span:
    """The days asked for; without any the year of today."""
    year = timezone.localdate().year
    return asked.since or date(year, 1, 1), asked.until or date(year, 12, 31)


def whole_span(asked: Iterable[Asked]) -> Span:
    """The days of all that was asked for."""
    spans = [span_of(one) for one in asked]
    return min(since for since, _until in spans), max(until for _since, until in spans)


def head_of(person: Person) -> AboutSomebody:
    """How a paper about somebody begins, in the reader's language."""
    return {
        "language": language(),
        "institution": person.institution.name,
        "name": person.name,
        "identifier": person.birth_date.isoformat(),
    }


def employments_in(person: Person, span: Span, tax_mode: str = "") -> list[EmploymentSpan]:
    """The contracts with a day in a span, of one way of being taxed or of all."""
    since, until = span
    return [
        {
            "starts_on": one.starts_on.isoformat(),
            "ends_on": one.ends_on.isoformat(),
            "department": one.project.department.name,
            "project": one.project.name,
            "job": one.job,
        }
        for one in person.contracts.all()
        if one.starts_on <= until and one.ends_on >= since and tax_mode in {"", one.tax_mode}
    ]


def office_of(institution: Institution, language: str) -> str:
    """Whom a paper to be signed by hand is addressed to. One statement."""
    setting = IssuingSetting.objects.filter(institution=institution).first() or IssuingSetting()
    korean = setting.office or institution.head_title or institution.name
    return (setting.office_english or korean) if language == "en" else korean
