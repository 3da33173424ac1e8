"""Running the law of the Otter Islands: rows of many dates in one batch."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.engine import DateBeforeFirstValue, RuleBook, UnknownKey, book, day_number
from rules.engine.otters import BOOK, columns, otter_rows, pay_by_hand

SUMMER = (480, date(2003, 7, 1), "north", True, False)
BATCHES = st.lists(otter_rows(), min_size=1, max_size=40)


def take_home(rows: list[tuple]) -> list[int]:
    return BOOK.run(["pay_after_tax"], columns(rows))["pay_after_tax"].tolist()


@given(BATCHES)
def test_every_row_of_a_batch_of_mixed_dates_is_what_it_is_by_hand(rows: list[tuple]) -> None:
    assert take_home(rows) == [pay_by_hand(*row) for row in rows]


@given(BATCHES)
def test_a_batch_of_mixed_dates_pays_what_each_date_pays_on_its_own(rows: list[tuple]) -> None:
    together = take_home(rows)
    for day in {row[1] for row in rows}:
        places = [place for place, row in enumerate(rows) if row[1] == day]
        assert take_home([rows[place] for place in places]) == [together[place] for place in places]


@given(BATCHES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nobodys_pay(rows: list[tuple], random: object) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    together = take_home(rows)
    assert take_home([rows[place] for place in order]) == [together[place] for place in order]


@given(BATCHES, st.integers(1, 40))
def test_a_batch_in_two_parts_pays_the_same(rows: list[tuple], cut: int) -> None:
    first, second = rows[:cut], rows[cut:]
    assert take_home(rows) == take_home(first) + (take_home(second) if second else [])


@given(BATCHES)
def test_a_long_batch_pays_each_row_what_a_short_one_pays(rows: list[tuple]) -> None:
    assert take_home(rows * 101) == take_home(rows) * 101


def test_a_batch_of_several_slices_pays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(minutes, date(1998 + minutes % 5, 6, 1), "north", True, True) for minutes in range(50)]
    whole = take_home(rows)
    monkeypatch.setattr(book, "SLICE_ROWS", 7)
    assert take_home(rows) == whole


def test_a_batch_without_rows_gives_columns_without_rows() -> None:
    empty = {name: values[:0] for name, values in columns([SUMMER]).items()}
    assert BOOK.run(["pay_after_tax"], empty)["pay_after_tax"].tolist() == []


def test_a_rule_has_the_form_of_its_day_and_the_next_day_the_new_one() -> None:
    rows = [(480, date(1999, 12, 31), "north", True, False), (480, date(2000, 1, 1), "north", True, False)]
    tax = BOOK.run(["clam_tax"], columns(rows))["clam_tax"]
    assert tax.tolist() == [4800, 5180]


def test_a_value_counts_from_its_first_day_on() -> None:
    rows = [(60, date(2010, 6, 14), "north", False, False), (60, date(2010, 6, 15), "north", False, False)]
    assert BOOK.run(["digging_pay"], columns(rows))["digging_pay"].tolist() == [6600, 7770]


def test_an_old_form_asks_for_nothing_that_only_the_new_one_needs() -> None:
    old = columns([(480, date(1995, 1, 1), "north", False, False)])
    del old["island"], old["tide_was_high"]
    assert BOOK.run(["clam_tax"], old)["clam_tax"].tolist() == [4800]


def test_each_island_has_its_own_values() -> None:
    rows = [(480, date(2009, 1, 1), island, True, False) for island in ("north", "south")]
    assert BOOK.run(["tide_allowance"], columns(rows))["tide_allowance"].tolist() == [1500, 3000]


def test_a_given_column_wins_over_a_rule_and_over_a_value_of_law() -> None:
    given_too = columns([SUMMER]) | {"digging_pay": np.array([100_000]), "clam_tax_rate": np.array([500_000])}
    assert BOOK.run(["clam_tax"], given_too)["clam_tax"].tolist() == [49_500]


def test_a_target_that_was_given_comes_back_as_it_was() -> None:
    assert BOOK.run(["digging_pay"], {"digging_pay": np.array([5])})["digging_pay"].tolist() == [5]


def test_columns_that_nobody_needs_are_left_alone() -> None:
    more = columns([SUMMER]) | {"height_in_metres": np.array([0.7])}
    assert BOOK.run(["digging_pay"], more)["digging_pay"].tolist() == [52_800]


def test_what_comes_back_may_be_changed_without_changing_what_was_given() -> None:
    given_pay = np.array([5])
    BOOK.run(["digging_pay"], {"digging_pay": given_pay})["digging_pay"][0] = 6
    assert given_pay.tolist() == [5]


def test_a_value_of_law_that_comes_back_may_be_changed_without_changing_the_law() -> None:
    for _time in range(2):
        values = BOOK.run(["hourly_pay"], columns([SUMMER]))["hourly_pay"]
        assert values.tolist() == [6600]
        values[0] = 1


def test_refused_rows_stand_aside_and_the_others_are_paid() -> None:
    rows = [
        SUMMER,
        (480, date(1989, 1, 1), "north", True, False),
        (60, date(2003, 7, 1), "west", True, False),
    ]
    sound = BOOK.run_sound_rows(["pay_after_tax"], columns([*rows, SUMMER]))
    assert sound.rows.tolist() == [0, 3]
    assert sound.values["pay_after_tax"].tolist() == [pay_by_hand(*SUMMER)] * 2
    assert {type(refusal): refusal.rows for refusal in sound.refusals} == {
        DateBeforeFirstValue: [1],
        UnknownKey: [2],
    }


def test_refused_rows_are_counted_in_the_whole_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "SLICE_ROWS", 3)
    rows = [SUMMER] * 7 + [(480, date(2003, 7, 1), "west", True, False)]
    with pytest.raises(UnknownKey) as refused:
        BOOK.run(["clam_tax"], columns(rows))
    assert refused.value.rows == [7]


def with_west() -> RuleBook:
    values = {date(2003, 1, 1): {"value": 7000, "law": "서섬 조례 제1호", "checked": date(2026, 11, 22)}}
    return BOOK.with_values({"tide_allowance": {"west": values}})


def test_an_island_brings_its_own_dated_value_with_its_source() -> None:
    west = columns([(480, date(2003, 7, 1), "west", True, False)])
    assert with_west().run(["tide_allowance"], west)["tide_allowance"].tolist() == [7000]
    assert with_west().explain("tide_allowance", west).law == "서섬 조례 제1호"


def test_a_book_with_further_values_has_another_version_and_leaves_the_first_as_it_was() -> None:
    assert with_west().version == with_west().version != BOOK.version
    assert "west" not in BOOK.parameters["tide_allowance"].values


def test_the_same_text_of_law_has_the_same_version() -> None:
    assert len(BOOK.version) == 16
    assert BOOK.version != book.RuleBook([], {}, "0").version


def test_days_are_counted_from_1970() -> None:
    assert day_number(date(1970, 1, 2)) == 1
