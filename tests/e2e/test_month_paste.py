"""Pasting into the month grid as it comes from Excel, and copying out again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.month_sheets import GridPage, MonthSheet

pytestmark = pytest.mark.browser
WHOLE_ROW = ["출"] * 30


def block(rows: int, columns: int, mark: str = "8") -> str:
    """A block as Excel puts it on the clipboard: tabs, CRLF, and one at the very end."""
    return "".join("\t".join([mark] * columns) + "\r\n" for _ in range(rows))


def test_an_excel_block_lands_cell_by_cell_and_its_last_line_end_is_no_row(grid: GridPage) -> None:
    grid.choose(1, 1)
    grid.paste("연\t8\r\n병\t4:30\r\n")
    assert [grid.marks(row, (1, 2)) for row in (1, 2, 3)] == [["연", "8"], ["병", "4:30"], ["출", "출"]]


def test_quoted_cells_keep_their_line_ends_to_themselves(grid: GridPage) -> None:
    grid.choose(1, 1)
    grid.paste('"연\r\n"\t"8"\r\n병\t"말""씀"\r\n')
    assert grid.marks(1, (1, 2)) == ["연", "8"]
    assert grid.marks(2, (1, 2)) == ["병", '말"씀']


def test_one_value_fills_the_chosen_range(grid: GridPage) -> None:
    grid.choose(1, 8, to=(3, 10))
    grid.paste("7\r\n")
    assert [grid.marks(row, (8, 9, 10)) for row in (1, 2, 3)] == [["7"] * 3] * 3


def test_a_block_repeats_when_the_range_is_a_whole_multiple(grid: GridPage) -> None:
    grid.choose(1, 8, to=(2, 11))
    grid.paste("7\t6\r\n")
    assert [grid.marks(row, range(8, 12)) for row in (1, 2)] == [["7", "6", "7", "6"]] * 2


def test_a_wide_block_is_cut_at_the_month_s_end_and_says_how_many_cells_fell_off(grid: GridPage) -> None:
    grid.choose(1, 29)
    grid.paste(block(1, 5))
    assert grid.marks(1, (28, 29, 30)) == ["주", "8", "8"]
    assert "3칸은 넣지 않았습니다" in grid.said


def test_a_block_at_the_last_row_is_cut_there(grid: GridPage) -> None:
    grid.choose(3, 8)
    grid.paste(block(3, 1))
    assert grid.column(8, 3) == ["출", "출", "8"]
    assert "2칸은 넣지 않았습니다" in grid.said


def test_short_lines_leave_the_rest_of_their_row_alone(grid: GridPage) -> None:
    grid.choose(1, 8)
    grid.paste("7\t7\t7\r\n6\r\n")
    assert grid.marks(2, (8, 9, 10)) == ["6", "출", "출"]


def test_more_than_fifty_cells_are_shown_first_and_cancelling_changes_nothing(grid: GridPage) -> None:
    grid.choose(1, 1)
    grid.paste(block(3, 30, "밥"))
    dialog = grid.page.locator("#paste-preview")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-count=error]")).to_have_text("90")
    expect(dialog.locator("#paste-faults li")).to_have_count(5)
    dialog.get_by_text("취소").click()
    assert grid.mark(1, 1) == "출"
    assert grid.page.locator("td.unsaved").count() == 0


def test_a_large_paste_is_saved_and_is_one_step_to_undo(
    grid: GridPage, sheet: MonthSheet, stored: Callable[..., list[str]]
) -> None:
    grid.choose(1, 1)
    grid.paste(block(3, 30))
    expect(grid.page.locator("[data-count=warning]")).to_have_text("27")
    grid.page.click("#paste-confirm")
    grid.saved()
    assert stored(sheet, 3, 30) == ["8"]
    before = grid.page.evaluate("document.activeElement.id")
    assert before == "grid-input"
    grid.press("Control+z")
    grid.saved()
    assert grid.marks(1, (1, 3, 7, 13)) == ["출", "공휴", "주", "휴"]
    assert stored(sheet, 3, 30) == ["출"]


def test_a_block_that_begins_with_names_offers_to_drop_them(grid: GridPage) -> None:
    grid.choose(1, 1)
    grid.paste("강하늘\t85.04.12\t7\t7\r\n김바다\t85.04.12\t6\t6\r\n이아무\t85.04.12\t5\t5\r\n")
    expect(grid.page.locator("#paste-names")).to_be_visible()
    expect(grid.page.locator("#paste-note")).to_contain_text("이름이 다른 행이 1개")
    grid.page.click("#paste-confirm")
    assert [grid.marks(row, (1, 2)) for row in (1, 2, 3)] == [["7", "7"], ["6", "6"], ["5", "5"]]


def test_names_can_be_kept_and_are_then_faults_not_losses(grid: GridPage) -> None:
    grid.choose(1, 1)
    grid.paste("강하늘\t7\r\n김바다\t6\r\n")
    grid.page.uncheck("#paste-names input")
    grid.page.click("#paste-confirm")
    grid.saved()
    assert grid.marks(1, (1, 2)) == ["강하늘", "7"]
    assert grid.looks(1, 1) == ["long", "error"] or grid.looks(1, 1) == ["error", "long"]


def test_what_is_copied_reads_back_the_same(grid: GridPage) -> None:
    grid.choose(1, 1, to=(2, 4))
    text = grid.copied()
    assert text == "출\t출\t공휴\t출\r\n출\t출\t공휴\t출"
    grid.choose(3, 8)
    grid.paste(text)
    assert grid.marks(3, (8, 9, 10, 11)) == ["출", "출", "공휴", "출"]
