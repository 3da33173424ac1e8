"""Breaks of a day held against the law, where the clerk wrote hours or times of the day's own."""

from dataclasses import replace
from datetime import date

from openinsa.staffing.law import least_break
from openinsa.staffing.marks import DayReading


def with_break_warning(reading: DayReading, day: date) -> DayReading:
    """The reading with a warning where its breaks are too short (근로기준법 제54조).

    Days worked as the contract or the pattern plans them are judged there, and another warning goes first.
    """
    if reading.starts is None or reading.ends is None or reading.warning or not reading.mark[:1].isdigit():
        return reading
    worked = reading.worked_minutes
    least, on_request = least_break(worked, day)
    taken = reading.ends - reading.starts - worked
    if taken >= least:
        return reading
    return replace(reading, warning="break_on_request" if on_request else "short_break")
