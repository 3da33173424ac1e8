"""The settings of an institution about ends of employment, read once and asked for many days."""

from datetime import date

from openinsa.ending.models import EndingSetting


class SettingsByDay:
    """The dated settings. Before the first of them the usual ones hold."""

    def __init__(self) -> None:
        self._rows = list(EndingSetting.objects.order_by("valid_from"))

    def on(self, day: date) -> EndingSetting:
        held = [row for row in self._rows if row.valid_from <= day]
        return held[-1] if held else EndingSetting()

    def gap_days(self, day: date) -> int:
        """How many days between two contracts are no gap."""
        return self.on(day).gap_days
