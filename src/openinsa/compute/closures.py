"""Pay for days on which the employer closed (근로기준법 제46조)."""

from __future__ import annotations

import numpy as np

from openinsa.compute.exact import product
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.running import run_rules
from openinsa.compute.slips import PaidClosures
from openinsa.compute.stretches import Stretches
from openinsa.compute.tables import Whole
from openinsa.compute.working import WorkedDays

MINUTES_PER_HOUR = 60


def closure_pay(batch: Batch, cells: Cells, worked: WorkedDays, stretches: Stretches) -> PaidClosures:
    """One row for each scheduled day of the month with a code of closure."""
    closed = cells.closed[stretches.cells] & (worked.unpaid_minutes[stretches.cells] > 0)
    chosen = np.flatnonzero(closed)
    if not len(chosen):
        return PaidClosures.empty()
    place = stretches.cells[chosen]
    slips = batch.slips.slip[cells.row[place]]
    given = {
        "work_date": cells.date[place],
        "average_day_wage": _average_day_wage(batch)[cells.row[place]],
        "ordinary_day_wage": _ordinary_day_wage(stretches, chosen, worked.unpaid_minutes[place]),
    }
    amount = run_rules(["closure_day_pay"], given, slips)["closure_day_pay"]
    return PaidClosures(
        slips, cells.date[place], amount, given["average_day_wage"], given["ordinary_day_wage"]
    )


def _average_day_wage(batch: Batch) -> Whole:
    """Wages of the three months before over their days, a part of a won counting as one more."""
    return -(-batch.slips.average_won // np.maximum(batch.slips.average_days, 1))


def _ordinary_day_wage(stretches: Stretches, chosen: Whole, minutes: Whole) -> Whole:
    """Ordinary wage of the day's agreed time, a part of a won counting as one more."""
    stretch = np.searchsorted(stretches.begins, chosen, side="right") - 1
    hourly = product(minutes, stretches.ordinary_numerator[stretch], stretches.ordinary_denominator[stretch])
    return -(-hourly.ceil() // MINUTES_PER_HOUR)
