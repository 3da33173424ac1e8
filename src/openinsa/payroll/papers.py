"""From stored slips to what the forms of a pay run print. A fixed number of statements for any number of people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Prefetch, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import get_language
from django.utils.translation import gettext as say

from openinsa.compute.slips import LineCode
from openinsa.documents.contracts import Hours, Language, LedgerRow, Line, WageLedger, WageStatement
from openinsa.payroll.employments import Employment, employments_of
from openinsa.payroll.models import PayRun, Payslip, PayslipLine
from openinsa.staffing.models import Day
from openinsa.staffing.sheet import last_day

SHOWN_OF_THE_VERSION = 12
FAMILY_ALLOWANCE = "가족수당"
EARNING, DEDUCTION, EMPLOYER = PayslipLine.Side.values


def wage_statements(slips: QuerySet[Payslip]) -> list[WageStatement]:
    """Statements of slips of any months, in the order of the slips, in the reader's language."""
    return [_statement(*one) for one in _with_employment(_with_everything(slips))]


def statements_by_slip(slips: QuerySet[Payslip]) -> dict[int, WageStatement]:
    """The same by the key of the slip."""
    return {one[0].pk: _statement(*one) for one in _with_employment(_with_everything(slips))}


def wage_ledger(run: PayRun) -> WageLedger:
    """The ledger of one run, in the reader's language; columns stand in the order of a payslip."""
    return wage_ledgers([run])[run.pk]


def wage_ledgers(runs: Sequence[PayRun]) -> dict[int, WageLedger]:
    """The ledgers of some runs, loaded with project and department, by the key of the run."""
    of_run: dict[int, list[Filled]] = {run.pk: [] for run in runs}
    for one in _with_employment(_with_everything(Payslip.objects.filter(run__in=of_run))):
        of_run[one[0].run_id].append(one)
    return {run.pk: _ledger(run, of_run[run.pk]) for run in runs}


def _ledger(run: PayRun, filled: Sequence["Filled"]) -> WageLedger:
    slips = [slip for slip, _employment, _days in filled]
    return {
        "language": language(),
        "institution": run.institution.name,
        "department": run.project.department.name,
        "project": run.project.name,
        "month": f"{run.month:%Y-%m}",
        "pay_date": run.pay_date.isoformat(),
        "items": _labels(slips, EARNING),
        "deductions": _labels(slips, DEDUCTION),
        "rows": [_ledger_row(*one) for one in filled],
    }


def language() -> Language:
    """The reader's language among those that forms have."""
    return "en" if get_language() == "en" else "ko"


Filled = tuple[Payslip, Employment, int]
"""A slip with the employment it pays and the days worked in its month."""


def _with_everything(slips: QuerySet[Payslip]) -> list[Payslip]:
    """Read once what many slips share, and of their lines what is printed: most of a line is what it was reckoned from."""
    lines = PayslipLine.objects.exclude(side=EMPLOYER).defer("inputs")
    shared = ("run__institution", "run__project__department")
    return list(
        slips.select_related("person", "contract").prefetch_related(*shared, Prefetch("lines", lines))
    )


def _with_employment(slips: Sequence[Payslip]) -> list[Filled]:
    employments = employments_of(slips)
    contracts = [one.pk for employment in employments.values() for one in employment.contracts]
    days = _worked_days([slip.run.month for slip in slips], contracts)
    return [
        (slip, employment, sum(days.get((one.pk, slip.run.month), 0) for one in employment.contracts))
        for slip in slips
        for employment in [employments[slip.contract_id]]
    ]


def _worked_days(months: Sequence[date], contracts: Sequence[int]) -> Mapping[tuple[int, date], int]:
    """Days with work, by contract and month."""
    if not months:
        return {}
    span = (min(months), last_day(max(months)))
    days = Day.objects.filter(contract__in=contracts, date__range=span, starts__isnull=False).order_by()
    counted = days.values_list("contract_id", TruncMonth("date")).annotate(count=Count("pk"))
    return {(contract, month): count for contract, month, count in counted}


def _statement(slip: Payslip, employment: Employment, worked_days: int) -> WageStatement:
    run = slip.run
    return {
        "language": language(),
        "institution": run.institution.name,
        "department": run.project.department.name,
        "project": run.project.name,
        "month": f"{run.month:%Y-%m}",
        "starts_on": _first_day(employment, run.month).isoformat(),
        "ends_on": min(employment.ends_on, last_day(run.month)).isoformat(),
        "pay_date": run.pay_date.isoformat(),
        "name": slip.person.name,
        "identifier": slip.person.birth_date.isoformat(),
        "job": slip.contract.job,
        "hired_on": employment.starts_on.isoformat(),
        "wage_basis": _wage_basis(employment, slip.run.month),
        "hours": _hours(slip, worked_days),
        "earnings": _lines(slip, EARNING),
        "deductions": _lines(slip, DEDUCTION),
        "gross": slip.gross,
        "non_taxable": slip.non_taxable,
        "deductions_total": slip.deductions,
        "net": slip.net,
        "version": run.rule_book_version[:SHOWN_OF_THE_VERSION],
    }


def _first_day(employment: Employment, month: date) -> date:
    """The first day that a slip of the month is about; who left before is paid for the whole employment."""
    return max(employment.starts_on, month) if employment.ends_on >= month else employment.starts_on


def _ledger_row(slip: Payslip, employment: Employment, worked_days: int) -> LedgerRow:
    return {
        "name": slip.person.name,
        "identifier": slip.person.birth_date.isoformat(),
        "hired_on": employment.starts_on.isoformat(),
        "job": slip.contract.job,
        "wage_basis": [*_wage_basis(employment, slip.run.month), *_family_allowance(slip)],
        "hours": _hours(slip, worked_days),
        "items": _by_label(slip, EARNING),
        "deductions": _by_label(slip, DEDUCTION),
        "gross": slip.gross,
        "deductions_total": slip.deductions,
        "net": slip.net,
    }


def _wage_basis(employment: Employment, month: date) -> list[str]:
    """The wage that held in the month; from the second on with the day it began."""
    first = say("%(basis)s %(rate)s원")
    later = say("%(basis)s %(rate)s원 (%(since)s부터)")
    return [
        (later if position else first)
        % {"basis": version.get_pay_basis_display(), "rate": f"{version.rate:,}", "since": version.valid_from}
        for position, version in enumerate(employment.versions_in(month))
    ]


def _family_allowance(slip: Payslip) -> list[str]:
    """How a family allowance was reckoned, which the ledger tells beside the wage (시행령 제27조제1항제5호)."""
    paid = (line for line in _of_side(slip, EARNING) if FAMILY_ALLOWANCE in line.label_ko)
    return [f"{line.label}: {line.words}" for line in paid]


def _hours(slip: Payslip, worked_days: int) -> Hours:
    minutes = slip.facts.get("minutes", {})
    return {
        "worked_days": worked_days if minutes else 0,
        "worked_minutes": minutes.get("worked", 0),
        "overtime_minutes": minutes.get("overtime", 0),
        "night_minutes": minutes.get("night", 0),
        "holiday_minutes": minutes.get("holiday_first8", 0) + minutes.get("holiday_beyond8", 0),
    }


def _of_side(slip: Payslip, side: str) -> list[PayslipLine]:
    return [line for line in slip.lines.all() if line.side == side]


def _lines(slip: Payslip, side: str) -> list[Line]:
    return [{"label": line.label, "amount": line.amount, "how": line.words} for line in _of_side(slip, side)]


def _by_label(slip: Payslip, side: str) -> dict[str, int]:
    """Won by label; items of one name share a column."""
    sums: dict[str, int] = {}
    for line in _of_side(slip, side):
        sums[line.label] = sums.get(line.label, 0) + line.amount
    return sums


def _labels(slips: Iterable[Payslip], side: str) -> list[str]:
    """The labels that occur on the slips, in the order of a payslip: differences after the month's own items."""
    found = {
        (line.month or date.min, LineCode[line.code.upper()], line.label)
        for slip in slips
        for line in _of_side(slip, side)
    }
    return list(dict.fromkeys(label for _month, _code, label in sorted(found)))
