"""Income tax of daily workers: the pay of single days, taxed payment by payment."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openinsa.compute.allowances import MEASURED, MINUTES_PER_HOUR
from openinsa.compute.earnings import OVERTIME_PAY, time_pay
from openinsa.compute.exact import Exact, ratio, sum_all
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.running import run_rules
from openinsa.compute.slips import PaidClosures, PaymentTaxes
from openinsa.compute.stretches import Stretches, allowances_in_force, paid_this_month
from openinsa.compute.tables import Flags, Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceKind, TaxMode


def daily_worker_taxes(
    batch: Batch, cells: Cells, worked: WorkedDays, stretches: Stretches, closures: PaidClosures
) -> PaymentTaxes:
    """Income tax of every payment to daily workers, on the days it covers."""
    payments = batch.tables.payments
    payments = payments.take(np.lexsort((payments.payment, payments.slip)))
    place, inside = batch.cell(payments.slip, payments.date)
    inside &= batch.slips.tax_mode[batch.position(payments.slip)] == TaxMode.DAILY
    inside[inside] &= (cells.employed & cells.in_month)[place[inside]]
    paid = payments.take(inside)
    if not len(paid):
        return PaymentTaxes.empty()
    row = batch.position(paid.slip)
    date = batch.slips.payment_date[row]
    won = day_pay(batch, cells, worked, stretches, closures, place[inside])
    given = {
        "payment_date": date,
        "day_taxable_pay": won,
        "daily_tax_unit": batch.settings.daily_tax_unit[row],
    }
    taxed = run_rules(["daily_worker_taxed_pay"], given, paid.slip)["daily_worker_taxed_pay"]
    first = np.flatnonzero(np.diff(paid.slip, prepend=-1) | np.diff(paid.payment, prepend=-1))
    given = {"payment_date": date[first], "payment_taxed_pay": np.add.reduceat(taxed, first)}
    tax = run_rules(["daily_worker_income_tax"], given, paid.slip[first])["daily_worker_income_tax"]
    return PaymentTaxes(
        slip=paid.slip[first],
        payment=paid.payment[first],
        first=np.minimum.reduceat(paid.date, first),
        last=np.maximum.reduceat(paid.date, first),
        days=np.add.reduceat((won > 0).astype(np.int64), first),
        taxed_pay=given["payment_taxed_pay"],
        income_tax=tax,
    )


def day_pay(
    batch: Batch,
    cells: Cells,
    worked: WorkedDays,
    stretches: Stretches,
    closures: PaidClosures,
    places: Whole,
) -> Whole:
    """Won of single days of hourly and daily pay, a part of a won dropped: time and daily allowances."""
    by_cell = stretches.by_cell(np.searchsorted(stretches.cells, places), worked)
    pay = time_pay(batch, by_cell, by_cell.minutes)
    untaxed = batch.slips.production_job[cells.row[places]]
    taxed = [_unless(amount, untaxed) if code in OVERTIME_PAY else amount for code, amount in pay.items()]
    time = sum_all([*taxed, *_hourly_items(batch, worked, places)])
    items, paid = batch.tables.allowances, paid_this_month(batch)

    def in_force(chosen: Flags) -> Whole:
        return allowances_in_force(batch, chosen & paid, items.valid_from).ravel()[places]

    won = time.floor()
    by_day = items.kind == AllowanceKind.PER_WORKED_DAY
    if by_day.any():
        won = won + np.where(worked.worked_minutes[places] > 0, in_force(by_day), 0)
    by_mark = items.kind == AllowanceKind.PER_MARKED_DAY
    for mark in np.unique(items.mark[by_mark]):
        won = won + np.where(cells.mark[places] == mark, in_force(by_mark & (items.mark == mark)), 0)
    return won + _closed_days(batch, cells, closures, places)


def _closed_days(batch: Batch, cells: Cells, closures: PaidClosures, places: Whole) -> Whole:
    """Won for those of the days on which the employer closed."""
    won = np.zeros(len(cells.row), np.int64)
    won[batch.cell(closures.slip, closures.date)[0]] = closures.amount
    return won[places]


def _unless(amount: Exact, left_out: Flags) -> Exact:
    """The amount, nothing where it is left out."""
    return Exact(
        np.where(left_out, 0, amount.whole), np.where(left_out, 0, amount.remainder), amount.denominator
    )


def _hourly_items(batch: Batch, worked: WorkedDays, places: Whole) -> Iterator[Exact]:
    """Exact won of the items by the hour on single days, one after the other kind of hours."""
    items, paid = batch.tables.allowances, paid_this_month(batch)
    for measure, kinds in MEASURED.items():
        chosen = paid & (items.kind == AllowanceKind.PER_HOUR) & (items.measure == measure)
        if chosen.any():
            minutes = sum((getattr(worked, kind)[places] for kind in kinds), np.zeros_like(places))
            won = allowances_in_force(batch, chosen, items.valid_from).ravel()[places]
            yield ratio(won * minutes, MINUTES_PER_HOUR)
