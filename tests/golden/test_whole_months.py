"""Whole months as a clerk would tell them, computed and compared field by field."""

from datetime import date
from typing import Any

import pytest

from openinsa.golden.cases import run_case
from openinsa.golden.months import payslip_month
from openinsa.golden.whole_months import FOLDER, as_case, given, shift_of, whole_months

MONTHS = dict(whole_months())


@pytest.mark.parametrize("told", MONTHS.items(), ids=MONTHS)
def test_the_month_is_paid_as_told(told: tuple[str, dict[str, Any]]) -> None:
    assert run_case(as_case(*told), payslip_month) is None


def test_there_are_fifty_months_or_nearly_so_each_with_its_situation_and_article() -> None:
    assert len(MONTHS) >= 48
    assert all(told["situation"] and told["law"] for told in MONTHS.values())
    assert len({told["situation"] for told in MONTHS.values()}) == len(MONTHS)


@pytest.mark.parametrize("told", MONTHS.values(), ids=MONTHS)
def test_a_month_lies_in_the_folder_of_its_month(told: dict[str, Any]) -> None:
    assert told in [MONTHS[path.stem] for path in (FOLDER / told["month"]).glob("*.yaml")]


@pytest.mark.parametrize(
    ("shift", "start", "end", "breaks"),
    [
        ("09:00-18:00 (12:00-13:00)", 540, 1080, [[720, 780]]),
        ("22:00-07:00 (02:00-03:00)", 1320, 1860, [[1560, 1620]]),
        ("09:00-09:00 (12:00-13:00, 00:00-04:00)", 540, 1980, [[720, 780], [1440, 1680]]),
        ("18:00-00:00", 1080, 1440, []),
        ("20:00-05:00 (23:30-00:30)", 1200, 1740, [[1410, 1470]]),
    ],
)
def test_times_are_read_past_midnight(shift: str, start: int, end: int, breaks: list[list[int]]) -> None:
    assert shift_of(shift) == {"start": start, "end": end, "breaks": breaks}


def test_a_shift_written_otherwise_is_refused_with_the_form_expected() -> None:
    with pytest.raises(ValueError, match="09:00-18:00"):
        shift_of("nine to six")


def test_a_month_begins_with_the_earlier_days_of_its_first_week() -> None:
    days = [day["date"] for day in given({"month": "2026-07", "contract": {"rate": 12_121}})["days"]]
    assert (days[0], days[-1], len(days)) == (date(2026, 6, 29), date(2026, 7, 31), 33)
