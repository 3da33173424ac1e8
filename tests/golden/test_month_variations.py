"""Every field of a whole month takes every word it may hold: varied by hand, against the plain-Python reckoning."""

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest

from compute.made_up import SETTINGS
from compute.oracle import payslip
from openinsa.golden.cases import run_case
from openinsa.golden.months import UNDERSTOOD, payslip_month
from openinsa.golden.report import NotCovered
from openinsa.golden.whole_months import as_case, whole_months

MONTHS = dict(whole_months())
USUAL = "an_ordinary_june_at_the_living_wage_by_the_hour"
SALARY = "a_salary_from_the_fifteenth_is_paid_by_calendar_days"
BUSY = "six_days_of_nine_hours_break_the_limit_of_twelve"
NIGHT = "a_night_into_constitution_day_is_all_work_of_its_first_day"
ABSENT = "one_absence_costs_its_day_and_the_holiday_of_the_week"
ITEM = {
    "name": "수당",
    "kind": "monthly",
    "amount": 150_001,
    "from": "2020-01-01",
    "to": None,
    "proration": "full",
    "ordinary_from": None,
    "tax": "taxable",
    "minimum_wage": "counted",
}
INSURANCES = ["pension", "health", "ltc", "employment", "employment_extra", "accident"]


def given(month: str) -> dict[str, Any]:
    return deepcopy(as_case(month, MONTHS[month])["input"])


def varied(month: str, changes: dict[tuple[Any, ...], Any]) -> dict[str, Any]:
    """A told month with some of its fields otherwise."""
    case = given(month)
    for path, value in changes.items():
        place: Any = case
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    return case


def in_settings(month: str) -> list[tuple[str, dict[tuple[Any, ...], Any]]]:
    return [
        (month, {("institution", "settings", name): value})
        for name, values in SETTINGS.items()
        for value in values
    ]


VARIATIONS: list[tuple[str, dict[tuple[Any, ...], Any]]] = [
    *(one for month in (USUAL, SALARY, BUSY, NIGHT, ABSENT) for one in in_settings(month)),
    *((USUAL, {("institution", "employment_extra_ppm"): rate}) for rate in (0, 2_500, 4_500, 6_500)),
    *((USUAL, {("institution", "accident_rate_ppm"): rate}) for rate in (0, 18_500)),
    *(
        (USUAL, {("institution", "employer_kind"): kind})
        for kind in ("under_150", "over_150_priority", "150_to_999", "over_1000")
    ),
    *((USUAL, {("worker", "withholding_percent"): percent}) for percent in (80, 120)),
    *(
        (SALARY, {("worker", "family"): 6, ("worker", "children_8_20"): children})
        for children in (1, 2, 3, 4)
    ),
    *((USUAL, {("worker", "foreigner"): True}),),
    *((USUAL, {("insurance", "insured"): INSURANCES[:count]}) for count in range(7)),
    *(
        (USUAL, {("insurance", "insured"): "by_rule", ("worker", "birth_date"): born})
        for born in ("2009-01-01", "1966-06-01", "1966-07-01", "1961-01-01", "1950-02-28")
    ),
    *(
        (SALARY, {("insurance", "insured"): "by_rule", ("insurance", name): value})
        for name, values in {
            "pension_first_month_requested": (True,),
            "employment_before_65": (True,),
            "employment_first_month": ("bill_rule",),
            "contract_months": (0, 1, 3),
            "monthly_scheduled_hours": (0, 59, 60),
        }.items()
        for value in values
    ),
    *(
        (USUAL, {("insurance", "bases", name): base})
        for name in ("pension", "health", "employment", "accident")
        for base in ("month_taxable", 0, 300_999, 20_000_000)
        if (name, base) != ("health", 0)  # below the smallest premium, which the reckoning by hand leaves out
    ),
    *((USUAL, {("contracts", 0, "week_ends_on"): weekday}) for weekday in ("mon", "wed", "sat")),
    *((USUAL, {("contracts", 0, "pay_basis"): basis}) for basis in ("daily", "monthly")),
    (USUAL, {("contracts", 0, "daily_worker"): True, ("insurance", "insured"): "by_rule"}),
    *((BUSY, {("contracts", 0, "part_time"): flag}) for flag in (True, False)),
    *(
        (SALARY, {("allowances",): [ITEM | {name: value}]})
        for name, values in {
            "kind": ("monthly", "per_worked_day"),
            "proration": ("full", "calendar_days"),
            "ordinary_from": (None, "2026-01-01", "2026-04-20"),
            "tax": ("taxable", "meal", "car"),
            "minimum_wage": ("counted", "welfare", "not_counted"),
            "to": ("2026-04-20", "2026-03-31"),
            "from": ("2026-04-21", "2026-05-01"),
        }.items()
        for value in values
    ),
    (
        USUAL,
        {("other_deductions",): [{"name": "조합비", "amount": 10_000}, {"name": "급식비", "amount": 50_000}]},
    ),
    (USUAL, {("holiday_swaps",): [{"holiday": "2026-06-03", "instead": "2026-06-05"}]}),
    (USUAL, {("calendar",): [{"date": "2026-06-10", "kind": "institution_day"}]}),
    (USUAL, {("premium_month",): "2026-11", ("pay_date",): "2026-12-10"}),
    *(
        (
            USUAL,
            {
                ("institution", "codes", "absent"): {"paid": paid, "attendance": attendance},
                ("days", 9, "code"): "absent",
            },
        )
        for paid in (True, False)
        for attendance in ("present", "excused", "absent")
    ),
]


@pytest.mark.parametrize(("month", "changes"), VARIATIONS, ids=lambda part: str(part)[:60])
def test_whatever_word_a_field_holds_the_month_is_paid_as_with_pencil_and_paper(
    month: str, changes: dict[tuple[Any, ...], Any]
) -> None:
    case = varied(month, changes)
    got, wanted = payslip_month(**case), payslip(case)
    got["ordinary_hourly"] = [(one["from"], Fraction(one["hourly"])) for one in got["ordinary_hourly"]]
    got["weeks"] = [{**week, "end": week["end"].isoformat()} for week in got["weeks"]]
    assert {field: got[field] for field in wanted} == wanted


@pytest.mark.parametrize(
    "left_out", ["allowances", "calendar", "holiday_swaps", "payments", "other_deductions"]
)
def test_a_list_that_a_month_leaves_out_is_empty(left_out: str) -> None:
    case = given(USUAL) | {left_out: []}
    without = {name: value for name, value in case.items() if name != left_out}
    assert payslip_month(**without) == payslip_month(**case)


@pytest.mark.parametrize("part", UNDERSTOOD)
def test_a_further_field_is_named_and_the_month_not_covered(part: str) -> None:
    case = given("gross_pay_rounded_up_to_ten_won_with_meals_kept_back") | {
        "allowances": [dict(ITEM)],
        "holiday_swaps": [{"holiday": "2026-06-03", "instead": "2026-06-05"}],
        "payments": [{"pay_date": "2026-06-12", "dates": []}],
    }
    row = case[part] if isinstance(case[part], dict) else case[part][0]
    row["tide"] = 1
    assert f"{part} with tide" in not_covered(case)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (("institution", "settings", "line_rounding"), "ceil_100"),
        (("institution", "settings", "holiday_coincidence"), "both"),
        (("institution", "settings", "tide"), "high"),
        (("worker", "tax_mode"), "weekly"),
        (("contracts", 0, "pay_basis"), "yearly"),
        (("contracts", 0, "schedule", "kind"), "flexible"),
        (("days", 3, "code"), "flying"),
    ],
)
def test_a_word_that_nobody_knows_is_named_and_the_month_not_covered(
    path: tuple[Any, ...], word: str
) -> None:
    named = path[-1] if path[-1] == "tide" else word
    assert named in not_covered(varied(USUAL, {path: word})).lower()


def test_a_part_that_lacks_a_field_is_not_covered() -> None:
    case = given(USUAL)
    del case["worker"]["birth_date"]
    assert "birth_date" in not_covered(case)


def not_covered(case: dict[str, Any]) -> str:
    """Why a case is not covered."""
    outcome = run_case(
        {"id": "one", "topic": "payslip_month", "input": case, "expected": {"net": 0}}, payslip_month
    )
    assert isinstance(outcome, NotCovered), outcome
    return outcome.why
