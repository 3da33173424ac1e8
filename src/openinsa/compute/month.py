"""A month for many people: tables in, payslips out.

    tables = MonthTables(...)
    slips = compute_month(tables)
    explain(slips, slip=17)

The same slips come out whatever the order of rows, the subset of people or the number of repetitions; a
fault of one slip is a row in `faults` and changes no other. Steps and rounding: docs/wages.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute import checks
from openinsa.compute.earnings import Earnings, earn
from openinsa.compute.layout import Batch, Cells, lay_out, make_batch
from openinsa.compute.refusals import SlipsRefused
from openinsa.compute.slips import Fault
from openinsa.compute.stretches import Stretches, stretches_of
from openinsa.compute.tables import MonthTables
from openinsa.compute.working import WorkedDays, work_days


@dataclass
class Work:
    batch: Batch
    cells: Cells
    worked: WorkedDays
    weeks: dict
    stretches: Stretches
    covered: np.ndarray
    earnings: Earnings


def stop(faults: list[Fault]) -> None:
    if faults:
        raise SlipsRefused(faults)


def compute(tables: MonthTables) -> Work:
    stop(checks.slip_faults(tables))
    stop(checks.main_slip_faults(tables))
    batch = make_batch(tables)
    stop(checks.missing_version_faults(batch))
    stop(checks.table_faults(batch))
    cells = lay_out(batch)
    stop(checks.cell_faults(batch, cells))
    worked, weeks = work_days(batch, cells)
    stop(checks.daily_worker_faults(batch, cells, worked))
    stretches, covered = stretches_of(batch, cells, worked)
    earnings = earn(batch, cells, worked, stretches)
    return Work(batch, cells, worked, weeks, stretches, covered, earnings)
