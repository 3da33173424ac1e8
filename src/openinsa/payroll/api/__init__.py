"""Pay runs, slips, corrections and premiums for machines: what the pages of this room do, file by file."""

from openinsa.payroll.api import (
    bases,
    bills,
    corrections,
    insured,
    one_time,
    runs,
    settlements,
    slips,
    what_if,
)
from openinsa.payroll.api.room import room

__all__ = [
    "bases",
    "bills",
    "corrections",
    "insured",
    "one_time",
    "room",
    "runs",
    "settlements",
    "slips",
    "what_if",
]
