"""Shift patterns: drawing, changing and dropping one, and who follows which crew."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, pairwise

from django.db import IntegrityError, transaction
from django.db.models import Exists, Func, OuterRef, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.staffing.actions.months import reread_days
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.marks import BREAKS_AT_MOST, DAY, HOURS, TIMES, tidy
from openinsa.staffing.models import (
    Contract,
    CrewAssignment,
    DayCode,
    Project,
    ProjectMonth,
    ShiftPattern,
    ShiftType,
)
from openinsa.staffing.patterns import FREE_DAYS, SHIFTS_PER_PATTERN, Pattern, Shift, clock, stored
from openinsa.staffing.scope import contracts_of, projects_of, reach
from openinsa.staffing.sheet import load_sheet

ONE_DAY = timedelta(days=1)
CYCLE_AT_MOST = 182
"""Half a year of weeks, as a plan of flexible hours may need them."""
CREWS_AT_MOST = 20
PATTERN_FIELDS = (
    "name",
    "starts_on",
    "cycle",
    "crew_offsets",
    "on_duty",
    "works_on_public_holidays",
    "weekly_holiday",
)


class PatternNameTaken(Refused):
    sentence = _("'%(name)s' 교대표가 이미 있습니다. 다른 이름을 써 주세요.")


class CycleWithoutShift(Refused):
    sentence = _("순환에 근무가 하루도 없습니다. 근무의 부호를 순환에 넣어 주세요.")


class PatternTooLong(Refused):
    sentence = _(
        "순환은 %(days)d일, 조는 %(crews)d개, 근무는 %(shifts)d종까지입니다. 되풀이되는 부분만 남겨 주세요."
    )


class UnknownShiftInCycle(Refused):
    sentence = _(
        "순환의 %(day)d일째 '%(mark)s'은(는) 이 교대표의 근무가 아닙니다. 근무를 더하거나 부호를 고쳐 주세요."
    )


class ShiftMarkTaken(Refused):
    sentence = _(
        "'%(mark)s'은(는) 근무상황 부호나 시간으로 읽혀 근무의 부호로 쓸 수 없습니다. 주간, 야간처럼 다른 부호를 써 주세요."
    )


class ShiftMarkTwice(Refused):
    sentence = _("부호 '%(mark)s'인 근무가 둘입니다. 근무마다 다른 부호를 써 주세요.")


class ShiftBreaksFaulty(Refused):
    sentence = _(
        "'%(mark)s' 근무의 휴게가 근무시간(%(starts)s-%(ends)s) 밖에 있거나 서로 겹치거나 %(most)d번을 넘습니다. 휴게를 고쳐 주세요."
    )


class ShiftAgreesTooMuch(Refused):
    sentence = _(
        "'%(mark)s' 근무의 소정근로시간이 휴게를 뺀 근무시간 %(minutes)d분보다 깁니다. 소정근로시간을 고쳐 주세요."
    )


class ShiftsOverlap(Refused):
    sentence = _(
        "순환의 %(day)d일째 '%(mark)s' 근무가 끝나기 전에 다음 날 '%(next)s' 근무가 시작합니다. 순환이나 시각을 고쳐 주세요."
    )


class PatternInPaidMonths(Refused):
    sentence = _(
        "'%(name)s' 교대표로 이미 급여를 지급한 달이 있어 바꿀 수 없습니다. 복사해서 고친 뒤 다음 달부터 새 교대표에 배정해 주세요."
    )


class PatternInUse(Refused):
    sentence = _(
        "'%(name)s' 교대표에 배정된 계약이 %(count)d건 있어 지우거나 조를 줄일 수 없습니다. 먼저 다른 교대표에 배정해 주세요."
    )


class NoSuchCrew(Refused):
    sentence = _("'%(name)s' 교대표에는 %(crew)d조가 없습니다. 1조부터 %(crews)d조 가운데 골라 주세요.")


class NobodyPicked(Refused):
    sentence = _("고른 사람이 없습니다. 배정할 사람을 골라 주세요.")


class CrewOutsideContract(Refused):
    sentence = _(
        "%(name)s의 계약 기간(%(starts_on)s ~ %(ends_on)s)에 배정 기간이 하루도 들지 않습니다. 날짜를 고치거나 그 사람을 빼 주세요."
    )


@action(permission="people.manage", record="shift_pattern_made")
def make_pattern(by: User, pattern: Pattern) -> ShiftPattern:
    """Store a drawn pattern.

    Raises PatternNameTaken, CycleWithoutShift, PatternTooLong, UnknownShiftInCycle, ShiftMarkTaken,
    ShiftMarkTwice, ShiftBreaksFaulty, ShiftAgreesTooMuch, ShiftsOverlap.
    """
    require_sound(pattern)
    row = ShiftPattern(institution_id=by.institution_id)
    _write(row, pattern)
    return row


@action(permission="people.manage", record="shift_pattern_changed")
def change_pattern(by: User, pattern_id: int, pattern: Pattern) -> ShiftPattern:
    """Change a pattern that no paid month was reckoned by; open months are read again.

    Raises NotFound, PatternInPaidMonths, PatternInUse where a crew in use would go, and what make_pattern
    raises.
    """
    row = _changeable(pattern_id)
    require_sound(pattern)
    beyond = row.assignments.filter(crew__gt=len(pattern.crew_offsets)).count()
    require(not beyond, PatternInUse(name=row.name, count=beyond))
    _write(row, pattern)
    assigned = row.assignments.values_list("contract__project", "contract", "valid_from")
    for project_id in {project for project, _contract, _since in assigned}:
        own = [(contract, since) for project, contract, since in assigned if project == project_id]
        _reread(project_id, {contract for contract, _since in own}, min(since for _contract, since in own))
    return row


@action(permission="people.manage", record="shift_pattern_copied")
def copy_pattern(by: User, pattern_id: int, name: str) -> ShiftPattern:
    """The same pattern under another name, to be changed. Raises NotFound, PatternNameTaken."""
    row = reach(ShiftPattern.objects.prefetch_related("shift_types"), pattern_id)
    return make_pattern(by, replace(stored(row), name=name))


@action(permission="people.manage")
def drop_pattern(by: User, pattern_id: int) -> None:
    """Delete a pattern that nobody follows or followed. Raises NotFound, PatternInUse."""
    row = reach(ShiftPattern.objects.select_for_update(), pattern_id)
    count = row.assignments.count()
    require(not count, PatternInUse(name=row.name, count=count))
    row.delete()


@action(permission="staffing.register", record="crews_assigned")
def assign_crews(
    by: User,
    project_id: int,
    contract_ids: Sequence[int],
    pattern_id: int | None,
    crew: int | None,
    valid_from: date,
    valid_to: date | None = None,
) -> Project:
    """Let people of a project follow a crew for a time, or with no pattern their contract's week again.

    Without a crew they are dealt out to the crews in the order given. Without an end the crew holds to the
    end of each contract. What held before and after the time stays; open months are read again. Raises
    NotFound, NobodyPicked, NoSuchCrew, CrewOutsideContract, PaidMonthsFollow.
    """
    project = reach(projects_of(by, "staffing.register"), project_id)
    contracts = picked_contracts(by, project, contract_ids)
    prefetch_related_objects(contracts, "crew_assignments")
    spans = [(one, *_span(one, valid_from, valid_to)) for one in contracts]
    pattern = reach(ShiftPattern.objects.all(), pattern_id) if pattern_id else None
    first, last = min(since for _one, since, _to in spans), max(to for _one, _since, to in spans)
    require_unpaid(first, last, project=project)
    replaced = [(held, since, to) for one, since, to in spans for held in _overlapping(one, since, to)]
    kept = [piece for held, since, to in replaced for piece in _around(held, since, to)]
    CrewAssignment.objects.filter(pk__in=[held.pk for held, _since, _to in replaced]).delete()
    added = list(_followed(pattern, crew, spans)) if pattern else []
    CrewAssignment.objects.bulk_create(kept + added)
    _reread(project.pk, {one.pk for one in contracts}, first)
    return project


def require_sound(pattern: Pattern) -> None:
    """Refuse a pattern that could not be worked or paid; the refusals of make_pattern."""
    too_long = (
        len(pattern.cycle) > CYCLE_AT_MOST
        or len(pattern.crew_offsets) > CREWS_AT_MOST
        or len(pattern.shifts) > SHIFTS_PER_PATTERN
    )
    most = {"days": CYCLE_AT_MOST, "crews": CREWS_AT_MOST, "shifts": SHIFTS_PER_PATTERN}
    require(not too_long, PatternTooLong(**most))
    _require_own_marks(pattern)
    for shift in pattern.shifts:
        _require_sound_shift(shift)
    known = {shift.mark for shift in pattern.shifts}
    for day, what in enumerate(pattern.cycle, 1):
        require(what in FREE_DAYS or what in known, UnknownShiftInCycle(day=day, mark=what))
    require(known & set(pattern.cycle), CycleWithoutShift())
    _require_apart(pattern)


def _require_own_marks(pattern: Pattern) -> None:
    taken = {*DayCode.objects.values_list("mark", flat=True), *FREE_DAYS}
    seen: set[str] = set()
    for shift in pattern.shifts:
        mark = shift.mark
        readable = tidy(mark) == mark and not HOURS.fullmatch(mark) and not TIMES.fullmatch(mark)
        require(readable and mark not in taken, ShiftMarkTaken(mark=mark))
        require(mark not in seen, ShiftMarkTwice(mark=mark))
        seen.add(mark)


def _require_sound_shift(shift: Shift) -> None:
    plan = shift.plan
    edges = [plan.starts, *(minute for pair in plan.breaks for minute in pair), plan.ends]
    in_order = all(earlier <= later for earlier, later in pairwise(edges))
    lasting = all(since < to for since, to in plan.breaks)
    named = {
        "mark": shift.mark,
        "starts": clock(plan.starts),
        "ends": clock(plan.ends),
        "most": BREAKS_AT_MOST,
    }
    require(in_order and lasting and len(plan.breaks) <= BREAKS_AT_MOST, ShiftBreaksFaulty(**named))
    require(
        0 < shift.scheduled_minutes <= plan.minutes,
        ShiftAgreesTooMuch(mark=shift.mark, minutes=plan.minutes),
    )


def _require_apart(pattern: Pattern) -> None:
    """No shift may end after the next day's shift begins; a shift lasts a day at most."""
    following = pattern.cycle[1:] + pattern.cycle[:1]
    for day, (what, after) in enumerate(zip(pattern.cycle, following, strict=True), 1):
        shift, later = pattern.shift(what), pattern.shift(after)
        if shift and later and shift.plan.ends > later.plan.starts + DAY:
            raise ShiftsOverlap(day=day, mark=what, next=after)


def _write(row: ShiftPattern, pattern: Pattern) -> None:
    for name in PATTERN_FIELDS:
        value = getattr(pattern, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as broken:
        raise PatternNameTaken(name=pattern.name) from broken
    row.shift_types.all().delete()
    ShiftType.objects.bulk_create(
        ShiftType(
            institution_id=row.institution_id,
            pattern=row,
            mark=shift.mark,
            name=shift.name,
            starts=shift.plan.starts,
            ends=shift.plan.ends,
            breaks=[minute for pair in shift.plan.breaks for minute in pair],
            scheduled_minutes=shift.scheduled_minutes,
            position=position,
        )
        for position, shift in enumerate(pattern.shifts)
    )


class _MonthOf(Func):
    template = "DATE_TRUNC('month', %(expressions)s)"


def _changeable(pattern_id: int) -> ShiftPattern:
    row = reach(ShiftPattern.objects.select_for_update(), pattern_id)
    paid = ProjectMonth.objects.filter(
        project=OuterRef("contract__project"),
        state=ProjectMonth.State.PAID,
        month__gte=_MonthOf(OuterRef("valid_from")),
        month__lte=OuterRef("valid_to"),
    )
    require(not row.assignments.filter(Exists(paid)).exists(), PatternInPaidMonths(name=row.name))
    return row


def picked_contracts(by: User, project: Project, contract_ids: Sequence[int]) -> list[Contract]:
    """The contracts of a project in the order asked for; any that is out of reach refuses all.

    Raises NobodyPicked, NotFound.
    """
    require(contract_ids, NobodyPicked())
    found = contracts_of(by, "staffing.register").filter(project=project, pk__in=contract_ids)
    known = {one.pk: one for one in found.select_related("person")}
    require(known.keys() == set(contract_ids), NotFound())
    return [known[pk] for pk in dict.fromkeys(contract_ids)]


def _span(contract: Contract, valid_from: date, valid_to: date | None) -> tuple[date, date]:
    since = max(valid_from, contract.starts_on)
    to = min(valid_to or contract.ends_on, contract.ends_on)
    named = {
        "name": contract.person.name,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
    }
    require(since <= to, CrewOutsideContract(**named))
    return since, to


def _overlapping(contract: Contract, since: date, to: date) -> list[CrewAssignment]:
    held = contract.crew_assignments.all()
    return [one for one in held if one.valid_from <= to and since <= one.valid_to]


def _around(held: CrewAssignment, since: date, to: date) -> Iterator[CrewAssignment]:
    """What stays of a followed crew before and after the days from since to to."""
    if held.valid_from < since:
        yield _piece(held.contract, held.pattern_id, held.crew, held.valid_from, since - ONE_DAY)
    if held.valid_to > to:
        yield _piece(held.contract, held.pattern_id, held.crew, to + ONE_DAY, held.valid_to)


def _followed(
    pattern: ShiftPattern, crew: int | None, spans: Iterable[tuple[Contract, date, date]]
) -> Iterator[CrewAssignment]:
    crews = len(pattern.crew_offsets)
    named = {"name": pattern.name, "crew": crew, "crews": crews}
    require(crew is None or 1 <= crew <= crews, NoSuchCrew(**named))
    dealt = cycle([crew] if crew else range(1, crews + 1))
    for (contract, since, to), one in zip(spans, dealt, strict=False):
        yield _piece(contract, pattern.pk, one, since, to)


def _piece(contract: Contract, pattern_id: int, crew: int, since: date, to: date) -> CrewAssignment:
    return CrewAssignment(
        institution_id=contract.institution_id,
        contract=contract,
        pattern_id=pattern_id,
        crew=crew,
        valid_from=since,
        valid_to=to,
    )


def _reread(project_id: int, contracts: Collection[int], since: date) -> None:
    """Read the marks of open months again, from the month of a day on."""
    months: QuerySet[ProjectMonth] = ProjectMonth.objects.filter(
        project=project_id, state=ProjectMonth.State.OPEN, month__gte=since.replace(day=1)
    )
    for month in months.select_for_update(of=("self",)):
        reread_days(load_sheet(month, contracts))
