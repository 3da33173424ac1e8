"""From a stored month to what the attendance sheet prints."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language

from openinsa.documents.contracts import AttendanceSheet, SheetDay, SheetRow
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.sheet import Row, Sheet, load_sheet

KINDS_BY_WEEKDAY = {5: "saturday", 6: "sunday"}


def attendance_sheet(month: ProjectMonth, loaded: Sheet | None = None) -> AttendanceSheet:
    """The month of a project as entered, in the reader's language. A fixed number of statements."""
    sheet, english = loaded or load_sheet(month), get_language() == "en"
    return {
        "language": "en" if english else "ko",
        "institution": month.institution.name,
        "department": month.project.department.name,
        "project": month.project.name,
        "month": f"{month.month:%Y-%m}",
        "days": [_day(day, sheet.holidays) for day in sheet.dates],
        "rows": [_row(sheet, row) for row in sheet.rows.values()],
        "legend": [{"mark": mark, "label": label} for mark, label in _legend(sheet, english)],
    }


def _legend(sheet: Sheet, english: bool) -> list[tuple[str, str]]:
    """The institution's marks and the shifts of those on a pattern, with what they mean."""
    codes = [(code.mark, code.label_en if english else code.label_ko) for code in sheet.codes]
    return [*codes, *sheet.shift_names.items()]


def _day(day: date, holidays: Mapping[date, str]) -> SheetDay:
    weekday = day.weekday()
    kind = "holiday" if day in holidays else KINDS_BY_WEEKDAY.get(weekday, "work")
    return {"date": day.isoformat(), "weekday": weekday, "kind": kind, "name": holidays.get(day, "")}  # type: ignore[typeddict-item]


def _row(sheet: Sheet, row: Row) -> SheetRow:
    person, totals = row.contract.person, sheet.totals(row)
    return {
        "name": person.name,
        "identifier": person.birth_date.isoformat(),
        "marks": [row.days[day].mark if day in row.days else "" for day in sheet.dates],
        "worked_days": totals["worked_days"],
        "worked_minutes": totals["worked_minutes"],
        "paid_leave_days": totals["leave_days"],
        "absent_days": totals["absent_days"],
    }
