"""Worked cases from outside are compared field by field, and nothing unanswered counts as right."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from openinsa.golden.cases import run_cases, same
from openinsa.golden.labor import ANSWERS
from openinsa.golden.runner import run


def case(name: str = "A-1", topic: str = "monthly_hours", **changes: Any) -> dict[str, Any]:
    whole = {
        "id": name,
        "topic": topic,
        "input": {"weekly_scheduled_hours": 40, "weekly_paid_holiday_hours": 8},
        "expected": {"monthly_hours_exact": "1460/7", "monthly_hours_rounded": 209},
        "kind": "published",
    }
    return whole | changes


def said(folder: Path, *cases: dict[str, Any], name: str = "labor") -> tuple[int, list[str]]:
    (folder / f"{name}.json").write_text(json.dumps({"cases": cases}), encoding="utf-8")
    lines: list[str] = []
    return run(folder, lines.append), lines


def test_a_case_with_every_field_met_has_passed(tmp_path: Path) -> None:
    assert said(tmp_path, case()) == (0, ["labor 1 of 1"])


def test_a_case_that_differs_is_named_with_what_was_wanted_and_what_came(tmp_path: Path) -> None:
    code, lines = said(tmp_path, case(), case("A-2", expected={"monthly_hours_rounded": 208}))
    assert code == 1
    assert lines == [
        "labor 1 of 2, 1 failed",
        "  failed A-2: wanted {'monthly_hours_rounded': 208}, got {'monthly_hours_rounded': 209}",
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"topic": "moon_phase"}, "topic moon_phase"),
        (
            {"input": {"weekly_scheduled_hours": 40, "weekly_paid_holiday_hours": 8, "tide": 1}},
            "input tide of monthly_hours",
        ),
        ({"expected": {"monthly_hours_rounded": 209, "tide": 1}}, "field tide of monthly_hours"),
    ],
)
def test_a_case_without_rules_is_listed_and_not_counted_as_passed(
    tmp_path: Path, changes: dict[str, Any], why: str
) -> None:
    code, lines = said(tmp_path, case("A-2", **changes))
    assert code == 0
    assert lines == ["labor 0 of 1, 1 not covered", f"  not covered, {why}: 1 (A-2)"]


@pytest.mark.parametrize(
    "weaker",
    [{"kind": "practice"}, {"basis": "memory_unverified"}, {"confidence": "reading"}, {"kind": "policy"}],
)
def test_a_case_that_rests_on_practice_or_memory_stands_apart_and_decides_nothing(
    tmp_path: Path, weaker: dict[str, str]
) -> None:
    code, lines = said(tmp_path, case("A-2", expected={"monthly_hours_rounded": 208}, **weaker), case())
    assert code == 0
    assert lines[0] == "labor 1 of 1, apart 0 of 1"
    assert lines[1].startswith("  apart, differs A-2")


def test_a_case_that_breaks_a_rule_has_failed_and_the_others_go_on(tmp_path: Path) -> None:
    broken = case("A-2", input={"weekly_scheduled_hours": "forty", "weekly_paid_holiday_hours": 8})
    code, lines = said(tmp_path, broken, case())
    assert code == 1
    assert lines[0] == "labor 1 of 2, 1 failed"


@pytest.mark.parametrize(
    ("topic", "given", "named"),
    [
        (
            "premium_stacking",
            {"hourly_ordinary_wage": 1, "day": "ordinary workday", "span": "nine to five"},
            "nine to",
        ),
        ("premium_stacking", {"hourly_ordinary_wage": 1, "day": "feast", "hours": 8}, "feast"),
        ("annual_leave_days", {"service": "for ever"}, "for ever"),
        (
            "annual_leave_overuse",
            {"contract": "2020", "days_used": 1, "employer_paid_for_days": 1, "paid": 1},
            "2020",
        ),
        ("severance", {"service_days": 400}, "no wage"),
        ("severance", {"monthly_wage": 1, "wage_months": "spring"}, "spring"),
        ("severance_days", {"days": 400}, "without daily_average_wage"),
        ("substitute_holiday", {"date": "1980-08-15"}, "1980"),
    ],
)
def test_words_that_nobody_answers_are_named_and_not_covered(
    tmp_path: Path, topic: str, given: dict[str, Any], named: str
) -> None:
    code, lines = said(tmp_path, case("A-1", topic, input=given, expected={"pay": 1}))
    assert (code, lines[0]) == (0, "labor 0 of 1, 1 not covered")
    assert named in lines[1]


@pytest.mark.parametrize("broken", [{"input": None}, {"expected": [1]}, {"input": ["a", "list"]}])
def test_a_case_of_another_shape_is_not_covered_and_the_others_go_on(
    tmp_path: Path, broken: dict[str, Any]
) -> None:
    code, lines = said(tmp_path, case("A-2", **broken), case())
    assert (code, lines[0]) == (0, "labor 1 of 2, 1 not covered")


def test_a_file_that_is_no_json_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"cases": [', encoding="utf-8")
    code, lines = said(tmp_path, case())
    assert code == 0
    assert lines[0] == "broken 0 of 1, 1 not covered"
    assert lines[-1] == "labor 1 of 1"


def test_a_file_nobody_answers_is_not_covered_as_a_whole(tmp_path: Path) -> None:
    code, lines = said(tmp_path, case(), name="yearend")
    assert (code, lines[0]) == (0, "yearend 0 of 1, 1 not covered")


def test_a_file_of_another_shape_and_a_folder_nobody_answers_are_listed_too(tmp_path: Path) -> None:
    trip = {"id": "T-1", "trip": {"kind": "deadline"}, "expected": {"on_time": True}}
    step = {"id": "Y-1", "input": {"kind": "step", "step": "settlement"}, "expected": {"tax": 1}}
    (tmp_path / "receipts").mkdir()
    for name in ("expected.json", "g01.png", "g02.png"):
        (tmp_path / "receipts" / name).touch()
    code, lines = said(tmp_path, trip, step, name="mixed")
    assert code == 0
    assert lines == [
        "mixed 0 of 2, 2 not covered",
        "  not covered, topic deadline: 1 (T-1)",
        "  not covered, topic step:settlement: 1 (Y-1)",
        "receipts 0 of 2, 2 not covered",
        "  not covered, folder receipts: 2 (g01.png …)",
    ]


def test_other_json_files_are_left_alone_and_an_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "totals.json").write_text('{"sum": 1}', encoding="utf-8")
    lines: list[str] = []
    assert run(tmp_path, lines.append) == 2
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("wanted", "got", "equal"),
    [
        ("1460/7", Fraction(1460, 7), True),
        ("7177.0334", Fraction(71770334, 10000), True),
        (8, Fraction(8), True),
        (8, Fraction(17, 2), False),
        (True, True, True),
        (1, True, False),
        (None, None, True),
        (None, 0, False),
        ("soon", 5, False),
        ({"pension": 1}, {"pension": 1, "health": 2}, False),
        ([1, "1/2"], [1, Fraction(1, 2)], True),
        ([1], [1, 2], False),
    ],
)
def test_figures_are_equal_exactly_or_not_at_all(wanted: Any, got: Any, equal: bool) -> None:
    assert same(wanted, got) is equal


@pytest.mark.parametrize(
    ("topic", "given", "expected"),
    [
        ("severance_eligibility", {"contract": "1 year", "weekly_hours": 40}, {"eligible": True}),
        ("severance_eligibility", {"contract": "364 days", "weekly_hours": 40}, {"eligible": False}),
        ("annual_leave_days", {"contract": "2 years exactly", "years": 2}, {"max_days": 26}),
        ("annual_leave_days", {"service": "more than 2 years, up to 3 years"}, {"max_days": 41}),
        ("annual_leave_days", {"contract": "1 year and 1 day", "years": 1}, {"max_days": 26}),
        ("annual_leave_days", {"service": "less than 1 year"}, {"max_days": 11}),
        ("annual_leave_days", {"contract": "364 days"}, {"max_days": 11}),
        ("annual_leave_days", {"contract": "365 days"}, {"max_days": 11}),
        ("annual_leave_days", {"contract": "366 days"}, {"max_days": 26}),
        ("annual_leave_days", {"contract": "6 months"}, {"max_days": 5}),
        ("annual_leave_days", {"contract": "2025-01-01..2026-01-01"}, {"max_days": 26}),
        ("severance_eligibility", {"contract": "12 months", "weekly_hours": 40}, {"eligible": True}),
        ("severance_eligibility", {"contract": "less than 1 year", "weekly_hours": 40}, {"eligible": False}),
        (
            "severance_eligibility",
            {"contract": "2023-03-01..2024-02-28", "weekly_hours": 40},
            {"eligible": False},
        ),
        (
            "annual_leave_overuse",
            {
                "contract": "2024-02-29..2025-02-28",
                "days_used": 11,
                "employer_paid_for_days": 4,
                "paid": 300_000,
            },
            {"entitled_days": 11, "refund_due": 300_000},
        ),
        (
            "annual_leave_overuse",
            {
                "contract": "2020-03-01..2021-03-01",
                "days_used": 20,
                "employer_paid_for_days": 8,
                "paid": 800_000,
            },
            {"entitled_days": 26, "refund_due": 200_000},
        ),
        ("severance", {"monthly_average_wage": 3_000_000, "service_days": 730}, {"severance": 6_000_000}),
        ("substitute_holiday", {"date": "2025-10-05"}, {"substitute": "2025-10-08"}),
        ("substitute_holiday", {"date": "2024-02-10"}, {"substitute": None}),
        ("substitute_holiday", {"date": "2025-10-06"}, {"substitute": None}),
        ("substitute_holiday", {"date": "2023-05-27"}, {"substitute": "2023-05-29"}),
        (
            "premium_stacking",
            {"hourly_ordinary_wage": 10_000, "day": "holiday", "span": "09:00-19:00", "break_h": 1},
            {"equivalent_hours": "14", "pay": 140_000},
        ),
        (
            "premium_stacking",
            {"hourly_ordinary_wage": 10_000, "day": "ordinary workday", "hours": 10, "night": 0},
            {"equivalent_hours": "11"},
        ),
        (
            "minimum_wage_check_daily",
            {"year": 2026, "hourly_minimum": 10_320, "daily_wage": 82_559, "daily_hours": 8},
            {"compliant": False, "hourly": "82559/8"},
        ),
    ],
)
def test_answers_hold_for_situations_beside_the_published_ones(
    topic: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    report = run_cases("labor", [case(topic=topic, input=given, expected=expected)], ANSWERS)
    assert list(report.lines()) == ["labor 1 of 1"]
