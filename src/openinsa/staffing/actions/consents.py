"""Consents, requests and permissions of people on record: for one or many, with an end, or taken back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.staffing.actions.months import reread_days
from openinsa.staffing.actions.patterns import picked_contracts
from openinsa.staffing.models import Consent, Contract, Project, ProjectMonth
from openinsa.staffing.scope import people_of, projects_of, reach
from openinsa.staffing.sheet import load_sheet


class ConsentHolds(Refused):
    sentence = _(
        "%(name)s님에게 그 날들의 '%(kind)s'이(가) 이미 기록되어 있습니다. 그것을 먼저 끝내거나 날짜를 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class ConsentEndsElsewhere(Refused):
    sentence = _(
        "마지막 날(%(day)s)이 시작일(%(since)s)보다 앞섭니다. 처음부터 없던 것이면 지우기를 눌러 주세요."
    )


@action(permission="staffing.protect", record="consents_recorded")
def record_consents(
    by: User, project_id: int, contract_ids: Sequence[int], fields: Mapping[str, Any]
) -> Project:
    """Record one paper of some people of a project, all or nobody. `fields` as of Consent.

    Raises NotFound, NobodyPicked, ConsentHolds.
    """
    project = reach(projects_of(by, "staffing.protect"), project_id)
    people = {one.person_id: one.person for one in picked_contracts(by, project, contract_ids)}
    held = Consent.objects.filter(person__in=people, kind=fields["kind"])
    until = fields.get("valid_to") or date.max
    for one in held.order_by("person__name"):
        apart = (one.valid_to or date.max) < fields["valid_from"] or until < one.valid_from
        require(apart, ConsentHolds(name=people[one.person_id].name, kind=one.get_kind_display()))
    Consent.objects.bulk_create(
        Consent(institution_id=project.institution_id, person=person, **fields) for person in people.values()
    )
    _read_again(fields["kind"], people, fields["valid_from"])
    return project


@action(permission="staffing.protect", record="consent_ended")
def end_consent(by: User, consent_id: int, last_day: date, *, reason: str = "") -> Consent:
    """Let a paper hold no longer than a day, as when somebody takes it back. Raises NotFound, ConsentEndsElsewhere."""
    consent = _reach(by, consent_id)
    require(consent.valid_from <= last_day, ConsentEndsElsewhere(day=last_day, since=consent.valid_from))
    consent.valid_to = last_day
    consent.save(update_fields=["valid_to"])
    _read_again(consent.kind, [consent.person_id], last_day)
    return consent


@action(permission="staffing.protect", record="consent_dropped")
def drop_consent(by: User, consent_id: int, *, reason: str) -> Person:
    """Take back a record that was wrong. Raises NotFound, ReasonMissing."""
    consent = _reach(by, consent_id)
    require(reason.strip(), ReasonMissing())
    consent.delete()
    _read_again(consent.kind, [consent.person_id], consent.valid_from)
    return consent.person


def _reach(by: User, consent_id: int) -> Consent:
    within = Consent.objects.filter(person__in=people_of(by, "staffing.protect"))
    return reach(within.select_related("person"), consent_id)


def _read_again(kind: str, people: Collection[int], since: date) -> None:
    """Read the marks of open months again whose warnings hang on the paper; all other marks are told afresh."""
    if kind != Consent.Kind.BREAK_WAIVER:
        return
    contracts = Contract.objects.filter(person__in=people, ends_on__gte=since).values_list("pk", flat=True)
    months = ProjectMonth.objects.filter(
        project__contracts__in=contracts, state=ProjectMonth.State.OPEN, month__gte=since.replace(day=1)
    )
    open_months = set(months.values_list("pk", flat=True))
    for month in ProjectMonth.objects.filter(pk__in=open_months).select_for_update(of=("self",)):
        reread_days(load_sheet(month, contracts))
