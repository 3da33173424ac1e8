"""The days on which leave arises, and the days of service that each grant is for. Pure: no database, no clock.

By the day of hire a year ends on its anniversary; by the fiscal year on the fiscal year's first day. Every day of
service is in one span alone, so that a change from the one to the other doubles nothing: a span that a change cuts
short earns leave in proportion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS_OF_A_YEAR = 12
MONTH, YEAR, FISCAL, COMPARED = "month", "year", "fiscal", "compared"


@dataclass(frozen=True)
class Reckoning:
    """How an institution grants leave from a day on. fiscal_month: the month that begins its fiscal year, 0 where
    the day of hire decides. share_unit: minutes to which a share of a year is rounded up."""

    valid_from: date
    fiscal_month: int = 0
    share_unit: int = 1

    def begins_on(self, day: date) -> bool:
        """Whether a fiscal year begins on a day."""
        return day.day == 1 and day.month == self.fiscal_month


BY_HIRE = Reckoning(date.min)


@dataclass(frozen=True)
class Span:
    """Days of service for which leave arises on the day after them.

    basis: as in LeaveGrant. years: completed years of service for which it is, 0 for a month of the first year.
    """

    first: date
    granted_on: date
    basis: str
    years: int = 0
    share_unit: int = 1

    @property
    def days(self) -> int:
        return (self.granted_on - self.first).days

    @property
    def year_days(self) -> int:
        """The days of the year that ends with the span."""
        return (self.granted_on - months_after(self.granted_on, -MONTHS_OF_A_YEAR)).days

    @property
    def months(self) -> list[tuple[date, date]]:
        """Its months from its first day on, each with the day after it; the last one may be cut short."""
        edges = [months_after(self.first, n) for n in range(MONTHS_OF_A_YEAR + 1)]
        inside = [edge for edge in edges if edge < self.granted_on]
        return list(zip(inside, [*inside[1:], self.granted_on], strict=True))


def spans_of(since: date, until: date, reckonings: Sequence[Reckoning]) -> list[Span]:
    """The spans of an employment whose leave arises up to a day, in the order of that day.

    `reckonings` in the order of their first days; before the first one the day of hire decides. Where one of them
    has a fiscal year, spans of the basis "compared" say what the day of hire would give beside it.
    """
    found = [
        Span(months_after(since, n - 1), months_after(since, n), MONTH)
        for n in range(1, MONTHS_OF_A_YEAR)
        if months_after(since, n) <= until
    ]
    edge = since
    for day, fiscal in _points(since, until, reckonings):
        years = _completed_years(since, edge) + 1
        found.append(Span(edge, day, FISCAL if fiscal else YEAR, years, _on(reckonings, day).share_unit))
        edge = day
    if any(one.fiscal_month for one in reckonings):
        found += _compared(since, until, found)
    return sorted(found, key=lambda one: one.granted_on)


def _points(since: date, until: date, reckonings: Sequence[Reckoning]) -> Iterator[tuple[date, bool]]:
    """The days on which leave of a year arises, and whether a fiscal year begins on them."""
    first_days = {
        date(year, month, 1) for year in range(since.year, until.year + 1) for month in range(1, 13)
    }
    fiscal = {day for day in first_days if since < day <= until and _begins_fiscal_year(day, reckonings)}
    by_hire = {day for day in _anniversaries(since, until) if not _on(reckonings, day).fiscal_month}
    return ((day, day in fiscal) for day in sorted(fiscal | by_hire))


def _begins_fiscal_year(day: date, reckonings: Sequence[Reckoning]) -> bool:
    """The fiscal year that a change ends is granted for too."""
    return _on(reckonings, day).begins_on(day) or _on(reckonings, day - ONE_DAY).begins_on(day)


def _compared(since: date, until: date, granted: Sequence[Span]) -> Iterator[Span]:
    """The years by the day of hire for which nothing is granted on their own day."""
    whole = {one.granted_on for one in granted if one.basis == YEAR and one.days >= one.year_days}
    first = since
    for years, day in enumerate(_anniversaries(since, until), start=1):
        if day not in whole:
            yield Span(first, day, COMPARED, years)
        first = day


def _anniversaries(since: date, until: date) -> Iterator[date]:
    days = (months_after(since, MONTHS_OF_A_YEAR * n) for n in range(1, until.year - since.year + 1))
    return (day for day in days if day <= until)


def _completed_years(since: date, day: date) -> int:
    return sum(1 for _day in _anniversaries(since, day))


def _on(reckonings: Sequence[Reckoning], day: date) -> Reckoning:
    return next((one for one in reversed(reckonings) if one.valid_from <= day), BY_HIRE)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the first of the next month where that day does not exist."""
    year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 + months, MONTHS_OF_A_YEAR)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month == MONTHS_OF_A_YEAR - 1), (month + 1) % MONTHS_OF_A_YEAR + 1, 1)
