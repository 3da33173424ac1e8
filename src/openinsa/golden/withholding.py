"""Answers to the topics of withholding.json: each turns one case into a row of the rule book."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from openinsa.golden.rows import Fields, value_of
from openinsa.golden.text import NotUnderstood
from openinsa.rules.engine import day_of

PREMIUMS = {
    "pension": "pension_share",
    "health": "health_share",
    "ltc": "long_term_care_share",
    "employment": "employment_share",
}
COVERS = {
    "pension": "pension_covers_work",
    "health": "health_covers_work",
    "ltc": "health_covers_work",
    "employment": "employment_covers_work",
    "accident": "accident_insured",
}
FIRST_MONTHS = {"pension": "pension_first_month", "health": "health_first_month", "ltc": "health_first_month"}
EMPLOYERS = {
    "government": "local_government",
    "municipal": "local_government",
    "the state": "local_government",
    "state business": "local_government",
    "under 150": "under_150",
    "fewer than 150": "under_150",
    "less than 150": "under_150",
    "1000 or more": "over_1000",
    "over 1000": "over_1000",
    "not priority": "from_150_to_999",
    "priority": "over_150_priority",
    "150 to": "from_150_to_999",
}
"""Kinds of employer by the first of these words that a case's description holds."""
LIMITS = {
    "meal": "meal_limit",
    "childcare": "childcare_limit",
    "research": "research_limit",
    "ship": "ship_or_construction_limit",
    "construction": "ship_or_construction_limit",
    "abroad": "work_abroad_limit",
    "overseas": "work_abroad_limit",
    "car": "car_limit",
    "vehicle": "car_limit",
    "driving": "car_limit",
}
"""Limits by the first of these words that the name of an item holds."""
LONG = 12
"""Months of employment when a case says nothing: not a short contract."""
FULL = 209
FULL_WEEK = 40 * 60
"""Monthly hours and weekly minutes when a case says nothing: full time."""


def day(text: str) -> datetime.date:
    """The day written "2026-05-20"."""
    return datetime.date.fromisoformat(text)


def month(text: str) -> datetime.date:
    """The 1st of the month of "2026-05" or of a date."""
    return day(f"{text[:7]}-01")


def percent(ppm: int) -> Fraction:
    """Parts per million as percent."""
    return Fraction(ppm, 10_000)


def first_named(words: Mapping[str, str], text: str) -> str:
    """The entry of the first word that the text holds."""
    plain = text.replace(",", "").replace("_", " ")
    found = [entry for word, entry in words.items() if word in plain]
    if not found:
        raise NotUnderstood(f"'{text}' names none of {', '.join(words)}")
    return found[0]


def of_insurance(table: Mapping[str, str], insurance: str) -> str:
    """The entry of an insurance."""
    if insurance not in table:
        raise NotUnderstood(f"insurance '{insurance}'")
    return table[insurance]


def table_tax(
    date: str, monthly_taxable_pay: int, family: int, children_8_20: int, ratio_percent: int
) -> Fields:
    tax = value_of(
        "income_tax",
        payment_date=day(date),
        monthly_taxable_pay=monthly_taxable_pay,
        family_members=family,
        children_8_to_20=children_8_20,
        withholding_percent=ratio_percent,
    )
    return {"income_tax": tax}


def local_income_tax(date: str, withheld_income_tax: int) -> Fields:
    local = value_of("local_income_tax", payment_date=day(date), income_tax=withheld_income_tax)
    return {"local_income_tax": local}


def daily_worker(date: str, daily_wage_taxable: int, days_in_payment: int, paid: str = "daily") -> Fields:
    """Paid day by day unless the case says "in one payment"; income tax of all days together."""
    if paid not in ("daily", "in one payment"):
        raise NotUnderstood(f"paid '{paid}'")
    taxed = value_of(
        "daily_worker_taxed_pay",
        payment_date=day(date),
        day_taxable_pay=daily_wage_taxable,
        daily_tax_unit="payment",
    )
    days, payments = (days_in_payment, 1) if paid == "in one payment" else (1, days_in_payment)
    tax = value_of("daily_worker_income_tax", payment_date=day(date), payment_taxed_pay=taxed * days)
    local = value_of("local_income_tax", payment_date=day(date), income_tax=tax * payments)
    return {"income_tax": tax * payments, "local_income_tax": local}


def premiums_employee_month(
    date: str, monthly_taxable_pay: int, insured: Sequence[str], premium_month: str | None = None
) -> Fields:
    bases = dict.fromkeys(("pension_base", "health_base", "employment_base"), monthly_taxable_pay)
    at = month(premium_month or date)
    shares = {name: value_of(of_insurance(PREMIUMS, name), premium_month=at, **bases) for name in insured}
    return shares | {f"{name}_total": 2 * share for name, share in shares.items()}


def pension_rate_path(premium_month: str) -> Fields:
    return {"employee_percent": percent(value_of("pension_rate", premium_month=month(premium_month)))}


def employment_insurance_rate(
    date: str, premium_month: str | None = None, employer: str | None = None
) -> Fields:
    at = month(premium_month or date)
    answer = {"employee_percent": percent(value_of("employment_rate", premium_month=at))}
    if employer is not None:
        kind = first_named(EMPLOYERS, employer)
        rate = value_of("employment_extra_rate", premium_month=at, employer_kind=kind)
        answer["employer_extra_percent"] = percent(rate)
    return answer


def coverage_month(insurance: str, acquired: str, wants_first_month: bool = False) -> Fields:
    row = {"employed_from": day(acquired), "pension_first_month_requested": wants_first_month}
    if insurance != "employment":
        first = value_of(of_insurance(FIRST_MONTHS, insurance), **row)
        return {"first_premium_month": f"{day_of(first):%Y-%m}"}
    billed = day_of(value_of("employment_first_billed_day", **row))
    first = f"{billed:%Y-%m}"
    return {"first_billed_month": first, "first_premium_month": first, "billed_from_day": billed}


def eligibility(
    date: str,
    insurance: str,
    monthly_hours: int | None = None,
    monthly_days: int = 0,
    monthly_income: int = 0,
    contract_months: int | None = None,
    expected_months: int | None = None,
    daily_worker: bool | None = None,
    age_at_hire: int = 40,
    continuously_insured_before_65: bool = False,
    site: str = "",
) -> Fields:
    """What a case leaves out is taken as full time, long, 40 years old, and paid the minimum wage."""
    by_month = insurance != "employment" and (monthly_days > 0 or monthly_income > 0)
    hours = (0 if by_month else FULL) if monthly_hours is None else monthly_hours
    months = next((given for given in (contract_months, expected_months) if given is not None), LONG)
    by_the_day = (by_month or months < 1) if daily_worker is None else daily_worker
    hired = day(date)
    row = {
        "premium_month": month(date),
        "employed_from": hired,
        "birth_date": hired.replace(year=hired.year - age_at_hire, day=1),
        "monthly_scheduled_minutes": hours * 60,
        "weekly_scheduled_minutes": FULL_WEEK,
        "worked_hours": hours,
        "worked_days": monthly_days,
        "monthly_income": monthly_income,
        "employment_base": monthly_income or least_pay(date, hours),
        "contract_months": months,
        "daily_worker": by_the_day,
        "day_labour": by_the_day,
        "construction_site": "construction" in site,
        "short_hours_pension_wish": False,
        "employment_before_65": continuously_insured_before_65,
        "employment_first_month": "actual_pay",
    }
    covered = value_of(of_insurance(COVERS, insurance), **row)
    if insurance == "employment":
        return {"insured": covered, "unemployment_premium": value_of("employment_insured", **row)}
    return {"insured": covered and (insurance != "pension" or value_of("pension_of_age", **row))}


def least_pay(date: str, hours: int) -> int:
    """The minimum wage of so many hours a month."""
    given = {"month": month(date), "standard_hours_numerator": hours, "standard_hours_denominator": 1}
    return int(value_of("minimum_monthly_wage", **given))


def non_taxable_limit(date: str, item: str) -> Fields:
    return {"monthly_limit": value_of(first_named(LIMITS, item), month=day(date))}


def retirement_income_tax(date: str, retirement_pay_taxable: int, service_years: int) -> Fields:
    row = {"retired_on": day(date), "retirement_pay": retirement_pay_taxable, "service_years": service_years}
    return {
        "income_tax": value_of("retirement_income_tax", **row),
        "local_income_tax": value_of("retirement_local_income_tax", **row),
    }


ANSWERS = {
    "coverage_month": coverage_month,
    "daily_worker": daily_worker,
    "eligibility": eligibility,
    "employment_insurance_rate": employment_insurance_rate,
    "family_over_11": table_tax,
    "local_income_tax": local_income_tax,
    "non_taxable_limit": non_taxable_limit,
    "pension_rate_path": pension_rate_path,
    "premiums_employee_month": premiums_employee_month,
    "retirement_income_tax": retirement_income_tax,
    "simplified_children": table_tax,
    "simplified_over_10m": table_tax,
    "simplified_table": table_tax,
    "withholding_ratio": table_tax,
}
