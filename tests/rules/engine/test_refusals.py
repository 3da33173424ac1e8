"""What the engine refuses, it refuses in one clear sentence."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from openinsa.rules.engine import (
    DuplicateName,
    FaultyParameter,
    FaultyRule,
    FloatValue,
    Minutes,
    MissingInput,
    NullValue,
    OutOfRange,
    Refusal,
    UnequalLengths,
    Won,
    WrongType,
    rule,
)
from openinsa.rules.engine import refusals as engine_refusals
from openinsa.rules.engine.book import RuleBook
from openinsa.rules.engine.rule import declared
from openinsa.rules.engine.topic_file import read_topic
from rules.engine.causes import A_DAY, CAUSES, PAGE, page, refusal_of
from rules.engine.otters import BOOK, columns

ALL = [
    kind for kind in vars(engine_refusals).values() if isinstance(kind, type) and issubclass(kind, Refusal)
]


def test_every_refusal_has_a_cause_in_the_catalogue() -> None:
    assert set(CAUSES) == set(ALL) - {Refusal}


@pytest.mark.parametrize("kind", CAUSES)
def test_the_cause_brings_about_its_refusal_in_both_languages(kind: type[Refusal]) -> None:
    refusal = refusal_of(kind)
    assert type(refusal) is kind
    assert str(refusal) == f"{refusal.korean}\n{refusal.english}"
    assert "{" not in refusal.korean.replace("{value", "")
    assert any("가" <= letter <= "힣" for letter in refusal.korean)


def test_the_page_lists_every_refusal_as_it_is() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: PYTHONPATH=src:tests python tests/rules/engine/causes.py"
    )


def test_a_missing_input_names_the_rule_that_wants_it_and_what_was_perhaps_meant() -> None:
    with pytest.raises(MissingInput) as refused:
        BOOK.run(["pay_after_tax"], {"dug_minute": np.array([1]), "work_day": np.array([8000])})
    assert "dug_minutes ← digging_pay (dug_minute?)" in refused.value.english
    assert "crossed_by_ferry ← ferry_fare" in refused.value.english


def test_all_missing_inputs_are_named_at_once() -> None:
    with pytest.raises(MissingInput) as refused:
        BOOK.run(["clam_tax"], {"work_day": np.array([12_000])})
    missing = refused.value.facts["missing"]
    assert missing == [
        "dug_minutes ← digging_pay",
        "island ← tide_allowance",
        "tide_was_high ← clam_tax",
    ]


def test_the_date_that_chooses_a_form_is_an_input_too() -> None:
    with pytest.raises(MissingInput, match="work_day ← clam_tax"):
        BOOK.run(["clam_tax"], {"dug_minutes": np.array([60]), "hourly_pay": np.array([6600])})


def test_a_refusal_names_the_rows_counted_from_one() -> None:
    rows = [(60, date(2003, 7, 1), "west" if place % 2 else "north", True, False) for place in range(20)]
    with pytest.raises(Refusal) as refused:
        BOOK.run(["tide_allowance"], columns(rows))
    assert refused.value.rows == list(range(1, 20, 2))
    assert refused.value.english.endswith("[row(s) 2, 4, 6, 8, 10, … (10)]")


@pytest.mark.parametrize(
    ("column", "refusal"),
    [
        (np.array([6600.0]), FloatValue),
        (np.array([np.nan]), NullValue),
        (np.ma.masked_array([6600], [True]), NullValue),
        (np.array([None]), NullValue),
        (np.array([6600], np.int32), WrongType),
        (np.array([6600], np.uint64), WrongType),
        (np.array(["6600"]), WrongType),
        (np.array([6600], object), WrongType),
        (np.array([True]), WrongType),
        (np.array([10**12 + 1]), OutOfRange),
        (np.array([-(10**12) - 1]), OutOfRange),
        (np.array([np.iinfo(np.int64).min]), OutOfRange),
    ],
)
def test_only_whole_int64_numbers_in_their_range_pass_the_door(
    column: np.ndarray, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        BOOK.run(["digging_pay"], A_DAY | {"hourly_pay": column})


def test_a_list_is_no_column() -> None:
    with pytest.raises(WrongType):
        BOOK.run(["digging_pay"], A_DAY | {"hourly_pay": [6600]})


def test_a_flag_is_true_or_false_and_not_one_or_zero() -> None:
    row = columns([(60, date(2003, 7, 1), "north", True, False)])
    with pytest.raises(WrongType, match="bool"):
        BOOK.run(["clam_tax"], row | {"tide_was_high": np.array([1])})


def book_with(*rules: object) -> RuleBook:
    return RuleBook(declared.pop(__name__), {}, "")


def test_a_rule_that_makes_a_float_is_stopped() -> None:
    @rule(law="모래성법 제3조")
    def half(dug_minutes: Minutes) -> Minutes:
        """반."""
        return dug_minutes / 2

    with pytest.raises(FloatValue, match="half"):
        book_with(half).run(["half"], A_DAY)


def test_a_rule_that_makes_too_large_a_number_is_stopped() -> None:
    @rule(law="모래성법 제4조")
    def castle(dug_minutes: Minutes) -> Won:
        """너무 큰 수."""
        return dug_minutes * 10**12

    with pytest.raises(OutOfRange, match="castle"):
        book_with(castle).run(["castle"], A_DAY)


def test_a_rule_that_loses_rows_is_stopped() -> None:
    @rule(law="모래성법 제5조")
    def total(dug_minutes: Minutes) -> Minutes:
        """합계."""
        return dug_minutes[:1]

    with pytest.raises(UnequalLengths, match="total 1"):
        book_with(total).run(["total"], {"dug_minutes": np.array([60, 60])})


def test_a_rule_cannot_write_into_its_inputs() -> None:
    @rule(law="모래성법 제6조")
    def vandal(dug_minutes: Minutes) -> Minutes:
        """입력을 고침."""
        dug_minutes[:] = 0
        return dug_minutes

    with pytest.raises(ValueError, match="read-only"):
        book_with(vandal).run(["vandal"], A_DAY)


def test_a_dated_rule_says_which_date_chooses_its_form() -> None:
    @rule(law="모래성법 제7조", since="2000-01-01")
    def flag_pole(dug_minutes: Minutes) -> Minutes:
        """깃대."""
        return dug_minutes

    with pytest.raises(FaultyRule, match="date column"):
        book_with(flag_pole)


GOOD = "{value: 600, law: 조개법, checked: 2026-11-22}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("pay: {}", "label, unit and values"),
        (f"pay: {{label: {{ko: 삯}}, unit: won, on: d, values: {{2000-01-01: {GOOD}}}}}", "label"),
        (f"pay: {{label: {{ko: 삯, en: pay}}, unit: clams, on: d, values: {{2000-01-01: {GOOD}}}}}", "unit"),
        (f"pay: {{label: {{ko: 삯, en: pay}}, unit: won, values: {{2000-01-01: {GOOD}}}}}", "date column"),
        (f"pay: {{label: {{ko: 삯, en: pay}}, unit: won, on: d, values: {{soon: {GOOD}}}}}", "not all dates"),
        (
            f"pay: {{label: {{ko: 삯, en: pay}}, unit: won, on: d, value: 1, values: {{2000-01-01: {GOOD}}}}}",
            "value",
        ),
        ("pay: {label: {ko: 삯, en: pay}, unit: won, on: d, values: {}}", "values are"),
        ("pay: {label: {ko: 삯, en: pay}, unit: won, on: d, values: {2000-01-01: 600}}", "2000-01-01"),
    ],
)
def test_a_faulty_parameter_is_refused_by_name(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(FaultyParameter, match=fault) as refused:
        read_topic(written(tmp_path, text), "toy")
    assert "'pay' in toy.yaml" in refused.value.english


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("{value: 1.5, law: 조개법, checked: 2026-11-22}", "1.5 is no value"),
        ("{value: true, law: 조개법, checked: 2026-11-22}", "True is no value"),
        ("{value: 9999999999999, law: 조개법, checked: 2026-11-22}", "is no value"),
        ("{law: 조개법, checked: 2026-11-22}", "None is no value"),
        ("{value: 600, checked: 2026-11-22}", "'law' is missing"),
        ("{value: 600, law: 조개법}", "last check"),
        ("{value: 600, law: 조개법, checked: 2026-11-22, sure: no}", "unknown field"),
        ("{value: 600, law: 조개법, checked: 2026-11-22, state: maybe}", "state"),
        ("{value: 600, law: 조개법, checked: 2026-11-22, state: unverified}", "settle"),
    ],
)
def test_a_value_of_law_without_its_source_is_refused(tmp_path: Path, value: str, fault: str) -> None:
    text = f"pay: {{label: {{ko: 삯, en: pay}}, unit: won, on: d, values: {{2000-01-01: {value}}}}}"
    with pytest.raises(FaultyParameter, match=fault):
        read_topic(written(tmp_path, text), "toy")


def test_a_date_given_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    text = f"pay:\n  values:\n    2000-01-01: {GOOD}\n    2000-01-01: {GOOD}\n"
    with pytest.raises(DuplicateName, match="line 3, line 4"):
        read_topic(written(tmp_path, text), "toy")


def test_two_topics_cannot_have_a_value_of_one_name() -> None:
    with pytest.raises(DuplicateName, match="hourly_pay"):
        RuleBook([], {"clams": BOOK.topics["clams"], "mussels": BOOK.topics["clams"]}, "")


def test_only_values_with_a_second_key_take_further_keys() -> None:
    with pytest.raises(FaultyParameter, match="second key"):
        BOOK.with_values({"hourly_pay": {"west": {}}})


def written(folder: Path, text: str) -> Path:
    path = folder / "toy.yaml"
    path.write_text(text, encoding="utf-8")
    return path
