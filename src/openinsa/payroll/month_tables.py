"""From stored contracts and days to the tables that a month is computed from, in bulk."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from psycopg import Cursor

from openinsa.compute.bulk import ShortAnswers, fetch_table
from openinsa.compute.tables import (
    EMPTY,
    MONTH_TAXABLE,
    NEVER,
    NO_MARK,
    NOTHING_ENTERED,
    WORKED,
    Allowances,
    BankedSpans,
    Bills,
    Codes,
    Days,
    DecidedWeeks,
    Holidays,
    HolidaySwaps,
    MonthTables,
    OneTimePayments,
    OtherDeductions,
    Payments,
    Rosters,
    Slips,
    Table,
    Versions,
    mark_number,
)
from openinsa.people.models import InstitutionSetting, PremiumBills
from openinsa.rules.choices import (
    AllowanceKind,
    AllowanceMeasure,
    AllowanceTax,
    Billed,
    LineRounding,
    TaxMode,
    number_of,
)
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.staffing.holidays import holidays_between, institution_day
from openinsa.staffing.institutions import institution_table
from openinsa.staffing.rosters import rosters_for_pay
from openinsa.staffing.sheet import WEEKDAYS, last_day

BREAKS_AT_MOST = 4
FIRST_CODE = WORKED + 1
CLOSURE = "closure"
"""The code of a day on which the employer closed."""
AS_WORKED = "-"
TEXTS = ("name", "mark")
"""Columns of pay items that are words in the database."""
DAYS_PER_WEEK, MONDAYS_FIRST = 7, 3
DECLARABLE = ("pension", "health", "employment", "accident")
ALLOWANCE_KINDS = tuple(kind.name.lower() for kind in AllowanceKind)
BILLED_LINES = tuple(line.name.lower() for line in Billed)
TAXES = tuple(tax.name.lower() for tax in AllowanceTax)
MEASURES = tuple(measure.name.lower() for measure in AllowanceMeasure)
LINE_ROUNDINGS = tuple(rounding.name.lower() for rounding in LineRounding)
DAY_LABOUR_PAYMENTS = ("monthly", "weekly", "daily")
INSURANCES = ("pension", "health", "ltc", "employment", "employment_extra", "accident")
AnyTable = TypeVar("AnyTable", bound=Table)
Given = Mapping[str, object]

DAY_NUMBER = "({} - DATE '1970-01-01')"


def _choice(choice: str, column: str, words: Sequence[str]) -> str:
    """SQL that turns a stored word into the number of the choice."""
    cases = " ".join(f"WHEN '{word}' THEN {number_of(choice, word)}" for word in words)
    return f"CASE {column} {cases} END"


def _day(column: str) -> str:
    return DAY_NUMBER.format(column)


def _months(day: str) -> str:
    """SQL that numbers the month of a day, so that two of them tell how many lie between."""
    return f"(12 * extract(year FROM {day}) + extract(month FROM {day}))"


CHAINS = """
    WITH held AS (
        SELECT *, (lag(ends_on) OVER (PARTITION BY project_id, person_id ORDER BY starts_on)
                   IS DISTINCT FROM starts_on - 1)::int AS begins,
            (COALESCE(max(ends_on) OVER earlier, '-infinity') < starts_on - 1)::int AS hires
        FROM staffing_contract
        WHERE person_id = ANY(ARRAY(
            SELECT person_id FROM staffing_contract WHERE project_id = ANY(%(projects)s)
            AND (%(people)s::bigint[] IS NULL OR person_id = ANY(%(people)s))
        ))
        WINDOW earlier AS (
            PARTITION BY person_id ORDER BY starts_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    ), chained AS (
        SELECT *, sum(begins) OVER (PARTITION BY project_id, person_id ORDER BY starts_on) AS chain,
            sum(hires) OVER (PARTITION BY person_id ORDER BY starts_on, id) AS employment,
            starts_on <= %(last)s AND ends_on >= %(first)s AS in_month
        FROM held
    ), hired AS (
        SELECT *, min(starts_on) OVER (PARTITION BY person_id, employment) AS hired_on FROM chained
    ), employed AS MATERIALIZED (
        SELECT *, min(starts_on) OVER whole AS employed_from, max(ends_on) OVER whole AS employed_to,
            max(COALESCE(agreed_end, ends_on)) OVER whole AS agreed_to,
            bool_or(in_month) OVER whole AS paid,
            first_value(id) OVER (whole ORDER BY in_month DESC, starts_on DESC) AS slip
        FROM hired WHERE project_id = ANY(%(projects)s)
        WINDOW whole AS (PARTITION BY project_id, person_id, chain)
    ), places AS MATERIALIZED (
        SELECT id, construction_site, day_labour_payment FROM staffing_project WHERE id = ANY(%(projects)s)
    )
"""
"""Contracts of a project that follow each other without a day between are one employment there and one slip;
those of a person that follow or overlap each other, in whatever projects, are one employment since `hired_on`.

Reckoned in one pass and kept: a plan made before anybody counted the rows must not reckon it project by project.
"""

CAME_FROM = """
    WITH RECURSIVE came AS (
        SELECT NULL::bigint AS id, begun.slip, c.person_id, DATE '1970-01-01' + begun.since AS starts_on
        FROM unnest(%(begun)s::bigint[], %(since)s::int[]) AS begun(slip, since)
        JOIN staffing_contract c ON c.id = begun.slip
        UNION ALL
        SELECT earlier.id, came.slip, came.person_id, earlier.starts_on
        FROM came, LATERAL (
            SELECT id, starts_on FROM staffing_contract
            WHERE person_id = came.person_id AND ends_on = came.starts_on - 1 ORDER BY id DESC LIMIT 1
        ) earlier
        WHERE came.starts_on > %(first)s::date - 6
    )
    SELECT id, slip FROM came WHERE id IS NOT NULL ORDER BY id, slip
"""
"""The contracts in other projects that lead up to a slip without a day between, within its first week."""

HELD = "valid_from <= %(pay_date)s AND COALESCE(valid_to >= %(pay_date)s, true)"
DATED_FACTS = f"""
    LEFT JOIN LATERAL (
        SELECT {", ".join(f"max(standing) FILTER (WHERE insurance = '{name}') AS {name}" for name in DECLARABLE)},
            {", ".join(f"max(base) FILTER (WHERE insurance = '{name}') AS {name}_base" for name in DECLARABLE)}
        FROM (
            SELECT DISTINCT ON (insurance) insurance, base,
                {_choice("declared", "standing", ("by_law", "in", "out"))} AS standing
            FROM people_insuredstate WHERE person_id = c.person_id
            AND valid_from BETWEEN c.hired_on AND GREATEST(%(first)s::date, c.hired_on)
            ORDER BY insurance, valid_from DESC
        ) latest
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT percent FROM people_withholdingchoice WHERE person_id = c.person_id
        AND valid_from BETWEEN date_trunc('year', %(pay_date)s::date) AND %(pay_date)s
        ORDER BY valid_from DESC LIMIT 1
    ) w ON true
    LEFT JOIN LATERAL (
        SELECT true AS known FROM people_dependant WHERE person_id = c.person_id LIMIT 1
    ) d ON true
    LEFT JOIN LATERAL (
        SELECT bool_or(main_workplace) FILTER (WHERE {HELD}) AS main_elsewhere,
            sum(pension_income) FILTER (WHERE valid_from <= GREATEST(%(first)s::date, c.hired_on)
                AND COALESCE(valid_to >= %(first)s, true)) AS pension_income
        FROM people_otherwork WHERE person_id = c.person_id
    ) k ON true
"""
"""What holds of a person: of the insurances on the month's first day or the hire's, of tax on the pay date."""

PAID_CONTRACTS = f"""
    {CHAINS} SELECT c.id, c.institution_id,
        first_value(c.slip) OVER (PARTITION BY c.person_id ORDER BY c.employed_from, c.slip),
        {_day("%(first)s::date")}, {_day("%(first)s::date")}, {_day("%(pay_date)s::date")},
        {_day("c.employed_from")}, {_day("c.employed_to")}, {_day("c.hired_on")}, {_day("p.birth_date")},
        CASE WHEN k.main_elsewhere OR d.known THEN 1 ELSE p.family_members END,
        CASE WHEN k.main_elsewhere OR d.known THEN 0 ELSE p.children_8_to_20 END,
        COALESCE(w.percent, 100),
        {_choice("tax_mode", "c.tax_mode", ("table", "daily"))},
        true, {", ".join("false" for _ in INSURANCES)},
        {", ".join(f"COALESCE(s.{name}_base, {MONTH_TAXABLE})" for name in DECLARABLE)},
        12 * extract(year FROM age(c.agreed_to + 1, c.hired_on))
            + extract(month FROM age(c.agreed_to + 1, c.hired_on)),
        c.pension_first_month_requested, c.employment_before_65,
        c.day_labour OR c.agreed_to + 1 < c.hired_on + interval '1 month',
        j.construction_site, c.short_hours_pension_wish, true,
        {", ".join(f"COALESCE(s.{name}, 0)" for name in DECLARABLE)}, COALESCE(k.pension_income, 0),
        COALESCE({_day("c.probation_to")}, 0), c.production_job, COALESCE(c.last_year_gross, 0), 0, 0, 0, 0,
        c.slip, {_choice("day_labour_payment", "j.day_labour_payment", DAY_LABOUR_PAYMENTS)}
    FROM employed c JOIN people_person p ON p.id = c.person_id JOIN places j ON j.id = c.project_id
    {DATED_FACTS}
    WHERE c.paid ORDER BY c.id
"""
"""Every contract that is paid in the month as its slip would be, and the slip and kind of payment it belongs to."""

VERSIONS = f"""
    SELECT v.contract_id, {_day("v.valid_from")}, {_day("v.valid_to")},
        {_choice("pay_basis", "v.pay_basis", ("hourly", "daily", "monthly"))}, v.rate,
        v.daily_scheduled_minutes, v.weekly_scheduled_minutes, v.weekly_scheduled_days, v.month_hours, v.part_time,
        v.week_ends_on, COALESCE({_day("c.exempt_from")}, 0), COALESCE({_day("c.exempt_to")}, {EMPTY}),
        v.schedule::text
    FROM staffing_contractversion v JOIN unnest(%(contracts)s::bigint[]) AS wanted(contract) ON v.contract_id = contract
    JOIN staffing_contract c ON c.id = v.contract_id
    ORDER BY v.contract_id, v.valid_from
"""
DAYS = f"""
    SELECT d.contract_id, {_day("d.date")}, CASE WHEN d.starts IS NULL THEN d.code ELSE '{AS_WORKED}' || d.code END,
        COALESCE(d.starts, {EMPTY}), COALESCE(d.ends, {EMPTY}),
        {", ".join(f"COALESCE(d.breaks[{n}], 0)" for n in range(1, 2 * BREAKS_AT_MOST + 1))},
        d.leave_code, d.leave_minutes
    FROM staffing_day d
    WHERE d.contract_id = ANY(%(contracts)s) AND d.mark <> ''
    AND d.date BETWEEN %(first)s::date - 6 AND %(last)s
"""
ALLOWANCES = f"""
    SELECT a.contract_id, a.name, {_choice("kind", "a.kind", ALLOWANCE_KINDS)}, a.amount,
        {_day("a.valid_from")}, {_day("a.valid_to")},
        {_choice("allowance_proration", "a.proration", ("full", "calendar_days"))},
        COALESCE({_day("a.ordinary_from")}, {NEVER}), {_choice("tax", "a.tax", TAXES)},
        {_choice("minimum_wage", "a.minimum_wage", ("counted", "welfare", "not_counted"))},
        {_choice("measure", "a.measure", MEASURES)}, a.day_code, a.months,
        COALESCE({_choice("line_rounding", "a.rounding", LINE_ROUNDINGS)}, {EMPTY}), a.average_wage
    FROM staffing_allowance a
    WHERE a.contract_id = ANY(%(contracts)s) AND a.valid_from <= %(last)s AND a.valid_to >= %(first)s
"""

FEW = f"""
    SELECT 'swap', NULL, c.id, {_day("s.holiday")}, {_day("s.instead")}
    FROM staffing_contract c JOIN staffing_holidayswap s ON s.project_id = c.project_id
    WHERE c.id = ANY(%(slips)s) AND (
        s.holiday BETWEEN %(first)s::date - 6 AND %(last)s::date + 1
        OR s.instead BETWEEN %(first)s::date - 6 AND %(last)s::date + 1
    )
    UNION ALL
    SELECT 'bill', NULL, c.id, {_choice("billed_line", "a.key", BILLED_LINES)}, CASE WHEN EXISTS (
            SELECT FROM payroll_payslip p JOIN payroll_payrun r ON r.id = p.run_id
            JOIN payroll_payslipline l ON l.slip_id = p.id
            WHERE p.person_id = c.person_id AND r.month = %(first)s AND r.kind = 'regular'
            AND r.project_id <> ALL(%(projects)s) AND l.code = a.key AND l.month IS NULL
        ) THEN 0 ELSE a.value::bigint END
    FROM (
        SELECT b.person_id, b.amounts FROM payroll_premiumbill f
        JOIN payroll_billedperson b ON b.bill_id = f.id AND b.known <> 'paid'
        WHERE %(bills_taken)s AND f.month = %(first)s AND f.state = 'confirmed'
        UNION ALL
        SELECT s.person_id, h.amounts FROM payroll_settlementshare h
        JOIN payroll_premiumsettlement s ON s.id = h.settlement_id WHERE h.month = %(first)s
    ) AS asked JOIN staffing_contract c ON c.person_id = asked.person_id AND c.id = ANY(%(mains)s)
    CROSS JOIN LATERAL jsonb_each_text(asked.amounts) a
    UNION ALL
    SELECT CASE d.relation WHEN 'child' THEN 'child' ELSE 'member' END, NULL, c.id, {_day("d.birth_date")}, 0
    FROM staffing_contract c JOIN people_dependant d ON d.person_id = c.person_id
    WHERE c.id = ANY(%(slips)s) AND {HELD.replace("valid_", "d.valid_")} AND NOT EXISTS (
        SELECT FROM people_otherwork WHERE person_id = c.person_id AND main_workplace AND {HELD}
    )
    UNION ALL
    SELECT 'code', code, position, paid::int, {_choice("attendance", "attendance", ("present", "excused", "absent"))}
    FROM staffing_daycode WHERE kind IN ('leave', 'half')
    UNION ALL
    SELECT 'untaxed', NULL, c.id,
        COALESCE(sum((p.facts ->> 'untaxed_overtime')::bigint) FILTER (WHERE r.month >= y.begins), 0),
        COALESCE(sum(p.gross - p.non_taxable) FILTER (WHERE r.month < y.begins), 0)
    FROM staffing_contract c CROSS JOIN (SELECT date_trunc('year', %(first)s::date)::date AS begins) y
    JOIN payroll_payslip p ON p.person_id = c.person_id JOIN payroll_payrun r ON r.id = p.run_id
    WHERE c.id = ANY(%(mains)s) AND c.production_job
    AND r.month >= y.begins - interval '1 year' AND r.month < %(first)s
    GROUP BY c.id
    UNION ALL
    SELECT 'week', NULL, w.contract_id, {_day("w.week_end")},
        {_choice("weekly_holiday_ruling", "w.ruling", ("granted", "withheld"))}
    FROM staffing_decidedweek w
    WHERE w.contract_id = ANY(%(contracts)s) AND w.week_end BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT 'banked', NULL, c.id, {_day("GREATEST(a.valid_from, c.starts_on)")}, {_day("LEAST(a.valid_to, c.ends_on)")}
    FROM staffing_contract c JOIN staffing_approval a ON a.project_id = c.project_id AND a.kind = 'compensatory'
    WHERE c.id = ANY(%(contracts)s) AND a.valid_from <= %(last)s AND COALESCE(a.valid_to >= %(first)s, true)
    UNION ALL
    SELECT 'holiday', NULL, {_day("date")}, 0, 0
    FROM staffing_institutionholiday WHERE date BETWEEN %(first)s::date - 6 AND %(last)s::date + 1
"""
"""What comes in few rows each, in one statement: swapped holidays of the slips; what confirmed bills say of their
people; dependants of these; what production workers got untaxed this year and earned in the year before; the
institution's leave codes and holidays; weeks decided by hand and days banked as leave. A bill is deducted once: where another
project's slip of the person carries the line already, nothing is left of it here."""
ONE_TIME = f"""
    SELECT 'once', o.name, o.contract_id, o.amount,
        CASE WHEN o.covers_from IS NULL THEN extract(month FROM %(pay_date)s::date) - COALESCE(last.month, 0)
            ELSE {_months("o.covers_to")} - {_months("o.covers_from")} + 1 END::int,
        COALESCE(earlier.pay, 0), COALESCE(earlier.tax, 0),
        (o.covers_from IS NULL OR %(first)s BETWEEN date_trunc('month', o.covers_from) AND o.covers_to)::int
    FROM payroll_onetimepayment o JOIN staffing_contract c ON c.id = o.contract_id
    LEFT JOIN LATERAL (
        SELECT max(extract(month FROM r.pay_date))::int AS month
        FROM payroll_payslip p JOIN payroll_payrun r ON r.id = p.run_id
        JOIN payroll_payslipline l ON l.slip_id = p.id AND l.code = 'one_time'
        WHERE p.person_id = c.person_id AND r.state = 'paid' AND r.month < %(first)s
        AND date_trunc('year', r.pay_date) = date_trunc('year', %(pay_date)s::date)
    ) last ON true
    LEFT JOIN LATERAL (
        SELECT sum(p.taxable - l.once) AS pay, sum(l.tax) AS tax
        FROM payroll_payslip p JOIN payroll_payrun r ON r.id = p.run_id
        CROSS JOIN LATERAL (
            SELECT COALESCE(sum(amount) FILTER (WHERE code = 'one_time'), 0) AS once,
                COALESCE(sum(amount) FILTER (WHERE code = 'income_tax'), 0) AS tax
            FROM payroll_payslipline WHERE slip_id = p.id
        ) l
        WHERE p.person_id = c.person_id AND r.kind = 'regular' AND r.state = 'paid' AND r.month < %(first)s
        AND CASE WHEN o.covers_from IS NULL THEN r.pay_date >= date_trunc('year', %(pay_date)s::date)
                + make_interval(months => COALESCE(last.month, 0))
            ELSE r.month BETWEEN date_trunc('month', o.covers_from) AND o.covers_to END
    ) earlier ON true
    WHERE o.contract_id = ANY(%(contracts)s) AND o.month = %(first)s
"""
"""One-time payments with the pay and tax of the months they cover: those agreed, else from January or after the last
such payment of the year to the month of payment."""
BESIDE = f"SELECT few.*, 0, 0, 0 FROM ({FEW}) AS few UNION ALL {ONE_TIME}"
FOUND_BESIDE = ("what", "word", "one", "two", "three", "four", "five", "six")

AVERAGE_WAGES = f"""
    SELECT c.slip, sum(m.won), sum(m.days)
    FROM unnest(%(closed)s::bigint[], %(since)s::int[], %(until)s::int[]) AS c(slip, since, until)
    JOIN staffing_contract k ON k.id = c.slip
    CROSS JOIN LATERAL (
        SELECT sum(p.gross) AS won, LEAST(c.until, {_day("(r.month + interval '1 month')::date")} - 1)
            - GREATEST(c.since, {_day("r.month")}) + 1 AS days
        FROM payroll_payslip p JOIN payroll_payrun r ON r.id = p.run_id
        WHERE p.person_id = k.person_id AND r.project_id = k.project_id
        AND r.month >= %(first)s::date - interval '3 months' AND r.month < %(first)s
        GROUP BY r.month
    ) m WHERE m.days > 0 GROUP BY c.slip
"""
"""Pay of the three months before in the same project, and the employed days of those that were paid."""

DEDUCTIONS = f"""
    SELECT d.contract_id, d.name, {_choice("kind", "d.kind", ("monthly", "per_worked_day"))}, d.amount,
        {_day("d.valid_from")}, {_day("d.valid_to")}
    FROM staffing_deduction d
    WHERE d.contract_id = ANY(%(contracts)s) AND d.valid_from <= %(last)s AND d.valid_to >= %(first)s
"""


def load_month(
    cursor: Cursor,
    setting: InstitutionSetting,
    month: date,
    pay_date: date,
    project_ids: Sequence[int],
    person_ids: Sequence[int] | None = None,
) -> MonthTables:
    """The tables of some projects' month, or of some people in them.

    A slip's number is its contract's; of contracts that follow each other, the last one's in the month.
    Statements: seven, one more where somebody begins or follows a crew, and a few where somebody came from
    another project; of one person five fewer, asked together.
    """
    given: dict[str, object] = {
        "projects": list(project_ids),
        "people": None if person_ids is None else list(person_ids),
        "first": month,
        "last": last_day(month),
        "pay_date": counted_as_paid(month, pay_date),
    }
    slips, links = _slips_and_links(cursor, given)
    given |= {
        "contracts": links.contract.tolist(),
        "slips": slips.slip.tolist(),
        "mains": np.unique(slips.main_slip).tolist(),
        "bills_taken": setting.premium_bills == PremiumBills.TAKEN,
    }
    if isinstance(cursor, ShortAnswers):
        cursor.ask_ahead([BESIDE, ALLOWANCES, DEDUCTIONS, VERSIONS, DAYS], given)
    beside = Beside(cursor, given)
    slips = _with_dependants(beside, _taxed_by_their_time(slips))
    slips = _with_untaxed_overtime(beside, slips)
    allowances, deductions, names = _pay_items(cursor, given, links, beside.words("once"))
    codes, numbers = _codes(beside, setting.institution_id)
    versions, rosters = _versions(cursor, given, slips, links)
    tables = MonthTables(
        slips=slips,
        institutions=institution_table(setting),
        versions=versions,
        days=_days(cursor, given, numbers, links),
        codes=codes,
        holidays=_holidays(beside, setting.institution_id, month),
        holiday_swaps=HolidaySwaps(*beside.columns("swap")),
        decided_weeks=DecidedWeeks(*_of_slips(beside, "week", links)),
        banked=BankedSpans(*_of_slips(beside, "banked", links)),
        rosters=rosters,
        allowances=allowances,
        other_deductions=deductions,
        payments=_payments(slips, links, month),
        bills=Bills(*beside.columns("bill")),
        one_time=_one_time(beside, names, links),
        names=names,
    )
    tables = replace(tables, slips=_with_average_wages(cursor, given, tables))
    return _with_earlier_projects(cursor, given, tables, numbers)


@dataclass(frozen=True)
class Links:
    """Which slip pays each contract and how its project pays day labour, in the order of contracts."""

    contract: np.ndarray
    slip: np.ndarray
    payment: np.ndarray

    def slip_of(self, contracts: np.ndarray) -> np.ndarray:
        return self.slip[np.searchsorted(self.contract, contracts)]


class Beside:
    """The rows of BESIDE, by what they are."""

    def __init__(self, cursor: Cursor, given: Given) -> None:
        kinds = [(name, pa.string() if name in ("what", "word") else pa.int64()) for name in FOUND_BESIDE]
        self._rows = fetch_table(cursor, BESIDE, given, pa.schema(kinds))
        self._what = np.array(self._rows.column("what").to_pylist(), np.str_)

    def columns(self, what: str, count: int = 3) -> list[np.ndarray]:
        """The first numbers of each row."""
        rows = self._what == what
        return [_array(self._rows, name)[rows] for name in FOUND_BESIDE[2 : 2 + count]]

    def words(self, what: str) -> list[str]:
        """The word of each row."""
        return [
            self._rows.column("word")[place].as_py() for place in np.flatnonzero(self._what == what).tolist()
        ]


def _of_slips(beside: Beside, what: str, links: Links) -> list[np.ndarray]:
    """The three numbers of each row, the first being the slip that pays a contract."""
    contract, *others = beside.columns(what)
    return [links.slip_of(contract), *others]


def _slips_and_links(cursor: Cursor, given: Given) -> tuple[Slips, Links]:
    columns = _columns(Slips) | {"paid_by": pa.int64(), "payment": pa.int64()}
    fetched = fetch_table(cursor, PAID_CONTRACTS, given, pa.schema(list(columns.items())))
    contracts = Slips(*(_array(fetched, column.name) for column in fields(Slips)))
    links = Links(contracts.slip, _array(fetched, "paid_by"), _array(fetched, "payment"))
    return contracts.take(links.contract == links.slip), links


def _with_earlier_projects(
    cursor: Cursor, given: Given, tables: MonthTables, numbers: Mapping[str, int]
) -> MonthTables:
    """The tables with the plans and days of those who came from another project, on their slip here too.

    The other project pays these days; here they count for the week alone. No statement where nobody's
    employment begins in the month or the week before.
    """
    slips = tables.slips
    begins = slips.employed_from > day_number(given["first"]) - DAYS_PER_WEEK + 1
    if not begins.any():
        return tables
    asked = {
        **given,
        "begun": slips.slip[begins].tolist(),
        "since": slips.employed_from[begins].tolist(),
    }
    names = ("contract", "slip")
    came = fetch_table(cursor, CAME_FROM, asked, pa.schema([(name, pa.int64()) for name in names]))
    if not len(came):
        return tables
    contract, slip = (_array(came, name) for name in names)
    held = np.unique(contract)
    links = Links(held, held, np.zeros(len(held), np.int64))
    earlier = {**given, "contracts": held.tolist()}
    versions, rosters = _versions(cursor, earlier, tables.slips, links)
    ends = np.array([versions.valid_to[versions.slip == one].max() for one in held.tolist()])
    rosters = rosters.take(rosters.date <= ends[np.searchsorted(held, rosters.slip)])
    added = {"versions": versions, "rosters": rosters, "days": _days(cursor, earlier, numbers, links)}
    joined = {
        name: rows.joined([getattr(tables, name), _handed_on(rows, contract, slip)])
        for name, rows in added.items()
    }
    return replace(tables, **joined)


def _handed_on(rows: AnyTable, contract: np.ndarray, slip: np.ndarray) -> AnyTable:
    """Rows of contracts as rows of the slips that they are handed on to."""
    row, pair = np.nonzero(rows.slip[:, None] == contract)  # type: ignore[attr-defined]
    return replace(rows.take(row), slip=slip[pair])  # type: ignore[call-arg]


def _columns(table: type[Table]) -> dict[str, pa.DataType]:
    return {c.name: pa.bool_() if c.type == "Flags" else pa.int64() for c in fields(table)}


def _array(table: pa.Table, name: str) -> np.ndarray:
    if not len(table):
        return np.zeros(0, np.bool_ if table.schema.field(name).type == pa.bool_() else np.int64)
    return table.column(name).to_numpy(zero_copy_only=False)


def _numbered(table: pa.Table, name: str, number: Callable[[str], Any], usual: Any) -> np.ndarray:
    """A text column with each different text looked up once; an empty field gives the usual number."""
    if not len(table):
        return np.zeros((0, *np.shape(usual)), np.int64)
    texts = table.column(name).combine_chunks().dictionary_encode()
    numbers = [usual if text is None else number(text) for text in texts.dictionary.to_pylist()]
    return np.array([usual, *numbers], np.int64)[pc.fill_null(texts.indices, -1).to_numpy() + 1]


def _versions(cursor: Cursor, given: Given, slips: Slips, links: Links) -> tuple[Versions, Rosters]:
    """Contract versions, and the plans by date of those who follow a crew; each different schedule is read
    once. Hired for under a month is daily work."""
    derived = {"monthly_scheduled_minutes", "daily_worker", "roster", "holiday_by_roster"}
    columns = [c.name for c in fields(Versions)[:-7] if c.name not in derived]
    kinds = [(name, pa.bool_() if name == "part_time" else pa.int64()) for name in columns]
    fetched = fetch_table(cursor, VERSIONS, given, pa.schema([*kinds, ("schedule", pa.string())]))
    planned = _numbered(fetched, "schedule", planned_minutes, [EMPTY] * 7)
    column = {name: _array(fetched, name) for name in columns}
    contract = column["slip"]
    column["slip"] = links.slip_of(contract)
    under_a_month = slips.slip[slips.contract_months == 0]
    never = np.zeros(len(fetched), np.bool_)
    versions = Versions(
        **column,
        monthly_scheduled_minutes=monthly_minutes(column["weekly_scheduled_minutes"], given["first"]),
        daily_worker=np.isin(column["slip"], under_a_month),
        roster=never,
        holiday_by_roster=never,
        **{field.name: planned[:, day] for day, field in enumerate(fields(Versions)[-7:])},
    )
    rosters, by_date = rosters_for_pay(cursor, contract, versions, given["first"], given["last"])
    return replace(versions, roster=by_date, holiday_by_roster=by_date), rosters


def counted_as_paid(month: date, pay_date: date) -> date:
    """The day on which the law takes the month's wages as paid."""
    given = {"month": np.array([day_number(month)]), "payment_date": np.array([day_number(pay_date)])}
    return day_of(load_rule_book().run(["deemed_payment_date"], given)["deemed_payment_date"][0])


def monthly_minutes(weekly: np.ndarray, month: date) -> np.ndarray:
    """Agreed minutes of an average month, weekly holidays left out."""
    given = {"weekly_scheduled_minutes": weekly, "work_date": np.full(len(weekly), day_number(month))}
    return load_rule_book().run(["monthly_scheduled_minutes"], given)["monthly_scheduled_minutes"]


def planned_minutes(schedule: str) -> list[int]:
    """Scheduled minutes of Monday to Sunday in a stored schedule; EMPTY for a day without a plan."""
    plans = json.loads(schedule)
    return [_minutes(*plans[weekday]) if weekday in plans else EMPTY for weekday in WEEKDAYS]


def _minutes(starts: int, ends: int, breaks: Sequence[Sequence[int]]) -> int:
    return ends - starts - sum(to - since for since, to in breaks)


def _codes(beside: Beside, institution_id: int) -> tuple[Codes, dict[str, int]]:
    """The institution's leave codes, and their numbers by name."""
    position, paid, attendance = beside.columns("code")
    order = np.argsort(position, kind="stable")
    words = beside.words("code")
    numbers = {words[place]: FIRST_CODE + n for n, place in enumerate(order.tolist())}
    codes = Codes(
        institution=np.full(len(order), institution_id, np.int64),
        code=np.arange(FIRST_CODE, FIRST_CODE + len(order)),
        paid=paid[order] > 0,
        attendance=attendance[order],
        closure=np.array([words[place] == CLOSURE for place in order.tolist()], np.bool_),
    )
    return codes, numbers


def _days(cursor: Cursor, given: Given, numbers: Mapping[str, int], links: Links) -> Days:
    """Day records; codes that are not leaves (free days) are as if nothing had been entered."""
    break_names = [f"break_{n}" for n in range(2 * BREAKS_AT_MOST)]
    texts = {"code", "leave_code"}
    names = ["slip", "date", "code", "start", "end", *break_names, "leave_code", "leave_minutes"]
    kinds = [(name, pa.string() if name in texts else pa.int64()) for name in names]
    fetched = fetch_table(cursor, DAYS, given, pa.schema(kinds))

    def number(code: str) -> int:
        return WORKED if code.startswith(AS_WORKED) else numbers.get(code, NOTHING_ENTERED)

    coded = {name: _numbered(fetched, name, number, NOTHING_ENTERED) for name in texts}
    coded["mark"] = _numbered(
        fetched, "code", lambda code: mark_number(code.removeprefix(AS_WORKED)), NO_MARK
    )
    breaks = np.stack([_array(fetched, name) for name in break_names], axis=1)
    plain = {name: _array(fetched, name) for name in ("slip", "date", "start", "end", "leave_minutes")}
    plain["slip"] = links.slip_of(plain["slip"])
    return Days(**plain, **coded, breaks=breaks.reshape(-1, BREAKS_AT_MOST, 2))


def _pay_items(
    cursor: Cursor, given: Given, links: Links, other_names: Sequence[str]
) -> tuple[Allowances, OtherDeductions, tuple[str, ...]]:
    """Allowances and agreed deductions, and the names of both with some others."""
    found = [
        _named_items(cursor, query, given, table)
        for query, table in ((ALLOWANCES, Allowances), (DEDUCTIONS, OtherDeductions))
    ]
    own = {name for items in found for name in items.column("name").to_pylist()}
    names = tuple(sorted(own.union(other_names)))
    allowances, deductions = (
        {column: _array(items, column) for column in items.column_names if column not in TEXTS}
        | {
            "slip": links.slip_of(_array(items, "slip")),
            "name": _numbered(items, "name", names.index, 0),
        }
        | ({"mark": _numbered(items, "mark", mark_number, NO_MARK)} if "mark" in items.column_names else {})
        for items in found
    )
    return Allowances(**allowances), OtherDeductions(**deductions), names


def _one_time(beside: Beside, names: Sequence[str], links: Links) -> OneTimePayments:
    """The payments on the slips that pay their contracts."""
    contract, amount, months, pay, tax, own = beside.columns("once", 6)
    name = np.array([names.index(word) for word in beside.words("once")], np.int64)
    return OneTimePayments(links.slip_of(contract), name, amount, months, pay, tax, own > 0)


def _named_items(cursor: Cursor, query: str, given: Given, table: type[Table]) -> pa.Table:
    columns = _columns(table) | {c.name: pa.string() for c in fields(table) if c.name in TEXTS}
    return fetch_table(cursor, query, given, pa.schema(list(columns.items())))


def _holidays(beside: Beside, institution_id: int, month: date) -> Holidays:
    own = [institution_day(day_of(day)) for day in beside.columns("holiday")[0]]
    days = holidays_between(month - timedelta(days=6), last_day(month) + timedelta(days=1), own)
    numbers = np.array([day_number(day.date) for day in days], np.int64)
    return Holidays(np.full(len(numbers), institution_id, np.int64), numbers)


def _taxed_by_their_time(slips: Slips) -> Slips:
    """Workers agreed to be taxed by the day, taxed by the table from the month in which they are regular."""
    given = {
        "employed_from": slips.hired_on,
        "month": slips.month,
        "payment_date": slips.payment_date,
        "construction_site": slips.construction_site,
        "paid_by_the_day": slips.tax_mode == TaxMode.DAILY,
    }
    by_day = load_rule_book().run(["taxed_by_the_day"], given)["taxed_by_the_day"]
    return replace(slips, tax_mode=np.where(by_day, TaxMode.DAILY, TaxMode.TABLE))


def _with_dependants(beside: Beside, slips: Slips) -> Slips:
    """The family counted from the dependants known by birth date, on the payment date."""
    (children, born), (others, _born) = (beside.columns(what)[:2] for what in ("child", "member"))
    if not len(children) + len(others):
        return slips
    place = np.searchsorted(slips.slip, children)
    asked = {"birth_date": born, "payment_date": slips.payment_date[place]}
    counted = load_rule_book().run(["table_child"], asked)["table_child"]
    family, in_table = slips.family_members.copy(), slips.children_8_to_20.copy()
    np.add.at(family, np.concatenate([place, np.searchsorted(slips.slip, others)]), 1)
    np.add.at(in_table, place, counted)
    young = load_rule_book().run(["child_to_6"], {"birth_date": born, "month": slips.month[place]})
    to_6 = slips.children_to_6.copy()
    np.add.at(to_6, place, young["child_to_6"])
    return replace(slips, family_members=family, children_8_to_20=in_table, children_to_6=to_6)


def _with_untaxed_overtime(beside: Beside, slips: Slips) -> Slips:
    """What production workers got untaxed earlier in the year, and earned in the year before unless it was told."""
    slip, untaxed, earned = beside.columns("untaxed")
    if not len(slip):
        return slips
    place = np.searchsorted(slips.slip, slip)
    before, last_year = slips.overtime_untaxed_before.copy(), slips.last_year_gross.copy()
    before[place] = untaxed
    last_year[place] = np.where(last_year[place] > 0, last_year[place], earned)
    return replace(slips, overtime_untaxed_before=before, last_year_gross=last_year)


def _with_average_wages(cursor: Cursor, given: Given, tables: MonthTables) -> Slips:
    """What those who were sent home earned in the three months before. No statement where nobody was."""
    slips, closures = tables.slips, tables.codes.code[tables.codes.closure]
    closed = np.isin(slips.slip, tables.days.slip[np.isin(tables.days.code, closures)])
    if not closed.any():
        return slips
    asked = {
        **given,
        "closed": slips.slip[closed].tolist(),
        "since": slips.employed_from[closed].tolist(),
        "until": slips.employed_to[closed].tolist(),
    }
    names = ("slip", "won", "days")
    found = fetch_table(cursor, AVERAGE_WAGES, asked, pa.schema([(name, pa.int64()) for name in names]))
    won, days = slips.average_won.copy(), slips.average_days.copy()
    place = np.searchsorted(slips.slip, _array(found, "slip"))
    won[place], days[place] = _array(found, "won"), _array(found, "days")
    return replace(slips, average_won=won, average_days=days)


def _payments(slips: Slips, links: Links, month: date) -> Payments:
    """Which payment covers each day of those taxed by the day: as their project pays day labour."""
    daily = slips.slip[slips.tax_mode == TaxMode.DAILY]
    days = np.arange((last_day(month) - month).days + 1) + day_number(month)
    kind = links.payment[np.searchsorted(links.contract, daily)].repeat(len(days))
    date = np.tile(days, len(daily))
    week = (date + MONDAYS_FIRST) // DAYS_PER_WEEK
    return Payments(
        slip=np.repeat(daily, len(days)),
        payment=np.choose(kind, [np.zeros_like(date), week, date]),
        date=date,
    )
