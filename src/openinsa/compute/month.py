"""A month for many people: tables in, payslips out.

    slips = compute_month(tables)
    explain(slips, slip=17)

The same slips come out whatever the order of rows, the subset of people or the number of repetitions; a
fault of one slip is a row in `faults` and changes no other. Steps and rounding: docs/wages.md.
"""

from __future__ import annotations

import numpy as np

from openinsa.compute import checks
from openinsa.compute.agreed import agreed_deductions
from openinsa.compute.assembly import MonthSlips, Part, join, tables_of
from openinsa.compute.deductions import deduct, taxable_pay
from openinsa.compute.earnings import earn
from openinsa.compute.flags import flags_of
from openinsa.compute.flexible import settle
from openinsa.compute.layout import lay_out, make_batch
from openinsa.compute.refusals import SlipsRefused
from openinsa.compute.slips import Fault
from openinsa.compute.stretches import stretches_of
from openinsa.compute.tables import MonthTables, Table, Whole
from openinsa.compute.working import work_days
from openinsa.rules.engine import load_rule_book

__all__ = ["MonthSlips", "compute_month"]

SLIPS_PER_CHUNK = 2_000
"""Slips computed together: enough for speed, few enough to stay in the processor's cache."""


def compute_month(tables: MonthTables) -> MonthSlips:
    """Every slip of the tables, or its fault. Raises nothing for a fault of a slip."""
    parts: list[dict[str, Table]] = []
    faults: list[Fault] = []
    remaining = tables
    for check in (checks.slip_faults, checks.main_slip_faults):
        remaining, found = _put_aside(remaining, check(remaining))
        faults += found
    for slips in _chunks(remaining):
        part, refused = _compute_chunk(remaining.of(slips))
        parts += [part] if part else []
        faults += refused
    return join(parts, faults, tables.names, load_rule_book().version)


def _put_aside(tables: MonthTables, found: list[Fault]) -> tuple[MonthTables, list[Fault]]:
    """The tables without refused slips and those of the same persons, and one fault for each of them."""
    by_slip = {fault.slip: fault for fault in reversed(found)}
    companions = {fault.slip: fault for fault in checks.companion_faults(tables, by_slip)}
    return tables.without(by_slip | companions), [*by_slip.values(), *companions.values()]


def _chunks(tables: MonthTables) -> list[Whole]:
    """Slip numbers in chunks; slips that name one main slip stay together."""
    main_slips, place = np.unique(tables.slips.main_slip, return_inverse=True)
    chunk = place // SLIPS_PER_CHUNK
    return [tables.slips.slip[chunk == number] for number in range(-(-len(main_slips) // SLIPS_PER_CHUNK))]


def _compute_chunk(tables: MonthTables) -> tuple[dict[str, Table] | None, list[Fault]]:
    """The tables of a chunk, None when nobody is left, and the faults of those left out."""
    faults: list[Fault] = []
    while len(tables.slips):
        try:
            return tables_of(_compute(tables)), faults
        except SlipsRefused as refused:
            tables, found = _put_aside(tables, refused.faults)
            faults += found
    return None, faults


def _compute(tables: MonthTables) -> Part:
    """The slips of tables without faults. Raises SlipsRefused for those that have one."""
    batch = make_batch(tables)
    _stop_at(checks.missing_version_faults(batch))
    _stop_at(checks.table_faults(batch))
    cells = lay_out(batch)
    _stop_at(checks.cell_faults(batch, cells))
    worked, weeks = work_days(batch, cells)
    _stop_at(checks.daily_worker_faults(batch, cells, worked))
    settled = settle(batch, cells, worked)
    worked = settled.worked
    stretches = stretches_of(batch, cells, worked)
    earnings = earn(batch, cells, worked, stretches)
    taxable = taxable_pay(batch, earnings)
    deductions = deduct(batch, cells, worked, stretches, earnings.closures, taxable)
    agreed = agreed_deductions(batch, cells, worked)
    flags = flags_of(batch, cells, weeks, stretches)
    return Part(batch, cells, worked, settled, weeks, stretches, earnings, taxable, deductions, agreed, flags)


def _stop_at(faults: list[Fault]) -> None:
    if faults:
        raise SlipsRefused(faults)
