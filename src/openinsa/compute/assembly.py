"""From the columns of a computed chunk to the tables that are handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from openinsa.compute.agreed import AgreedLines
from openinsa.compute.deductions import INSURANCES, Deductions, Taxable
from openinsa.compute.earnings import Earnings
from openinsa.compute.flexible import Settled
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.slips import (
    NO_NAME,
    Bases,
    Fault,
    LineCode,
    Lines,
    OrdinaryWages,
    PaidAllowances,
    PaidBills,
    PaidClosures,
    PaidDays,
    PaidDeductions,
    PaidSlips,
    PaidStretches,
    PaymentTaxes,
    SettledDays,
    SettledUnits,
    Side,
    Weeks,
)
from openinsa.compute.stretches import Stretches, ordinary_wages
from openinsa.compute.tables import Flags, Table, Whole
from openinsa.compute.working import WorkedDays, week_table
from openinsa.rules.choices import PaidTimeRate

SUMMED_MINUTES = {
    "worked": "worked_minutes",
    "regular": "regular_minutes",
    "overtime": "overtime_minutes",
    "holiday_first8": "holiday_first8_minutes",
    "holiday_beyond8": "holiday_beyond8_minutes",
    "night": "night_minutes",
    "leave_paid": "paid_leave_minutes",
    "unpaid": "unpaid_minutes",
    "public_holiday_paid": "public_holiday_paid_minutes",
    "weekly_holiday_paid": "weekly_holiday_paid_minutes",
}
"""Minutes of a payslip and the minutes of days they sum."""


@dataclass(frozen=True)
class Part:
    """Everything computed for one chunk."""

    batch: Batch
    cells: Cells
    worked: WorkedDays
    settled: Settled
    weeks: dict[str, np.ndarray]
    stretches: Stretches
    earnings: Earnings
    taxable: Taxable
    deductions: Deductions
    agreed: AgreedLines
    flags: dict[str, Flags]


@dataclass(frozen=True)
class MonthSlips:
    """The payslips of a month in ascending order of slip, those refused, and what all of it came from."""

    slips: PaidSlips
    lines: Lines
    weeks: Weeks
    ordinary_wages: OrdinaryWages
    payment_taxes: PaymentTaxes
    stretches: PaidStretches
    days: PaidDays
    allowances: PaidAllowances
    agreed: PaidDeductions
    closures: PaidClosures
    settled: SettledUnits
    settled_days: SettledDays
    billed: PaidBills
    bases: Bases
    faults: tuple[Fault, ...]
    names: tuple[str, ...]
    rule_book_version: str


ORDERS: dict[str, tuple[type[Table], tuple[str, ...]]] = {
    "slips": (PaidSlips, ()),
    "lines": (Lines, ("position",)),
    "weeks": (Weeks, ("end",)),
    "ordinary_wages": (OrdinaryWages, ("since",)),
    "payment_taxes": (PaymentTaxes, ("payment",)),
    "stretches": (PaidStretches, ("since",)),
    "days": (PaidDays, ("date",)),
    "allowances": (PaidAllowances, ("name", "tax")),
    "agreed": (PaidDeductions, ("name",)),
    "closures": (PaidClosures, ("date",)),
    "settled": (SettledUnits, ("unit_from",)),
    "settled_days": (SettledDays, ("unit_from", "date")),
    "billed": (PaidBills, ("code", "month")),
    "bases": (Bases, ()),
}
"""The tables of a result and, after the slip, what their rows are ordered by."""


def tables_of(part: Part) -> dict[str, Table]:
    """The tables of one chunk."""
    return {
        "slips": paid_slips(part),
        "lines": lines_of(part),
        "weeks": week_table(part.batch, part.weeks),
        "ordinary_wages": ordinary_wages(part.batch, part.stretches),
        "payment_taxes": part.deductions.payments,
        "stretches": paid_stretches(part),
        "days": paid_days(part),
        "allowances": paid_allowances(part),
        "agreed": paid_deductions(part),
        "closures": part.earnings.closures,
        "settled": part.settled.units,
        "settled_days": part.settled.days,
        "billed": part.deductions.billed,
        "bases": bases_of(part),
    }


def join(
    parts: Sequence[dict[str, Table]], faults: Sequence[Fault], names: tuple[str, ...], rule_book_version: str
) -> MonthSlips:
    """One result from the tables of all chunks, every table in the order of slips."""
    tables: dict[str, Any] = {}
    for name, (table, keys) in ORDERS.items():
        rows = table.joined([part[name] for part in parts])
        columns = [getattr(rows, key) for key in ("slip", *keys)]
        tables[name] = rows if _in_order(columns) else rows.take(np.lexsort(columns[::-1]))
    in_order = tuple(sorted(faults, key=lambda fault: fault.slip))
    return MonthSlips(**tables, faults=in_order, names=names, rule_book_version=rule_book_version)


def _in_order(columns: Sequence[Whole]) -> bool:
    """Whether rows already ascend by the first column, then the second, and so on."""
    if len(columns[0]) <= 1:
        return True
    tied = np.ones(max(len(columns[0]) - 1, 0), np.bool_)
    for column in columns:
        step = np.diff(column)
        if (tied & (step < 0)).any():
            return False
        tied &= step == 0
    return True


def paid_slips(part: Part) -> PaidSlips:
    """One row per slip: minutes, won, insurances and flags."""
    batch, lines = part.batch, part.deductions.lines
    count = len(batch.slips)
    covered = part.stretches.cells
    row = part.cells.row[covered]
    begins = np.searchsorted(row, np.arange(count))
    minutes: dict[str, Any] = {
        name: np.add.reduceat(getattr(part.worked, of_days)[covered], begins)
        for name, of_days in SUMMED_MINUTES.items()
    }
    flags: dict[str, Any] = part.flags
    insured: dict[str, Any] = {f"insured_{name}": part.deductions.insured[name] for name in INSURANCES}
    other = part.agreed.by_slip
    sides = {
        side: sum((won for code, won in lines.items() if code.side == side), np.zeros(count, np.int64))
        for side in Side
    }
    deductions = sides[Side.DEDUCTION] + other
    return PaidSlips(
        slip=batch.slips.slip,
        **minutes,
        gross=part.earnings.gross,
        non_taxable=part.taxable.non_taxable,
        untaxed_overtime=part.taxable.overtime,
        taxable=part.taxable.taxable,
        **insured,
        income_tax=lines[LineCode.INCOME_TAX] + lines[LineCode.ONE_TIME_INCOME_TAX],
        local_income_tax=lines[LineCode.LOCAL_INCOME_TAX],
        other_deductions=other,
        deductions=deductions,
        net=part.earnings.gross - deductions,
        employer_total=sides[Side.EMPLOYER],
        **flags,
    )


def lines_of(part: Part) -> Lines:
    """All lines that are not zero, by slip in the order of LineCode and names."""
    batch, allowances, agreed = part.batch, part.earnings.allowances, part.agreed
    once = part.earnings.one_time
    every_slip = np.arange(len(batch.slips))
    without_name = np.full(len(batch.slips), NO_NAME)
    pieces = [
        *(
            (every_slip, code, without_name, won)
            for code, won in (part.earnings.lines | part.deductions.lines).items()
        ),
        (allowances.row, LineCode.ALLOWANCE, allowances.name, allowances.amount),
        (once.row, LineCode.ONE_TIME, once.name, once.amount),
        (agreed.row, LineCode.OTHER_DEDUCTION, agreed.name, agreed.amount),
    ]
    row = np.concatenate([rows for rows, _, _, _ in pieces])
    code = np.repeat([piece[1].value for piece in pieces], [len(piece[0]) for piece in pieces])
    name = np.concatenate([names for _, _, names, _ in pieces])
    won = np.concatenate([amounts for _, _, _, amounts in pieces])
    kept = np.flatnonzero(won)
    order = kept[np.lexsort((name[kept], code[kept], row[kept]))]
    row = row[order]
    position = np.arange(len(row)) - np.searchsorted(row, row)
    return Lines(batch.slips.slip[row], position, code[order], name[order], won[order])


def paid_stretches(part: Part) -> PaidStretches:
    """The stretches with slip numbers instead of positions."""
    stretches = part.stretches
    own = {
        "slip": part.batch.slips.slip[stretches.row],
        "until": stretches.since + stretches.days - 1,
        "counted_days": part.earnings.counted_days,
        "days_divisor": part.earnings.days_divisor,
        "paid_at_ordinary": part.batch.settings.paid_time_rate[stretches.row] == PaidTimeRate.ORDINARY,
    }
    given = {**vars(stretches), **stretches.minutes, **own}
    return PaidStretches(**{column.name: given[column.name] for column in fields(PaidStretches)})


def paid_days(part: Part) -> PaidDays:
    """The employed days of the month with their minutes."""
    covered = part.stretches.cells
    own: dict[str, Any] = {
        "slip": part.batch.slips.slip[part.cells.row[covered]],
        "date": part.cells.date[covered],
    }
    minutes = [column.name for column in fields(PaidDays) if column.name not in own]
    return PaidDays(**own, **{name: getattr(part.worked, name)[covered] for name in minutes})


def paid_allowances(part: Part) -> PaidAllowances:
    """The allowance lines with slip numbers instead of positions."""
    items = vars(part.earnings.allowances)
    slip = part.batch.slips.slip[items["row"]]
    return PaidAllowances(slip, **{name: values for name, values in items.items() if name != "row"})


def paid_deductions(part: Part) -> PaidDeductions:
    """The agreed deductions with slip numbers instead of positions."""
    given = {**vars(part.agreed), "slip": part.batch.slips.slip[part.agreed.row]}
    return PaidDeductions(**{column.name: given[column.name] for column in fields(PaidDeductions)})


def bases_of(part: Part) -> Bases:
    """What the premiums and taxes of the main slips were reckoned on."""
    main, given = part.deductions.main, part.deductions.given
    slips = part.batch.slips.take(main)
    own = {
        "taxable": part.taxable.shared[main],
        "table_taxable": part.taxable.table[main],
    }
    known = {**vars(slips), **given, **own}
    return Bases(**{column.name: known[column.name] for column in fields(Bases)})
