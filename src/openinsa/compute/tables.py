"""The tables a month is computed from: the contract between the database and the rules.

Every column is a NumPy array of int64, or bool where the class says Flags. Dates are days since
1970-01-01, a month is the day of its 1st, money is whole won, time is whole minutes, rates are parts
per million, choices are the numbers of the enumerations in `openinsa.rules.choices`. The order of rows
has no meaning. Rows of many months, institutions and projects may stand in one batch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from openinsa.compute.few import among

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

OPEN_END = 2_932_896
"""The day 9999-12-31, for an employment, version or allowance without an end."""
NEVER = OPEN_END
"""An allowance that is never part of the ordinary wage, in `ordinary_from`."""
EMPTY = -1
"""No time entered, no plan for a day, or no rate given."""
MONTH_TAXABLE = -1
"""An insurance base that is this month's taxable pay instead of a reported income."""
EVERY_MONTH = 2**12 - 1
"""The months of an item paid in all of them, in `Allowances.months`."""
NO_MARK = 0
"""A day without a mark of its own, and an item that counts no marks."""
NOTHING_ENTERED = 0
"""The code of a day without an entry: a free day, the weekly holiday, a holiday not worked."""
WORKED = 1
"""The code of a day worked from start to end less breaks. Other codes are the institution's own."""


@dataclass(frozen=True)
class Table:
    """Columns of one length. Raises TypeError for a wrong type, ValueError for unequal lengths."""

    def __post_init__(self) -> None:
        lengths = set()
        held = vars(self)
        for name, wanted in columns_of(type(self)).items():
            values = held[name]
            if not isinstance(values, np.ndarray) or (values.dtype is not wanted and values.dtype != wanted):
                raise TypeError(f"{type(self).__name__}.{name} is not an array of {wanted}")
            lengths.add(len(values))
        if len(lengths) > 1:
            raise ValueError(f"the columns of {type(self).__name__} have different lengths: {lengths}")

    def __len__(self) -> int:
        return len(next(iter(vars(self).values())))

    def take(self, rows: np.ndarray) -> Self:
        """The chosen rows (positions or a mask)."""
        taken = object.__new__(type(self))  # whose columns are as sound as these
        vars(taken).update((name, values[rows]) for name, values in vars(self).items())
        return taken

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of several tables, one after the other."""
        if not parts:
            return cls.empty()
        if len(parts) == 1:
            return parts[0]
        names = columns_of(cls)
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @classmethod
    def empty(cls) -> Self:
        """A table without rows; always the same, as nobody can write into it."""
        kind: Any = cls
        found: Self = _empty(kind)
        return found

    @classmethod
    def of(cls, rows: list[dict[str, object]]) -> Self:
        """A table from rows given by column name; for hand-made months, not for bulk."""
        return cls(*(cls._column(column.name, column.type == "Flags", rows) for column in fields(cls)))

    @classmethod
    def _column(cls, name: str, flag: bool, rows: list[dict[str, object]]) -> np.ndarray:
        return np.array([row[name] for row in rows], np.bool_ if flag else np.int64)


@cache
def _empty(table: Any) -> Any:
    return table.of([])


def columns_of(table: type) -> dict[str, np.dtype[Any]]:
    """Names of a table's columns and what their values are."""
    return _columns_of(table)


@cache
def _columns_of(table: type) -> dict[str, np.dtype[Any]]:
    return {
        column.name: np.dtype(np.bool_ if column.type == "Flags" else np.int64) for column in fields(table)
    }


@dataclass(frozen=True)
class Slips(Table):
    """Who is paid: one row per payslip, that is per contract and month.

    slip            number of the payslip, once in the batch
    institution     key of `Institutions`: the settings in force for this slip
    main_slip       the slip that carries this person's premiums and table tax. Usually the slip's own
                    number. When a person has several contracts in the institution that month, all
                    name the same slip: premiums and tax are reckoned once, on the sum of their
                    taxable pay, with the facts of the main slip; the others carry none. Slips that
                    name one main slip must be computed in one batch; they stand or fall together.
    month           month of work
    premium_month   month whose premium rates apply
    payment_date    chooses the withholding table and its child amounts
    employed_from, employed_to   first and last day of employment, both included (OPEN_END: goes on)
    hired_on        first day of employment with the institution; earlier than employed_from for somebody who
                    came from another project without a day between
    birth_date
    family_members, children_8_to_20   family including self; children from 8 to 20 among them
    withholding_percent   80, 100 or 120
    tax_mode        TaxMode
    insured_by_rule       the six insurances follow from the law; the insured_ columns are then ignored
    insured_pension, insured_health, insured_long_term_care, insured_employment,
    insured_employment_extra, insured_accident   covered exactly so
    pension_base, health_base, employment_base, accident_base   won, or MONTH_TAXABLE
    contract_months       expected length
    pension_first_month_requested, employment_before_65
    day_labour            hired by the day, or for less than a month: pension and health then ask for the days,
                          hours and income of the month
    construction_site     such work is asked for days and income alone
    short_hours_pension_wish   in the pension by wish under 60 hours
    pension_income_counts      the month's income may bring such work into the pension
    declared_pension, declared_health, declared_employment, declared_accident   Declared, on the day that
                          decides over the month; IN and OUT stand in place of the law's test of the work
    other_pension_income  reported to the pension by another workplace, 0 for none
    probation_to          last day on which 90 percent of the minimum wage is enough, 0 for none
    production_job        생산직 등: overtime pay may be untaxed
    last_year_gross       taxable gross of the year before, for that
    overtime_untaxed_before   overtime pay untaxed in earlier months of the year
    children_to_6         children of six or under
    average_won, average_days   wages and days of the three months before, for pay during closure; 0: none
    """

    slip: Whole
    institution: Whole
    main_slip: Whole
    month: Whole
    premium_month: Whole
    payment_date: Whole
    employed_from: Whole
    employed_to: Whole
    hired_on: Whole
    birth_date: Whole
    family_members: Whole
    children_8_to_20: Whole
    withholding_percent: Whole
    tax_mode: Whole
    insured_by_rule: Flags
    insured_pension: Flags
    insured_health: Flags
    insured_long_term_care: Flags
    insured_employment: Flags
    insured_employment_extra: Flags
    insured_accident: Flags
    pension_base: Whole
    health_base: Whole
    employment_base: Whole
    accident_base: Whole
    contract_months: Whole
    pension_first_month_requested: Flags
    employment_before_65: Flags
    day_labour: Flags
    construction_site: Flags
    short_hours_pension_wish: Flags
    pension_income_counts: Flags
    declared_pension: Whole
    declared_health: Whole
    declared_employment: Whole
    declared_accident: Whole
    other_pension_income: Whole
    probation_to: Whole
    production_job: Flags
    last_year_gross: Whole
    overtime_untaxed_before: Whole
    children_to_6: Whole
    average_won: Whole
    average_days: Whole


@dataclass(frozen=True)
class Institutions(Table):
    """Employers and the choices the law leaves them; one row per set of settings.

    institution            key
    employer_kind          EmployerKind
    employment_extra_ppm   the employer's extra employment premium; EMPTY: by employer_kind and month
    accident_rate_ppm      industrial-accident rate, 0 for none
    living_hourly_wage     won an hour that the institution promises at least, 0 for none
    the rest               one column per setting of `rules.choices.SETTINGS`, its enumeration named there
    """

    institution: Whole
    employer_kind: Whole
    employment_extra_ppm: Whole
    accident_rate_ppm: Whole
    living_hourly_wage: Whole
    line_rounding: Whole
    hourly_ordinary_rounding: Whole
    monthly_hours_rounding: Whole
    gross_rounding: Whole
    proration: Whole
    absence_deduction: Whole
    absence_loses_weekly_holiday: Whole
    paid_time_rate: Whole
    midnight_rule: Whole
    holiday_minutes_count_toward_40: Whole
    public_holiday_on_unscheduled_day: Whole
    public_holiday_work_unscheduled: Whole
    weekly_holiday_formula: Whole
    joiner_partial_week: Whole
    whole_week_excused: Whole
    daily_tax_unit: Whole
    employment_first_month: Whole


@dataclass(frozen=True)
class Codes(Table):
    """What an institution's day codes mean. NOTHING_ENTERED and WORKED may be left out.

    institution, code   key
    paid                a day with this code is paid for its whole scheduled minutes
    attendance          Attendance, for the weekly holiday
    closure             the employer closed that day: unpaid, with the pay of 제46조 instead
    """

    institution: Whole
    code: Whole
    paid: Flags
    attendance: Whole
    closure: Flags


@dataclass(frozen=True)
class Versions(Table):
    """What a contract says, from a day on: no gap and no overlap inside employment.

    slip, valid_from, valid_to   both days included (OPEN_END: goes on). Days before `Slips.employed_from` are
                                 paid by another slip of the person: they only count for the week
    pay_basis                    PayBasis
    rate                         won an hour, a day or a month
    daily_scheduled_minutes      minutes of a day of the day rate
    weekly_scheduled_minutes, weekly_scheduled_days
    monthly_scheduled_minutes    agreed minutes of an average month, for the 60-hour tests of the insurances
    month_hours                  agreed hours that a month's pay is for, with further paid hours such as a paid
                                 Saturday (226, 243); 0: those of the schedule and the weekly holiday
    part_time                    단시간근로자: hours beyond the agreed ones are overtime
    daily_worker                 일용근로자, for employment insurance
    week_ends_on                 weekday of the weekly holiday, 0 Monday to 6 Sunday
    roster                       plans stand in `Rosters` by date instead of in the seven columns below
    holiday_by_roster            the weekly holiday is the date marked in `Rosters`, not week_ends_on
    exempt_from, exempt_to       days on which the rules on hours, breaks and holidays do not bind (제63조), both
                                 included; 0 and EMPTY for none
    monday ... sunday            scheduled minutes of the weekday; EMPTY: no plan, a free day
    """

    slip: Whole
    valid_from: Whole
    valid_to: Whole
    pay_basis: Whole
    rate: Whole
    daily_scheduled_minutes: Whole
    weekly_scheduled_minutes: Whole
    weekly_scheduled_days: Whole
    monthly_scheduled_minutes: Whole
    month_hours: Whole
    part_time: Flags
    daily_worker: Flags
    week_ends_on: Whole
    roster: Flags
    holiday_by_roster: Flags
    exempt_from: Whole
    exempt_to: Whole
    monday: Whole
    tuesday: Whole
    wednesday: Whole
    thursday: Whole
    friday: Whole
    saturday: Whole
    sunday: Whole


@dataclass(frozen=True)
class Rosters(Table):
    """Plans by date, for versions with `roster`.

    slip, date          key
    scheduled_minutes   EMPTY: no plan
    weekly_holiday      the date is the week's paid holiday
    """

    slip: Whole
    date: Whole
    scheduled_minutes: Whole
    weekly_holiday: Flags


@dataclass(frozen=True)
class Days(Table):
    """Day records: the month's days and the earlier days of the week in which the month begins.

    A day of employment without a record counts as NOTHING_ENTERED; records outside that span are
    ignored.

    slip, date           key
    code                 NOTHING_ENTERED, WORKED or a code of `Codes`
    start, end           minutes after 00:00 of the date, end may pass 1440; EMPTY unless WORKED
    breaks               n by B by 2: up to B breaks (from, to) inside start and end; (0, 0) for none
    leave_code           code of a leave of some hours on a worked day; NOTHING_ENTERED: none
    leave_minutes        its length, 0 for none
    mark                 `mark_number` of the mark that was entered, also of work and free days, or NO_MARK
    """

    slip: Whole
    date: Whole
    code: Whole
    start: Whole
    end: Whole
    breaks: Whole
    leave_code: Whole
    leave_minutes: Whole
    mark: Whole

    @classmethod
    def _column(cls, name: str, flag: bool, rows: list[dict[str, object]]) -> np.ndarray:
        if name != "breaks":
            return super()._column(name, flag, rows)
        return padded_breaks([row["breaks"] for row in rows])  # type: ignore[misc]

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The records of several tables; those with fewer breaks are filled up with none."""
        most = max((part.breaks.shape[1] for part in parts), default=0)
        widths = [((0, 0), (0, most - part.breaks.shape[1]), (0, 0)) for part in parts]
        return super().joined(
            [
                replace(part, breaks=np.pad(part.breaks, width))
                for part, width in zip(parts, widths, strict=True)
            ]
        )


@dataclass(frozen=True)
class Allowances(Table):
    """Pay items beside the wage.

    slip, name           name is a position in `MonthTables.names`; items of one name share a line
    kind                 AllowanceKind
    amount               won a month, a worked day, an hour or a marked day; of a share parts per million
    valid_from, valid_to
    proration            AllowanceProration
    ordinary_from        first day on which the item is part of the ordinary wage, or NEVER; of amounts a
                         month, a worked day and a worked hour, and of shares of basic pay alone
    tax                  AllowanceTax
    minimum_wage         AllowanceMinimumWage
    measure              AllowanceMeasure
    mark                 `mark_number` of the days that are counted, or NO_MARK
    months               months of the year in which the item is paid: 1 January, 2 February, 4 March, ...,
                         added up; EVERY_MONTH for all
    rounding             LineRounding of the item, or EMPTY: the institution's
    average_wage         whether the item is part of the average wage
    """

    slip: Whole
    name: Whole
    kind: Whole
    amount: Whole
    valid_from: Whole
    valid_to: Whole
    proration: Whole
    ordinary_from: Whole
    tax: Whole
    minimum_wage: Whole
    measure: Whole
    mark: Whole
    months: Whole
    rounding: Whole
    average_wage: Flags


@dataclass(frozen=True)
class Holidays(Table):
    """Paid holidays besides the weekly one: those of the law and those the institution adds.

    They reach from six days before the month to the day after it. `rules.calendar` lists those of
    the law.
    """

    institution: Whole
    date: Whole


@dataclass(frozen=True)
class HolidaySwaps(Table):
    """Public holidays exchanged in writing for a workday (근로기준법 제55조제2항 단서)."""

    slip: Whole
    holiday: Whole
    instead: Whole


@dataclass(frozen=True)
class DecidedWeeks(Table):
    """Weeks over whose paid holiday somebody decided. week_end: the week's last day; WeeklyHolidayRuling."""

    slip: Whole
    week_end: Whole
    weekly_holiday_ruling: Whole


@dataclass(frozen=True)
class BankedSpans(Table):
    """Days whose overtime, holiday and night work become leave in place of pay (근로기준법 제57조)."""

    slip: Whole
    valid_from: Whole
    valid_to: Whole


@dataclass(frozen=True)
class LiftedSpans(Table):
    """Days with an approved extension or the agreement of a special industry (근로기준법 제53조제4항, 제59조)."""

    slip: Whole
    valid_from: Whole
    valid_to: Whole


@dataclass(frozen=True)
class FlexibleSpans(Table):
    """Days of unit periods of flexible hours (근로기준법 제51조, 제51조의2) that hold for a slip.

    slip, unit_from           the unit period, by its first day
    valid_from, valid_to      days of it that hold for the worker, both included; several rows of one unit
                              period add up. Where they end the unit period is settled for the slip

    The plan of each day is that of `Versions` or `Rosters`. Days, rosters and holidays reach back to the first
    day of a unit period that ends in the month, and rosters to the end of the week in which the month ends.
    """

    slip: Whole
    unit_from: Whole
    valid_from: Whole
    valid_to: Whole


@dataclass(frozen=True)
class Payments(Table):
    """Which days each payment of a daily worker covers: one row per day. payment: its number."""

    slip: Whole
    payment: Whole
    date: Whole


@dataclass(frozen=True)
class OtherDeductions(Table):
    """Agreed deductions.

    slip, name           name is a position in `MonthTables.names`
    kind                 AllowanceKind: won a month, whole where any day of it is in force, or a worked day
    amount               won
    valid_from, valid_to
    """

    slip: Whole
    name: Whole
    kind: Whole
    amount: Whole
    valid_from: Whole
    valid_to: Whole


@dataclass(frozen=True)
class Bills(Table):
    """What insurers billed of a person for the month: it stands in place of the premiums reckoned.

    slip          a main slip
    billed_line   Billed; settlements of earlier months stand beside the premiums
    amount        won; below 0 for what comes back
    """

    slip: Whole
    billed_line: Whole
    amount: Whole


@dataclass(frozen=True)
class LateBills(Table):
    """What bills of earlier months, which came after the month was paid, ask more or give back: one row per line.

    slip          a main slip
    billed_line   Billed, a settlement
    month         the month that was billed
    billed, taken won as billed, and as taken from the pay of that month; the difference is taken now
    """

    slip: Whole
    billed_line: Whole
    month: Whole
    billed: Whole
    taken: Whole


@dataclass(frozen=True)
class OneTimePayments(Table):
    """Pay outside the monthly pay, paid with it: taxable, taxed by the average of the months it covers.

    slip, name                 name is a position in `MonthTables.names`
    amount                     won
    covered_months             months it covers, as counted; the law takes at most a year
    earlier_pay, earlier_tax   the person's other taxable pay of the covered months before this one, and the
                               tax withheld from it
    with_this_month            this month's pay belongs to the covered months
    """

    slip: Whole
    name: Whole
    amount: Whole
    covered_months: Whole
    earlier_pay: Whole
    earlier_tax: Whole
    with_this_month: Flags


@dataclass(frozen=True)
class MonthTables:
    """Everything `compute_month` reads. names: of pay items and other deductions, in any order."""

    slips: Slips
    institutions: Institutions
    versions: Versions
    days: Days
    codes: Codes = field(default_factory=Codes.empty)
    holidays: Holidays = field(default_factory=Holidays.empty)
    rosters: Rosters = field(default_factory=Rosters.empty)
    allowances: Allowances = field(default_factory=Allowances.empty)
    holiday_swaps: HolidaySwaps = field(default_factory=HolidaySwaps.empty)
    decided_weeks: DecidedWeeks = field(default_factory=DecidedWeeks.empty)
    banked: BankedSpans = field(default_factory=BankedSpans.empty)
    lifted: LiftedSpans = field(default_factory=LiftedSpans.empty)
    flexible: FlexibleSpans = field(default_factory=FlexibleSpans.empty)
    payments: Payments = field(default_factory=Payments.empty)
    other_deductions: OtherDeductions = field(default_factory=OtherDeductions.empty)
    bills: Bills = field(default_factory=Bills.empty)
    late_bills: LateBills = field(default_factory=LateBills.empty)
    one_time: OneTimePayments = field(default_factory=OneTimePayments.empty)
    names: tuple[str, ...] = ()

    def of(self, slips: Whole) -> MonthTables:
        """The same tables for some slips only."""
        chosen = {
            table.name: value.take(mask)
            for table in fields(self)
            if hasattr(value := getattr(self, table.name), "slip") and len(value)
            if not (mask := among(value.slip, slips)).all()
        }
        return replace(self, **chosen) if chosen else self

    def without(self, slips: Collection[int]) -> MonthTables:
        """The same tables less some slips."""
        if not slips:
            return self
        return self.of(self.slips.slip[~among(self.slips.slip, np.array(list(slips), np.int64))])


def padded_breaks(breaks: list[list[tuple[int, int]]]) -> Whole:
    """Break lists of different lengths as one n by B by 2 array."""
    most = max(map(len, breaks), default=0)
    padded = [list(map(list, row)) + [[0, 0]] * (most - len(row)) for row in breaks]
    return np.array(padded, np.int64).reshape(len(breaks), most, 2)


def mark_number(code: str) -> int:
    """The number of a mark by its name: the same in every month, institution and kept table."""
    return crc32(code.encode()) if code else NO_MARK


def months_number(months: Iterable[int]) -> int:
    """Months of the year as one number: 1 for January, 2 for February, 4 for March, added up."""
    return sum(2 ** (month - 1) for month in set(months))
