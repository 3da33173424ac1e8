"""Times of day in the many ways they are written."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from openinsa.exchange.times import read_clock, read_span

SPANS = {
    "09:00~18:00": "09:00-18:00",
    "9:00 - 18:00": "09:00-18:00",
    "9시-18시": "09:00-18:00",
    "9시30분부터 18시까지": "09:30-18:00",
    "0900-1800": "09:00-18:00",
    "오전 9시 ~ 오후 6시": "09:00-18:00",
    "9am-6pm": "09:00-18:00",
    "9-18": "09:00-18:00",
    "22시~익일 07시": "22:00-07:00",
    "09:00:00~18:00:00": "09:00-18:00",
    "09:00\n18:00": "09:00-18:00",
    "09:00-24:00": "09:00-00:00",
    "18-9": "",
    "출": "",
    "연2": "",
    "2026-06-01": "",
    "09:00-18:00/60": "",
}


@pytest.mark.parametrize("text", SPANS)
def test_from_and_to_come_in_one_form(text: str) -> None:
    assert read_span(text) == SPANS[text]


CLOCKS: list[tuple[Any, int | None]] = [
    (time(9, 5), 545),
    (datetime(2026, 6, 1, 18, 2, tzinfo=UTC), 1082),
    (0.375, 540),
    (900, 540),
    ("0900", 540),
    ("9시", 540),
    ("오후 6시", 1080),
    ("익일 02:00", 120),
    ("출", None),
    ("25:00", None),
    (True, None),
]


@pytest.mark.parametrize(("cell", "minute"), CLOCKS)
def test_one_time_of_day_is_read_from_text_and_from_cells_of_excel(cell: Any, minute: int | None) -> None:
    assert read_clock(cell) == minute
