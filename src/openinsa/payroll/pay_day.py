"""When a month is paid."""

from datetime import date, timedelta

from openinsa.people.settings_in_force import settings_on


def pay_date_of(month: date) -> date:
    """The institution's pay day in the month after the month of work. Raises NoSettings."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following.replace(day=settings_on(month).pay_day)
