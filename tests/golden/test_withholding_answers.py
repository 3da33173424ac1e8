"""Every topic of withholding.json is answered from outside."""

from typing import Any

import pytest

from openinsa.golden.cases import run_case
from openinsa.golden.report import NotCovered
from openinsa.golden.withholding import ANSWERS

TABLE = {"monthly_taxable_pay": 5_000_000, "family": 4, "children_8_20": 3, "ratio_percent": 100}
CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("simplified_children", "2026-03-25", TABLE, {"income_tax": 139_940}),
    ("family_over_11", "2026-05-20", TABLE | {"family": 12, "children_8_20": 0}, {"income_tax": 69_100}),
    ("local_income_tax", "2026-05-20", {"withheld_income_tax": 3_510}, {"local_income_tax": 350}),
    (
        "daily_worker",
        "2026-05-20",
        {"daily_wage_taxable": 200_000, "days_in_payment": 7},
        {"income_tax": 9_450, "local_income_tax": 940},
    ),
    (
        "daily_worker",
        "2026-05-20",
        {"daily_wage_taxable": 187_000, "days_in_payment": 5, "paid": "in one payment"},
        {"income_tax": 4_990, "local_income_tax": 490},
    ),
    (
        "premiums_employee_month",
        "2024-08-25",
        {"monthly_taxable_pay": 1_155_000, "insured": ["pension"]},
        {"pension": 51_970, "pension_total": 103_940},
    ),
    (
        "premiums_employee_month",
        "2026-12-25",
        {"monthly_taxable_pay": 5_000_000, "insured": ["health", "ltc"], "premium_month": "2026-12"},
        {"health": 179_750, "ltc": 23_610},
    ),
    ("pension_rate_path", "2029-01-25", {"premium_month": "2029-01"}, {"employee_percent": "5.50"}),
    ("employment_insurance_rate", "2022-06-30", {"premium_month": "2022-06"}, {"employee_percent": "0.8"}),
    (
        "employment_insurance_rate",
        "2026-05-01",
        {"employer": "150 to under 1,000 staff"},
        {"employer_extra_percent": "0.65"},
    ),
    (
        "coverage_month",
        "2026-04-02",
        {"insurance": "pension", "acquired": "2026-04-02", "wants_first_month": True},
        {"first_premium_month": "2026-04"},
    ),
    (
        "coverage_month",
        "2027-01-15",
        {"insurance": "employment", "acquired": "2027-01-15"},
        {"billed_from_day": "2027-01-15", "first_billed_month": "2027-01"},
    ),
    (
        "eligibility",
        "2026-05-01",
        {"insurance": "employment", "monthly_hours": 56, "expected_months": 2, "daily_worker": False},
        {"insured": False},
    ),
    (
        "eligibility",
        "2026-05-01",
        {"insurance": "employment", "age_at_hire": 66, "continuously_insured_before_65": False},
        {"insured": True, "unemployment_premium": False},
    ),
    (
        "eligibility",
        "2026-05-01",
        {"insurance": "pension", "monthly_days": 7, "monthly_hours": 63, "site": "construction"},
        {"insured": False},
    ),
    ("eligibility", "2026-05-01", {"insurance": "pension", "age_at_hire": 60}, {"insured": False}),
    ("eligibility", "2026-05-01", {"insurance": "health", "monthly_hours": 59}, {"insured": False}),
    ("eligibility", "2026-05-01", {"insurance": "accident", "monthly_hours": 10}, {"insured": True}),
    (
        "eligibility",
        "2027-02-01",
        {"insurance": "employment", "monthly_hours": 209, "expected_months": 2, "daily_worker": False},
        {"insured": True},
    ),
    (
        "employment_insurance_rate",
        "2026-05-01",
        {"employer": "the state, business carried on directly"},
        {"employer_extra_percent": "0.85"},
    ),
    (
        "employment_insurance_rate",
        "2026-05-01",
        {"employer": "150 or more, not priority-support"},
        {"employer_extra_percent": "0.65"},
    ),
    (
        "employment_insurance_rate",
        "2026-05-01",
        {"employer": "over_1000"},
        {"employer_extra_percent": "0.85"},
    ),
    ("non_taxable_limit", "2026-05-25", {"item": "own_vehicle"}, {"monthly_limit": 200_000}),
    (
        "non_taxable_limit",
        "2024-06-25",
        {"item": "childcare_allowance_per_worker"},
        {"monthly_limit": 200_000},
    ),
    (
        "retirement_income_tax",
        "2026-06-30",
        {"retirement_pay_taxable": 7_868_434, "service_years": 3},
        {"income_tax": 68_840, "local_income_tax": 6_880},
    ),
]


@pytest.mark.parametrize(("topic", "date", "given", "expected"), CASES, ids=lambda part: str(part)[:30])
def test_a_case_from_outside_is_answered(topic: str, date: str, given: dict, expected: dict) -> None:
    case = {"id": topic, "topic": topic, "date": date, "input": given, "expected": expected}
    assert run_case(case, ANSWERS[topic]) is None


@pytest.mark.parametrize(
    ("topic", "given", "said"),
    [
        ("employment_insurance_rate", {"employer": "a circus"}, "a circus"),
        ("coverage_month", {"insurance": "hail", "acquired": "2026-04-02"}, "insurance 'hail'"),
        ("premiums_employee_month", {"monthly_taxable_pay": 1, "insured": ["fire"]}, "insurance 'fire'"),
        ("eligibility", {"insurance": "theft"}, "insurance 'theft'"),
        ("daily_worker", {"daily_wage_taxable": 1, "days_in_payment": 1, "paid": "in gold"}, "in gold"),
        ("non_taxable_limit", {"item": "wings"}, "wings"),
        (
            "simplified_table",
            {"monthly_taxable_pay": 3_000_000},
            "without children_8_20, family, ratio_percent",
        ),
    ],
)
def test_what_a_case_says_that_nobody_answers_is_named_and_not_covered(
    topic: str, given: dict[str, Any], said: str
) -> None:
    case = {"id": "one", "topic": topic, "date": "2026-05-01", "input": given, "expected": {"income_tax": 1}}
    outcome = run_case(case, ANSWERS[topic])
    assert isinstance(outcome, NotCovered)
    assert said in outcome.why


def test_a_day_before_the_rule_book_is_not_covered() -> None:
    case = {
        "id": "one",
        "topic": "simplified_table",
        "date": "1999-05-01",
        "input": TABLE,
        "expected": {"income_tax": 1},
    }
    assert isinstance(run_case(case, ANSWERS["simplified_table"]), NotCovered)
