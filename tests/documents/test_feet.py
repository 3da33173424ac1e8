"""What stands under a paper that was given out: it finds its place, never alone on a page and never over other words."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from documents.conformance import faults_of
from documents.issued import issue
from documents.reading import open_pdf, words_with_places
from documents.samples import sample
from openinsa.documents.printing import Paper, print_one

CODE = issue()["code"]
LONG = {
    "office": "가온특별자치시 나래구청장 직무대리 부구청장 겸 총무국장",
    "purpose": "주택 전세자금 대출 심사와 임대차 계약 갱신 서류 제출용",
    "submit_to": "한국주택금융공사 수도권남부 지역본부 전세자금보증 심사 담당 부서",
    "valid_until": "2027-02-10",
}
GIVEN_OUT = (
    "attendance_record",
    "career_certificate",
    "consent",
    "daily_income_data",
    "employment_certificate",
    "exit_certificate",
    "income_data",
    "leave_statement",
    "resignation_letter",
    "separation_data",
    "settlement_statement",
    "wage_certificate",
    "wage_ledger",
    "worker_register",
)


def printed(form: str, rows: tuple[str, int] | None = None, **changed: Any) -> bytes:
    """A form as it is given out; `rows` names a list of it and how long it shall be."""
    data = {**sample(form), "issue": issue(**LONG), **changed}
    if rows:
        name, count = rows
        data[name] = [data[name][place % len(data[name])] for place in range(count)]
    return print_one(Paper(form, data, "2026-11-10"))


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in open_pdf(pdf).pages]


@pytest.mark.parametrize("form", GIVEN_OUT)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_paper_given_out_is_archivable_and_readable_by_ear(form: str, language: str) -> None:
    assert faults_of(printed(form, language=language)) == []


@pytest.mark.parametrize("form", GIVEN_OUT)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_words_stand_over_others_however_long_they_are(form: str, language: str, tmp_path: Path) -> None:
    name = "황보남궁선우가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보"
    words = words_with_places(printed(form, language=language, name=name), tmp_path)
    assert [(one[5], other[5]) for one, other in combinations(words, 2) if overlap(one, other)] == []


def overlap(one: tuple, other: tuple) -> bool:
    """Whether the middles of two words' lines meet; boxes of a font reach beyond its letters."""
    (page, left, top, right, bottom, _word), (page_2, left_2, top_2, right_2, bottom_2, _other) = one, other
    inside, inside_2 = (bottom - top) / 4, (bottom_2 - top_2) / 4
    beside = right - 0.5 <= left_2 or right_2 - 0.5 <= left
    apart = bottom - inside <= top_2 + inside_2 or bottom_2 - inside_2 <= top + inside
    return page == page_2 and not beside and not apart


@pytest.mark.parametrize("people", range(8, 18))
def test_the_foot_of_a_ledger_stands_with_its_sum_under_the_headings(people: int) -> None:
    last = pages(printed("wage_ledger", ("rows", people)))[-1]
    assert CODE in last
    assert f"합계 {people}명" in last
    assert "생년월일" in last


@pytest.mark.parametrize("people", range(10, 20))
def test_the_foot_of_a_register_never_stands_alone(people: int) -> None:
    last = pages(printed("worker_register", ("workers", people)))[-1]
    assert CODE in last
    assert "시행령 제20조" in last


@pytest.mark.parametrize(
    ("form", "rows"),
    [
        ("income_data", ("months", 12)),
        ("separation_data", ("months", 18)),
        ("wage_certificate", ("months", 12)),
        ("attendance_record", ("months", 18)),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_whole_year_stays_on_one_page_with_its_foot(
    form: str, rows: tuple[str, int], language: str
) -> None:
    (only,) = pages(printed(form, rows, language=language, issue=issue()))
    assert CODE in only


@pytest.mark.parametrize("months", range(28, 36))
def test_what_is_said_last_goes_over_with_the_foot(months: int) -> None:
    last = pages(printed("wage_certificate", ("months", months)))[-1]
    assert CODE in last
    assert "지급이 확정된 급여만" in last


@pytest.mark.parametrize("days", range(48, 78, 3))
def test_the_foot_of_a_statement_of_much_leave_never_stands_alone(days: int) -> None:
    last = pages(printed("leave_statement", ("uses", days)))[-1]
    assert CODE in last
    assert "이 계속근로기간에 기준일까지" in last


def test_leave_that_never_arose_is_said_in_a_word() -> None:
    (only,) = pages(printed("leave_statement", grants=[], uses=[]))
    assert only.count("없음") == 2
