"""The columns of a register about the term of contracts: grounds by the words that clerks use, the prior review."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from openinsa.exchange.fields import field_of
from openinsa.exchange.headings import simple
from openinsa.exchange.register import read_register
from openinsa.exchange.values import EXCEPTIONS, Unreadable, read_exception_reason
from openinsa.exchange.workbook import read_workbook

HEADINGS = [
    "성명", "주민등록번호", "부서", "사업명", "계약시작일", "계약종료일", "일급",
    "기간제 사용기간 예외 사유", "예외 사유 문서", "사전심사 승인번호", "사전심사 승인일",
]  # fmt: skip
ROW = [
    "홍길동", "840212-1665104", "공원녹지과", "산불 감시", "2026-03-02", "2026-08-31", 88_080,
    "공공근로", "일자리-3", "인사-7", "2026. 1. 15.",
]  # fmt: skip


def book(*rows: list[object]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as written:
        sheet = written.add_worksheet("명단")
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("공공근로", "job_scheme"),
        ("휴직자 대체", "stand_in"),
        ("만 55세 이상", "elder"),
        ("주 15시간 미만", "short_week"),
        ("특정업무 완성", "project_completion"),
        ("기술사", "professional"),
        ("공무직(무기)", "open_ended"),
        *((said, reason) for reason, (said, _words) in EXCEPTIONS.items()),
    ],
)
def test_a_ground_is_known_by_the_words_of_clerks_and_by_its_own(written: str, reason: str) -> None:
    assert read_exception_reason(written) == EXCEPTIONS[reason][0]


@pytest.mark.parametrize("none", ["없음", "-", "해당 없음"])
def test_a_dash_is_no_ground(none: str) -> None:
    assert read_exception_reason(none) == "없음"


def test_a_ground_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Unreadable, match="unknown_exception_reason"):
        read_exception_reason("과장님 지시")


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_usual_headings_are_known(heading: str) -> None:
    assert field_of(simple(heading))


def test_a_register_says_ground_document_and_review() -> None:
    [person] = read_register(read_workbook("명단.xlsx", book(ROW))).people
    said = [
        person.fields[name]
        for name in ("exception_reason", "exception_document", "review_approval", "review_approved_on")
    ]
    assert said == ["복지정책·실업대책 일자리", "일자리-3", "인사-7", date(2026, 1, 15)]


def test_a_wrong_ground_is_named_by_its_cell() -> None:
    reading = read_register(read_workbook("명단.xlsx", book([*ROW[:7], "과장님 지시", *ROW[8:]])))
    [fault] = reading.faults
    assert (fault.cell, fault.severity) == ("H2", "error")
    assert "목록에서 고르거나" in fault.text()
