"""Months that were entered before the demo begins, stored in bulk as the actions would have left them."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from openinsa.compute.bulk import insert_rows
from openinsa.demo.founding import Founded
from openinsa.demo.plan import DemoProject
from openinsa.staffing.actions.months import day_from
from openinsa.staffing.holidays import paid_holidays
from openinsa.staffing.marks import DayReading
from openinsa.staffing.models import ContractVersion, Day, DayCode, ProjectMonth
from openinsa.staffing.sheet import WEEK, Entered, Row, Sheet, last_day

State = ProjectMonth.State


def store_history(founded: Founded, month: date, states: dict[DemoProject, str]) -> None:
    """Store a month of the named projects, each in its state. A fixed number of statements."""
    store_sheets(founded, month, states)
    sheet = sheet_of_everybody(founded, month, states)
    read = Ordinary(sheet)
    now = timezone.now()
    days = [day for row in sheet.rows.values() for day in days_of(founded, read, row)]
    with connection.cursor() as wrapped:
        insert_rows(
            wrapped.cursor,
            Day._meta.db_table,
            ["institution_id", "entered_at", *Entered._fields],
            ([founded.institution.pk, now, *day._replace(breaks=[*day.breaks])] for day in days),
        )


def store_sheets(founded: Founded, month: date, states: dict[DemoProject, str]) -> None:
    """The months of the projects with who submitted and approved them, on working days after the month."""
    submitted = timezone.make_aware(datetime.combine(last_day(month), datetime.min.time())) + timedelta(
        hours=17
    )
    ProjectMonth.objects.bulk_create(
        ProjectMonth(
            institution=founded.institution,
            project=founded.projects[plan],
            month=month,
            state=state,
            sheet_version=1,
            submitted_by=founded.clerk_of(plan) if state != State.OPEN else None,
            submitted_at=submitted if state != State.OPEN else None,
            approved_by=founded.heads[plan.department] if state == State.APPROVED else None,
            approved_at=submitted + timedelta(hours=16) if state == State.APPROVED else None,
        )
        for plan, state in states.items()
    )


def sheet_of_everybody(founded: Founded, month: date, plans: Collection[DemoProject]) -> Sheet:
    """One sheet of all these projects' people: reading a mark needs nothing of the project."""
    first, last = month, last_day(month)
    rows = {
        stored.pk: Row(stored, [])
        for planned, stored in zip(founded.district.contracts, founded.contracts, strict=True)
        if planned.project in plans and planned.starts_on <= last and first <= planned.ends_on
    }
    for version in ContractVersion.objects.filter(contract__in=rows).order_by("valid_from"):
        rows[version.contract_id].versions.append(version)
    holidays = paid_holidays(first - WEEK, last + WEEK)
    return Sheet(ProjectMonth(month=month), rows, list(DayCode.objects.all()), holidays)


class Ordinary:
    """What an ordinary day of a sheet reads as; people of equal schedule share the reading."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.known: dict[tuple[int, int, date], DayReading] = {}

    def reading(self, row: Row, version: ContractVersion, day: date) -> DayReading:
        alike = version.daily_scheduled_minutes, version.weekly_scheduled_days, day
        if alike not in self.known:
            self.known[alike] = self.sheet.read(row, day, self.sheet.default(row, day))
        return self.known[alike]


def days_of(founded: Founded, ordinary: Ordinary, row: Row) -> Iterator[Entered]:
    """Every day of a person's month: the ordinary mark, or what the plan has instead on a working day."""
    sheet, planned = ordinary.sheet, founded.planned_of[row.contract.pk]
    odd = founded.district.marks[sheet.project_month.month].get(planned, {})
    clerk_id = founded.clerk_of(founded.district.contracts[planned].project).pk
    for day in sheet.dates:
        version = row.version_on(day)
        if version is None:
            continue
        reading = ordinary.reading(row, version, day)
        if day in odd and reading.code == "work":
            reading = sheet.read(row, day, odd[day])
        yield day_from(reading, row, day, 1, clerk_id)
