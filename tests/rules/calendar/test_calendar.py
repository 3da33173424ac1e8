"""Every public holiday from 2021 to 2027, date by date."""

from datetime import date

import pytest

from openinsa.rules.calendar.calendar import (
    CHECKED_YEARS,
    PublicHoliday,
    YearNotChecked,
    holidays_of_year,
    public_holidays,
)

CHECKED_DATES = {
    2021: "01-01 02-11 02-12 02-13 03-01 05-01 05-05 05-19 06-06 08-15 08-16 09-20 09-21 09-22 10-03 10-04 "
    "10-09 10-11 12-25",
    2022: "01-01 01-31 02-01 02-02 03-01 03-09 05-01 05-05 05-08 06-01 06-06 08-15 09-09 09-10 09-11 09-12 "
    "10-03 10-09 10-10 12-25",
    2023: "01-01 01-21 01-22 01-23 01-24 03-01 05-01 05-05 05-27 05-29 06-06 08-15 09-28 09-29 09-30 10-02 "
    "10-03 10-09 12-25",
    2024: "01-01 02-09 02-10 02-11 02-12 03-01 04-10 05-01 05-05 05-06 05-15 06-06 08-15 09-16 09-17 09-18 "
    "10-01 10-03 10-09 12-25",
    2025: "01-01 01-27 01-28 01-29 01-30 03-01 03-03 05-01 05-05 05-06 06-03 06-06 08-15 10-03 10-05 10-06 "
    "10-07 10-08 10-09 12-25",
    2026: "01-01 02-16 02-17 02-18 03-01 03-02 05-01 05-05 05-24 05-25 06-03 06-06 07-17 08-15 08-17 09-24 "
    "09-25 09-26 10-03 10-05 10-09 12-25",
    2027: "01-01 02-06 02-07 02-08 02-09 03-01 05-01 05-03 05-05 05-13 06-06 07-17 07-19 08-15 08-16 09-14 "
    "09-15 09-16 10-03 10-04 10-09 10-11 12-25 12-27",
}


@pytest.mark.parametrize("year", CHECKED_YEARS)
def test_every_holiday_of_the_year_is_the_checked_one_and_no_other(year: int) -> None:
    found = " ".join(f"{day.date:%m-%d}" for day in holidays_of_year(year))
    assert found == CHECKED_DATES[year]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2021-08-16", "substitute_holiday"),
        ("2022-03-09", "election_day"),
        ("2023-10-02", "temporary_holiday"),
        ("2025-05-05", "public_holiday"),
        ("2025-05-06", "substitute_holiday"),
        ("2026-06-03", "election_day"),
        ("2026-05-01", "labour_day"),
        ("2027-05-03", "substitute_holiday"),
    ],
)
def test_a_holiday_says_what_kind_it_is(day: str, kind: str) -> None:
    (holiday,) = public_holidays(date.fromisoformat(day), date.fromisoformat(day))
    assert holiday.kind == kind


def test_labour_day_is_paid_in_every_year_but_had_no_substitute_before_the_decree_took_it_up() -> None:
    assert date(2021, 5, 3) not in {day.date for day in holidays_of_year(2021)}  # 1 May 2021 was a Saturday
    assert date(2027, 5, 3) in {day.date for day in holidays_of_year(2027)}  # so is 1 May 2027


def test_an_institution_adds_its_own_day_and_the_law_keeps_the_name_of_its_days() -> None:
    own = [
        PublicHoliday(date(2026, 6, 3), "institution_day", "개청기념일", "Founding day", "조례"),
        PublicHoliday(date(2026, 6, 10), "institution_day", "구민의 날", "Residents' day", "조례"),
    ]
    june = public_holidays(date(2026, 6, 1), date(2026, 6, 30), own)
    assert [(day.date.day, day.kind) for day in june] == [
        (3, "election_day"),
        (6, "public_holiday"),
        (10, "institution_day"),
    ]


def test_a_span_over_new_year_takes_both_years() -> None:
    span = public_holidays(date(2025, 12, 20), date(2026, 1, 5))
    assert [day.date for day in span] == [date(2025, 12, 25), date(2026, 1, 1)]


@pytest.mark.parametrize("year", [2020, 2028])
def test_a_year_nobody_checked_is_refused_instead_of_guessed(year: int) -> None:
    with pytest.raises(YearNotChecked, match=str(year)):
        public_holidays(date(year, 1, 1), date(year, 1, 2))
