"""A month sheet: people down, days across, read as it is and written so that it reads back identical."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerks import WRITERS, Grid, as_csv, as_xlsx
from openinsa.exchange.month_sheet import MonthSheet, read_months
from openinsa.exchange.month_workbook import MonthLine, month_workbook
from openinsa.exchange.workbook import read_workbook

MARCH = date(2026, 3, 1)
MARKS = {1: "", 2: "공휴", 3: "출", 4: 9.5, 5: "4:30", 6: "09:00-18:00", 7: "휴", 8: "주", 9: 6}


def month_grid(**changed: Any) -> Grid:
    """March 2026 as a clerk keeps it."""
    usual: dict[str, Any] = {
        "title": "근무상황부 (2026년 3월) - 공영주차장 관리",
        "days": list(range(1, 32)),
        "weekdays": ["월화수목금토일"[(MARCH + timedelta(days=n)).weekday()] for n in range(31)],
        "birth": "69.07.02",
        "marks": MARKS,
    }
    sheet = {**usual, **changed}
    cells = [sheet["marks"].get(n, "출") for n in range(1, 32)]
    return [
        [sheet["title"], *[""] * 33],
        ["부서명 : 공원녹지과", *[""] * 33],
        ["연번", "성명", "생년월일", *sheet["days"]],
        ["", "", "", *sheet["weekdays"]],
        [1, "정 미 경", sheet["birth"], *cells],
        ["", "합계", "", *[1] * 31],
        ["", "※ 출:출근 연:연차, 숫자:실근무시간", *[""] * 32],
    ]


def only(grid: Grid, name: str = "x.xlsx") -> MonthSheet:
    (read,) = read_months(read_workbook(name, as_xlsx({"3월": grid})))
    return read


@pytest.mark.parametrize("kind", [*WRITERS, "csv"])
def test_marks_and_hours_are_read_from_every_format(kind: str) -> None:
    content = as_csv(month_grid(), "cp949") if kind == "csv" else WRITERS[kind]({"3월": month_grid()})
    (read,) = read_months(read_workbook("근무.x", content))
    (person,) = read.people
    assert (read.department, read.project, read.month) == ("공원녹지과", "공영주차장 관리", MARCH)
    assert (person.name, person.birth) == ("정미경", "690702")
    assert [person.days.get(MARCH.replace(day=n), "") for n in range(1, 10)] == list(MARKS.values())
    assert (len(person.days), read.faults) == (30, [])
    assert read.legend["출"] == "출근"


@pytest.mark.parametrize(
    "days",
    [
        [f"{n}일" for n in range(1, 32)],
        [f"3/{n}" for n in range(1, 32)],
        [f"{n:02d}" for n in range(1, 32)],
        [MARCH + timedelta(days=n) for n in range(31)],
        [f"{n}({w})" for n, w in zip(range(1, 32), month_grid()[3][3:], strict=True)],
        [f"{n}일({w})" for n, w in zip(range(1, 32), month_grid()[3][3:], strict=True)],
        [f"{n}일({w}요일)" for n, w in zip(range(1, 32), month_grid()[3][3:], strict=True)],
    ],
)
def test_the_days_may_be_written_in_any_usual_way(days: list[Any]) -> None:
    assert len(only(month_grid(days=days)).people[0].days) == 30


def test_a_line_to_sign_on_explains_no_mark() -> None:
    grid = [*month_grid(), ["확인자:      (인)"]]
    assert "확인자" not in only(grid).legend


def test_the_days_after_the_end_of_a_short_month_stay_empty_or_are_named() -> None:
    february = month_grid(title="2026년 2월 근무상황부", weekdays=[""] * 31)
    faults = only(february).faults
    assert [(fault.cell, fault.kind) for fault in faults] == [
        ("AF5", "no_such_day"),
        ("AG5", "no_such_day"),
        ("AH5", "no_such_day"),
    ]


def test_weekdays_of_another_month_are_an_error_and_not_read_as_this_one() -> None:
    (fault,) = only(month_grid(title="근무상황부 (2026년 4월)", marks={31: ""})).faults
    assert (fault.kind, fault.cell, fault.value) == ("weekday_differs", "D4", "일")


@pytest.mark.parametrize(
    ("birth", "kind"), [("", "missing"), ("모름", "birth_unreadable"), ("69.13.02", "birth_unreadable")]
)
def test_a_person_without_date_of_birth_is_never_matched_by_name_alone(birth: str, kind: str) -> None:
    read = only(month_grid(birth=birth))
    assert [(fault.cell, fault.kind) for fault in read.faults] == [("C5", kind)]
    assert read.people[0].birth == ""


def test_one_person_in_two_rows_is_named() -> None:
    grid = month_grid()
    grid.insert(5, list(grid[4]))
    assert [(fault.cell, fault.kind) for fault in only(grid).faults] == [("B6", "person_twice")]


def test_a_formula_without_a_value_is_named_by_its_cell() -> None:
    assert [(f.cell, f.value) for f in only(month_grid(marks={1: "=1/0"})).faults] == [("D5", "=1/0")]


marks = st.one_of(
    st.sampled_from(["출", "연", "반", "공휴", "주", "휴", "교육", "22:00-07:00", "4:30"]),
    st.integers(1, 24),
    st.sampled_from([7.5, 9.5, 0.5]),
)
months = st.dates(date(2021, 1, 1), date(2027, 12, 1)).map(lambda day: day.replace(day=1))


@given(
    month=months,
    rows=st.lists(st.dictionaries(st.integers(0, 27), marks, min_size=1), min_size=1, max_size=8),
)
@settings(max_examples=25, deadline=None)
def test_a_downloaded_month_reads_back_identical(month: date, rows: list[dict[int, Any]]) -> None:
    people = [
        MonthLine(
            f"김{'가나다라마바사아'[n]}",
            f"6907{n + 10}",
            {month + timedelta(days=d): m for d, m in row.items()},
            [n],
        )
        for n, row in enumerate(rows)
    ]
    project = "2026 공공근로 참여자 관리 인력, 명단"
    content = month_workbook(
        "공원녹지과", project, month, people, legend={"출": "출근"}, total_headings=["일수"]
    )
    (read,) = read_months(read_workbook("x.xlsx", content))
    assert (read.department, read.project, read.month, read.faults) == ("공원녹지과", project, month, [])
    assert [(p.name, p.birth, p.days) for p in read.people] == [
        (p.name, p.birth, dict(p.days)) for p in people
    ]
