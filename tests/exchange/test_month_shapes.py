"""Month sheets in the shapes that clerks and other programs draw: all of them say the same month."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from clerks import WRITERS, Grid, as_xlsx
from openinsa.exchange.month_sheet import MonthSheet, read_months
from openinsa.exchange.workbook import read_workbook

JUNE = date(2026, 6, 1)
WEEKDAYS = ["월화수목금토일"[(JUNE + timedelta(days=n)).weekday()] for n in range(30)]
TITLE = ["근무상황부 (2026년 6월) - 공영주차장 관리"]
PEOPLE = [("김하늘", "850412"), ("박새봄", "900101")]
TIMES = {
    "김하늘": {1: "09:00-18:00", 2: "연", 15: "22:00-07:00", 16: "09:30-18:00", 30: "09:00-18:00"},
    "박새봄": {1: "08:00-17:00", 17: "결", 29: "13:00-18:00"},
}
DAYS, FIRST, SECOND = range(1, 31), range(1, 16), range(16, 32)


def parts(name: str, day: int) -> tuple[str, str]:
    """What stands in the cells of coming and going."""
    mark = TIMES[name].get(day, "")
    since, _, to = mark.partition("-")
    return (since, to) if to else (mark, mark)


def whole(name: str, days: Any) -> list[str]:
    return [TIMES[name].get(day, "") for day in days]


def coming(name: str, days: Any) -> list[str]:
    return [parts(name, day)[0] for day in days]


def going(name: str, days: Any) -> list[str]:
    return [parts(name, day)[1] for day in days]


def in_halves() -> Grid:
    """Days 1 to 15 above 16 to 31, a name over both."""
    grid: Grid = [TITLE, ["연번", "성명", "생년월일", *FIRST, "", "일수"], ["", "", "", *SECOND, ""]]
    for number, (name, birth) in enumerate(PEOPLE, start=1):
        grid += [[number, name, birth, *whole(name, FIRST), "", 3], ["", "", "", *whole(name, SECOND)]]
    return [*grid, ["", "합계", "", *[1] * 15], ["※ 연:연차 결:결근"]]


def in_halves_with_weekdays() -> Grid:
    """As before, with the weekdays below each half."""
    grid: Grid = [
        TITLE,
        ["성명", "생년월일", *FIRST],
        ["", "", *WEEKDAYS[:15]],
        ["", "", *range(16, 31)],
        ["", "", *WEEKDAYS[15:]],
    ]
    for name, birth in PEOPLE:
        grid += [[name, birth, *whole(name, FIRST)], ["", "", *whole(name, SECOND)]]
    return grid


def coming_above_going() -> Grid:
    """Two rows for each person, named in a column of their own."""
    grid: Grid = [TITLE, ["성명", "생년월일", "구분", *DAYS], ["", "", "", *WEEKDAYS]]
    for name, birth in PEOPLE:
        grid += [
            [name, birth, "출근", *coming(name, DAYS)],
            ["", "", "퇴근", *going(name, DAYS)],
            ["", "", "시간", *[8 if TIMES[name].get(day) else "" for day in DAYS]],
        ]
    return grid


def coming_above_going_unnamed() -> Grid:
    """Two rows that only times tell apart; the date of birth stands under the name."""
    grid: Grid = [TITLE, ["성명", *DAYS]]
    for name, birth in PEOPLE:
        born = f"({birth[:2]}.{birth[2:4]}.{birth[4:]})"
        grid += [[name, *coming(name, DAYS)], [born, *going(name, DAYS)]]
    return grid


def coming_beside_going() -> Grid:
    """Two columns for each day."""
    grid: Grid = [
        TITLE,
        ["성명", "생년월일", *[cell for day in DAYS for cell in (day, "")]],
        ["", "", *["출근", "퇴근"] * 30],
    ]
    for name, birth in PEOPLE:
        grid.append([name, birth, *[cell for day in DAYS for cell in parts(name, day)]])
    return grid


def halves_of_coming_and_going() -> Grid:
    """Four rows for each person."""
    grid: Grid = [TITLE, ["성명", "생년월일", "", *FIRST, ""], ["", "", "", *SECOND]]
    for name, birth in PEOPLE:
        for half, born in ((FIRST, birth), (SECOND, "")):
            first = name if half is FIRST else ""
            grid += [[first, born, "출", *coming(name, half)], ["", "", "퇴", *going(name, half)]]
    return grid


def a_block_for_each_person() -> Grid:
    """A heading with the name above each person's days."""
    grid: Grid = [TITLE]
    for name, birth in PEOPLE:
        grid += [
            [],
            ["성명", name, "", "생년월일", birth],
            ["일자", *DAYS],
            ["요일", *WEEKDAYS],
            ["출근", *coming(name, DAYS)],
            ["퇴근", *going(name, DAYS)],
            ["비고"],
        ]
    return grid


def a_block_in_halves_for_each_person() -> Grid:
    """Each half of the month with its own rows under it."""
    grid: Grid = [TITLE]
    for name, birth in PEOPLE:
        grid += [["", f"성명: {name}", "", f"생년월일: {birth}"]]
        for half, days in ((FIRST, FIRST), (SECOND, range(16, 31))):
            grid += [["일", *days], ["출근", *coming(name, half)], ["퇴근", *going(name, half)]]
        grid += [[]]
    return grid


def headings_again() -> Grid:
    """A page for each person, with the whole heading on each."""
    grid: Grid = [TITLE]
    for name, birth in PEOPLE:
        grid += [
            ["공영주차장 관리 (계속)"],
            ["연번", "성명", "생년월일", *DAYS],
            ["", "", "", *WEEKDAYS],
            [1, name, birth, *whole(name, DAYS)],
            ["", "계", "", *[1] * 30],
        ]
    return grid


def names_with_births() -> Grid:
    """The date of birth behind the name in one cell."""
    grid: Grid = [TITLE, ["성명", *DAYS]]
    return grid + [[f"{name}({birth})", *whole(name, DAYS)] for name, birth in PEOPLE]


SHAPES: list[Callable[[], Grid]] = [
    in_halves,
    in_halves_with_weekdays,
    coming_above_going,
    coming_above_going_unnamed,
    coming_beside_going,
    halves_of_coming_and_going,
    a_block_for_each_person,
    a_block_in_halves_for_each_person,
    headings_again,
    names_with_births,
]


def square(grid: Grid) -> Grid:
    width = max(map(len, grid))
    return [[*row, *[""] * (width - len(row))] for row in grid]


def read(grid: Grid, kind: str = "xlsx") -> MonthSheet:
    (sheet,) = read_months(read_workbook("x", WRITERS[kind]({"6월": square(grid)})))
    return sheet


def told(sheet: MonthSheet) -> dict[str, Any]:
    return {one.name: {day.day: mark for day, mark in one.days.items()} for one in sheet.people}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", WRITERS)
def test_every_shape_tells_the_same_month(shape: Callable[[], Grid], kind: str) -> None:
    sheet = read(shape(), kind)
    assert [(fault.cell, fault.kind) for fault in sheet.faults] == []
    assert [(one.name, one.birth) for one in sheet.people] == PEOPLE
    assert told(sheet) == TIMES


def test_merged_names_hold_both_rows_of_a_person() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"remove_timezone": True}) as book:
        sheet = book.add_worksheet("6월")
        sheet.write(0, 0, TITLE[0])
        sheet.merge_range(1, 0, 2, 0, "성명")
        sheet.merge_range(1, 1, 2, 1, "생년월일")
        sheet.write_row(1, 2, FIRST)
        sheet.write_row(2, 2, range(16, 31))
        for place, (name, birth) in enumerate(PEOPLE):
            row = 3 + 2 * place
            sheet.merge_range(row, 0, row + 1, 0, name)
            sheet.merge_range(row, 1, row + 1, 1, birth)
            sheet.write_row(row, 2, whole(name, FIRST))
            sheet.write_row(row + 1, 2, whole(name, range(16, 31)))
    (read_back,) = read_months(read_workbook("x.xlsx", content.getvalue()))
    assert (told(read_back), read_back.faults) == (TIMES, [])


def with_times_of_excel() -> bytes:
    """Coming and going as times of day, as a moment, and beyond midnight as a length of time."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"remove_timezone": True}) as book:
        sheet = book.add_worksheet("6월")
        looks = {
            form: book.add_format({"num_format": form}) for form in ("hh:mm", "yyyy-mm-dd hh:mm", "[h]:mm")
        }
        sheet.write(0, 0, TITLE[0])
        sheet.write_row(1, 0, ["성명", "생년월일", "구분", *DAYS])
        sheet.write_row(2, 0, ["김하늘", "850412", "출근"])
        sheet.write_row(3, 2, ["퇴근"])
        sheet.write_row(4, 2, ["휴게"])
        sheet.write_datetime(2, 3, time(9), looks["hh:mm"])
        sheet.write_datetime(3, 3, time(18), looks["hh:mm"])
        sheet.write_number(4, 3, 60)
        sheet.write_datetime(2, 4, datetime(2026, 6, 2, 8, 30, tzinfo=UTC), looks["yyyy-mm-dd hh:mm"])
        sheet.write_datetime(3, 4, datetime(2026, 6, 2, 17, 5, tzinfo=UTC), looks["yyyy-mm-dd hh:mm"])
        sheet.write_string(4, 4, "12:00~13:00")
        sheet.write_datetime(2, 5, timedelta(hours=22), looks["[h]:mm"])
        sheet.write_datetime(3, 5, timedelta(hours=31), looks["[h]:mm"])
        sheet.write_number(4, 5, 1)
        sheet.write_number(2, 6, 900)
        sheet.write_string(3, 6, "1800")
        sheet.write_string(2, 7, "오전 9시")
        sheet.write_string(3, 7, "오후 6시")
    return content.getvalue()


def test_times_may_be_cells_of_time_moments_lengths_or_digits() -> None:
    (sheet,) = read_months(read_workbook("x.xlsx", with_times_of_excel()))
    assert sheet.faults == []
    assert told(sheet)["김하늘"] == {
        1: "09:00-18:00/60",
        2: "08:30-17:05/12:00-13:00",
        3: "22:00-07:00/60",
        4: "09:00-18:00",
        5: "09:00-18:00",
    }


def test_times_in_one_cell_come_in_the_form_of_the_grid() -> None:
    cells = ["09:00~18:00", "9시-18시", "0900-1800", "09:00\n18:00", "9.5", "4:30", "22:00-07:00/60", 8]
    grid: Grid = [TITLE, ["성명", "생년월일", *DAYS], ["김하늘", "850412", *cells]]
    assert [*told(read(grid))["김하늘"].values()] == [
        *["09:00-18:00"] * 4, 9.5, "4:30", "22:00-07:00/60", 8,
    ]  # fmt: skip


def test_a_sheet_of_its_own_explains_the_marks() -> None:
    legend: Grid = [["부호", "뜻"], ["연", "연차휴가"], ["병", "병가"]]
    plain = ["김하늘", "850412", "연"]
    month: Grid = square([TITLE, ["성명", "생년월일", *DAYS], plain])
    (sheet,) = read_months(read_workbook("x.xlsx", as_xlsx({"6월": month, "범례": legend})))
    assert sheet.legend == {"연": "연차휴가", "병": "병가"}


FAULTS: list[tuple[str, str, str, str]] = [
    ("09:00", "", "D3", "going_missing"),
    ("", "18:00", "D4", "coming_missing"),
    ("09:00", "연", "D3", "times_unreadable"),
    ("연", "병", "D3", "times_unreadable"),
]


@pytest.mark.parametrize(("first", "second", "cell", "kind"), FAULTS)
def test_a_day_with_half_its_times_is_named_by_its_cell(
    first: str, second: str, cell: str, kind: str
) -> None:
    grid: Grid = [
        TITLE,
        ["성명", "생년월일", "", *DAYS],
        ["김하늘", "850412", "출근", first, "09:00"],
        ["", "", "퇴근", second, "18:00"],
    ]
    sheet = read(grid)
    assert [(fault.cell, fault.kind) for fault in sheet.faults] == [(cell, kind)]
    assert f"{cell[1:]}행" in sheet.faults[0].sentence("ko")
    assert told(sheet)["김하늘"] == {2: "09:00-18:00"}


def test_a_day_that_the_month_has_not_is_named_in_its_half() -> None:
    grid = in_halves()
    grid[4][18] = "출"
    assert [(fault.cell, fault.kind) for fault in read(grid).faults] == [("S5", "no_such_day")]


def test_weekdays_of_another_month_are_found_in_the_second_half_too() -> None:
    grid = in_halves_with_weekdays()
    grid[2] = ["", "", *[""] * 15]
    grid[4] = ["", "", *["월"] * 15]
    assert [(fault.cell, fault.kind) for fault in read(grid).faults] == [("C5", "weekday_differs")]


def test_whoever_worked_in_the_first_half_alone_takes_no_row_of_the_next() -> None:
    grid: Grid = [TITLE, ["성명", "생년월일", *FIRST], ["", "", *range(16, 31)]]
    grid += [["김하늘", "850412", "출"], ["", ""], ["박새봄", "900101", "", "출"], ["", "", "연"]]
    assert told(read(grid)) == {"김하늘": {1: "출"}, "박새봄": {2: "출", 16: "연"}}
