"""From which day on a pay item is part of the ordinary wage, by the condition it is paid on."""

from datetime import date

import numpy as np

from openinsa.rules.choices import number_of
from openinsa.rules.engine import day_number, day_of, load_rule_book


def first_ordinary_day(condition: str, since: date, to: date) -> date | None:
    """The first day from `since` to `to` on which the law counts such an item, None if on no day.

    Only days on which the law changes are asked about. Raises a refusal of the rule book for days before it.
    """
    begin, end = day_number(since), day_number(to)
    (changes,) = load_rule_book().parameters["conditions_left_aside"].values.values()
    days = [begin, *(change.since for change in changes if begin < change.since <= end)]
    given = {
        "work_date": np.array(days, np.int64),
        "pay_condition": np.full(len(days), number_of("pay_condition", condition), np.int64),
    }
    counts = load_rule_book().run(["counts_as_ordinary"], given)["counts_as_ordinary"]
    return next((day_of(day) for day, counted in zip(days, counts.tolist(), strict=True) if counted), None)
