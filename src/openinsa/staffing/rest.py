"""Breaks of a day held against the law."""

from dataclasses import replace
from datetime import date

from openinsa.staffing.law import least_break
from openinsa.staffing.marks import DayReading

SHORT_BREAK, BREAK_ON_REQUEST = "short_break", "break_on_request"
BREAK_WARNINGS = {SHORT_BREAK, BREAK_ON_REQUEST}
EXEMPT_ON_HOLIDAY = "exempt_work_on_holiday"


def without_limits(reading: DayReading) -> DayReading:
    """The reading of exempt work: no break is asked for, and work on a holiday has no premium (제63조)."""
    if reading.warning != "work_on_holiday":
        return reading
    return replace(reading, warning=EXEMPT_ON_HOLIDAY)


def with_break_warning(reading: DayReading, day: date, *, by_pattern: bool) -> DayReading:
    """The reading with a warning where its breaks are too short (근로기준법 제54조).

    Shifts as a pattern plans them are judged there, half days are judged with their leave, and another warning
    goes first.
    """
    planned = not reading.mark[:1].isdigit()
    if reading.starts is None or reading.ends is None or reading.warning:
        return reading
    if planned and (by_pattern or reading.leave_minutes):
        return reading
    worked = reading.worked_minutes
    least, on_request = least_break(worked, day)
    taken = reading.ends - reading.starts - worked
    if taken >= least:
        return reading
    return replace(reading, warning=BREAK_ON_REQUEST if on_request else SHORT_BREAK)
