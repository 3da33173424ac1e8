"""The dated settings of an institution about leave, read once and asked for many days."""

from datetime import date

from openinsa.leave.models import LeaveSetting
from openinsa.leave.spans import Reckoning


class SettingsByDay:
    """The dated settings. Before the first of them the usual ones hold."""

    def __init__(self) -> None:
        self.rows = list(LeaveSetting.objects.order_by("valid_from"))

    def on(self, day: date) -> LeaveSetting:
        held = [row for row in self.rows if row.valid_from <= day]
        return held[-1] if held else LeaveSetting()


def reckonings() -> list[Reckoning]:
    """How leave is granted from which day on, in the order of days. One statement."""
    return [Reckoning(one.valid_from, one.begins_in, one.share_unit) for one in SettingsByDay().rows]
