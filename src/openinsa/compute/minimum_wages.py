"""The minimum wage by date, for those who look at single wages outside a month."""

from datetime import date

from openinsa.rules.engine import day_of, load_rule_book


def minimum_hourly_wages() -> list[tuple[date, int]]:
    """(first day, won an hour) of every statutory minimum wage, in order of time."""
    (values,) = load_rule_book().parameters["minimum_hourly_wage"].values.values()
    return [(day_of(value.since), int(value.value)) for value in values]
