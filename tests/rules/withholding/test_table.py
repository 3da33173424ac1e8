"""The rows that are shipped are the table of the law."""

import json
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from openinsa.rules.engine import day_number, load_rule_book
from openinsa.rules.withholding.table import FOLDER, TABLES
from rules.withholding.table_formula import monthly_tax

BODIES = [path.stem for path in sorted(FOLDER.glob("*.json"))]
CELLS = {"2021-02-17": 6_479, "2023-02-28": 7_117}


def rows_of(body: str) -> list[list[int]]:
    return json.loads((FOLDER / f"{body}.json").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("body", BODIES)
def test_every_printed_cell_follows_from_the_statutory_formula(body: str) -> None:
    rows = rows_of(body)
    ends = [row[0] for row in rows[1:]]
    middles = [Fraction(1000 * (row[0] + end), 2) for row, end in zip(rows, ends, strict=False)]
    middles.append(Fraction(10_000_000))
    wrong = [
        (row[0], family)
        for row, middle in zip(rows, middles, strict=True)
        for family in range(1, 12)
        if monthly_tax(body, middle, family) != row[family]
    ]
    assert wrong == []
    assert 11 * len(rows) == CELLS[body]


@pytest.mark.parametrize("body", BODIES)
def test_the_steps_of_the_rows_are_those_the_law_prints(body: str) -> None:
    for row, following in pairwise(rows_of(body)):
        step = 5 if row[0] < 1500 else 10 if row[0] < 3000 else 20
        assert following[0] - row[0] == step


@pytest.mark.parametrize("body", BODIES)
def test_bands_above_ten_million_join_without_a_jump(body: str) -> None:
    above = json.loads((FOLDER / f"{body}.json").read_text(encoding="utf-8"))["above"]
    for (start, added, rate), (end, following, _) in pairwise(above):
        assert added + (end - start) * rate // 10**6 == following


def test_every_dated_table_has_its_rows_and_every_body_is_used() -> None:
    used = {value.value for value in load_rule_book().parameters["withholding_table"].values[None]}
    assert used == set(TABLES) == {day_number(date.fromisoformat(body)) for body in BODIES}
