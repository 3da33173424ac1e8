"""Whole months from outside: read, computed and answered field by field."""

import inspect
from typing import Any

import pytest

from compute.made_up import made_up_case
from openinsa.golden.cases import run_cases
from openinsa.golden.months import ANSWERS, payslip_month, payslips

CASES = [made_up_case(seed) for seed in range(12)]


@pytest.fixture(scope="module")
def among_all() -> list[dict[str, Any]]:
    return payslips([{"input": case} for case in CASES])


@pytest.mark.parametrize("place", range(len(CASES)))
def test_a_case_computed_alone_gives_what_it_gives_among_others(
    place: int, among_all: list[dict[str, Any]]
) -> None:
    assert payslip_month(**CASES[place]) == among_all[place]


def test_the_answer_asks_for_the_fields_of_a_case_and_for_no_other_without_need() -> None:
    """What the months told beside the code have beyond those of a case may be left out."""
    asked = inspect.signature(payslip_month).parameters
    assert set(asked) - {"flexible"} == set(CASES[0])
    assert asked["flexible"].default == ()


def test_a_case_that_expects_another_net_fails_with_both_figures(among_all: list[dict[str, Any]]) -> None:
    wrong = {"net": among_all[0]["net"] + 10}
    case = {"id": "ten won more", "topic": "payslip_month", "input": CASES[0], "expected": wrong}
    (failure,) = run_cases("months", [case], ANSWERS).failed
    assert (failure.wanted, failure.got) == (wrong, {"net": among_all[0]["net"]})


def test_a_case_that_cannot_be_paid_fails_with_the_sentence() -> None:
    broken = CASES[0] | {"contracts": []}
    case = {"id": "no contract", "topic": "payslip_month", "input": broken, "expected": {"net": 0}}
    (failure,) = run_cases("months", [case], ANSWERS).failed
    assert "No version of the contract is in force" in failure.got
