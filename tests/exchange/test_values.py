"""Values as clerks type them."""

from datetime import date

import pytest

from openinsa.exchange.values import read_date


@pytest.mark.parametrize("typed", ["'26.3.2", "’26.3.2.", "‘26. 3. 2", "2026.3.2.", "26-03-02", "20260302"])
def test_a_day_is_read_whichever_apostrophe_stands_before_its_year(typed: str) -> None:
    assert read_date(typed) == date(2026, 3, 2)
