"""Flexible hours: an agreement made and ended, and whom it holds for (근로기준법 제51조, 제51조의2)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.rules.engine import day_of, load_rule_book
from openinsa.staffing.actions.months import reread_days
from openinsa.staffing.actions.patterns import picked_contracts
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.flexible_hours import AVERAGE, LONG_WEEK, PlanFault, Plans, faults_of_plan, plans_of
from openinsa.staffing.flexible_models import LAST_SAFE_DAY
from openinsa.staffing.law import is_minor, law_value
from openinsa.staffing.models import (
    Contract,
    ContractVersion,
    FlexibleAgreement,
    FlexibleCover,
    Project,
    ProjectMonth,
)
from openinsa.staffing.motherhood import mothers_of
from openinsa.staffing.scope import projects_of, reach
from openinsa.staffing.sheet import last_day as month_end
from openinsa.staffing.sheet import load_sheet
from openinsa.web.templatetags.web import hours

ONE_DAY = timedelta(days=1)
Kind = FlexibleAgreement.Kind
PERMISSION = "staffing.manage_projects"


class UnitTooLong(Refused):
    sentence = _(
        "단위기간(%(since)s ~ %(to)s)이 '%(kind)s'보다 깁니다. 단위기간을 줄이거나 종류를 바꿔 주세요. (아무것도 저장되지 않았습니다.)"
    )


class UnitTooShort(Refused):
    sentence = _(
        "단위기간(%(since)s ~ %(to)s)이 '%(kind)s'에는 짧습니다. 단위기간을 늘리거나 종류를 바꿔 주세요. (아무것도 저장되지 않았습니다.)"
    )


class UnitBeginsLateInTheMonth(Refused):
    sentence = _(
        "달로 정하는 단위기간은 29일부터 시작할 수 없습니다(%(day)s). 없는 날이 있는 달이 있으니 1일부터 28일 사이에 시작하거나 주로 정해 주세요."
    )


class FlexibleBeforeTheLaw(Refused):
    sentence = _(
        "탄력적 근로시간제의 정산(제51조의3)은 %(since)s부터 계산할 수 있습니다. 시작일을 그날 이후로 고쳐 주세요."
    )


class AgreedTooLate(Refused):
    sentence = _(
        "합의한 날(%(agreed_on)s)이 첫 단위기간 시작일(%(since)s)보다 늦습니다. 합의한 날부터 적용할 수 있으니 날짜를 고쳐 주세요."
    )


class RepresentativeMissing(Refused):
    sentence = _("'%(kind)s'에는 근로자대표와의 서면 합의가 필요합니다. 근로자대표를 적어 주세요.")


class WagePlanMissing(Refused):
    sentence = _(
        "3개월을 넘는 단위기간에는 임금보전방안을 신고하거나 서면으로 합의해야 합니다. 신고일과 번호, 또는 합의한 내용을 적어 주세요."
    )


class OutsideTheAgreement(Refused):
    sentence = _(
        "%(name)s의 적용 기간이 합의의 유효기간(%(since)s ~ %(to)s)이나 계약 기간에 하루도 들지 않습니다. 날짜를 고치거나 그 사람을 빼 주세요."
    )


class FlexibleAlready(Refused):
    sentence = _(
        "%(name)s은(는) 그 기간에 이미 탄력적 근로시간제를 적용받고 있습니다. 먼저 그 적용을 끝내거나 날짜를 고쳐 주세요."
    )


class FlexibleForPartTimer(Refused):
    sentence = _(
        "%(name)s은(는) 단시간근로자여서 정한 시간을 넘으면 모두 초과근로입니다(기간제법 제6조). 그 사람을 빼 주세요."
    )


class FlexibleForMinor(Refused):
    sentence = _(
        "%(name)s은(는) %(day)s에 18세 미만이어서 탄력적 근로시간제를 적용할 수 없습니다(제51조제3항). 18세가 되는 날부터로 고치거나 그 사람을 빼 주세요."
    )


class FlexibleNotAllowed(Refused):
    sentence = _(
        "%(name)s은(는) 그 기간에 탄력적 근로시간제를 적용할 수 없는 사람입니다(제51조제3항). 모성보호 담당자에게 확인하고 그 사람을 빼 주세요."
    )


class PlanBeyondAverage(Refused):
    sentence = _(
        "%(name)s의 %(since)s ~ %(to)s 단위기간에 정한 시간이 모두 %(planned)s이어서 평균 주 40시간을 넘습니다. 계약의 근무요일이나 교대표를 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PlannedWeekTooLong(Refused):
    sentence = _(
        "%(name)s의 %(since)s ~ %(to)s 주에 정한 시간이 %(planned)s이어서 특정한 주의 한도 %(most)s을 넘습니다. 계약의 근무요일이나 교대표를 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PlannedDayTooLong(Refused):
    sentence = _(
        "%(name)s의 %(since)s에 정한 시간이 %(planned)s이어서 특정한 날의 한도 %(most)s을 넘습니다. 계약의 근무요일이나 교대표를 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class FlexibleEndsBefore(Refused):
    sentence = _(
        "마지막 날(%(day)s)이 시작일(%(since)s)보다 앞섭니다. 처음부터 없던 것이면 지우기를 눌러 주세요."
    )


@action(permission=PERMISSION, record="flexible_hours_agreed")
def agree_flexible_hours(by: User, project_id: int, typed: dict[str, Any]) -> FlexibleAgreement:
    """Record an agreement for a project; people are put under it by `cover_people`.

    Raises NotFound, UnitTooLong, UnitTooShort, UnitBeginsLateInTheMonth, FlexibleBeforeTheLaw, AgreedTooLate,
    RepresentativeMissing, WagePlanMissing.
    """
    project = reach(projects_of(by, PERMISSION), project_id)
    agreement = FlexibleAgreement(institution_id=by.institution_id, project=project, **typed)
    _require_lawful(agreement)
    agreement.save()
    return agreement


@action(permission=PERMISSION, record="flexible_hours_cover")
def cover_people(
    by: User,
    agreement_id: int,
    contract_ids: Sequence[int],
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> FlexibleAgreement:
    """Put people of the project under an agreement, from its first to its last day unless said otherwise.

    Their open months are read again. Raises NotFound, NobodyPicked, OutsideTheAgreement, FlexibleAlready,
    FlexibleForPartTimer, FlexibleForMinor, FlexibleNotAllowed, PlanBeyondAverage, PlannedWeekTooLong,
    PlannedDayTooLong, PaidMonthsFollow.
    """
    agreement = _reach(by, agreement_id)
    Project.objects.select_for_update().get(pk=agreement.project_id)  # two at a time would not see each other
    contracts = picked_contracts(by, agreement.project, contract_ids)
    covers = [_cover(agreement, one, valid_from, valid_to) for one in contracts]
    first, last = min(one.valid_from for one in covers), max(one.valid_to for one in covers)
    require_unpaid(first, last, project=agreement.project)
    _require_coverable(covers)
    plans = plans_of([one.pk for one in contracts], first, last)
    for cover in covers:
        _require_planned(plans, cover, agreement)
    FlexibleCover.objects.bulk_create(covers)
    _read_again(agreement.project, {one.pk for one in contracts})
    return agreement


@action(permission=PERMISSION, record="flexible_hours_ended")
def end_flexible_hours(by: User, agreement_id: int, last_day: date, *, reason: str = "") -> FlexibleAgreement:
    """Let an agreement hold no longer than a day: the unit period is settled there.

    Raises NotFound, FlexibleEndsBefore, PaidMonthsFollow.
    """
    agreement = _reach(by, agreement_id)
    require(agreement.starts_on <= last_day, FlexibleEndsBefore(day=last_day, since=agreement.starts_on))
    require_unpaid(_first_changed(agreement, last_day), agreement.ends_on, project=agreement.project)
    _cut(agreement.covers.filter(valid_to__gt=last_day), last_day)
    agreement.ends_on = min(agreement.ends_on, last_day)
    agreement.save(update_fields=["ends_on"])
    _read_again(agreement.project)
    return agreement


@action(permission=PERMISSION, record="flexible_hours_left")
def end_cover(by: User, cover_id: int, last_day: date, *, reason: str = "") -> FlexibleAgreement:
    """Let an agreement hold for one person no longer than a day: what was worked until then is settled.

    Raises NotFound, FlexibleEndsBefore, PaidMonthsFollow.
    """
    within = FlexibleCover.objects.filter(agreement__project__in=projects_of(by, PERMISSION))
    cover = reach(within.select_related("agreement__project"), cover_id)
    require(cover.valid_from <= last_day, FlexibleEndsBefore(day=last_day, since=cover.valid_from))
    require_unpaid(_first_changed(cover.agreement, last_day), cover.valid_to, project=cover.agreement.project)
    _cut(FlexibleCover.objects.filter(pk=cover.pk, valid_to__gt=last_day), last_day)
    _read_again(cover.agreement.project, {cover.contract_id})
    return cover.agreement


@action(permission=PERMISSION, record="flexible_hours_dropped")
def drop_flexible_hours(by: User, agreement_id: int, *, reason: str) -> Project:
    """Take back an agreement that was recorded wrongly. Raises NotFound, ReasonMissing, PaidMonthsFollow."""
    agreement = _reach(by, agreement_id)
    require(reason.strip(), ReasonMissing())
    require_unpaid(agreement.starts_on, agreement.ends_on, project=agreement.project)
    agreement.delete()
    _read_again(agreement.project)
    return agreement.project


def leave_flexible_hours(person_id: int, first_day: date) -> None:
    """End a person's flexible hours before a day, in months not yet paid (제51조제3항, 제51조의2제6항).

    A unit period that a paid month would cut short holds one open day more: it is settled there, or never.
    """
    held = FlexibleCover.objects.filter(contract__person=person_id, valid_to__gte=first_day)
    for cover in held.select_related("agreement__project"):
        project = cover.agreement.project
        paid = ProjectMonth.objects.filter(project=project, state=ProjectMonth.State.PAID)
        month = paid.order_by("-month").values_list("month", flat=True).first()
        closed = month_end(month) if month else date.min
        last = max(first_day - ONE_DAY, closed)
        if cover.valid_from <= closed and _first_changed(cover.agreement, last) <= closed:
            last = closed + ONE_DAY
        _cut(FlexibleCover.objects.filter(pk=cover.pk, valid_to__gt=last), last)
        _read_again(project, {cover.contract_id})


def _first_changed(agreement: FlexibleAgreement, last_day: date) -> date:
    """The first day whose pay changes when flexible hours end on a day: a unit period cut short is settled on it."""
    whole = any(end == last_day for _begin, end in agreement.units())
    return last_day + ONE_DAY if whole else last_day


def _require_lawful(agreement: FlexibleAgreement) -> None:
    begin = agreement.starts_on
    begins = load_rule_book().parameters["long_unit_months"].values[None][0].since
    require(begin >= day_of(begins), FlexibleBeforeTheLaw(since=day_of(begins)))
    by_month = agreement.unit == FlexibleAgreement.Unit.MONTHS
    require(not by_month or begin.day <= LAST_SAFE_DAY, UnitBeginsLateInTheMonth(day=begin))
    end = agreement.first_unit[1]
    named = {"since": begin, "to": end, "kind": agreement.get_kind_display()}
    require(end <= _longest(agreement.kind, begin), UnitTooLong(**named))
    longer = agreement.kind != Kind.SIX_MONTHS or end > _longest(Kind.THREE_MONTHS, begin)
    require(longer, UnitTooShort(**named))
    if not agreement.short:
        require(agreement.agreed_with.strip(), RepresentativeMissing(kind=agreement.get_kind_display()))
    if agreement.kind == Kind.SIX_MONTHS:
        require(agreement.wage_plan.strip(), WagePlanMissing())
    require(agreement.agreed_on <= begin, AgreedTooLate(agreed_on=agreement.agreed_on, since=begin))


def _longest(kind: str, begin: date) -> date:
    """The last day of the longest unit period of a kind that begins on a day."""
    if kind == Kind.TWO_WEEKS:
        return begin + timedelta(weeks=law_value("short_unit_weeks", begin)) - ONE_DAY
    months = law_value("long_unit_months" if kind == Kind.SIX_MONTHS else "middle_unit_months", begin)
    years, month = divmod(begin.month - 1 + months, 12)
    following = date(begin.year + years, month + 1, 1)
    days = (following + 31 * ONE_DAY).replace(day=1) - following
    return following + min(begin.day - 1, days.days) * ONE_DAY - ONE_DAY


def _cover(
    agreement: FlexibleAgreement, contract: Contract, valid_from: date | None, valid_to: date | None
) -> FlexibleCover:
    since = max(valid_from or agreement.starts_on, agreement.starts_on, contract.starts_on)
    to = min(valid_to or agreement.ends_on, agreement.ends_on, contract.ends_on)
    named = {"name": contract.person.name, "since": agreement.starts_on, "to": agreement.ends_on}
    require(since <= to, OutsideTheAgreement(**named))
    return FlexibleCover(
        institution_id=agreement.institution_id,
        agreement=agreement,
        contract=contract,
        valid_from=since,
        valid_to=to,
    )


def _require_coverable(covers: Collection[FlexibleCover]) -> None:
    contracts = [one.contract_id for one in covers]
    covered = _spans(FlexibleCover.objects.filter(contract__in=contracts))
    part_time = _spans(ContractVersion.objects.filter(contract__in=contracts, part_time=True))
    mothers = mothers_of(next(iter(covers)).institution_id, {one.contract.person_id for one in covers})
    for one in covers:
        person = one.contract.person
        require(not _meets(one, covered), FlexibleAlready(name=person.name))
        require(not _meets(one, part_time), FlexibleForPartTimer(name=person.name))
        minor = is_minor(person.birth_date, one.valid_from)
        require(not minor, FlexibleForMinor(name=person.name, day=one.valid_from))
        known = mothers.get(person.pk, ())
        pregnant = any(her.is_pregnant(one.valid_from) or _told_within(her.told_on, one) for her in known)
        require(not pregnant, FlexibleNotAllowed(name=person.name))


def _spans(rows: QuerySet[Any]) -> Mapping[int, list[tuple[date, date]]]:
    """First and last days of dated rows, by contract."""
    found: dict[int, list[tuple[date, date]]] = {}
    for contract, since, to in rows.values_list("contract_id", "valid_from", "valid_to"):
        found.setdefault(contract, []).append((since, to))
    return found


def _meets(cover: FlexibleCover, spans: Mapping[int, list[tuple[date, date]]]) -> bool:
    """Whether a cover shares a day with one of its contract's spans."""
    return any(
        since <= cover.valid_to and cover.valid_from <= to for since, to in spans.get(cover.contract_id, ())
    )


def _told_within(told_on: date, cover: FlexibleCover) -> bool:
    return cover.valid_from <= told_on <= cover.valid_to


def _require_planned(plans: Plans, cover: FlexibleCover, agreement: FlexibleAgreement) -> None:
    fault = next(faults_of_plan(plans, cover, agreement), None)
    if fault is not None:
        raise _refusal(fault, cover.contract.person.name, agreement)


def _refusal(fault: PlanFault, name: str, agreement: FlexibleAgreement) -> Refused:
    told = {"name": name, "since": fault.since, "to": fault.to, "planned": hours(fault.minutes)}
    if fault.rule == AVERAGE:
        return PlanBeyondAverage(**told)
    if fault.rule == LONG_WEEK:
        most = "short_unit_week_minutes" if agreement.short else "long_unit_week_minutes"
        return PlannedWeekTooLong(**told, most=hours(law_value(most, fault.to)))
    return PlannedDayTooLong(**told, most=hours(law_value("long_unit_day_minutes", fault.to)))


def _cut(covers: Any, last_day: date) -> None:
    """Let covers end on a day; those that begin after it go."""
    covers.filter(valid_from__gt=last_day).delete()
    covers.update(valid_to=last_day)


def _reach(by: User, agreement_id: int) -> FlexibleAgreement:
    within = FlexibleAgreement.objects.filter(project__in=projects_of(by, PERMISSION))
    return reach(within.select_related("project").select_for_update(of=("self",)), agreement_id)


def _read_again(project: Project, contracts: Collection[int] | None = None) -> None:
    months = ProjectMonth.objects.filter(project=project, state=ProjectMonth.State.OPEN)
    for month in months.select_for_update(of=("self",)):
        reread_days(load_sheet(month, contracts))
