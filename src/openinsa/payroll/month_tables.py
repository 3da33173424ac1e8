"""From stored contracts and days to the tables that a month is computed from: six statements a chunk."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import pyarrow as pa
from psycopg import Cursor

from openinsa.compute.bulk import fetch_table
from openinsa.compute.tables import (
    EMPTY,
    MONTH_TAXABLE,
    NEVER,
    NOTHING_ENTERED,
    WORKED,
    Allowances,
    Codes,
    Days,
    Holidays,
    Institutions,
    MonthTables,
    Payments,
    Slips,
    Table,
    Versions,
)
from openinsa.people.models import InstitutionSetting
from openinsa.rules.choices import DEFAULT_SETTINGS, SETTINGS, number_of
from openinsa.staffing.holidays import paid_holidays
from openinsa.staffing.sheet import WEEKDAYS, last_day

BREAKS_AT_MOST = 4
FIRST_CODE = WORKED + 1
INSURANCES = ("pension", "health", "ltc", "employment", "employment_extra", "accident")
AnyTable = TypeVar("AnyTable", bound=Table)

DAY_NUMBER = "({} - DATE '1970-01-01')"


def _choice(choice: str, column: str, words: Sequence[str]) -> str:
    """SQL that turns a stored word into the number of the choice."""
    cases = " ".join(f"WHEN '{word}' THEN {number_of(choice, word)}" for word in words)
    return f"CASE {column} {cases} END"


def _planned_minutes(weekday: str) -> str:
    plan = f"v.schedule->'{weekday}'"
    breaks = f"SELECT COALESCE(sum((b->>1)::int - (b->>0)::int), 0) FROM jsonb_array_elements({plan}->2) b"
    return f"COALESCE(({plan}->>1)::int - ({plan}->>0)::int - ({breaks}), {EMPTY})"


def _day(column: str) -> str:
    return DAY_NUMBER.format(column)


IN_MONTH = """c.project_id = ANY(%(projects)s) AND c.starts_on <= %(last)s AND c.ends_on >= %(first)s"""

SLIPS = f"""
    SELECT c.id, c.institution_id,
        first_value(c.id) OVER (PARTITION BY c.person_id ORDER BY c.starts_on, c.id),
        {_day("%(first)s::date")}, {_day("%(first)s::date")}, {_day("%(pay_date)s::date")},
        {_day("c.starts_on")}, {_day("c.ends_on")}, {_day("p.birth_date")},
        p.family_members, p.children_8_to_20, p.withholding_percent,
        {_choice("tax_mode", "c.tax_mode", ("table", "daily"))},
        c.insured IS NULL,
        {", ".join(f"COALESCE('{name}' = ANY(c.insured), false)" for name in INSURANCES)},
        COALESCE(c.pension_base, {MONTH_TAXABLE}), COALESCE(c.health_base, {MONTH_TAXABLE}),
        {MONTH_TAXABLE}, {MONTH_TAXABLE},
        12 * extract(year FROM age(c.ends_on + 1, c.starts_on))
            + extract(month FROM age(c.ends_on + 1, c.starts_on)),
        c.monthly_scheduled_hours, c.pension_first_month_requested, c.employment_before_65
    FROM staffing_contract c JOIN people_person p ON p.id = c.person_id
    WHERE {IN_MONTH} ORDER BY c.id
"""
VERSIONS = f"""
    SELECT v.contract_id, {_day("v.valid_from")}, {_day("v.valid_to")},
        {_choice("pay_basis", "v.pay_basis", ("hourly", "daily", "monthly"))}, v.rate,
        v.daily_scheduled_minutes, v.weekly_scheduled_minutes, v.weekly_scheduled_days, v.part_time,
        c.ends_on + 1 < c.starts_on + interval '1 month', v.week_ends_on, false, false,
        {", ".join(_planned_minutes(weekday) for weekday in WEEKDAYS)}
    FROM staffing_contractversion v JOIN staffing_contract c ON c.id = v.contract_id
    WHERE {IN_MONTH} ORDER BY v.contract_id, v.valid_from
"""
DAYS = f"""
    SELECT d.contract_id, {_day("d.date")},
        CASE WHEN d.starts IS NOT NULL THEN {WORKED} WHEN k.kind = 'leave' THEN {FIRST_CODE} + k.position
             ELSE {NOTHING_ENTERED} END,
        COALESCE(d.starts, {EMPTY}), COALESCE(d.ends, {EMPTY}),
        {", ".join(f"COALESCE(d.breaks[{n}], 0)" for n in range(1, 2 * BREAKS_AT_MOST + 1))},
        CASE WHEN d.leave_minutes > 0 THEN {FIRST_CODE} + l.position ELSE {NOTHING_ENTERED} END,
        d.leave_minutes
    FROM staffing_day d JOIN staffing_contract c ON c.id = d.contract_id
    LEFT JOIN staffing_daycode k ON k.institution_id = d.institution_id AND k.code = d.code
    LEFT JOIN staffing_daycode l ON l.institution_id = d.institution_id AND l.code = d.leave_code
    WHERE {IN_MONTH} AND d.mark <> '' AND d.date BETWEEN %(first)s::date - 6 AND %(last)s
"""
CODES = f"""
    SELECT institution_id, {FIRST_CODE} + position, paid,
        {_choice("attendance", "attendance", ("present", "excused", "absent"))}
    FROM staffing_daycode WHERE kind IN ('leave', 'half')
"""
ALLOWANCES = f"""
    SELECT a.contract_id, a.name, {_choice("kind", "a.kind", ("monthly", "per_worked_day"))}, a.amount,
        {_day("a.valid_from")}, {_day("a.valid_to")},
        {_choice("allowance_proration", "a.proration", ("full", "calendar_days"))},
        COALESCE({_day("a.ordinary_from")}, {NEVER}), {_choice("tax", "a.tax", ("taxable", "meal", "car"))},
        {_choice("minimum_wage", "a.minimum_wage", ("counted", "welfare", "not_counted"))}
    FROM staffing_allowance a JOIN staffing_contract c ON c.id = a.contract_id
    WHERE {IN_MONTH} AND a.valid_from <= %(last)s AND a.valid_to >= %(first)s
"""


def load_month(
    cursor: Cursor, setting: InstitutionSetting, month: date, pay_date: date, project_ids: Sequence[int]
) -> MonthTables:
    """The tables of some projects' month; a slip's number is its contract's. Statements: six, always."""
    given = {
        "projects": list(project_ids),
        "first": month,
        "last": last_day(month),
        "pay_date": pay_date,
    }
    slips = _fetch(cursor, SLIPS, given, Slips)
    allowances, names = _allowances(cursor, given)
    return MonthTables(
        slips=slips,
        institutions=institution_table(setting),
        versions=_fetch(cursor, VERSIONS, given, Versions),
        days=_days(cursor, given),
        codes=_fetch(cursor, CODES, given, Codes),
        holidays=_holidays(setting.institution_id, month),
        allowances=allowances,
        payments=_one_payment(slips, month),
        names=names,
    )


def institution_table(setting: InstitutionSetting) -> Institutions:
    """The institution's choices as one row of numbers; what it does not name keeps its usual value."""
    named = {
        name: number_of(name, setting.choices[name]) if name in setting.choices else int(usual)
        for name, usual in DEFAULT_SETTINGS.items()
    }
    return Institutions.of(
        [
            {
                "institution": setting.institution_id,
                "employer_kind": number_of("employer_kind", setting.employer_kind),
                "employment_extra_ppm": EMPTY,
                "accident_rate_ppm": setting.accident_rate_ppm,
                **{name: named[name] for name in SETTINGS},
            }
        ]
    )


def _fetch(cursor: Cursor, query: str, given: dict[str, object], table: type[AnyTable]) -> AnyTable:
    columns = [(c.name, pa.bool_() if c.type == "Flags" else pa.int64()) for c in fields(table)]
    fetched = fetch_table(cursor, query, given, pa.schema(columns))
    return table(*(_array(fetched, name) for name, _ in columns))


def _array(table: pa.Table, name: str) -> np.ndarray:
    return table.column(name).to_numpy(zero_copy_only=False) if len(table) else _nothing(table, name)


def _nothing(table: pa.Table, name: str) -> np.ndarray:
    return np.zeros(0, np.bool_ if table.schema.field(name).type == pa.bool_() else np.int64)


def _days(cursor: Cursor, given: dict[str, object]) -> Days:
    break_names = [f"break_{n}" for n in range(2 * BREAKS_AT_MOST)]
    before = ["slip", "date", "code", "start", "end"]
    names = [*before, *break_names, "leave_code", "leave_minutes"]
    fetched = fetch_table(cursor, DAYS, given, pa.schema([(name, pa.int64()) for name in names]))
    column = {name: _array(fetched, name) for name in names}
    breaks = np.stack([column[name] for name in break_names], axis=1).reshape(-1, BREAKS_AT_MOST, 2)
    return Days(
        *(column[name] for name in before),
        breaks=breaks,
        leave_code=column["leave_code"],
        leave_minutes=column["leave_minutes"],
    )


def _allowances(cursor: Cursor, given: dict[str, object]) -> tuple[Allowances, tuple[str, ...]]:
    kinds = [(c.name, pa.string() if c.name == "name" else pa.int64()) for c in fields(Allowances)]
    fetched = fetch_table(cursor, ALLOWANCES, given, pa.schema(kinds))
    names = tuple(sorted(set(fetched.column("name").to_pylist())))
    positions = {name: position for position, name in enumerate(names)}
    column = {name: _array(fetched, name) for name, _ in kinds if name != "name"}
    named = np.array([positions[name] for name in fetched.column("name").to_pylist()], np.int64)
    return Allowances(**{c.name: named if c.name == "name" else column[c.name] for c in fields(Allowances)}), names


def _holidays(institution_id: int, month: date) -> Holidays:
    days = paid_holidays(month - timedelta(days=6), last_day(month) + timedelta(days=1))
    numbers = np.array([(day - date(1970, 1, 1)).days for day in days], np.int64)
    return Holidays(np.full(len(numbers), institution_id, np.int64), numbers)


def _one_payment(slips: Slips, month: date) -> Payments:
    """Daily workers are paid once for the whole month."""
    daily = slips.slip[slips.tax_mode == number_of("tax_mode", "daily")]
    days = np.arange((last_day(month) - month).days + 1) + (month - date(1970, 1, 1)).days
    return Payments(
        slip=np.repeat(daily, len(days)),
        payment=np.zeros(len(daily) * len(days), np.int64),
        date=np.tile(days, len(daily)),
    )
