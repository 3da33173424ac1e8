"""Choices that appear as numbers in the columns of the month tables: of contracts, and of institutions.

A member's lower-case name is the word used in the database, in files and on screens:
`number_of("line_rounding", "floor_1")` is LineRounding.FLOOR_1. Why each setting is a choice and not
law stands in docs/wages.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class PayBasis(IntEnum):
    HOURLY = 0
    DAILY = 1
    MONTHLY = 2


class TaxMode(IntEnum):
    TABLE = 0
    DAILY = 1


class DayLabourPayment(IntEnum):
    """Which days of a month one payment to a worker taxed by the day covers."""

    MONTHLY = 0
    WEEKLY = 1
    DAILY = 2


class Declared(IntEnum):
    """What was declared of somebody's place in an insurance."""

    BY_LAW = 0
    IN = 1
    OUT = 2


class Billed(IntEnum):
    """What a bill of an insurer says of one person, in the words of the payslip's lines.

    These numbers are kept with every computed month: a new one is added at the end, none is given again.
    """

    PENSION = 0
    HEALTH = 1
    LONG_TERM_CARE = 2
    EMPLOYMENT = 3
    EMPLOYER_PENSION = 4
    EMPLOYER_HEALTH = 5
    EMPLOYER_LONG_TERM_CARE = 6
    EMPLOYER_EMPLOYMENT = 7
    EMPLOYER_EMPLOYMENT_EXTRA = 8
    EMPLOYER_ACCIDENT = 9
    HEALTH_SETTLEMENT = 10
    LONG_TERM_CARE_SETTLEMENT = 11
    EMPLOYMENT_SETTLEMENT = 12
    PENSION_SETTLEMENT = 13


class Attendance(IntEnum):
    """What a day means for the weekly holiday: there, lawfully away, or absent without leave."""

    PRESENT = 0
    EXCUSED = 1
    ABSENT = 2


class WeeklyHolidayRuling(IntEnum):
    """Whether somebody decided over a week's paid holiday in place of the law's test of attendance."""

    BY_LAW = 0
    GRANTED = 1
    WITHHELD = 2


class AllowanceKind(IntEnum):
    """By what an item is reckoned: won a month, a worked day, an hour, a share of other pay, a marked day."""

    MONTHLY = 0
    PER_WORKED_DAY = 1
    PER_HOUR = 2
    SHARE = 3
    PER_MARKED_DAY = 4


class AllowanceMeasure(IntEnum):
    """Which hours an item by the hour counts, or what a share is taken of; NONE for the other kinds."""

    NONE = 0
    WORKED = 1
    OVERTIME = 2
    HOLIDAY = 3
    NIGHT = 4
    BASIC_PAY = 5
    ORDINARY_WAGE = 6


class AllowanceProration(IntEnum):
    FULL = 0
    CALENDAR_DAYS = 1


class AllowanceTax(IntEnum):
    TAXABLE = 0
    MEAL = 1
    CAR = 2
    CHILDCARE = 3
    RESEARCH = 4
    WORK_ABROAD = 5
    SHIP_OR_CONSTRUCTION_ABROAD = 6
    UNTAXED = 7


class AllowanceMinimumWage(IntEnum):
    COUNTED = 0
    WELFARE = 1
    NOT_COUNTED = 2


class PayCondition(IntEnum):
    """On what a pay item depends beside the work agreed."""

    NONE = 0
    EMPLOYED_ON_A_DAY = 1
    WITHIN_SCHEDULED_DAYS = 2
    BEYOND_SCHEDULED_DAYS = 3
    PERFORMANCE = 4
    ACTUAL_COST = 5


class EmployerKind(IntEnum):
    """Size of the employer, for the extra employment premium."""

    LOCAL_GOVERNMENT = 0
    UNDER_150 = 1
    OVER_150_PRIORITY = 2
    FROM_150_TO_999 = 3
    OVER_1000 = 4


class LineRounding(IntEnum):
    """To what a line is brought once, after it was summed exactly."""

    FLOOR_1 = 0
    HALF_UP_1 = 1
    CEIL_1 = 2
    FLOOR_10 = 3
    CEIL_10 = 4


class HourlyOrdinaryRounding(IntEnum):
    """How the ordinary hourly wage is rounded."""

    EXACT = 0
    FLOOR_1 = 1
    HALF_UP_1 = 2
    CEIL_1 = 3


class MonthlyHoursRounding(IntEnum):
    """How the monthly standard hours are rounded: 208.57 becomes 209 or stays."""

    EXACT = 0
    CEIL_HOUR = 1
    HALF_UP_HOUR = 2


class GrossRounding(IntEnum):
    NONE = 0
    CEIL_10 = 1
    FLOOR_10 = 2


class Proration(IntEnum):
    """By what a monthly wage is divided when only part of the month is employed."""

    CALENDAR_DAYS = 0
    THIRTY_DAYS = 1
    SCHEDULED_DAYS = 2


class AbsenceDeduction(IntEnum):
    """What a wholly unpaid day costs of monthly pay: its hours, or its share of the month's days."""

    HOURLY = 0
    CALENDAR_DAY = 1


class PaidTimeRate(IntEnum):
    """Whether holidays and leave are paid at the base or at the ordinary hourly wage."""

    BASE = 0
    ORDINARY = 1


class MidnightRule(IntEnum):
    """Whether a shift past midnight belongs to its first day, or is split where a holiday begins."""

    START_DAY = 0
    SPLIT_AT_HOLIDAY = 1


class PublicHolidayOnUnscheduledDay(IntEnum):
    UNPAID = 0
    PAID = 1


class PublicHolidayWorkUnscheduled(IntEnum):
    """What work on a public holiday without a plan is."""

    HOLIDAY = 0
    ORDINARY = 1


class WeeklyHolidayFormula(IntEnum):
    """The ruling's divisor, the older office form, or whichever was in force at the week's end."""

    DIVISOR_AT_LEAST_5 = 0
    FIFTH_OF_40 = 1
    BY_DATE = 2


class WeeklyHolidayInDoubt(IntEnum):
    """Whether a week that practice decides either way earns its holiday."""

    NONE = 0
    PAID = 1


class DailyTaxUnit(IntEnum):
    """Whether small tax is dropped per payment or per day."""

    PAYMENT = 0
    DAY = 1


class EmploymentFirstMonth(IntEnum):
    """Whether the month of a mid-month hire carries employment premium before 2027."""

    ACTUAL_PAY = 0
    BILL_RULE = 1


class YesNo(IntEnum):
    FALSE = 0
    TRUE = 1


SETTINGS: Mapping[str, type[IntEnum]] = {
    "line_rounding": LineRounding,
    "hourly_ordinary_rounding": HourlyOrdinaryRounding,
    "monthly_hours_rounding": MonthlyHoursRounding,
    "gross_rounding": GrossRounding,
    "proration": Proration,
    "absence_deduction": AbsenceDeduction,
    "absence_loses_weekly_holiday": YesNo,
    "paid_time_rate": PaidTimeRate,
    "midnight_rule": MidnightRule,
    "holiday_minutes_count_toward_40": YesNo,
    "public_holiday_on_unscheduled_day": PublicHolidayOnUnscheduledDay,
    "public_holiday_work_unscheduled": PublicHolidayWorkUnscheduled,
    "weekly_holiday_formula": WeeklyHolidayFormula,
    "joiner_partial_week": WeeklyHolidayInDoubt,
    "whole_week_excused": WeeklyHolidayInDoubt,
    "daily_tax_unit": DailyTaxUnit,
    "employment_first_month": EmploymentFirstMonth,
}
"""The settings of an institution, each a column of `compute.tables.Institutions`."""

CHOICES: Mapping[str, type[IntEnum]] = {
    **SETTINGS,
    "pay_basis": PayBasis,
    "tax_mode": TaxMode,
    "declared": Declared,
    "billed_line": Billed,
    "day_labour_payment": DayLabourPayment,
    "attendance": Attendance,
    "weekly_holiday_ruling": WeeklyHolidayRuling,
    "kind": AllowanceKind,
    "allowance_proration": AllowanceProration,
    "measure": AllowanceMeasure,
    "tax": AllowanceTax,
    "minimum_wage": AllowanceMinimumWage,
    "pay_condition": PayCondition,
    "employer_kind": EmployerKind,
}

DEFAULT_SETTINGS: Mapping[str, IntEnum] = {
    "line_rounding": LineRounding.FLOOR_1,
    "hourly_ordinary_rounding": HourlyOrdinaryRounding.EXACT,
    "monthly_hours_rounding": MonthlyHoursRounding.CEIL_HOUR,
    "gross_rounding": GrossRounding.NONE,
    "proration": Proration.CALENDAR_DAYS,
    "absence_deduction": AbsenceDeduction.HOURLY,
    "absence_loses_weekly_holiday": YesNo.TRUE,
    "paid_time_rate": PaidTimeRate.BASE,
    "midnight_rule": MidnightRule.START_DAY,
    "holiday_minutes_count_toward_40": YesNo.TRUE,
    "public_holiday_on_unscheduled_day": PublicHolidayOnUnscheduledDay.UNPAID,
    "public_holiday_work_unscheduled": PublicHolidayWorkUnscheduled.HOLIDAY,
    "weekly_holiday_formula": WeeklyHolidayFormula.BY_DATE,
    "joiner_partial_week": WeeklyHolidayInDoubt.NONE,
    "whole_week_excused": WeeklyHolidayInDoubt.NONE,
    "daily_tax_unit": DailyTaxUnit.PAYMENT,
    "employment_first_month": EmploymentFirstMonth.ACTUAL_PAY,
}
"""What a new institution begins with; a setting it does not name keeps this value."""


def number_of(choice: str, word: str | bool) -> int:
    """The number of a word such as number_of("proration", "thirty_days"); a bool for yes-or-no settings.

    Raises KeyError for a word the choice does not know.
    """
    words = {"150_TO_999": "FROM_150_TO_999"}
    name = str(word).upper()
    return CHOICES[choice][words.get(name, name)].value


def word_of(choice: str, number: int) -> str:
    """The word of a number, the reverse of `number_of`."""
    return CHOICES[choice](number).name.lower()
