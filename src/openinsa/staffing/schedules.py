"""A schedule for contracts that name only hours and days."""

from openinsa.staffing.sheet import WEEKDAYS

NINE, NOON, ONE = 9 * 60, 12 * 60, 13 * 60


def ordinary_schedule(daily_minutes: int, weekly_days: int) -> dict[str, list[object]]:
    """So many days from Monday on, from nine o'clock, with the noon hour free when work goes on after it."""
    past_noon = daily_minutes > NOON - NINE
    ends = NINE + daily_minutes + (ONE - NOON if past_noon else 0)
    breaks = [[NOON, ONE]] if past_noon else []
    return {weekday: [NINE, ends, breaks] for weekday in WEEKDAYS[:weekly_days]}
