"""What we write reads back: template, error report, lists; and no cell is ever a formula."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from clerks import as_csv, as_xls
from openinsa.exchange.error_report import error_report
from openinsa.exchange.reading import checked_register, reading_of
from openinsa.exchange.register_checks import Known
from openinsa.exchange.table_download import workbook
from openinsa.exchange.template import COLUMNS, HEADING_ROW, register_template
from openinsa.exchange.workbook import read_workbook

HEAD = ["성명", "주민등록번호", "부서", "사업명", "시작일", "종료일", "일급"]
GOOD = ["김하늘", "850412-1234567", "공원과", "꽃길", "2026-03-02", "2026-08-31", 96_968]
BAD = ["박새봄", "900230-2234567", "공원과", "꽃길", "2026-03-02", "2026-08-31", -1]


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def report(content: bytes) -> bytes:
    book = read_workbook("명단", content)
    reading = checked_register(book, Known())
    return error_report(
        book, reading.faults, {sheet.name: sheet.mapping.last_row for sheet in reading.sheets}
    )


def test_the_template_is_read_as_it_was_downloaded() -> None:
    read = reading_of("서식.xlsx", register_template(["공원과"], ["꽃길"]))
    assert (read["rows"], read["faults"], read["sheets"][0]["unused_columns"]) == (0, [], [])
    assert len(read["sheets"][0]["columns"]) == len(COLUMNS) - 1


def test_a_filled_template_is_read_with_dates_leading_zeros_and_every_column() -> None:
    book = opened(register_template(["공원과"], ["꽃길"]))
    values = [
        1,
        "김하늘",
        "0504123234567",
        "공원과",
        "꽃길",
        "환경정비",
        date(2026, 3, 2),
        date(2026, 8, 31),
        96_968,
        "010-1234-5678",
        "kim@example.com",
        "농협",
        "00123456789012",
        "7.5",
        5,
        3,
        1,
        "일용근로소득",
        "일용",
        "",
        "",
        "",
        "",
        "화~토",
        "09:00~17:30",
        "12:00~13:00",
        "163",
        "단시간",
    ]
    for column, value in enumerate(values, start=1):
        book["등록"].cell(HEADING_ROW + 3, column, value)
    content = io.BytesIO()
    book.save(content)
    read = reading_of("서식.xlsx", content.getvalue())
    assert read["faults"] == []
    assert read["people"] == [
        {
            "name": "김하늘", "resident_number": "050412-3234567", "job": "환경정비", "start": "2026-03-02",
            "end": "2026-08-31", "daily_wage": 96_968, "phone": "010-1234-5678", "email": "kim@example.com", "bank": "농협",
            "account": "00123456789012", "daily_scheduled_minutes": 450, "weekly_scheduled_days": 5,
            "family_members": 3, "children_8_to_20": 1, "tax_mode": "일용", "kind_of_hire": "일용",
            "work_days": "화수목금토", "work_times": "09:00-17:30", "break_times": "12:00-13:00",
            "monthly_scheduled_minutes": 9_780, "part_time": "단시간",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["xls", "csv"])
def test_the_error_report_is_the_clerks_own_table_with_marks_and_an_added_column(form: str) -> None:
    grid = [HEAD, GOOD, BAD]
    sheet = opened(report(as_xls({"명단": grid}) if form == "xls" else as_csv(grid))).active
    assert [str(cell.value) for cell in sheet[2]][:7] == [str(cell) for cell in GOOD]
    assert (sheet["H1"].value, sheet["H2"].value) == ("확인할 내용", None)
    assert "없는 생년월일" in sheet["H3"].value
    assert "0보다 커야" in sheet["H3"].value
    assert sheet["B3"].comment is not None
    assert sheet["B3"].fill.fgColor.rgb != sheet["B2"].fill.fgColor.rgb


def test_a_report_loaded_again_gets_its_column_anew_and_not_another_one() -> None:
    again = opened(report(report(as_xls({"명단": [HEAD, GOOD, BAD]})))).active
    assert (again.max_column, again["H1"].value) == (8, "확인할 내용")


def test_a_report_corrected_by_the_clerk_is_accepted() -> None:
    book = opened(report(as_xls({"명단": [HEAD, GOOD, BAD]})))
    book.active["B3"], book.active["G3"] = "900228-2234567", 96_968
    content = io.BytesIO()
    book.save(content)
    read = reading_of("고친 명단.xlsx", content.getvalue())
    assert (read["rows"], read["faults"], read["sum_daily_wage"]) == (2, [], 2 * 96_968)


def test_a_list_is_written_with_the_type_of_each_column() -> None:
    heads = [
        ("이름", "text"),
        ("금액", "won"),
        ("시간", "minutes"),
        ("날", "day"),
        ("때", "moment"),
        ("예산", "budget"),
    ]
    lines = [
        ["00123", 1_234_567, 570, date(2026, 3, 2), datetime(2026, 3, 2, 0, 30, tzinfo=UTC), (10, 5, 1)],
        [None] * 6,
    ]
    sheet = opened(workbook("사업 [목록]", heads, lines)).active
    row = [cell.value for cell in sheet[2]]
    assert row[:2] == ["00123", 1_234_567]
    assert (row[3], row[4], row[5]) == (datetime(2026, 3, 2), datetime(2026, 3, 2, 9, 30), "10 / 5 / 1")  # noqa: DTZ001
    assert (sheet["C2"].number_format, sheet["B2"].number_format) == ("[h]:mm", "#,##0")


@pytest.mark.parametrize("text", ["=1+1", "+82", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1"])
def test_no_text_of_a_list_becomes_a_formula(text: str) -> None:
    cell = opened(workbook("목록", [("이름", "text")], [[text]])).active["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{text}")
