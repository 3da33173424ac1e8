"""When the steps of promotion are due, and what the steps taken are worth, by the rules of rules/leave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from openinsa.leave.models import LeavePromotion
from openinsa.rules.engine import day_number, day_of, load_rule_book

NO_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Window:
    """The days of the steps for leave that lapses after one day."""

    first_from: date
    first_until: date
    second_until: date


def windows_of(asked: Sequence[tuple[date, bool, bool]]) -> list[Window]:
    """The windows for (last day of use, leave of a first year, arose after the first notice)."""
    columns = {
        "leave_last_day": np.array([day_number(one[0]) for one in asked], np.int64),
        "first_year_leave": np.array([one[1] for one in asked], np.bool_),
        "arose_after_first_notice": np.array([one[2] for one in asked], np.bool_),
    }
    wanted = ["promotion_from", "promotion_until", "second_notice_until"]
    found = load_rule_book().run(wanted, columns)
    return [
        Window(*map(day_of, days)) for days in zip(*(found[name].tolist() for name in wanted), strict=True)
    ]


def promoted_by_day(promotions: Iterable[LeavePromotion]) -> Mapping[tuple[int, date], int]:
    """Minutes that need not be paid when they lapse, by person and last day of use. One statement."""
    held = list(promotions)
    worth: dict[tuple[int, date], int] = defaultdict(int)
    for one, minutes in zip(held, promoted_minutes(held), strict=True):
        worth[one.person_id, one.last_day] += minutes
    return worth


def promoted_minutes(promotions: Sequence[LeavePromotion]) -> list[int]:
    """What each is worth: its minutes where every step was taken in time, otherwise nothing."""
    columns = {
        "leave_last_day": _days(one.last_day for one in promotions),
        "first_noticed_on": _days(one.first_noticed_on for one in promotions),
        "plan_received_on": _days(one.plan_received_on for one in promotions),
        "second_noticed_on": _days(one.second_noticed_on for one in promotions),
        "first_year_leave": np.array([one.first_year for one in promotions], np.bool_),
        "arose_after_first_notice": np.array([one.later for one in promotions], np.bool_),
        "plan_received": np.array([one.plan_received_on is not None for one in promotions], np.bool_),
        "second_noticed": np.array([one.second_noticed_on is not None for one in promotions], np.bool_),
        "noticed_minutes": np.array([one.minutes for one in promotions], np.int64),
    }
    return load_rule_book().run(["promoted_minutes"], columns)["promoted_minutes"].tolist()


def _days(days: Iterable[date | None]) -> np.ndarray:
    return np.array([day_number(day or NO_DAY) for day in days], np.int64)
