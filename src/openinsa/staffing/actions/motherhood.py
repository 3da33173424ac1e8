"""A pregnancy that a worker told of, how it ended, and who looked at it."""

from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.privacy.actions import record_access, record_accesses
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.flexible_hours import leave_flexible_hours
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Motherhood
from openinsa.staffing.motherhood import Mother, mothers_of, opened, sealed
from openinsa.staffing.scope import people_of, reach
from openinsa.staffing.sheet import Sheet

WHAT = "motherhood"


class DueDateOutOfReach(Refused):
    sentence = _(
        "출산예정일(%(due_on)s)이 알린 날(%(told_on)s)부터의 임신 기간 안에 있지 않습니다. 진단서의 날짜를 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PregnancyGoesOn(Refused):
    sentence = _(
        "%(name)s님의 임신이 이미 기록되어 있고 끝나지 않았습니다. 출산일이나 끝난 날을 먼저 적어 주세요."
    )


class PregnancyIsOver(Refused):
    sentence = _("이미 끝난 기록이어서 다시 끝낼 수 없습니다. 잘못 적었으면 지우고 새로 적어 주세요.")


class EndsBeforeItWasTold(Refused):
    sentence = _("끝난 날(%(day)s)이 알린 날(%(told_on)s)보다 앞섭니다. 두 날짜를 확인해 주세요.")


@action(permission="staffing.protect", record="motherhood_noted")
def note_pregnancy(by: User, person_id: int, *, told_on: date, due_on: date, document: str) -> Motherhood:
    """Record a pregnancy from the day the office knows; flexible hours end before it.

    Raises NotFound, DueDateOutOfReach, PregnancyGoesOn.
    """
    person = reach(people_of(by, "staffing.protect"), person_id)
    longest = law_value("pregnancy_length_days", told_on)
    require(0 <= (due_on - told_on).days <= longest, DueDateOutOfReach(due_on=due_on, told_on=told_on))
    known = mothers_of(person.institution_id, [person.pk]).get(person.pk, [])
    require(not any(one.is_open for one in known), PregnancyGoesOn(name=person.name))
    facts = sealed(Mother(told_on, due_on, document), Sealer(person.institution_id))
    leave_flexible_hours(person.pk, told_on)
    return Motherhood.objects.create(institution_id=person.institution_id, person=person, facts_sealed=facts)


@action(permission="staffing.protect", record="motherhood_ended")
def end_pregnancy(by: User, motherhood_id: int, *, day: date, gave_birth: bool) -> Motherhood:
    """Record the birth, or that a pregnancy ended without one. Raises NotFound, PregnancyIsOver, EndsBeforeItWasTold."""
    stored = reach(_within(by), motherhood_id)
    sealer = Sealer(stored.institution_id)
    known = opened(stored, sealer)
    require(known.is_open, PregnancyIsOver())
    require(known.told_on <= day, EndsBeforeItWasTold(day=day, told_on=known.told_on))
    ended = replace(known, born_on=day) if gave_birth else replace(known, over_on=day)
    stored.facts_sealed = sealed(ended, sealer)
    stored.save(update_fields=["facts_sealed"])
    return stored


@action(permission="staffing.protect", record="motherhood_dropped")
def drop_motherhood(by: User, motherhood_id: int, *, reason: str) -> Person:
    """Take back a record that was wrong. Raises NotFound, ReasonMissing."""
    stored = reach(_within(by), motherhood_id)
    require(reason.strip(), ReasonMissing())
    stored.delete()
    return stored.person


@action(permission="staffing.protect")
def show_motherhood(by: User, motherhood_id: int, *, reason: Reason, address: str | None = None) -> Mother:
    """The dates of one record, told for a reason and recorded. Raises NotFound."""
    stored = reach(_within(by), motherhood_id)
    record_access(by, "reveal", WHAT, person_id=stored.person_id, address=address, **reason.recorded)
    return opened(stored, Sealer(stored.institution_id))


def mothers_seen(by: User, sheet: Sheet, *, address: str | None = None) -> None:
    """Record that a month was opened whose marks may tell of pregnancies; nothing where there are none."""
    if sheet.mothers:
        record_accesses(by, "view", WHAT, sorted(sheet.mothers), address=address)


def _within(by: User) -> QuerySet[Motherhood]:
    return Motherhood.objects.filter(person__in=people_of(by, "staffing.protect")).select_related("person")
