"""Single values of the rule book for one day, where staffing needs them outside a batch."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import numpy as np

from openinsa.rules.choices import MonthlyHoursRounding, WeeklyHolidayFormula
from openinsa.rules.engine import day_number, load_rule_book

MINOR_RULES = (
    "minor_day_by_agreement",
    "minor_day_over_limit",
    "minor_week_by_agreement",
    "minor_week_over_limit",
)
AFTER_BIRTH_RULES = (
    "after_birth_day_over_limit",
    "after_birth_week_over_limit",
    "after_birth_year_over_limit",
)


@lru_cache(maxsize=1024)
def law_value(parameter: str, day: date) -> int:
    """The value of a parameter on a day. Raises a refusal of the rule book for a day before its first."""
    found = load_rule_book().run([parameter], _on(day))
    return int(found[parameter][0])


@lru_cache(maxsize=1024)
def least_break(working_minutes: int, day: date) -> tuple[int, bool]:
    """Least minutes of break for a day's work, and whether the worker may ask to go without."""
    given = {"working_minutes": np.array([working_minutes], np.int64)} | _on(day)
    found = load_rule_book().run(["minimum_break_minutes", "break_may_be_waived"], given)
    return int(found["minimum_break_minutes"][0]), bool(found["break_may_be_waived"][0])


@lru_cache(maxsize=1024)
def is_minor(birth_date: date, day: date) -> bool:
    """Whether somebody born on a date is under eighteen on a day."""
    given = {"birth_date": np.array([day_number(birth_date)], np.int64)} | _on(day)
    return bool(load_rule_book().run(["minor"], given)["minor"][0])


def days_as_minor(birth_date: date, days: Iterable[date]) -> set[date]:
    """Those of some days on which somebody is under eighteen; who is of age on the first is so on all."""
    ordered = sorted(days)
    if not ordered or not is_minor(birth_date, ordered[0]):
        return set()
    return {day for day in ordered if is_minor(birth_date, day)}


@lru_cache(maxsize=1024)
def minor_day_faults(birth_date: date, day: date, minutes: int, week_minutes: int) -> set[str]:
    """What the law has against a minor's day and week, by the names of its rules; nothing for an adult."""
    given = {
        "birth_date": np.array([day_number(birth_date)], np.int64),
        "worked_minutes": np.array([minutes], np.int64),
        "week_worked_minutes": np.array([week_minutes], np.int64),
    }
    found = load_rule_book().run(MINOR_RULES, given | _on(day))
    return {name for name in MINOR_RULES if found[name][0]}


@lru_cache(maxsize=1024)
def within_a_year_after_birth(born_on: date, day: date) -> bool:
    """Whether a day lies in the year after a birth."""
    given = {"birth_given_on": np.array([day_number(born_on)], np.int64)} | _on(day)
    return bool(load_rule_book().run(["year_after_birth"], given)["year_after_birth"][0])


@lru_cache(maxsize=1024)
def mother_day_faults(
    day: date, born_on: date | None, minutes: int, week_minutes: int, year_minutes: int
) -> set[str]:
    """What the law has against the overtime of a day: of an expectant mother, or after a birth.

    By the names of its rules; the week's and the year's sums of overtime are given.
    """
    given = {
        "pregnant": np.array([born_on is None]),
        "birth_given_on": np.array([day_number(born_on or day)], np.int64),
        "day_overtime_minutes": np.array([minutes], np.int64),
        "week_overtime_minutes": np.array([week_minutes], np.int64),
        "year_overtime_minutes": np.array([year_minutes], np.int64),
    }
    wanted = AFTER_BIRTH_RULES if born_on else ("pregnant_overtime",)
    found = load_rule_book().run(wanted, given | _on(day))
    return {name for name in wanted if found[name][0]}


@lru_cache(maxsize=1024)
def shorter_hours(due_on: date, day: date, scheduled_minutes: int) -> int:
    """Minutes by which an expectant mother's day may be shorter at full pay, 0 outside those weeks."""
    given = {
        "pregnant": np.array([True]),
        "due_date": np.array([day_number(due_on)], np.int64),
        "scheduled_minutes": np.array([scheduled_minutes], np.int64),
    }
    return int(load_rule_book().run(["shorter_hours_minutes"], given | _on(day))["shorter_hours_minutes"][0])


@lru_cache(maxsize=1024)
def rest_too_short(rest_minutes: int, day: date) -> bool:
    """Whether the rest before a day of work is shorter than where the law asks for eleven hours."""
    given = {"rest_minutes": np.array([rest_minutes], np.int64)} | _on(day)
    return bool(load_rule_book().run(["rest_too_short"], given)["rest_too_short"][0])


@lru_cache(maxsize=1024)
def week_limit(flexible: bool, planned_minutes: int, week_end: date) -> int:
    """Minutes of a week that are worked without overtime, by the plan where flexible hours hold."""
    given = {"flexible": np.array([flexible]), "week_planned_minutes": np.array([planned_minutes], np.int64)}
    return int(load_rule_book().run(["week_limit_minutes"], given | _on(week_end))["week_limit_minutes"][0])


@lru_cache(maxsize=1024)
def monthly_standard_hours(weekly_minutes: int, weekly_days: int, day: date) -> int:
    """월 기준시간 (209): weekly hours with the weekly holiday over a year's weeks, rounded up to the hour."""
    given = {
        "weekly_scheduled_minutes": weekly_minutes,
        "weekly_scheduled_days": weekly_days,
        "weekly_holiday_formula": WeeklyHolidayFormula.BY_DATE,
        "monthly_hours_rounding": MonthlyHoursRounding.CEIL_HOUR,
    }
    columns = {name: np.array([value], np.int64) for name, value in given.items()} | _on(day)
    return int(load_rule_book().run(["standard_hours_numerator"], columns)["standard_hours_numerator"][0])


def _on(day: date) -> dict[str, np.ndarray]:
    number = np.array([day_number(day)], np.int64)
    return {"work_date": number, "week_end": number, "month": number}
