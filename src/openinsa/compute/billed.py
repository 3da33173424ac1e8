"""Premiums as an insurer billed them, in place of those that the rules reckon."""

from __future__ import annotations

import numpy as np

from openinsa.compute.layout import Batch
from openinsa.compute.slips import LineCode, PaidBills
from openinsa.compute.tables import Whole
from openinsa.rules.choices import Billed

LINE_OF = {billed: LineCode[billed.name] for billed in Billed}
"""The line of the payslip that a bill decides."""


def take_bills(batch: Batch, lines: dict[LineCode, Whole]) -> PaidBills:
    """Put what was billed into the lines, and tell what the rules had given; nothing else changes."""
    bills = batch.tables.bills
    row, found = batch.position(bills.slip), []
    for billed, code in LINE_OF.items():
        chosen = bills.billed_line == billed
        if not chosen.any():
            continue
        reckoned = lines.get(code, np.zeros(len(batch.slips), np.int64))
        amount = np.zeros_like(reckoned)
        np.add.at(amount, row[chosen], bills.amount[chosen])
        named = np.unique(row[chosen])
        lines[code] = reckoned.copy()
        lines[code][named] = amount[named]
        codes = np.full(len(named), code.value)
        found.append(PaidBills(batch.slips.slip[named], codes, amount[named], reckoned[named]))
    return PaidBills.joined(found)
