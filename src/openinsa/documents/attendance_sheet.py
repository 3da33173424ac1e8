"""근무상황부 as a PDF and as a spreadsheet that can be read in again."""

from collections.abc import Callable
from operator import itemgetter

from openinsa.documents.contracts import AttendanceSheet, SheetDay
from openinsa.documents.printing import Paper, print_one
from openinsa.documents.spreadsheet import Column, FormSheet, Row, write_form
from openinsa.documents.words import words_of
from openinsa.exchange.origin import NO_ORIGIN

SHADES = {"saturday": "#E7F0FB", "sunday": "#FBE9E9", "holiday": "#FBE9E9"}
TOTALS = [
    ("worked_days", "worked_days", "number"),
    ("worked_time", "worked_minutes", "minutes"),
    ("leave_days", "paid_leave_days", "number"),
    ("absent_days", "absent_days", "number"),
]
"""Word of the heading, name in `SheetRow`, kind of cell."""
WIDTH_OF_A_DAY = 5


def attendance_sheet_pdf(sheet: AttendanceSheet) -> bytes:
    """A4 landscape, every person, legend and boxes for stamps. Raises UnprintableCharacter."""
    return print_one(Paper("attendance_sheet", sheet, f"{sheet['month']}-01"))


def attendance_sheet_xlsx(sheet: AttendanceSheet) -> bytes:
    """Marks as they were entered, one column a day; the same bytes for the same data."""
    words = words_of(sheet["language"])
    rows = [{**row, "number": number} for number, row in enumerate(sheet["rows"], start=1)]
    legend = "  ".join(f"{entry['mark']} {entry['label']}" for entry in sheet["legend"])
    holidays = "  ".join(f"{_day(day)} {day['name']}" for day in sheet["days"] if day["name"])
    return write_form(
        FormSheet(
            title=f"{words['attendance']} {sheet['month']}",
            notes=[
                sheet["institution"],
                f"{words['department']}: {sheet['department']}",
                f"{words['project']}: {sheet['project']}",
            ],
            columns=_columns(sheet),
            rows=rows,
            foot=words["sum"],
            frozen=2,
            made_on=f"{sheet['month']}-01",
            closing_notes=[f"{words['legend']}: {legend}", holidays],
            origin=sheet.get("origin", NO_ORIGIN),
        )
    )


def _columns(sheet: AttendanceSheet) -> list[Column]:
    words = words_of(sheet["language"])
    return [
        Column(words["number"], "number", itemgetter("number"), width=6),
        Column(words["name"], "text", itemgetter("name")),
        Column(words["identifier"], "text", itemgetter("identifier")),
        *(_day_column(at, day, words["weekdays"]) for at, day in enumerate(sheet["days"])),
        *(Column(words[word], kind, itemgetter(name), summed=True) for word, name, kind in TOTALS),
    ]


def _day_column(at: int, day: SheetDay, weekdays: list[str]) -> Column:
    label = f"{_day(day)}\n{weekdays[day['weekday']]}"
    return Column(label, "mark", _mark(at), width=WIDTH_OF_A_DAY, shade=SHADES.get(day["kind"]))


def _mark(at: int) -> Callable[[Row], str]:
    return lambda row: row["marks"][at]


def _day(day: SheetDay) -> int:
    return int(day["date"][8:])
