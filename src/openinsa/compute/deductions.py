"""Taxable pay, premiums and taxes of every slip, by the rules of insurance and withholding.

Premiums and table tax of a person with several slips in the month stand on the main slip and are reckoned
on the sum of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openinsa.compute.allowances import AllowanceLines
from openinsa.compute.billed import take_bills
from openinsa.compute.day_labour import daily_worker_taxes
from openinsa.compute.earnings import Earnings
from openinsa.compute.layout import SPAN, Batch, Cells
from openinsa.compute.running import run_rules
from openinsa.compute.slips import LineCode, PaidBills, PaymentTaxes
from openinsa.compute.stretches import Stretches
from openinsa.compute.tables import EMPTY, MONTH_TAXABLE, Flags, Slips, Whole
from openinsa.compute.working import WorkedDays
from openinsa.rules.choices import AllowanceTax, Declared, EmployerKind, TaxMode

MINUTES_PER_HOUR = 60
DECLARABLE = ("pension", "health", "employment")
INSURANCES = ("pension", "health", "long_term_care", "employment", "employment_extra", "accident")
BASES = ("pension_base", "health_base", "employment_base", "accident_base")
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
)
"""Kinds of pay that are not taxed up to a limit: the rule and the column it asks for."""
EMPLOYER_KEYS = np.array([kind.name.lower() for kind in EmployerKind])


@dataclass(frozen=True)
class Taxable:
    """Won by slip. shared: taxable pay that premiums are reckoned on, with the person's other slips;
    table: the part of it taxed by the table. Both are 0 on slips that are not the main one."""

    non_taxable: Whole
    taxable: Whole
    shared: Whole
    table: Whole


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
    non_taxable = np.zeros_like(earnings.gross)
    for tax, rule, column in UNTAXED:
        non_taxable += _untaxed(batch, _by_tax(batch, earnings.allowances, tax), rule, column)
    taxable = earnings.gross - non_taxable
    by_table = np.where(slips.tax_mode == TaxMode.TABLE, taxable, 0)
    return Taxable(non_taxable, taxable, _on_main_slip(batch, taxable), _on_main_slip(batch, by_table))


def _by_tax(batch: Batch, allowances: AllowanceLines, tax: AllowanceTax) -> Whole:
    won = np.zeros(len(batch.slips), np.int64)
    chosen = allowances.tax == tax
    np.add.at(won, allowances.row[chosen], allowances.amount[chosen])
    return won


def _untaxed(batch: Batch, won: Whole, rule: str, column: str) -> Whole:
    """The part of such pay that is not taxed. The monthly limit is the person's: the main slip uses it
    first, then the person's other slips in their order."""
    slips = batch.slips
    total = _on_main_slip(batch, won)
    limited = run_rules([rule], {"month": slips.month, column: total}, slips.slip)[rule]
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
    batch: Batch, cells: Cells, worked: WorkedDays, stretches: Stretches, taxable: Taxable
) -> Deductions:
    """Premiums of both sides and taxes of every slip."""
    main = np.flatnonzero(batch.slips.main_slip == batch.slips.slip)
    given = _premium_inputs(batch, stretches, taxable, main) | _work_of_the_month(batch, cells, worked, main)
    given |= _insured(batch, given, main)
    given |= _pension_income(batch, given, main)
    premiums = run_rules([*PREMIUMS.values()], given, batch.slips.slip[main])
    lines = {code: _spread(batch, main, premiums[rule]) for code, rule in PREMIUMS.items()}
    billed = take_bills(batch, lines)
    payments = daily_worker_taxes(batch, cells, worked, stretches)
    income_tax = _table_tax(batch, taxable)
    np.add.at(income_tax, batch.position(payments.slip), payments.income_tax)
    local = {"income_tax": income_tax, "payment_date": batch.slips.payment_date}
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


def _premium_inputs(
    batch: Batch, stretches: Stretches, taxable: Taxable, main: Whole
) -> dict[str, np.ndarray]:
    """Columns of the main slips that the insurance rules ask for.

    Agreed hours are those of the month's first employed day: who stops being covered within a month pays for
    the whole of it, who begins pays from the next. Hours of a person's contracts add up, the institution
    being one workplace.
    """
    version = stretches.version[np.searchsorted(stretches.row, np.arange(len(batch.slips)))]
    slips, settings = batch.slips.take(main), batch.settings.take(main)
    bases = {name: getattr(slips, name) for name in BASES}
    return {
        "premium_month": slips.premium_month,
        "birth_date": slips.birth_date,
        "employed_from": slips.hired_on,
        "contract_months": slips.contract_months,
        **_agreed_hours(batch, version, main),
        "daily_worker": batch.versions.daily_worker[version[main]],
        "pension_first_month_requested": slips.pension_first_month_requested,
        "employment_before_65": slips.employment_before_65,
        "day_labour": slips.day_labour,
        "construction_site": slips.construction_site,
        "short_hours_pension_wish": slips.short_hours_pension_wish,
        "monthly_income": np.where(slips.pension_income_counts, taxable.shared[main], 0),
        "employment_first_month": settings.employment_first_month,
        "employment_extra_rate": _employment_extra_rate(batch, main),
        "accident_rate": settings.accident_rate_ppm,
        **{name: np.where(base == MONTH_TAXABLE, taxable.shared[main], base) for name, base in bases.items()},
    }


def _agreed_hours(batch: Batch, version: Whole, main: Whole) -> dict[str, Whole]:
    """Agreed minutes of the contracts that hold on the first day of the month, or of the hire if later."""
    of = batch.position(batch.slips.main_slip)
    judged_on = np.maximum(batch.slips.month, batch.slips.employed_from)[of]
    held = np.flatnonzero(batch.slips.employed_from <= judged_on)
    agreed = {}
    for name in ("monthly_scheduled_minutes", "weekly_scheduled_minutes"):
        total = np.zeros(len(batch.slips), np.int64)
        np.add.at(total, of[held], getattr(batch.versions, name)[version[held]])
        agreed[name] = total[main]
    return agreed


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
