"""Whole months from outside: the shape of months.json as month tables, payslips as its expected fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from openinsa.compute.assembly import SUMMED_MINUTES
from openinsa.compute.layout import WEEKDAYS
from openinsa.compute.month import MonthSlips, compute_month
from openinsa.compute.slips import LineCode, Side, Weeks
from openinsa.compute.tables import (
    EMPTY,
    MONTH_TAXABLE,
    NEVER,
    NOTHING_ENTERED,
    OPEN_END,
    WORKED,
    Allowances,
    BankedSpans,
    Codes,
    Days,
    DecidedWeeks,
    FlexibleSpans,
    Holidays,
    HolidaySwaps,
    Institutions,
    MonthTables,
    OtherDeductions,
    Payments,
    Rosters,
    Slips,
    Table,
    Versions,
    mark_number,
    months_number,
)
from openinsa.golden.text import NotUnderstood
from openinsa.rules.choices import SETTINGS, AllowanceKind, number_of
from openinsa.rules.engine import day_number, day_of

Row = dict[str, Any]
FIXED_CODES = {"none": NOTHING_ENTERED, "work": WORKED}
MINUTES_PER_HOUR = 60
DECLARED = ("declared_pension", "declared_health", "declared_employment", "declared_accident")
SHORT_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INSURANCES = {
    "pension": "pension",
    "health": "health",
    "ltc": "long_term_care",
    "employment": "employment",
    "employment_extra": "employment_extra",
    "accident": "accident",
}

BOTH_SIDES = ("pension", "health", "ltc", "employment")
FLAGS = ("minimum_wage", "part_time_limit_12", "weekly_limit_12")
MONEY = (
    "gross",
    "non_taxable",
    "taxable",
    "income_tax",
    "local_income_tax",
    "other_deductions",
    "deductions",
    "net",
    "employer_total",
)


NOT_IN_CASES = (
    "last_year_gross",
    "overtime_untaxed_before",
    "children_to_6",
    "average_won",
    "average_days",
)
"""Facts of a person that the cases do not tell."""


def day(text: str | None, otherwise: int = OPEN_END) -> int:
    """A date as a day number; a month "2026-06" is its 1st, null the other value."""
    if text is None:
        return otherwise
    return day_number(date.fromisoformat(text if len(text) > 7 else f"{text}-01"))


TABLES: Mapping[str, type[Table]] = {
    "slips": Slips,
    "institutions": Institutions,
    "versions": Versions,
    "days": Days,
    "codes": Codes,
    "holidays": Holidays,
    "rosters": Rosters,
    "allowances": Allowances,
    "holiday_swaps": HolidaySwaps,
    "decided_weeks": DecidedWeeks,
    "banked": BankedSpans,
    "flexible": FlexibleSpans,
    "payments": Payments,
    "other_deductions": OtherDeductions,
}


class CaseReader:
    """Collects the rows of many cases; case n becomes slip n of institution n."""

    def __init__(self, cases: Sequence[Mapping[str, Any]]) -> None:
        self.names: dict[str, int] = {}
        self.rows: dict[str, list[Row]] = {}
        for number, case in enumerate(cases):
            self._read(number, case["input"])

    def tables(self) -> MonthTables:
        """All cases in one batch."""
        made: dict[str, Any] = {name: kind.of(self.rows.get(name, [])) for name, kind in TABLES.items()}
        return MonthTables(**made, names=tuple(self.names))

    def _read(self, number: int, case: Mapping[str, Any]) -> None:
        codes = dict(FIXED_CODES)
        for code in case["institution"]["codes"]:
            codes.setdefault(code, len(codes))
        parts: dict[str, Iterator[Row]] = {
            "slips": iter([_slip(number, case)]),
            "institutions": iter([_institution(number, case)]),
            "codes": _codes(number, case, codes),
            "holidays": ({"institution": number, "date": day(one["date"])} for one in case["calendar"]),
            "versions": (_version(number, one, case["insurance"]) for one in case["contracts"]),
            "rosters": _rosters(number, case["contracts"]),
            "days": (_day_record(number, one, codes) for one in case["days"]),
            "allowances": (self._allowance(number, one) for one in case["allowances"]),
            "holiday_swaps": (
                {"slip": number, "holiday": day(one["holiday"]), "instead": day(one["instead"])}
                for one in case["holiday_swaps"]
            ),
            "decided_weeks": (
                {
                    "slip": number,
                    "week_end": day(end),
                    "weekly_holiday_ruling": number_of("weekly_holiday_ruling", word),
                }
                for end, word in case.get("decided_weeks", {}).items()
            ),
            "banked": (
                {"slip": number, "valid_from": day(since), "valid_to": day(to)}
                for since, to in case.get("banked", ())
            ),
            "flexible": (
                {"slip": number, "unit_from": day(unit), "valid_from": day(since), "valid_to": day(to)}
                for unit, since, to in case.get("flexible", ())
            ),
            "payments": (
                {"slip": number, "payment": payment, "date": day(one)}
                for payment, paid in enumerate(case["payments"])
                for one in paid["dates"]
            ),
            "other_deductions": (
                {
                    "slip": number,
                    "name": self._name(one["name"]),
                    "kind": AllowanceKind.MONTHLY,
                    "amount": one["amount"],
                    "valid_from": 0,
                    "valid_to": OPEN_END,
                }
                for one in case["other_deductions"]
            ),
        }
        for table, rows in parts.items():
            self.rows.setdefault(table, []).extend(rows)

    def _name(self, name: str) -> int:
        return self.names.setdefault(name, len(self.names))

    def _allowance(self, number: int, given: Mapping[str, Any]) -> Row:
        return {
            "slip": number,
            "name": self._name(given["name"]),
            "kind": number_of("kind", given["kind"]),
            "amount": given["amount"],
            "valid_from": day(given["from"]),
            "valid_to": day(given["to"]),
            "proration": number_of("allowance_proration", given["proration"]),
            "ordinary_from": day(given["ordinary_from"], NEVER),
            "tax": number_of("tax", given["tax"]),
            "minimum_wage": number_of("minimum_wage", given["minimum_wage"]),
            "measure": number_of("measure", given.get("measure", "none")),
            "mark": mark_number(given.get("mark", "")),
            "months": months_number(given.get("months", range(1, 13))),
            "rounding": number_of("line_rounding", given["rounding"]) if "rounding" in given else EMPTY,
            "average_wage": given.get("average_wage", True),
        }


def _slip(number: int, case: Mapping[str, Any]) -> Row:
    """A case's worker; the cases judge pension and health by scheduled hours alone."""
    worker, insurance = case["worker"], case["insurance"]
    insured = insurance["insured"]
    by_rule = insured == "by_rule"
    bases = {
        f"{name}_base": MONTH_TAXABLE if base == "month_taxable" else base
        for name, base in insurance["bases"].items()
    }
    return {
        "slip": number,
        "institution": number,
        "main_slip": number,
        "month": day(case["month"]),
        "premium_month": day(case["premium_month"]),
        "payment_date": day(case["pay_date"]),
        "employed_from": day(worker["employed_from"]),
        "employed_to": day(worker["employed_to"]),
        "hired_on": day(worker["employed_from"]),
        "birth_date": day(worker["birth_date"]),
        "family_members": worker["family"],
        "children_8_to_20": worker["children_8_20"],
        "withholding_percent": worker["withholding_percent"],
        "tax_mode": number_of("tax_mode", worker["tax_mode"]),
        "insured_by_rule": by_rule,
        **{f"insured_{name}": not by_rule and short in insured for short, name in INSURANCES.items()},
        **bases,
        "contract_months": insurance["contract_months"],
        "pension_first_month_requested": insurance["pension_first_month_requested"],
        "employment_before_65": insurance["employment_before_65"],
        "day_labour": False,
        "construction_site": False,
        "short_hours_pension_wish": False,
        "pension_income_counts": False,
        **dict.fromkeys(DECLARED, 0),
        "other_pension_income": 0,
        "probation_to": 0,
        "production_job": False,
        **dict.fromkeys(NOT_IN_CASES, 0),
    }


def _institution(number: int, case: Mapping[str, Any]) -> Row:
    given = case["institution"]
    words = given["settings"] | {"employment_first_month": case["insurance"]["employment_first_month"]}
    return {
        "institution": number,
        "employer_kind": number_of("employer_kind", given["employer_kind"]),
        "employment_extra_ppm": given["employment_extra_ppm"],
        "accident_rate_ppm": given["accident_rate_ppm"],
        "living_hourly_wage": given.get("living_hourly_wage", 0),
        **{name: number_of(name, words[name]) for name in SETTINGS},
    }


def _codes(number: int, case: Mapping[str, Any], codes: Mapping[str, int]) -> Iterator[Row]:
    for code, meaning in case["institution"]["codes"].items():
        yield {
            "institution": number,
            "code": codes[code],
            "paid": meaning["paid"],
            "attendance": number_of("attendance", meaning["attendance"]),
            "closure": meaning.get("closure", False),
        }


def _version(number: int, given: Mapping[str, Any], insurance: Mapping[str, Any]) -> Row:
    schedule = given["schedule"]
    roster = schedule["kind"] == "roster"
    planned = {} if roster else {name: plan["scheduled_minutes"] for name, plan in schedule["days"].items()}
    same = ("rate", "daily_scheduled_minutes", "weekly_scheduled_minutes", "weekly_scheduled_days")
    return {
        "slip": number,
        "valid_from": day(given["from"]),
        "valid_to": day(given["to"]),
        "pay_basis": number_of("pay_basis", given["pay_basis"]),
        **{name: given[name] for name in same},
        "monthly_scheduled_minutes": insurance["monthly_scheduled_hours"] * MINUTES_PER_HOUR,
        "month_hours": given.get("month_hours", 0),
        "part_time": given["part_time"],
        "daily_worker": given["daily_worker"],
        "week_ends_on": SHORT_WEEKDAYS.index(given["week_ends_on"]),
        "roster": roster,
        "holiday_by_roster": given["weekly_holiday_dates"] is not None,
        **_exempt(given.get("exempt")),
        **{name: planned.get(short, EMPTY) for name, short in zip(WEEKDAYS, SHORT_WEEKDAYS, strict=True)},
    }


def _exempt(span: Mapping[str, str] | None) -> Row:
    """Days on which hours, breaks and holidays do not bind (제63조); most contracts say nothing of them."""
    if span is None:
        return {"exempt_from": 0, "exempt_to": EMPTY}
    return {"exempt_from": day(span["from"]), "exempt_to": day(span["to"])}


def _rosters(number: int, contracts: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Plans by date of all roster versions, each for the dates nearest to it."""
    versions = sorted(contracts, key=lambda version: version["from"])
    begins = ["", *(version["from"] for version in versions[1:])]
    ends = [*begins[1:], "9999-12-31"]
    for given, begin, end in zip(versions, begins, ends, strict=False):
        holidays = given["weekly_holiday_dates"] or []
        planned = given["schedule"]["days"] if given["schedule"]["kind"] == "roster" else {}
        for text in sorted({*planned, *holidays}):
            if begin <= text < end:
                yield {
                    "slip": number,
                    "date": day(text),
                    "scheduled_minutes": planned[text]["scheduled_minutes"] if text in planned else EMPTY,
                    "weekly_holiday": text in holidays,
                }


def _day_record(number: int, given: Mapping[str, Any], codes: Mapping[str, int]) -> Row:
    leave = given["leave"] or {"code": "none", "minutes": 0}
    return {
        "slip": number,
        "date": day(given["date"]),
        "code": codes[given["code"]],
        "start": EMPTY if given["start"] is None else given["start"],
        "end": EMPTY if given["end"] is None else given["end"],
        "breaks": given["breaks"],
        "leave_code": codes[leave["code"]],
        "leave_minutes": leave["minutes"],
        "mark": mark_number(given["code"]),
    }


PLAN = {"start", "end", "breaks", "scheduled_minutes"}
UNDERSTOOD = {
    "institution": {
        *("accident_rate_ppm", "codes", "employer_kind", "employment_extra_ppm", "settings"),
        "living_hourly_wage",
    },
    "worker": {
        *("birth_date", "children_8_20", "employed_from", "employed_to", "family", "foreigner", "tax_mode"),
        "withholding_percent",
    },
    "insurance": {
        *("bases", "contract_months", "employment_before_65", "employment_first_month", "insured"),
        *("monthly_scheduled_hours", "pension_first_month_requested"),
    },
    "contracts": {
        *("from", "to", "pay_basis", "rate", "daily_scheduled_minutes", "weekly_scheduled_minutes"),
        *("weekly_scheduled_days", "part_time", "daily_worker", "week_ends_on", "weekly_holiday_dates"),
        *("schedule", "exempt", "month_hours"),
    },
    "allowances": {
        *("name", "kind", "amount", "from", "to", "proration", "ordinary_from", "tax", "minimum_wage"),
        *("measure", "mark", "months", "rounding", "average_wage"),
    },
    "calendar": {"date", "kind"},
    "holiday_swaps": {"holiday", "instead"},
    "days": {"date", "code", "start", "end", "breaks", "leave"},
    "payments": {"pay_date", "dates"},
    "other_deductions": {"name", "amount"},
}
"""The fields of a case's parts, ours beyond months.json among them; another one could change the month without
anybody noticing."""
KINDS_OF_SCHEDULE = {"weekly", "roster"}
ONE_HOLIDAY = "one"


def require_understood(case: Mapping[str, Any]) -> None:
    """Raises NotUnderstood for a field or choice that is not read here."""
    for part, known in UNDERSTOOD.items():
        rows = [case[part]] if isinstance(case[part], Mapping) else case[part]
        for row in rows:
            if unknown := sorted(set(row) - known):
                raise NotUnderstood(f"{part} with {', '.join(unknown)}")
    settings = case["institution"].get("settings", {})
    if unknown := sorted(set(settings) - set(SETTINGS) - {"holiday_coincidence"}):
        raise NotUnderstood(f"settings {', '.join(unknown)}")
    if settings.get("holiday_coincidence", ONE_HOLIDAY) != ONE_HOLIDAY:
        raise NotUnderstood(f"holiday_coincidence {settings['holiday_coincidence']}")
    for contract in case["contracts"]:
        schedule = contract.get("schedule", {})
        if schedule.get("kind") not in KINDS_OF_SCHEDULE:
            raise NotUnderstood(f"schedule {schedule.get('kind')}")
        if any(set(plan) - PLAN for plan in schedule["days"].values()):
            raise NotUnderstood("a plan with further fields")


def payslip_month(
    month: str,
    premium_month: str,
    pay_date: str,
    institution: Row,
    worker: Row,
    insurance: Row,
    contracts: list[Row],
    days: list[Row],
    allowances: Sequence[Row] = (),
    calendar: Sequence[Row] = (),
    holiday_swaps: Sequence[Row] = (),
    payments: Sequence[Row] = (),
    other_deductions: Sequence[Row] = (),
    flexible: Sequence[Sequence[str]] = (),
) -> dict[str, Any]:
    """The expected fields of one case, computed alone.

    Raises ValueError with the sentences of a fault, NotUnderstood for a field or word of another shape.
    """
    case = locals().copy()
    require_understood(case)
    try:
        return payslips([{"input": case}])[0]
    except KeyError as missing:
        raise NotUnderstood(f"field or word {missing}") from missing


def payslips(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The expected fields of many cases, computed in one batch."""
    computed = compute_month(CaseReader(cases).tables())
    if computed.faults:
        raise ValueError("; ".join(f"{fault.slip}: {fault.message_en}" for fault in computed.faults))
    return [_payslip(computed, number, case["input"]) for number, case in enumerate(cases)]


def _payslip(computed: MonthSlips, number: int, case: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: values[number].item() for name, values in vars(computed.slips).items()}
    won = _lines(computed, number)
    daily = case["worker"]["tax_mode"] == "daily"
    return {
        "minutes": {name: row[name] for name in SUMMED_MINUTES},
        "ordinary_hourly": _ordinary(computed, number),
        "weeks": _weeks(computed, number),
        "lines": {name: amount for (side, name), amount in won.items() if side == Side.EARNING},
        "insured": sorted(short for short, long in INSURANCES.items() if row[f"insured_{long}"]),
        "employee": {name: won.get((Side.DEDUCTION, INSURANCES[name]), 0) for name in BOTH_SIDES},
        "employer": {
            name: won.get((Side.EMPLOYER, f"employer_{INSURANCES[name]}"), 0) for name in INSURANCES
        },
        **{name: row[name] for name in MONEY},
        "flags": [name for name in FLAGS if row[name]],
        **({"payment_taxes": _payment_taxes(computed, number)} if daily else {}),
    }


def _lines(computed: MonthSlips, number: int) -> dict[tuple[Side, str], int]:
    lines = computed.lines.take(computed.lines.slip == number)
    won = {}
    for code, name, amount in zip(lines.code, lines.name, lines.amount, strict=True):
        line = LineCode(code)
        word = line.name.lower()
        won[line.side, f"{word}:{computed.names[name]}" if name >= 0 else word] = int(amount)
    return won


def _ordinary(computed: MonthSlips, number: int) -> list[dict[str, Any]]:
    wages = computed.ordinary_wages.take(computed.ordinary_wages.slip == number)
    hourly = zip(wages.numerator.tolist(), wages.denominator.tolist(), strict=True)
    return [
        {"from": day_of(since), "hourly": Fraction(*wage)}
        for since, wage in zip(wages.since, hourly, strict=True)
    ]


def _weeks(computed: MonthSlips, number: int) -> list[dict[str, Any]]:
    weeks = computed.weeks.take(computed.weeks.slip == number)
    names = [column.name for column in fields(Weeks) if column.name not in ("slip", "end")]
    return [
        {"end": day_of(weeks.end[row]), **{name: getattr(weeks, name)[row].item() for name in names}}
        for row in range(len(weeks))
    ]


def _payment_taxes(computed: MonthSlips, number: int) -> list[int]:
    taxes = computed.payment_taxes.take(computed.payment_taxes.slip == number)
    return [int(tax) for tax in taxes.income_tax]


ANSWERS = {"payslip_month": payslip_month}
