"""Stretches: runs of employed days of the month that share one contract version and one ordinary wage.

Everything a month is paid for is summed in whole minutes over a stretch first; wages are reckoned once per
stretch. Most slips have exactly one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from openinsa.compute.exact import add, product, ratio, round_hourly
from openinsa.compute.layout import DAYS_BEFORE, SPAN, Batch, Cells
from openinsa.compute.running import run_rules
from openinsa.compute.slips import OrdinaryWages, PaidDays
from openinsa.compute.tables import EVERY_MONTH, NEVER, Flags, Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceKind, AllowanceMeasure, YesNo

Columns = dict[str, np.ndarray]
MONTHS_PER_YEAR = 12

PAID_MINUTES = (
    "regular_minutes",
    "extra_regular_minutes",
    "weekly_holiday_paid_minutes",
    "public_holiday_paid_minutes",
    "paid_leave_minutes",
    "overtime_minutes",
    "holiday_first8_minutes",
    "holiday_beyond8_minutes",
    "night_minutes",
    "settled_minutes",
    "settled_unpaid_minutes",
)
OTHER_MINUTES = ("worked_minutes", "unpaid_minutes")
BANKABLE = ("overtime_minutes", "holiday_first8_minutes", "holiday_beyond8_minutes", "night_minutes")
"""Minutes that an agreement turns into leave in place of pay (근로기준법 제57조)."""


@dataclass(frozen=True)
class Stretches:
    """One row per stretch, in the order of slips and days.

    row, version, since      position of the slip and of the version; the stretch's first day
    pay_basis, rate          of the version
    days, scheduled_days     employed days of the stretch, those with a plan
    base_*, ordinary_*       wage per hour as a fraction: base exact, ordinary after its rounding
    deducted_hourly_*        base wage per hour after that rounding, for absences
    hours_*                  hours that a month's pay is for, as a fraction: agreed, or as scheduled
    scheduled_hours_*        those of the schedule and the weekly holiday, for the minimum wage
    hourly_part_*            what an hour earns by an hourly or daily rate, 0 for monthly pay
    minutes                  the sums of PAID_MINUTES and OTHER_MINUTES, by name
    deducted_minutes, deducted_days   what absence takes from monthly pay
    cells, begins            cells of all stretches, and where in them each stretch begins
    """

    row: Whole
    version: Whole
    since: Whole
    pay_basis: Whole
    rate: Whole
    days: Whole
    scheduled_days: Whole
    base_numerator: Whole
    base_denominator: Whole
    ordinary_numerator: Whole
    ordinary_denominator: Whole
    deducted_hourly_numerator: Whole
    deducted_hourly_denominator: Whole
    hours_numerator: Whole
    hours_denominator: Whole
    scheduled_hours_numerator: Whole
    scheduled_hours_denominator: Whole
    hourly_part_numerator: Whole
    hourly_part_denominator: Whole
    minutes: Columns
    deducted_minutes: Whole
    deducted_days: Whole
    cells: Whole
    begins: Whole

    def by_cell(self, chosen: Whole, worked: WorkedDays) -> Stretches:
        """The stretch of each chosen cell, with the cell's own minutes instead of the sums.

        chosen: positions in `cells`.
        """
        stretch = np.searchsorted(self.begins, chosen, side="right") - 1
        whole = ("minutes", "cells", "begins")
        same = {name: values[stretch] for name, values in vars(self).items() if name not in whole}
        minutes = {name: paid_minutes(worked, name)[self.cells[chosen]] for name in self.minutes}
        return Stretches(**(vars(self) | same | {"minutes": minutes}))


def stretches_of(batch: Batch, cells: Cells, worked: WorkedDays) -> Stretches:
    """The stretches of a batch."""
    ordinary = _ordinary_items(batch)
    covered = np.flatnonzero(cells.employed & cells.in_month)
    keys = (cells.row, cells.version, *ordinary, *_probation(batch, cells))
    begins = _begins(*(key[covered] for key in keys))
    first = covered[begins]
    row, version = cells.row[first], cells.version[first]

    def sums(values: np.ndarray) -> Whole:
        return np.add.reduceat(values.astype(np.int64), begins) if len(begins) else begins

    return Stretches(
        row=row,
        version=version,
        since=cells.date[first],
        pay_basis=batch.versions.pay_basis[version],
        rate=batch.versions.rate[version],
        days=sums(np.ones(len(covered), np.int64)),
        scheduled_days=sums(cells.scheduled_day[covered]),
        **_wages(batch, row, version, cells.date[first], ordinary.at(first)),
        minutes={name: sums(paid_minutes(worked, name)[covered]) for name in PAID_MINUTES + OTHER_MINUTES},
        **{name: sums(values) for name, values in _deducted(batch, cells, worked, covered).items()},
        cells=covered,
        begins=begins,
    )


def paid_minutes(worked: WorkedDays | PaidDays, name: str) -> Whole:
    """The minutes of a kind that are paid: none of a day whose overtime, holidays and nights become leave."""
    minutes: Whole = getattr(worked, name)
    return np.where(worked.banked, 0, minutes) if name in BANKABLE and worked.banked.any() else minutes


def _begins(*keys: Whole) -> Whole:
    """Positions at which any of the keys changes."""
    if not len(keys[0]):
        return np.zeros(0, np.int64)
    changed = np.zeros(len(keys[0]), np.bool_)
    changed[0] = True
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)


def _probation(batch: Batch, cells: Cells) -> tuple[Whole, ...]:
    """Whether each cell lies in a probation, where anybody has one."""
    if not batch.slips.probation_to.any():
        return ()
    return ((batch.slips.probation_to[cells.row] >= cells.date).astype(np.int64),)


def paid_this_month(batch: Batch) -> Flags:
    """Whether each allowance is paid in its slip's month of the year."""
    items = batch.tables.allowances
    month = batch.slips.month[batch.position(items.slip)].astype("datetime64[D]").astype("datetime64[M]")
    return (items.months >> month.astype(np.int64) % MONTHS_PER_YEAR) & 1 == 1


class OrdinaryItems(NamedTuple):
    """Pay items of the ordinary wage, by cell: won a month, parts per million of basic pay, won a worked day,
    won an hour."""

    month: Whole
    share: Whole
    day: Whole
    hour: Whole

    def at(self, cells: Whole) -> OrdinaryItems:
        return OrdinaryItems(*(values[cells] for values in self))


def by_worked_hour(batch: Batch) -> Flags:
    """Whether each allowance is so much an hour of work; items by overtime, holidays and nights are not."""
    items = batch.tables.allowances
    return (items.kind == AllowanceKind.PER_HOUR) & (items.measure == AllowanceMeasure.WORKED)


def _ordinary_items(batch: Batch) -> OrdinaryItems:
    """The items that are part of the ordinary wage on each day."""
    items, won = batch.tables.allowances, _month_shares(batch)
    nothing = np.zeros(batch.tables.slips.slip.size * SPAN, np.int64)
    flagged = items.ordinary_from < NEVER
    chosen = (
        items.kind == AllowanceKind.MONTHLY,
        (items.kind == AllowanceKind.SHARE) & (items.measure == AllowanceMeasure.BASIC_PAY),
        items.kind == AllowanceKind.PER_WORKED_DAY,
        by_worked_hour(batch),
    )
    return OrdinaryItems(
        *(
            allowances_in_force(batch, of, items.ordinary_from, won).ravel()
            if (of & flagged).any()
            else nothing
            for of in chosen
        )
    )


def _month_shares(batch: Batch) -> Whole:
    """What each allowance comes to in an average month: of one paid in some months only, their part of a year."""
    items = batch.tables.allowances
    if (items.months == EVERY_MONTH).all():
        return items.amount
    given = {"item_amount": items.amount, "payments_a_year": np.bitwise_count(items.months).astype(np.int64)}
    return run_rules(["item_month_share"], given, items.slip)["item_month_share"]


def allowances_in_force(batch: Batch, chosen: Flags, since: Whole, amount: Whole | None = None) -> Whole:
    """Won of the chosen allowances in force on each day, by slip and cell. since: an allowance's first day
    to count, where it lies after its validity began; amount: what counts instead of the whole amount."""
    items = batch.tables.allowances
    won = items.amount if amount is None else amount
    row = batch.position(items.slip)
    begin = np.maximum(items.valid_from, since) - batch.first_date[row]
    end = items.valid_to + 1 - batch.first_date[row]
    change = np.zeros((len(batch.slips), SPAN + 1), np.int64)
    in_force = chosen & (begin < end)
    for column, moved in ((begin, won), (end, -won)):
        place = np.clip(column, 0, SPAN)
        np.add.at(change, (row[in_force], place[in_force]), moved[in_force])
    return np.cumsum(change, axis=1)[:, :SPAN]


def _wages(batch: Batch, row: Whole, version: Whole, since: Whole, ordinary: OrdinaryItems) -> Columns:
    versions, settings = batch.versions, batch.settings
    given = {
        "work_date": since,
        "week_end": batch.slips.month[row] + batch.days_in_month[row] - 1,
        "pay_basis": versions.pay_basis[version],
        "rate": versions.rate[version],
        "daily_scheduled_minutes": versions.daily_scheduled_minutes[version],
        "weekly_scheduled_minutes": versions.weekly_scheduled_minutes[version],
        "weekly_scheduled_days": versions.weekly_scheduled_days[version],
        "weekly_holiday_formula": settings.weekly_holiday_formula[row],
        "monthly_hours_rounding": settings.monthly_hours_rounding[row],
        "ordinary_allowances": ordinary.month,
    }
    parts = [
        f"{name}_{part}"
        for name in ("base_hourly", "ordinary_hourly", "hourly_part")
        for part in ("numerator", "denominator")
    ]
    scheduled = _scheduled_hours(given, batch.slips.slip[row])
    hours = scheduled
    if (agreed := versions.month_hours[version]).any():
        hours = _paid_hours(scheduled, agreed, batch.slips.slip[row])
    given |= {"standard_hours_numerator": hours[0], "standard_hours_denominator": hours[1]}
    if ordinary.share.any():
        share = _share_of_basic_pay(given, ordinary.share, batch.slips.slip[row])
        given["ordinary_allowances"] = ordinary.month + share
    found = run_rules(parts, given, batch.slips.slip[row])
    rounding = settings.hourly_ordinary_rounding[row]
    base = found["base_hourly_numerator"], found["base_hourly_denominator"]
    rounded = round_hourly(*base, rounding)
    exact = found["ordinary_hourly_numerator"], found["ordinary_hourly_denominator"]
    minutes = versions.daily_scheduled_minutes[version]
    exact = with_time_items(exact, ordinary.day, ordinary.hour, minutes, batch.slips.slip[row])
    ordinary_hourly = round_hourly(*exact, rounding)
    return {
        "base_numerator": base[0],
        "base_denominator": base[1],
        "ordinary_numerator": ordinary_hourly[0],
        "ordinary_denominator": ordinary_hourly[1],
        "deducted_hourly_numerator": rounded[0],
        "deducted_hourly_denominator": rounded[1],
        "hours_numerator": hours[0],
        "hours_denominator": hours[1],
        "scheduled_hours_numerator": scheduled[0],
        "scheduled_hours_denominator": scheduled[1],
        "hourly_part_numerator": found["hourly_part_numerator"],
        "hourly_part_denominator": found["hourly_part_denominator"],
    }


def with_time_items(
    hourly: tuple[Whole, Whole], day: Whole, hour: Whole, daily_minutes: Whole, slips: Whole
) -> tuple[Whole, Whole]:
    """A wage per hour as a fraction, with what items of so much a day and an hour add to it."""
    if not (day.any() or hour.any()):
        return hourly
    given = {"day_items": day, "hour_items": hour, "daily_scheduled_minutes": daily_minutes}
    found = run_rules(["item_hourly_numerator", "item_hourly_denominator"], given, slips)
    items = ratio(found["item_hourly_numerator"], found["item_hourly_denominator"])
    summed = add(ratio(*hourly), items)
    return summed.whole * summed.denominator + summed.remainder, summed.denominator


def _scheduled_hours(given: Columns, slips: Whole) -> tuple[Whole, Whole]:
    """Monthly standard hours by the schedule and the weekly holiday, as a fraction."""
    parts = ("standard_hours_numerator", "standard_hours_denominator")
    found = run_rules(parts, given, slips)
    return found[parts[0]], found[parts[1]]


def _paid_hours(scheduled: tuple[Whole, Whole], agreed: Whole, slips: Whole) -> tuple[Whole, Whole]:
    """The hours that a month's pay is for: agreed in the contract, or those of the schedule."""
    given = {
        "standard_hours_numerator": scheduled[0],
        "standard_hours_denominator": scheduled[1],
        "agreed_month_hours": agreed,
    }
    parts = ("paid_hours_numerator", "paid_hours_denominator")
    found = run_rules(parts, given, slips)
    return found[parts[0]], found[parts[1]]


def _share_of_basic_pay(given: Columns, share: Whole, slips: Whole) -> Whole:
    """Won a month of items that are a share of basic pay; a part of a won of the month's pay counts whole."""
    base = run_rules(["base_hourly_numerator", "base_hourly_denominator"], given, slips)
    hours, of_hours = given["standard_hours_numerator"], given["standard_hours_denominator"]
    month = -(
        -product(hours, base["base_hourly_numerator"], base["base_hourly_denominator"]).ceil() // of_hours
    )
    asked = {**given, "monthly_basic_pay": month, "share_of_basic_pay": share}
    return run_rules(["basic_pay_month_share"], asked, slips)["basic_pay_month_share"]


def _deducted(batch: Batch, cells: Cells, worked: WorkedDays, covered: Whole) -> Columns:
    """Minutes and days that absence takes from monthly pay, by covered cell."""
    row = cells.row[covered]
    loses = batch.settings.absence_loses_weekly_holiday[row] == YesNo.TRUE
    given = {
        "pay_basis": batch.versions.pay_basis[cells.version[covered]],
        "absence_deduction": batch.settings.absence_deduction[row],
        "scheduled_minutes": cells.scheduled_minutes[covered],
        "unpaid_minutes": worked.unpaid_minutes[covered],
        "lost_weekly_holiday_minutes": np.where(loses, worked.lost_weekly_holiday_minutes[covered], 0),
    }
    return run_rules(["deducted_minutes", "deducted_days"], given, batch.slips.slip[row])


def scheduled_days_in_month(batch: Batch, cells: Cells) -> Whole:
    """Days of the month with a plan, by slip, employed or not."""
    planned = (cells.scheduled_day & cells.in_month).reshape(len(batch.slips), SPAN)
    return planned[:, DAYS_BEFORE:].sum(axis=1)


def employed_days(batch: Batch, stretches: Stretches) -> Whole:
    """Employed days of the month, by slip."""
    days = np.zeros(len(batch.slips), np.int64)
    np.add.at(days, stretches.row, stretches.days)
    return days


def ordinary_wages(batch: Batch, stretches: Stretches) -> OrdinaryWages:
    """The ordinary wage from the first employed day on and at each change."""
    changes = _begins(stretches.row, stretches.ordinary_numerator, stretches.ordinary_denominator)
    return OrdinaryWages(
        slip=batch.slips.slip[stretches.row[changes]],
        since=stretches.since[changes],
        numerator=stretches.ordinary_numerator[changes],
        denominator=stretches.ordinary_denominator[changes],
    )


def whole_month_employed(batch: Batch, stretches: Stretches) -> Flags:
    """Whether the slip is employed on every day of the month."""
    return employed_days(batch, stretches) == batch.days_in_month
