"""Batches of otters, and their pay worked out one by one in plain Python."""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from openinsa.rules.engine import day_number, load_rule_book

BOOK = load_rule_book("rules.engine.otter_islands")

DAYS_ON_EDGES = [
    date(1990, 1, 1),
    date(1999, 12, 31),
    date(2000, 1, 1),
    date(2002, 1, 1),
    date(2004, 2, 29),
    date(2004, 3, 1),
    date(2008, 1, 1),
    date(2010, 6, 14),
    date(2010, 6, 15),
]


@st.composite
def otter_rows(draw: st.DrawFn) -> tuple:
    """One otter's day: minutes, date, island, tide, ferry. The south has an allowance from 2002 on."""
    day = draw(st.sampled_from(DAYS_ON_EDGES) | st.dates(date(1990, 1, 1), date(2030, 1, 1)))
    island = "north" if day < date(2002, 1, 1) else draw(st.sampled_from(["north", "south"]))
    return draw(st.integers(0, 1440)), day, island, draw(st.booleans()), draw(st.booleans())


def columns(rows: list[tuple]) -> dict[str, np.ndarray]:
    """The rows as the columns that the rules name."""
    minutes, days, islands, tides, ferries = zip(*rows, strict=True)
    return {
        "dug_minutes": np.array(minutes, np.int64),
        "work_day": np.array([day_number(day) for day in days], np.int64),
        "island": np.array(islands),
        "tide_was_high": np.array(tides, np.bool_),
        "crossed_by_ferry": np.array(ferries, np.bool_),
    }


def pay_by_hand(minutes: int, day: date, island: str, high_tide: bool, ferry: bool) -> int:
    """pay_after_tax of one otter in whole numbers, no engine involved."""
    pay = minutes * (6000 if day < date(2000, 1, 1) else 6600 if day < date(2010, 6, 15) else 7770) // 60
    allowance = 0
    if day >= date(2000, 1, 1) and high_tide:
        allowance = 3000 if island == "south" else 1500 if day >= date(2008, 1, 1) else 1000
    rate = 100_000 if day < date(2005, 1, 1) else 123_400
    tax = max(pay - allowance, 0) * rate // 10**6 // 10 * 10
    fare = (400 if day >= date(2004, 3, 1) else 250) if ferry else 0
    return pay - tax - fare
