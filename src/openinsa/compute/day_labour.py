"""Income tax of daily workers: the pay of single days, taxed payment by payment."""

from __future__ import annotations

import numpy as np

from openinsa.compute.earnings import time_pay
from openinsa.compute.exact import sum_all
from openinsa.compute.layout import Batch, Cells
from openinsa.compute.running import run_rules
from openinsa.compute.slips import PaymentTaxes
from openinsa.compute.stretches import Stretches, allowances_in_force
from openinsa.compute.tables import Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceKind, TaxMode


def daily_worker_taxes(batch: Batch, cells: Cells, worked: WorkedDays, stretches: Stretches) -> PaymentTaxes:
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
    given = {
        "payment_date": date,
        "day_taxable_pay": day_pay(batch, cells, worked, stretches, place[inside]),
        "daily_tax_unit": batch.settings.daily_tax_unit[row],
    }
    taxed = run_rules(["daily_worker_taxed_pay"], given, paid.slip)["daily_worker_taxed_pay"]
    first = np.flatnonzero(np.diff(paid.slip, prepend=-1) | np.diff(paid.payment, prepend=-1))
    given = {"payment_date": date[first], "payment_taxed_pay": np.add.reduceat(taxed, first)}
    tax = run_rules(["daily_worker_income_tax"], given, paid.slip[first])["daily_worker_income_tax"]
    return PaymentTaxes(paid.slip[first], paid.payment[first], tax)


def day_pay(batch: Batch, cells: Cells, worked: WorkedDays, stretches: Stretches, places: Whole) -> Whole:
    """Won of single days of hourly and daily pay, a part of a won dropped: time and daily allowances."""
    by_cell = stretches.by_cell(np.searchsorted(stretches.cells, places), worked)
    time = sum_all(list(time_pay(batch, by_cell, by_cell.minutes).values())).floor()
    items = batch.tables.allowances
    by_day = allowances_in_force(batch, items.kind == AllowanceKind.PER_WORKED_DAY, items.valid_from).ravel()
    return time + np.where(worked.worked_minutes[places] > 0, by_day[places], 0)
