"""What the terms of contracts in a register should make one look at before they are stored."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as say

from openinsa.exchange.values import birth_of
from openinsa.staffing.contract_watch import NOTICES, notices_of, review_words
from openinsa.staffing.fixed_term import Term, reckon
from openinsa.staffing.models import Contract
from openinsa.staffing.registration import Register, Registration

Told = tuple[Registration, str, str]
OF_A_PROJECT = ("just_under_a_year", "eleven_months", "a_year")
"""Notices that a project's people share: told once, with their number."""


def term_of(contract: Contract, birth_date: date, weekly_minutes: int | None) -> Term:
    """A stored contract as the two years ask about it."""
    return Term(
        contract.pk,
        contract.person_id,
        contract.starts_on,
        contract.ends_on,
        birth_date,
        weekly_minutes or 0,
        contract.exception_reason,
        contract.childcare_leave_days,
    )


def watched_rows(rows: Sequence[Registration], register: Register) -> Iterator[Told]:
    """Rows with the column and sentence of each thing to look at; a project's shared ones on its first row."""
    today = timezone.localdate()
    unknown = {number: -1 - place for place, number in enumerate(register.tokens)}
    terms = []
    for place, row in enumerate(rows):
        person = register.person(row)
        terms += _term(row, -1 - place, unknown[row.resident_number] if person is None else person.pk)
    reckoned = reckon([*register.terms, *terms], today, register.notice_days)
    shared: dict[tuple[str, str, str], list[Registration]] = {}
    for place, row in enumerate(rows):
        for notice in notices_of(-1 - place, reckoned, today):
            if notice.kind in OF_A_PROJECT:
                shared.setdefault((row.department, row.project, notice.kind), []).append(row)
            else:
                yield row, "ends_on", f"{notice.label}: {notice.text}"
    for (_department, _project, kind), members in shared.items():
        named = {"kind": NOTICES[kind].label, "count": len(members)}
        yield (
            members[0],
            "ends_on",
            say("이 사업에 '%(kind)s'이(가) %(count)s건 있습니다. 기간을 살펴 주세요.") % named,
        )
    yield from _without_review(rows, register)


def _term(row: Registration, contract: int, person: int) -> Iterator[Term]:
    """A row as the two years ask about it; nothing for a row with an error in its number or period."""
    try:
        birth_date = birth_of(row.resident_number)
    except ValueError:
        return
    if row.starts_on <= row.ends_on:
        weekly, reason = row.weekly_scheduled_minutes, row.exception_reason
        yield Term(contract, person, row.starts_on, row.ends_on, birth_date, weekly, reason, 0)


def _without_review(rows: Sequence[Registration], register: Register) -> Iterator[Told]:
    """The first row of each project for which neither the file nor the stored project names a prior review."""
    named = {(row.department, row.project) for row in rows if row.review_approval}
    seen = set()
    for row in rows:
        key, project = (row.department, row.project), register.project(row)
        if project is None and not register.may_make_projects:
            continue
        reviewed = key in named or (project is not None and project.review_approval)
        if key not in seen and not reviewed:
            seen.add(key)
            yield row, "project", review_words()
