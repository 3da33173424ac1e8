"""How long a month takes from tables in memory to payslips with their explanation.

13,500 people of one month: hourly, daily and monthly pay, overtime, leave, absences, joiners and a change
of pay inside the month.
"""

from __future__ import annotations

import time
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import numpy as np

from openinsa.compute.explanation import explain, line_words
from openinsa.compute.layout import WEEKDAYS
from openinsa.compute.month import compute_month
from openinsa.compute.tables import (
    EMPTY,
    EVERY_MONTH,
    MONTH_TAXABLE,
    NEVER,
    NOTHING_ENTERED,
    OPEN_END,
    WORKED,
    Allowances,
    Codes,
    Days,
    Holidays,
    Institutions,
    MonthTables,
    Slips,
    Versions,
)
from openinsa.rules.calendar.calendar import public_holidays
from openinsa.rules.choices import DEFAULT_SETTINGS, AllowanceTax, Attendance, PayBasis
from openinsa.rules.engine import day_number, day_of

JUNE = day_number(date(2026, 6, 1))
PEOPLE = 13_500
Result = TypeVar("Result")
LEAVE, ABSENCE = WORKED + 1, WORKED + 2


def run(people: int = PEOPLE) -> list[dict[str, object]]:
    """The month of everybody, its words, and the month of one person, each with its seconds."""
    tables = made_up_month(people)
    one = tables.of(tables.slips.slip[:1])
    compute_month(one)
    month, seconds = timed(lambda: compute_month(tables))
    _, telling = timed(lambda: sum(len(line.words_ko) for line in line_words(month)))
    _, single = timed(lambda: explain(compute_month(one), 0))
    return [
        {
            "job": "month: tables to payslips",
            "unit": "person",
            "count": people,
            "seconds": seconds,
            "limit": None,
        },
        {
            "job": "month: words and inputs of every line",
            "unit": "person",
            "count": people,
            "seconds": telling,
            "limit": None,
            "lines": len(month.lines),
        },
        {
            "job": "month: compute, words and inputs together",
            "unit": "13,500 people",
            "count": people / PEOPLE,
            "seconds": seconds + telling,
            "limit": 10,
        },
        {
            "job": "month: one person computed and explained",
            "unit": "person",
            "count": 1,
            "seconds": single,
            "limit": 0.1,
        },
    ]


def timed(job: Callable[[], Result]) -> tuple[Result, float]:
    """The result of a job and its seconds."""
    began = time.perf_counter()
    result = job()
    return result, time.perf_counter() - began


def made_up_month(people: int, month: int = JUNE, first: int = 0) -> MonthTables:
    """A month of so many people numbered from `first`, the same every time. month: the day of its 1st."""
    chance = np.random.default_rng([month, first])
    number = np.arange(first, first + people)
    joins = np.where(number % 20 == 7, month + 9, month - 150)
    dates = np.arange(month, month + _length(month))
    holidays = np.array([day_number(day.date) for day in public_holidays(*map(day_of, dates[[0, -1]]))])
    return MonthTables(
        slips=_slips(number, month, joins, chance),
        institutions=_institution(),
        versions=_versions(number, month, joins),
        days=_days(number, dates, holidays, joins, chance),
        codes=Codes(
            np.zeros(2, np.int64),
            np.array([LEAVE, ABSENCE]),
            np.array([True, False]),
            np.array([Attendance.EXCUSED, Attendance.ABSENT], np.int64),
            np.array([False, False]),
        ),
        holidays=Holidays(np.zeros(len(holidays), np.int64), holidays),
        allowances=_allowances(number[number % 2 == 0], month),
        names=("급식비",),
    )


def _length(month: int) -> int:
    first = day_of(month)
    return monthrange(first.year, first.month)[1]


def _slips(number: np.ndarray, month: int, joins: np.ndarray, chance: np.random.Generator) -> Slips:
    people = len(number)

    def same(value: int) -> np.ndarray:
        return np.full(people, value, np.int64)

    yes = np.ones(people, np.bool_)
    return Slips(
        slip=number,
        institution=same(0),
        main_slip=number,
        month=same(month),
        premium_month=same(month),
        payment_date=same(month + 39),
        employed_from=joins,
        employed_to=same(OPEN_END),
        hired_on=joins,
        birth_date=chance.integers(day_number(np.datetime64("1950-01-01").item()), 11_000, people),
        family_members=1 + number % 4,
        children_8_to_20=same(0),
        withholding_percent=same(100),
        tax_mode=same(0),
        insured_by_rule=yes,
        **{
            name: ~yes for name in Slips.__annotations__ if name.startswith("insured_") and "rule" not in name
        },
        pension_base=same(2_500_000),
        health_base=same(2_500_000),
        employment_base=same(MONTH_TAXABLE),
        accident_base=same(MONTH_TAXABLE),
        contract_months=same(10),
        pension_first_month_requested=~yes,
        employment_before_65=~yes,
        day_labour=~yes,
        construction_site=~yes,
        short_hours_pension_wish=~yes,
        pension_income_counts=yes,
        declared_pension=same(0),
        declared_health=same(0),
        declared_employment=same(0),
        declared_accident=same(0),
        other_pension_income=same(0),
        probation_to=same(0),
        production_job=~yes,
        last_year_gross=same(0),
        overtime_untaxed_before=same(0),
        children_to_6=same(0),
        average_won=same(0),
        average_days=same(0),
    )


def _institution() -> Institutions:
    settings = {name: int(usual) for name, usual in DEFAULT_SETTINGS.items()}
    row = {"institution": 0, "employer_kind": 0, "employment_extra_ppm": EMPTY, "accident_rate_ppm": 9_600}
    row["living_hourly_wage"] = 0
    return Institutions.of([row | settings])


def _versions(number: np.ndarray, month: int, joins: np.ndarray) -> Versions:
    """One version each; every tenth person's pay rises on Monday the 15th."""
    raised = np.flatnonzero(number % 10 == 3)
    slip = np.concatenate([number, number[raised]])
    begin = np.concatenate([joins, np.full(len(raised), month + 14)])
    end = np.full(len(slip), OPEN_END)
    end[raised] = month + 13
    basis = slip % 3
    rate = np.choose(basis, [12_121, 96_968, 2_533_289]) + np.where(begin > month + 10, 500, 0)
    count = len(slip)
    weekdays = {
        weekday: np.full(count, 480 if weekday not in ("saturday", "sunday") else EMPTY)
        for weekday in WEEKDAYS
    }
    no = np.zeros(count, np.bool_)
    return Versions(
        slip=slip,
        valid_from=begin,
        valid_to=end,
        pay_basis=np.choose(basis, [PayBasis.HOURLY, PayBasis.DAILY, PayBasis.MONTHLY]).astype(np.int64),
        rate=rate,
        daily_scheduled_minutes=np.full(count, 480),
        weekly_scheduled_minutes=np.full(count, 2400),
        weekly_scheduled_days=np.full(count, 5),
        monthly_scheduled_minutes=np.full(count, 10_428),
        month_hours=np.zeros(count, np.int64),
        part_time=no,
        daily_worker=no,
        week_ends_on=np.full(count, 6),
        roster=no,
        holiday_by_roster=no,
        exempt_from=np.zeros(count, np.int64),
        exempt_to=np.full(count, EMPTY),
        **weekdays,
    )


def _days(
    number: np.ndarray,
    dates: np.ndarray,
    holidays: np.ndarray,
    joins: np.ndarray,
    chance: np.random.Generator,
) -> Days:
    """Nine to six on weekdays, now and then later; a leave or an absence here and there."""
    slip, date = np.repeat(number, len(dates)), np.tile(dates, len(number))
    employed = date >= np.repeat(joins, len(dates))
    slip, date = slip[employed], date[employed]
    off = ((date + 3) % 7 >= 5) | np.isin(date, holidays)
    drawn = chance.random(len(slip))
    code = np.select([off, drawn < 0.02, drawn < 0.025], [NOTHING_ENTERED, LEAVE, ABSENCE], WORKED)
    worked = code == WORKED
    late = np.where(chance.random(len(slip)) < 0.1, 60 * chance.integers(1, 6, len(slip)), 0)
    breaks = np.where(worked[:, None], [720, 780], 0).reshape(-1, 1, 2)
    return Days(
        slip=slip,
        date=date,
        code=code,
        start=np.where(worked, 540, EMPTY),
        end=np.where(worked, 1080 + late, EMPTY),
        breaks=breaks,
        leave_code=np.zeros(len(slip), np.int64),
        leave_minutes=np.zeros(len(slip), np.int64),
        mark=np.zeros(len(slip), np.int64),
    )


def _allowances(slip: np.ndarray, month: int) -> Allowances:
    count = len(slip)

    def same(value: int) -> np.ndarray:
        return np.full(count, value, np.int64)

    return Allowances(
        slip=slip,
        name=same(0),
        kind=same(0),
        amount=same(140_000),
        valid_from=same(month - 150),
        valid_to=same(OPEN_END),
        proration=same(1),
        ordinary_from=same(NEVER),
        tax=same(AllowanceTax.MEAL),
        minimum_wage=same(1),
        measure=same(0),
        mark=same(0),
        months=same(EVERY_MONTH),
        rounding=same(EMPTY),
        average_wage=np.ones(count, np.bool_),
    )
