"""When a month is paid."""

from datetime import date, timedelta

from openinsa.people.models import InstitutionSetting
from openinsa.people.settings_in_force import settings_on


def pay_date_of(month: date) -> date:
    """The institution's pay day in the month after the month of work. Raises NoSettings."""
    return pay_date_by(settings_on(month), month)


def pay_date_by(setting: InstitutionSetting, month: date) -> date:
    """The pay day of settings at hand."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following.replace(day=setting.pay_day)
