"""Two clerks in one sheet, a broken line, a reload: nothing lost, nothing doubled, nothing silent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from e2e.month_sheets import GridPage, MonthSheet

pytestmark = pytest.mark.browser
Open = Callable[..., GridPage]
Stored = Callable[..., list[str]]


def broken(route: Route) -> None:
    """A server that does not come through."""
    route.fulfill(status=503)


def type_at(grid: GridPage, row: int, day: int, text: str) -> None:
    grid.choose(row, day)
    grid.type(text)
    grid.press("Enter")


def await_news(grid: GridPage) -> None:
    """Wait until the sheet asks for the others' changes, which it does every quarter of a minute."""
    with grid.page.expect_response("**/changes/**", timeout=40_000):
        pass


def come_back_to(grid: GridPage) -> None:
    """Come back to the window from another one: the sheet asks at once."""
    with grid.page.expect_response("**/changes/**"):
        grid.page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_two_clerks_on_different_days_of_one_worker_both_win(
    sheet: MonthSheet, open_grid: Open, stored: Stored
) -> None:
    first, second = open_grid(sheet, "clerk"), open_grid(sheet, "hr")
    type_at(first, 1, 8, "7")
    type_at(second, 1, 9, "6")
    first.saved()
    second.saved()
    assert (stored(sheet, 1, 8), stored(sheet, 1, 9)) == (["7"], ["6"])


def test_two_clerks_on_one_cell_make_one_record_and_the_slower_one_chooses(
    sheet: MonthSheet, open_grid: Open, stored: Stored
) -> None:
    first, second = open_grid(sheet, "clerk"), open_grid(sheet, "hr")
    type_at(first, 1, 8, "7")
    first.saved()
    type_at(second, 1, 8, "6")
    second.saved()
    assert stored(sheet, 1, 8) == ["7"]
    assert second.looks(1, 8) == ["conflict"]
    second.press("F8")
    assert second.active == "강하늘 8일 월"
    assert "내 값 6" in second.fault
    assert " 7." in second.fault
    second.press("1")
    second.saved()
    assert (second.looks(1, 8), stored(sheet, 1, 8)) == ([], ["6"])


def test_the_other_s_value_can_be_chosen_too(sheet: MonthSheet, open_grid: Open, stored: Stored) -> None:
    first, second = open_grid(sheet, "clerk"), open_grid(sheet, "hr")
    type_at(first, 1, 8, "7")
    first.saved()
    type_at(second, 1, 8, "6")
    second.saved()
    second.press("F8", "2")
    assert (second.mark(1, 8), second.looks(1, 8), stored(sheet, 1, 8)) == ("7", [], ["7"])


def test_another_s_change_appears_and_undo_leaves_it_alone(sheet: MonthSheet, open_grid: Open) -> None:
    first, second = open_grid(sheet, "clerk"), open_grid(sheet, "hr")
    type_at(second, 1, 8, "6")
    second.saved()
    await_news(first)
    expect(first.page.locator("#month-grid tbody tr:first-child th[data-editor]")).to_be_visible()
    assert first.mark(1, 8) == "6"
    type_at(first, 1, 8, "5")
    first.saved()
    come_back_to(second)
    expect(second.page.locator("#month-grid tbody tr:first-child th[data-editor]")).to_be_visible()
    assert second.mark(1, 8) == "5"
    second.press("Control+z")
    assert second.mark(1, 8) == "5"
    assert "그대로 두었습니다" in second.said


def test_a_broken_line_keeps_the_entries_and_says_so_until_they_are_through(
    sheet: MonthSheet, open_grid: Open, stored: Stored
) -> None:
    grid = open_grid(sheet)
    grid.page.route("**/cells/", broken)
    type_at(grid, 1, 8, "7")
    state = grid.page.locator("#grid-state")
    expect(state).to_contain_text("저장 안 됨 1칸")
    assert stored(sheet, 1, 8) == ["출"]
    grid.page.unroute("**/cells/", broken)
    grid.saved()
    assert stored(sheet, 1, 8) == ["7"]


def test_a_large_paste_that_does_not_get_through_shows_every_waiting_cell_after_a_while(
    make_sheet: Callable[..., MonthSheet], open_grid: Open, stored: Stored
) -> None:
    sheet = make_sheet([f"가람{number}" for number in range(8)])
    grid = open_grid(sheet)
    grid.choose(1, 1)
    grid.paste("\r\n".join(["\t".join(["7"] * 30)] * 8))
    expect(grid.page.locator("[data-count=changed]")).to_have_text("240")
    grid.page.route("**/cells/", broken)
    grid.page.click("#paste-confirm")
    expect(grid.page.locator("td.unsaved")).to_have_count(240)
    expect(grid.page.locator("#grid-state")).to_contain_text("저장 안 됨 240칸")
    grid.page.unroute("**/cells/", broken)
    grid.saved()
    assert stored(sheet, 8, 30) == ["7"]
    assert grid.mark(8, 30) == "7"


def test_what_was_not_saved_survives_a_reload(sheet: MonthSheet, open_grid: Open, stored: Stored) -> None:
    grid = open_grid(sheet)
    grid.page.on("dialog", lambda dialog: dialog.accept())
    grid.page.route("**/cells/", broken)
    type_at(grid, 1, 8, "7")
    expect(grid.page.locator("#grid-state")).to_contain_text("저장 안 됨")
    grid.page.unroute("**/cells/")
    grid.page.reload()
    grid.page.wait_for_function("() => document.getElementById('grid-input')?.hidden === false")
    grid.saved()
    assert (grid.mark(1, 8), stored(sheet, 1, 8)) == ("7", ["7"])


def test_the_same_request_sent_twice_changes_nothing_the_second_time(
    sheet: MonthSheet, open_grid: Open, stored: Stored
) -> None:
    grid = open_grid(sheet)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        lost.append(route.request.post_data or "")
        if len(lost) > 1:
            return route.continue_()
        route.fetch()
        return broken(route)

    grid.page.route("**/cells/", lose_the_first_answer)
    type_at(grid, 1, 8, "7")
    grid.saved()
    assert lost[0] == lost[1]
    assert (grid.looks(1, 8), stored(sheet, 1, 8)) == ([], ["7"])


def test_cells_of_a_month_that_was_submitted_meanwhile_go_back_to_their_old_marks(
    sheet: MonthSheet, open_grid: Open, closed: Callable[[MonthSheet], None], stored: Stored
) -> None:
    grid = open_grid(sheet)
    closed(sheet)
    type_at(grid, 1, 8, "7")
    grid.saved()
    assert (grid.mark(1, 8), stored(sheet, 1, 8)) == ("출", ["출"])
    assert "처음 값으로 되돌렸습니다" in grid.said


def test_submitting_right_after_typing_saves_first(
    sheet: MonthSheet, open_grid: Open, stored: Stored
) -> None:
    grid = open_grid(sheet)
    grid.choose(1, 8)
    grid.type("7")
    grid.page.get_by_role("button", name="제출").click()
    expect(grid.page.locator(".krds-step-wrap [aria-current=step]")).to_contain_text("제출됨")
    assert stored(sheet, 1, 8) == ["7"]
