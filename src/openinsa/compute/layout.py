"""Laying a month out: one cell per slip and date, from the first week's start to the day after the month.

A month is a grid of SPAN columns per slip, flattened slip by slip, so that weeks and neighbouring days are
found by position. Columns of cells carry the names that the rules of working time ask for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.few import among
from openinsa.compute.running import run_rules
from openinsa.compute.tables import (
    EMPTY,
    NOTHING_ENTERED,
    WORKED,
    BankedSpans,
    Codes,
    Flags,
    FlexibleSpans,
    Institutions,
    LiftedSpans,
    MonthTables,
    Rosters,
    Slips,
    Versions,
    Whole,
)
from openinsa.rules.choices import Attendance, PublicHolidayWorkUnscheduled

DAYS_BEFORE = 6
"""Days of the month before that may belong to the month's first week."""
SPAN = DAYS_BEFORE + 31 + 1
DAYS_PER_WEEK = 7
FAR = 2**23
"""More than any day number, to order rows by slip and day in one number."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Cells:
    """The cells of a batch, each column flat with SPAN entries per slip, in the order of slips.

    row, date             position of the slip; the day
    employed, in_month    flags of the day
    elsewhere             employed, and paid by another slip of the person
    version               position in `versions`, the nearest one outside of employment
    week_end              last day of the week the day belongs to
    days_into_week        0 on the week's first day to 6 on its last
    scheduled_day, scheduled_minutes   there is a plan; its minutes, 0 without
    public_holiday, weekly_holiday     a holiday of this contract, never both
    calendar_holiday      a public holiday after swaps, whether or not the contract is entitled to it
    holiday_work          work on this day is holiday work
    flexible, week_planned_minutes     the day is under flexible hours; the plan of its week, 0 where nobody's is
    code, leave_code, leave_minutes, mark    the record
    weekly_holiday_ruling, banked    what was decided of the week that ends on the day; leave in place of pay
    limit_lifted          an approval lifts the weekly limit of overtime
    code_is_paid, code_is_unpaid, leave_is_paid   for codes other than work and nothing
    closed                the code says that the employer closed
    attendance            Attendance by the code alone
    """

    row: Whole
    date: Whole
    employed: Flags
    elsewhere: Flags
    in_month: Flags
    version: Whole
    week_end: Whole
    days_into_week: Whole
    scheduled_day: Flags
    scheduled_minutes: Whole
    public_holiday: Flags
    weekly_holiday: Flags
    calendar_holiday: Flags
    holiday_work: Flags
    flexible: Flags
    week_planned_minutes: Whole
    code: Whole
    leave_code: Whole
    leave_minutes: Whole
    mark: Whole
    weekly_holiday_ruling: Whole
    banked: Flags
    limit_lifted: Flags
    code_is_paid: Flags
    code_is_unpaid: Flags
    closed: Flags
    leave_is_paid: Flags
    attendance: Whole


@dataclass(frozen=True)
class Batch:
    """The tables of a batch whose rows name slips by position, with each slip's institution settings."""

    tables: MonthTables
    slips: Slips
    settings: Institutions
    versions: Versions
    first_date: Whole
    days_in_month: Whole

    def position(self, slips: Whole) -> Whole:
        """Positions of slip numbers that are in the batch; slips are in ascending order."""
        return np.searchsorted(self.slips.slip, slips)

    def cell_in_span(self, slips: Whole, dates: Whole) -> tuple[Whole, Flags]:
        """Cell positions of slips and dates, and whether the slip has a cell on that date."""
        row = self.position(slips)
        column = dates - self.first_date[row]
        return row * SPAN + column, (column >= 0) & (column < SPAN)

    def cell(self, slips: Whole, dates: Whole) -> tuple[Whole, Flags]:
        """Cell positions of day records, and whether they lie between the first cell and the month's end."""
        row = self.position(slips)
        column = dates - self.first_date[row]
        return row * SPAN + column, (column >= 0) & (column < DAYS_BEFORE + self.days_in_month[row])


def next_month(month: Whole) -> Whole:
    """The 1st of the month after."""
    months = month.astype("datetime64[D]").astype("datetime64[M]") + 1
    return months.astype("datetime64[D]").astype(np.int64)


def make_batch(tables: MonthTables) -> Batch:
    """Bring the tables into the order of slips. Slips without a row of their own are left out."""
    slips = tables.slips.take(np.argsort(tables.slips.slip))
    tables = tables.of(slips.slip)
    versions = tables.versions.take(np.lexsort((tables.versions.valid_from, tables.versions.slip)))
    place = np.argsort(tables.institutions.institution)
    known = tables.institutions.institution[place]
    settings = tables.institutions.take(place[np.searchsorted(known, slips.institution)])
    return Batch(
        tables=tables,
        slips=slips,
        settings=settings,
        versions=versions,
        first_date=slips.month - DAYS_BEFORE,
        days_in_month=next_month(slips.month) - slips.month,
    )


def lay_out(batch: Batch) -> Cells:
    """The cells of a batch whose tables have passed their checks."""
    count = len(batch.slips)
    row = np.repeat(np.arange(count), SPAN)
    date = (batch.first_date[:, None] + np.arange(SPAN)).ravel()
    version = versions_of_cells(batch, row, date)
    weekday = (date + 3) % DAYS_PER_WEEK
    plan, roster_holiday = _plans(batch, version, weekday)
    flexible = _flexible(batch, version, date)
    ends_on = batch.versions.week_ends_on[version]
    days_into_week = (weekday - ends_on - 1) % DAYS_PER_WEEK
    calendar = _calendar_holidays(batch, row, date)
    entitled = _entitled_versions(batch)[version]
    last_of_week = days_into_week == DAYS_PER_WEEK - 1
    weekly = entitled & np.where(batch.versions.holiday_by_roster[version], roster_holiday, last_of_week)
    public = entitled & calendar & ~weekly
    unscheduled = batch.settings.public_holiday_work_unscheduled == PublicHolidayWorkUnscheduled.HOLIDAY
    month = batch.slips.month[row]
    return Cells(
        row=row,
        date=date,
        employed=(date >= batch.slips.employed_from[row]) & (date <= batch.slips.employed_to[row]),
        elsewhere=_elsewhere(batch, row, date, version),
        in_month=(date >= month) & (date < month + batch.days_in_month[row]),
        version=version,
        week_end=date + DAYS_PER_WEEK - 1 - days_into_week,
        days_into_week=days_into_week,
        scheduled_day=plan != EMPTY,
        scheduled_minutes=np.maximum(plan, 0),
        public_holiday=public,
        weekly_holiday=weekly,
        calendar_holiday=calendar,
        holiday_work=weekly | public & ((plan != EMPTY) | unscheduled[row]),
        flexible=flexible,
        week_planned_minutes=_week_plans(batch, row, date, days_into_week, flexible),
        **_records(batch, row),
    )


def _elsewhere(batch: Batch, row: Whole, date: Whole, version: Whole) -> Flags:
    """Whether another slip of the person pays the day: before this slip's first day, inside a version."""
    versions = batch.versions
    inside = (versions.valid_from[version] <= date) & (date <= versions.valid_to[version])
    return inside & (date < batch.slips.employed_from[row])


def versions_of_cells(batch: Batch, row: Whole, date: Whole) -> Whole:
    """Position of the version in force on each day: the nearest one where none is."""
    owner = batch.position(batch.versions.slip)
    first = np.searchsorted(owner, row)
    last = np.searchsorted(owner, row, side="right") - 1
    if len(owner) == len(batch.slips):
        return first
    found = np.searchsorted(owner * FAR + batch.versions.valid_from, row * FAR + date, side="right") - 1
    return np.clip(found, first, last)


def _plans(batch: Batch, version: Whole, weekday: Whole) -> tuple[Whole, Flags]:
    by_weekday = np.stack([getattr(batch.versions, name) for name in WEEKDAYS], axis=1)
    plan = by_weekday[version, weekday]
    marked = np.zeros(len(plan), np.bool_)
    if batch.versions.roster.any():
        rosters = batch.tables.rosters
        planned = _scatter(batch, rosters, rosters.scheduled_minutes, EMPTY)
        marked = _scatter(batch, rosters, rosters.weekly_holiday, False)
        plan = np.where(batch.versions.roster[version], planned, plan)
    return plan, marked


def _flexible(batch: Batch, version: Whole, date: Whole) -> Flags:
    """Whether flexible hours hold on a cell: never for part-timers, nor where no limit of hours binds."""
    within, versions = _in_spans(batch, batch.tables.flexible), batch.versions
    if not within.any():
        return within
    exempt = (versions.exempt_from[version] <= date) & (date <= versions.exempt_to[version])
    return within & ~versions.part_time[version] & ~exempt


def _week_plans(batch: Batch, row: Whole, date: Whole, days_into_week: Whole, flexible: Flags) -> Whole:
    """Planned minutes of the whole week of each cell under flexible hours, also of days beyond the cells."""
    planned = np.zeros(len(row), np.int64)
    chosen = np.flatnonzero(flexible)
    if not len(chosen):
        return planned
    first = date[chosen] - days_into_week[chosen]
    days = first[:, None] + np.arange(DAYS_PER_WEEK)
    plan = _plan_on(batch, np.repeat(row[chosen], DAYS_PER_WEEK), days.ravel())
    planned[chosen] = np.maximum(plan, 0).reshape(days.shape).sum(axis=1)
    return planned


def _plan_on(batch: Batch, row: Whole, date: Whole) -> Whole:
    """The plan of slips on any days."""
    version = versions_of_cells(batch, row, date)
    by_weekday = np.stack([getattr(batch.versions, name) for name in WEEKDAYS], axis=1)
    plan = by_weekday[version, (date + 3) % DAYS_PER_WEEK]
    rosters = batch.tables.rosters
    if not len(rosters):
        return plan
    key = batch.position(rosters.slip) * FAR + rosters.date
    order = np.argsort(key)
    wanted = row * FAR + date
    place = order[np.minimum(np.searchsorted(key[order], wanted), len(order) - 1)]
    planned = np.where(key[place] == wanted, rosters.scheduled_minutes[place], EMPTY)
    return np.where(batch.versions.roster[version], planned, plan)


def _scatter(batch: Batch, rows: Rosters, values: np.ndarray, empty: int | bool) -> np.ndarray:
    """Values by slip and date on the cells."""
    cells = np.full(len(batch.slips) * SPAN, empty, values.dtype)
    place, inside = batch.cell_in_span(rows.slip, rows.date)
    cells[place[inside]] = values[inside]
    return cells


def _entitled_versions(batch: Batch) -> Flags:
    """Whether a version has holidays at all: contracts of short weeks have none (제18조제3항)."""
    versions = batch.versions
    given = {
        "weekly_scheduled_minutes": versions.weekly_scheduled_minutes,
        "week_end": batch.slips.month[batch.position(versions.slip)],
    }
    return run_rules(["entitled_to_holidays"], given, versions.slip)["entitled_to_holidays"]


def _calendar_holidays(batch: Batch, row: Whole, date: Whole) -> Flags:
    """Whether the institution has a paid holiday on the date of a cell, after the slip's swaps."""
    holidays, swaps = batch.tables.holidays, batch.tables.holiday_swaps
    days = holidays.institution * FAR + holidays.date
    calendar = among(batch.slips.institution[row] * FAR + date, days)
    for moved, is_holiday in ((swaps.holiday, False), (swaps.instead, True)):
        place, inside = batch.cell_in_span(swaps.slip, moved)
        calendar[place[inside]] = is_holiday
    return calendar


def _records(batch: Batch, row: Whole) -> dict[str, np.ndarray]:
    """The day records on the cells; days without one are NOTHING_ENTERED."""
    days = batch.tables.days
    place, inside = batch.cell(days.slip, days.date)
    at = place[inside]
    code, leave_code, leave_minutes, mark = (np.zeros(len(row), np.int64) for _ in range(4))
    code[at] = days.code[inside]
    mark[at] = days.mark[inside]
    leave_code[at] = days.leave_code[inside]
    leave_minutes[at] = days.leave_minutes[inside]
    meaning = Meanings(batch.tables.codes)
    institution = batch.slips.institution[row]
    own = code > WORKED
    paid = meaning.paid(institution, code)
    return {
        "code": code,
        "leave_code": leave_code,
        "leave_minutes": leave_minutes,
        "mark": mark,
        "weekly_holiday_ruling": _decided_weeks(batch, len(row)),
        "banked": _in_spans(batch, batch.tables.banked),
        "limit_lifted": _in_spans(batch, batch.tables.lifted),
        "code_is_paid": own & paid,
        "code_is_unpaid": own & ~paid,
        "closed": meaning.closure(institution, code),
        "leave_is_paid": (leave_minutes > 0) & meaning.paid(institution, leave_code),
        "attendance": meaning.attendance(institution, code),
    }


def _decided_weeks(batch: Batch, count: int) -> Whole:
    """What was decided over the holiday of the week that ends on a cell."""
    weeks, ruling = batch.tables.decided_weeks, np.zeros(count, np.int64)
    if len(weeks):
        place, inside = batch.cell(weeks.slip, weeks.week_end)
        ruling[place[inside]] = weeks.weekly_holiday_ruling[inside]
    return ruling


def _in_spans(batch: Batch, spans: BankedSpans | LiftedSpans | FlexibleSpans) -> Flags:
    """Whether a cell lies in one of its slip's spans."""
    within = np.zeros((len(batch.slips), SPAN), np.bool_)
    if len(spans):
        row = batch.position(spans.slip)
        first = np.clip(spans.valid_from - batch.first_date[row], 0, SPAN)
        until = np.clip(spans.valid_to + 1 - batch.first_date[row], 0, SPAN)
        for one, begin, end in zip(row.tolist(), first.tolist(), until.tolist(), strict=True):
            within[one, begin:end] = True
    return within.ravel()


class Meanings:
    """What the codes of institutions mean, looked up for many cells at once."""

    def __init__(self, codes: Codes) -> None:
        key = codes.institution * FAR + codes.code
        self._order = np.argsort(key)
        self._keys = key[self._order]
        self._codes = codes

    def known(self, institution: Whole, code: Whole) -> Flags:
        """Whether the institution has such a code; work and nothing are always known."""
        return self._find(institution, code)[1] | (code == NOTHING_ENTERED) | (code == WORKED)

    def paid(self, institution: Whole, code: Whole) -> Flags:
        """Whether the code's scheduled minutes are paid; False for an unknown code."""
        return self._look_up(self._codes.paid, institution, code, np.zeros(len(code), np.bool_))

    def closure(self, institution: Whole, code: Whole) -> Flags:
        """Whether the code says that the employer closed."""
        nothing = np.zeros(len(code), np.bool_)
        if not self._codes.closure.any():
            return nothing
        return self._look_up(self._codes.closure, institution, code, nothing)

    def attendance(self, institution: Whole, code: Whole) -> Whole:
        """Attendance; work is present and nothing is excused unless the table says otherwise."""
        usual = np.where(code == WORKED, Attendance.PRESENT, Attendance.EXCUSED)
        return self._look_up(self._codes.attendance, institution, code, usual)

    def _find(self, institution: Whole, code: Whole) -> tuple[Whole, Flags]:
        key = institution * FAR + code
        place = np.searchsorted(self._keys, key).clip(max=max(len(self._keys) - 1, 0))
        return place, self._keys[place] == key if len(self._keys) else np.zeros(len(key), np.bool_)

    def _look_up(self, column: np.ndarray, institution: Whole, code: Whole, usual: np.ndarray) -> np.ndarray:
        place, found = self._find(institution, code)
        return np.where(found, column[self._order[place]], usual) if len(self._keys) else usual
