"""Pay runs, slips, corrections and premiums for machines: what the pages of this room do, file by file."""

from openinsa.payroll.api import corrections, runs, slips
from openinsa.payroll.api.room import room

__all__ = ["corrections", "room", "runs", "slips"]
