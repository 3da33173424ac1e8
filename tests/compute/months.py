"""One hand-made month to vary: a full-time worker with an hourly wage in June 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from openinsa.compute.assembly import MonthSlips
from openinsa.compute.slips import LineCode
from openinsa.compute.tables import (
    EMPTY,
    EVERY_MONTH,
    MONTH_TAXABLE,
    NOTHING_ENTERED,
    OPEN_END,
    WORKED,
    Allowances,
    Codes,
    Days,
    Holidays,
    Institutions,
    MonthTables,
    OtherDeductions,
    Payments,
    Rosters,
    Slips,
    Versions,
)
from openinsa.rules.calendar.calendar import public_holidays
from openinsa.rules.choices import DEFAULT_SETTINGS, Attendance, Declared, PayBasis
from openinsa.rules.engine import day_number

Row = dict[str, Any]
JUNE = date(2026, 6, 1)
ANNUAL_LEAVE, ABSENT, CLOSED = WORKED + 1, WORKED + 2, WORKED + 3
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def number(day: date) -> int:
    return day_number(day)


def slip_row(slip: int = 1, month: date = JUNE, **changes: Any) -> Row:
    return {
        "slip": slip,
        "institution": 1,
        "main_slip": slip,
        "month": number(month),
        "premium_month": number(month),
        "payment_date": number(month) + 39,
        "employed_from": number(date(2026, 1, 1)),
        "employed_to": OPEN_END,
        "hired_on": changes.get("employed_from", number(date(2026, 1, 1))),
        "birth_date": number(date(1985, 4, 12)),
        "family_members": 1,
        "children_8_to_20": 0,
        "withholding_percent": 100,
        "tax_mode": 0,
        "insured_by_rule": True,
        **{
            name: False
            for name in Slips.__annotations__
            if name.startswith("insured_") and "rule" not in name
        },
        "pension_base": 2_528_000,
        "health_base": 2_528_000,
        "employment_base": MONTH_TAXABLE,
        "accident_base": MONTH_TAXABLE,
        "contract_months": 10,
        "pension_first_month_requested": False,
        "employment_before_65": False,
        "day_labour": False,
        "construction_site": False,
        "short_hours_pension_wish": False,
        "pension_income_counts": False,
        "declared_pension": Declared.BY_LAW.value,
        "declared_health": Declared.BY_LAW.value,
        "declared_employment": Declared.BY_LAW.value,
        "declared_accident": Declared.BY_LAW.value,
        "other_pension_income": 0,
        "probation_to": 0,
        "production_job": False,
        "last_year_gross": 0,
        "overtime_untaxed_before": 0,
        "children_to_6": 0,
        "average_won": 0,
        "average_days": 0,
    } | changes


def version_row(slip: int = 1, **changes: Any) -> Row:
    return {
        "slip": slip,
        "valid_from": number(date(2026, 1, 1)),
        "valid_to": OPEN_END,
        "pay_basis": PayBasis.HOURLY,
        "rate": 12_121,
        "daily_scheduled_minutes": 480,
        "weekly_scheduled_minutes": 2400,
        "weekly_scheduled_days": 5,
        "monthly_scheduled_minutes": 10_428,
        "month_hours": 0,
        "part_time": False,
        "daily_worker": False,
        "week_ends_on": 6,
        "roster": False,
        "holiday_by_roster": False,
        "exempt_from": 0,
        "exempt_to": EMPTY,
        **{weekday: 480 if weekday not in ("saturday", "sunday") else EMPTY for weekday in WEEKDAYS},
    } | changes


def day_row(day: date, slip: int = 1, **changes: Any) -> Row:
    return {
        "slip": slip,
        "date": number(day),
        "code": WORKED,
        "start": 540,
        "end": 1080,
        "breaks": [(720, 780)],
        "leave_code": NOTHING_ENTERED,
        "leave_minutes": 0,
        "mark": 0,
    } | changes


def other_code(day: date, code: int, slip: int = 1) -> Row:
    return day_row(day, slip, code=code, start=EMPTY, end=EMPTY, breaks=[])


def workdays(first: date, last: date, slip: int = 1) -> list[Row]:
    """Nine to six on every weekday that is no public holiday."""
    holidays = {holiday.date for holiday in public_holidays(first, last)}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day_row(day, slip) for day in days if day.weekday() < 5 and day not in holidays]


def allowance_row(slip: int = 1, **changes: Any) -> Row:
    return {
        "slip": slip,
        "name": 0,
        "kind": 0,
        "amount": 140_000,
        "valid_from": number(date(2026, 1, 1)),
        "valid_to": OPEN_END,
        "proration": 0,
        "ordinary_from": OPEN_END,
        "tax": 0,
        "minimum_wage": 0,
        "measure": 0,
        "mark": 0,
        "months": EVERY_MONTH,
        "rounding": EMPTY,
        "average_wage": True,
    } | changes


def institution_row(institution: int = 1, **changes: Any) -> Row:
    return {
        "institution": institution,
        "employer_kind": 0,
        "employment_extra_ppm": EMPTY,
        "accident_rate_ppm": 9_600,
        "living_hourly_wage": 0,
        **{name: int(value) for name, value in DEFAULT_SETTINGS.items()},
    } | changes


def month_tables(
    slips: list[Row] | None = None,
    versions: list[Row] | None = None,
    days: list[Row] | None = None,
    institution: Row | None = None,
    allowances: list[Row] | None = None,
    other_deductions: list[Row] | None = None,
    payments: list[Row] | None = None,
    rosters: list[Row] | None = None,
    names: tuple[str, ...] = ("급식비", "기타"),
) -> MonthTables:
    """A month from rows; what is not given is the plain month of slip 1."""
    holidays = [
        {"institution": 1, "date": number(day.date)}
        for day in public_holidays(date(2025, 12, 26), date(2026, 12, 31))
    ]
    codes = [
        {
            "institution": 1,
            "code": ANNUAL_LEAVE,
            "paid": True,
            "attendance": Attendance.EXCUSED,
            "closure": False,
        },
        {"institution": 1, "code": ABSENT, "paid": False, "attendance": Attendance.ABSENT, "closure": False},
        {"institution": 1, "code": CLOSED, "paid": False, "attendance": Attendance.EXCUSED, "closure": True},
    ]
    return MonthTables(
        slips=Slips.of([slip_row()] if slips is None else slips),
        institutions=Institutions.of([institution or institution_row()]),
        versions=Versions.of([version_row()] if versions is None else versions),
        days=Days.of(workdays(date(2026, 6, 1), date(2026, 6, 30)) if days is None else days),
        codes=Codes.of(codes),
        holidays=Holidays.of(holidays),
        rosters=Rosters.of(rosters or []),
        allowances=Allowances.of(allowances or []),
        payments=Payments.of(payments or []),
        other_deductions=OtherDeductions.of(other_deductions or []),
        names=names,
    )


def joined(*months: MonthTables) -> MonthTables:
    """Several months as one batch; institutions, codes and holidays are those of the first."""
    shared = ("institutions", "codes", "holidays", "names")
    per_slip = [name for name in vars(months[0]) if name not in shared]
    tables = {name: type(getattr(months[0], name)) for name in per_slip}
    return replace(
        months[0],
        **{name: table.joined([getattr(month, name) for month in months]) for name, table in tables.items()},
    )


def lines(month: MonthSlips, slip: int = 1) -> dict[str, int]:
    """Won of a slip's lines by the word of their code; allowances by name."""
    rows = month.lines.take(month.lines.slip == slip)
    words = [
        month.names[name] if name >= 0 else LineCode(code).name.lower()
        for code, name in zip(rows.code, rows.name, strict=True)
    ]
    return dict(zip(words, rows.amount.tolist(), strict=True))


def row_of(month: MonthSlips, slip: int = 1) -> Row:
    """A slip's row as plain values."""
    place = month.slips.slip.tolist().index(slip)
    return {name: values[place].item() for name, values in vars(month.slips).items()}
