"""The month grid under a clerk's fingers: keys, codes, paste, undo, faults, totals."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from e2e.month_sheets import MAY, GridPage, MonthSheet

pytestmark = pytest.mark.browser
APRIL = date(2026, 4, 1)


def test_a_text_input_has_the_focus_before_the_first_key_and_keeps_it_for_twenty_moves(
    grid: GridPage,
) -> None:
    grid.page.evaluate("window.first = document.activeElement")
    assert grid.page.evaluate("first.tagName + first.type") == "INPUTtext"
    for _ in range(10):
        grid.press("ArrowRight", "ArrowDown")
    grid.choose(2, 20)
    assert grid.page.evaluate("document.activeElement === first && first.isConnected")


def test_what_is_typed_on_a_chosen_cell_replaces_it_and_enter_goes_down(grid: GridPage) -> None:
    grid.choose(1, 2)
    grid.type("9.5")
    grid.press("Enter")
    assert grid.mark(1, 2) == "9.5"
    assert grid.active == "김바다 2일 화"


def test_an_arrow_after_typing_stores_and_moves(grid: GridPage) -> None:
    grid.choose(1, 2)
    grid.type("8")
    grid.press("ArrowRight")
    assert grid.mark(1, 2) == "8"
    assert grid.active == "강하늘 3일 수"


def test_enter_after_tabs_returns_below_the_first_of_them(grid: GridPage) -> None:
    grid.choose(1, 2)
    for hours in ("7", "6", "5"):
        grid.type(hours)
        grid.press("Tab")
    grid.press("Enter")
    assert grid.marks(1, (2, 3, 4)) == ["7", "6", "5"]
    assert grid.active == "김바다 2일 화"


def test_escape_brings_the_old_mark_back_and_keeps_the_place(grid: GridPage) -> None:
    grid.choose(1, 2)
    grid.type("7")
    grid.press("Escape")
    assert grid.page.input_value("#grid-input") == "출"
    grid.press("ArrowDown")
    assert grid.mark(1, 2) == "출"


def test_f2_lets_the_arrows_move_inside_the_text(grid: GridPage) -> None:
    grid.choose(1, 2)
    grid.type("4:0")
    grid.press("Enter", "ArrowUp", "F2", "ArrowLeft")
    grid.type("3")
    grid.press("Enter")
    assert grid.mark(1, 2) == "4:30"


KEYS = {
    "End": "강하늘 30일 화",
    "Home": "강하늘 1일 월",
    "Control+End": "박산들 30일 화",
    "Control+Home": "강하늘 1일 월",
    "Control+ArrowDown": "박산들 2일 화",
    "Control+ArrowRight": "강하늘 30일 화",
}


def test_keys_jump_as_in_a_spreadsheet(grid: GridPage) -> None:
    for key, place in KEYS.items():
        grid.choose(1, 2)
        grid.press(key)
        assert grid.active == place, key


TYPED = {
    "cnf": "출",
    "dus": "연",
    "qks": "반",
    "qud": "병",
    "wn": "주",
    "ㅇ": "연",
    "８": "8",
    "8.0": "8",
    "7.50": "7.5",
    "8시간": "8",
    "4:30": "4:30",
    "09:00~18:00": "09:00-18:00",
}


def test_what_fingers_really_send_becomes_the_mark_they_mean(grid: GridPage) -> None:
    grid.choose(1, 1)
    for typed in TYPED:
        grid.page.keyboard.insert_text(typed)
        grid.press("Tab")
    assert dict(zip(TYPED, grid.marks(1, range(1, 31)), strict=False)) == TYPED


def test_a_simulated_composition_on_a_chosen_cell_stays_whole(grid: GridPage) -> None:
    grid.choose(1, 2)
    composing = grid.page.context.new_cdp_session(grid.page)
    for text in ("ㅇ", "여", "연"):
        composing.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    composing.send("Input.insertText", {"text": "연"})
    grid.press("Enter")
    assert grid.mark(1, 2) == "연"
    assert grid.active == "김바다 2일 화"


def test_a_mark_nobody_knows_stays_with_its_fault_and_is_found_again(
    grid: GridPage, sheet: MonthSheet, stored: Callable[..., list[str]]
) -> None:
    grid.choose(2, 4)
    grid.page.keyboard.insert_text("없음")
    grid.press("Enter", "Control+Home")
    grid.saved()
    assert grid.looks(2, 4) == ["error"]
    assert grid.words(2, 4).startswith("오류: 알 수 없는 부호")
    assert stored(sheet, 2, 4) == ["없음"]
    grid.press("F8")
    assert grid.active == "김바다 4일 목"
    assert grid.fault.startswith("오류: 알 수 없는 부호")
    assert grid.page.get_attribute("#grid-input", "aria-invalid") == "true"
    assert grid.page.inner_text("#error-count") == "1"
    grid.page.click(".grid-faults summary")
    expect(grid.page.locator("#fault-list button")).to_contain_text("김바다 4일 목")


def test_faults_of_an_earlier_session_are_where_they_were(grid: GridPage) -> None:
    grid.choose(2, 13)
    grid.page.keyboard.insert_text("병")
    grid.press("Enter")
    grid.saved()
    grid.page.reload()
    grid.page.wait_for_function("() => document.getElementById('grid-input')?.hidden === false")
    grid.press("F8")
    assert grid.active == "김바다 13일 토"
    assert grid.page.input_value("#grid-input") == "병"
    assert "근무할 날이 아니어서" in grid.fault


def test_a_warning_has_another_shape_than_an_error_and_names_the_law(grid: GridPage) -> None:
    grid.choose(1, 7)
    grid.type("8")
    grid.press("Enter", "ArrowUp")
    grid.saved()
    assert grid.looks(1, 7) == ["warning"]
    assert "근로기준법 제56조제2항" in grid.fault


def test_a_week_over_the_limit_marks_its_other_days(grid: GridPage) -> None:
    grid.choose(1, 8)
    for _ in range(5):
        grid.type("11")
        grid.press("Tab")
    grid.press("ArrowDown")
    grid.saved()
    assert [grid.looks(1, day) for day in (8, 12)] == [["warning"], ["warning"]]
    assert "근로기준법 제53조제1항" in grid.words(1, 9)


def test_delete_empties_a_range_in_one_step_that_undo_takes_back(grid: GridPage) -> None:
    grid.choose(1, 1, to=(3, 5))
    grid.press("Delete")
    assert grid.column(1, 3) == ["", "", ""]
    grid.press("Control+z")
    assert [grid.column(day, 3) for day in (1, 3)] == [["출"] * 3, ["공휴"] * 3]


def test_fill_right_and_down_repeat_the_first_cells(grid: GridPage) -> None:
    grid.choose(1, 8)
    grid.type("6")
    grid.press("Enter")
    grid.choose(1, 8, to=(1, 10))
    grid.press("Control+r")
    grid.choose(1, 8, to=(3, 10))
    grid.press("Control+d")
    assert [grid.marks(row, (8, 9, 10)) for row in (1, 2, 3)] == [["6"] * 3] * 3


def test_control_enter_puts_one_mark_into_every_chosen_cell(grid: GridPage) -> None:
    grid.choose(1, 8, to=(2, 9))
    grid.type("5")
    grid.press("Control+Enter")
    assert [grid.marks(row, (8, 9)) for row in (1, 2)] == [["5"] * 2] * 2


def test_totals_of_rows_and_days_follow_while_typing(grid: GridPage) -> None:
    assert (grid.total(1, "worked"), grid.foot("worked", 2)) == ("21", "3")
    grid.choose(1, 2)
    grid.page.keyboard.insert_text("연")
    grid.press("Tab")
    grid.page.keyboard.insert_text("결")
    grid.press("Tab", "Delete")
    assert [grid.total(1, name) for name in ("worked", "leave", "absent", "empty")] == ["19", "1", "1", "1"]
    assert [grid.foot(name, 2) for name in ("worked", "leave")] == ["2", "1"]
    assert grid.foot("absent", 3) == "1"
    assert grid.page.inner_text("#empty-count") == "1"


def test_hours_come_from_the_server(grid: GridPage) -> None:
    assert grid.total(1, "minutes") == "168:00"
    grid.choose(1, 2)
    grid.type("4:30")
    grid.press("Enter")
    grid.saved()
    assert grid.total(1, "minutes") == "164:30"
    assert [grid.total(1, name) for name in ("overtime", "holiday", "night")] == ["0:00", "0:00", "0:00"]
    grid.choose(1, 3)
    grid.type("13:00-23:30")
    grid.press("Enter")
    grid.saved()
    assert [grid.total(1, name) for name in ("overtime", "night")] == ["0:00", "1:30"]
    assert grid.total(1, "holiday") == "10:30", "the election of 3 June is a paid holiday"


def test_undo_and_redo_reach_behind_a_save(
    grid: GridPage, sheet: MonthSheet, stored: Callable[..., list[str]]
) -> None:
    grid.choose(1, 2)
    grid.type("6")
    grid.press("Enter")
    grid.saved()
    grid.press("Control+z")
    grid.saved()
    assert (grid.mark(1, 2), stored(sheet, 1, 2)) == ("출", ["출"])
    grid.press("Control+y")
    grid.saved()
    assert (grid.mark(1, 2), stored(sheet, 1, 2)) == ("6", ["6"])


def test_a_cell_outside_the_contract_takes_nothing(
    make_sheet: Callable[..., MonthSheet], open_grid: Callable[..., GridPage]
) -> None:
    grid = open_grid(make_sheet(starts_on=date(2026, 6, 10)))
    assert grid.active == "강하늘 10일 수"
    grid.press("ArrowLeft")
    grid.type("8")
    grid.press("Enter")
    assert grid.mark(1, 9) == ""
    assert "계약 기간이 아니어서" in grid.said
    assert grid.looks(1, 9) == ["locked"]


def test_the_days_of_the_week_that_began_last_month_are_shown_and_closed(
    make_sheet: Callable[..., MonthSheet], open_grid: Callable[..., GridPage]
) -> None:
    grid = open_grid(make_sheet(months=(APRIL, MAY)))
    heads = grid.page.locator("#month-grid thead th.earlier b").all_inner_texts()
    assert heads == ["27", "28", "29", "30"]
    first = grid.page.locator("#month-grid tbody tr:first-child td.earlier")
    assert first.all_inner_texts() == ["출", "출", "출", "출"]
    assert first.first.get_attribute("aria-readonly") == "true"
    grid.press("Home", "ArrowLeft")
    assert grid.active == "강하늘 1일 금"


def test_tab_leaves_the_grid_after_escape_and_at_the_last_cell(grid: GridPage) -> None:
    grid.choose(1, 2)
    grid.press("Escape", "Tab")
    assert grid.page.evaluate("document.activeElement.id") != "grid-input"
    grid.page.focus("#grid-input")
    grid.press("Control+End", "Tab")
    assert grid.page.evaluate("document.activeElement.id") != "grid-input"


def test_f6_goes_round_search_grid_and_buttons(grid: GridPage) -> None:
    grid.press("F6")
    assert grid.page.evaluate("document.activeElement.id") != "grid-input"
    for _ in range(3):
        grid.press("F6")
    assert grid.page.evaluate("document.activeElement.id") == "grid-input"


def test_f1_opens_the_help_and_the_grid_has_the_focus_again_afterwards(grid: GridPage) -> None:
    grid.press("F1")
    expect(grid.page.locator("#grid-help")).to_be_visible()
    grid.press("Escape")
    assert grid.page.evaluate("document.activeElement.id") == "grid-input"


def test_a_name_is_found_and_gone_to(grid: GridPage) -> None:
    grid.page.fill("#find-name", "산들")
    grid.page.press("#find-name", "Enter")
    assert grid.active.startswith("박산들")
    assert grid.page.evaluate("document.activeElement.id") == "grid-input"


def test_a_submitted_month_can_be_read_and_copied_but_not_changed(
    sheet: MonthSheet, open_grid: Callable[..., GridPage], closed: Callable[[MonthSheet], None]
) -> None:
    closed(sheet)
    grid = open_grid(sheet)
    grid.choose(1, 2)
    grid.type("8")
    grid.press("Enter", "Delete", "ArrowUp")
    grid.paste("8")
    assert grid.mark(1, 2) == "출"
    assert grid.copied() == "출"


def test_a_duty_behind_the_days_mark_leaves_the_days_counts_as_they_are(grid: GridPage) -> None:
    grid.choose(1, 2)
    grid.type("출+숙직")
    grid.press("Enter")
    grid.type("cnf+tnrwlr")
    grid.press("Enter")
    grid.saved()
    assert grid.marks(1, (2,)) == ["출+숙직"]
    assert grid.mark(2, 2) == "출+숙직"
