"""One project's month as the grid shows it: who, which days, what each day is, what was entered."""

import calendar
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from openinsa.compute.tables import EMPTY
from openinsa.people.models import FutureDays, InstitutionSetting, Person
from openinsa.people.settings_in_force import settings_on
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.holidays import project_holidays
from openinsa.staffing.marks import (
    USUAL_START,
    DayContext,
    DayReading,
    Plan,
    default_mark,
    minutes_of,
    read_mark,
)
from openinsa.staffing.models import (
    Approval,
    Consent,
    Contract,
    ContractVersion,
    Day,
    DayCode,
    FlexibleCover,
    Motherhood,
    ProjectMonth,
)
from openinsa.staffing.motherhood import Mother, mothers_of
from openinsa.staffing.rest import BREAK_ON_REQUEST, BREAK_WARNINGS, with_break_warning, without_limits
from openinsa.staffing.rosters import RosterDay, rosters_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
WOMENS_NUMBERS = ("2", "4", "6", "8")
"""The digit behind the birth date in the numbers of women, Koreans and foreigners."""
BY_ROSTER = -1
"""Where the weekday stands in the name of a day's kind, for a day that a shift pattern plans."""


def last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def plan_from(version: ContractVersion, weekday: int) -> Plan | None:
    """The version's plan of a weekday (0 = Monday), or None for a day without scheduled work."""
    entry = version.schedule.get(WEEKDAYS[weekday])
    if entry is None:
        return None
    starts, ends, breaks = entry
    return Plan(starts, ends, tuple((since, to) for since, to in breaks))


def usual_plan(version: ContractVersion) -> Plan:
    """What a working day of this version looks like, for work on a day without a plan."""
    plans = (plan_from(version, weekday) for weekday in range(7))
    fallback = Plan(USUAL_START, USUAL_START + version.daily_scheduled_minutes)
    return next((plan for plan in plans if plan is not None), fallback)


class Entered(NamedTuple):
    """What a day holds, as staffing.models.Day stores it; a month of 200 people has 6,200 of them."""

    contract_id: int
    date: date
    mark: str
    code: str
    starts: int | None
    ends: int | None
    breaks: tuple[int, ...]
    leave_code: str
    leave_minutes: int
    fault: str
    version: int
    entered_by_id: int | None

    @property
    def worked_minutes(self) -> int:
        return minutes_of(self.starts, self.ends, self.breaks)


@dataclass
class Row:
    """One contract in the month."""

    contract: Contract
    versions: list[ContractVersion]
    days: dict[date, Entered] = field(default_factory=dict)

    @cached_property
    def contract_id(self) -> int:
        return int(self.contract.pk)

    def version_on(self, day: date) -> ContractVersion | None:
        for version in self.versions:
            if version.valid_from <= day <= version.valid_to:
                return version
        return None

    def employed_on(self, day: date) -> bool:
        return self.contract.starts_on <= day <= self.contract.ends_on

    def exempt_on(self, day: date) -> bool:
        """Whether hours, breaks and holidays of the law do not bind the day (근로기준법 제63조)."""
        first, last = self.contract.exempt_from, self.contract.exempt_to
        return first is not None and last is not None and first <= day <= last

    @property
    def row_version(self) -> int:
        return max((day.version for day in self.days.values()), default=0)


@dataclass
class Sheet:
    """Everything the grid, its checks and its downloads need; loaded in a fixed number of statements.

    `rosters` holds, by contract and day, what the shift patterns have for those who follow a crew, to the end of
    the month's last week where somebody is in `flexible`, by contract under an agreement on hours. `consents`
    and `mothers` are told by person, the latter only to those who may know; `overtime_before` is what
    staffing.since_birth finds when somebody asks.
    """

    project_month: ProjectMonth
    rows: dict[int, Row]
    codes: list[DayCode]
    holidays: Mapping[date, str]
    setting: InstitutionSetting | None = None
    rosters: Mapping[int, Mapping[date, RosterDay]] = field(default_factory=dict)
    consents: dict[int, list[Consent]] = field(default_factory=dict)
    approvals: list[Approval] = field(default_factory=list)
    flexible: dict[int, list[FlexibleCover]] = field(default_factory=dict)
    mothers: Mapping[int, list[Mother]] = field(default_factory=dict)
    overtime_before: Mapping[int, int] | None = None
    _contexts: dict[tuple[int, int, bool], DayContext] = field(default_factory=dict, repr=False)
    _readings: dict[tuple[int, str], DayReading] = field(default_factory=dict, repr=False)
    _terms_of: dict[int, int] = field(default_factory=dict, repr=False)
    _known_terms: dict[tuple[str, int, int], int] = field(default_factory=dict, repr=False)

    @cached_property
    def dates(self) -> list[date]:
        return days_between(self.project_month.month, last_day(self.project_month.month))

    @cached_property
    def last_day(self) -> date:
        return last_day(self.project_month.month)

    @cached_property
    def earlier_dates(self) -> list[date]:
        """The days before the month that share a week with it, whatever day the week ends on."""
        first = self.project_month.month
        return days_between(first - timedelta(days=6), first - ONE_DAY)

    @cached_property
    def codes_by_mark(self) -> dict[str, DayCode]:
        return {code.mark: code for code in self.codes}

    @cached_property
    def marks_by_code(self) -> dict[str, str]:
        return {code.code: code.mark for code in self.codes}

    @cached_property
    def codes_by_name(self) -> dict[str, DayCode]:
        return {code.code: code for code in self.codes}

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def shift_names(self) -> dict[str, str]:
        """The marks of all shifts that somebody in the sheet may work, with their names."""
        patterns = {id(on.pattern): on.pattern for days in self.rosters.values() for on in days.values()}
        return {shift.mark: shift.name for pattern in patterns.values() for shift in pattern.shifts}

    def context(self, row: Row, day: date) -> DayContext:
        """What is known of a day before anything is entered. The day must lie in a contract version."""
        version = row.version_on(day)
        if version is None:
            raise LookupError(f"no version of contract {row.contract_id} on {day}")
        roster = self.rosters.get(row.contract_id, {}).get(day) if self.rosters else None
        plan = (id(roster), BY_ROSTER) if roster else (self._terms(version), day.weekday())
        kind = (*plan, day in self.holidays)
        if kind not in self._contexts:
            self._contexts[kind] = self._by_roster(roster, day) if roster else self._by_week(version, day)
        return self._contexts[kind]

    def _terms(self, version: ContractVersion) -> int:
        """A number that versions of the same weekly plan share: most people of a project have one plan."""
        terms = self._terms_of.get(version.id)
        if terms is None:
            said = (json.dumps(version.schedule), version.daily_scheduled_minutes, version.week_ends_on)
            terms = self._terms_of[version.id] = self._known_terms.setdefault(said, len(self._known_terms))
        return terms

    def _by_week(self, version: ContractVersion, day: date) -> DayContext:
        return DayContext(
            plan=plan_from(version, day.weekday()),
            usual=usual_plan(version),
            weekly_holiday=version.week_ends_on == day.weekday(),
            public_holiday=day in self.holidays,
        )

    def _by_roster(self, roster: RosterDay, day: date) -> DayContext:
        return DayContext(
            plan=roster.plan,
            usual=roster.pattern.shifts[0].plan,
            weekly_holiday=roster.weekly_holiday,
            public_holiday=day in self.holidays,
            shifts=roster.shifts,
            ordinary=self._ordinary(roster, day),
        )

    def _ordinary(self, roster: RosterDay, day: date) -> str:
        """The mark of a pattern's day: the shift, also on a holiday where the pattern works on holidays."""
        if roster.plan is None:
            return self.marks_by_code["weekly_holiday" if roster.weekly_holiday else roster.what]
        rests = day in self.holidays and not roster.pattern.works_on_public_holidays
        return self.marks_by_code["public_holiday"] if rests else roster.what

    def read(self, row: Row, day: date, mark: str) -> DayReading:
        """What a mark means on a day; work on a day to come as the institution has it."""
        context = self.context(row, day)
        alike = (id(context), mark)  # contexts stay as long as the sheet
        if alike not in self._readings:
            self._readings[alike] = read_mark(mark, context, self.codes_by_mark)
        if row.exempt_on(day):
            reading = without_limits(self._readings[alike])
        else:
            reading = with_break_warning(self._readings[alike], day, by_pattern=bool(context.ordinary))
        if reading.warning in BREAK_WARNINGS and self._break_may_be_shorter(row, day, reading.warning):
            reading = replace(reading, warning="")
        if self.future_days == FutureDays.ALLOW or reading.starts is None or day <= self.today:
            return reading
        if self.future_days == FutureDays.REFUSE:
            return DayReading(reading.mark, fault="day_to_come_refused")
        return replace(reading, warning=reading.warning or "day_to_come")

    def _break_may_be_shorter(self, row: Row, day: date, warning: str) -> bool:
        """By the worker's request, or as special industries agreed otherwise (제54조제1항 단서, 제59조제1항)."""
        asked = warning == BREAK_ON_REQUEST and self.consents_to(row, Consent.Kind.BREAK_WAIVER, day)
        return asked or self.approves(Approval.Kind.SPECIAL_INDUSTRY, day)

    def consents_to(self, row: Row, kind: str, day: date) -> bool:
        """Whether a paper of that kind is recorded that covers the person's day."""
        held = self.consents.get(row.contract.person_id, ())
        return any(paper.kind == kind and paper.holds_on(day) for paper in held)

    def approves(self, kind: str, day: date) -> bool:
        """Whether an approval of that kind is recorded for the project's day."""
        return any(paper.kind == kind and paper.holds_on(day) for paper in self.approvals)

    def flexible_on(self, row: Row, day: date) -> FlexibleCover | None:
        """The cover of an agreement on flexible hours that holds for the row's day."""
        if row.contract_id not in self.flexible or row.exempt_on(day):
            return None
        return next((one for one in self.flexible[row.contract_id] if one.holds_on(day)), None)

    def planned_week(self, row: Row, end: date) -> int:
        """Agreed minutes of the week that ends on a day, days outside of the contract left out."""
        days = (end - n * ONE_DAY for n in range(7))
        return sum(max(self.agreed_on(row, day)[0], 0) for day in days if row.version_on(day))

    def is_woman(self, person: Person) -> bool:
        """By the resident number, which is opened for this question alone."""
        number = self._sealer.open(person.resident_number_sealed)
        return number.partition("-")[2].startswith(WOMENS_NUMBERS)

    @cached_property
    def _sealer(self) -> Sealer:
        return Sealer(self.project_month.institution_id)

    @property
    def future_days(self) -> str:
        return self.setting.future_days if self.setting else FutureDays.ALLOW.value

    def agreed_on(self, row: Row, day: date) -> tuple[int, bool]:
        """Agreed minutes of a day inside a contract version, EMPTY without a plan, and whether it is the week's
        paid holiday."""
        context = self.context(row, day)
        roster = self.rosters.get(row.contract_id, {}).get(day)
        shift = roster.pattern.shift(roster.what) if roster else None
        planned = context.plan.minutes if context.plan else EMPTY
        return shift.scheduled_minutes if shift else planned, context.weekly_holiday

    def default(self, row: Row, day: date) -> str:
        return default_mark(self.context(row, day), self.marks_by_code)

    def totals(self, row: Row) -> dict[str, int]:
        """Counts of one row's month as papers show them; minutes are whole, days are records."""
        entered = [row.days[day] for day in self.dates if day in row.days]
        known = [self.codes_by_name[day.code] for day in entered if day.code in self.codes_by_name]
        worked = [day.worked_minutes for day in entered]
        return {
            "worked_days": sum(minutes > 0 for minutes in worked),
            "worked_minutes": sum(worked),
            "leave_days": sum(code.kind == DayCode.Kind.LEAVE and code.paid for code in known),
            "absent_days": sum(code.attendance == DayCode.Attendance.ABSENT for code in known),
            "row_version": row.row_version,
        }

    def missing_days(self) -> Iterable[tuple[Row, date]]:
        """Days of employment in the month that hold nothing yet."""
        for row in self.rows.values():
            for day in self.dates:
                entered = row.days.get(day)
                if row.employed_on(day) and (entered is None or not entered.mark):
                    yield row, day


def contracts_in(project_month: ProjectMonth) -> QuerySet[Contract]:
    """The contracts with a day in the month, in the order of the grid."""
    first, last = project_month.month, last_day(project_month.month)
    return Contract.objects.filter(
        project_id=project_month.project_id, starts_on__lte=last, ends_on__gte=first
    )


def load_sheet(
    project_month: ProjectMonth, contract_ids: Iterable[int] | None = None, *, mothers: bool = False
) -> Sheet:
    """Load a month, or some of its rows, in ten statements, one more where somebody follows a crew and one
    where somebody is under flexible hours.

    `mothers`: the reader may know who is pregnant or gave birth; a few statements more where somebody did.
    """
    first, last = project_month.month, last_day(project_month.month)
    known = Exists(Motherhood.objects.filter(person=OuterRef("person")))
    under = Exists(FlexibleCover.objects.filter(contract=OuterRef("pk")))
    contracts = contracts_in(project_month).select_related("person")
    contracts = contracts.annotate(is_mother=known, is_flexible=under)
    if contract_ids is not None:
        contracts = contracts.filter(pk__in=contract_ids)
    rows = {contract.pk: Row(contract, []) for contract in contracts}
    for version in ContractVersion.objects.filter(contract__in=rows).order_by("valid_from"):
        rows[version.contract_id].versions.append(version)
    shown = Day.objects.filter(contract__in=rows, date__range=(first - WEEK + ONE_DAY, last))
    for contract_id, day, mark, code, starts, ends, breaks, *rest in shown.values_list(*Entered._fields):
        entered = Entered(contract_id, day, mark, code, starts, ends, tuple(breaks), *rest)
        rows[contract_id].days[day] = entered
    codes = list(DayCode.objects.all())
    holidays = project_holidays(project_month.project_id, first - WEEK, last + WEEK)
    flexible = [pk for pk, row in rows.items() if row.contract.is_flexible]
    planned_to = last + WEEK if flexible else last
    rosters = rosters_of({pk: row.versions for pk, row in rows.items()}, first - WEEK + ONE_DAY, planned_to)
    sheet = Sheet(project_month, rows, codes, holidays, settings_on(last), rosters)
    people = {row.contract.person_id for row in rows.values()}
    for consent in Consent.objects.filter(person__in=people):
        sheet.consents.setdefault(consent.person_id, []).append(consent)
    sheet.approvals += Approval.objects.filter(project=project_month.project_id)
    if flexible:
        covers = FlexibleCover.objects.filter(
            contract__in=flexible, valid_from__lte=last, valid_to__gte=first - WEEK
        )
        for cover in covers.select_related("agreement", "contract"):
            sheet.flexible.setdefault(cover.contract_id, []).append(cover)
    told = {row.contract.person_id for row in rows.values() if row.contract.is_mother} if mothers else ()
    if told:
        sheet.mothers = mothers_of(project_month.institution_id, told)
    return sheet


def week_of(day: date, week_ends_on: int) -> date:
    """The last day of the week that the day belongs to."""
    return day + timedelta(days=(week_ends_on - day.weekday()) % 7)


def worked_minutes_by_week(row: Row) -> dict[date, int]:
    """Worked minutes of a row's weeks, keyed by the week's last day; earlier days included, exempt days not."""
    weeks: dict[date, int] = defaultdict(int)
    for day, entered in row.days.items():
        version = row.version_on(day)
        if version is not None and not row.exempt_on(day):
            weeks[week_of(day, version.week_ends_on)] += entered.worked_minutes
    return dict(weeks)
