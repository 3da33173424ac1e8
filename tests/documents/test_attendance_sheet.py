"""근무상황부: every person, every day, the legend and the boxes for stamps."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from documents.reading import open_pdf, pictures_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.attendance_sheet import attendance_sheet_pdf, attendance_sheet_xlsx
from openinsa.documents.contracts import AttendanceSheet
from openinsa.exchange.reading import reading_of


def sheet(people: int | None = None) -> AttendanceSheet:
    made = sample("attendance_sheet")
    rows = made["rows"]
    return made | {"rows": rows if people is None else [rows[n % len(rows)] for n in range(people)]}


@pytest.fixture(scope="module")
def printed() -> str:
    return text_of(attendance_sheet_pdf(sheet()))


@pytest.mark.parametrize("person", sample("attendance_sheet")["rows"], ids=lambda row: row["identifier"])
def test_every_person_has_a_row_with_the_marks_of_the_month_and_its_sums(printed: str, person: dict) -> None:
    hours = f"{person['worked_minutes'] // 60}:{person['worked_minutes'] % 60:02}"
    marks = " ".join(" ".join(person["marks"]).replace("-", " ").split())
    assert person["identifier"] in printed
    assert f"{marks} {person['worked_days']} {hours}" in printed


def test_every_day_has_its_number_and_weekday(printed: str) -> None:
    assert "1 목 2 금 3 토 4 일 5 월" in printed
    assert "30 금 31 토 근로일수" in printed


def test_legend_holidays_and_boxes_for_three_stamps_stand_on_the_paper(printed: str) -> None:
    assert "담당 검토 확인" in printed
    assert "연 연차휴가" in printed
    assert "5 대체공휴일(개천절)" in printed


def test_two_hundred_people_all_print_with_the_days_repeated_on_every_page() -> None:
    pages = [page.extract_text() for page in open_pdf(attendance_sheet_pdf(sheet(people=200))).pages]
    assert sum(page.count("19") > 0 and "근로일수" in page for page in pages) == len(pages)
    text = " ".join(pages)
    assert "합계 200명" in text
    assert f"{len(pages)} / {len(pages)}" in text


def test_nothing_runs_over_the_edge_of_the_paper(tmp_path: Path) -> None:
    pdf = attendance_sheet_pdf(sheet())
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    assert all(
        left > 20 and right < width - 20 for _n, left, _t, right, _b, _w in words_with_places(pdf, tmp_path)
    )
    assert all(picture.stat().st_size > 10_000 for picture in pictures_of(pdf, tmp_path))


def test_times_of_a_day_stay_inside_their_column(tmp_path: Path) -> None:
    words = words_with_places(attendance_sheet_pdf(sheet()), tmp_path)
    times = [(left, right) for _page, left, _top, right, _bottom, word in words if word in {"09:00", "18:00"}]
    assert len(times) == 4
    assert all(right - left < 17 for left, right in times)


def test_a_break_behind_the_times_and_the_sum_of_many_hours_stay_inside_their_columns(tmp_path: Path) -> None:
    given = sheet(people=130)
    for row in given["rows"]:
        row["marks"][0] = "22:00-07:00/120"
        row["worked_minutes"] = 12_345
    widths = {
        word: right - left
        for _page, left, _top, right, _bottom, word in words_with_places(
            attendance_sheet_pdf(given), tmp_path
        )
    }
    assert widths["07:00"] < 17
    assert widths["/120"] < 17
    assert widths["26,747:30"] < 33


def test_the_english_sheet_names_weekdays_in_english() -> None:
    printed = text_of(attendance_sheet_pdf(sheet() | {"language": "en"}))
    assert "Attendance sheet" in printed
    assert "1 Th 2 Fr 3 Sa" in printed


def test_the_spreadsheet_reads_in_again_with_every_mark() -> None:
    given = sheet()
    read = reading_of("근무상황부.xlsx", attendance_sheet_xlsx(given))
    assert (read["project"], read["department"], read["month"]) == (
        given["project"],
        given["department"],
        given["month"],
    )
    for person, row in zip(read["people"], given["rows"], strict=True):
        entered = [mark for mark in row["marks"] if mark]
        assert person["name"] == row["name"]
        assert list(map(str, person["days"].values())) == entered


def test_the_spreadsheet_keeps_marks_as_text_and_sums_as_formulas() -> None:
    book = load_workbook(BytesIO(attendance_sheet_xlsx(sheet())))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    headings = next(row for row in rows if row[0] == "번호")
    first = rows[rows.index(headings) + 1]
    assert first[headings.index("7\n수")] == "9.5"
    foot = next(row for row in rows if row[0] == "합계")
    assert foot[headings.index("근로일수")].startswith("=SUM(")
