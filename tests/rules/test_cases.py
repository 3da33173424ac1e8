"""Every worked case of every topic, through the whole rule book."""

import re
from datetime import date

import pytest

from openinsa.rules.cases import Case, answer, read_cases

CASES = list(read_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_comes_out_as_expected(case: Case) -> None:
    assert answer(case) == dict(case.expect)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_is_named_by_its_situation_and_stands_under_its_date_in_force(case: Case) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", case.path.stem)
    in_force = date.fromisoformat(case.path.parent.name)
    dates = [value for value in case.given.values() if isinstance(value, date)]
    assert not dates or max(dates) >= in_force
    assert case.law
