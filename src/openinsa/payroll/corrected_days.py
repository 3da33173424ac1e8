"""One person's days of a closed month as they hold: as recorded, with confirmed corrections over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from openinsa.payroll.models import CorrectedDay, Correction, Payslip
from openinsa.staffing.marks import DayReading, tidy
from openinsa.staffing.models import Contract, ProjectMonth
from openinsa.staffing.sheet import Row, Sheet, load_sheet


@dataclass(frozen=True)
class EnteredDays:
    """The days of the person's contracts in the month. A day outside them holds nothing and reads as missing."""

    sheet: Sheet
    corrected: Mapping[date, str]

    @property
    def dates(self) -> list[date]:
        """The month's days of employment."""
        return [day for day in self.sheet.dates if self._row(day) is not None]

    def mark(self, day: date) -> str:
        """What holds on the day."""
        if day in self.corrected:
            return self.corrected[day]
        row = self._row(day)
        entered = row.days.get(day) if row else None
        return entered.mark if entered else ""

    def differs(self, day: date, mark: str) -> bool:
        return tidy(mark) != self.mark(day)

    def read(self, day: date, mark: str) -> DayReading:
        """What a mark means on the day."""
        row = self._row(day)
        return self.sheet.read(row, day, mark) if row else DayReading("")

    def _row(self, day: date) -> Row | None:
        if day not in self.sheet.dates:
            return None
        rows = self.sheet.rows.values()
        return next((row for row in rows if row.version_on(day) is not None), None)


def entered_days_of(slip: Payslip) -> EnteredDays:
    """The days that a closed slip's month holds by now. Eleven statements at most."""
    month = ProjectMonth.objects.get(project=slip.run.project_id, month=slip.run.month)
    own = Contract.objects.filter(project=slip.run.project_id, person=slip.person_id)
    sheet = load_sheet(month, own.values_list("pk", flat=True))
    days = CorrectedDay.objects.filter(
        correction__contract__in=own,
        correction__state=Correction.State.CONFIRMED,
        date__range=(sheet.dates[0], sheet.dates[-1]),
    )
    marks = dict(days.order_by("correction__position").values_list("date", "mark"))
    return EnteredDays(sheet, marks)
