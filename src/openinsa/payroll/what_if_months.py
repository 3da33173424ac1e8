"""Months of a contract as they stand and as a change would have them, through the tables of a pay run.

Days not yet entered count as ordinary days. Nothing is stored. Statements: a fixed number a month, whatever
the number of people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openinsa.compute.bulk import ShortAnswers
from openinsa.compute.month import compute_month
from openinsa.compute.tables import Days, MonthTables
from openinsa.payroll.correcting import (
    EARLIER_DAYS,
    LeaveCodes,
    Place,
    corrected,
    day_row,
    leave_codes,
    replaced_days,
)
from openinsa.payroll.differences import confirmed
from openinsa.payroll.models import Correction
from openinsa.payroll.month_tables import counted_as_paid, load_month
from openinsa.payroll.pay_day import pay_date_of
from openinsa.payroll.what_if import (
    HOURS,
    NOTHING,
    Change,
    ToldSlip,
    changed_contract,
    changed_versions,
    held_on,
    moved_to,
    told_slip,
    with_dates,
    with_versions,
)
from openinsa.people.refusals import Refused, require
from openinsa.people.settings_in_force import settings_on
from openinsa.rules.engine import DateBeforeFirstValue, day_number
from openinsa.staffing.actions.record_days import day_from
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Contract, ContractVersion, ProjectMonth
from openinsa.staffing.sheet import Entered, Row, Sheet, last_day, load_sheet

ONE_DAY = timedelta(days=1)
MONTHS_AT_MOST = 24


class MonthOutsideContract(Refused):
    sentence = _(
        "%(month)s은(는) 바꾸어 본 계약 기간(%(starts_on)s ~ %(ends_on)s) 밖입니다. 달이나 날짜를 고쳐 주세요."
    )


class DatesOutsideProject(Refused):
    sentence = _(
        "%(day)s은(는) 사업 기간(%(starts_on)s ~ %(ends_on)s) 밖입니다. 사업 기간 안의 날짜로 고쳐 주세요."
    )


class EndsBeforeItStarts(Refused):
    sentence = _("종료일 %(ends_on)s이(가) 시작일 %(starts_on)s보다 앞입니다. 날짜를 고쳐 주세요.")


class HoursDoNotFit(Refused):
    sentence = _(
        "1일 %(daily)s시간, 1주 %(weekly)s시간, 1주 %(days)s일은 함께 있을 수 없습니다. 1주 시간을 1일 시간 이상, 1일 시간 × 일수 이하로 고쳐 주세요."
    )


class HoursBeyondTheLaw(Refused):
    sentence = _(
        "소정근로시간은 1일 %(daily)s시간, 1주 %(weekly)s시간을 넘을 수 없습니다. 시간을 줄여 주세요."
    )


class OtherContractBeside(Refused):
    sentence = _(
        "%(name)s의 다른 계약(%(starts_on)s ~ %(ends_on)s)이 같은 달에 있어 시작일과 종료일은 여기서 바꾸어 볼 수 없습니다."
    )


class FollowsACrew(Refused):
    sentence = _(
        "교대표를 따르는 계약이라 시간과 날짜는 여기서 바꾸어 볼 수 없습니다. 임금이나 달을 바꾸어 보세요."
    )


class MonthBeforeTheRuleBook(Refused):
    sentence = _("%(month)s은(는) 규칙집이 시작하기 전의 달입니다. 뒤의 달을 골라 주세요.")


class CannotBeComputed(Refused):
    sentence = _("%(month)s은(는) 이대로 계산할 수 없습니다. 적은 값을 고쳐 주세요. (%(fault)s)")


@dataclass(frozen=True)
class Asked:
    """A contract and the copy of it that a change makes, with the versions of both."""

    contract: Contract
    versions: list[ContractVersion]
    changed: Contract
    new_versions: list[ContractVersion]
    change: Change

    @property
    def other_dates(self) -> bool:
        return (self.contract.starts_on, self.contract.ends_on) != (
            self.changed.starts_on,
            self.changed.ends_on,
        )

    @property
    def other_terms(self) -> bool:
        held = held_on(self.versions, max(self.change.month, self.changed.starts_on))
        return any(value != getattr(held, name) for name, value in self.change.terms().items())

    @property
    def months(self) -> list[date]:
        """The month asked for and those after it to the end, as many as are looked at."""
        months = [self.change.month]
        while (following := last_day(months[-1]) + ONE_DAY) <= self.end and len(months) < MONTHS_AT_MOST:
            months.append(following)
        return months

    @property
    def end(self) -> date:
        """The later of the two ends."""
        return max(self.contract.ends_on, self.changed.ends_on)


def ask(contract: Contract, change: Change) -> Asked:
    """The change, unless it cannot be looked at. Raises the refusals above."""
    changed, versions = changed_contract(contract, change), list(contract.versions.all())
    _require_dates(contract, changed, change.month)
    try:
        limit = law_value("weekly_limit_minutes", change.month)
        daily_limit = law_value("daily_limit_minutes", change.month)
    except DateBeforeFirstValue as early:
        raise MonthBeforeTheRuleBook(month=f"{change.month:%Y-%m}") from early
    if change.terms(HOURS):
        held = held_on(versions, max(change.month, changed.starts_on))
        hours = {name: getattr(held, name) for name in HOURS} | change.terms(HOURS)
        _require_hours(hours, daily_limit, limit)
    asked = Asked(contract, versions, changed, changed_versions(versions, changed, change, limit), change)
    if asked.other_dates or change.terms(HOURS):
        require(not contract.crew_assignments.exists(), FollowsACrew())
    if asked.other_dates:
        _require_alone(asked)
    return asked


def _require_dates(contract: Contract, changed: Contract, month: date) -> None:
    starts_on, ends_on, project = changed.starts_on, changed.ends_on, contract.project
    require(starts_on <= ends_on, EndsBeforeItStarts(starts_on=starts_on, ends_on=ends_on))
    for day, before in ((starts_on, contract.starts_on), (ends_on, contract.ends_on)):
        inside = day == before or project.starts_on <= day <= project.ends_on
        require(inside, DatesOutsideProject(day=day, starts_on=project.starts_on, ends_on=project.ends_on))
    employed = starts_on <= last_day(month) and month <= ends_on
    outside = MonthOutsideContract(month=f"{month:%Y-%m}", starts_on=starts_on, ends_on=ends_on)
    require(employed, outside)


def _require_hours(hours: Mapping[str, int], daily_limit: int, weekly_limit: int) -> None:
    daily, weekly, days = (hours[name] for name in HOURS)
    lawful = daily <= daily_limit and weekly <= weekly_limit
    require(lawful, HoursBeyondTheLaw(daily=daily_limit // 60, weekly=weekly_limit // 60))
    fits = 0 < daily <= weekly <= daily * days
    require(fits, HoursDoNotFit(daily=_hours(daily), weekly=_hours(weekly), days=days))


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _require_alone(asked: Asked) -> None:
    """Other dates are looked at for people with one contract in all months that they touch."""
    both = (asked.contract, asked.changed)
    first = min(one.starts_on for one in both).replace(day=1) - ONE_DAY
    last = last_day(max(one.ends_on for one in both)) + ONE_DAY
    others = Contract.objects.filter(
        person=asked.contract.person_id, starts_on__lte=last, ends_on__gte=first
    ).exclude(pk=asked.contract.pk)
    if beside := others.first():
        raise OtherContractBeside(
            name=asked.contract.person.name, starts_on=beside.starts_on, ends_on=beside.ends_on
        )


def look(asked: Asked, month: date) -> tuple[ToldSlip, ToldSlip]:
    """A month's slip as it stands and as it would be. Raises MonthBeforeTheRuleBook, CannotBeComputed."""
    try:
        return _look(asked, month)
    except DateBeforeFirstValue as early:
        raise MonthBeforeTheRuleBook(month=f"{month:%Y-%m}") from early


def _look(asked: Asked, month: date) -> tuple[ToldSlip, ToldSlip]:
    loaded = load_person_month(asked.contract, month)
    old = loaded.computed(loaded.with_days(loaded.tables, loaded.sheets, refilled=False))
    employed = asked.changed.starts_on <= last_day(month) and month <= asked.changed.ends_on
    if not employed:
        return old, NOTHING
    if not (asked.other_dates or asked.other_terms):
        return old, old
    tables = loaded.tables
    if loaded.slip is None:
        tables = _moved(asked, tables, month)
        loaded.slip = asked.contract.pk
    if asked.other_dates:
        tables = with_dates(tables, loaded.slip, asked.contract, asked.changed, month)
    tables = with_versions(tables, loaded.slip, asked.contract, asked.new_versions, month)
    sheets = [_changed_sheet(asked, sheet) for sheet in loaded.sheets]
    reread = asked.other_dates or bool(asked.change.terms(HOURS))
    return old, loaded.computed(loaded.with_days(tables, sheets, refilled=reread))


def _changed_sheet(asked: Asked, sheet: Sheet) -> Sheet:
    if sheet.project_month.project_id != asked.contract.project_id:
        return sheet
    was = sheet.rows.get(asked.contract.pk)
    days = dict(was.days) if was else {}
    row = Row(asked.changed, asked.new_versions, days)
    rows = {**sheet.rows, row.contract_id: row}
    return Sheet(sheet.project_month, rows, sheet.codes, sheet.holidays, None, sheet.rosters)


def _moved(asked: Asked, tables: MonthTables, month: date) -> MonthTables:
    """A month outside the stored contract, with the slip of the nearest month inside."""
    contract = asked.contract
    nearest = contract.ends_on if month > contract.ends_on else contract.starts_on
    usual = _tables(contract, nearest.replace(day=1), [contract.project_id])
    return moved_to(tables, usual, contract.pk, month, counted_as_paid(month, pay_date_of(month)))


def _tables(contract: Contract, month: date, projects: Sequence[int]) -> MonthTables:
    setting, pay_date = settings_on(month), pay_date_of(month)
    with ShortAnswers(connection.connection) as cursor:
        return load_month(cursor, setting, month, pay_date, projects, [contract.person_id])


@dataclass
class Loaded:
    """One person's month as it stands: the tables of a pay run and what was entered."""

    month: date
    tables: MonthTables
    sheets: list[Sheet]
    places: Mapping[int, Place]
    slip: int | None
    codes: LeaveCodes
    day_corrections: list[Correction]

    def with_days(self, tables: MonthTables, sheets: Sequence[Sheet], *, refilled: bool) -> MonthTables:
        """The tables with ordinary days where nothing was entered; refilled: every mark read afresh."""
        rows = [
            day_row(slip, entered, self.codes)
            for sheet in sheets
            for row in sheet.rows.values()
            if (slip := self.slip_of(tables, row.contract)) is not None
            for entered in _days_of(sheet, row, refilled)
        ]
        days = replaced_days(tables.days, Days.of(rows)) if rows else tables.days
        return corrected(replace(tables, days=days), self.places, self.day_corrections, self.codes)

    def slip_of(self, tables: MonthTables, contract: Contract) -> int | None:
        """The slip that pays a contract: its own, or that of the contract chained to it."""
        starts = day_number(contract.starts_on)
        slips = tables.slips
        around = (slips.employed_from <= starts) & (starts <= slips.employed_to)
        found = [one for one in slips.slip[around].tolist() if self.places[one][0] == contract.project_id]
        return found[0] if found else None

    def computed(self, tables: MonthTables) -> ToldSlip:
        """The contract's slip computed, nothing when the month has none. Raises CannotBeComputed."""
        if self.slip is None:
            return NOTHING
        slips = compute_month(tables)
        for fault in slips.faults:
            if fault.slip == self.slip:
                said = fault.message_en if get_language() == "en" else fault.message_ko
                raise CannotBeComputed(month=f"{self.month:%Y-%m}", fault=said)
        return told_slip(slips, self.slip)


def _days_of(sheet: Sheet, row: Row, refilled: bool) -> list[Entered]:
    """The days that are not as entered: ordinary ones where nothing stands, and all of them when read afresh.

    The days before the month are filled only with the month: a month fully entered is computed as it is.
    """
    empty = [day for day in sheet.dates if row.employed_on(day) and not _mark(row, day)]
    dates = [*(sheet.earlier_dates if empty else []), *sheet.dates]
    days = []
    for day in dates:
        mark = _mark(row, day)
        if row.version_on(day) is None or (mark and not refilled):
            continue
        reading = sheet.read(row, day, mark or sheet.default(row, day))
        if mark or not reading.fault:
            days.append(day_from(reading, row, day, 0, None))
    return days


def _mark(row: Row, day: date) -> str:
    entered = row.days.get(day)
    return entered.mark if entered else ""


def load_person_month(contract: Contract, month: date) -> Loaded:
    """The month of a contract's person as it stands, through the tables of a pay run."""
    own = list(
        Contract.objects.filter(person=contract.person_id).select_related("project").order_by("starts_on")
    )
    places = {one.pk: (one.project_id, one.person_id) for one in own}
    touching = [
        one
        for one in own
        if (one.starts_on <= last_day(month) and month <= one.ends_on) or one.pk == contract.pk
    ]
    projects = {one.project_id: one.project for one in touching}
    tables = _tables(contract, month, list(projects))
    sheets = []
    for project in projects.values():
        unsaved = ProjectMonth(institution_id=project.institution_id, project=project, month=month)
        sheet = load_sheet(unsaved, [one.pk for one in own if one.project_id == project.pk])
        sheet.setting = None  # days to come are looked at, whatever may be entered for them
        sheets.append(sheet)
    codes = LeaveCodes(list(leave_codes()))
    reaching = list(
        confirmed(Contract.objects.filter(pk=contract.pk)).filter(
            first_day__lte=last_day(month), last_day__gte=month - EARLIER_DAYS
        )
    )
    wages = [one for one in reaching if one.kind == Correction.Kind.WAGE]
    loaded = Loaded(
        month,
        corrected(tables, places, wages, codes),
        sheets,
        places,
        None,
        codes,
        [one for one in reaching if one.kind == Correction.Kind.DAYS],
    )
    employed = contract.starts_on <= last_day(month) and month <= contract.ends_on
    loaded.slip = loaded.slip_of(loaded.tables, contract) if employed else None
    return loaded
