"""What computing a month gives back: payslips, their lines, and those it could not pay."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from openinsa.compute.tables import Flags, Table, Whole

NO_NAME = -1
"""A line that is not an allowance or an agreed deduction, in `Lines.name`."""


class Side(IntEnum):
    EARNING = 0
    DEDUCTION = 1
    EMPLOYER = 2


class LineCode(IntEnum):
    """Lines in the order of the payslip. The lower-case name is the word used elsewhere."""

    BASE = 0
    EXTRA_REGULAR = 1
    WEEKLY_HOLIDAY = 2
    PUBLIC_HOLIDAY = 3
    PAID_LEAVE = 4
    OVERTIME = 5
    SETTLED_OVERTIME = 6
    HOLIDAY_FIRST8 = 7
    HOLIDAY_BEYOND8 = 8
    NIGHT = 9
    CLOSURE = 10
    ALLOWANCE = 11
    ABSENCE_DEDUCTION = 12
    GROSS_ROUNDING = 13
    ONE_TIME = 14
    PENSION = 15
    HEALTH = 16
    LONG_TERM_CARE = 17
    EMPLOYMENT = 18
    PENSION_SETTLEMENT = 19
    HEALTH_SETTLEMENT = 20
    LONG_TERM_CARE_SETTLEMENT = 21
    EMPLOYMENT_SETTLEMENT = 22
    INCOME_TAX = 23
    ONE_TIME_INCOME_TAX = 24
    LOCAL_INCOME_TAX = 25
    OTHER_DEDUCTION = 26
    EMPLOYER_PENSION = 27
    EMPLOYER_HEALTH = 28
    EMPLOYER_LONG_TERM_CARE = 29
    EMPLOYER_EMPLOYMENT = 30
    EMPLOYER_EMPLOYMENT_EXTRA = 31
    EMPLOYER_ACCIDENT = 32

    @property
    def side(self) -> Side:
        if self <= LineCode.ONE_TIME:
            return Side.EARNING
        return Side.DEDUCTION if self <= LineCode.OTHER_DEDUCTION else Side.EMPLOYER


@dataclass(frozen=True)
class PaidSlips(Table):
    """One row per payslip that could be computed, in ascending order of slip.

    worked ... weekly_holiday_paid   minutes of the month's days, kinds as in docs/wages.md
    gross, non_taxable, taxable         won
    untaxed_overtime                    the part of non_taxable that is overtime pay of production jobs
    income_tax, local_income_tax, other_deductions, deductions, net, employer_total   won
    insured_...                         whether the slip carries that insurance
    minimum_wage                        pay per hour is below the year's minimum
    living_wage                         pay per hour is below the living wage of the institution
    above_contract                      more time is paid at the agreed wage than the contract plans
    weekly_limit_12                     a week had more than 12 hours beyond 40
    part_time_limit_12                  a part-timer's week had more than 12 hours of overtime
    """

    slip: Whole
    worked: Whole
    regular: Whole
    overtime: Whole
    holiday_first8: Whole
    holiday_beyond8: Whole
    night: Whole
    leave_paid: Whole
    unpaid: Whole
    public_holiday_paid: Whole
    weekly_holiday_paid: Whole
    gross: Whole
    non_taxable: Whole
    untaxed_overtime: Whole
    taxable: Whole
    insured_pension: Flags
    insured_health: Flags
    insured_long_term_care: Flags
    insured_employment: Flags
    insured_employment_extra: Flags
    insured_accident: Flags
    income_tax: Whole
    local_income_tax: Whole
    other_deductions: Whole
    deductions: Whole
    net: Whole
    employer_total: Whole
    minimum_wage: Flags
    living_wage: Flags
    above_contract: Flags
    weekly_limit_12: Flags
    part_time_limit_12: Flags


@dataclass(frozen=True)
class Lines(Table):
    """The lines of the payslips, in the order of slip and position; lines of zero are absent.

    slip, position   key; position counts from 0 within the slip
    code             LineCode
    name             position in `MonthTables.names` for pay items and other deductions, else NO_NAME
    amount           won; absence deductions are negative
    """

    slip: Whole
    position: Whole
    code: Whole
    name: Whole
    amount: Whole


@dataclass(frozen=True)
class Weeks(Table):
    """Weeks that end in the month and hold a day of employment, days of the month before included.

    slip, end               key; the week's last day
    worked, overtime, holiday_work   minutes
    limit_test_minutes      minutes held against the limit of 12 hours
    weekly_holiday_earned, weekly_holiday_minutes
    """

    slip: Whole
    end: Whole
    worked: Whole
    overtime: Whole
    holiday_work: Whole
    limit_test_minutes: Whole
    weekly_holiday_earned: Flags
    weekly_holiday_minutes: Whole


@dataclass(frozen=True)
class OrdinaryWages(Table):
    """Ordinary hourly wage from a day on: won = numerator / denominator, in lowest terms."""

    slip: Whole
    since: Whole
    numerator: Whole
    denominator: Whole


@dataclass(frozen=True)
class PaymentTaxes(Table):
    """Income tax of each payment to a daily worker, in the order of payment.

    first, last   the first and last day that the payment covers
    days          days with pay among them
    taxed_pay     won of these days beyond what is left untaxed of each
    """

    slip: Whole
    payment: Whole
    first: Whole
    last: Whole
    days: Whole
    taxed_pay: Whole
    income_tax: Whole


@dataclass(frozen=True)
class PaidStretches(Table):
    """What the lines were reckoned from: runs of days with one contract version and one ordinary wage.

    slip, since, until       first and last day of the stretch
    pay_basis, rate          PayBasis; won
    days, counted_days, days_divisor   employed days; the part of a month that a monthly rate pays
    base_*, ordinary_*, deducted_hourly_*   wages per hour as fractions, the latter for absences
    hours_*                  monthly standard hours
    regular_minutes ... deducted_days   sums over the stretch
    paid_at_ordinary         holidays and leave are paid at the ordinary hourly wage
    """

    slip: Whole
    since: Whole
    until: Whole
    pay_basis: Whole
    rate: Whole
    days: Whole
    counted_days: Whole
    days_divisor: Whole
    base_numerator: Whole
    base_denominator: Whole
    ordinary_numerator: Whole
    ordinary_denominator: Whole
    deducted_hourly_numerator: Whole
    deducted_hourly_denominator: Whole
    hours_numerator: Whole
    hours_denominator: Whole
    regular_minutes: Whole
    extra_regular_minutes: Whole
    weekly_holiday_paid_minutes: Whole
    public_holiday_paid_minutes: Whole
    paid_leave_minutes: Whole
    overtime_minutes: Whole
    holiday_first8_minutes: Whole
    holiday_beyond8_minutes: Whole
    night_minutes: Whole
    settled_minutes: Whole
    settled_unpaid_minutes: Whole
    deducted_minutes: Whole
    deducted_days: Whole
    paid_at_ordinary: Flags


@dataclass(frozen=True)
class PaidDays(Table):
    """The employed days of the month with their minutes by kind, as entered and judged.

    The weekly holiday stands on its week's last day, with the WeeklyHolidayRuling if somebody decided over it.
    banked: overtime, holiday and night work became leave in place of pay.
    """

    slip: Whole
    date: Whole
    regular_minutes: Whole
    extra_regular_minutes: Whole
    weekly_holiday_paid_minutes: Whole
    public_holiday_paid_minutes: Whole
    paid_leave_minutes: Whole
    overtime_minutes: Whole
    holiday_first8_minutes: Whole
    holiday_beyond8_minutes: Whole
    night_minutes: Whole
    worked_minutes: Whole
    unpaid_minutes: Whole
    lost_weekly_holiday_minutes: Whole
    exempt_minutes: Whole
    settled_minutes: Whole
    settled_unpaid_minutes: Whole
    weekly_holiday_ruling: Whole
    banked: Flags


@dataclass(frozen=True)
class PaidAllowances(Table):
    """How an allowance line came about.

    slip, name, tax, amount     the line; names of different tax kinds are lines of their own
    items                       how many allowances of that name it sums
    kind, measure, months       of the first of them, as in `Allowances`
    unit, counted, divisor      unit times counted over divisor: won times months, days or minutes; of a share
                                parts per million times the won it is taken of
    """

    slip: Whole
    name: Whole
    tax: Whole
    amount: Whole
    items: Whole
    kind: Whole
    measure: Whole
    months: Whole
    unit: Whole
    counted: Whole
    divisor: Whole


@dataclass(frozen=True)
class SettledUnits(Table):
    """Unit periods of flexible hours settled in the month.

    slip, unit_from       key: the first day of the unit period
    first, last           the worker's first and last day of it; it is settled on the last
    unit_days             days under flexible hours between them
    unit_regular_minutes, unit_limit_minutes   regular work of these days; what averages forty hours a week
    settled_minutes, settled_unpaid_minutes    overtime that only the settlement found; of it not paid before
    """

    slip: Whole
    unit_from: Whole
    first: Whole
    last: Whole
    unit_days: Whole
    unit_regular_minutes: Whole
    unit_limit_minutes: Whole
    settled_minutes: Whole
    settled_unpaid_minutes: Whole


@dataclass(frozen=True)
class SettledDays(Table):
    """The days that settled unit periods were reckoned from, those of earlier months among them."""

    slip: Whole
    unit_from: Whole
    date: Whole
    regular_minutes: Whole
    extra_regular_minutes: Whole


@dataclass(frozen=True)
class PaidClosures(Table):
    """Days on which the employer closed, and what each is paid: `amount` from the day's wages beside it."""

    slip: Whole
    date: Whole
    amount: Whole
    average_day_wage: Whole
    ordinary_day_wage: Whole


@dataclass(frozen=True)
class PaidDeductions(Table):
    """How the line of an agreed deduction came about: unit won, once or for each counted day."""

    slip: Whole
    name: Whole
    amount: Whole
    kind: Whole
    unit: Whole
    counted: Whole


@dataclass(frozen=True)
class PaidBills(Table):
    """What bills decided.

    code          LineCode
    month         0: of this month's bill or a settlement, else the earlier month whose bill came after it was paid
    amount        won as billed
    reckoned      what the rules give, 0 for nothing; of an earlier month what was taken from its pay
    """

    slip: Whole
    code: Whole
    month: Whole
    amount: Whole
    reckoned: Whole


@dataclass(frozen=True)
class Bases(Table):
    """What premiums and table tax of a main slip were reckoned on.

    slip, premium_month, payment_date, month
    taxable, table_taxable      the person's taxable pay, and the part taxed by the table
    bonus ... average_income_tax   one-time payments, months covered, other pay of those months, the tax
                                withheld from it, and the tax of the average; 0 without such a payment
    pension_base ... accident_base   won; pension_income is the base inside the band
    employment_extra_rate, accident_rate   parts per million
    family_members, children_8_to_20, withholding_percent, tax_mode
    """

    slip: Whole
    month: Whole
    premium_month: Whole
    payment_date: Whole
    taxable: Whole
    table_taxable: Whole
    bonus: Whole
    covered_months: Whole
    period_pay: Whole
    period_income_tax: Whole
    average_income_tax: Whole
    pension_base: Whole
    pension_income: Whole
    health_base: Whole
    employment_base: Whole
    accident_base: Whole
    employment_extra_rate: Whole
    accident_rate: Whole
    family_members: Whole
    children_8_to_20: Whole
    withholding_percent: Whole
    tax_mode: Whole


@dataclass(frozen=True)
class Fault:
    """Why one slip could not be computed; all others are untouched."""

    slip: int
    code: str
    message_ko: str
    message_en: str
