"""From which day on a pay item is part of the ordinary wage, by the condition it is paid on."""

from datetime import date

import numpy as np

from openinsa.rules.choices import number_of
from openinsa.rules.engine import day_number, day_of, load_rule_book

MONTHLY_RULE, TIME_RULE = "counts_as_ordinary", "time_item_counts_as_ordinary"
CHANGES = ("conditions_left_aside", "time_items_count")


def first_ordinary_day(condition: str, since: date, to: date, *, by_time: bool = False) -> date | None:
    """The first day from `since` to `to` on which the law counts such an item, None if on no day.

    by_time: so much a day or an hour worked. Only days on which the law changes are asked about. Raises a
    refusal of the rule book for days before it.
    """
    begin, end = day_number(since), day_number(to)
    book, rule = load_rule_book(), TIME_RULE if by_time else MONTHLY_RULE
    dated = [book.parameters[name].values.values() for name in CHANGES]
    changes = {change.since for values in dated for series in values for change in series}
    days = [begin, *sorted(day for day in changes if begin < day <= end)]
    given = {
        "work_date": np.array(days, np.int64),
        "pay_condition": np.full(len(days), number_of("pay_condition", condition), np.int64),
    }
    counts = book.run([rule], given)[rule]
    return next((day_of(day) for day, counted in zip(days, counts.tolist(), strict=True) if counted), None)
