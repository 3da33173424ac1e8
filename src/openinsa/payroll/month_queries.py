"""What a month is asked for in the database, and how its words become numbers on the way."""

from collections.abc import Sequence

from openinsa.compute.tables import EMPTY, MONTH_TAXABLE, NEVER
from openinsa.rules.choices import (
    AllowanceKind,
    AllowanceMeasure,
    AllowanceTax,
    Billed,
    LineRounding,
    number_of,
)

BREAKS_AT_MOST = 4
AS_WORKED = "-"
LONGEST_UNIT_DAYS = 200
"""How far back holidays are looked up for the settlement of a unit period of flexible hours, weeks at its edges
included."""
DECLARABLE = ("pension", "health", "employment", "accident")
ALLOWANCE_KINDS = tuple(kind.name.lower() for kind in AllowanceKind)
BILLED_LINES = tuple(line.name.lower() for line in Billed)
TAXES = tuple(tax.name.lower() for tax in AllowanceTax)
MEASURES = tuple(measure.name.lower() for measure in AllowanceMeasure)
LINE_ROUNDINGS = tuple(rounding.name.lower() for rounding in LineRounding)
DAY_LABOUR_PAYMENTS = ("monthly", "weekly", "daily")
INSURANCES = ("pension", "health", "ltc", "employment", "employment_extra", "accident")

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
        v.daily_scheduled_minutes, v.weekly_scheduled_minutes, v.weekly_scheduled_days,
        v.monthly_scheduled_minutes, v.month_hours, v.part_time,
        v.week_ends_on, COALESCE({_day("c.exempt_from")}, 0), COALESCE({_day("c.exempt_to")}, {EMPTY}),
        v.schedule::text
    FROM staffing_contractversion v JOIN unnest(%(contracts)s::bigint[]) AS wanted(contract) ON v.contract_id = contract
    JOIN staffing_contract c ON c.id = v.contract_id
    ORDER BY v.contract_id, v.valid_from
"""
DAY_OF_WORK = f"""
    SELECT d.contract_id, {_day("d.date")}, CASE WHEN d.starts IS NULL THEN d.code ELSE '{AS_WORKED}' || d.code END,
        COALESCE(d.starts, {EMPTY}), COALESCE(d.ends, {EMPTY}),
        {", ".join(f"COALESCE(d.breaks[{n}], 0)" for n in range(1, 2 * BREAKS_AT_MOST + 1))},
        d.leave_code, d.leave_minutes
    FROM staffing_day d
"""
DAYS = f"""
    {DAY_OF_WORK} WHERE d.contract_id = ANY(%(contracts)s) AND d.mark <> ''
    AND d.date BETWEEN %(first)s::date - 6 AND %(last)s
    UNION ALL
    {DAY_OF_WORK} WHERE d.contract_id = ANY(%(flexible)s) AND d.mark <> ''
    AND d.date BETWEEN %(flexible_from)s AND %(first)s::date - 7
"""
"""The days of the month and of the week before it, and those of unit periods of flexible hours before these."""
ALLOWANCES = f"""
    SELECT a.contract_id, a.name,
        CASE a.kind WHEN 'table' THEN {AllowanceKind.MONTHLY.value}
            ELSE {_choice("kind", "a.kind", ALLOWANCE_KINDS)} END,
        CASE a.kind WHEN 'table' THEN COALESCE(t.amount, -1) ELSE a.amount END,
        {_day("a.valid_from")}, {_day("a.valid_to")},
        {_choice("allowance_proration", "a.proration", ("full", "calendar_days"))},
        COALESCE({_day("a.ordinary_from")}, {NEVER}), {_choice("tax", "a.tax", TAXES)},
        {_choice("minimum_wage", "a.minimum_wage", ("counted", "welfare", "not_counted"))},
        {_choice("measure", "a.measure", MEASURES)}, a.day_code, a.months,
        COALESCE({_choice("line_rounding", "a.rounding", LINE_ROUNDINGS)}, {EMPTY}), a.average_wage
    FROM staffing_allowance a
    LEFT JOIN LATERAL (
        SELECT (p.rows -> a.grade ->> LEAST(
            extract(year FROM age(GREATEST(a.valid_from, %(first)s), a.service_from))::int,
            jsonb_array_length(p.rows -> a.grade) - 1
        ))::bigint AS amount
        FROM staffing_paytable p
        WHERE p.name = a.pay_table AND p.valid_from <= GREATEST(a.valid_from, %(first)s)
        ORDER BY p.valid_from DESC LIMIT 1
    ) t ON a.kind = 'table'
    WHERE a.contract_id = ANY(%(contracts)s) AND a.valid_from <= %(last)s AND a.valid_to >= %(first)s
    ORDER BY a.id
"""
"""Pay items of the month; one that follows a table is what the table says on the month's first day for the years of
service completed then, and -1 where it says nothing."""

FEW = f"""
    SELECT 'swap', NULL, c.id, {_day("s.holiday")}, {_day("s.instead")}
    FROM staffing_contract c JOIN staffing_holidayswap s ON s.project_id = c.project_id
    WHERE c.id = ANY(%(slips)s) AND (
        s.holiday BETWEEN %(first)s::date - {LONGEST_UNIT_DAYS} AND %(last)s::date + 1
        OR s.instead BETWEEN %(first)s::date - {LONGEST_UNIT_DAYS} AND %(last)s::date + 1
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
    SELECT CASE a.kind WHEN 'compensatory' THEN 'banked' ELSE 'lifted' END, NULL, c.id,
        {_day("GREATEST(a.valid_from, c.starts_on)")}, {_day("LEAST(a.valid_to, c.ends_on)")}
    FROM staffing_contract c JOIN staffing_approval a ON a.project_id = c.project_id
    WHERE c.id = ANY(%(contracts)s) AND a.valid_from <= %(last)s AND COALESCE(a.valid_to >= %(first)s::date - 6, true)
    UNION ALL
    SELECT 'holiday', NULL, {_day("date")}, 0, 0
    FROM staffing_institutionholiday
    WHERE date BETWEEN %(first)s::date - {LONGEST_UNIT_DAYS} AND %(last)s::date + 1
"""
"""What comes in few rows each, in one statement: swapped holidays of the slips; what confirmed bills say of their
people; dependants of these; what production workers got untaxed this year and earned in the year before; the
institution's leave codes and holidays; weeks decided by hand, days banked as leave and days of approvals. A bill is deducted once: where another
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
LATE_BILLS = f"""
    SELECT 'late', NULL, c.id, {_choice("billed_line", "a.line", BILLED_LINES)},
        {_day("f.month")}, a.billed, a.taken, 0
    FROM payroll_carriedbill b JOIN payroll_premiumbill f ON f.id = b.bill_id
    JOIN staffing_contract c ON c.person_id = b.person_id AND c.id = ANY(%(mains)s)
    CROSS JOIN LATERAL (
        SELECT replace(key, '_settlement', '') || '_settlement' AS line,
            sum((value ->> 0)::bigint)::bigint AS billed, sum((value ->> 1)::bigint)::bigint AS taken
        FROM jsonb_each(b.lines) GROUP BY 1
    ) a
    WHERE b.month = %(first)s AND NOT EXISTS (
        SELECT FROM payroll_payslip p JOIN payroll_payrun r ON r.id = p.run_id
        JOIN payroll_payslipline l ON l.slip_id = p.id
        WHERE p.person_id = c.person_id AND r.month = %(first)s AND r.kind = 'regular'
        AND r.project_id <> ALL(%(projects)s) AND l.code = a.line AND l.month IS NULL
    )
"""
"""What bills of paid months still take, on the lines of settlements: once, where no other project's slip of the person carries the line."""
FLEXIBLE = f"""
    SELECT 'flexible', NULL, v.contract_id, {_day("u.first")},
        {_day("GREATEST(u.first, v.valid_from, c.starts_on)")}, {_day("LEAST(u.last, v.valid_to, c.ends_on)")}, 0, 0
    FROM staffing_flexiblecover v
    JOIN staffing_contract c ON c.id = v.contract_id
    JOIN staffing_flexibleagreement a ON a.id = v.agreement_id
    CROSS JOIN LATERAL (
        SELECT CASE a.unit WHEN 'weeks' THEN make_interval(weeks => a.unit_length)
            ELSE make_interval(months => a.unit_length) END AS long
    ) step
    CROSS JOIN LATERAL (
        SELECT begins::date AS first, LEAST((begins + step.long)::date - 1, a.ends_on) AS last
        FROM generate_series(a.starts_on::timestamp, a.ends_on::timestamp, step.long) begins
    ) u
    WHERE v.contract_id = ANY(%(contracts)s) AND v.valid_from <= %(last)s
    AND u.first <= LEAST(v.valid_to, c.ends_on, %(last)s) AND u.last >= GREATEST(v.valid_from, c.starts_on)
    AND (u.last + step.long)::date >= %(first)s::date - 6
"""
"""The unit periods of flexible hours that reach into the month or the week before it, and the one before each."""
BESIDE = f"""
    SELECT few.*, 0, 0, 0 FROM ({FEW}) AS few
    UNION ALL {ONE_TIME} UNION ALL {LATE_BILLS} UNION ALL {FLEXIBLE}
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
"""
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
    ORDER BY d.id
"""
ITEMS = f"""
    SELECT false, given.* FROM ({ALLOWANCES}) AS given
    UNION ALL
    SELECT true, agreed.*, 0, 0, 0, 0, 0, '', 0, 0, false FROM ({DEDUCTIONS}) AS agreed
"""
"""Pay items and agreed deductions in one statement; what deductions do not have is empty."""
