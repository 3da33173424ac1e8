"""Who is insured in which month."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.choices import EmployerKind, EmploymentFirstMonth
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.rules.insurance.dates import birthday
from rules.rows import run

ALL = ("pension", "health", "long_term_care", "employment", "employment_extra", "accident")
HIRES = st.dates(date(2021, 1, 1), date(2026, 12, 31))


def worker(**changed: Any) -> dict[str, Any]:
    return {
        "premium_month": date(2026, 6, 1),
        "birth_date": date(1985, 4, 12),
        "employed_from": date(2026, 1, 1),
        "monthly_scheduled_minutes": 209 * 60,
        "weekly_scheduled_minutes": 2_400,
        "contract_months": 10,
        "daily_worker": False,
        "day_labour": False,
        "worked_days": 20,
        "worked_hours": 160,
        "monthly_income": 2_000_000,
        "construction_site": False,
        "short_hours_pension_wish": False,
        "pension_first_month_requested": False,
        "employment_before_65": False,
        "employment_first_month": EmploymentFirstMonth.ACTUAL_PAY.value,
    } | changed


def insured(**changed: Any) -> set[str]:
    return {name for name in ALL if run(f"{name}_insured", [worker(**changed)])[0]}


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@given(HIRES)
def test_pension_and_health_begin_in_the_month_of_a_hire_on_the_first_else_in_the_next(hired: date) -> None:
    first = hired if hired.day == 1 else next_month(hired)
    for name in ("pension", "health", "long_term_care"):
        before, at = run(
            f"{name}_insured",
            [
                worker(employed_from=hired, premium_month=hired.replace(day=1)),
                worker(employed_from=hired, premium_month=next_month(hired)),
            ],
        )
        assert (before, at) == (first == hired.replace(day=1), True)


@given(HIRES)
def test_a_worker_may_pay_pension_from_the_month_of_hire(hired: date) -> None:
    month = hired.replace(day=1)
    row = worker(employed_from=hired, premium_month=month, pension_first_month_requested=True)
    assert run("pension_insured", [row]) == [True]


@given(st.dates(date(1962, 1, 1), date(1968, 12, 31)))
def test_pension_ends_with_the_month_of_the_sixtieth_birthday(born: date) -> None:
    sixty = date(born.year + 60, born.month, born.day)
    hired = sixty - timedelta(days=400)
    rows = [
        worker(birth_date=born, employed_from=hired, premium_month=month)
        for month in (sixty.replace(day=1), next_month(sixty))
    ]
    assert run("pension_of_age", rows) == [True, False]


@given(st.dates(date(1962, 1, 1), date(1966, 12, 31)))
def test_whoever_is_hired_on_or_after_the_sixtieth_birthday_stays_outside_the_pension(born: date) -> None:
    sixty = date(born.year + 60, born.month, born.day)
    month = sixty.replace(day=1)
    rows = [
        worker(birth_date=born, employed_from=day, premium_month=month)
        for day in (sixty - timedelta(days=1), sixty)
    ]
    assert run("pension_of_age", rows) == [True, False]


def test_a_minor_is_a_pension_member_unless_stated_otherwise() -> None:
    assert "pension" in insured(birth_date=date(2009, 5, 1))


def test_hired_at_sixty_five_only_the_employer_pays_employment_insurance() -> None:
    born = date(1961, 1, 1)
    assert insured(birth_date=born) & {"employment", "employment_extra"} == {"employment_extra"}
    assert "employment" in insured(birth_date=born, employed_from=date(2025, 12, 31))
    assert "employment" in insured(birth_date=born, employment_before_65=True)


@pytest.mark.parametrize(
    ("hours", "weekly", "months", "covered"),
    [
        (60, 900, 2, True),
        (59, 900, 2, False),
        (60, 899, 2, False),
        (20, 300, 2, False),
        (20, 300, 3, True),
    ],
)
def test_employment_insurance_wants_sixty_hours_and_fifteen_a_week_or_three_months(
    hours: int, weekly: int, months: int, covered: bool
) -> None:
    row = worker(
        monthly_scheduled_minutes=hours * 60, weekly_scheduled_minutes=weekly, contract_months=months
    )
    assert run("employment_covers_work", [row]) == [covered]


def test_sixty_hours_a_month_decide_over_pension_and_health() -> None:
    assert insured(monthly_scheduled_minutes=3_600) == set(ALL)
    assert insured(monthly_scheduled_minutes=3_599) == {"employment", "employment_extra", "accident"}


def test_the_month_of_a_hire_follows_the_monthly_bill_where_the_institution_says_so() -> None:
    billed = {"employment_first_month": EmploymentFirstMonth.BILL_RULE.value}
    hired = {"employed_from": date(2026, 6, 2)}
    assert "employment" in insured(**hired)
    assert "employment" not in insured(**hired, **billed)
    assert "employment" in insured(employed_from=date(2026, 6, 1), **billed)


def test_from_2027_employment_insurance_is_billed_from_the_day_of_hire() -> None:
    billed = {"employment_first_month": EmploymentFirstMonth.BILL_RULE.value, "employment_base": 2_000_000}
    assert "employment" in insured(premium_month=date(2027, 1, 1), employed_from=date(2027, 1, 15), **billed)


def test_what_nobody_could_verify_says_what_would_settle_it() -> None:
    for parameter in load_rule_book().parameters.values():
        for values in parameter.values.values():
            assert all(value.note for value in values if not value.verified), parameter.name


def test_every_kind_of_employer_has_a_rate() -> None:
    known = load_rule_book().parameters["employment_extra_rate"].values
    assert set(known) == {kind.name.lower() for kind in EmployerKind}


def test_born_on_a_leap_day_one_is_a_year_older_on_the_first_of_march() -> None:
    born = np.array([day_number(date(1960, 2, 29))])
    assert [day_of(birthday(born, np.array([age]))[0]) for age in (60, 65)] == [
        date(2020, 2, 29),
        date(2025, 3, 1),
    ]
