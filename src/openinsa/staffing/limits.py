"""Limits of the law on a row of the month, as marks on its days."""

from collections.abc import Iterator
from datetime import date

from openinsa.staffing.law import law_value
from openinsa.staffing.sheet import Row, week_of, worked_minutes_by_week


def weeks_over_the_limit(row: Row) -> Iterator[date]:
    """The worked days of weeks with more overtime than the law allows (근로기준법 제53조제1항).

    The limit looks at the week's hours alone; daily overtime does not count toward it (2020도15393).
    """
    over = {end for end, minutes in worked_minutes_by_week(row).items() if _overtime(end, minutes) > 0}
    if not over:
        return
    for day, entered in sorted(row.days.items()):
        version = row.version_on(day)
        if version and entered.worked_minutes and week_of(day, version.week_ends_on) in over:
            yield day


def _overtime(week_end: date, minutes: int) -> int:
    """Minutes beyond the week's limit with its allowed overtime; 0 or less is within the law."""
    return (
        minutes
        - law_value("weekly_limit_minutes", week_end)
        - law_value("weekly_overtime_limit_minutes", week_end)
    )
