"""Limits of the law on a row of the month, as marks on its days."""

from collections.abc import Iterator
from datetime import date

from openinsa.staffing.sheet import Row, week_of, worked_minutes_by_week


def weeks_over_the_limit(row: Row) -> Iterator[date]:
    """The worked days of weeks whose hours pass 40 by more than 12 (근로기준법 제53조제1항)."""
    over = {end for end, minutes in worked_minutes_by_week(row).items() if minutes - 2400 > 720}
    for day, entered in sorted(row.days.items()):
        version = row.version_on(day)
        if version and entered.worked_minutes and week_of(day, version.week_ends_on) in over:
            yield day
