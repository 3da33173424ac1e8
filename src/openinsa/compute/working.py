"""From day records to the kinds of minutes of every cell, and to the weeks of the month."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from openinsa.compute.layout import DAYS_PER_WEEK, SPAN, Batch, Cells
from openinsa.compute.running import run_rules
from openinsa.compute.slips import Weeks
from openinsa.compute.tables import WORKED, Flags, Whole
from openinsa.rules.choices import (
    Attendance,
    MidnightRule,
    PayBasis,
    PublicHolidayOnUnscheduledDay,
    WeeklyHolidayInDoubt,
    YesNo,
)

Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class WorkedDays:
    """Minutes of every cell by kind; the weekly holiday stands on the week's last day, what a unit period of
    flexible hours comes to on the day it is settled (see `flexible`)."""

    worked_minutes: Whole
    regular_minutes: Whole
    overtime_minutes: Whole
    holiday_first8_minutes: Whole
    holiday_beyond8_minutes: Whole
    night_minutes: Whole
    extra_regular_minutes: Whole
    paid_leave_minutes: Whole
    public_holiday_paid_minutes: Whole
    unpaid_minutes: Whole
    weekly_holiday_paid_minutes: Whole
    lost_weekly_holiday_minutes: Whole
    exempt_minutes: Whole
    settled_minutes: Whole
    settled_unpaid_minutes: Whole
    weekly_holiday_ruling: Whole
    banked: Flags


BEFORE_THE_WEEK = (
    "exempt",
    "exempt_minutes",
    "night_minutes",
    "counted_minutes",
    "regular_start_date",
    "regular_next_date",
    "counted_start_date",
    "holiday_minutes",
    "holiday_first8_minutes",
    "holiday_beyond8_minutes",
    "paid_leave_minutes",
    "public_holiday_paid_minutes",
    "unpaid_minutes",
)
WITHIN_THE_WEEK = ("regular_minutes", "overtime_minutes", "extra_regular_minutes")


def work_days(batch: Batch, cells: Cells) -> tuple[WorkedDays, Columns]:
    """Kinds of minutes of every cell, and the weeks that end in the month (see `weeks_of`).

    What a shift is by itself comes first; the weekly limit then needs the sum of the week's earlier days.
    """
    slips = batch.slips.slip[cells.row]
    minutes = shifts_of(batch, len(cells.row)) | circumstances_of(batch, cells)
    minutes |= run_rules(BEFORE_THE_WEEK, minutes, slips)
    minutes["counted_before_in_week"] = before_in_week(minutes["counted_minutes"], cells)
    minutes |= run_rules(WITHIN_THE_WEEK, minutes, slips)
    weeks = weeks_of(batch, cells, minutes)
    for name, condition in (
        ("weekly_holiday_paid_minutes", "weekly_holiday_given"),
        ("lost_weekly_holiday_minutes", "weekly_holiday_lost"),
    ):
        minutes[name] = np.zeros(len(cells.row), np.int64)
        minutes[name][weeks["cell"]] = np.where(weeks[condition], weeks["weekly_holiday_minutes"], 0)
    nothing = np.zeros(len(cells.row), np.int64)
    minutes |= {"settled_minutes": nothing, "settled_unpaid_minutes": nothing}
    return WorkedDays(**{column.name: minutes[column.name] for column in fields(WorkedDays)}), weeks


def circumstances_of(batch: Batch, cells: Cells) -> Columns:
    """What the rules of working time ask about every cell besides its minutes."""
    settings, versions = batch.settings, batch.versions
    return {
        "work_date": cells.date,
        "week_end": cells.week_end,
        "part_time": versions.part_time[cells.version],
        "flexible": cells.flexible,
        "week_planned_minutes": cells.week_planned_minutes,
        "exempt_from": versions.exempt_from[cells.version],
        "exempt_to": versions.exempt_to[cells.version],
        "scheduled_minutes": cells.scheduled_minutes,
        "scheduled_day": cells.scheduled_day,
        "daily_scheduled_minutes": versions.daily_scheduled_minutes[cells.version],
        "holiday": cells.public_holiday | cells.weekly_holiday,
        "day_off": cells.calendar_holiday | cells.weekly_holiday,
        "public_holiday": cells.public_holiday,
        "begins_on_holiday": cells.holiday_work,
        "goes_on_into_holiday": _holiday_after_midnight(batch, cells),
        "holiday_counts_toward_week": settings.holiday_minutes_count_toward_40[cells.row] == YesNo.TRUE,
        "code_is_paid": cells.code_is_paid,
        "code_is_unpaid": cells.code_is_unpaid,
        "leave_is_paid": cells.leave_is_paid,
        "leave_minutes": cells.leave_minutes,
        "weekly_holiday_ruling": cells.weekly_holiday_ruling,
        "banked": cells.banked,
        "unscheduled_holiday_is_paid": _unscheduled_holiday_is_paid(batch, cells),
    }


def shifts_of(batch: Batch, count: int) -> Columns:
    """Worked minutes of every cell less breaks: all, before and after midnight, and at night."""
    days = batch.tables.days
    place, inside = batch.cell(days.slip, days.date)
    rows = np.flatnonzero(inside & (days.code == WORKED))
    total, after, night = _interval(days.slip[rows], days.date[rows], days.start[rows], days.end[rows])
    for number in range(days.breaks.shape[1]):
        begin, end = days.breaks[rows, number, 0], days.breaks[rows, number, 1]
        taken = np.flatnonzero(end > begin)
        of = rows[taken]
        less = _interval(days.slip[of], days.date[of], begin[taken], end[taken])
        for minutes, part in zip((total, after, night), less, strict=True):
            minutes[taken] -= part
    columns = {"worked_minutes": total, "worked_next_date": after, "time_at_night": night}
    spread = {}
    for name, minutes in columns.items():
        spread[name] = np.zeros(count, np.int64)
        spread[name][place[rows]] = minutes
    return spread | {"worked_start_date": spread["worked_minutes"] - spread["worked_next_date"]}


def _interval(slips: Whole, dates: Whole, begin: Whole, end: Whole) -> tuple[Whole, Whole, Whole]:
    """Length of intervals, their part after midnight, their part at night."""
    given = {"work_date": dates, "interval_start": begin, "interval_end": end}
    wanted = ["interval_minutes", "interval_minutes_next_date", "interval_night_minutes"]
    found = run_rules(wanted, given, slips)
    return found[wanted[0]], found[wanted[1]], found[wanted[2]]


def _holiday_after_midnight(batch: Batch, cells: Cells) -> Flags:
    """Whether a shift's minutes after midnight are holiday work: as its first day, or as the day they lie on."""
    split = batch.settings.midnight_rule[cells.row] == MidnightRule.SPLIT_AT_HOLIDAY
    return np.where(split, np.roll(cells.holiday_work, -1), cells.holiday_work)


def _unscheduled_holiday_is_paid(batch: Batch, cells: Cells) -> Flags:
    granted = batch.settings.public_holiday_on_unscheduled_day == PublicHolidayOnUnscheduledDay.PAID
    return granted[cells.row] & (batch.versions.pay_basis[cells.version] != PayBasis.MONTHLY)


def before_in_week(minutes: Whole, cells: Cells) -> Whole:
    """Minutes of the earlier days of each cell's week."""
    grid = minutes.reshape(-1, SPAN)
    until = np.zeros((len(grid), SPAN + 1), np.int64)
    np.cumsum(grid, axis=1, out=until[:, 1:])
    column = np.arange(len(minutes)) % SPAN
    week_start = np.maximum(column - cells.days_into_week, 0)
    flat = until.ravel()
    row_start = cells.row * (SPAN + 1)
    return flat[row_start + column] - flat[row_start + week_start]


def in_week(values: np.ndarray) -> Whole:
    """Sum of each cell and the six days before it: the whole week on a week's last day."""
    grid = values.reshape(-1, SPAN).astype(np.int64)
    until = np.cumsum(grid, axis=1)
    until[:, DAYS_PER_WEEK:] -= until[:, :-DAYS_PER_WEEK].copy()
    return until.ravel()


def in_week_most(values: Whole, last: Whole) -> Whole:
    """The greatest value of the weeks that end on some cells."""
    days = np.arange(DAYS_PER_WEEK)
    return values[last[:, None] - days].max(axis=1) if values.any() else np.zeros(len(last), np.int64)


def weeks_of(batch: Batch, cells: Cells, minutes: Columns) -> Columns:
    """The weeks that end in the month and hold a day of employment, one row each; `cell`: the last day."""
    last_days = cells.in_month & (cells.days_into_week == DAYS_PER_WEEK - 1)
    cell = np.flatnonzero(last_days & (in_week(cells.employed) > 0))
    row, version = cells.row[cell], cells.version[cell]
    settings, versions = batch.settings, batch.versions
    present, absent = _attendance(cells, minutes["worked_minutes"] > 0)
    before = (cells.date < batch.slips.employed_from[cells.row]) & ~cells.elsewhere
    given = {
        "week_end": cells.date[cell],
        "part_time": versions.part_time[version],
        "flexible": in_week(cells.flexible)[cell] > 0,
        "week_planned_minutes": in_week_most(cells.week_planned_minutes, cell),
        "weekly_scheduled_minutes": versions.weekly_scheduled_minutes[version],
        "weekly_scheduled_days": versions.weekly_scheduled_days[version],
        "weekly_holiday_formula": settings.weekly_holiday_formula[row],
        "employed_at_week_end": cells.employed[cell],
        "week_absent_days": in_week(absent)[cell],
        "week_present_days": in_week(present)[cell],
        "week_scheduled_days_before_hire": in_week(cells.scheduled_day & before)[cell],
        "whole_week_excused_is_paid": settings.whole_week_excused[row] == WeeklyHolidayInDoubt.PAID,
        "joiner_partial_week_is_paid": settings.joiner_partial_week[row] == WeeklyHolidayInDoubt.PAID,
        "week_worked_minutes": in_week(minutes["worked_minutes"])[cell],
        "week_exempt_minutes": in_week(minutes["exempt_minutes"])[cell],
        "week_limit_lifted": _lifted(batch, cells, minutes["worked_minutes"])[cell],
        "week_overtime_minutes": in_week(minutes["overtime_minutes"])[cell],
        "week_holiday_minutes": in_week(minutes["holiday_minutes"])[cell],
        "weekly_holiday_ruling": cells.weekly_holiday_ruling[cell],
    }
    wanted = [
        "weekly_holiday_minutes",
        "weekly_holiday_given",
        "weekly_holiday_lost",
        "weekly_limit_test_minutes",
        "week_over_limit_unapproved",
        "week_over_part_time_limit",
    ]
    return {"cell": cell, "row": row} | given | run_rules(wanted, given, batch.slips.slip[row])


def _lifted(batch: Batch, cells: Cells, worked: Whole) -> Flags:
    """Whether the week that ends on a cell has a day of work on which an approval lifts its limit."""
    if not len(batch.tables.lifted):
        return cells.limit_lifted
    return in_week(cells.limit_lifted & (worked > 0)) > 0


def _attendance(cells: Cells, worked: Flags) -> tuple[Flags, Flags]:
    """Scheduled days on which somebody was there, and was absent without leave. Any worked minute makes a
    day present; a public holiday not worked is neither."""
    judged = cells.scheduled_day & (cells.employed | cells.elsewhere)
    by_code = judged & ~worked & ~cells.public_holiday
    present = judged & worked | by_code & (cells.attendance == Attendance.PRESENT)
    return present, by_code & (cells.attendance == Attendance.ABSENT)


def week_table(batch: Batch, weeks: Columns) -> Weeks:
    """The weeks as they are handed out."""
    earned = weeks["weekly_holiday_given"]
    return Weeks(
        slip=batch.slips.slip[weeks["row"]],
        end=weeks["week_end"],
        worked=weeks["week_worked_minutes"],
        overtime=weeks["week_overtime_minutes"],
        holiday_work=weeks["week_holiday_minutes"],
        limit_test_minutes=weeks["weekly_limit_test_minutes"],
        weekly_holiday_earned=earned,
        weekly_holiday_minutes=np.where(earned, weeks["weekly_holiday_minutes"], 0),
    )
