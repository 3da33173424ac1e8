"""Whole months as a clerk would tell them."""

from typing import Any

import pytest

from compute.whole_months import compute_case, outcome, whole_months

CASES = dict(whole_months())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_month_is_paid_as_told(case: dict[str, Any]) -> None:
    month = compute_case(case)
    assert month.faults == ()
    assert outcome(case, month) == case["expect"]
