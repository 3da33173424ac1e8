"""Every line says how it came about, with its numbers, its article and the days behind it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from compute.made_up import made_up_case
from compute.months import (
    ABSENT,
    JUNE,
    allowance_row,
    day_row,
    institution_row,
    month_tables,
    number,
    other_code,
    slip_row,
    version_row,
    workdays,
)
from openinsa.compute.explanation import explain, line_words
from openinsa.compute.month import compute_month
from openinsa.compute.slips import LineCode
from openinsa.compute.tables import MonthTables
from openinsa.golden.months import CaseReader
from openinsa.rules.choices import AbsenceDeduction, PayBasis, TaxMode

LAST = date(2026, 6, 30)
SALARY = {"pay_basis": PayBasis.MONTHLY, "rate": 2_533_289}


def words(tables: MonthTables, language: str = "ko") -> dict[str, str]:
    """The words of slip 1 by line."""
    return {
        line["name"] or line["code"]: line[f"words_{language}"] for line in explain(compute_month(tables), 1)
    }


def late_tuesday(**changes: object) -> MonthTables:
    tuesday = date(2026, 6, 9)
    days = [row for row in workdays(JUNE, LAST) if row["date"] != number(tuesday)]
    return month_tables(days=[*days, day_row(tuesday, end=1200)], **changes)


@pytest.mark.parametrize(
    ("line", "korean", "english"),
    [
        ("base", "21일 168시간 × 12,121원 = 2,036,328원", "21 days, 168 h × 12,121 won = 2,036,328 won"),
        ("weekly_holiday", "4일 32시간 × 12,121원 = 387,872원", "4 days, 32 h × 12,121 won = 387,872 won"),
        ("overtime", "1일 2시간 × 12,121원 × 150% = 36,363원", "1 day, 2 h × 12,121 won × 150% = 36,363 won"),
        (
            "pension",
            "기준소득월액 2,528,000원 × 4.75%, 10원 미만 버림 = 120,080원",
            "pension income 2,528,000 won × 4.75%, cut to 10 won = 120,080 won",
        ),
    ],
)
def test_a_line_shows_its_formula_filled_with_its_numbers(line: str, korean: str, english: str) -> None:
    assert words(late_tuesday())[line] == korean
    assert words(late_tuesday(), "en")[line] == english


def test_a_salary_of_a_part_of_the_month_shows_the_days() -> None:
    joined = slip_row(employed_from=number(date(2026, 6, 15)))
    found = words(
        month_tables(slips=[joined], versions=[version_row(**SALARY)], days=workdays(date(2026, 6, 15), LAST))
    )
    assert found["base"] == "월급 2,533,289원 × 16일/30일 = 1,351,087원"


def test_two_wages_in_one_month_show_both() -> None:
    versions = [
        version_row(valid_to=number(date(2026, 6, 14))),
        version_row(valid_from=number(date(2026, 6, 15)), rate=12_600),
    ]
    assert (
        words(month_tables(versions=versions))["base"]
        == "72시간 × 12,121원 + 96시간 × 12,600원 = 2,082,312원"
    )


def test_a_wage_per_hour_that_is_no_whole_won_shows_that_more_follows() -> None:
    found = words(late_tuesday(versions=[version_row(pay_basis=PayBasis.MONTHLY, rate=2_500_000)]))
    assert found["overtime"].startswith("1일 2시간 × 11,961.72…원 × 150%")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (AbsenceDeduction.HOURLY, "-(무급 16시간 × 12,121원) = -193,936원"),
        (AbsenceDeduction.CALENDAR_DAY, "-(무급 2일 × 월급 2,533,289원 ÷ 30일) = -168,885원"),
    ],
)
def test_an_absence_shows_what_it_costs_with_the_weekly_holiday_it_loses(setting: int, said: str) -> None:
    tuesday = date(2026, 6, 9)
    days = [row for row in workdays(JUNE, LAST) if row["date"] != number(tuesday)]
    month = compute_month(
        month_tables(
            versions=[version_row(**SALARY)],
            days=[*days, other_code(tuesday, ABSENT)],
            institution=institution_row(absence_deduction=setting),
        )
    )
    (line,) = [line for line in explain(month, 1) if line["code"] == "absence_deduction"]
    assert line["words_ko"] == said
    assert line["inputs"] == {
        "unpaid_days": [["2026-06-09", 480]],
        "lost_weekly_holidays": [["2026-06-14", 480]],
    }


def test_allowances_show_their_part_of_the_month_or_their_days() -> None:
    items = [
        allowance_row(proration=1, valid_to=number(date(2026, 6, 15))),
        allowance_row(name=1, kind=1, amount=5_000),
    ]
    found = words(month_tables(allowances=items))
    assert found["급식비"] == "월 140,000원 × 15일/30일 = 70,000원"
    assert found["기타"] == "근무 21일 × 5,000원 = 105,000원"


def test_a_day_labourers_tax_is_told_by_payment() -> None:
    tuesday = number(date(2026, 6, 9))
    month = compute_month(
        month_tables(
            slips=[slip_row(tax_mode=TaxMode.DAILY)],
            versions=[version_row(pay_basis=PayBasis.DAILY, rate=250_000)],
            days=[day_row(date(2026, 6, 9))],
            payments=[{"slip": 1, "payment": 0, "date": tuesday}],
        )
    )
    (line,) = [line for line in explain(month, 1) if line["code"] == "income_tax"]
    assert line["words_ko"] == "일용근로소득세: 지급 1회 합계 (06-09 2,700원) = 2,700원"
    payment = {
        "first": "2026-06-09",
        "last": "2026-06-09",
        "days": 1,
        "taxed_pay": 100_000,
        "income_tax": 2_700,
    }
    assert line["inputs"] == {"payments": [payment]}


def test_a_line_names_its_article_and_the_version_of_the_rule_book() -> None:
    month = compute_month(late_tuesday())
    for line in explain(month, 1):
        assert line["law"], line["code"]
        assert line["rule_book_version"] == month.rule_book_version


def test_the_days_behind_a_line_sum_to_its_minutes() -> None:
    for line in explain(compute_month(late_tuesday()), 1):
        if "stretches" in line["inputs"]:
            minutes = sum(minutes for _, minutes in line["inputs"]["days"])
            assert minutes == sum(stretch[1] for stretch in line["inputs"]["stretches"])


def test_a_premium_explains_itself_down_to_the_reported_income_and_the_rate_of_its_month() -> None:
    (line,) = [line for line in explain(compute_month(month_tables()), 1) if line["code"] == "pension"]
    assert line["tree"]["value"] == line["amount"]
    values = {node["name"]: (node["value"], node.get("source")) for node in nodes(line["tree"])}
    assert values["pension_base"] == (2_528_000, "given")
    assert values["pension_rate"] == (47_500, "parameter")


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for part in tree.get("inputs", []):
        yield from nodes(part)


def test_the_tree_of_every_premium_and_tax_gives_the_amount_of_its_line() -> None:
    months = compute_month(CaseReader([{"input": made_up_case(seed)} for seed in range(0, 20, 5)]).tables())
    for slip in months.slips.slip.tolist():
        for line in explain(months, slip):
            if line["tree"]:
                assert line["tree"]["value"] == line["amount"], line["code"]


def test_every_line_of_any_month_is_told_in_both_languages_with_its_own_amount() -> None:
    month = compute_month(CaseReader([{"input": made_up_case(seed)} for seed in range(60)]).tables())
    told = list(line_words(month))
    assert len(told) == len(month.lines)
    for amount, line in zip(month.lines.amount.tolist(), told, strict=True):
        assert line.words_ko.endswith(f" = {amount:,}원")
        assert line.words_en.endswith(f" = {amount:,} won")
        assert not re.search("[가-힣]", line.words_en)
        assert json.loads(line.inputs) is not None
        assert line.law


def test_one_slip_told_alone_says_the_same_as_among_all() -> None:
    month = compute_month(CaseReader([{"input": made_up_case(seed)} for seed in range(10)]).tables())
    among_all = [
        line.words_ko for slip, line in zip(month.lines.slip, line_words(month), strict=True) if slip == 3
    ]
    assert [line["words_ko"] for line in explain(month, 3)] == among_all


def test_a_slip_that_is_not_there_cannot_be_explained() -> None:
    with pytest.raises(KeyError):
        explain(compute_month(month_tables()), 2)


def test_lines_have_a_side_and_a_name_each() -> None:
    sides = {code.side.name for code in LineCode}
    assert sides == {"EARNING", "DEDUCTION", "EMPLOYER"}
    renamed = replace(month_tables(allowances=[allowance_row()]), names=("교통비", ""))
    assert "교통비" in words(renamed)
