"""One-time payments of a month: their lines, and the tax by the average of the months they cover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.layout import Batch
from openinsa.compute.running import run_rules
from openinsa.compute.tables import Whole
from openinsa.rules.choices import TaxMode


@dataclass(frozen=True)
class OneTimeLines:
    """One row per slip and name; by_slip: their sum by slip."""

    row: Whole
    name: Whole
    amount: Whole
    by_slip: Whole


def one_time_lines(batch: Batch) -> OneTimeLines:
    """The payments by slip and name."""
    items = batch.tables.one_time
    row = batch.position(items.slip)
    by_slip = np.zeros(len(batch.slips), np.int64)
    np.add.at(by_slip, row, items.amount)
    keys, place = np.unique(np.stack([row, items.name]), axis=1, return_inverse=True)
    amount = np.zeros(keys.shape[1], np.int64)
    np.add.at(amount, place.ravel(), items.amount)
    return OneTimeLines(keys[0], keys[1], amount, by_slip)


def bonus_columns(batch: Batch, bonus: Whole, table: Whole, income_tax: Whole) -> dict[str, Whole]:
    """What the tax on one-time payments is reckoned from, on main slips, 0 elsewhere.

    bonus, table, income_tax: one-time payments, regular taxable pay of the table and its tax, by main slip. The
    payments of a person share the longest of their periods.
    """
    items = batch.tables.one_time
    main = batch.position(batch.slips.main_slip)[batch.position(items.slip)]
    found = {}
    for name in ("covered_months", "earlier_pay", "earlier_tax", "with_this_month"):
        most = np.zeros(len(batch.slips), np.int64)
        np.maximum.at(most, main, getattr(items, name).astype(np.int64))
        found[name] = most
    own = found["with_this_month"]
    columns = {
        "bonus": bonus,
        "covered_months": found["covered_months"],
        "period_pay": found["earlier_pay"] + own * table,
        "period_income_tax": found["earlier_tax"] + own * income_tax,
    }
    return columns | {"average_income_tax": _average_tax(batch, columns)}


def _average_tax(batch: Batch, columns: dict[str, Whole]) -> Whole:
    """Tax by the table of the average pay, where there is a one-time payment."""
    tax = np.zeros(len(batch.slips), np.int64)
    rows = taxed_rows(batch, columns["bonus"])
    if not len(rows):
        return tax
    slips = batch.slips.take(rows)
    given = {name: columns[name][rows] for name in ("bonus", "covered_months", "period_pay")}
    given["payment_date"] = slips.payment_date
    average = run_rules(["bonus_average_pay"], given, slips.slip)["bonus_average_pay"]
    asked = {
        "payment_date": slips.payment_date,
        "monthly_taxable_pay": average,
        "family_members": slips.family_members,
        "children_8_to_20": slips.children_8_to_20,
        "withholding_percent": slips.withholding_percent,
    }
    tax[rows] = run_rules(["income_tax"], asked, slips.slip)["income_tax"]
    return tax


def taxed_rows(batch: Batch, bonus: Whole) -> Whole:
    """Positions of the main slips with a one-time payment to be taxed."""
    return np.flatnonzero((bonus > 0) & (batch.slips.tax_mode == TaxMode.TABLE))


def bonus_tax(batch: Batch, columns: dict[str, Whole], income_tax: Whole) -> Whole:
    """Income tax on the one-time payments of each main slip."""
    tax = np.zeros(len(batch.slips), np.int64)
    rows = taxed_rows(batch, columns["bonus"])
    if len(rows):
        names = ("covered_months", "average_income_tax", "period_income_tax")
        given = {name: columns[name][rows] for name in names}
        given |= {"income_tax": income_tax[rows], "payment_date": batch.slips.payment_date[rows]}
        tax[rows] = run_rules(["bonus_income_tax"], given, batch.slips.slip[rows])["bonus_income_tax"]
    return tax
