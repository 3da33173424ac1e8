"""What unit periods of flexible hours come to when they end, or when a worker leaves one.

A unit period may have begun months ago. Its earlier days are laid out and judged again, month by month, as they
were then: the same days give the same minutes, corrected ones what they are now.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from openinsa.compute.layout import SPAN, Batch, Cells, lay_out, make_batch
from openinsa.compute.running import run_rules
from openinsa.compute.slips import SettledDays, SettledUnits
from openinsa.compute.tables import Whole
from openinsa.compute.working import WorkedDays, work_days
from openinsa.rules.choices import PayBasis

NO_UNIT = -1


@dataclass(frozen=True)
class Units:
    """Unit periods that are settled in the month: one row each, first and last the worker's days of it."""

    row: Whole
    unit_from: Whole
    first: Whole
    last: Whole


@dataclass(frozen=True)
class Settled:
    """The worked days with what was settled on them, the units, and the days these were reckoned from."""

    worked: WorkedDays
    units: SettledUnits
    days: SettledDays


def settle(batch: Batch, cells: Cells, worked: WorkedDays) -> Settled:
    """Settle the unit periods that end for their worker in the month."""
    units = _units(batch)
    if not len(units.row):
        return Settled(worked, SettledUnits.empty(), SettledDays.empty())
    days = _days_of(batch, cells, worked, units)
    sums = _sums(units, days)
    last = units.row * SPAN + units.last - batch.first_date[units.row]
    monthly = batch.versions.pay_basis[cells.version[last]] == PayBasis.MONTHLY
    slip = batch.slips.slip[units.row]
    given = {**sums, "paid_by_month": monthly, "work_date": units.last, "week_end": units.last}
    wanted = ("unit_limit_minutes", "settled_minutes", "settled_unpaid_minutes")
    found = run_rules(wanted, given, slip)
    beyond, unpaid = (np.zeros(len(cells.row), np.int64) for _ in range(2))
    np.add.at(beyond, last, found["settled_minutes"])
    np.add.at(unpaid, last, found["settled_unpaid_minutes"])
    own = {"slip": slip, "unit_from": units.unit_from, "first": units.first, "last": units.last}
    known = own | sums | found
    days = replace(days, unit_from=units.unit_from[days.unit_from])
    rows = SettledUnits(**{column.name: known[column.name] for column in fields(SettledUnits)})
    return Settled(replace(worked, settled_minutes=beyond, settled_unpaid_minutes=unpaid), rows, days)


def _units(batch: Batch) -> Units:
    """The unit periods whose last day for the worker lies in the month."""
    spans = batch.tables.flexible
    if not len(spans):
        return Units(*(np.zeros(0, np.int64) for _ in fields(Units)))
    row = batch.position(spans.slip)
    first = np.maximum(spans.valid_from, batch.slips.employed_from[row])
    last = np.minimum(spans.valid_to, batch.slips.employed_to[row])
    held = first <= last
    keys, unit = np.unique(np.stack([row[held], spans.unit_from[held]]), axis=1, return_inverse=True)
    begins, ends = np.full(keys.shape[1], np.iinfo(np.int64).max), np.zeros(keys.shape[1], np.int64)
    np.minimum.at(begins, unit.ravel(), first[held])
    np.maximum.at(ends, unit.ravel(), last[held])
    month = batch.slips.month[keys[0]]
    now = (month <= ends) & (ends < month + batch.days_in_month[keys[0]])
    return Units(keys[0][now], keys[1][now], begins[now], ends[now])


def _days_of(batch: Batch, cells: Cells, worked: WorkedDays, units: Units) -> SettledDays:
    """The days of the units, `unit_from` being the unit's row: this month's, then those of earlier months."""
    found = [_in_units(batch, cells, worked, units)]
    month = batch.slips.month
    while (units.first < month[units.row]).any():
        month = month_before(month)
        found.append(_earlier(batch, units, month))
    return SettledDays.joined(found)


def _earlier(batch: Batch, units: Units, month: Whole) -> SettledDays:
    """The days of the units that lie in an earlier month."""
    rows = np.unique(units.row[units.first < batch.slips.month[units.row]])
    slips = replace(batch.slips, month=month).take(rows)
    earlier = make_batch(replace(batch.tables, slips=slips).of(slips.slip))
    cells = lay_out(earlier)
    return _in_units(earlier, cells, work_days(earlier, cells)[0], _as_rows_of(earlier, batch, units))


def _as_rows_of(earlier: Batch, batch: Batch, units: Units) -> Units:
    """The units with the rows that their slips have in another batch; those without one end before they begin."""
    slip = batch.slips.slip[units.row]
    row = np.minimum(earlier.position(slip), len(earlier.slips) - 1)
    known = earlier.slips.slip[row] == slip
    return replace(units, row=row, last=np.where(known, units.last, units.first - 1))


def _in_units(batch: Batch, cells: Cells, worked: WorkedDays, units: Units) -> SettledDays:
    """The month's days under flexible hours in each unit."""
    of = np.full((len(batch.slips), SPAN), NO_UNIT)
    begin = np.clip(units.first - batch.first_date[units.row], 0, SPAN)
    until = np.clip(units.last + 1 - batch.first_date[units.row], 0, SPAN)
    places = zip(units.row.tolist(), begin.tolist(), until.tolist(), strict=True)
    for number, (row, since, end) in enumerate(places):
        of[row, since:end] = number
    unit = of.ravel()
    chosen = np.flatnonzero((unit != NO_UNIT) & cells.flexible & cells.employed & cells.in_month)
    return SettledDays(
        slip=batch.slips.slip[cells.row[chosen]],
        unit_from=unit[chosen],
        date=cells.date[chosen],
        regular_minutes=worked.regular_minutes[chosen],
        extra_regular_minutes=worked.extra_regular_minutes[chosen],
    )


def _sums(units: Units, days: SettledDays) -> dict[str, Whole]:
    """What the rules of the settlement ask about each unit."""
    columns = {
        "unit_days": np.ones(len(days), np.int64),
        "unit_regular_minutes": days.regular_minutes,
        "unit_extra_regular_minutes": days.extra_regular_minutes,
    }
    sums = {name: np.zeros(len(units.row), np.int64) for name in columns}
    for name, values in columns.items():
        np.add.at(sums[name], days.unit_from, values)
    return sums


def month_before(month: Whole) -> Whole:
    """The 1st of the month before."""
    months = month.astype("datetime64[D]").astype("datetime64[M]") - 1
    return months.astype("datetime64[D]").astype(np.int64)
