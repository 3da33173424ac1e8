"""Agreed deductions of a month: an amount a month, or an amount for each worked day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.allowances import days_in_force, worked_days
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.tables import Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceKind


@dataclass(frozen=True)
class AgreedLines:
    """One row per deduction that takes something: unit won times counted. by_slip: its sum by slip."""

    row: Whole
    name: Whole
    amount: Whole
    kind: Whole
    unit: Whole
    counted: Whole
    by_slip: Whole


def agreed_deductions(batch: Batch, cells: Cells, worked: WorkedDays) -> AgreedLines:
    """The deductions in force in the month. Of a month they are whole; worked days are those in force."""
    items = batch.tables.other_deductions
    row = batch.position(items.slip)
    begin, end = days_in_force(batch, items.valid_from, items.valid_to, row)
    by_day = items.kind == AllowanceKind.PER_WORKED_DAY
    in_force = (begin <= end).astype(np.int64)
    times = np.where(by_day, worked_days(batch, cells, worked, row, begin, end), in_force)
    taken = np.flatnonzero(items.amount * times)
    amount = (items.amount * times)[taken]
    by_slip = np.zeros(len(batch.slips), np.int64)
    np.add.at(by_slip, row[taken], amount)
    return AgreedLines(
        row=row[taken],
        name=items.name[taken],
        amount=amount,
        kind=items.kind[taken],
        unit=items.amount[taken],
        counted=times[taken],
        by_slip=by_slip,
    )
