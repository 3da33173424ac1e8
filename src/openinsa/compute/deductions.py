"""Taxable pay, premiums and taxes of every slip, by the rules of insurance and withholding.

Premiums and table tax of a person with several slips in the month stand on the main slip and are reckoned
on the sum of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.agreed_pay import agreed_hours, agreed_month_pay, income_test_begins, income_tested_pay
from openinsa.compute.allowances import AllowanceLines
from openinsa.compute.billed import take_bills
from openinsa.compute.day_labour import daily_worker_taxes
from openinsa.compute.earnings import OVERTIME_PAY, Earnings
from openinsa.compute.layout import SPAN, Batch, Cells
from openinsa.compute.one_time import bonus_columns, bonus_tax
from openinsa.compute.running import run_rules
from openinsa.compute.slips import LineCode, PaidBills, PaidClosures, PaymentTaxes
from openinsa.compute.stretches import Stretches
from openinsa.compute.tables import EMPTY, EVERY_MONTH, MONTH_TAXABLE, Flags, Slips, Versions, Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceTax, Declared, EmployerKind, TaxMode

MINUTES_PER_HOUR = 60
DECLARABLE = ("pension", "health", "employment")
INSURANCES = ("pension", "health", "long_term_care", "employment", "employment_extra", "accident")
BASES = ("pension_base", "health_base", "employment_base", "accident_base")
MONTHLY = ("pension_base", "health_base")
"""Bases that are monthly income: a one-time payment reaches them by the yearly reports, not in its month."""
PREMIUMS = {
    LineCode.PENSION: "pension_employee",
    LineCode.HEALTH: "health_employee",
    LineCode.LONG_TERM_CARE: "long_term_care_employee",
    LineCode.EMPLOYMENT: "employment_insurance_employee",
    LineCode.EMPLOYER_PENSION: "pension_employer",
    LineCode.EMPLOYER_HEALTH: "health_employer",
    LineCode.EMPLOYER_LONG_TERM_CARE: "long_term_care_employer",
    LineCode.EMPLOYER_EMPLOYMENT: "employment_insurance_employer",
    LineCode.EMPLOYER_EMPLOYMENT_EXTRA: "employment_extra_employer",
    LineCode.EMPLOYER_ACCIDENT: "industrial_accident_employer",
}
"""Which rule gives the premium of a line."""
UNTAXED = (
    (AllowanceTax.MEAL, "non_taxable_meal", "meal_allowance"),
    (AllowanceTax.CAR, "non_taxable_car", "car_allowance"),
    (AllowanceTax.CHILDCARE, "non_taxable_childcare", "childcare_allowance"),
    (AllowanceTax.RESEARCH, "non_taxable_research", "research_allowance"),
    (AllowanceTax.WORK_ABROAD, "non_taxable_work_abroad", "work_abroad_pay"),
    (AllowanceTax.SHIP_OR_CONSTRUCTION_ABROAD, "non_taxable_work_abroad", "work_abroad_pay"),
)
"""Kinds of pay that are not taxed up to a limit: the rule and the column it asks for."""
EMPLOYER_KEYS = np.array([kind.name.lower() for kind in EmployerKind])


@dataclass(frozen=True)
class Taxable:
    """Won by slip. shared: taxable pay that premiums are reckoned on, with the person's other slips;
    table: the part of it taxed by the table; bonus: one-time payments, which are in `taxable` and `shared` and
    not in `table`. All three are 0 on slips that are not the main one."""

    non_taxable: Whole
    overtime: Whole
    taxable: Whole
    shared: Whole
    table: Whole
    bonus: Whole


@dataclass(frozen=True)
class Deductions:
    """Premiums and taxes by line and slip, and by which rates: `given` holds the rules' inputs of the
    main slips, `main` their positions. `billed`: the lines that a bill decided."""

    lines: dict[LineCode, Whole]
    billed: PaidBills
    insured: dict[str, Flags]
    payments: PaymentTaxes
    main: Whole
    given: dict[str, np.ndarray]


def taxable_pay(batch: Batch, earnings: Earnings) -> Taxable:
    """Gross less what is not taxed, and the sums on the main slips."""
    slips = batch.slips
    non_taxable = _by_tax(batch, earnings.allowances, AllowanceTax.UNTAXED)
    for tax, rule, column in UNTAXED:
        won = _by_tax(batch, earnings.allowances, tax)
        if won.any():
            abroad = np.full(len(slips), tax == AllowanceTax.SHIP_OR_CONSTRUCTION_ABROAD)
            beside = {"children_to_6": slips.children_to_6, "ship_or_construction_abroad": abroad}
            non_taxable = non_taxable + _untaxed(batch, won, rule, column, beside)
    overtime = _untaxed_overtime(batch, earnings)
    non_taxable = non_taxable + overtime
    taxable = earnings.gross - non_taxable
    once = earnings.one_time.by_slip
    by_table = np.where(slips.tax_mode == TaxMode.TABLE, taxable - once, 0)
    shared, table, bonus = (_on_main_slip(batch, won) for won in (taxable, by_table, once))
    return Taxable(non_taxable, overtime, taxable, shared, table, bonus)


def _by_tax(batch: Batch, allowances: AllowanceLines, tax: AllowanceTax) -> Whole:
    won = np.zeros(len(batch.slips), np.int64)
    chosen = allowances.tax == tax
    np.add.at(won, allowances.row[chosen], allowances.amount[chosen])
    return won


def _untaxed_overtime(batch: Batch, earnings: Earnings) -> Whole:
    """Overtime, night and holiday pay of production jobs that is not taxed.

    The fixed pay of a month is all pay but that for overtime, what is paid in some months alone, and what
    repays a cost; limits are the person's.
    """
    slips, items = batch.slips, earnings.allowances
    if not slips.production_job.any():
        return np.zeros_like(earnings.gross)
    overtime = sum((earnings.lines[code] for code in OVERTIME_PAY), np.zeros_like(earnings.gross))
    fixed = earnings.gross - overtime - earnings.one_time.by_slip
    not_fixed = (items.months != EVERY_MONTH) | (items.tax == AllowanceTax.UNTAXED)
    np.subtract.at(fixed, items.row[not_fixed], items.amount[not_fixed])
    beside = {
        "production_job": np.ones(len(slips), np.bool_),
        "daily_worker": slips.tax_mode == TaxMode.DAILY,
        "monthly_fixed_pay": _on_main_slip(batch, fixed),
        "last_year_gross_pay": slips.last_year_gross,
        "overtime_exempt_this_year": slips.overtime_untaxed_before,
    }
    won = np.where(slips.production_job, overtime, 0)
    return _untaxed(batch, won, "non_taxable_overtime", "overtime_pay", beside)


def _untaxed(batch: Batch, won: Whole, rule: str, column: str, beside: dict[str, np.ndarray]) -> Whole:
    """The part of such pay that is not taxed. The monthly limit is the person's: the main slip uses it
    first, then the person's other slips in their order."""
    slips = batch.slips
    total = _on_main_slip(batch, won)
    limited = run_rules([rule], {**beside, "month": slips.month, column: total}, slips.slip)[rule]
    main = batch.position(slips.main_slip)
    order = np.lexsort((slips.slip, slips.slip != slips.main_slip, main))
    used = np.cumsum(won[order]) - won[order]
    first = np.searchsorted(main[order], main[order])
    untaxed = np.zeros_like(won)
    untaxed[order] = np.clip(limited[main[order]] - (used - used[first]), 0, won[order])
    return untaxed


def _on_main_slip(batch: Batch, won: Whole) -> Whole:
    """Sums over the slips that name one main slip, standing there; less than nothing counts as 0."""
    total = np.zeros(len(won), np.int64)
    np.add.at(total, batch.position(batch.slips.main_slip), won)
    return np.maximum(total, 0)


def deduct(
    batch: Batch,
    cells: Cells,
    worked: WorkedDays,
    stretches: Stretches,
    closures: PaidClosures,
    taxable: Taxable,
) -> Deductions:
    """Premiums of both sides and taxes of every slip."""
    main = np.flatnonzero(batch.slips.main_slip == batch.slips.slip)
    agreed = _agreed(batch, stretches)
    given = _premium_inputs(batch, agreed, taxable, main) | _work_of_the_month(batch, cells, worked, main)
    tested = given | {"employment_base": _tested_pay(batch, agreed, given, main)}
    given |= _insured(batch, tested, main)
    given |= _pension_income(batch, given, main)
    premiums = run_rules([*PREMIUMS.values()], given, batch.slips.slip[main])
    lines = {code: _spread(batch, main, premiums[rule]) for code, rule in PREMIUMS.items()}
    billed = take_bills(batch, lines)
    regular_tax = _table_tax(batch, taxable)
    bonus = bonus_columns(batch, taxable.bonus, taxable.table, regular_tax)
    lines[LineCode.ONE_TIME_INCOME_TAX] = bonus_tax(batch, bonus, regular_tax)
    given |= {name: values[main] for name, values in bonus.items()}
    payments = daily_worker_taxes(batch, cells, worked, stretches, closures)
    income_tax = regular_tax.copy()
    np.add.at(income_tax, batch.position(payments.slip), payments.income_tax)
    together = income_tax + lines[LineCode.ONE_TIME_INCOME_TAX]
    local = {"income_tax": together, "payment_date": batch.slips.payment_date}
    lines[LineCode.INCOME_TAX] = income_tax
    lines[LineCode.LOCAL_INCOME_TAX] = run_rules(["local_income_tax"], local, batch.slips.slip)[
        "local_income_tax"
    ]
    insured = {name: _spread(batch, main, given[f"{name}_insured"]) for name in INSURANCES}
    return Deductions(lines, billed, insured, payments, main, given)


def _spread(batch: Batch, rows: Whole, values: np.ndarray) -> np.ndarray:
    """Values of some slips among all, nothing on the others."""
    spread = np.zeros(len(batch.slips), values.dtype)
    spread[rows] = values
    return spread


def _agreed(batch: Batch, stretches: Stretches) -> Versions:
    """What each slip's contract says on its first employed day of the month."""
    first = np.searchsorted(stretches.row, np.arange(len(batch.slips)))
    return batch.versions.take(stretches.version[first])


def _premium_inputs(batch: Batch, agreed: Versions, taxable: Taxable, main: Whole) -> dict[str, np.ndarray]:
    """Columns of the main slips that the insurance rules ask for.

    Agreed hours are those of the month's first employed day: who stops being covered within a month pays for
    the whole of it, who begins pays from the next. Hours of a person's contracts add up, the institution
    being one workplace.
    """
    slips, settings = batch.slips.take(main), batch.settings.take(main)
    bases = {name: getattr(slips, name) for name in BASES}
    monthly = np.maximum(taxable.shared[main] - taxable.bonus[main], 0)
    return {
        "premium_month": slips.premium_month,
        "birth_date": slips.birth_date,
        "employed_from": slips.hired_on,
        "contract_months": slips.contract_months,
        **agreed_hours(batch.slips, agreed, main),
        "daily_worker": agreed.daily_worker[main],
        "pension_first_month_requested": slips.pension_first_month_requested,
        "employment_before_65": slips.employment_before_65,
        "day_labour": slips.day_labour,
        "construction_site": slips.construction_site,
        "short_hours_pension_wish": slips.short_hours_pension_wish,
        "monthly_income": np.where(slips.pension_income_counts, monthly, 0),
        "employment_first_month": settings.employment_first_month,
        "employment_extra_rate": _employment_extra_rate(batch, main),
        "accident_rate": settings.accident_rate_ppm,
        **{
            name: np.where(base == MONTH_TAXABLE, monthly if name in MONTHLY else taxable.shared[main], base)
            for name, base in bases.items()
        },
    }


def _tested_pay(batch: Batch, agreed: Versions, given: dict[str, np.ndarray], main: Whole) -> Whole:
    """What the income test of employment insurance looks at; before it is in force the pay itself."""
    if not income_test_begins(batch.slips.premium_month):
        return given["employment_base"]
    pay = agreed_month_pay(batch.slips, agreed, batch.settings, batch.tables.allowances, main)
    return income_tested_pay(batch.slips, given["employment_base"], pay, main)


def _work_of_the_month(batch: Batch, cells: Cells, worked: WorkedDays, main: Whole) -> dict[str, Whole]:
    """Days and whole hours that the person of each main slip worked in the month, in all contracts.

    Only day labour is asked for them: where there is none they are 0.
    """
    if not batch.slips.day_labour[main].any():
        return dict.fromkeys(("worked_days", "worked_hours"), np.zeros(len(main), np.int64))
    of = batch.position(batch.slips.main_slip)
    minutes = np.zeros((len(batch.slips), SPAN), np.int64)
    np.add.at(
        minutes, of, np.where(cells.employed & cells.in_month, worked.worked_minutes, 0).reshape(-1, SPAN)
    )
    return {
        "worked_days": np.count_nonzero(minutes[main], axis=1),
        "worked_hours": minutes[main].sum(axis=1) // MINUTES_PER_HOUR,
    }


def _employment_extra_rate(batch: Batch, main: Whole) -> Whole:
    """The rate the institution states, or that of its kind in the premium month."""
    rate = batch.settings.employment_extra_ppm[main]
    unstated = np.flatnonzero(rate == EMPTY)
    slips = batch.slips.take(main[unstated])
    given = {
        "premium_month": slips.premium_month,
        "employer_kind": EMPLOYER_KEYS[batch.settings.employer_kind[main[unstated]]],
    }
    rate = rate.copy()
    rate[unstated] = run_rules(["employment_extra_rate"], given, slips.slip)["employment_extra_rate"]
    return rate


def _insured(batch: Batch, given: dict[str, np.ndarray], main: Whole) -> dict[str, np.ndarray]:
    """The six insurances of the main slips: as stated, or by the law and what was declared."""
    slips = batch.slips.take(main)
    by_rule = np.flatnonzero(slips.insured_by_rule)
    asked = {name: values[by_rule] for name, values in given.items()}
    asked |= _covered_work(slips.take(by_rule), asked)
    found = run_rules([f"{name}_insured" for name in INSURANCES], asked, slips.slip[by_rule])
    insured = {}
    for name in INSURANCES:
        insured[f"{name}_insured"] = getattr(slips, f"insured_{name}").copy()
        insured[f"{name}_insured"][by_rule] = found[f"{name}_insured"]
    insured["accident_insured"] &= slips.declared_accident != Declared.OUT
    return insured


def _covered_work(slips: Slips, asked: dict[str, np.ndarray]) -> dict[str, Flags]:
    """Whether each insurance covers the work: by the law, unless it was declared."""
    by_law = run_rules([f"{name}_covers_work" for name in DECLARABLE], asked, slips.slip)
    covered = {}
    for name in DECLARABLE:
        declared = getattr(slips, f"declared_{name}")
        law = by_law[f"{name}_covers_work"]
        covered[f"{name}_covers_work"] = np.where(declared == Declared.BY_LAW, law, declared == Declared.IN)
    return covered


def _pension_income(batch: Batch, given: dict[str, np.ndarray], main: Whole) -> dict[str, Whole]:
    """The income that bears pension premium here, the ceiling shared with another workplace."""
    slips = batch.slips.take(main)
    asked = given | {"other_pension_income": slips.other_pension_income}
    return {"pension_income": run_rules(["pension_income_here"], asked, slips.slip)["pension_income_here"]}


def _table_tax(batch: Batch, taxable: Taxable) -> Whole:
    """Income tax by the table on the main slips of regular pay."""
    slips = batch.slips
    rows = np.flatnonzero((slips.main_slip == slips.slip) & (slips.tax_mode == TaxMode.TABLE))
    given = {
        "payment_date": slips.payment_date[rows],
        "monthly_taxable_pay": taxable.table[rows],
        "family_members": slips.family_members[rows],
        "children_8_to_20": slips.children_8_to_20[rows],
        "withholding_percent": slips.withholding_percent[rows],
    }
    return _spread(batch, rows, run_rules(["income_tax"], given, slips.slip[rows])["income_tax"])
