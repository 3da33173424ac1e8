"""What is wrong with the tables of single slips, found before anything is computed.

Each check looks at a whole table at once and names the slips concerned; a slip may be found by several,
the first one is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from openinsa.compute import refusals as no
from openinsa.compute.few import among
from openinsa.compute.layout import FAR, SPAN, WEEKDAYS, Batch, Cells, Meanings, next_month
from openinsa.compute.running import refuse
from openinsa.compute.slips import Fault
from openinsa.compute.tables import (
    EMPTY,
    NOTHING_ENTERED,
    WORKED,
    Days,
    Flags,
    MonthTables,
    Versions,
    Whole,
)
from openinsa.compute.words import Words
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceKind, PayBasis, TaxMode

MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
LARGEST_RATE = 10**8
LARGEST_AMOUNT = 10**9

VERSION_LIMITS: dict[str, tuple[int, int, Words]] = {
    "pay_basis": (0, max(PayBasis), Words("임금 형태", "kind of pay")),
    "rate": (1, LARGEST_RATE, Words("임금 단가", "rate")),
    "daily_scheduled_minutes": (
        1,
        MINUTES_PER_DAY,
        Words("1일 소정근로시간(분)", "scheduled minutes of a day"),
    ),
    "weekly_scheduled_minutes": (
        0,
        MINUTES_PER_WEEK,
        Words("1주 소정근로시간(분)", "scheduled minutes of a week"),
    ),
    "weekly_scheduled_days": (0, 7, Words("1주 소정근로일수", "scheduled days of a week")),
    "week_ends_on": (0, 6, Words("주휴 요일", "weekday of the weekly holiday")),
    **dict.fromkeys(
        WEEKDAYS, (EMPTY, MINUTES_PER_DAY, Words("요일별 근무시간(분)", "planned minutes of a weekday"))
    ),
}
"""Smallest and largest value of a contract version's columns, both allowed, and what they are called."""


def slip_faults(tables: MonthTables) -> list[Fault]:
    """Slips that cannot be laid out at all."""
    slips = tables.slips
    number, times = np.unique(slips.slip, return_counts=True)
    twice = among(slips.slip, number[times > 1])
    day = slips.month.astype("datetime64[D]")
    first_day = day.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    last_day = next_month(slips.month) - 1
    no_day = np.maximum(slips.employed_from, slips.month) > np.minimum(slips.employed_to, last_day)
    unknown = ~among(slips.institution, tables.institutions.institution)
    return [
        *refuse(twice, slips.slip, no.SlipTwice),
        *refuse(slips.month != first_day, slips.slip, no.MonthWithoutFirstDay, date=slips.month),
        *refuse(unknown, slips.slip, no.UnknownInstitution),
        *refuse(
            no_day,
            slips.slip,
            no.NotEmployedInMonth,
            first=slips.employed_from,
            last=slips.employed_to,
            month=slips.month,
        ),
    ]


def main_slip_faults(tables: MonthTables) -> list[Fault]:
    """Slips whose main slip is not in the batch, or another month's or institution's."""
    slips = tables.slips
    order = np.argsort(slips.slip)
    place = np.searchsorted(slips.slip[order], slips.main_slip).clip(max=max(len(slips) - 1, 0))
    main = order[place] if len(slips) else order
    fits = (slips.slip[main] == slips.main_slip) & (slips.main_slip[main] == slips.main_slip)
    fits &= (slips.month[main] == slips.month) & (slips.institution[main] == slips.institution)
    return refuse(~fits, slips.slip, no.OtherContractRefused)


def companion_faults(tables: MonthTables, refused: Collection[int]) -> list[Fault]:
    """The other slips of persons of whom one slip is refused: they stand or fall together."""
    slips = tables.slips
    gone = np.isin(slips.slip, list(refused))
    companions = np.isin(slips.main_slip, slips.main_slip[gone]) & ~gone
    return refuse(companions, slips.slip, no.OtherContractRefused)


def table_faults(batch: Batch) -> list[Fault]:
    """Faults of versions, day records, allowances and deductions, in this order."""
    return [*_version_faults(batch.versions), *_day_faults(batch), *_amount_faults(batch)]


def _version_faults(versions: Versions) -> Iterator[Fault]:
    for column, (lowest, highest, what) in VERSION_LIMITS.items():
        value = getattr(versions, column)
        yield from _faulty_version(versions, (value < lowest) | (value > highest), what, value)
    ends = versions.valid_to.astype("datetime64[D]")
    yield from _faulty_version(
        versions, versions.valid_to < versions.valid_from, Words("적용 종료일", "last day"), ends
    )
    same = versions.slip[1:] == versions.slip[:-1]
    overlap = same & (versions.valid_from[1:] <= versions.valid_to[:-1])
    yield from refuse(overlap, versions.slip[1:], no.OverlappingVersions, date=versions.valid_from[1:])


def _faulty_version(versions: Versions, wrong: Flags, what: Words, value: np.ndarray) -> list[Fault]:
    if not wrong.any():
        return []
    ko, en = (np.full(len(versions), word) for word in what)
    return refuse(
        wrong,
        versions.slip,
        no.FaultyVersion,
        date=versions.valid_from,
        what_ko=ko,
        what_en=en,
        value=value,
    )


def _day_faults(batch: Batch) -> Iterator[Fault]:
    place, inside = batch.cell(batch.tables.days.slip, batch.tables.days.date)
    days, place = batch.tables.days.take(inside), place[inside]
    row = batch.position(days.slip)
    slips, institution = batch.slips, batch.slips.institution[row]
    _, once = np.unique(place, return_index=True)
    again = np.ones(len(days), np.bool_)
    again[once] = False
    first = np.minimum(slips.employed_from, batch.versions.valid_from[_first_versions(batch)])
    outside = (days.date < first[row]) | (days.date > slips.employed_to[row])
    meaning = Meanings(batch.tables.codes)
    unknown = ~meaning.known(institution, days.code)
    unknown_leave = ~meaning.known(institution, days.leave_code)
    leave = (days.leave_minutes < 0) | (days.leave_minutes > MINUTES_PER_DAY)
    times = _faulty_times(days)
    yield from refuse(again, days.slip, no.DayTwice, date=days.date)
    yield from refuse(
        outside & (days.code != NOTHING_ENTERED), days.slip, no.WorkOutsideEmployment, date=days.date
    )
    yield from refuse(unknown, days.slip, no.UnknownCode, date=days.date, code=days.code)
    yield from refuse(unknown_leave, days.slip, no.UnknownCode, date=days.date, code=days.leave_code)
    yield from refuse(leave, days.slip, no.FaultyLeave, date=days.date, minutes=days.leave_minutes)
    yield from refuse(times, days.slip, no.FaultyTimes, date=days.date)
    yield from refuse(_faulty_breaks(days) & ~times, days.slip, no.FaultyBreak, date=days.date)
    yield from _overlapping_shifts(batch, days, place)


def _first_versions(batch: Batch) -> Whole:
    """Position of each slip's first version; every slip has one."""
    return np.searchsorted(batch.position(batch.versions.slip), np.arange(len(batch.slips)))


def _faulty_times(days: Days) -> np.ndarray:
    early = (days.start < 0) | (days.start >= MINUTES_PER_DAY)
    late = (days.end <= days.start) | (days.end > 2 * MINUTES_PER_DAY)
    return (days.code == WORKED) & (early | late)


def _faulty_breaks(days: Days) -> np.ndarray:
    """Breaks outside the shift, turned around, or overlapping when put in order."""
    begin, end = days.breaks[:, :, 0], days.breaks[:, :, 1]
    given = (begin != 0) | (end != 0)
    outside = given & ((begin < days.start[:, None]) | (end > days.end[:, None]) | (end <= begin))
    order = np.argsort(begin, axis=1, kind="stable")
    begin, end = np.take_along_axis(begin, order, 1), np.take_along_axis(end, order, 1)
    overlap = begin[:, 1:] < end[:, :-1]
    return (days.code == WORKED) & (outside.any(axis=1) | overlap.any(axis=1))


def _overlapping_shifts(batch: Batch, days: Days, place: Whole) -> list[Fault]:
    worked = days.code == WORKED
    starts = np.full(len(batch.slips) * SPAN + 1, FAR)
    starts[place[worked]] = days.start[worked]
    overlap = worked & (days.end - MINUTES_PER_DAY > starts[place + 1])
    return refuse(overlap, days.slip, no.OverlappingShifts, date=days.date)


def _amount_faults(batch: Batch) -> Iterator[Fault]:
    for items in (batch.tables.allowances, batch.tables.other_deductions):
        wrong = (items.amount < 0) | (items.amount > LARGEST_AMOUNT)
        yield from refuse(wrong, items.slip, no.FaultyAllowance, amount=items.amount)
    once, bills = batch.tables.one_time, batch.tables.bills
    wrong = (once.amount < 0) | (once.amount > LARGEST_AMOUNT)
    yield from refuse(wrong, once.slip, no.FaultyAllowance, amount=once.amount)
    yield from refuse(abs(bills.amount) > LARGEST_AMOUNT, bills.slip, no.FaultyAllowance, amount=bills.amount)


def missing_version_faults(batch: Batch) -> list[Fault]:
    """Slips without any version; the others can be laid out."""
    lacks = ~among(batch.slips.slip, batch.versions.slip)
    date = np.maximum(batch.slips.employed_from, batch.slips.month)
    return refuse(lacks, batch.slips.slip, no.MissingVersion, date=date)


def cell_faults(batch: Batch, cells: Cells) -> list[Fault]:
    """Employed days without a version in force, and rosters without a plan for the month."""
    slips, versions = batch.slips.slip[cells.row], batch.versions
    first, last = versions.valid_from[cells.version], versions.valid_to[cells.version]
    gap = np.clip(cells.date, first, last) != cells.date
    needed = cells.employed & (cells.in_month | (cells.code > NOTHING_ENTERED))
    planned = _any_day(cells.scheduled_day & cells.in_month)
    on_roster = _any_day(versions.roster[cells.version] & cells.employed & cells.in_month)
    return [
        *refuse(gap & needed, slips, no.MissingVersion, date=cells.date),
        *refuse(on_roster & ~planned, batch.slips.slip, no.MissingPlan, month=batch.slips.month),
    ]


def _any_day(flag: Flags) -> Flags:
    """Whether the flag is set on any cell of a slip, by slip."""
    return np.logical_or.reduce(flag.reshape(-1, SPAN), axis=1)


def daily_worker_faults(batch: Batch, cells: Cells, worked: WorkedDays) -> list[Fault]:
    """Daily workers with pay that belongs to no day, or worked days that do not stand in one payment."""
    daily = batch.slips.tax_mode == TaxMode.DAILY
    if not daily.any():
        return []
    items = batch.tables.allowances
    of_month = np.isin(items.kind, [AllowanceKind.MONTHLY, AllowanceKind.SHARE])
    by_month = among(batch.slips.slip, items.slip[of_month])
    by_month |= among(batch.slips.slip, batch.tables.one_time.slip)
    versions = batch.versions
    own = versions.valid_to >= batch.slips.employed_from[batch.position(versions.slip)]
    monthly = own & (versions.pay_basis == PayBasis.MONTHLY)
    by_month |= among(batch.slips.slip, versions.slip[monthly])
    place, inside = batch.cell(batch.tables.payments.slip, batch.tables.payments.date)
    payments = np.bincount(place[inside], minlength=len(cells.row))
    to_pay = daily[cells.row] & cells.employed & cells.in_month & (worked.worked_minutes > 0)
    slips = batch.slips.slip
    return [
        *refuse(daily & by_month, slips, no.MonthlyPayTaxedDaily),
        *refuse(to_pay & (payments != 1), slips[cells.row], no.DayWithoutPayment, date=cells.date),
    ]
