"""계산 근거: every line of a payslip with its formula, article, days and the rules behind it."""

from pathlib import Path

import pytest

from documents.reading import open_pdf, pictures_of, structure_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.calculation import calculation_pdf
from openinsa.documents.contracts import Calculation


def calculation(**changed: object) -> Calculation:
    return {**sample("calculation"), **changed}


@pytest.fixture(scope="module")
def printed() -> str:
    return text_of(calculation_pdf(calculation()))


def test_who_the_payslip_is_for_and_its_sums_stand_on_the_paper(printed: str) -> None:
    for told in ("계산 근거", "김하늘", "1968-04-17", "2026-07-10", "1,981,760", "1,910,520"):
        assert told in printed


def test_a_line_is_told_with_its_formula_article_and_every_entered_day(printed: str) -> None:
    base = calculation()["lines"][0]
    assert f"{base['label']} {base['amount']} {base['words']} {base['law']}" in printed
    assert all(day in printed for day in base["days"])


def test_the_rules_behind_a_premium_are_printed_with_article_date_and_what_is_not_verified(
    printed: str,
) -> None:
    assert "건강보험료율(노사 합계) 7.19% 국민건강보험법 시행령 제44조 (2026-01-01부터)" in printed
    assert "건강보험료 상한액 9,183,480원 · 확인되지 않음" in printed
    assert "공단 고시로 확정합니다." in printed


def test_a_line_that_comes_out_otherwise_today_says_both_sums(printed: str) -> None:
    assert "건강보험 71,240원 다시 계산한 값 71,250원" in printed


def test_in_english_the_form_speaks_english() -> None:
    printed = text_of(calculation_pdf(calculation(language="en")))
    assert "How the pay was worked out" in printed
    assert "not verified" in printed


def test_a_screen_reader_finds_a_heading_for_each_line_and_lists_of_rules(tmp_path: Path) -> None:
    structure = structure_of(calculation_pdf(calculation()), tmp_path)
    assert sum(element.startswith("H2") for element in structure) == len(calculation()["lines"])
    assert any(element.startswith("LI") for element in structure)


def test_nothing_runs_over_the_edge_of_the_paper(tmp_path: Path) -> None:
    lines = calculation()["lines"]
    lines[0]["label"] = "이름이아주긴수당" * 8
    deep = lines[1]["tree"][0]
    for _level in range(9):
        deep = {**deep, "words": "길고 긴 설명 " * 30, "inputs": [deep]}
    lines[1]["tree"] = [deep]
    pdf = calculation_pdf(calculation(lines=lines, project="이름이아주길어서한줄에들어가지않는" * 6))
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    assert all(
        left > 20 and right < width - 20 for _n, left, _t, right, _b, _w in words_with_places(pdf, tmp_path)
    )
    assert all(picture.stat().st_size > 10_000 for picture in pictures_of(pdf, tmp_path))
