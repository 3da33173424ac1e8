"""Premiums as an insurer billed them, in place of those that the rules reckon."""

from __future__ import annotations

import numpy as np

from openinsa.compute.layout import Batch
from openinsa.compute.slips import LineCode, PaidBills
from openinsa.compute.tables import Whole
from openinsa.rules.choices import Billed

LINE_OF = {billed: LineCode[billed.name] for billed in Billed}
"""The line of the payslip that a bill decides."""
CODES = np.array([LINE_OF[billed].value for billed in Billed])


def take_bills(batch: Batch, lines: dict[LineCode, Whole]) -> PaidBills:
    """Put what was billed into the lines, and tell what the rules had given; nothing else changes.

    What bills of earlier months ask beyond what was taken comes on top, on the lines of settlements.
    """
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
        nothing = np.zeros_like(codes)
        found.append(PaidBills(batch.slips.slip[named], codes, nothing, amount[named], reckoned[named]))
    return PaidBills.joined([*found, *_take_late_bills(batch, lines)])


def _take_late_bills(batch: Batch, lines: dict[LineCode, Whole]) -> list[PaidBills]:
    """Add what earlier months still owe by their bills to the lines of settlements."""
    late = batch.tables.late_bills
    if not len(late):
        return []
    row = batch.position(late.slip)
    for billed in np.unique(late.billed_line).tolist():
        code, chosen = LINE_OF[Billed(billed)], late.billed_line == billed
        lines[code] = lines.get(code, np.zeros(len(batch.slips), np.int64)).copy()
        np.add.at(lines[code], row[chosen], (late.billed - late.taken)[chosen])
    return [PaidBills(late.slip, CODES[late.billed_line], late.month, late.billed, late.taken)]
