"""The worked tables of docs/wages.md are what the code computes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from compute.months import row_of
from openinsa.compute import refusals
from openinsa.compute.explanation import explain
from openinsa.compute.month import compute_month
from openinsa.golden.months import CaseReader
from openinsa.golden.whole_months import as_case, whole_months
from openinsa.rules.choices import DEFAULT_SETTINGS, SETTINGS, word_of
from openinsa.rules.engine import Refusal

PAGE = (Path(__file__).parents[2] / "docs" / "wages.md").read_text(encoding="utf-8")
WORKED = PAGE.partition("## Worked months")[2]
SECTIONS = dict(re.findall(r"^### (.+?)\n\n((?:\|.*\n)+)", WORKED, re.MULTILINE))
CASES = {name.replace("_", " ").capitalize(): case for name, case in whole_months()}

REFUSALS = [
    found
    for found in vars(refusals).values()
    if isinstance(found, type) and issubclass(found, Refusal) and found is not Refusal
]


def rows_of(case: dict) -> Iterator[str]:
    month = compute_month(CaseReader([as_case("told", case)]).tables())
    for line in explain(month, 0):
        if line["side"] != "employer":
            yield f"| {line['label_ko']} | {line['words_ko']} |"
    row = row_of(month, 0)
    yield f"| 실지급액 | {row['gross']:,}원 - {row['deductions']:,}원 = {row['net']:,}원 |"


def test_the_page_has_worked_tables() -> None:
    assert len(SECTIONS) >= 4


@pytest.mark.parametrize("title", SECTIONS)
def test_a_worked_table_is_what_the_code_computes(title: str) -> None:
    assert SECTIONS[title].splitlines()[2:] == list(rows_of(CASES[title]))


def test_the_page_lists_every_setting_with_its_values_and_the_one_a_new_institution_begins_with() -> None:
    listed: dict[str, list[str]] = {}
    for names, values in re.findall(r"^\| (`[a-z_0-9`, ]+`) \| ([a-z_0-9, *]+) \|", PAGE, re.MULTILINE):
        for name in re.findall(r"`(\w+)`", names):
            listed[name] = values.split(", ")
    for setting, choices in SETTINGS.items():
        usual = word_of(setting, DEFAULT_SETTINGS[setting])
        words = {choice.name.lower() for choice in choices}
        assert {value.strip("*") for value in listed[setting]} == words
        assert f"**{usual}**" in listed[setting]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_the_page_lists_every_refusal_with_its_sentences(refusal: type[Refusal]) -> None:
    assert f"| {refusal.ko} | {refusal.en} |" in PAGE
