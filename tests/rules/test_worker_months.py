"""Premiums and taxes of made-up worker-months against plain whole numbers, one worker after the other."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from openinsa.rules.engine import load_rule_book
from rules.plain_worker_months import TARGETS, worker_months

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from worker_months import made_up_months

SEEDS = range(4)
ROWS = 2_500


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_thousand_worker_months_are_charged_as_a_careful_clerk_would(seed: int) -> None:
    """만 건의 보험료와 세금이 손으로 계산한 값과 같다."""
    columns = made_up_months(ROWS, seed)
    charged = load_rule_book().run(TARGETS, columns)
    plain = np.array(worker_months(columns))
    assert {name: charged[name].tolist() for name in TARGETS} == {
        name: plain[:, place].tolist() for place, name in enumerate(TARGETS)
    }


def test_the_order_of_worker_months_changes_no_won() -> None:
    """순서를 바꾸어도 금액이 같다."""
    columns = made_up_months(ROWS)
    order = np.random.default_rng(1).permutation(ROWS)
    mixed = {name: values[order] for name, values in columns.items()}
    book = load_rule_book()
    straight, turned = book.run(TARGETS, columns), book.run(TARGETS, mixed)
    assert all((straight[name][order] == turned[name]).all() for name in TARGETS)
