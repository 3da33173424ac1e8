"""Annual leave of one employment: what arose, what was taken, what is left."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.record_contracts import LeaveGranted, LeaveStatement
from openinsa.issuing.kinds import About, Asked, Contents, Kind, register_kinds
from openinsa.issuing.somebody import head_of, people_of
from openinsa.leave.employments import NEVER_EMPLOYED, Employment
from openinsa.leave.ledger import SETTLED, Balance, Granted, balance
from openinsa.leave.ledgers import Ledger, ledgers_of
from openinsa.leave.models import LeaveGrant
from openinsa.leave.queries import in_days
from openinsa.people.models import Person
from openinsa.people.refusals import NotFound, Refused
from openinsa.staffing.models import ContractVersion


class NoLeaveYet(Refused):
    sentence = _(
        "%(name)s님에게는 %(day)s까지 생긴 연차도 쓴 연차도 없습니다. 연차가 생긴 뒤에 발급해 주세요."
        " 발급한 것은 없습니다."
    )


def statements(asked: Sequence[Asked]) -> Contents:
    """Annual leave as of the day asked for, or today; of an employment that has ended, as of its end. Seven statements."""
    people = people_of(asked)
    ledgers = ledgers_of([pk for pk in people if pk])
    lengths = day_lengths([pk for pk in people if pk])
    return [_statement(one, people.get(one.person_id), ledgers, lengths) for one in asked]


def day_lengths(people: Sequence[int]) -> dict[int, list[tuple[date, int]]]:
    """From when a day of somebody had how many minutes. One statement."""
    found: dict[int, list[tuple[date, int]]] = {}
    versions = ContractVersion.objects.filter(contract__person__in=people).order_by("valid_from")
    shown = ("contract__person_id", "valid_from", "daily_scheduled_minutes")
    for person, since, minutes in versions.values_list(*shown):
        found.setdefault(person, []).append((since, minutes))
    return found


def _statement(
    one: Asked,
    person: Person | None,
    ledgers: Mapping[int, Ledger],
    lengths: Mapping[int, Sequence[tuple[date, int]]],
) -> LeaveStatement | Exception:
    if person is None:
        return NotFound()
    ledger, asked_for = ledgers[person.pk], one.until or timezone.localdate()
    employment = ledger.employment_on(asked_for)
    day = min(asked_for, employment.until)
    if employment is NEVER_EMPLOYED:
        return NoLeaveYet(name=person.name, day=asked_for)
    held = _held(ledger, employment, day)
    if not held.granted and not held.taken:
        return NoLeaveYet(name=person.name, day=day)
    minutes = [length for since, length in lengths[person.pk] if since <= day][-1]
    return {
        **head_of(person),
        "employed_since": employment.since.isoformat(),
        "on_day": day.isoformat(),
        "daily_minutes": minutes,
        "granted": held.granted,
        "taken": held.taken,
        "lapsed": held.lapsed,
        "left": held.left,
        "granted_days": in_days(held.granted, minutes),
        "taken_days": in_days(held.taken, minutes),
        "lapsed_days": in_days(held.lapsed, minutes),
        "left_days": in_days(held.left, minutes),
        "grants": [_granted(grant) for grant in held.grants],
        "uses": [
            {"date": taken.date.isoformat(), "minutes": taken.minutes}
            for taken in sorted(ledger.taken)
            if employment.since <= taken.date <= day
        ],
    }


def _held(ledger: Ledger, employment: Employment, day: date) -> Balance:
    if day == employment.until:
        return balance(*ledger.at_the_end_of(employment), day)
    return balance(*ledger.between(employment.since, day), day)


def _granted(grant: Granted) -> LeaveGranted:
    names = {**{key: str(label) for key, label in LeaveGrant.Basis.choices}, SETTLED: str(_("퇴직 정산"))}
    return {
        "granted_on": grant.granted_on.isoformat(),
        "basis": names[grant.basis],
        "expires_on": grant.expires_on.isoformat() if grant.expires_on < date.max else "–",
        "minutes": grant.minutes,
        "taken": grant.taken,
    }


register_kinds(
    Kind(
        key="leave_statement",
        label=_("연차휴가 사용 확인서"),
        form="leave_statement",
        about=About.PERSON,
        contents=statements,
    )
)
