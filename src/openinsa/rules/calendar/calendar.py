"""공휴일 - paid public holidays (Labour Standards Act art. 55(2); Decree art. 30(2)).

The dates come from the `holidays` package at its pinned version; a test compares every one of them with
the checked list of the facts. Labour Day is added where only its own law made it a holiday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from holidays.countries import SouthKorea

CHECKED_YEARS = range(2021, 2028)
"""Years whose dates were checked one by one; the calendar refuses all others."""

PUBLIC_HOLIDAY_LAW = "근로기준법 제55조제2항; 시행령 제30조제2항; 관공서의 공휴일에 관한 규정"
LABOUR_DAY_LAW = "노동절 제정에 관한 법률(2025-11-10까지 근로자의 날 제정에 관한 법률)"

KINDS = {"대체 휴일": "substitute_holiday", "선거일": "election_day", "임시공휴일": "temporary_holiday"}
"""Kind by a part of the package's name; every other day is a public holiday."""


@dataclass(frozen=True, order=True)
class PublicHoliday:
    """One paid holiday. kind: public_holiday, substitute_holiday, election_day, temporary_holiday,
    labour_day or institution_day."""

    date: date
    kind: str
    name_ko: str
    name_en: str
    law: str


class YearNotChecked(ValueError):
    """A date outside the checked years: the calendar never guesses."""

    def __init__(self, year: int) -> None:
        first, last = CHECKED_YEARS[0], CHECKED_YEARS[-1]
        self.ko = (
            f"{year}년 공휴일은 확인된 자료가 없습니다 ({first}~{last}년만 있습니다). 날짜를 확인해 주세요."
        )
        self.en = (
            f"No checked public holidays for {year}; the calendar covers {first} to {last}. Check the date."
        )
        super().__init__(f"{self.ko}\n{self.en}")


def public_holidays(
    first: date, last: date, institution_days: Iterable[PublicHoliday] = ()
) -> tuple[PublicHoliday, ...]:
    """근로기준법 제55조제2항의 유급휴일과 기관이 정한 휴일.

    Paid holidays from first to last, both included, one per date and in order. A day the institution
    adds gives way to a holiday of the law on the same date. Raises YearNotChecked.
    """
    by_date = {day.date: day for day in institution_days if first <= day.date <= last}
    for year in range(first.year, last.year + 1):
        by_date |= {day.date: day for day in holidays_of_year(year) if first <= day.date <= last}
    return tuple(sorted(by_date.values()))


@cache
def holidays_of_year(year: int) -> tuple[PublicHoliday, ...]:
    """The paid holidays of the law in one year, in order. Raises YearNotChecked."""
    if year not in CHECKED_YEARS:
        raise YearNotChecked(year)
    korean = SouthKorea(years=year, language="ko")
    english = SouthKorea(years=year, language="en_US")
    by_date = {
        day: PublicHoliday(day, _kind(name), name, english[day], PUBLIC_HOLIDAY_LAW)
        for day, name in korean.items()
    }
    labour_day = date(year, 5, 1)
    by_date[labour_day] = _labour_day(labour_day)
    return tuple(sorted(by_date.values()))


def _kind(name: str) -> str:
    return next((kind for part, kind in KINDS.items() if part in name), "public_holiday")


def _labour_day(day: date) -> PublicHoliday:
    """Labour Day was a paid holiday before the decree took it up, then without a substitute."""
    return PublicHoliday(day, "labour_day", "노동절", "Labour Day", LABOUR_DAY_LAW)
