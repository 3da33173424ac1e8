"""The whole batch against a month reckoned minute by minute in plain Python."""

from fractions import Fraction

import pytest

from compute.made_up import made_up_case
from compute.oracle import payslip
from openinsa.golden.months import payslips

SEEDS = range(200)


@pytest.fixture(scope="module")
def computed() -> list[dict]:
    return payslips([{"input": made_up_case(seed)} for seed in SEEDS])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_made_up_month_is_paid_as_a_person_with_pencil_and_paper_would(
    seed: int, computed: list[dict]
) -> None:
    wanted, got = payslip(made_up_case(seed)), computed[seed]
    got["ordinary_hourly"] = [(one["from"], Fraction(one["hourly"])) for one in got["ordinary_hourly"]]
    got["weeks"] = [{**week, "end": week["end"].isoformat()} for week in got["weeks"]]
    assert {field: got[field] for field in wanted} == wanted
