"""A clerk's own register: read as it is, every change named, nothing lost in silence."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerks import WRITERS, Grid, Habits, Truth, a_person, a_sheet, as_csv, as_xlsx
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.reading import checked_register, reading_of
from openinsa.exchange.register_checks import Known
from openinsa.exchange.register_reading import RegisterReading, by_project, sums
from openinsa.exchange.workbook import read_workbook

DEPARTMENT, PROJECT = "공원녹지과", "꽃길 조성 사업"
HEAD = ["성명", "주민등록번호", "계약시작일", "계약종료일", "일급"]
PERSON = ["김하늘", "850412-1234567", "2026-03-02", "2026-08-31", 96_968]
ABOVE = ["부서명", DEPARTMENT, "사업명", PROJECT, ""]


def read(grid: Grid, known: Known | None = None, **sheets: Grid) -> RegisterReading:
    book = read_workbook("명단.xlsx", as_xlsx({"명단": grid, **sheets}))
    return checked_register(book, known or Known())


def one(changes: dict[int, Any], head: list[str] | None = None) -> RegisterReading:
    """The usual row with some of its cells changed."""
    row = [changes.get(column, cell) for column, cell in enumerate(PERSON)]
    return read([ABOVE, head or HEAD, row])


def kinds(reading: RegisterReading) -> list[tuple[str, str]]:
    return [(fault.cell, fault.kind) for fault in reading.faults]


@given(seed=st.integers(0, 10**6), kind=st.sampled_from([*WRITERS, "utf-8-sig", "utf-8", "cp949"]))
@settings(max_examples=60, deadline=None)
def test_whatever_the_clerks_habits_the_same_people_are_read(seed: int, kind: str) -> None:
    chance = random.Random(seed)
    people: list[Truth] = [a_person(chance) for _ in range(chance.randrange(2, 20))]
    grid = a_sheet(people, Habits.drawn(chance), DEPARTMENT, PROJECT)
    content = WRITERS[kind]({"명단": grid}) if kind in WRITERS else as_csv(grid, kind)
    reading = checked_register(read_workbook("명단", content), Known())
    assert [dict(person.fields) for person in reading.people] == people
    assert {(person.department, person.project) for person in reading.people} == {(DEPARTMENT, PROJECT)}
    assert reading.faults == []
    assert sums(reading.people)["sum_daily_wage"] == sum(person["daily_wage"] for person in people)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_sheet_is_a_project_and_the_instruction_sheet_is_none(kind: str) -> None:
    chance = random.Random(3)
    people = {name: [a_person(chance) for _ in range(4)] for name in ("2026 방역요원 사업", "산불감시")}
    sheets = {"작성요령": [["아래 시트별로 작성하여 제출"]]}
    for name, some in people.items():
        habits = Habits.drawn(chance)
        grid = a_sheet(some, habits, DEPARTMENT, name)
        sheets[name] = [row for row in grid if "사업명" not in str(row[3])] if not habits.titled else grid
    reading = checked_register(read_workbook("x", WRITERS[kind](sheets)), Known())
    found = {
        project: [dict(person.fields) for person in some] for _d, project, some in by_project(reading.people)
    }
    assert found == people
    assert [(skipped.sheet, skipped.why) for skipped in reading.skipped if skipped.row is None] == [
        ("작성요령", "no_heading_row")
    ]


def test_rows_that_are_no_people_are_listed_with_the_reason() -> None:
    reading = read([
        ABOVE, HEAD, ["예시", "850412-1234567", "2026-03-02", "2026-08-31", 1], PERSON,
        ["소 계", "1명", "", "", 96_968], HEAD, ["", "", "", "", ""], [1, "", "", "", ""],
        ["※ 개인정보 취급에 유의", "", "", "", ""], ["합계", "", "", "", 96_968],
    ])  # fmt: skip
    assert [person.get("name") for person in reading.people] == ["김하늘"]
    why = [(skipped.row, skipped.why) for skipped in reading.skipped if skipped.row and skipped.row > 1]
    assert why == [
        (2, "example"), (4, "total"), (5, "heading_again"), (7, "only_a_running_number"), (8, "note"), (9, "total"),
    ]  # fmt: skip


def test_tables_below_each_other_take_their_project_from_the_line_between() -> None:
    reading = read([
        ABOVE, HEAD, PERSON, ["", "", "", "", ""], ["사업명: 산불감시", "", "", "", ""], HEAD,
        ["박새봄", "900101-2234567", "2026-03-02", "2026-08-31", 90_000],
    ])  # fmt: skip
    assert [(person.get("name"), person.project) for person in reading.people] == [
        ("김하늘", PROJECT),
        ("박새봄", "산불감시"),
    ]


def test_a_ditto_mark_and_an_empty_project_cell_mean_the_row_above_and_are_told() -> None:
    head = ["사업명", "부서", *HEAD]
    reading = read(
        [head, [PROJECT, DEPARTMENT, *PERSON], ["", "〃", "박새봄", "900101-2234567", "〃", "상동", 90_000]]
    )
    second = reading.people[1]
    assert (second.project, second.department, second.get("start")) == (PROJECT, DEPARTMENT, date(2026, 3, 2))
    assert {change.cell for change in reading.changes if change.row == 2} == {"A3", "B3", "E3", "F3"}


def test_a_period_in_one_cell_and_a_bank_beside_its_account_are_taken_apart() -> None:
    head = ["성명", "주민등록번호", "계약기간", "일급", "은행/계좌번호"]
    row = ["김하늘", "850412-1234567", "2026.3.2. ~ 8.31.", "96,968원", "농협 012-3456-7890-12"]
    (person,) = read([ABOVE, head, row]).people
    assert (person.get("start"), person.get("end")) == (date(2026, 3, 2), date(2026, 8, 31))
    assert (person.get("bank"), person.get("account")) == ("농협", "0123456789012")


JOINED_ACCOUNTS = {
    "농협 301-0123-4567-81 (김하늘)": ("농협", "3010123456781", "김하늘"),
    "301-0123-4567-81(농협)": ("농협", "3010123456781", None),
    "김하늘 농협 301-0123-4567-81": ("농협", "3010123456781", "김하늘"),
    "국민은행(예금주:김하늘) 123456-04-123456": ("국민은행", "12345604123456", "김하늘"),
    "은행: 신한, 계좌번호: 110-123-456789, 예금주: 김하늘": ("신한", "110123456789", "김하늘"),
    "농협\n3010123456781": ("농협", "3010123456781", None),
    "카카오뱅크3333012345678": ("카카오뱅크", "3333012345678", None),
    "3010123456781": (None, "3010123456781", None),
}


@pytest.mark.parametrize("cell", JOINED_ACCOUNTS)
@pytest.mark.parametrize("heading", ["급여계좌", "은행/계좌번호"])
def test_bank_number_and_holder_in_one_cell_are_taken_apart(heading: str, cell: str) -> None:
    reading = read([ABOVE, [*HEAD, heading], [*PERSON, cell]])
    (person,) = reading.people
    assert tuple(map(person.get, ("bank", "account", "account_holder"))) == JOINED_ACCOUNTS[cell]
    assert reading.faults == []


def test_another_holder_in_the_cell_of_the_account_is_named_by_that_cell() -> None:
    reading = read([ABOVE, [*HEAD, "급여계좌"], [*PERSON, "농협 301-0123-4567-81 박새봄"]])
    assert kinds(reading) == [("F3", "other_holder")]


def test_a_bank_of_its_own_column_stays() -> None:
    row = [*PERSON, "신한", "농협 301-0123-4567-81"]
    (person,) = read([ABOVE, [*HEAD, "은행", "급여계좌"], row]).people
    assert (person.get("bank"), person.get("account")) == ("신한", "3010123456781")


def test_two_numbers_in_one_cell_are_no_account() -> None:
    cell = "농협 30101234567 01012345678"
    assert kinds(read([ABOVE, [*HEAD, "은행/계좌번호"], [*PERSON, cell]])) == [("F3", "account_unreadable")]


def test_a_contract_without_an_end_is_told_how_to_be_written() -> None:
    (fault,) = read([ABOVE, HEAD, [*PERSON[:3], "정년까지", *PERSON[4:]]]).faults
    assert (fault.cell, fault.kind) == ("D3", "no_end")
    assert "무기계약" in fault.sentence("ko")


WEEK = ["근무요일", "근무시간", "휴게시간", "월 소정근로시간", "단시간근로자 여부"]


def test_weekdays_times_breaks_and_hours_of_a_month_are_read() -> None:
    row = [*PERSON, "화~목,토", "10시~19시", "13:00~14:00", "56시간", "단시간"]
    (person,) = read([ABOVE, [*HEAD, *WEEK], row]).people
    told = ("work_days", "work_times", "break_times", "monthly_scheduled_minutes", "part_time")
    assert tuple(map(person.get, told)) == ("화수목토", "10:00-19:00", "13:00-14:00", 56 * 60, "단시간")


def test_hours_in_words_that_cannot_be_read_are_told_and_hinder_nobody() -> None:
    row = [*PERSON, "격주", "주간", "자율", "56시간", "모름"]
    told = read([ABOVE, [*HEAD, *WEEK], row]).faults
    assert [(fault.kind, fault.severity) for fault in told] == [
        ("unknown_weekdays", "warning"),
        ("unknown_times", "warning"),
        ("unknown_break", "warning"),
        ("unknown_part_time", "warning"),
    ]


@pytest.mark.parametrize(
    ("hours", "rest", "kind"),
    [
        ("8", "19:00~20:00", "break_outside_times"),
        ("8", "30분", "hours_differ"),
        ("8", "600분", "break_outside_times"),
        ("10", "", "hours_differ"),
    ],
)
def test_hours_and_breaks_that_do_not_agree_are_named(hours: str, rest: str, kind: str) -> None:
    head = [*HEAD, "1일 근로시간", "근무시간", "휴게시간"]
    assert [found for _cell, found in kinds(read([ABOVE, head, [*PERSON, hours, "09:00~18:00", rest]]))] == [
        kind
    ]


def test_hours_a_day_told_twice_agree() -> None:
    head = [*HEAD, "1일 근로시간", "근무시간"]
    assert kinds(read([ABOVE, head, [*PERSON, "8", "6시간"]])) == [("F3", "hours_differ")]
    assert kinds(read([ABOVE, head, [*PERSON, "6", "6시간"]])) == []


def test_hours_that_leave_room_for_an_untold_break_agree_with_the_times() -> None:
    head = [*HEAD, "1일 근로시간", "근무시간"]
    assert kinds(read([ABOVE, head, [*PERSON, "8", "09:00~18:00"]])) == []


def test_fewer_weekdays_than_days_a_week_are_named() -> None:
    head = [*HEAD, "주 근무일수", "근무요일"]
    assert kinds(read([ABOVE, head, [*PERSON, "5", "월~목"]])) == [("F3", "days_differ")]
    assert kinds(read([ABOVE, head, [*PERSON, "4", "월~목"]])) == []


def test_namesakes_with_different_numbers_are_two_people() -> None:
    reading = read([ABOVE, HEAD, PERSON, ["김하늘", "900101-2234567", *PERSON[2:]]])
    assert len({person.get("resident_number") for person in reading.people}) == 2
    assert reading.faults == []


def test_one_number_twice_over_the_same_days_is_named_once_and_over_other_days_is_one_person_again() -> None:
    later = [*PERSON[:2], "2026-09-01", "2026-12-31", 96_968]
    assert kinds(read([ABOVE, HEAD, PERSON, PERSON])) == [("B3", "same_number")]
    assert kinds(read([ABOVE, HEAD, PERSON, later])) == []
    assert kinds(read([ABOVE, HEAD, PERSON, ["박새봄", *later[1:]]])) == [("B3", "same_number_other_name")]


FAULTS: list[tuple[int, Any, str]] = [
    (0, "", "missing"),
    (0, "김하늘(반장)", "name_has_signs"),
    (1, "", "missing"),
    (1, "850230-1234567", "number_has_no_such_date"),
    (1, "85041-1234567", "number_length"),
    (1, "850412-1******", "number_hidden"),
    (1, "8.50412E+12", "digits_lost"),
    (2, "", "missing"),
    (2, "내년 봄", "not_a_date"),
    (2, "2026-02-30", "no_such_date"),
    (3, "2026-03-01", "ends_before_start"),
    (4, "", "missing"),
    (4, "팔만팔천", "not_a_number"),
    (4, -88_080, "not_positive"),
    (4, 0, "not_positive"),
    (4, "88080.5", "not_whole"),
    (4, 10**10, "out_of_range"),
    (4, "=1/0", "broken_formula"),
    (4, 8_808, "below_minimum_wage"),
]


@pytest.mark.parametrize(
    ("column", "cell", "kind"), FAULTS, ids=[f"{k}-{c}" for c, (_n, _v, k) in enumerate(FAULTS)]
)
def test_a_fault_is_named_by_cell_with_the_value_given_and_what_is_expected(
    column: int, cell: Any, kind: str
) -> None:
    known = Known(minimum_hourly_wages=[(date(2026, 1, 1), 10_320)])
    row = [cell if position == column else old for position, old in enumerate(PERSON)]
    (fault,) = read([ABOVE, HEAD, row], known).faults
    assert (fault.cell, fault.kind) == ("ABCDE"[column] + "3", kind)
    assert fault.value == ("None" if cell == "" else str(cell))
    assert fault.sentence("ko").startswith(f"3행 '{HEAD[column]}': ")
    assert fault.sentence("en").startswith(f"Row 3, '{HEAD[column]}': ")


OPTIONAL_FAULTS = [
    ("계좌번호", "12-34", "account_short"),
    ("계좌번호", "없음", "account_unreadable"),
    ("계좌번호", "1.23457E+11", "digits_lost"),
    ("휴대전화", "집에 없음", "phone_unreadable"),
    ("예금주", "박새봄", "other_holder"),
    ("생년월일", "85.04.13", "birth_differs"),
    ("생년월일", "봄", "birth_unreadable"),
    ("주 근무일수", "9일", "out_of_range"),
    ("1일 근로시간", "하루", "out_of_range"),
    ("부서", "없는과", "unknown_department"),
]


@pytest.mark.parametrize(("heading", "cell", "kind"), OPTIONAL_FAULTS)
def test_a_fault_in_an_optional_column_is_named_too(heading: str, cell: str, kind: str) -> None:
    known = Known(frozenset({DEPARTMENT}))
    assert kinds(read([ABOVE, [*HEAD, heading], [*PERSON, cell]], known)) == [("F3", kind)]


def test_a_department_that_contradicts_its_project_is_asked_about_where_nobody_knows_the_departments() -> (
    None
):
    rows = [[f"김{n}", f"8504{n}-1234567", *PERSON[2:], DEPARTMENT] for n in range(10, 20)]
    rows[4][5] = "교통가"
    reading = read([ABOVE, [*HEAD, "부서"], *rows])
    assert ("F7", "other_department") in kinds(reading)
    assert [(d, p, len(some)) for d, p, some in by_project(reading.people)] == [(DEPARTMENT, PROJECT, 10)]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0004263525184", "000426-3525184"),
        (4_263_525_184, "000426-3525184"),
        ("640118-5379592", "640118-5379592"),
    ],
)
def test_leading_zeros_and_foreigners_numbers_are_kept(cell: Any, number: str) -> None:
    (person,) = one({1: cell}).people
    assert person.get("resident_number") == number


def test_a_changed_value_is_told_with_what_it_was() -> None:
    reading = one({2: "26.3.2", 4: "96,968원"})
    assert [(c.cell, c.was, c.became) for c in reading.changes] == [
        ("C3", "26.3.2", "2026-03-02"),
        ("E3", "96,968원", "96968"),
    ]


def test_a_column_without_a_meaning_is_listed_and_not_lost_in_silence() -> None:
    reading = read([ABOVE, [*HEAD, "좋아하는 색"], [*PERSON, "초록"]])
    assert reading.sheets[0].mapping.unused() == [(5, "좋아하는 색")]


def test_a_column_that_the_clerk_corrected_is_read_so_and_the_shape_finds_it_again() -> None:
    head = ["성명", "주민등록번호", "개시", "끝나는 날", "일급"]
    book = read_workbook("명단.xlsx", as_xlsx({"명단": [ABOVE, head, PERSON]}))
    shape = checked_register(book, Known()).sheets[0].mapping.shape
    corrected = checked_register(book, Known(), {shape: {3: "end"}})
    assert corrected.people[0].get("end") == date(2026, 8, 31)
    assert corrected.faults == []


def test_a_project_that_the_clerk_names_for_a_sheet_goes_before_its_title() -> None:
    book = read_workbook("명단.xlsx", as_xlsx({"명단": [ABOVE, HEAD, PERSON]}))
    told = checked_register(book, Known(), None, {"명단": ("교통과", "주차 관리")})
    assert (told.people[0].department, told.people[0].project) == ("교통과", "주차 관리")


def test_a_file_without_any_people_is_refused_in_a_sentence() -> None:
    with pytest.raises(FileRefused, match="찾지 못했습니다"):
        read([["안녕하세요"]])
    assert reading_of("x.xlsx", as_xlsx({"a": [["안녕하세요"]]}))["refused"] == "no_table"


def test_where_two_columns_mean_one_field_the_better_word_wins_and_the_other_is_told() -> None:
    reading = read([ABOVE, [*HEAD[:4], "임금", "일급"], [*PERSON[:4], "월급제", 96_968]])
    assert (reading.people[0].get("daily_wage"), reading.faults) == (96_968, [])
    assert reading.sheets[0].mapping.doubled == (4,)


def test_the_name_of_a_csv_is_no_project() -> None:
    reading = checked_register(read_workbook("보낸 파일.csv", as_csv([HEAD, PERSON])), Known())
    assert [fault.kind for fault in reading.faults] == ["missing", "missing"]
    assert reading.people[0].project == ""
